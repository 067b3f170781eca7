"""Web archives: the pages in them, whatever else is in them and however they break."""

from __future__ import annotations

import gzip
import io
import time
import tracemalloc
from pathlib import Path

import brotli
import pytest

from consilience.model import Quarantined, Report
from consilience.read import read, warc

PARAGRAPH = "The council of Eastport closed the wooden bridge on Monday, an engineer told reporters there. " * 3


def page(name: str = "bridge", more: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>{name} closed in Eastport today</title>{more}</head><body><article>"
        f"<p>{name}: {PARAGRAPH}</p></article></body></html>"
    ).encode()


def http(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def record(content: bytes, url: str = "https://www.herald.example/b", **changes: str) -> bytes:
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-0000-0000-000000000001>",
        "WARC-Date": "2031-07-15T10:00:00Z",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(content)),
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return f"WARC/1.0\r\n{head}\r\n".encode() + content + b"\r\n\r\n"


INFO = record(b"software: a crawler\r\n", "", WARC_Type="warcinfo", Content_Type="application/warc-fields")
REQUEST = record(b"GET /b HTTP/1.1\r\n\r\n", WARC_Type="request", Content_Type="application/http; msgtype=request")


def results(folder: Path, data: bytes, name: str = "crawl.warc", **options: int) -> list[Report | Quarantined]:
    path = folder / name
    path.write_bytes(data)
    return list(read([path], **options))  # type: ignore[arg-type]


def shown(found: list[Report | Quarantined], folder: Path) -> list[str]:
    """The path within the folder of each report; of what was set aside the reason as well."""
    return [r.path.removeprefix(f"{folder}/") + ("" if isinstance(r, Report) else f" {r.reason}") for r in found]


def members(*records: bytes) -> bytes:
    return b"".join(gzip.compress(r) for r in records)


def test_the_pages_of_an_archive_are_reports(tmp_path: Path) -> None:
    (found,) = results(tmp_path, INFO + REQUEST + record(http(page())))
    assert isinstance(found, Report)
    assert found.path == f"{tmp_path}/crawl.warc:3"
    assert (found.url, found.outlet) == ("https://www.herald.example/b", "herald.example")
    assert found.text.startswith("bridge: The council of Eastport")
    assert found.extra["crawled"] == "2031-07-15T10:00:00Z"
    assert found.published is None


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("crawl.warc", b"".join),
        ("crawl.warc.gz", lambda records: members(*records)),
        ("crawl.warc.gz", lambda records: gzip.compress(b"".join(records))),
        ("crawl.bin", lambda records: members(*records)),
        ("crawl.jsonl", b"".join),
    ],
    ids=["plain", "a member a record", "one member", "another name", "a wrong name"],
)
def test_packed_or_not_and_whatever_its_name(tmp_path: Path, name: str, pack: object) -> None:
    records = [INFO, record(http(page("a")), "https://x.example/a"), record(http(page("b")), "https://x.example/b")]
    found = results(tmp_path, pack(records), name)  # type: ignore[operator]
    assert shown(found, tmp_path) == [f"{name}:2", f"{name}:3"]


@pytest.mark.parametrize(
    "content",
    [
        http(page(), "image/jpeg"),
        http(page(), "application/json"),
        http(page(), status="404 Not Found"),
        http(page(), status="301 Moved"),
    ],
)
def test_what_is_no_page_is_passed_over(tmp_path: Path, content: bytes) -> None:
    assert results(tmp_path, record(content)) == []
    revisit = record(http(b""), WARC_Type="revisit")
    assert results(tmp_path, revisit) == []


def chunked(body: bytes) -> bytes:
    pieces = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize(
    "content",
    [
        http(chunked(page()), Transfer_Encoding="chunked"),
        http(page(), Transfer_Encoding="chunked"),
        http(gzip.compress(page()), Content_Encoding="gzip"),
        http(page(), Content_Encoding="gzip"),
        http(chunked(gzip.compress(page())), Transfer_Encoding="chunked", Content_Encoding="gzip"),
        http(brotli.compress(page()), Content_Encoding="br"),
        http(page().decode().replace("council", "Räte").encode("cp1252"), "text/html; charset=cp1252"),
    ],
    ids=["chunks", "chunks taken out", "gzip", "gzip unfolded", "both", "br", "charset"],
)
def test_a_page_is_read_however_it_was_sent(tmp_path: Path, content: bytes) -> None:
    (found,) = results(tmp_path, record(content))
    assert isinstance(found, Report), found
    assert "closed the wooden bridge on Monday" in found.text
    assert "�" not in found.text


def test_a_page_may_not_name_another_outlet_as_its_own(tmp_path: Path) -> None:
    claim = '<link rel="canonical" href="https://www.norda.example/b17">'
    (found,) = results(tmp_path, record(http(page(more=claim)), "https://copy.example/b"))
    assert isinstance(found, Report)
    assert (found.outlet, found.url) == ("copy.example", "https://copy.example/b")
    assert found.extra["canonical"] == "https://www.norda.example/b17"


