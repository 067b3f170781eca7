"""Bytes to text: byte order marks, declared encodings, UTF-8, then a guess from the bytes themselves."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from consilience.read.unreadable import UnreadableError

# The longer mark first: UTF-32-LE begins with the two bytes of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3")
_DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I
)
# Encodings that news is found in; a guess among all of Python's prefers an exotic one for a single curly quote.
_GUESSES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "mac_roman"]
_GUESSES += ["gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"]
# The control characters (Cc) that no text has.
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HEAD = 4096
_LEAST_WIDE = 8  # characters
_SAMPLE = 65536


def decode(data: bytes, *, markup: bool = False, named: str | None = None) -> str:
    """The text that the bytes stand for, without a byte order mark; raises :class:`UnreadableError`.

    ``named`` is the encoding that a server names, and with ``markup`` there is the one that the page declares: both
    are believed where they fit. Line ends and control characters stay as they are. Bytes that break an otherwise
    sound UTF-8 text become U+FFFD.
    """
    text = _decoded(data, markup, named)
    if "\0" in text:
        raise UnreadableError("binary data: it holds NUL bytes")
    sample = text[:_SAMPLE]
    if len(_ODD.findall(sample)) * 10 > len(sample):
        raise UnreadableError("binary data: more than a tenth of it are control characters")
    return text


def _decoded(data: bytes, markup: bool, named: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if data.startswith(_SIGNATURES):
        raise UnreadableError("binary data: it begins like an archive, an image or a document")
    if b"\0" in data:
        return _wide(data)
    try:
        # Before any declaration: no other encoding is sound UTF-8 by chance, and declarations are often wrong.
        return data.decode()
    except UnicodeDecodeError:
        told = (_by_name(data, named) if named else None) or (_declared(data) if markup else None)
        return told or _damaged(data) or _guessed(data)


def _wide(data: bytes) -> str:
    """UTF-16 without its mark: western text then has its zeros in every other byte only."""
    zeros = (data[0:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0))
    half = min(len(data), _SAMPLE) // 2
    for place, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        if half >= _LEAST_WIDE and zeros[place] * 2 > half and not zeros[1 - place]:
            return data.decode(encoding, errors="replace")
    raise UnreadableError("binary data: it holds NUL bytes")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _HEAD)
    return _by_name(data, found[1].decode("ascii")) if found else None


def _by_name(data: bytes, name: str) -> str | None:
    # Pages that say Latin-1 mean its Windows superset (WHATWG Encoding Standard).
    if name.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"):
        name = "cp1252"
    try:
        return data.decode(name)
    except (LookupError, ValueError):
        return None


def _damaged(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, known by the sequences that are whole."""
    text = data.decode(errors="replace")
    whole = sum(c > "\x7f" for c in text) - text.count("\ufffd")
    return text if whole > 2 * text.count("\ufffd") else None


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSES, language_threshold=0.1).best()
    return data.decode(best.encoding if best is not None else "cp1252", errors="replace")
