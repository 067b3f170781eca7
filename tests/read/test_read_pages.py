"""Saved pages: the main text is the report's text, the metadata its fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.model import Report
from consilience.read import read

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Eastport closes its wooden bridge | Eastport Herald</title>
<meta property="og:title" content="Eastport closes its wooden bridge">
<meta property="og:site_name" content="Eastport Herald">
<meta name="author" content="Anna Bergqvist">
{more}
<script>document.write("never shown")</script></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Eastport closes its wooden bridge</h1>
<p>The council of Eastport closed the wooden bridge on Monday after an engineer found cracks in two of its pillars.</p>
<p>“Nobody was hurt,” the mayor, Tom O’Hara, told reporters. “The bridge will be rebuilt within a year.”</p>
<p>Some 1,200 people use the bridge every day, according to the council, and a ferry will run until then.</p>
</article><footer>Copyright 2031 Eastport Herald. All rights reserved.</footer></body></html>
"""
DATE = '<meta property="article:published_time" content="{}">'
ADDRESS = '<link rel="canonical" href="https://www.herald.example/news/bridge">'


def page(folder: Path, more: str = "", markup: str = PAGE) -> Report:
    path = folder / "page.html"
    path.write_text(markup.replace("{more}", more))
    (result,) = read([path])
    assert isinstance(result, Report), result
    return result


def test_the_main_text_is_read_and_nothing_around_it(tmp_path: Path) -> None:
    text = page(tmp_path).text
    assert "closed the wooden bridge on Monday" in text
    assert "“Nobody was hurt,” the mayor, Tom O’Hara, told reporters." in text
    assert not any(word in text for word in ("never shown", "Home", "<p>", "All rights reserved"))


def test_paragraphs_are_lines(tmp_path: Path) -> None:
    assert len(page(tmp_path).text.splitlines()) in (3, 4)


def test_the_metadata_are_read(tmp_path: Path) -> None:
    report = page(tmp_path, DATE.format("2031-07-15T09:30:00+02:00") + ADDRESS)
    assert report.title == "Eastport closes its wooden bridge"
    assert report.byline == "Anna Bergqvist"
    assert (report.url, report.outlet) == ("https://www.herald.example/news/bridge", "herald.example")
    assert report.dated_by == "metadata"
    assert report.published is not None
    assert report.published.startswith("2031-07-15T09:30:00")


def test_a_page_without_an_address_is_named_by_its_site(tmp_path: Path) -> None:
    report = page(tmp_path)
    assert (report.url, report.outlet) == (None, "Eastport Herald")


def test_a_day_stays_a_day(tmp_path: Path) -> None:
    assert page(tmp_path, DATE.format("2031-07-15")).published == "2031-07-15"


def test_a_date_in_the_text_is_not_the_date_of_publication(tmp_path: Path) -> None:
    dated = PAGE.replace("on Monday", "on July 3, 2030")
    assert page(tmp_path, markup=dated).published is None


def test_the_address_of_a_page_saved_by_a_browser_is_found(tmp_path: Path) -> None:
    saved = PAGE.replace("<html", "<!-- saved from url=(0036)https://www.herald.example/news/bridge -->\n<html")
    assert page(tmp_path, markup=saved).outlet == "herald.example"


@pytest.mark.parametrize(
    "markup",
    [
        "<a>b</a>" * 60_000,
        "<div>" * 50_000,
        "<" * 50_000,
        "<a " + "b=c " * 50_000,
        "&#xD800;" * 50,
        "<html><body>" + "<p>a" * 20_000,
    ],
)
def test_a_hostile_page_is_a_report_or_set_aside(tmp_path: Path, markup: str) -> None:
    (tmp_path / "page.html").write_text(markup)
    assert len(list(read([tmp_path]))) == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.binary(max_size=200), st.sampled_from(["txt", "html", "json", "jsonl", "bin"]))
def test_any_bytes_are_reports_or_set_aside(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"any.{ending}"
    path.write_bytes(data)
    for result in read([path]):
        assert result.path.startswith(str(path))
        if isinstance(result, Report):
            assert result.text.strip()
            assert result.text.encode()
