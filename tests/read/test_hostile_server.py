"""What a server on the other side does wrong, or on purpose, ends in a clear reason, soon, and in little memory."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import brotli
import pytest
from loopback import HASTY, QUICK, Handler, Server, answer, drip

from consilience.model import Quarantined, Report
from consilience.read import read
from consilience.read.entries import Entry
from consilience.read.fetch import Failed, Fetcher, Refused
from consilience.read.poll import follow, poll
from consilience.read.unreadable import UnreadableError

MB = 1_000_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ZEROS = b"\0" * 50 * MB


@contextlib.contextmanager
def bounded(seconds: float, size: int) -> Iterator[None]:
    """Asserts that what happens inside takes no longer and, at its height, no more bytes."""
    tracemalloc.start()
    begun = time.monotonic()
    try:
        yield
        taken = time.monotonic() - begun
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert taken < seconds, f"it took {taken:.1f} s"
    assert peak < size, f"it took {peak:,} bytes"


def refused(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Refused) as caught:
        fetcher.get(url)
    return one_line(str(caught.value))


def failed(fetcher: Fetcher, url: str) -> str:
    with pytest.raises(Failed) as caught:
        fetcher.get(url)
    return one_line(str(caught.value))


def one_line(reason: str) -> str:
    assert reason and "\n" not in reason and len(reason) < 200
    return reason


def endless(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(HEAD + b"\r\n")
    drip(b"x" * 16_384, 0.0)(connection, headers)


def endless_chunks(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    drip(b"4000\r\n" + b"x" * 0x4000 + b"\r\n", 0.0)(connection, headers)


@pytest.mark.parametrize("handler", [endless, endless_chunks], ids=["plain", "in chunks"])
def test_an_endless_body_is_left_at_the_limit(server: Server, fetcher: Fetcher, handler: Handler) -> None:
    server.routes["/"] = handler
    with bounded(6, MB):
        assert refused(fetcher, server.url("/")) == "larger than the limit of 100,000 bytes"


def test_a_body_that_says_it_is_too_large_is_not_begun(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = HEAD + b"Content-Length: 99999999999\r\n\r\n"
    with bounded(6, MB):
        assert refused(fetcher, server.url("/")) == "larger than the limit of 100,000 bytes"


def slow_body(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(HEAD + b"Content-Length: 90000\r\n\r\n")
    drip(b"x", 0.1)(connection, headers)


def slow_header(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(b"x", 0.1)(connection, headers)


def slow_chunk_size(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5; ")
    drip(b"x", 0.1)(connection, headers)


def continues(connection: socket.socket, headers: dict[str, str]) -> None:
    drip(b"HTTP/1.1 100 Continue\r\n\r\n", 0.05)(connection, headers)


@pytest.mark.parametrize("handler", [slow_body, slow_header, slow_chunk_size, continues])
def test_a_slow_drip_ends_with_the_whole_time(server: Server, hasty: Fetcher, handler: Handler) -> None:
    server.routes["/"] = handler
    with bounded(HASTY.total + 4, MB):
        assert failed(hasty, server.url("/")) == f"not finished within {HASTY.total} seconds"


def silent(connection: socket.socket, headers: dict[str, str]) -> None:
    time.sleep(15)


def test_a_server_that_says_nothing_is_left_soon(server: Server, hasty: Fetcher) -> None:
    server.routes["/"] = silent
    with bounded(HASTY.read + 4, MB):
        assert failed(hasty, server.url("/")) == f"nothing was sent for {HASTY.read} seconds"


def test_a_name_that_is_never_resolved_is_left_soon() -> None:
    def asleep(host: str, port: int) -> list[str]:
        time.sleep(15)
        return []

    with Fetcher(limits=HASTY, resolving=asleep) as fetcher, bounded(HASTY.connect + 4, MB):
        assert failed(fetcher, "http://slow.example/") == (
            f"the name slow.example was not resolved within {HASTY.connect} seconds"
        )


def test_a_port_where_nobody_listens_is_a_clear_reason(fetcher: Fetcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert failed(fetcher, f"http://127.0.0.1:{port}/") == "no connection to 127.0.0.1: connection refused"


def test_redirects_in_a_circle_end(server: Server, fetcher: Fetcher) -> None:
    server.routes["/a"] = answer(status="302 Found", Location="/b")
    server.routes["/b"] = answer(status="301 Moved", Location="/a")
    with bounded(6, MB):
        assert refused(fetcher, server.url("/a")) == "more than 3 redirects"
    assert server.paths() == ["/robots.txt", "/a", "/b", "/a", "/b"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://127.0.0.2/", "127.0.0.2 is a loopback address"),
        ("http://169.254.169.254/latest/meta-data", "169.254.169.254 is a link-local address"),
        ("http://10.0.0.1/", "10.0.0.1 is a private address"),
        ("http://[::1]/", "::1 is a loopback address"),
        ("http://[::ffff:169.254.169.254]/", "is at ::ffff:a9fe:a9fe, a link-local address"),
        ("http://0x7f.2/", "0x7f.2 is at 127.0.0.2, a loopback address"),
        ("http://2130706434/", "2130706434 is at 127.0.0.2, a loopback address"),
        ("file:///etc/passwd", "a redirect: only http and https are fetched, not file"),
        ("gopher://127.0.0.1/", "a redirect: only http and https are fetched, not gopher"),
        ("http://user:secret@127.0.0.1/", "a redirect: the address holds a user name or a password"),
        ("//127.0.0.3/", "127.0.0.3 is a loopback address"),
        ("http://a:b:c/", "a redirect to what is no address"),
        ("/" + "x" * 5000, "a redirect: the address is longer than 4,096 characters"),
    ],
)
def test_every_redirect_is_checked_anew(server: Server, fetcher: Fetcher, target: str, reason: str) -> None:
    server.routes["/"] = answer(status="302 Found", Location=target)
    with bounded(6, MB):
        assert refused(fetcher, server.url("/")).endswith(reason)
    assert server.paths() == ["/robots.txt", "/"]


def test_a_redirect_without_an_address_is_a_fault(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = answer(status="302 Found")
    assert failed(fetcher, server.url("/")) == "HTTP status 302 (a redirect) without an address"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, 9)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(data) + packer.flush()


PACKERS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzipped),
    ("x-gzip", gzipped),
    ("deflate", zlib.compress),
    ("deflate", raw_deflate),
    ("br", lambda data: brotli.compress(data, quality=4)),
]
CODINGS = ["gzip", "x-gzip", "deflate", "deflate without a header", "br"]


@pytest.mark.parametrize(("coding", "pack"), PACKERS, ids=CODINGS)
def test_a_packed_bomb_is_left_at_the_limit(
    server: Server, fetcher: Fetcher, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    bomb = pack(ZEROS)
    assert len(bomb) < QUICK.body
    server.routes["/"] = answer(bomb, Content_Encoding=coding)
    with bounded(6, 3 * MB):
        assert refused(fetcher, server.url("/")) == "larger than the limit of 200,000 bytes when unfolded"


@pytest.mark.parametrize(("coding", "pack"), PACKERS, ids=CODINGS)
def test_a_packed_body_is_unfolded(
    server: Server, fetcher: Fetcher, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    body = b"The council of Eastport closed the wooden bridge. " * 3000
    packed = pack(body)

    def in_bits(connection: socket.socket, headers: dict[str, str]) -> None:
        connection.sendall(HEAD + f"Content-Encoding: {coding}\r\n\r\n".encode())
        for at in range(0, len(packed), 7 if len(packed) < 2000 else 700):
            connection.sendall(packed[at : at + (7 if len(packed) < 2000 else 700)])

    server.routes["/"] = in_bits
    assert fetcher.get(server.url("/")).body == body


@pytest.mark.parametrize(
    ("body", "coding", "reason"),
    [
        (b"no gzip at all", "gzip", "the body is not packed as it says (gzip)"),
        (b"\xff\xff no deflate", "deflate", "the body is not packed as it says (deflate)"),
        (b"no brotli at all" * 9, "br", "the body is not packed as it says (br)"),
        (gzip.compress(b"cut off" * 99)[:-12], "gzip", "the packed body (gzip) ends early"),
        (brotli.compress(b"cut off" * 99)[:-3], "br", "the packed body (br) ends early"),
        (b"x", "zstd", "the body is packed in a way that is not read: 'zstd'"),
        (gzip.compress(gzip.compress(b"x")), "gzip, gzip", "the body is packed more than once"),
    ],
    ids=range(7),
)
def test_a_body_that_is_not_packed_as_it_says_is_a_fault(
    server: Server, fetcher: Fetcher, body: bytes, coding: str, reason: str
) -> None:
    server.routes["/"] = answer(body, Content_Encoding=coding)
    with bounded(6, MB):
        assert failed(fetcher, server.url("/")) == reason


def test_a_bomb_within_a_bomb_is_left_at_the_limit(server: Server, fetcher: Fetcher) -> None:
    sitemap = gzip.compress(gzip.compress(ZEROS, 9), 9)
    server.routes["/sitemap.xml.gz"] = answer(sitemap, Content_Encoding="gzip")
    with bounded(6, 3 * MB), pytest.raises(UnreadableError, match=r"limit of 200,000 bytes when unfolded"):
        poll(server.url("/sitemap.xml.gz"), None, None, fetcher)


def test_a_length_that_is_too_long_is_a_body_that_ends_early(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = HEAD + b"Content-Length: 5000\r\n\r\nshort"
    assert "without sending complete message body" in failed(fetcher, server.url("/"))


def test_a_length_that_is_too_short_ends_the_body(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = HEAD + b"Content-Length: 5\r\n\r\nshort and then more"
    assert fetcher.get(server.url("/")).body == b"short"


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTT",
        b"HTTP/1.1 200 OK\r\nContent-",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nab",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        HEAD + b"Content-Length: -5\r\n\r\nabcdef",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nBad Header\x00: x\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
    ],
)
def test_a_server_that_stops_or_talks_nonsense_is_a_fault(server: Server, fetcher: Fetcher, sent: bytes) -> None:
    server.routes["/"] = lambda connection, headers: connection.sendall(sent)
    with bounded(5, MB):
        assert failed(fetcher, server.url("/")).startswith("the connection broke: ")


def many_headers(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    drip(b"".join(b"X-%d: %s\r\n" % (n, b"y" * 1000) for n in range(16)), 0.0)(connection, headers)


def one_long_header(connection: socket.socket, headers: dict[str, str]) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    drip(b"y" * 16_384, 0.0)(connection, headers)


@pytest.mark.parametrize("handler", [many_headers, one_long_header])
def test_huge_headers_are_left(server: Server, fetcher: Fetcher, handler: Handler) -> None:
    server.routes["/"] = handler
    with bounded(6, 2 * MB):
        assert failed(fetcher, server.url("/")).startswith("the connection broke: ")


def test_nothing_new_needs_no_body_and_takes_none(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = b'HTTP/1.1 304 Not Modified\r\nContent-Length: 5000\r\nETag: "2"\r\n\r\n'
    with bounded(6, MB):
        fetched = fetcher.get(server.url("/"), etag='"1"')
        assert (fetched.status, fetched.body, fetched.etag) == (304, b"", '"2"')
        assert failed(fetcher, server.url("/")) == "HTTP status 304 (not modified), which was not asked for"


def test_what_robots_txt_forbids_is_not_asked_for(server: Server, fetcher: Fetcher) -> None:
    server.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /private\n")
    server.routes["/open"] = answer("x")
    assert refused(fetcher, server.url("/private/a")) == "robots.txt of 127.0.0.1 forbids it"
    assert fetcher.get(server.url("/open")).body == b"x"
    assert server.paths() == ["/robots.txt", "/open"]


@pytest.mark.parametrize(
    "rules",
    [
        b"User-agent: *\nDisallow: /" + b"*a" * 2000 + b"*b\n",
        b"User-agent: *\n" + b"Disallow: /x*y$\n" * 10_000,
        b"Disallow: /\n" + b"\xff" * 400_000,
        b"User-agent: *\nCrawl-delay: " + b"9" * 300 + b"\n",
        gzip.compress(b"User-agent: *\n" * 90_000),
    ],
    ids=["stars", "many rules", "no text", "endless delay", "packed"],
)
def test_hostile_rules_cost_little(server: Server, rules: bytes) -> None:
    server.routes["/robots.txt"] = answer(rules)
    server.routes["/" + "a" * 3000] = answer("x")
    with Fetcher(allow=["127.0.0.1"], limits=QUICK, sleep=lambda seconds: None) as fetcher, bounded(6, 20 * MB):
        assert fetcher.get(server.url("/" + "a" * 3000)).body == b"x"


def test_endless_rules_are_read_as_far_as_the_standard_asks(server: Server, fetcher: Fetcher) -> None:
    def rules(connection: socket.socket, headers: dict[str, str]) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\n")
        drip(b"# nothing\n" * 1000, 0.0)(connection, headers)

    server.routes["/robots.txt"] = rules
    server.routes["/b"] = answer("x")
    with bounded(6, 10 * MB):
        assert refused(fetcher, server.url("/a")) == "robots.txt of 127.0.0.1 forbids it"
        assert fetcher.get(server.url("/b")).body == b"x"


FEED = (
    '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>Eastport</title>'
    "<item><title>{}</title><link>http://herald.example/a</link></item></channel></rss>"
)


def billion() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE rss [<!ENTITY e0 "laugh">{levels}]>' + FEED.format("utf-8", "&e9;").partition("?>")[2]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (billion(), "XML that declares entities is refused"),
        (billion().encode("utf-16"), "XML that declares entities is refused"),
        (
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FEED.format("utf-8", "&x;").partition("?>")[2],
            "XML that declares entities is refused",
        ),
        ("<rss><channel><item", "the feed is broken before its first entry: "),
        ("<rss version='2.0'></oops>", "the feed is broken before its first entry: "),
        ("<urlset><url>", "not well-formed XML: "),
        ("<html><body>Please log in</body></html>", "not a feed: a web page"),
        ("just words", "not a feed"),
        ("", "the answer is empty"),
        (b"\x00\x01\x02", "binary data: "),
        ("<rss version='2.0'><channel>" + "<a>" * 3_000, "the feed is broken before its first entry: "),
        ("{}", "not a feed"),
    ],
    ids=range(12),
)
def test_what_is_no_feed_is_a_clear_reason(server: Server, fetcher: Fetcher, body: str | bytes, reason: str) -> None:
    server.routes["/feed"] = answer(body)
    with bounded(15, 60 * MB), pytest.raises(UnreadableError) as caught:
        poll(server.url("/feed"), None, None, fetcher)
    assert one_line(str(caught.value)).startswith(reason)


def test_a_feed_of_one_endless_line_costs_little(server: Server) -> None:
    server.routes["/feed"] = answer(FEED.format("utf-8", "x" * 10 * MB))
    with Fetcher(allow=["127.0.0.1"]) as fetcher, bounded(30, 150 * MB):
        with pytest.raises(Refused, match=r"larger than the limit of 10,000,000 bytes"):
            poll(server.url("/feed"), None, None, fetcher)
        server.routes["/feed"] = answer(FEED.format("utf-8", "x" * 9 * MB))
        (entry,) = poll(server.url("/feed"), None, None, fetcher).entries
    assert len(entry.title or "") <= 2000


def test_a_page_of_one_endless_line_costs_little(server: Server) -> None:
    server.routes["/page"] = answer("<html><body><p>" + "word " * 200_000 + "</p></body></html>")
    with Fetcher(allow=["127.0.0.1"]) as fetcher, bounded(30, 100 * MB):
        found = follow(Entry("1", server.url("/page")), fetcher)
    assert isinstance(found, Quarantined)
    assert found.reason == "the text is longer than 300,000 characters"


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("iso-8859-1", "utf-8"), ("utf-8", "cp1252"), ("no-such-thing", "utf-8"), ("utf-16", "utf-8"), ("idna", "cp1252")],
)
def test_a_wrong_charset_does_not_garble_the_text(server: Server, fetcher: Fetcher, declared: str, actual: str) -> None:
    body = FEED.format(declared, "Café prices in Östhafen rose, Müller said – “again”").encode(actual)
    server.routes["/feed"] = answer(body, Content_Type=f"text/xml; charset={declared}")
    (entry,) = poll(server.url("/feed"), None, None, fetcher).entries
    assert entry.title == "Café prices in Östhafen rose, Müller said – “again”"


def test_a_charset_that_only_the_server_names_is_believed(server: Server, fetcher: Fetcher) -> None:
    text = "Мост в Истпорте закрыт, сообщил мэр города в понедельник. " * 8
    page = f"<html><body><article><h1>Мост</h1><p>{text}</p><p>{text}</p></article></body></html>"
    server.routes["/page"] = answer(page.encode("koi8-r"), Content_Type="text/html; charset=koi8-r")
    found = follow(Entry("1", server.url("/page")), fetcher)
    assert isinstance(found, Report)
    assert "сообщил мэр" in found.text


def test_one_bad_address_does_not_stop_the_run(server: Server, fetcher: Fetcher) -> None:
    server.routes["/bad"] = endless
    paragraph = "The council of Eastport closed the wooden bridge on Monday, the mayor told reporters there. " * 3
    server.routes["/good"] = answer(f"<html><body><article><p>{paragraph}</p></article></body></html>")
    results = list(read([server.url("/bad"), server.url("/good"), "file:///etc/passwd"], fetcher=fetcher))
    assert [type(result) for result in results] == [Quarantined, Report, Quarantined]
    assert results[0] == Quarantined(server.url("/bad"), "larger than the limit of 100,000 bytes")
    assert results[2] == Quarantined("file:///etc/passwd", "only http and https are fetched: file")
