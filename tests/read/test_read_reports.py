"""A report's fields, from what its record, its page or its text says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.model import Quarantined, Report
from consilience.read import read

BODY = (
    "The council of Eastport closed the wooden bridge on Monday after an engineer found cracks in it.\n"
    "Nobody was hurt, the mayor said, and the bridge will be rebuilt within a year.\n"
)


def from_record(folder: Path, **fields: Any) -> Report:
    path = folder / "record.json"
    path.write_text(json.dumps({"text": BODY, **fields}))
    (result,) = read([path])
    assert isinstance(result, Report), result
    return result


def from_text(folder: Path, text: str, name: str = "story.txt") -> Report:
    (folder / name).write_text(text)
    (result,) = read([folder / name])
    assert isinstance(result, Report), result
    return result


def test_a_record_gives_its_fields(tmp_path: Path) -> None:
    fields = {
        "id": "r1",
        "url": "https://www.herald.example/bridge",
        "outlet": "Eastport Herald",
        "publisher": "Harbour Press",
        "title": "Eastport closes its bridge",
        "published": "2031-07-15T09:00:00Z",
        "language": "en-GB",
        "byline": "By Anna Bergqvist",
    }
    report = from_record(tmp_path, **fields, section="local", tags=["bridge"])
    assert (report.id, report.url, report.outlet, report.publisher) == tuple(list(fields.values())[:4])
    assert report.title == "Eastport closes its bridge"
    assert (report.published, report.dated_by) == ("2031-07-15T09:00:00+00:00", "metadata")
    assert (report.language, report.byline) == ("en", "Anna Bergqvist")
    assert report.extra == {"section": "local", "tags": ["bridge"]}
    assert report.credits == ()


def test_the_outlet_is_the_host_where_none_is_given(tmp_path: Path) -> None:
    assert from_record(tmp_path, url="https://www.herald.example/bridge?x=1").outlet == "herald.example"
    assert from_record(tmp_path).outlet is None


def test_a_text_file_has_no_outlet(tmp_path: Path) -> None:
    assert from_text(tmp_path, BODY, "eastport-herald.txt").outlet is None


def test_an_address_that_is_no_web_address_is_kept_apart(tmp_path: Path) -> None:
    for url in (
        "javascript:alert(1)",
        "http://[broken",
        "file:///etc/passwd",
        "herald.example",
        "https://a b.example/",
    ):
        report = from_record(tmp_path, url=url)
        assert report.url is None
        assert report.outlet is None
        assert report.extra["url"] == url


def test_a_date_that_is_none_is_kept_apart(tmp_path: Path) -> None:
    report = from_record(tmp_path, published="12/07/2031")
    assert (report.published, report.dated_by, report.extra) == (None, "unknown", {"published": "12/07/2031"})


def test_the_given_date_serves_reports_without_one(tmp_path: Path) -> None:
    assert from_record(tmp_path, published="2031-07-15").dated_by == "metadata"
    assert from_record(tmp_path).dated_by == "unknown"
    (result,) = read([tmp_path / "record.json"], published="15 July 2031")
    assert isinstance(result, Report)
    assert (result.published, result.dated_by) == ("2031-07-15", "given")


def test_a_line_that_dates_the_text_dates_the_report(tmp_path: Path) -> None:
    report = from_text(tmp_path, f"Eastport closes its bridge\nUpdated: 2031-07-15 13:14\n{BODY}")
    assert (report.published, report.dated_by) == ("2031-07-15T13:14:00", "metadata")


def test_values_of_the_wrong_kind_do_no_harm(tmp_path: Path) -> None:
    report = from_record(
        tmp_path, title=["a"], outlet={"name": "x"}, url=5, published=[], language=7, byline=["A. B.", "C."]
    )
    assert (report.outlet, report.url, report.published) == (None, None, None)
    assert report.language == "en"
    assert report.byline == "A. B., C."
    assert report.extra["outlet"] == {"name": "x"}


def test_half_characters_outside_the_text_are_replaced(tmp_path: Path) -> None:
    report = from_record(tmp_path, title="Bridge \ud83d", note=["\udc00"])
    assert report.title == "Bridge \ufffd"
    assert report.extra == {"note": ["\ufffd"]}


def test_a_headline_is_found_in_the_first_line_and_stays_in_the_text(tmp_path: Path) -> None:
    report = from_text(tmp_path, f"Eastport closes its wooden bridge\n\n{BODY}")
    assert report.title == "Eastport closes its wooden bridge"
    assert report.text.startswith("Eastport closes")
    assert report.removed == ()


def test_a_sentence_a_caption_control_or_a_lone_line_is_no_headline(tmp_path: Path) -> None:
    for text in (
        BODY,
        "Photo\n" + BODY,
        "By Anna Bergqvist\n" + BODY,
        "Eastport closes its wooden bridge",
        "___\n" + BODY,
    ):
        assert from_text(tmp_path, text).title is None


def test_a_byline_is_taken_from_the_text(tmp_path: Path) -> None:
    report = from_text(tmp_path, f"Eastport closes its wooden bridge\nBy Anna Bergqvist\n{BODY}")
    assert report.byline == "Anna Bergqvist"
    assert [r.reason for r in report.removed] == ["byline"]


def test_the_language_is_told_from_the_words_if_there_are_enough(tmp_path: Path) -> None:
    assert from_text(tmp_path, BODY).language == "en"
    assert from_text(tmp_path, "Der Stadtrat hat die alte Holzbrücke am Montag wegen Rissen gesperrt.").language == "de"
    assert from_text(tmp_path, "周一，市议会因裂缝关闭了这座木桥，市长表示没有人受伤。").language == "zh"
    assert from_text(tmp_path, "Bridge closed").language is None


def test_the_same_words_of_two_outlets_are_two_reports(tmp_path: Path) -> None:
    for name in ("herald.txt", "tribune.txt", "north/paper.txt", "south/paper.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(BODY)
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps({"text": BODY, "outlet": o}) + "\n" for o in "ABC"))
    results = list(read([tmp_path]))
    assert all(isinstance(result, Report) for result in results)
    assert len({result.id for result in results if isinstance(result, Report)}) == 7


def test_a_report_read_twice_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(BODY)
    (tmp_path / "b.jsonl").write_text(
        "".join(json.dumps({"text": BODY, "url": "https://herald.example/1"}) + "\n" for _ in range(2))
        + "".join(json.dumps({"text": BODY + str(n), "id": "same"}) + "\n" for n in range(2))
    )
    results = list(read([path, path, tmp_path / "b.jsonl"]))
    assert [isinstance(result, Report) for result in results] == [True, False, True, False, True, False]
    twice = [result.reason for result in results if isinstance(result, Quarantined)]
    assert all(reason.startswith("the same report id was already read") for reason in twice)


def test_ids_depend_on_the_report_alone(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(BODY)
    ids = [[r.id for r in read([tmp_path / folder]) if isinstance(r, Report)] for folder in ("one", "two")]
    assert ids[0] == ids[1]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["id", "url", "outlet", "title", "text", "published", "language", "byline", "publisher", "other"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(KEYS, JSON, max_size=8))
def test_any_record_is_a_report_or_set_aside(tmp_path: Path, record: dict[str, Any]) -> None:
    path = tmp_path / "any.json"
    path.write_text(json.dumps(record))
    (result,) = read([path])
    if isinstance(result, Report):
        assert result.id
        assert result.text == record["text"]
        json.dumps([result.title, result.outlet, result.byline, result.extra]).encode()
    else:
        assert result.reason