GOOD = record(http(page("good")), "https://x.example/good")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(http(page()), Content_Length="ten"), "the record's length is no number: 'ten'"),
        (record(http(page()), Content_Length="-5"), "the record's length is no number: '-5'"),
        (record(http(page()), Content_Length="9" * 40), "the record's length is no number: '" + "9" * 40 + "'"),
        (record(http(page()), Content_Length=""), "the record's length is no number: ''"),
        (b"garbage\r\n" * 3, "no WARC record begins here"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000 + b"\r\n", "the record's header is too long"),
        (b"WARC/1.0\r\nX: " + b"y" * 100_000 + b"\r\n\r\n", "the record's header is too long"),
        (record(b"no http"), "the record holds no HTTP answer"),
        (record(http(b"<html><body></body></html>")), "no main text found in the page (https://www.herald.example/b)"),
        (record(http(b"x" * 300_000)), "larger than the limit of 200,000 bytes"),
        (
            record(http(gzip.compress(b"x" * 300_000), Content_Encoding="gzip")),
            "larger than the limit of 200,000 bytes when unfolded",
        ),
        (record(http(gzip.compress(page())[:-9], Content_Encoding="gzip")), "the packed body (gzip) ends early"),
    ],
    ids=range(12),
)
def test_a_bad_record_is_set_aside_and_the_next_one_read(tmp_path: Path, bad: bytes, reason: str) -> None:
    found = results(tmp_path, INFO + bad + GOOD, max_bytes=200_000)
    assert shown(found, tmp_path) == [f"crawl.warc:2 {reason}", "crawl.warc:3"]


@pytest.mark.parametrize("cut", [5, 60, 250, 400])
def test_a_truncated_archive_gives_what_is_whole(tmp_path: Path, cut: int) -> None:
    found = results(tmp_path, GOOD + record(http(page("cut")))[:cut])
    assert len(found) == 2
    assert isinstance(found[0], Report)
    assert isinstance(found[1], Quarantined)
    assert found[1].path == f"{tmp_path}/crawl.warc:2"
    wanted = "no WARC record begins here" if cut == 5 else "the archive ends within the record"
    assert found[1].reason.startswith(wanted)


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        (members(GOOD)[:-30], "the packed file ends early; what follows is not read"),
        (b"\x1f\x8b\x08\x00" + b"garbage" * 20, "the packed file is damaged; what follows is not read"),
        (b"not packed at all", "the packed file is damaged; what follows is not read"),
    ],
    ids=["cut", "garbage", "not packed"],
)
def test_a_damaged_packed_archive_gives_what_came_before(tmp_path: Path, tail: bytes, reason: str) -> None:
    found = results(tmp_path, members(INFO, GOOD) + tail, "crawl.warc.gz")
    assert shown(found, tmp_path) == ["crawl.warc.gz:2", f"crawl.warc.gz:3 {reason}"]


BOMBS = {
    "a body": gzip.compress(record(http(b"y" * 60_000_000))),
    "a header": gzip.compress(b"WARC/1.0\r\n" + b"X: yyyyyyyyyyyyyyyyyyyyyyyy\r\n" * 2_000_000),
    "a line": gzip.compress(b"WARC/1.0\r\nX: " + b"y" * 60_000_000),
    "blank lines": gzip.compress(b"WARC/1.0\r\n\r\n" + b"\r\n" * 10_000_000),
    "no record": gzip.compress(b"WARC/1.0\r\n\r\n" + b"nothing\r\n" * 6_000_000),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_packed_bomb_costs_little_memory(tmp_path: Path, bomb: bytes) -> None:
    (tmp_path / "bomb.warc.gz").write_bytes(bomb)
    tracemalloc.start()
    begun = time.process_time()
    try:
        found = list(read([tmp_path / "bomb.warc.gz"]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - begun < 20
    assert peak < 5_000_000
    assert found
    assert all(isinstance(result, Quarantined) for result in found)


def test_what_unfolds_to_far_more_than_a_text_is_left(tmp_path: Path) -> None:
    bomb = members(GOOD) + gzip.compress(b"\0" * 250_000_000)
    found = results(tmp_path, bomb, "crawl.warc.gz")
    reasons = [r.reason for r in found if isinstance(r, Quarantined)]
    assert reasons[-1] == "the packed file unfolds to far more than a text does; what follows is not read"


def test_records_are_read_one_at_a_time(tmp_path: Path) -> None:
    taken = 0

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal taken
            data = super().read(size)
            taken += len(data)
            return data

    many = b"".join(record(http(page(str(n))), f"https://x.example/{n}") for n in range(500))
    pages = warc.pages(io.BufferedReader(Counting(many), 4096), 1_000_000)  # type: ignore[arg-type]
    first = next(pages)
    assert isinstance(first, warc.Page)
    assert first.record == 1
    assert sum(isinstance(p, warc.Page) for p in pages) == 499
