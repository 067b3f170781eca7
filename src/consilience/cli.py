"""The command line: arguments in, one of the five verbs, results out. Nothing is decided here."""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from consilience import __version__, cli_explain, cli_search, cli_store, cli_watch, cli_web
from consilience.cli_shared import complain, count, one_story, output, settings, write

OK, BELOW, USAGE, NOTHING_READ = 0, 1, 2, 3
FAULT = 70  # EX_SOFTWARE
# The modules of `evaluate` that are commands.
EVALUATIONS = {
    "stories": "statements, quotations and dates of stories with answer keys, held to floors",
    "attribution": "who is said to say what, on PolNeAR",
    "times": "time expressions and their values, on TempEval-3",
    "quantities": "values, bounds and units, on NewsQuant",
    "entities": "who is one across reports, on MEANTIME",
    "groups": "reports split into stories, on ECB+ or Giveme5W1H",
    "lineage": "who took text from whom, on stories with answer keys",
    "places": "names of places and where they are, on GeoWebNews",
    "alignment": "what findings join as one event, on ECB+",
    "summary": "a dossier's lead beside the first sentences of a report, on stories with answer keys",
    "perturb": "whether one changed word is noticed, on sentences of two reports that state the same",
}
SCHEMAS = ("dossier", "annotation", "story")

