"""RSS, RDF and Atom: every entry a text, or the link to one."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.model import Quarantined, Report
from consilience.read import feeds, read, wrappers
from consilience.read.entries import Entry
from consilience.read.unreadable import UnreadableError

SENTENCE = "The council of Eastport closed the wooden bridge on Monday after an engineer found cracks in two pillars. "
BODY = f"<p>{SENTENCE * 3}</p><p>“Nobody was hurt,” the mayor said &amp; left.</p>"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(*items: str, channel: str = "") -> str:
    head = "<link>https://www.herald.example/</link><title>The Eastport Herald &amp; Post</title>"
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{head}{channel}{inside}</channel></rss>'


def entry(*items: str, channel: str = "") -> Entry:
    (found,) = feeds.parse(rss(*items, channel=channel)).entries
    return found


def test_an_entry_says_who_published_what_where_and_when() -> None:
    found = entry(
        "<title>Bridge closed</title><link>https://www.herald.example/bridge</link>"
        "<guid isPermaLink='false'>b-17</guid><pubDate>Tue, 15 Jul 2031 09:30:00 +0200</pubDate>"
        "<dc:creator>Anna Bergqvist</dc:creator>",
        channel="<language>en-GB</language>",
    )
    assert (found.id, found.url) == ("b-17", "https://www.herald.example/bridge")
    assert (found.title, found.byline, found.language) == ("Bridge closed", "Anna Bergqvist", "en-GB")
    assert (found.published, found.updated) == ("2031-07-15T09:30:00+02:00", None)
    assert (found.text, found.publisher, found.credits) == (None, None, ())


def test_the_full_text_is_read_as_lines_and_a_teaser_is_none() -> None:
    content = f"<title>A</title><link>https://x.example/a</link><content:encoded><![CDATA[{BODY}]]></content:encoded>"
    assert entry(content).text == f"{(SENTENCE * 3).strip()}\n“Nobody was hurt,” the mayor said & left."
    teaser = "<title>A</title><link>https://x.example/a</link><description>The bridge is closed.</description>"
    assert entry(teaser).text is None


@pytest.mark.parametrize("end", ["…", "...", " […]", " [...]", "<a href='x'>Continue reading →</a>", "Read more"])
def test_a_text_that_is_cut_off_is_none(end: str) -> None:
    content = (
        f"<link>https://x.example/a</link><content:encoded><![CDATA[<p>{SENTENCE * 5}{end}</p>]]></content:encoded>"
    )
    assert entry(content).text is None


@pytest.mark.parametrize(
    "line",
    [
        "The post <a href='x'>Bridge closed</a> appeared first on <a href='y'>Eastport Herald</a>.",
        "The post Bridge closed first appeared on Eastport Herald",
        "Der Beitrag Brücke gesperrt erschien zuerst auf Osthafener Bote.",
        "L’article Pont fermé est apparu en premier sur Le Héraut.",
        "La entrada Puente cerrado se publicó primero en El Heraldo.",
        "L'articolo Ponte chiuso proviene da L'Araldo.",
    ],
)
def test_the_line_that_the_feed_adds_is_left_out_and_hides_no_cut(line: str) -> None:
    def text(body: str) -> str | None:
        content = f"<content:encoded><![CDATA[<p>{body}</p><p>{line}</p>]]></content:encoded>"
        return entry(f"<link>https://x.example/a</link>{content}").text

    assert text(SENTENCE * 5) == (SENTENCE * 5).strip()
    assert text(SENTENCE * 5 + "[&#8230;]") is None
    assert text(SENTENCE * 5 + "The post office, they said, stays open.") is not None


def test_a_long_summary_is_a_text() -> None:
    assert entry(f"<link>https://x.example/a</link><description>{SENTENCE * 9}</description>").text == (
        (SENTENCE * 9).strip()
    )


def test_scripts_and_forms_in_a_text_are_left_out() -> None:
    content = f"<script>track()</script>{BODY}<form><button>Subscribe</button></form><style>p {{}}</style>"
    found = entry(f"<link>https://x.example/a</link><content:encoded><![CDATA[{content}]]></content:encoded>").text
    assert found is not None
    assert not any(word in found for word in ("track", "Subscribe", "{"))


def test_an_entry_without_a_link_is_what_it_says() -> None:
    assert entry("<description>Flash: bridge closed.</description>").text == "Flash: bridge closed."


def test_the_source_is_the_real_publisher() -> None:
    found = entry(
        "<title>Bridge closed</title><link>https://portal.example/b</link>"
        '<source url="https://www.herald.example/feed">Eastport Herald</source>'
    )
    assert (found.publisher, found.credits, found.url) == (
        "Eastport Herald",
        ("Eastport Herald",),
        "https://portal.example/b",
    )


def test_a_publisher_that_names_itself_as_the_source_is_no_supplier() -> None:
    found = entry(
        "<title>Bridge closed</title><link>https://herald.example/b</link>"
        '<source url="https://www.herald.example/feed">Eastport Herald</source>'
    )
    assert (found.publisher, found.credits) == ("Eastport Herald", ())


GOOGLE = "https://news.google.com/rss/articles/"


def test_an_aggregators_wrapper_is_taken_off() -> None:
    found = entry(
        f"<title>Bridge closed - Eastport Herald</title><link>{wrappers.table()[0].example}</link>"
        '<description>&lt;a href="x"&gt;Bridge closed&lt;/a&gt;&amp;nbsp;Eastport Herald</description>'
        '<source url="https://www.eastport-herald.example">Eastport Herald</source>'
    )
    assert found.title == "Bridge closed"
    assert found.url == "https://www.eastport-herald.example/news/bridge"
    assert (found.publisher, found.text, found.credits) == ("Eastport Herald", None, ())


def test_a_wrapper_that_hides_its_target_still_names_the_outlet() -> None:
    found = entry(
        f"<title>Bridge closed - Eastport Herald</title><link>{GOOGLE}CBMihAFBVV95cUxOMkx6?oc=5</link>"
        '<source url="https://www.eastport-herald.example">Eastport Herald</source>'
    )
    assert (found.outlet, found.publisher, found.credits) == ("eastport-herald.example", "Eastport Herald", ())
    assert found.url is not None
    assert found.url.startswith(GOOGLE)


@pytest.mark.parametrize("row", wrappers.table(), ids=lambda row: f"{row.host}{row.path}?{row.parameter}")
def test_every_row_of_wrappers_leads_where_it_says(row: wrappers.Wrapper) -> None:
    path, _, query = row.example.partition("?")
    assert row.target_of(path, query) == row.target
    assert wrappers.unwrapped(row.example) == (row.target, False)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.herald.example/url?url=https://x.example/",
        "https://notgoogle.com/url?url=https://x.example/",
        "https://www.google.com/search?q=https://x.example/",
        "http://[broken",
    ],
)
def test_other_links_are_left_as_they_are(url: str) -> None:
    assert wrappers.unwrapped(url) == (url, False)


@pytest.mark.parametrize(
    "inner", ["javascript:alert(1)", "file:///etc/passwd", "//x.example", "", "https:///x", "ftp://x.example"]
)
def test_a_wrapper_leads_to_no_other_scheme(inner: str) -> None:
    url = f"https://www.google.com/url?url={inner}"
    assert wrappers.unwrapped(url) == (url, True)


def test_other_headlines_below_a_wrapped_one_are_no_text() -> None:
    others = "".join(f"<li><a href='x'>{SENTENCE}</a> <font>Post {n}</font></li>" for n in range(12))
    found = entry(f"<link>{wrappers.table()[0].example}</link><description><![CDATA[<ol>{others}</ol>]]></description>")
    assert found.text is None


def test_a_wrapper_within_a_wrapper_is_taken_off() -> None:
    inner = wrappers.table()[0].example
    url = f"https://consent.google.com/ml?continue={inner.partition('?')[0]}&hl=en"
    assert wrappers.unwrapped(url) == (wrappers.table()[0].target, False)
    deep = "https://x.example/"
    for _ in range(9):
        deep = f"https://www.google.com/url?url={quote(deep, safe='')}"
    assert wrappers.unwrapped(deep)[1]


@pytest.mark.parametrize("length", [20, 127, 128, 149, 300])
def test_an_address_of_any_length_is_unpacked_to_its_end(length: int) -> None:
    address = "https://www.eastport-herald.example/".ljust(length, "a")[: max(length, 36)].encode()
    size = bytes([len(address)]) if len(address) < 128 else bytes([len(address) & 0x7F | 0x80, len(address) >> 7])
    packed = b"\x08\x13\x22" + size + address + b"\xd2\x01" + size + address[:-2] + b"zz"
    url = GOOGLE + base64.urlsafe_b64encode(packed).decode().rstrip("=")
    assert wrappers.unwrapped(url) == (address.decode(), False)


@given(st.text(alphabet=st.characters(codec="ascii"), max_size=80))
def test_any_wrapped_text_is_a_link_or_none(text: str) -> None:
    for url in (GOOGLE + text, f"https://www.google.com/url?url={text}", text):
        found, _ = wrappers.unwrapped(url)
        assert found == url or found.startswith(("http://", "https://"))


def test_the_link_before_feedburners_is_taken() -> None:
    found = entry(
        "<link>https://feeds.example/~r/x</link>"
        "<feedburner:origLink>https://herald.example/b</feedburner:origLink><title>A</title>"
    )
    assert found.url == "https://herald.example/b"


def test_relative_links_are_made_whole() -> None:
    assert entry("<title>A</title><link>/news/a</link>").url == "https://www.herald.example/news/a"
    (found,) = feeds.parse(rss("<title>A</title><link>b</link>"), "https://x.example/feeds/rss").entries
    assert found.url == "https://x.example/feeds/b"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://[x"])
def test_a_link_to_no_page_is_none(link: str) -> None:
    assert entry(f"<title>A</title><link>{link}</link>").url is None


def test_headlines_may_hold_markup_and_characters_by_name() -> None:
    assert (
        entry("<title>Caf&eacute; &amp;amp; &lt;i&gt;bar&lt;/i&gt; &nbsp; closed</title>").title == "Café & bar closed"
    )
    assert entry("<title>Oil & gas < 3</title>").title == "Oil & gas < 3"


ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>Herald</title>
<entry><id>urn:b-17</id><title type="html">Bridge &lt;b&gt;closed&lt;/b&gt;</title>
<link rel="self" href="https://herald.example/self"/><link rel="alternate" href="https://herald.example/b"/>
<published>2031-07-15T09:30:00Z</published><updated>2031-07-16T10:00:00Z</updated>
<author><name>Anna Bergqvist</name></author><author><name>Tom Hale</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{BODY}</div></content></entry></feed>"""


