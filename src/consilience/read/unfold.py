"""Packed bodies unfolded piece by piece: what a few bytes unfold to is bounded by whoever takes the pieces."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

from consilience.read.unreadable import UnreadableError

# What the program says it accepts (RFC 9110, Accept-Encoding).
ACCEPTED = "gzip, deflate, br"
_PIECE = 64 * 1024
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's names of the forms, in its argument wbits


class _Unit(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finished(self) -> bool: ...


class _Deflated:
    def __init__(self, form: int) -> None:
        self._unit = zlib.decompressobj(form)
        self._form = form
        self._begun = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._form == _ZLIB:
            data, self._begun = self._begun + data, b""
            if len(data) < 2:
                self._begun = data
                return
            # "deflate" should have zlib's header, and from some servers has none.
            if data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31:
                self._unit = zlib.decompressobj(_RAW)
            self._form = _RAW
        while data and not self._unit.eof:
            piece = self._unit.decompress(data, _PIECE)
            data = self._unit.unconsumed_tail
            if piece:
                yield piece

    def finished(self) -> bool:
        return self._unit.eof


class _Brotli:
    def __init__(self) -> None:
        self._unit = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._unit.is_finished():
            return
        piece = self._unit.process(data, output_buffer_limit=_PIECE)
        while piece:
            yield piece
            piece = self._unit.process(b"", output_buffer_limit=_PIECE)

    def finished(self) -> bool:
        return bool(self._unit.is_finished())


def unfolded(pieces: Iterable[bytes], coding: str | None) -> Iterator[bytes]:
    """The pieces as they were before the ``Content-Encoding``, none longer than some 100 kB where they were packed.

    Read are gzip, deflate and br, once. Raises :class:`UnreadableError` for another coding, for what is not packed
    as it says, and for a body that ends early.
    """
    codings = [name for part in (coding or "").lower().split(",") if (name := part.strip()) not in ("", "identity")]
    if not codings:
        yield from pieces
        return
    if len(codings) > 1:
        raise UnreadableError("the body is packed more than once")
    unit = _unit(codings[0])
    begun = False
    try:
        for piece in pieces:
            begun = begun or bool(piece)
            yield from unit.feed(piece)
    except (zlib.error, brotli.error):
        raise UnreadableError(f"the body is not packed as it says ({codings[0]})") from None
    if begun and not unit.finished():
        raise UnreadableError(f"the packed body ({codings[0]}) ends early")


def _unit(coding: str) -> _Unit:
    if coding in ("gzip", "x-gzip"):
        return _Deflated(_GZIP)
    if coding == "deflate":
        return _Deflated(_ZLIB)
    if coding == "br":
        return _Brotli()
    raise UnreadableError(f"the body is packed in a way that is not read: {coding[:40]!r}")


def whole(data: bytes, coding: str | None, limit: int) -> bytes:
    """The bytes unfolded at once; raises :class:`UnreadableError`, too where they are more than ``limit``."""
    parts: list[bytes] = []
    size = 0
    for piece in unfolded([data], coding):
        size += len(piece)
        if size > limit:
            raise UnreadableError(f"larger than the limit of {limit:,} bytes when unfolded")
        parts.append(piece)
    return b"".join(parts)
