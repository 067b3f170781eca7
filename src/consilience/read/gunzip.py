"""Packed files as streams of what is in them, member after member, with an eye on how much that is."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

_PIECE = 256 * 1024
_SLACK = 100_000_000  # bytes that may unfold whatever the ratio
_RATIO = 200  # more than any text reaches; zeros reach 1,000
MARK = b"\x1f\x8b"


class Gunzipped(io.RawIOBase):
    """The content of a gzip file, which may be many members one after another.

    A read raises OSError, with the reason, where the file is damaged, ends early, or unfolds to more than
    any text does. What was read before stays good.
    """

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._unit = zlib.decompressobj(31)
        self._data = b""
        self._taken = 0
        self._given = 0
        self._within = False

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        """Fills the target as far as one step unfolds; 0 at the end."""
        while True:
            if not self._data:
                self._data = self._packed.read(_PIECE)
                self._taken += len(self._data)
                if not self._data:
                    if self._within:
                        raise OSError("the packed file ends early")
                    return 0
            if not self._within:
                # Between members some writers leave zeros.
                self._data = self._data.lstrip(b"\0")
                if not self._data:
                    continue
                self._unit, self._within = zlib.decompressobj(31), True
            try:
                found = self._unit.decompress(self._data, len(target))
            except zlib.error:
                raise OSError("the packed file is damaged") from None
            self._data = self._unit.unconsumed_tail
            if self._unit.eof:
                self._data, self._within = self._unit.unused_data, False
            if found:
                self._given += len(found)
                if self._given > _SLACK + _RATIO * self._taken:
                    raise OSError("the packed file unfolds to far more than a text does")
                target[: len(found)] = found
                return len(found)


def gunzipped(packed: BinaryIO) -> io.BufferedReader:
    """The content as a stream."""
    return io.BufferedReader(Gunzipped(packed), _PIECE)