def test_atom_is_read() -> None:
    (found,) = feeds.parse(ATOM).entries
    assert (found.id, found.url, found.title) == ("urn:b-17", "https://herald.example/b", "Bridge closed")
    assert (found.published, found.updated) == ("2031-07-15T09:30:00+00:00", "2031-07-16T10:00:00+00:00")
    assert (found.byline, found.language) == ("Anna Bergqvist, Tom Hale", "en-GB")
    assert found.text is not None
    assert found.text.splitlines()[1] == "“Nobody was hurt,” the mayor said & left."


def test_an_updated_entry_has_another_key() -> None:
    (first,) = feeds.parse(ATOM).entries
    (again,) = feeds.parse(ATOM).entries
    (later,) = feeds.parse(ATOM.replace("2031-07-16T10", "2031-07-16T11")).entries
    assert first.key == again.key != later.key
    assert first.id == later.id


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.93", "0.94", "2.0"])
def test_older_feeds_are_read(version: str) -> None:
    doctype = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss.dtd">'
    )
    text = rss("<title>A</title><link>https://x.example/a</link>").replace("2.0", version)
    (found,) = feeds.parse(text.replace('<?xml version="1.0"?>', doctype)).entries
    assert (found.title, found.url) == ("A", "https://x.example/a")


