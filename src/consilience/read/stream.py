"""The stage's one way: paths and addresses in, reports out in the same order, bad input set aside."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from consilience.model import Quarantined, Report
from consilience.read import dates, documents, gunzip, records, reports, warc
from consilience.read.decode import decode
from consilience.read.documents import Listed, Part, Text
from consilience.read.entries import Entry, Faulty
from consilience.read.files import Address, Kind, content, inputs, lines, reason, rejoined, taking, too_large
from consilience.read.unreadable import UnreadableError

if TYPE_CHECKING:
    from consilience.read.fetch import Fetcher

MAX_BYTES = 10_000_000
_HEAD = 64  # bytes that tell packed files and archives
_MOST_LEVELS = 2  # a list of feeds, a feed; an index, a sitemap


def read(
    paths: Sequence[str | Path],
    *,
    published: str | None = None,
    max_bytes: int = MAX_BYTES,
    fetcher: Fetcher | None = None,
    follow: int = 0,
) -> Iterator[Report | Quarantined]:
    """Every report that the paths hold, one at a time, and every input that could not be read, with the reason.

    The order is that of the arguments; in a folder, read recursively, that of the names. ``-`` is standard
    input, and what begins with http:// or https:// an address, fetched by ``fetcher`` or a new one. Of the links
    that each argument names, ``follow`` are fetched too. ``published`` dates the reports that have no date of their
    own. ``max_bytes`` limits a file, and in a file of one object a line the line, and in an archive the page. Raises
    ValueError where ``published`` is no date.
    """
    given = dates.iso(published) if published is not None else None
    if published is not None and given is None:
        raise ValueError(f"not a date: {published!r}; write it as 2025-07-13")
    return _distinct(_read(paths, _Settings(given, max_bytes, follow, _web(fetcher))))


@dataclass(frozen=True, slots=True)
class _Settings:
    published: str | None
    limit: int
    follow: int
    web: Callable[[], Fetcher]


@dataclass(slots=True)
class _Budget:
    """What of one argument's links may still be fetched."""

    texts: int
    lists: int
    not_followed: int = 0


def _web(fetcher: Fetcher | None) -> Callable[[], Fetcher]:
    """The fetcher, made when it is asked for where none was given."""
    made = [fetcher] if fetcher is not None else []

    def get() -> Fetcher:
        if not made:
            from consilience.read.fetch import Fetcher  # slow to load, and of use for addresses only

            made.append(Fetcher())
        return made[0]

    return get


def _read(paths: Sequence[str | Path], settings: _Settings) -> Iterator[Report | Quarantined]:
    for found in inputs(paths):
        if isinstance(found, Quarantined):
            yield found
            continue
        budget = _Budget(settings.follow, settings.follow)
        try:
            if isinstance(found, Address):
                yield from _fetched(found.path, settings, budget, _MOST_LEVELS)
            else:
                with found.open() as stream:
                    parts = _parts(found.kind, stream, settings.limit)
                    yield from _settled(found.path, parts, settings, budget, _MOST_LEVELS)
        except UnreadableError as error:
            yield Quarantined(found.path, str(error))
        if budget.not_followed:
            links = "1 link" if budget.not_followed == 1 else f"{budget.not_followed:,} links"
            yield Quarantined(found.path, f"{links} not followed (--follow N follows the first N)")


def _fetched(url: str, settings: _Settings, budget: _Budget, levels: int) -> Iterator[Report | Quarantined]:
    fetched = settings.web().get(url)
    limit = settings.web().limits.unfolded
    parts = _parts("unknown", io.BytesIO(fetched.body), limit, charset=fetched.charset, address=fetched.final_url)
    yield from _settled(url, _placed(parts, fetched.final_url), settings, budget, levels)


def _placed(parts: Iterator[Part], address: str) -> Iterator[Part]:
    """The parts, a text that is all that an address gives with that address."""
    for part in parts:
        alone = isinstance(part, Text) and not part.place and not part.fields.get("url")
        yield replace(part, fields={**part.fields, "url": address}) if alone and isinstance(part, Text) else part


def _settled(
    path: str, parts: Iterator[Part], settings: _Settings, budget: _Budget, levels: int
) -> Iterator[Report | Quarantined]:
    """The report of every text, and of every link as far as the budget goes; lists within lists ``levels`` deep."""
    for part in parts:
        if isinstance(part, Text):
            place = _place(path, part.place)
            try:
                yield reports.build(place, part.fields, settings.published)
            except UnreadableError as error:
                yield Quarantined(place, str(error))
        elif isinstance(part, Faulty):
            yield Quarantined(_place(path, part.place), part.reason)
        elif isinstance(part, Entry) and budget.texts:
            from consilience.read.poll import follow

            budget.texts -= 1
            yield follow(part, settings.web(), published=settings.published)
        elif isinstance(part, Listed) and budget.lists and levels:
            budget.lists -= 1
            try:
                yield from _fetched(part.url, settings, budget, levels - 1)
            except UnreadableError as error:
                yield Quarantined(part.url, str(error))
        else:
            budget.not_followed += 1


def _place(path: str, place: str) -> str:
    return path + place if place[:1] in ("", "#") else f"{path}:{place}"


def _parts(
    kind: Kind, stream: BinaryIO, limit: int, *, charset: str | None = None, address: str | None = None
) -> Iterator[Part]:
    """The parts of a file, by what it holds."""
    head = taking(stream.read, _HEAD)
    whole = rejoined(head, stream)
    if head.startswith(gunzip.MARK):
        packed = gunzip.gunzipped(whole)
        head = taking(packed.read, _HEAD)
        whole = rejoined(head, packed)
    if head.startswith(warc.MARK):
        yield from _archive(whole, limit)
        return
    first = b"" if kind != "unknown" else taking(whole.readline, limit + 1)
    if kind == "records" or _is_record(first):
        yield from _records(lines(whole, limit, first), limit)
        return
    if len(first) > limit:
        raise too_large(limit)
    yield from documents.parts(first + content(whole, limit, len(first)), kind, charset=charset, address=address)


def _records(numbered: Iterator[tuple[int, bytes | None]], limit: int) -> Iterator[Part]:
    for number, line in numbered:
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise too_large(limit)
            for part in documents.record(decode(line)):
                yield replace(part, place=f"{number}{part.place}") if isinstance(part, Text | Faulty) else part
        except UnreadableError as error:
            yield Faulty(str(number), str(error))


def _archive(stream: io.BufferedReader, limit: int) -> Iterator[Part]:
    number = 0
    try:
        for page in warc.pages(stream, limit):
            number = page.record
            if isinstance(page, warc.Damaged):
                yield Faulty(str(number), page.reason)
                continue
            try:
                text = documents.page(page.body, page.charset, page.url)
            except UnreadableError as error:
                yield Faulty(str(number), f"{error} ({page.url})" if page.url else str(error))
                continue
            crawled = {"crawled": page.fetched_at} if page.fetched_at else {}
            yield Text({**crawled, **text.fields}, str(number))
    except OSError as error:
        yield Faulty(str(number + 1), f"{reason(error)}; what follows is not read")


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
