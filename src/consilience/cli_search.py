"""The commands that read a store: search, the list of its stories, one story, and what changed in it."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from consilience.cli_shared import count, output, write
from consilience.cli_store import with_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

OK, NOTHING = 0, 3
_KINDS = {"reports": "report", "statements": "statement", "quotations": "quotation"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_HAPPENED = "of what is spoken of (a day, month or year, or two as FROM/TO)"

_EXAMPLES = {
    "search": """examples:
  consilience search 'ferry "car deck" -fire' --store news.db
  consilience search 'killed OR dead' --in statements --place "Port Anselm" --near 50 --store news.db
  consilience search --person "Leila Marchand" --in quotations --since 2025-09 --store news.db --why""",
    "stories": """examples:
  consilience stories --store news.db
  consilience stories --disputed --since 2025-09-01 --format json --store news.db""",
    "show": """examples:
  consilience show sda48 --store news.db
  consilience show sda4814b1eabf --format html -o story.html --store news.db""",
    "diff": """examples:
  consilience diff sda48 --since 2025-09-12T18:00 --store news.db
  consilience diff sda48 --since 3 --store news.db""",
}


def add(commands: Any) -> None:
    """Add ``search``, ``stories``, ``show`` and ``diff``."""
    search = _command(commands, "search", "search reports, statements and quotations in a store")
    search.description += ' All words must be there, in any form; "…" holds words together, -word must not be there, '
    search.description += "OR joins two. Anything else is taken as it stands."
    search.add_argument("query", nargs="*", default=[], metavar="QUERY", help="what to search for")
    search.add_argument("--in", dest="kinds", action="append", choices=tuple(_KINDS), help="only in these; repeatable")
    _around(search)
    search.add_argument("--since", type=_day, metavar="DAY", help="published on this day or later")
    search.add_argument("--until", type=_day, metavar="DAY", help="published on this day or earlier")
    search.add_argument("--happened", type=_days, metavar="DAY[/DAY]", help=f"the days {_HAPPENED}")
    search.add_argument("--limit", type=count, default=20, metavar="N", help="show N hits at most (default: 20)")
    search.add_argument("--why", action="store_true", help="show what every score is made of")
    search.add_argument("--format", choices=("text", "json"), default="text")
    _rest(search)
    search.set_defaults(run=_search)

    stories = _command(commands, "stories", "list the stories of a store, those changed last first")
    _around(stories)
    stories.add_argument("--since", type=_day, metavar="DAY", help="of events on this day or later")
    stories.add_argument("--until", type=_day, metavar="DAY", help="of events on this day or earlier")
    stories.add_argument("--changed", metavar="TIME|REVISION", help="changed since then")
    stories.add_argument("--disputed", action="store_true", help="in which reports contradict each other")
    stories.add_argument("--limit", type=count, metavar="N", help="show N stories at most")
    stories.add_argument("--format", choices=("text", "json"), default="text")
    _rest(stories)
    stories.set_defaults(run=_stories)

    show = _command(commands, "show", "show the dossier of a story in a store")
    show.add_argument("story", metavar="STORY", help="its id, or the beginning of it")
    show.add_argument("--at", metavar="TIME|REVISION", help="as it was then (default: as it is)")
    show.add_argument("--format", choices=("markdown", "json", "html"), default="markdown")
    _rest(show)
    show.set_defaults(run=_show)

    diff = _command(commands, "diff", "say what changed in a story of a store")
    diff.add_argument("story", metavar="STORY", help="its id, or the beginning of it")
    diff.add_argument("--since", required=True, metavar="TIME|REVISION", help="against what it was then")
    diff.add_argument("--format", choices=("text", "json"), default="text")
    _rest(diff)
    diff.set_defaults(run=_diff)


def _command(commands: Any, name: str, text: str) -> Any:
    return commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=_EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _around(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--person", metavar="NAME", help="a person or body, by any of its names")
    parser.add_argument("--place", metavar="NAME", help="where the story's event happened: a place, region or country")
    parser.add_argument("--near", type=_km, metavar="KM", help="or within so many kilometres of the place")


def _rest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=output, metavar="FILE", help="write here instead of to standard output")
    with_store(parser)
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")


def _km(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 20_100:
        raise argparse.ArgumentTypeError(f"{text!r} is no distance in kilometres")
    return value


def _day(text: str) -> str:
    """A day, month or year, as it was given."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day (2026-03-10), month (2026-03) or year") from None
    return text


def _days(text: str) -> tuple[str, str]:
    first, _, last = text.partition("/")
    return _day(first), _day(last or first)


@contextmanager
def _opened(args: argparse.Namespace) -> Iterator[Connection]:
    from consilience.store import Store

    with closing(Store.open(args.store, create=False)) as store, store.read() as tx:
        yield tx


def _on_terminal(args: argparse.Namespace) -> bool:
    return args.output is None and sys.stdout.isatty()


def _search(args: argparse.Namespace) -> int:
    from consilience.publish import found as publish
    from consilience.search import KINDS, Question, search

    kinds = tuple(_KINDS[kind] for kind in args.kinds) if args.kinds else KINDS
    question = Question(
        " ".join(args.query),
        tuple(kind for kind in KINDS if kind in kinds),
        args.person,
        args.place,
        args.near,
        args.since,
        args.until,
        args.happened,
        limit=args.limit,
    )
    with _opened(args) as tx:
        found = search(tx, question)
    if args.format == "json":
        write(publish.found_json(found), args.output)
    elif _on_terminal(args):
        from rich.console import Console

        publish.show(found, Console(), why=args.why)
    else:
        write(publish.found_text(found, why=args.why), args.output)
    return OK if found.hits else NOTHING


def _stories(args: argparse.Namespace) -> int:
    from consilience.publish import found as publish
    from consilience.search.stories import Wanted, listing
    from consilience.store.since import revision

    with _opened(args) as tx:
        changed = revision(tx, args.changed) if args.changed else 0
        wanted = Wanted(args.person, args.place, args.near, args.since, args.until, changed, args.disputed, args.limit)
        listed = listing(tx, wanted)
    if args.format == "json":
        write(publish.stories_json(listed), args.output)
    elif _on_terminal(args):
        from rich.console import Console

        publish.show(listed, Console())
    else:
        write(publish.stories_text(listed), args.output)
    return OK if listed else NOTHING


def _show(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.model import Briefing
    from consilience.search.stories import named
    from consilience.store import stories
    from consilience.store.since import revision

    with _opened(args) as tx:
        story = named(tx, args.story)
        dossier = stories.dossier(tx, story, round=revision(tx, args.at) if args.at else None)
    if dossier is None:
        raise ValueError(f"story {story} has no dossier" + (f" of {args.at} or before" if args.at else " yet"))
    briefing = Briefing((dossier,))
    if args.format == "markdown" and _on_terminal(args):
        from rich.console import Console

        publish.markdown.show(briefing, Console())
        return OK
    render = {"markdown": publish.markdown.render, "json": publish.json.briefing, "html": publish.html.render}
    text = render[args.format](briefing)
    write(text if text.endswith("\n") else text + "\n", args.output)
    return OK


def _diff(args: argparse.Namespace) -> int:
    from consilience.publish import course
    from consilience.search.stories import named
    from consilience.store.since import revision, since

    with _opened(args) as tx:
        changed = since(tx, named(tx, args.story), revision(tx, args.since))
    write(course.as_json(changed) if args.format == "json" else course.text(changed), args.output)
    return OK
