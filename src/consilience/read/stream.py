"""The stage's one way: paths in, reports out in the same order, bad input set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from consilience.model import Quarantined, Report
from consilience.read import dates, pages, records, reports
from consilience.read.decode import decode
from consilience.read.files import Input, Kind, content, inputs, lines, taking, too_large
from consilience.read.unreadable import UnreadableError

MAX_BYTES = 10_000_000


def read(
    paths: Sequence[str | Path], *, published: str | None = None, max_bytes: int = MAX_BYTES
) -> Iterator[Report | Quarantined]:
    """Every report that the paths hold, one at a time, and every input that could not be read, with the reason.

    The order is that of the arguments; in a folder, read recursively, that of the names. ``-`` is standard
    input. ``published`` dates the reports that have no date of their own. ``max_bytes`` limits a file, and in
    a file of one object a line the line. Raises ValueError where ``published`` is no date.
    """
    given = dates.iso(published) if published is not None else None
    if published is not None and given is None:
        raise ValueError(f"not a date: {published!r}; write it as 2025-07-13")
    return _distinct(_read(paths, given, max_bytes))


def _read(paths: Sequence[str | Path], published: str | None, limit: int) -> Iterator[Report | Quarantined]:
    for found in inputs(paths):
        if isinstance(found, Quarantined):
            yield found
            continue
        try:
            with found.open() as stream:
                yield from _input(found, stream, published, limit)
        except UnreadableError as error:
            yield Quarantined(found.path, str(error))


def _input(found: Input, stream: BinaryIO, published: str | None, limit: int) -> Iterator[Report | Quarantined]:
    if found.kind == "records":
        yield from _records(found.path, lines(stream, limit), published, limit)
        return
    first = taking(stream.readline, limit + 1) if found.kind == "unknown" else b""
    if _is_record(first):
        yield from _records(found.path, lines(stream, limit, first), published, limit)
        return
    if len(first) > limit:
        raise too_large(limit)
    fields = _fields(found.kind, first + content(stream, limit, len(first)))
    yield reports.build(found.path, fields, published)


def _records(
    path: str, numbered: Iterator[tuple[int, bytes | None]], published: str | None, limit: int
) -> Iterator[Report | Quarantined]:
    for number, line in numbered:
        place = f"{path}:{number}"
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise too_large(limit)
            yield reports.build(place, records.parse(decode(line)), published)
        except UnreadableError as error:
            yield Quarantined(place, str(error))


def _fields(kind: Kind, data: bytes) -> dict[str, Any]:
    """What the bytes of one file say, by the kind that its ending names or else by what they look like."""
    if not data.strip():
        raise UnreadableError("the file is empty")
    text = decode(data, markup=kind in ("page", "unknown"))
    if kind == "record" or (kind == "unknown" and text.lstrip()[:1] in ("{", "[")):
        return records.parse(text)
    if kind == "page" or (kind == "unknown" and pages.looks_like_page(text)):
        return pages.parse(text)
    return {"text": text}


def _is_record(line: bytes) -> bool:
    try:
        return line.strip().startswith(b"{") and records.is_object(decode(line))
    except UnreadableError:
        return False


def _distinct(results: Iterator[Report | Quarantined]) -> Iterator[Report | Quarantined]:
    """No id twice. Two files of one name and one text in different folders are two reports."""
    first: dict[str, str] = {}
    for result in results:
        if isinstance(result, Quarantined):
            yield result
            continue
        report = result
        where = (report.path, report.text, report.url, report.outlet)
        if (
            first.get(report.id, report.path) != report.path
            and not report.url
            and report.id == reports.identity(*where)
        ):
            report = replace(report, id=reports.identity(*where, whole=True))
        if report.id in first:
            yield Quarantined(report.path, f"the same report id was already read: {report.id}, in {first[report.id]}")
        else:
            first[report.id] = report.path
            yield report
