"""Feeds looked at again and again, links followed, and addresses as arguments."""

from __future__ import annotations

import gzip
import socket
import time
from dataclasses import replace
from pathlib import Path

import pytest
from loopback import QUICK, Server, answer

from consilience.model import Quarantined, Report
from consilience.read import read
from consilience.read.entries import Entry
from consilience.read.fetch import Failed, Fetcher, Refused
from consilience.read.poll import follow, pause, poll
from consilience.read.unreadable import UnreadableError

PARAGRAPH = "The council of Eastport closed the wooden bridge on Monday, an engineer told reporters there. " * 3
DATE = '<meta property="article:published_time" content="2031-07-14T08:00:00+02:00">'


def page(name: str, more: str = "") -> str:
    return (
        f"<!doctype html><html lang='en'><head><title>{name} closed in Eastport today</title>{more}</head>"
        f"<body><article><p>{name}: {PARAGRAPH}</p></article></body></html>"
    )


def rss(*items: str, channel: str = "") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<rss version="2.0"><channel><title>Herald</title>{channel}{inside}</channel></rss>'


def item(link: str, title: str = "Bridge closed") -> str:
    return f"<title>{title}</title><link>{link}</link><pubDate>Tue, 15 Jul 2031 09:30:00 +0200</pubDate>"


def test_a_feed_is_looked_at_for_what_is_new(server: Server, fetcher: Fetcher) -> None:
    server.routes["/feed"] = answer(rss(item("/a"), item("/b"), channel="<ttl>30</ttl>"), ETag='"1"')
    first = poll(server.url("/feed"), None, None, fetcher)
    assert (first.changed, first.title, first.etag, first.interval) == (True, "Herald", '"1"', 1800.0)
    assert [entry.url for entry in first.entries] == [server.url("/a"), server.url("/b")]
    server.routes["/feed"] = answer(status="304 Not Modified", Cache_Control="max-age=600")
    again = poll(server.url("/feed"), first.etag, first.last_modified, fetcher)
    assert (again.changed, again.entries, again.etag, again.interval) == (False, (), '"1"', 600.0)
    assert server.asked[-1][1]["if-none-match"] == '"1"'


def test_a_sitemap_is_a_feed_too(server: Server, fetcher: Fetcher) -> None:
    sitemap = f"<urlset><url><loc>{server.url('/a')}</loc><lastmod>2031-07-15</lastmod></url></urlset>"
    server.routes["/news.xml.gz"] = answer(gzip.compress(sitemap.encode()), Content_Type="application/gzip")
    (entry,) = poll(server.url("/news.xml.gz"), None, None, fetcher).entries
    assert (entry.url, entry.updated) == (server.url("/a"), "2031-07-15")
    parts = "".join(f"<sitemap><loc>{server.url(p)}</loc></sitemap>" for p in ("/broken.xml", "/news.xml.gz"))
    server.routes["/index.xml"] = answer(f"<sitemapindex>{parts}</sitemapindex>")
    assert [e.url for e in poll(server.url("/index.xml"), None, None, fetcher).entries] == [server.url("/a")]
    server.routes.pop("/news.xml.gz")
    with pytest.raises(Failed, match="HTTP status 404"):
        poll(server.url("/index.xml"), None, None, fetcher)


