"""Paths to inputs: folders walked in a stable order, sizes bounded, nothing followed in a circle."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from consilience.model import Quarantined
from consilience.read.unreadable import UnreadableError

Kind = Literal["text", "page", "record", "records", "markup", "archive", "unknown"]
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".xhtml": "page",
    ".json": "record",
    ".jsonl": "records",
    ".ndjson": "records",
    ".xml": "markup",
    ".rss": "markup",
    ".atom": "markup",
    ".rdf": "markup",
    ".opml": "markup",
    ".warc": "archive",
}
_PACKED = ".gz"
STDIN = "-"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address to read from."""

    path: str


def kind_of(path: Path) -> Kind | None:
    """What a file's ending says that it holds, ``.gz`` after it or not; None where it says nothing."""
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    if suffixes[-1:] == [_PACKED]:
        suffixes.pop()
    return KINDS.get(suffixes[-1]) if suffixes else None


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read: how it is shown, where it lies (None for standard input) and what it should hold."""

    path: str
    location: Path | None
    kind: Kind

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes, from the start; raises :class:`UnreadableError`. Standard input stays open."""
        if self.location is None:
            yield sys.stdin.buffer
            return
        try:
            stream = self.location.open("rb")
        except OSError as error:
            raise UnreadableError(reason(error)) from error
        with stream:
            yield stream


def inputs(paths: Sequence[str | Path]) -> Iterator[Input | Address | Quarantined]:
    """Every input that the paths name, folders recursively and sorted by name.

    In a folder hidden files and unknown endings are passed over; a file that is named is always tried.
    """
    for path in paths:
        if str(path) == STDIN:
            yield Input(STDIN, None, "unknown")
        elif "\0" in str(path):
            yield Quarantined(shown(path), "no path: it holds a NUL")
        elif isinstance(path, str) and (scheme := _SCHEME.match(path)) is not None:
            web = scheme[1].lower() in ("http", "https")
            yield Address(path) if web else Quarantined(shown(path), f"only http and https are fetched: {scheme[1]}")
        elif _is_folder(_status(Path(path))):
            yield from _folder(Path(path))
        else:
            yield Input(shown(path), Path(path), kind_of(Path(path)) or "unknown")


def _folder(top: Path) -> Iterator[Input | Quarantined]:
    # A folder reached twice, by a link to it or back to its parent, would count its reports twice.
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        status = _status(path)
        if status is not None and _is_folder(status):
            if (status.st_dev, status.st_ino) in seen:
                yield Quarantined(shown(path), "a link to a folder that was already read")
                continue
            seen.add((status.st_dev, status.st_ino))
            try:
                inside = [entry for entry in path.iterdir() if not entry.name.startswith(".")]
            except OSError as error:
                yield Quarantined(shown(path), reason(error))
                continue
            waiting.extend(sorted(inside, key=lambda entry: entry.name, reverse=True))
        elif (kind := kind_of(path)) is not None:
            # A pipe or a device would be waited for without end; what cannot be looked at says so when opened.
            if status is not None and not stat.S_ISREG(status.st_mode):
                yield Quarantined(shown(path), "not a regular file")
            else:
                yield Input(shown(path), path, kind)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _is_folder(status: os.stat_result | None) -> bool:
    return status is not None and stat.S_ISDIR(status.st_mode)


def too_large(limit: int) -> UnreadableError:
    """The fault of an input over the limit."""
    return UnreadableError(f"larger than the limit of {limit:,} bytes")


def taking(read: Callable[[int], bytes], size: int) -> bytes:
    """What one call of a stream's ``read`` or ``readline`` gives; raises :class:`UnreadableError`.

    Only the system's word on the input itself is caught: a fault of the program's own files is no fault of the input.
    """
    try:
        return read(size)
    except OSError as error:
        raise UnreadableError(reason(error)) from error


class _Rejoined(io.RawIOBase):
    """The bytes already taken from a stream, then the stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        # read1 gives what is there: a line that a pipe has sent is not held back for more.
        read = getattr(self._rest, "read1", self._rest.read)
        found = self._head[: len(target)] or read(len(target))
        self._head = self._head[len(found) :]
        target[: len(found)] = found
        return len(found)


def rejoined(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    """A stream of ``head`` and what is left in ``rest``, which stays open when it is closed."""
    return io.BufferedReader(_Rejoined(head, rest))


def content(stream: BinaryIO, limit: int, taken: int = 0) -> bytes:
    """All that is left in the stream, of which ``taken`` bytes are read already; raises :class:`UnreadableError`."""
    data = taking(stream.read, limit - taken + 1)
    if taken + len(data) > limit:
        raise too_large(limit)
    return data


def lines(stream: BinaryIO, limit: int, first: bytes = b"") -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers from 1; None stands for a line over the limit, which is passed over.

    ``first`` is a line already taken from the stream. Raises :class:`UnreadableError`.
    """
    number = 0
    while line := first or taking(stream.readline, limit + 1):
        first = b""
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = taking(stream.readline, limit)
        yield number, None


def reason(error: OSError) -> str:
    """What the system said, without the path."""
    return (error.strerror or str(error) or type(error).__name__).lower()


def shown(path: str | Path) -> str:
    """The path as text that every output can hold: file names are bytes and need not be text."""
    return os.fsencode(path).decode(errors="replace")
