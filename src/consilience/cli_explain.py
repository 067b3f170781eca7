"""The commands about names: why two are one or are not, and what a person decides about them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience.cli_shared import complain, one_story, settings, write

if TYPE_CHECKING:
    from consilience.model import Judgement

_EXPLAIN = """examples:
  consilience explain examples/harbour/reports "Ministry of Transport" "Transport Ministry"
  consilience explain examples/harbour/reports "Ruth Varga"
  consilience explain examples/harbour/reports F1 --format json"""
_JUDGE = """example:
  consilience judge different "Ruth Varga" "Tomas Varga" --judgements names.jsonl --by AK --note "not related\""""


def add(commands: Any, common: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add ``explain`` and ``judge`` to the command line; ``common`` adds what all commands on reports take."""
    explain = commands.add_parser(
        "explain",
        help="say why two names are one or are not, or what a finding rests on",
        description="Say why one or two names are one entity or are not, or what a finding (F1, F2 …) rests on.",
        epilog=_EXPLAIN,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common(explain)
    explain.description += " Give the paths first, then one or two names, or the id of a finding."
    explain.add_argument("--format", choices=("text", "json"), default="text")
    explain.add_argument("--judgements", type=Path, metavar="FILE", help="what people decided about names (JSONL)")
    explain.add_argument("--story", metavar="ID", help="look in this story only")
    one_story(explain)
    explain.set_defaults(run=_explain)

    judge = commands.add_parser(
        "judge",
        help="decide that two names mean the same or different things",
        description="Add a judgement to a file that brief and explain take with --judgements.",
        epilog=_JUDGE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    judge.add_argument("verdict", choices=("same", "different"))
    judge.add_argument("left", metavar="NAME")
    judge.add_argument("right", metavar="NAME")
    judge.add_argument("--judgements", type=Path, metavar="FILE", required=True, help="the file to add it to (JSONL)")
    judge.add_argument("--story", metavar="ID", help="the story that it holds in (default: everywhere)")
    judge.add_argument("--by", metavar="WHO", help="who decides")
    judge.add_argument("--note", metavar="TEXT", help="why")
    judge.add_argument("--debug", action="store_true", help="show the traceback of an error")
    judge.set_defaults(run=_judge)


def judgements(args: argparse.Namespace) -> tuple[Judgement, ...]:
    """The judgements of the file that ``--judgements`` names, none without one."""
    from consilience.read.judgements import load

    return load(args.judgements) if args.judgements else ()


def _is_path(word: str) -> bool:
    return word == "-" or "://" in word or Path(word).exists()


def _split(given: list[str]) -> tuple[list[str], list[str]]:
    """The paths and addresses, which stand first, and the names after them."""
    size = next((k for k, word in enumerate(given) if not _is_path(word)), len(given))
    return given[:size], given[size:]


def _explain(args: argparse.Namespace) -> int:
    from consilience.api import explain
    from consilience.publish import explanation

    paths, names = _split(args.paths)
    if not paths:
        raise FileNotFoundError(f"there is no file or folder {args.paths[0]}")
    if not 1 <= len(names) <= 2:
        raise ValueError(f"give one or two names or a finding's id after the paths, not {len(names)}")
    args.paths = paths
    chosen: dict[str, Any] = {"judgements": judgements(args), "story": args.story, "one_story": args.one_story}
    explained, quarantined = explain(paths, names, **chosen, **settings(args))
    text = explanation.as_json(explained) if args.format == "json" else explanation.text(explained)
    write(text, args.output)
    complain(quarantined)
    return 0


def _judge(args: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    from consilience.model import Judgement
    from consilience.read.judgements import append, load

    if args.judgements.exists():
        load(args.judgements)  # what cannot be read is not added to
    at = datetime.now(UTC).isoformat(timespec="seconds")
    append(args.judgements, [Judgement(args.verdict, args.left, args.right, args.story, args.by, at, args.note)])
    return 0
