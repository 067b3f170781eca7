"""Files of the wire's formats as arguments: told apart by what they hold, and never a reason to stop."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consilience.model import Quarantined, Report
from consilience.read import documents, feeds, newsml, read, sitemaps, subscriptions, trees, warc
from consilience.read.entries import Entry, Faulty
from consilience.read.unreadable import UnreadableError

TEXT = "The council of Eastport closed the wooden bridge on Monday, an engineer told reporters there. "
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    f"<item><title>Bridge</title><link>https://h.example/a</link><content:encoded><![CDATA[<p>{TEXT * 4}</p>]]>"
    '</content:encoded><source url="https://h.example/">Herald</source></item></channel></rss>'
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>x</id><link href="https://h.example/a"/>'
    f'<content type="html">&lt;p&gt;{TEXT * 4}&lt;/p&gt;</content></entry></feed>'
)
NEWSML = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:b17" version="1"><contentMeta><headline>B'
    f'</headline></contentMeta><contentSet><inlineData contenttype="text/plain">{TEXT}</inlineData></contentSet>'
    "</newsItem>"
)
NINJS = json.dumps({"uri": "urn:b17", "versioncreated": "2031-07-15", "body_text": TEXT})
PAGE = f"<!doctype html><html><body><article><h1>Bridge</h1><p>{TEXT * 4}</p></article></body></html>"
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://h.example/a\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode()
ARCHIVE = WARC % (len(ANSWER), ANSWER)
DOCUMENTS: dict[str, bytes] = {
    "rss": RSS.encode(),
    "atom": ATOM.encode(),
    "newsml": NEWSML.encode(),
    "ninjs": NINJS.encode(),
    "page": PAGE.encode(),
    "xhtml": f'<?xml version="1.0"?>\n<!-- saved -->\n{PAGE}'.encode(),
    "warc": ARCHIVE,
    "records": b'{"text": "One."}\n',
}


def results(folder: Path, data: bytes, name: str) -> list[Report | Quarantined]:
    path = folder / name
    path.write_bytes(data)
    return list(read([path]))


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_file_is_told_apart_by_its_content(tmp_path: Path, kind: str, packed: bool) -> None:
    data = gzip.compress(DOCUMENTS[kind]) if packed else DOCUMENTS[kind]
    (found,) = results(tmp_path, data, "download.bin")
    assert isinstance(found, Report), found
    assert found.text.startswith(("The council", "Bridge\nThe council", "One."))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("rss", "a.html"), ("rss", "a.txt"), ("newsml", "a.json"), ("atom", "a.rss"), ("ninjs", "a.xml"),
     ("page", "a.xml"), ("warc", "a.txt"), ("xhtml", "a.xhtml")],
)  # fmt: skip
def test_a_wrong_name_does_not_mislead(tmp_path: Path, kind: str, name: str) -> None:
    (found,) = results(tmp_path, DOCUMENTS[kind], name)
    assert isinstance(found, Report), found
    assert "<" not in found.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "iso-8859-1"])
def test_a_feed_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = RSS.replace("engineer", "ingénieur").replace('"1.0"?>', f'"1.0" encoding="{encoding}"?>', 1)
    (found,) = results(tmp_path, text.encode(encoding), "feed.xml")
    assert isinstance(found, Report), found
    assert "ingénieur" in found.text


def test_a_folder_has_the_wires_files_in_it(tmp_path: Path) -> None:
    for name in ("a.xml", "b.rss", "c.atom", "d.rdf", "e.xml.gz", "f.opml", "g.warc", "h.warc.gz", "i.jsonl.gz"):
        (tmp_path / name).write_bytes(b"")
    for name in ("j.gz", "k.tar.gz", "l.csv.gz", "m.png"):
        (tmp_path / name).write_bytes(b"")
    found = [Path(result.path).name for result in read([tmp_path])]
    assert found == [
        "a.xml", "b.rss", "c.atom", "d.rdf", "e.xml.gz", "f.opml", "g.warc", "h.warc.gz", "i.jsonl.gz"
    ][: len(found)]  # fmt: skip
    assert "i.jsonl.gz" not in found  # a file of records without a line holds nothing, and nothing is wrong with it
    assert len(found) == 8


def test_a_wire_of_packed_lines_is_read_to_where_it_breaks(tmp_path: Path) -> None:
    lines = b"".join(b'{"text": "Report number %d of the wire."}\n' % n for n in range(5000))
    found = results(tmp_path, gzip.compress(lines)[:-2000], "wire.jsonl.gz")
    assert isinstance(found[0], Report)
    assert len(found) > 100
    assert found[-1] == Quarantined(str(tmp_path / "wire.jsonl.gz"), "the packed file ends early")


def test_a_packed_file_over_the_limit_is_left_there(tmp_path: Path) -> None:
    path = tmp_path / "a.xml.gz"
    path.write_bytes(gzip.compress(b"<rss>" + b" " * 50_000_000))
    (found,) = read([path])
    assert found == Quarantined(str(path), "larger than the limit of 10,000,000 bytes")


def test_standard_input_may_be_a_packed_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(ARCHIVE))

    monkeypatch.setattr("sys.stdin", Stdin())
    (found,) = read(["-"])
    assert isinstance(found, Report)
    assert (found.path, found.outlet) == ("-:1", "h.example")


def test_the_publisher_and_the_supplier_reach_the_report(tmp_path: Path) -> None:
    (found,) = results(tmp_path, DOCUMENTS["rss"].replace(b"https://h.example/a", b"https://portal.example/a"), "f.xml")
    assert isinstance(found, Report)
    assert (found.outlet, found.publisher, found.credits) == ("portal.example", "Herald", ("Herald",))


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE {root} [<!ENTITY a "b">]>{document}',
        '<!DOCTYPE {root} [<!ENTITY a SYSTEM "file:///etc/passwd">]>{document}',
        '<!doctype {root} [<!entity a "b">]>{document}',
        '<!DOCTYPE {root} [<!ATTLIST x y CDATA "]>"><!ENTITY a "b">]>{document}',
        '\ufeff<?xml version="1.0"?>\n<!-- <rss> --><!DOCTYPE {root} [<!ENTITY % a "b">]>{document}',
    ],
)
@pytest.mark.parametrize("kind", ["rss", "atom", "newsml"])
def test_entities_are_refused_wherever_they_hide(tmp_path: Path, kind: str, document: str) -> None:
    text = DOCUMENTS[kind].decode().replace('<?xml version="1.0"?>', "")
    root = text[1:].split()[0]
    hostile = document.format(root=root, document=text.replace("Monday", "&a;"))
    for encoding in ("utf-8", "utf-16"):
        for result in results(tmp_path, hostile.encode(encoding), "hostile.xml"):
            assert isinstance(result, Quarantined), result
            assert result.reason in ("XML that declares entities is refused", "no XML element in its first 64 kB")


def entry(field: str, value: str) -> str:
    return f"<rss version='2.0'><channel><item><{field}>{value}</{field}></item></channel></rss>"


MEASURE = """
import sys, time
from pathlib import Path
from consilience.read import read
import feedparser, trafilatura, lxml.html

