"""What several commands need: arguments that are wrong before any work, the settings of a reading, and the results."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience import cli_web

if TYPE_CHECKING:
    from consilience.model import Quarantined


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def output(text: str) -> Path:
    """A file that can be written: no folder, and in one that is there."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is a folder")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def settings(args: argparse.Namespace) -> dict[str, Any]:
    """How reports are read and annotated, as the functions behind the commands take it."""
    return {"published": args.published, "model": args.model, "processes": args.processes, **cli_web.settings(args)}


def one_story(parser: argparse.ArgumentParser) -> None:
    """Add the option that takes all reports for one story."""
    parser.add_argument(
        "--one-story", action="store_true", help="take all reports for one story (default: grouped by what they tell)"
    )


def write(text: str, path: Path | None) -> None:
    """Put a result into a file, or on standard output where none is named. Raises OSError."""
    if path is None:
        sys.stdout.write(text)
        return
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OSError(f"cannot write {path}: {(error.strerror or str(error)).lower()}") from error


def complain(quarantined: Sequence[Quarantined]) -> None:
    """Name on standard error what could not be read, and why."""
    for item in quarantined:
        print(f"consilience: set aside {item.path}: {item.reason}", file=sys.stderr)
