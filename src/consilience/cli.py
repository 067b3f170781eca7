"""The command line: arguments in, one of the five verbs, results out. Nothing is decided here."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from consilience import __version__
from consilience.model import Quarantined

OK, BELOW, USAGE, NOTHING_READ = 0, 1, 2, 3
EVALUATIONS = ("stories", "attribution", "times", "quantities", "entities", "groups", "lineage", "places", "perturb")
SCHEMAS = ("dossier", "annotation", "story")

_EXAMPLES = {
    "consilience": """examples:
  consilience brief examples/harbour                    a dossier in the terminal
  consilience brief reports/ --format html -o dossier.html
  consilience annotate report.txt --published 2026-03-14
  consilience group reports/""",
    "brief": """examples:
  consilience brief examples/harbour
  consilience brief a.json b.html c.txt --published 2026-03-14 --format json
  cat reports.jsonl | consilience brief - --format html -o dossier.html""",
    "annotate": """example:
  consilience annotate examples/harbour --format jsonl > annotations.jsonl""",
    "group": """example:
  consilience group examples/harbour examples/accord""",
    "schema": """example:
  consilience schema dossier > dossier.schema.json""",
    "evaluate": """example:
  consilience evaluate stories examples/""",
}


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> Any:
        self.exit(USAGE, f"{self.prog}: {message} (see '{self.prog} --help')\n")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths", nargs="+", metavar="PATH", help="a file (.txt .html .json .jsonl), a folder of these, or -"
    )
    parser.add_argument("--published", metavar="DATE", help="the day of reports that carry none (ISO 8601)")
    parser.add_argument(
        "--model", metavar="NAME", help="the spaCy model: a package or a folder (default: the best installed)"
    )
    parser.add_argument(
        "--processes", type=_count, default=1, metavar="N", help="work in N processes; the result is the same"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write here instead of to standard output")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


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
    brief.set_defaults(run=_brief)

    annotate = _command(commands, "annotate", "mark who says what, when and how many: one line of JSON a report")
    _common(annotate)
    annotate.add_argument("--format", choices=("jsonl",), default="jsonl")
    annotate.set_defaults(run=_annotate)

    group = _command(commands, "group", "split reports into stories: one line of JSON a report")
    _common(group)
    group.add_argument("--format", choices=("jsonl",), default="jsonl")
    group.set_defaults(run=_group)

    schema = _command(commands, "schema", "print the JSON Schema of an output")
    schema.add_argument("name", choices=SCHEMAS)
    schema.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    schema.set_defaults(run=_schema)

    evaluate = _command(commands, "evaluate", "measure the program on answer keys or a public data set")
    sets = evaluate.add_subparsers(dest="evaluation", required=True, metavar="WHAT", parser_class=_Parser)
    for name in EVALUATIONS:
        try:
            module = importlib.import_module(f"consilience.evaluate.{name}")
        except ModuleNotFoundError:
            continue
        one = sets.add_parser(name, help=(module.__doc__ or "").splitlines()[0])
        module.arguments(one)
        one.add_argument("--debug", action="store_true", help="show the traceback of an error")
        one.set_defaults(run=module.main)
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


def _write(text: str, output: str | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        Path(output).write_text(text, encoding="utf-8")


def _settings(args: argparse.Namespace) -> dict[str, Any]:
    return {"published": args.published, "model": args.model, "processes": args.processes}


def _complain(quarantined: Sequence[Quarantined]) -> None:
    for item in quarantined:
        print(f"consilience: set aside {item.path}: {item.reason}", file=sys.stderr)


def _brief(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import brief

    with _progress() as progress:
        briefing = brief(args.paths, progress=progress, **_settings(args))
    if args.format == "markdown" and args.output is None and sys.stdout.isatty():
        from rich.console import Console

        publish.markdown.show(briefing, Console())
    else:
        render = {"markdown": publish.markdown.render, "json": publish.json.briefing, "html": publish.html.render}
        text = render[args.format](briefing)
        _write(text if text.endswith("\n") else text + "\n", args.output)
    _complain(briefing.quarantined)
    return OK if briefing.dossiers else NOTHING_READ


def _annotate(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import annotate_paths

    with _progress() as progress:
        annotated, quarantined = annotate_paths(args.paths, progress=progress, **_settings(args))
    _write("".join(publish.json.annotation(a) + "\n" for a in annotated), args.output)
    _complain(quarantined)
    return OK if annotated else NOTHING_READ


def _group(args: argparse.Namespace) -> int:
    from consilience import publish
    from consilience.api import group_paths

    with _progress() as progress:
        assignments, quarantined = group_paths(args.paths, progress=progress, **_settings(args))
    _write("".join(publish.json.assignment(a) + "\n" for a in assignments), args.output)
    _complain(quarantined)
    return OK if assignments else NOTHING_READ


def _schema(args: argparse.Namespace) -> int:
    from consilience.schema import schema

    print(json.dumps(schema(args.name), indent=2, ensure_ascii=False))
    return OK


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit status (0 done, 1 below a floor, 2 wrong usage, 3 nothing was read)."""
    args = parser().parse_args(argv)
    try:
        return int(args.run(args))
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
        print(f"consilience: {text}", file=sys.stderr)
        return USAGE if isinstance(error, (ValueError, OSError)) else BELOW


if __name__ == "__main__":
    sys.exit(main())