def height():
    return int(next(l for l in Path("/proc/self/status").read_text().splitlines() if l.startswith("VmHWM")).split()[1])

list(read([sys.argv[1]]))
for path in sys.argv[2:]:
    before, begun = height(), time.process_time()  # a busy machine is no fault of the program
    reasons = [getattr(r, "reason", "") for r in read([path])]
    print(f"{time.process_time() - begun:.2f}|{(height() - before) // 1024}|{reasons[-1]}")
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's memory")
def test_hostile_files_are_read_in_bounded_time_and_memory(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    files = {
        "good.xml": RSS,
        "billion.xml": f'<!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]>{entry("title", "&e9;")}',
        "quadratic.xml": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>{entry("title", "&a;" * 50_000)}',
        "line.xml": entry("title", "x" * 9_900_000),
        "line.newsml.xml": f"<newsItem><contentSet><inlineData>{'x' * 9_900_000}</inlineData></contentSet></newsItem>",
        "tags.xml": "<rss version='2.0'><channel>" + "<item><a>" * 10_000,
        "deep.xml": "<newsItem>" * 400_000,
        "attributes.xml": "<newsItem " + " ".join(f"a{n}='b'" for n in range(200_000)) + "/>",
        "html.xml": entry("description", "&lt;b &lt;!-- " * 100_000),
        "names.opml": "<opml><body>" + "<outline xmlUrl='https://x.example/f'/>" * 100_000 + "</body></opml>",
    }
    paths = []
    for name, text in files.items():
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, *paths], capture_output=True, text=True, timeout=300, check=True
    )
    lines = [line.split("|") for line in run.stdout.splitlines()]
    assert len(lines) == len(paths) - 1, run.stderr
    for path, (seconds, megabytes, reason) in zip(paths[1:], lines, strict=True):
        assert float(seconds) < 20, path
        assert int(megabytes) < 300, path
        assert reason, path


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """The document with a few pieces cut out, doubled, replaced or moved."""
    at = st.integers(0, len(data))
    piece = st.sampled_from(
        [b"", b"<", b">", b"&", b'"', b"]]>", b"<!--", b"\xff", b"\0", b"&#x0;", b"<![CDATA[", b"{", b"\r\n"]
    )

    def apply(changes: list[tuple[int, int, bytes]]) -> bytes:
        result = data
        for start, end, new in changes:
            result = result[: min(start, end)] + new + result[max(start, end) :]
        return result

    near = st.tuples(at, st.integers(0, 40), piece).map(lambda c: (c[0], c[0] + c[1], c[2]))
    return st.lists(near | st.tuples(at, at, piece), min_size=1, max_size=4).map(apply)


