"""Bytes become the text that was written, whatever the encoding."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.read.decode import decode
from consilience.read.unreadable import UnreadableError

TEXT = "“Nobody was hurt,” the mayor of Łódź said – the café’s owner agreed.\n" * 3
WESTERN = "“Nobody was hurt,” the mayor said – the café’s owner agreed.\n" * 3
RUSSIAN = "Мост закрыли в понедельник, сообщила мэрия города. Никто не пострадал, сказал мэр.\n" * 3


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
    ],
)
def test_marks_and_utf8_are_read(data: bytes) -> None:
    assert decode(data) == TEXT


def test_utf16_without_a_mark_is_read() -> None:
    plain = "The bridge was closed on Monday.\r\n" * 4
    assert decode(plain.encode("utf-16-le")) == plain
    assert decode(plain.encode("utf-16-be")) == plain


def test_windows_quotation_marks_are_read() -> None:
    assert decode(WESTERN.encode("cp1252")) == WESTERN


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_russian_encodings_are_told_apart(encoding: str) -> None:
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_a_page_is_read_in_the_encoding_that_it_declares() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body>{RUSSIAN}</body></html>'
    assert decode(page.encode("cp1251"), markup=True) == page
    latin = f'<?xml version="1.0" encoding="ISO-8859-1"?><p>{WESTERN}</p>'
    assert decode(latin.encode("cp1252"), markup=True) == latin


def test_a_false_declaration_is_not_believed() -> None:
    for name in ("ascii", "utf-16", "hex", "no-such-thing", "idna", "windows-1252"):
        page = f'<meta charset="{name}"><p>{RUSSIAN}</p>'
        assert decode(page.encode(), markup=True) == page
    for name in ("hex", "no-such-thing", "idna", "utf-8"):
        assert "понедельник" in decode(f'<meta charset="{name}"><p>{RUSSIAN}</p>'.encode("cp1251"), markup=True)


def test_a_broken_byte_in_sound_utf8_costs_one_character() -> None:
    data = TEXT.encode()
    assert decode(data + b"\xff" + data) == TEXT + "\ufffd" + TEXT


@pytest.mark.parametrize("data", [b"a\0b", b"%PDF-1.7 text", b"PK\x03\x04rest", b"\x1f\x8brest", b"\x01\x02\x03ab"])
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="binary"):
        decode(data)


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_text_or_are_refused(data: bytes, markup: bool) -> None:
    try:
        text = decode(data, markup=markup)
    except UnreadableError as error:
        assert str(error)
    else:
        assert text.encode() or not data