_EXAMPLES = {
    "consilience": """examples:
  consilience brief examples/harbour/reports            a dossier in the terminal
  consilience brief examples/harbour/reports --format html -o dossier.html
  consilience annotate examples/harbour/reports/radio-kessara.txt --published 2025-09-13
  consilience group examples/harbour/reports examples/accord/reports""",
    "brief": """examples:
  consilience brief examples/harbour/reports
  consilience brief examples/harbour/reports/island-post.json examples/harbour/reports/strait-live.html --format json
  consilience brief examples/harbour/reports --top 10
  consilience brief examples/harbour/reports --one-story
  consilience brief examples/harbour/reports/radio-kessara.txt --published 2025-09-13
  consilience brief https://www.herald.example/news/bridge feeds.opml --follow 20
  cat reports.jsonl | consilience brief - --format html -o dossier.html""",
    "annotate": """example:
  consilience annotate examples/harbour/reports --processes 2 > annotations.jsonl""",
    "group": """example:
  consilience group examples/harbour/reports examples/accord/reports""",
    "schema": """example:
  consilience schema dossier > dossier.schema.json""",
    "evaluate": """examples:
  consilience evaluate stories examples/
  consilience evaluate lineage examples/harbour examples/accord""",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> Any:
        self.exit(USAGE, f"{self.prog}: {message} (see '{self.prog} --help')\n")


class _Evaluation(_Parser):
    """A parser that asks its module for the arguments when it is used: no help or version waits for spaCy."""

    module: str

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        module = importlib.import_module(f"consilience.evaluate.{self.module}")
        self.description = module.__doc__
        self.formatter_class = argparse.RawDescriptionHelpFormatter
        module.arguments(self)
        self.add_argument("--debug", action="store_true", help="show the traceback of an error")
        self.set_defaults(run=module.main)
        return super().parse_known_args(args, namespace)


def _common(parser: argparse.ArgumentParser) -> None:
    _reading(parser)
    parser.add_argument("-o", "--output", type=output, metavar="FILE", help="write here instead of to standard output")


def _reading(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file, a folder, a web address, or - (docs/reading.md says which)"
    )
    parser.add_argument("--published", metavar="DATE", help="the day of reports that carry none (ISO 8601)")
    cli_web.add(parser)
    parser.add_argument(
        "--model", metavar="NAME", help="the spaCy model: a package or a folder (default: the best installed)"
    )
    parser.add_argument(
        "--processes",
        type=count,
        metavar="N",
        help="annotate in N processes; the result is the same (default: 1; 2 for 64 reports or more, but in ingest)",
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")


def _command(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=_EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    return made


def parser() -> argparse.ArgumentParser:
    """The command line's grammar; a test holds the docs against it."""
    top = _Parser(
        prog="consilience",
        description="Counts the independent origins of every statement that many outlets report about one event.",
        epilog=_EXAMPLES["consilience"],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"consilience {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    brief = _command(commands, "brief", "cross-check reports: one dossier a story")
    _common(brief)
    brief.add_argument("--format", choices=("markdown", "json", "html"), default="markdown")
    brief.add_argument("--judgements", type=Path, metavar="FILE", help="what people decided about names (JSONL)")
    one_story(brief)
    brief.add_argument("--top", type=count, metavar="N", help="show the first N findings of each dossier only")
    brief.set_defaults(run=_brief)

    annotate = _command(commands, "annotate", "mark who says what, when and how many: one line of JSON a report")
    _common(annotate)
    annotate.add_argument("--format", choices=("jsonl",), default="jsonl")
    annotate.set_defaults(run=_annotate)

    cli_explain.add(commands, _common)
    cli_store.add(commands, _reading, _progress)
    cli_watch.add(commands, _progress)
    cli_search.add(commands)

    group = _command(commands, "group", "split reports into stories: one line of JSON a report")
    _common(group)
    group.add_argument("--format", choices=("jsonl",), default="jsonl")
    group.set_defaults(run=_group)

    schema = _command(commands, "schema", "print the JSON Schema of an output")
    schema.add_argument("name", choices=SCHEMAS)
    schema.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    schema.set_defaults(run=_schema)

    evaluate = _command(commands, "evaluate", "measure the program on answer keys or a public data set")
    sets = evaluate.add_subparsers(dest="evaluation", required=True, metavar="WHAT", parser_class=_Evaluation)
    for name, text in EVALUATIONS.items():
        sets.add_parser(name, help=text).module = name
    return top


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """A bar on standard error where that is a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda doing, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)
        yield lambda doing, done, total: bar.update(task, description=doing, completed=done, total=total)


def _utf8(stream: object) -> None:
    """Outputs are UTF-8 wherever they go; a terminal keeps its own encoding and shows ? for what it lacks."""
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", newline="\n")


def _brief(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import brief

    chosen: dict[str, Any] = {"judgements": cli_explain.judgements(args), "one_story": args.one_story}
    with _progress() as progress:
        briefing = brief(args.paths, progress=progress, **chosen, **settings(args))
    if args.top:
        briefing = publish.limit.top(briefing, args.top)
    if args.format == "markdown" and args.output is None and sys.stdout.isatty():
        from rich.console import Console

        publish.markdown.show(briefing, Console())
    else:
        render = {"markdown": publish.markdown.render, "json": publish.json.briefing, "html": publish.html.render}
        text = render[args.format](briefing)
        write(text if text.endswith("\n") else text + "\n", args.output)
    complain(briefing.quarantined)
    return OK if briefing.dossiers else NOTHING_READ


def _annotate(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import annotate_paths

    with _progress() as progress:
        annotated, quarantined = annotate_paths(args.paths, progress=progress, **settings(args))
    write("".join(publish.json.annotation(a) + "\n" for a in annotated), args.output)
    complain(quarantined)
    return OK if annotated else NOTHING_READ


def _group(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import group_paths

    with _progress() as progress:
        assignments, quarantined = group_paths(args.paths, progress=progress, **settings(args))
    write("".join(publish.json.assignment(a) + "\n" for a in assignments), args.output)
    complain(quarantined)
    return OK if assignments else NOTHING_READ


def _schema(args: argparse.Namespace) -> int:
    from consilience.schema import schema

    print(json.dumps(schema(args.name), indent=2, ensure_ascii=False))
    return OK


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status.

    0 done, 1 below a floor, 2 wrong usage, 3 nothing was read, 70 a fault of the program, 130 stopped.

    Wrong arguments, like a call for help, end the process by SystemExit.
    """
    _utf8(sys.stdout)
    args = parser().parse_args(argv)
    try:
        status = int(args.run(args))
        sys.stdout.flush()  # here, where a reader that has gone away is no error
        return status
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("consilience: stopped", file=sys.stderr)
        return 130
    except Exception as error:
        if args.debug:
            raise
        text = " ".join(str(error).split()) or type(error).__name__
        if not isinstance(error, (ValueError, OSError, RuntimeError)):
            text = f"a fault of the program, {type(error).__name__}: {text} (--debug shows where)"
        print(f"consilience: {text}", file=sys.stderr)
        return USAGE if isinstance(error, (ValueError, OSError)) else FAULT


if __name__ == "__main__":
    sys.exit(main())
