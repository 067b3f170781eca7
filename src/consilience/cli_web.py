"""The arguments of commands that may read from the web."""

from __future__ import annotations

import argparse
from typing import Any


def add(parser: argparse.ArgumentParser) -> None:
    """Adds what a user may say about links and addresses."""
    parser.add_argument(
        "--follow",
        type=_count,
        default=0,
        metavar="N",
        help="fetch the first N links of each feed, sitemap or list (default: none)",
    )
    allow(parser)


def allow(parser: argparse.ArgumentParser) -> None:
    """Adds what a user may say about addresses that are not public."""
    parser.add_argument(
        "--allow-address",
        type=_allowed,
        action="append",
        default=[],
        metavar="HOST|NET",
        help="a host, address or network (10.0.0.0/8) that may be fetched from though it is not public; repeatable",
    )


def settings(args: argparse.Namespace) -> dict[str, Any]:
    """The arguments of the functions behind the commands: a fetcher only where something may be fetched."""
    if not args.follow and not any("://" in path for path in args.paths):
        return {}
    from consilience.read.fetch import Fetcher

    return {"follow": args.follow, "fetcher": Fetcher(allow=args.allow_address)}


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no number")
    return int(text)


def _allowed(text: str) -> str:
    from consilience.read.addresses import Allowed

    try:
        Allowed.of([text])
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