def test_a_link_is_followed_to_its_text(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = answer(page("bridge"))
    entry = Entry(
        "g1", server.url("/a"), "Bridge closed", published="2031-07-15", byline="Anna Bergqvist", publisher="Herald"
    )
    found = follow(entry, fetcher)
    assert isinstance(found, Report)
    assert found.text.startswith("bridge: The council")
    assert (found.path, found.url, found.outlet) == (server.url("/a"), server.url("/a"), "127.0.0.1")
    # What the page says itself goes before the entry; what it does not say is the entry's.
    assert found.title == "bridge closed in Eastport today"
    assert (found.published, found.byline, found.publisher) == ("2031-07-15", "Anna Bergqvist", "Herald")
    server.routes["/a"] = answer(page("bridge", DATE))
    dated = follow(entry, fetcher)
    assert isinstance(dated, Report)
    assert (dated.published or "").startswith("2031-07-14T08:00")


def test_a_report_belongs_to_the_address_where_it_was_found(server: Server, fetcher: Fetcher) -> None:
    server.routes["/go"] = answer(status="302 Found", Location="/a?utm=1")
    claims = '<link rel="canonical" href="https://www.norda.example/b17">'
    server.routes["/a?utm=1"] = answer(page("bridge", claims))
    found = follow(Entry("g1", server.url("/go")), fetcher)
    assert isinstance(found, Report)
    assert (found.url, found.outlet) == (server.url("/a?utm=1"), "127.0.0.1")
    assert found.extra["canonical"] == "https://www.norda.example/b17"


def test_an_entry_with_a_text_needs_no_network(fetcher: Fetcher) -> None:
    found = follow(Entry("g1", "https://www.herald.example/a", "Bridge closed", PARAGRAPH), fetcher)
    assert isinstance(found, Report)
    assert (found.path, found.outlet, found.text) == ("https://www.herald.example/a", "herald.example", PARAGRAPH)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (None, "the entry has neither a text nor a link"),
        ("https://news.google.com/rss/articles/CBMihAFBVV95cUxOMkx6", "the link is an aggregator's and does not say"),
        ("http://10.0.0.1/", "10.0.0.1 is a private address"),
        ("file:///etc/passwd", "only http and https are fetched"),
    ],
)
def test_a_link_that_leads_nowhere_is_set_aside(fetcher: Fetcher, url: str | None, reason: str) -> None:
    found = follow(Entry("g1", url), fetcher)
    assert isinstance(found, Quarantined)
    assert found.reason.startswith(reason)
    assert found.path == (url or "g1")


def test_the_path_of_an_entry_is_safe_to_show(fetcher: Fetcher) -> None:
    assert follow(Entry("\x1b[2J tag:x\u202e\n17"), fetcher).path == "[2J tag:x 17"
    assert follow(Entry("\x07"), fetcher).path == "an entry without an address"


def test_time_that_a_redirect_took_is_not_there_any_more(server: Server) -> None:
    def slow(connection: socket.socket, headers: dict[str, str]) -> None:
        time.sleep(0.3)
        connection.sendall(answer(status="302 Found", Location="/next"))

    server.routes["/"] = server.routes["/next"] = slow
    limits = replace(QUICK, total=0.8, redirects=50)
    with (
        Fetcher(allow=["127.0.0.1"], limits=limits) as fetcher,
        pytest.raises(Failed, match=r"not finished within 0\.8"),
    ):
        fetcher.get(server.url("/"))
    assert len(server.asked) < 6


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "binary data"),
        (b"", "text/html", "the file is empty"),
        (rss(item("/a")).encode(), "application/rss+xml", "no text at the address, only links"),
        (b"<html><body><script>x()</script></body></html>", "text/html", "no main text found in the page"),
    ],
)
def test_what_a_link_leads_to_may_be_no_text(
    server: Server, fetcher: Fetcher, body: bytes, kind: str, reason: str
) -> None:
    server.routes["/a"] = answer(body, Content_Type=kind)
    found = follow(Entry("g1", server.url("/a")), fetcher)
    assert isinstance(found, Quarantined)
    assert found.reason.startswith(reason)


def test_a_link_may_lead_to_an_agencys_item(server: Server, fetcher: Fetcher) -> None:
    server.routes["/b17.json"] = answer(
        '{"uri": "urn:norda:b17", "versioncreated": "2031-07-15T09:30:00Z", "copyrightholder": "Norda",'
        ' "body_text": "The bridge is closed."}'
    )
    found = follow(Entry("g1", server.url("/b17.json")), fetcher)
    assert isinstance(found, Report)
    assert (found.text, found.publisher, found.url) == (
        "The bridge is closed.",
        "Norda",
        server.url("/b17.json"),
    )


def test_pauses_grow_with_failures_and_heed_the_server() -> None:
    assert [pause(n, base=60) for n in (0, 1, 2, 3)] == [60, 60, 120, 240]
    assert pause(1000, base=60) == 86_400
    assert pause(1, base=60, retry_after=500) == 500
    assert pause(9, base=60, retry_after=500) == 60 * 256
    assert pause(1, retry_after=10**9) == 86_400


def run(fetcher: Fetcher, *paths: str | Path, follow: int = 0) -> list[tuple[str, str]]:
    """The path of each result; of reports the outlet's title, else the reason."""
    results = read(list(paths), fetcher=fetcher, follow=follow)
    return [(r.path, (r.title or "") if isinstance(r, Report) else r.reason) for r in results]