ANY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_damaged_document_is_read_or_set_aside(tmp_path: Path, kind: str) -> None:
    @ANY
    @given(mutated(DOCUMENTS[kind]))
    def check(data: bytes) -> None:
        for result in results(tmp_path, data, "any.bin"):
            assert isinstance(result, Quarantined) or result.text.strip()
            assert result.path.encode()

    check()


@ANY
@given(
    st.binary(max_size=300),
    st.sampled_from(["", "<rss>", "<feed>", "<newsItem>", "WARC/1.0\r\n", "\x1f\x8b\x08\x00", "<urlset>"]),
)
def test_any_bytes_are_reports_or_set_aside(tmp_path: Path, data: bytes, start: str) -> None:
    for name in ("any.xml", "any.warc", "any.gz", "any"):
        for result in results(tmp_path, start.encode("latin-1") + data, name):
            assert isinstance(result, Quarantined) or result.text.strip()


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=200),
    st.sampled_from(["", "<rss>", "<newsMessage>", "<opml>", "<sitemapindex>", "<nitf>", "<div>"]),
)
def test_any_text_is_parsed_or_unreadable(text: str, start: str) -> None:
    for parse in (feeds.parse, sitemaps.parse, subscriptions.parse, lambda t: list(newsml.parse(t)), trees.parse):
        try:
            parse(start + text)
        except UnreadableError as error:
            assert str(error)
    assert isinstance(trees.plain(start + text), str)
    assert isinstance(trees.root(start + text), str | None)


NAMES = ("uri", "type", "body_text", "bodies", "value", "headlines", "associations", "infosources", "name", "pubstatus")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(JSON, JSON)
def test_any_item_of_ninjs_is_read_or_set_aside(bodies: object, associations: object) -> None:
    item = {"uri": "urn:x", "versioncreated": "2031", "bodies": bodies, "associations": associations}
    try:
        parts = list(documents.parts(json.dumps(item).encode(), "record"))
    except UnreadableError as error:
        assert str(error)
        return
    assert parts
    assert all(isinstance(part, documents.Text | Faulty | Entry) for part in parts)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                ARCHIVE,
                b"WARC/1.0\r\n",
                b"Content-Length: 5\r\n",
                b"\r\n",
                b"\n",
                b"x",
                b"WARC-Type: response\r\n",
                b"HTTP/1.1 200 OK\r\n",
            ]
        ),
        max_size=12,
    )
)
def test_any_order_of_an_archives_lines_ends(pieces: list[bytes]) -> None:
    stream = io.BufferedReader(io.BytesIO(b"".join(pieces)))  # type: ignore[arg-type]
    found = list(warc.pages(stream, 1_000_000))
    assert len(found) <= len(pieces) + 1
    assert [page.record for page in found] == sorted({page.record for page in found})
