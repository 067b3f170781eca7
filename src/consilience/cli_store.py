"""The commands about a store: reports into it, and its care."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from consilience import cli_web
from consilience.cli_shared import output

if TYPE_CHECKING:
    from consilience.store import Store

OK, WRONG, NOTHING_READ = 0, 1, 3
ENVIRONMENT = "CONSILIENCE_STORE"
Progress = Callable[[], AbstractContextManager[Callable[[str, int, int | None], None]]]
_INGEST = """examples:
  consilience ingest examples/harbour/reports --store news.db
  cat reports.jsonl | consilience ingest - --store postgresql://desk@db.example/news"""
_STORE = """examples:
  consilience store check --store news.db
  consilience store export --store news.db -o news.jsonl
  consilience store import news.jsonl --store postgresql://desk@db.example/news"""


def add(commands: Any, reading: Callable[[argparse.ArgumentParser], None], progress: Progress) -> None:
    """Add ``ingest`` and ``store``; ``reading`` adds what all commands on reports take, ``progress`` shows a bar."""
    ingest = commands.add_parser(
        "ingest",
        help="read reports into a store and bring its stories up to date",
        description="Read reports into a store, put them into its stories, and compare the stories that changed anew. "
        "A run that was broken off is gone on with by the same command.",
        epilog=_INGEST,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    reading(ingest)
    with_store(ingest)
    ingest.set_defaults(run=partial(_ingest, progress))

    store = commands.add_parser(
        "store",
        help="check, migrate, export or import a store",
        description="Check a store, bring its tables to the program's version, or move what it holds.",
        epilog=_STORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = store.add_subparsers(dest="action", required=True, metavar="WHAT", parser_class=type(store))
    check = actions.add_parser("check", help="say what is wrong with the store; status 1 where something is")
    check.set_defaults(run=_check)
    migrate = actions.add_parser("migrate", help="bring the tables to the program's version")
    migrate.add_argument("--to", default="head", metavar="VERSION", help="another version, earlier ones too")
    migrate.set_defaults(run=_migrate)
    export = actions.add_parser("export", help="print everything that the store holds as JSONL")
    export.add_argument("--times", action="store_true", help="also when each round was, retries, how feeds fare")
    export.add_argument("-o", "--output", type=output, metavar="FILE", help="write here instead of to standard output")
    export.set_defaults(run=_export)
    load = actions.add_parser("import", help="fill an empty store with what another one exported")
    load.add_argument("file", metavar="FILE", help="the exported lines, or - for standard input")
    load.set_defaults(run=_import)
    for action in (check, migrate, export, load):
        with_store(action)
        action.add_argument("--debug", action="store_true", help="show the traceback of an error")


def with_store(parser: argparse.ArgumentParser) -> None:
    """Add ``--store``, which may also stand in the environment: a URL can hold a password."""
    given = os.environ.get(ENVIRONMENT)
    parser.add_argument(
        "--store",
        default=given,
        required=given is None,
        metavar="URL|FILE",
        help=f"an SQLite file, or postgresql://user@host/database (default: ${ENVIRONMENT})",
    )


def _ingest(progress: Progress, args: argparse.Namespace) -> int:
    from consilience.annotate import pipeline
    from consilience.read import read
    from consilience.store import Store
    from consilience.store.ingest import Work
    from consilience.watch import alarms

    # One report a batch: which others are on their way with it differs where a run was broken off.
    annotate = partial(pipeline.annotate, model=args.model, processes=args.processes or 1, batch=1)
    with closing(Store.open(args.store)) as store, progress() as show:
        pipeline.load(args.model)  # a model that is not there is found out before anything is stored
        reports = read(args.paths, published=args.published, **cli_web.settings(args))
        done = Work(store, annotate, after=alarms.after, progress=show).ingest(reports)
    versions = f" ({done.versions} of them new versions)" if done.versions else ""
    print(
        f"{done.reports} new reports{versions}, {done.known} known, {done.set_aside} set aside; "
        f"{len(done.stories)} stories changed"
    )
    return OK if done.reports or done.known else NOTHING_READ


@contextmanager
def _opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[Store]:
    from consilience.store import Store

    with closing(Store.open(args.store, create=create)) as store:
        yield store


def _check(args: argparse.Namespace) -> int:
    from consilience.store import check

    with _opened(args) as store, store.write() as tx:
        wrong = False
        for problem in check.problems(tx):
            wrong = True
            print(problem)
    if not wrong:
        print("nothing is wrong")
    return WRONG if wrong else OK


def _migrate(args: argparse.Namespace) -> int:
    from consilience.store import Store

    before, after = Store.migrate(args.store, args.to)
    print(f"version {after}" if before == after else f"version {before or 'none'} to {after or 'none'}")
    return OK


def _export(args: argparse.Namespace) -> int:
    from consilience.store import exchange

    with _opened(args) as store, _out(args.output) as out, store.read() as tx:
        for line in exchange.export(tx, times=args.times):
            out.write(line + "\n")
    return OK


@contextmanager
def _out(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    with output.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def _import(args: argparse.Namespace) -> int:
    from consilience.store import exchange

    with _lines(args.file) as lines, _opened(args, create=True) as store:
        print(f"{exchange.load(store, lines)} rows")
    return OK


@contextmanager
def _lines(file: str) -> Iterator[TextIO]:
    if file == "-":
        yield sys.stdin
        return
    with Path(file).open(encoding="utf-8") as lines:
        yield lines
