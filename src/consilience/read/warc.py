"""Web archives (WARC 1.0 and 1.1, ISO 28500), CC-NEWS among them: the pages in them, one record at a time.

Read here and not by a library: the common ones stop the process, or the whole archive, at the first damaged record.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO

from consilience.read import unfold
from consilience.read.links import link
from consilience.read.unreadable import UnreadableError

MARK = b"WARC/"
_LINE_MARK = b"\n" + MARK
_VERSION = re.compile(rb"WARC/(?:0\.1[78]|1\.[01])\r?\n")
_MAX_HEAD = 65_536  # bytes of a record's own header, and of the HTTP header in it
_MAX_BLANK = 64  # lines between two records; the standard has two
_PIECE = 65_536
_PAGES = ("text/html", "application/xhtml+xml")
_LENGTH_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Page:
    """A web page in an archive: the record's number from 1, its address, when it was fetched, and the page itself.

    ``charset`` is the encoding that the server named.
    """

    record: int
    url: str | None
    fetched_at: str | None
    charset: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Damaged:
    """A record that gives no page though it should, and why."""

    record: int
    reason: str


def pages(stream: BufferedReader, limit: int) -> Iterator[Page | Damaged]:
    """The pages that the archive's servers answered with; of other records and answers nothing is said.

    ``limit`` bounds a page in bytes. After a damaged record the next one is looked for. Raises OSError where the
    stream does.
    """
    number = 0
    line = stream.readline(_MAX_HEAD)
    blank = 0
    while line:
        if not line.strip() and blank < _MAX_BLANK:
            blank += 1
            line = stream.readline(_MAX_HEAD)
            continue
        blank = 0
        number += 1
        try:
            if not _VERSION.fullmatch(line):
                raise UnreadableError("no WARC record begins here")
            header = _header(stream)
            found = _record(stream, header, limit, number)
        except _TruncatedError as error:
            yield Damaged(number, str(error))
            return
        except UnreadableError as error:
            yield Damaged(number, str(error))
            line = _next_record(stream)
            continue
        if found is not None:
            yield found
        line = stream.readline(_MAX_HEAD)


class _TruncatedError(UnreadableError):
    """The archive ends where it should go on."""


def _header(stream: BinaryIO) -> dict[str, str]:
    fields: dict[str, str] = {}
    size = 0
    last = ""
    while line := stream.readline(_MAX_HEAD):
        size += len(line)
        if size > _MAX_HEAD or len(line) == _MAX_HEAD:
            raise UnreadableError("the record's header is too long")
        if not line.endswith(b"\n"):
            break
        text = line.decode("utf-8", errors="replace").rstrip("\r\n")
        if not text:
            return fields
        if text[0] in " \t":
            fields[last] = f"{fields.get(last, '')} {text.strip()}"
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        fields[last] = value.strip()
    raise _TruncatedError("the archive ends within the record's header")


def _record(stream: BinaryIO, header: Mapping[str, str], limit: int, number: int) -> Page | Damaged | None:
    given = header.get("content-length", "")
    if not given.isdecimal() or len(given) > _LENGTH_DIGITS:
        raise UnreadableError(f"the record's length is no number: {given[:40]!r}")
    length = int(given)
    if not _holds_answer(header):
        _passed_over(stream, length)
        return None
    if length > limit + _MAX_HEAD:
        _passed_over(stream, length)
        return Damaged(number, f"larger than the limit of {limit:,} bytes")
    content = _exactly(stream, length)
    try:
        return _page(header, content, limit, number)
    except UnreadableError as error:
        return Damaged(number, str(error))


def _holds_answer(header: Mapping[str, str]) -> bool:
    kind, content = header.get("warc-type", "").lower(), header.get("content-type", "").lower()
    return kind == "response" and (content.startswith("application/http") or not content)


def _page(header: Mapping[str, str], content: bytes, limit: int, number: int) -> Page | None:
    head, found, body = content[:_MAX_HEAD].partition(b"\r\n\r\n")
    if not found:
        head, found, body = content[:_MAX_HEAD].partition(b"\n\n")
    status = re.match(rb"HTTP/\d(?:\.\d)? (\d{3})", head)
    if not found or status is None:
        raise UnreadableError("the record holds no HTTP answer")
    answer = _fields(head)
    kind = answer.get("content-type", "").lower()
    if status[1] not in (b"200", b"203") or not kind.startswith(_PAGES):
        return None
    body = content[len(content[:_MAX_HEAD]) - len(body) :]
    if "chunked" in answer.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    if coding := answer.get("content-encoding"):
        body = _unpacked(body, coding, limit)
    if len(body) > limit:
        raise UnreadableError(f"larger than the limit of {limit:,} bytes")
    charset = re.search(r"charset\s*=\s*[\"']?([\w:.-]{2,40})", kind)
    address = link(header.get("warc-target-uri", "").strip("<>"))
    return Page(number, address, header.get("warc-date"), charset[1] if charset else None, body)


def _fields(head: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in head.decode("latin-1").splitlines()[1:]:
        name, found, value = line.partition(":")
        if found:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _dechunked(body: bytes) -> bytes:
    """The body without its chunks; as it is where it has none, since many archivers take them out themselves."""
    parts: list[bytes] = []
    at = 0
    while found := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,200}\r?\n").match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1
    return b"".join(parts) if at >= len(body) and parts else body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    """The body unfolded; as it is where the archiver did that already and left the header."""
    if "gzip" in coding.lower() and not body.startswith(b"\x1f\x8b"):
        return body
    if body.lstrip()[:1] == b"<":
        return body
    return unfold.whole(body, coding, limit)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    parts: list[bytes] = []
    left = length
    while left and (part := stream.read(min(left, _PIECE))):
        parts.append(part)
        left -= len(part)
    if left:
        raise _TruncatedError(f"the archive ends within the record, {left:,} bytes early")
    return b"".join(parts)


def _passed_over(stream: BinaryIO, length: int) -> None:
    left = length
    while left:
        part = stream.read(min(left, _PIECE))
        if not part:
            raise _TruncatedError(f"the archive ends within the record, {left:,} bytes early")
        left -= len(part)


def _next_record(stream: BufferedReader) -> bytes:
    """The next line that begins a record, empty at the end of the archive."""
    while ahead := stream.peek(_PIECE):
        if ahead.startswith(MARK):
            line = stream.readline(_MAX_HEAD)
            if _VERSION.fullmatch(line):
                return line
            continue
        found = ahead.find(_LINE_MARK)
        # A mark may lie across the end of what is seen.
        stream.read(found + 1 if found >= 0 else max(len(ahead) - len(_LINE_MARK) + 1, 1))
    return b""
