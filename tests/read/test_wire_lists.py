"""Lists of feeds and sitemaps: the addresses that they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from consilience.model import Quarantined
from consilience.read import read, sitemaps
from consilience.read.links import link
from consilience.read.subscriptions import Subscription, subscriptions
from consilience.read.unreadable import UnreadableError

OPML = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Desk</title></head><body>
<outline text="North"><outline text="Coast"><outline type="rss" text="Herald" title="Eastport Herald"
 xmlUrl="https://herald.example/feed"/></outline><outline text="Post" xmlUrl="feed://post.example/rss"/></outline>
<outline TEXT="Old" xmlurl="http://old.example/rss"/><outline text="again" xmlUrl="https://herald.example/feed"/>
<outline text="no feed" htmlUrl="https://x.example/"/><outline text="bad" xmlUrl="file:///etc/passwd"/></body></opml>"""


def listed(folder: Path, text: str, name: str = "feeds.opml") -> tuple[Subscription, ...]:
    path = folder / name
    path.write_text(text)
    return subscriptions(path)


def test_a_nested_list_of_feeds_is_read_in_its_order_and_without_doubles(tmp_path: Path) -> None:
    assert listed(tmp_path, OPML) == (
        Subscription("https://herald.example/feed", "Eastport Herald"),
        Subscription("https://post.example/rss", "Post"),
        Subscription("http://old.example/rss", "Old"),
    )


def test_a_list_may_be_a_text_with_an_address_a_line(tmp_path: Path) -> None:
    text = "# the desk's feeds\n\nhttps://herald.example/feed\nfeed:https://post.example/rss \nhttps://herald.example/feed\n"
    assert [s.url for s in listed(tmp_path, text, "feeds.txt")] == [
        "https://herald.example/feed",
        "https://post.example/rss",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://a.example/\nfile:///etc/passwd\n", "line 2 is no address: 'file:///etc/passwd'"),
        ("https://a.example/ https://b.example/", "line 1 is no address"),
        ("# nothing\n", "the list names no feed"),
        ("", "the list names no feed"),
        ("<opml><body/></opml>", "the list names no feed"),
        ("<rss/>", "no list of feeds: its root is <rss>"),
        ("<opml><body>", "not well-formed XML"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "XML that declares entities is refused"),
    ],
)
def test_what_is_no_list_is_a_clear_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        listed(tmp_path, text)
    assert str(caught.value).startswith(reason)


def test_a_list_that_is_not_there_is_a_clear_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such file or directory"):
        subscriptions(tmp_path / "missing.opml")


@pytest.mark.parametrize(
    ("given", "base", "wanted"),
    [
        (" https://x.example/a\n b ", None, "https://x.example/a%20b"),
        ("/a", "https://x.example/feeds/rss", "https://x.example/a"),
        ("//y.example/a", "https://x.example/", "https://y.example/a"),
        ("https://x.example/é?q=ü", None, "https://x.example/é?q=ü"),
        ("/a", None, None),
        ("", "https://x.example/", None),
        ("https:///a", None, None),
        ("javascript:alert(1)", "https://x.example/", None),
        ("https://x.example/\x1b[2J", None, None),
        ("https://x.example/\x9b2J", None, None),
        ("https://x.example/\u202egpj", None, None),
        ("https://x.example/\ud800", None, None),
        ("http://[broken", None, None),
        ("https://x.example/" + "a" * 5000, None, None),
    ],
)
def test_a_link_is_whole_and_safe_to_show_or_none(given: str, base: str | None, wanted: str | None) -> None:
    assert link(given, base) == wanted


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://herald.example/a</loc><news:news><news:publication><news:name>Herald</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2031-07-14</news:publication_date>
<news:title>Bridge &amp; ferry</news:title></news:news></url>
<url><loc> https://herald.example/b </loc><lastmod>2031-07-15T09:30:00+02:00</lastmod></url>
<url><loc>javascript:alert(1)</loc></url><url/></urlset>"""


def test_a_news_sitemap_gives_links_the_latest_first() -> None:
    later, earlier = sitemaps.parse(SITEMAP).entries
    assert (later.url, later.updated, later.place) == ("https://herald.example/b", "2031-07-15T09:30:00+02:00", "2")
    assert (earlier.url, earlier.title, earlier.published, earlier.language) == (
        "https://herald.example/a",
        "Bridge & ferry",
        "2031-07-14",
        "en",
    )
    assert earlier.extra == {"publication": "Herald"}
    assert earlier.text is None


def test_an_index_gives_sitemaps_the_latest_first() -> None:
    text = (
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        "<sitemap><loc>https://x.example/1.xml</loc><lastmod>2031-07-14</lastmod></sitemap>"
        "<sitemap><loc>https://x.example/2.xml.gz</loc><lastmod>2031-07-15</lastmod></sitemap>"
        "<sitemap><loc>file:///etc/passwd</loc></sitemap></sitemapindex>"
    )
    assert sitemaps.parse(text).sitemaps == ("https://x.example/2.xml.gz", "https://x.example/1.xml")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("feeds.opml", OPML, "3 links not followed (--follow N follows the first N)"),
        ("sitemap.xml", SITEMAP, "2 links not followed (--follow N follows the first N)"),
        ("sitemap.xml", "<urlset/>", "the sitemap names no address"),
    ],
)
def test_a_list_in_a_file_says_how_many_links_it_leaves(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text)
    assert list(read([tmp_path])) == [Quarantined(str(tmp_path / name), reason)]