def test_an_address_is_read_like_a_file(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = answer(page("bridge"))
    server.routes["/reports.jsonl"] = answer('{"text": "One bridge."}\n{"text": "Two bridges."}\n')
    server.routes["/story.txt"] = answer("Eastport closes its wooden bridge\nThe council closed it on Monday.\n")
    paths = [server.url(path) for path in ("/a", "/reports.jsonl", "/story.txt")]
    assert run(fetcher, *paths) == [
        (paths[0], "bridge closed in Eastport today"),
        (f"{paths[1]}:1", ""),
        (f"{paths[1]}:2", ""),
        (paths[2], "Eastport closes its wooden bridge"),
    ]
    where = [(r.url, r.outlet) for r in read(paths, fetcher=fetcher) if isinstance(r, Report)]
    # A line of many says itself where it is from.
    assert where == [(paths[0], "127.0.0.1"), (None, None), (None, None), (paths[2], "127.0.0.1")]


def test_links_are_followed_only_where_asked_and_only_so_many(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    for name in "abc":
        server.routes[f"/{name}"] = answer(page(name))
    feed = tmp_path / "feed.rss"
    feed.write_text(rss(*(item(server.url(f"/{name}")) for name in "abc")))
    assert run(fetcher, feed) == [(str(feed), "3 links not followed (--follow N follows the first N)")]
    assert server.asked == []
    assert run(fetcher, feed, follow=2) == [
        (server.url("/a"), "a closed in Eastport today"),
        (server.url("/b"), "b closed in Eastport today"),
        (str(feed), "1 link not followed (--follow N follows the first N)"),
    ]


def test_a_list_of_feeds_is_followed_to_the_texts(server: Server, fetcher: Fetcher, tmp_path: Path) -> None:
    for name in "abcd":
        server.routes[f"/{name}"] = answer(page(name))
    server.routes["/one"] = answer(rss(item(server.url("/a")), item(server.url("/b"))))
    server.routes["/two"] = answer(rss(item(server.url("/c")), item(server.url("/d"))))
    feeds = "".join(f'<outline xmlUrl="{server.url(path)}"/>' for path in ("/one", "/gone", "/two", "/three"))
    path = tmp_path / "feeds.opml"
    path.write_text(f"<opml><body>{feeds}</body></opml>")
    assert run(fetcher, path, follow=3) == [
        (server.url("/a"), "a closed in Eastport today"),
        (server.url("/b"), "b closed in Eastport today"),
        (server.url("/gone"), "HTTP status 404 (not found)"),
        (server.url("/c"), "c closed in Eastport today"),
        (str(path), "2 links not followed (--follow N follows the first N)"),
    ]


def test_lists_that_name_one_another_end(server: Server, fetcher: Fetcher) -> None:
    inside = "".join(f"<sitemap><loc>{server.url(p)}</loc></sitemap>" for p in ("/a.xml", "/b.xml"))
    for path in ("/a.xml", "/b.xml"):
        server.routes[path] = answer(f"<sitemapindex>{inside}</sitemapindex>")
    results = run(fetcher, server.url("/a.xml"), follow=100)
    assert len(server.asked) < 12
    assert all("not followed" in reason for _, reason in results)


def test_no_address_is_reached_that_was_not_allowed(server: Server) -> None:
    server.routes["/a"] = answer(page("bridge"))
    with Fetcher(limits=QUICK) as fetcher:
        assert run(fetcher, server.url("/a")) == [(server.url("/a"), "127.0.0.1 is a loopback address")]
        with pytest.raises(Refused):
            poll(server.url("/a"), None, None, fetcher)
    assert run_without_fetcher(server.url("/a")) == "127.0.0.1 is a loopback address"
    assert server.asked == []


def run_without_fetcher(url: str) -> str:
    (found,) = read([url])
    assert isinstance(found, Quarantined)
    return found.reason


def test_an_answer_that_is_no_feed_is_no_fault_of_the_network(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = answer(page("bridge"))
    with pytest.raises(UnreadableError) as caught:
        poll(server.url("/a"), None, None, fetcher)
    assert not isinstance(caught.value, Failed | Refused)
