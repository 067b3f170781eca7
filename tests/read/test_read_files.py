"""What is read from paths: which files, in which order, and what is set aside."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from consilience.model import Quarantined, Report
from consilience.read import read

TEXT = "The council of Eastport closed the wooden bridge on Monday, the mayor said.\nNobody was hurt.\n"


def write(folder: Path, name: str, content: str | bytes = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def report(path: str | Path, **options: int | str) -> Report:
    (result,) = read([path], **options)  # type: ignore[arg-type]
    assert isinstance(result, Report), result
    return result


def reason(path: str | Path, **options: int) -> str:
    (result,) = read([path], **options)  # type: ignore[arg-type]
    assert isinstance(result, Quarantined), result
    assert result.path == str(path)
    return result.reason


def names(results: list[Report | Quarantined], root: Path) -> list[str]:
    return [str(Path(result.path).relative_to(root)) for result in results]


def test_a_folder_is_read_recursively_and_sorted(tmp_path: Path) -> None:
    for name in ("b.txt", "a/2.txt", "a/10.txt", "c.html", "B.TXT"):
        write(tmp_path, name, f"<p>{TEXT}</p>" if name.endswith("html") else TEXT + name)
    assert names(list(read([tmp_path])), tmp_path) == ["B.TXT", "a/10.txt", "a/2.txt", "b.txt", "c.html"]


def test_arguments_keep_their_order(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, TEXT + name) for name in ("z.txt", "a.txt", "m.txt")]
    assert [result.path for result in read(paths)] == [str(path) for path in paths]


def test_hidden_files_and_unknown_endings_are_passed_over_in_a_folder(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/x.txt", "notes.md", "picture.png", "no_ending"):
        write(tmp_path, name)
    assert list(read([tmp_path])) == []


def test_a_file_that_is_named_is_tried_whatever_its_ending(tmp_path: Path) -> None:
    assert report(write(tmp_path, "story.md")).text == TEXT
    assert report(write(tmp_path, ".hidden", json.dumps({"text": TEXT}))).text == TEXT
    assert (
        "council" in report(write(tmp_path, "page.asp", f"<!doctype html><html><body><p>{TEXT}</p></body></html>")).text
    )


def test_results_come_one_at_a_time(tmp_path: Path) -> None:
    first = write(tmp_path, "a.txt")
    results = read([first, tmp_path / "later.txt"])
    assert isinstance(next(results), Report)
    write(tmp_path, "later.txt", TEXT + "Later.")
    assert isinstance(next(results), Report)


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("empty.txt", b"", "the file is empty"),
        ("blank.txt", b" \n\t\r\n", "the file is empty"),
        ("binary.txt", b"The bridge\0\0\0 was closed", "NUL bytes"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n....", "like an archive, an image"),
        ("noise.txt", bytes(range(1, 32)) * 9, "control characters"),
        ("broken.json", b'{"text": "The bridge', "not JSON"),
        ("nothing.json", b"", "the file is empty"),
        ("list.json", b'[{"text": "x"}]', ".jsonl"),
        ("number.json", b"12", "no object"),
        ("gold.json", b'{"facts": []}', 'has no "text"'),
        ("textless.json", b'{"text": 12}', '"text" is no string'),
        ("blank.json", b'{"text": "  "}', "the text is empty"),
        ("half.json", b'{"text": "a \\ud83d b"}', "surrogate"),
        ("infinite.json", b'{"text": "a", "n": 1e999}', "out of range"),
        ("nan.json", b'{"text": "a", "n": NaN}', "NaN"),
        ("deep.json", b'{"text": "a", "n": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        ("long.txt", b"The bridge. " * 30_000, "longer than 300,000 characters"),
        ("deepish.json", b'{"text": "a", "n": ' + b"[" * 300 + b"]" * 300 + b"}", "nested too deeply"),
        ("empty.html", b"<html><body><script>alert(1)</script></body></html>", "no main text"),
    ],
)
def test_a_bad_file_is_set_aside_with_its_reason(tmp_path: Path, name: str, content: bytes, wanted: str) -> None:
    assert wanted in reason(write(tmp_path, name, content))


def test_a_fault_of_the_program_is_not_blamed_on_the_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def table_is_gone(text: str, title: str | None) -> tuple[()]:
        raise FileNotFoundError(2, "No such file or directory", "boilerplate.toml")

    monkeypatch.setattr("consilience.read.clean.removed", table_is_gone)
    for name, content in (("a.txt", TEXT), ("b.jsonl", json.dumps({"text": TEXT}))):
        with pytest.raises(FileNotFoundError, match=r"boilerplate\.toml"):
            list(read([write(tmp_path, name, content)]))


def test_what_the_system_says_while_a_file_is_read_is_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

        readline = read

    monkeypatch.setattr(Path, "open", lambda path, mode: Failing())
    for name in ("a.txt", "b.json", "c.jsonl", "d.unknown"):
        assert reason(tmp_path / name) == "input/output error"


def test_a_bad_file_does_not_stop_the_run(tmp_path: Path) -> None:
    write(tmp_path, "a.json", "{")
    write(tmp_path, "b.txt")
    write(tmp_path, "gold.json", '{"facts": []}')
    kinds = [type(result) for result in read([tmp_path / "missing.txt", tmp_path])]
    assert kinds == [Quarantined, Quarantined, Report, Quarantined]


def test_a_missing_path_is_set_aside(tmp_path: Path) -> None:
    assert reason(tmp_path / "missing.txt") == "no such file or directory"
    assert "NUL" in reason("a\0b")


def test_a_file_over_the_limit_is_set_aside_before_it_is_read_whole(tmp_path: Path) -> None:
    assert reason(write(tmp_path, "big.txt", "x" * 1001), max_bytes=1000) == "larger than the limit of 1,000 bytes"
    assert report(write(tmp_path, "fits.txt", TEXT), max_bytes=len(TEXT.encode())).text == TEXT
    assert "larger" in reason("/dev/zero", max_bytes=1000)


def test_a_link_back_to_its_own_folder_ends(tmp_path: Path) -> None:
    write(tmp_path, "inner/a.txt")
    (tmp_path / "inner" / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    results = list(read([tmp_path]))
    assert [type(result) for result in results] == [Report, Quarantined]
    assert isinstance(results[1], Quarantined)
    assert results[1].reason == "a link to a folder that was already read"


def test_a_broken_link_and_a_pipe_in_a_folder_are_set_aside(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    reasons = [result.reason for result in read([tmp_path]) if isinstance(result, Quarantined)]
    assert reasons == ["no such file or directory", "not a regular file"]


def test_deep_folders_are_read(tmp_path: Path) -> None:
    file = write(tmp_path, "d/" * 200 + "a.txt")
    try:
        assert len(list(read([tmp_path]))) == 1
    finally:  # what removes the folders of old runs works recursively, and such a tree can be too deep for it
        file.unlink()
        for level in range(200, 0, -1):
            (tmp_path / ("d/" * level)).rmdir()


def test_a_file_name_that_is_no_text_can_still_be_shown(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_text(TEXT)
    (result,) = read([tmp_path])
    assert isinstance(result, Report)
    assert result.path.encode()


class Stdin:
    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (TEXT.encode(), ["-"]),
        (b'{"text": "One."}', ["-:1"]),
        (b'{"text": "One."}\n\n{"text": "Two."}\n', ["-:1", "-:3"]),
        (b'{\n "text": "One."\n}\n', ["-"]),
        (b"<!DOCTYPE html><html><body><p>" + TEXT.encode() + b"</p></body></html>", ["-"]),
    ],
)
def test_standard_input_is_told_apart_by_its_content(
    monkeypatch: pytest.MonkeyPatch, content: bytes, wanted: list[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Stdin(content))
    results = list(read(["-"]))
    assert all(isinstance(result, Report) for result in results), results
    assert [result.path for result in results] == wanted


def test_each_bad_line_of_a_record_file_is_set_aside_with_its_number(tmp_path: Path) -> None:
    lines = [
        '{"text": "One."}',
        "",
        "{broken",
        '{"title": "no text"}',
        '{"text": "' + "x" * 500 + '"}',
        '{"text": "Two."}',
    ]
    path = write(tmp_path, "reports.jsonl", "\n".join(lines))
    results = list(read([path], max_bytes=200))
    assert [(type(r).__name__, r.path.removeprefix(str(path))) for r in results] == [
        ("Report", ":1"),
        ("Quarantined", ":3"),
        ("Quarantined", ":4"),
        ("Quarantined", ":5"),
        ("Report", ":6"),
    ]


def test_a_record_file_may_be_larger_than_the_limit_of_a_line(tmp_path: Path) -> None:
    path = write(tmp_path, "reports.jsonl", "".join(f'{{"text": "Bridge {n} was closed."}}\n' for n in range(100)))
    assert len(list(read([path], max_bytes=60))) == 100


def test_control_characters_and_line_ends_stay_in_the_text(tmp_path: Path) -> None:
    text = "The bridge\x07 was\r\nclosed,\u2028he said.\x0c\r\n"
    assert report(write(tmp_path, "a.txt", text)).text == text


@pytest.mark.parametrize("published", ["soon", "12/07/2018", ""])
def test_a_date_that_is_none_is_refused_at_once(published: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        read([], published=published)
