"""Judgements in a file: what is added comes back, and what is none is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.model import Judgement
from consilience.read.judgements import append, check, load

ONE = Judgement("same", "Kyiv", "Kiev", by="AK", at="2025-10-14T08:00:00+00:00", note="one city – “Київ”")
OTHER = Judgement("different", "J. Vik", "John Vik", story="s1")


def test_what_is_added_comes_back_in_order(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    append(path, [ONE])
    append(path, [OTHER, ONE])
    assert load(path) == (ONE, OTHER, ONE)


def test_a_line_that_was_left_open_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('{"verdict": "same", "left": "A", "right": "B"}', encoding="utf-8")
    append(path, [OTHER])
    assert load(path) == (Judgement("same", "A", "B"), OTHER)


def test_blank_lines_and_a_byte_order_mark_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_bytes(b'\xef\xbb\xbf\r\n{"verdict": "same", "left": "A", "right": "B"}\r\n\r\n')
    assert load(path) == (Judgement("same", "A", "B"),)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"verdict": "same", "left": "A"}', "no 'right'"),
        ('{"verdict": "maybe", "left": "A", "right": "B"}', "'maybe' is none of same, different"),
        ('{"verdict": "same", "left": "A", "right": "A"}', "against itself"),
        ('{"verdict": "same", "left": "--", "right": "A"}', "is no name"),
        ('{"verdict": "same", "left": 1, "right": "A"}', "left is no text"),
        ('{"verdict": "same", "left": "B", "right": "A", "at": "soon"}', "no ISO 8601 time"),
        ('{"verdict": "same", "left": "B", "right": "A", "when": "2025"}', "unknown key 'when'"),
    ],
)
def test_what_is_no_judgement_is_named_with_file_and_line(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "names.jsonl"
    path.write_text('\n{"verdict": "same", "left": "A", "right": "B"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"names\.jsonl, line 3: ") as error:
        load(path)
    assert reason in str(error.value)


def test_bytes_that_are_no_text_are_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match="not UTF-8"):
        load(path)


def test_what_nobody_could_follow_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "names.jsonl"
    with pytest.raises(ValueError, match="against itself"):
        append(path, [ONE, Judgement("same", "A", "A")])
    assert not path.exists()


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_names_come_back_or_are_refused(tmp_path_factory: pytest.TempPathFactory, left: str, right: str) -> None:
    path = tmp_path_factory.mktemp("judgements") / "names.jsonl"
    judgement = Judgement("same", left, right)
    try:
        check(judgement)
    except ValueError:
        return
    append(path, [judgement])
    assert load(path) == (judgement,)