def test_rss_1_in_rdf_is_read() -> None:
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>H</title></channel>'
        '<item rdf:about="https://x.example/a"><title>A</title><link>https://x.example/a</link>'
        "<dc:date>2031-07-15T09:30:00+02:00</dc:date></item></rdf:RDF>"
    )
    (found,) = feeds.parse(text).entries
    assert found.url == "https://x.example/a"
    assert found.fields()["published"] == "2031-07-15T09:30:00+02:00"


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>15</ttl>", 900.0),
        ("<ttl>999999999999</ttl>", 86_400.0),
        ("<ttl>soon</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800.0),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", None),
        ("", None),
    ],
)
def test_a_feed_says_how_often_it_wants_to_be_looked_at(channel: str, seconds: float | None) -> None:
    assert feeds.parse(rss(channel=channel)).interval == seconds


def test_a_feed_that_breaks_off_gives_what_came_before() -> None:
    text = rss("<title>A</title><link>https://x.example/a</link>", "<title>B</title>")
    found = feeds.parse(text[: text.index("B</title>")]).entries
    assert found[0].url == "https://x.example/a"


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(UnreadableError, match=r"more than 200,000 tags"):
        feeds.parse(rss("<a/>" * 200_001))


def read_one(path: Path) -> list[Report | Quarantined]:
    return list(read([path]))


def test_a_feed_in_a_file_gives_reports_and_says_which_links_it_leaves(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    link = "<title>Bridge closed</title><link>https://www.herald.example/b</link>"
    full = f"{link}<description>{SENTENCE * 9}</description>"
    path.write_text(rss(full, "<title>B</title><link>https://x.example/b</link>", "<title>nothing</title>"))
    report, nothing, links = read_one(path)
    assert isinstance(report, Report)
    assert (report.path, report.outlet, report.url) == (f"{path}:1", "herald.example", "https://www.herald.example/b")
    assert report.title == "Bridge closed"
    assert nothing == Quarantined(f"{path}:3", "the entry has neither a text nor a link")
    assert links == Quarantined(str(path), "1 link not followed (--follow N follows the first N)")
