"""The rules by which addresses are fetched."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import QUICK, Server, answer

from consilience import __version__
from consilience.read import answers
from consilience.read.addresses import Allowed, not_public
from consilience.read.answers import Limits
from consilience.read.fetch import Failed, Fetcher, Refused, target
from consilience.read.robots import Robots

HERE = ["127.0.0.1"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::ffff:0:10.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:1:2:3:4:80ff:fffe", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "5f00::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(address: str) -> None:
    assert Allowed().forbidden("x.example", 80, [address]) is not None


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_a_public_address_is_allowed(address: str) -> None:
    assert Allowed().forbidden("x.example", 443, [address]) is None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_ipv6_is_what_it_is_alone(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    alone = not_public(address)
    for inside in (f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{number >> 16:x}:{number & 0xFFFF:x}::1"):
        assert not_public(ipaddress.ip_address(inside)) == alone


def test_one_bad_address_among_good_ones_is_enough() -> None:
    reason = Allowed().forbidden("x.example", 80, ["93.184.215.14", "10.0.0.1"])
    assert reason == "x.example is at 10.0.0.1, a private address"


def test_what_is_allowed_is_allowed_by_name_and_nothing_else() -> None:
    allowed = Allowed.of(["10.0.0.0/8", "fd00::/8", "Intranet.Example.", "[::1]", "192.168.1.7"])
    assert allowed.forbidden("a.example", 80, ["10.9.8.7", "fd00::1", "::1", "192.168.1.7"]) is None
    assert allowed.forbidden("a.example", 80, ["192.168.1.8"]) is not None
    assert allowed.forbidden("intranet.example", 8080, ["192.168.1.8"]) is None
    assert allowed.forbidden("sub.intranet.example", 80, ["192.168.1.8"]) is not None


@pytest.mark.parametrize("name", ["", "a b", "http://x.example", "10.0.0.0/99", "x/y", "ä.example", "a:80"])
def test_what_is_no_name_of_a_host_is_refused_at_once(name: str) -> None:
    with pytest.raises(ValueError, match="no host name, address or network"):
        Fetcher(allow=[name])


@pytest.mark.parametrize("port", [22, 25, 1, 111, 1023])
def test_other_services_are_not_spoken_to(port: int) -> None:
    fetcher = Fetcher(resolving=lambda host, port: ["93.184.215.14"], limits=QUICK)
    with pytest.raises(Refused, match=f"port {port} is not one of the web"):
        fetcher.get(f"http://x.example:{port}/")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "only http and https are fetched, not file"),
        ("ftp://x.example/", "only http and https are fetched, not ftp"),
        ("x.example", "only http and https are fetched, not a name without a scheme"),
        ("http://", "the address names no host"),
        ("https:///path", "the address names no host"),
        ("http://user@x.example/", "the address holds a user name or a password"),
        ("http://:pw@x.example/", "the address holds a user name or a password"),
        ("http://x.example/" + "a" * 5000, "the address is longer than 4,096 characters"),
        ("http://x.example:99999/", "there is no port 99999"),
        ("http://[::1/", "not an address"),
        ("http://x\x00.example/", "not an address"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        target(url)
    assert str(caught.value) == reason


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"https://x.example/{text}"):
        try:
            found = target(url)
        except Refused:
            continue
        assert found.scheme in ("http", "https")
        assert found.raw_host
        assert not found.fragment


def test_the_program_says_who_it_is(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = answer("x")
    fetcher.get(server.url("/"))
    path, headers = server.asked[-1]
    assert (path, headers["user-agent"]) == ("/", f"consilience/{__version__}")
    assert "cookie" not in headers
    assert headers["host"] == f"127.0.0.1:{server.port}"


def test_cookies_are_not_kept(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = answer("x", Set_Cookie="id=1")
    for _ in range(2):
        fetcher.get(server.url("/"))
    assert all("cookie" not in headers for _, headers in server.asked)


def test_no_proxy_of_the_environment_is_used(server: Server, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    server.routes["/"] = answer("x")
    assert fetcher.get(server.url("/")).body == b"x"


def test_a_name_that_answers_otherwise_the_second_time_changes_nothing(server: Server) -> None:
    answers_given: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        answers_given.append("127.0.0.1" if not answers_given else "127.0.0.2")
        return answers_given[-1:]

    server.routes["/"] = answer("x")
    fetcher = Fetcher(allow=HERE, limits=QUICK, resolving=rebinding)
    # robots.txt is asked for at the first answer; the page would be at the second, which is not allowed.
    with pytest.raises(Refused, match=r"news\.example is at 127\.0\.0\.2, a loopback address"):
        fetcher.get(server.url("/", "news.example"))
    assert answers_given == ["127.0.0.1", "127.0.0.2"]
    assert server.paths() == ["/robots.txt"]
    assert server.asked[0][1]["host"] == f"news.example:{server.port}"


def test_the_connection_is_made_to_the_address_that_was_checked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/"] = answer("x")

    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("the name was resolved again")

    with Fetcher(allow=HERE, limits=QUICK, resolving=lambda host, port: ["127.0.0.1"]) as fetcher:
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda host, *a, **k: real(host, *a, **k) if host == "127.0.0.1" else never()
        )
        assert fetcher.get(server.url("/", "news.example")).body == b"x"


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    server.routes["/"] = answer("x")
    with Fetcher(allow=["127.0.0.0/8"], limits=QUICK, resolving=lambda h, p: ["127.0.0.9", "127.0.0.1"]) as fetcher:
        assert fetcher.get(server.url("/", "news.example")).body == b"x"


CERTIFICATE = Path(__file__).with_name("news.example.pem")


def test_tls_is_held_against_the_name_and_not_the_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(CERTIFICATE)
    server.tls.sni_callback = lambda connection, name, context: server.names.append(name)
    server.routes["/"] = answer("x")
    with Fetcher(allow=HERE, limits=QUICK, resolving=lambda host, port: ["127.0.0.1"]) as fetcher:
        assert fetcher.get(f"https://news.example:{server.port}/").body == b"x"
        assert server.names == ["news.example"] * 2
        with pytest.raises(Failed, match="certificate verify failed"):
            fetcher.get(f"https://other.example:{server.port}/")


def test_only_what_changed_is_asked_for(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = answer("x", ETag='W/"1"', Last_Modified="Tue, 15 Jul 2031 09:30:00 GMT")
    first = fetcher.get(server.url("/"))
    assert (first.etag, first.last_modified) == ('W/"1"', "Tue, 15 Jul 2031 09:30:00 GMT")
    fetcher.get(server.url("/"), etag=first.etag, last_modified=first.last_modified)
    headers = server.asked[-1][1]
    assert headers["if-none-match"] == 'W/"1"'
    assert headers["if-modified-since"] == "Tue, 15 Jul 2031 09:30:00 GMT"


@pytest.mark.parametrize("value", ['"a"\r\nX-Injected: 1', "é", "x" * 2000, ""])
def test_a_mark_that_cannot_be_sent_back_is_not(server: Server, fetcher: Fetcher, value: str) -> None:
    server.routes["/"] = answer("x")
    fetcher.get(server.url("/"), etag=value)
    assert not {"if-none-match", "x-injected"} & set(server.asked[-1][1])


@pytest.mark.parametrize(("status", "moved"), [("301 Moved", True), ("308 Moved", True), ("302 Found", False)])
def test_an_address_that_moved_for_good_is_said(server: Server, fetcher: Fetcher, status: str, moved: bool) -> None:
    server.routes["/old"] = answer(status=status, Location="/middle")
    server.routes["/middle"] = answer(status="307 Temporary", Location="/new")
    server.routes["/new"] = answer("x")
    found = fetcher.get(server.url("/old"))
    assert (found.url, found.final_url) == (server.url("/old"), server.url("/new"))
    assert found.permanent_url == (server.url("/middle") if moved else None)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("404 Not Found", "HTTP status 404 (not found)"),
        ("410 Gone", "HTTP status 410 (gone for good)"),
        ("500 Oops", "HTTP status 500 (a fault of the server)"),
        ("204 No Content", "HTTP status 204"),
        ("206 Partial", "HTTP status 206"),
        ("418 Teapot", "HTTP status 418"),
    ],
)
def test_another_status_is_a_fault_that_says_so(server: Server, fetcher: Fetcher, status: str, reason: str) -> None:
    server.routes["/"] = answer(status=status)
    with pytest.raises(Failed) as caught:
        fetcher.get(server.url("/"))
    assert (str(caught.value), caught.value.status) == (reason, int(status[:3]))


def test_a_server_that_asks_to_wait_is_left_alone_that_long(server: Server) -> None:
    now = [1000.0]
    server.routes["/"] = answer(status="429 Too Many", Retry_After="120")
    with Fetcher(allow=HERE, limits=QUICK, clock=lambda: now[0], sleep=lambda seconds: None) as fetcher:
        with pytest.raises(Failed) as first:
            fetcher.get(server.url("/"))
        assert (first.value.status, first.value.retry_after) == (429, 120.0)
        assert str(first.value) == "HTTP status 429 (too many requests); it asks to wait 120 seconds"
        server.routes["/"] = answer("x")
        now[0] += 50
        asked = len(server.asked)
        with pytest.raises(Failed) as second:
            fetcher.get(server.url("/other"))
        assert (str(second.value), second.value.retry_after) == ("the server asked to wait, 70 seconds more", 70.0)
        assert len(server.asked) == asked
        now[0] += 71
        assert fetcher.get(server.url("/")).body == b"x"


def test_rules_that_ask_to_wait_say_how_long(server: Server, fetcher: Fetcher) -> None:
    server.routes["/robots.txt"] = answer(status="429 Too Many", Retry_After="120")
    with pytest.raises(Failed) as caught:
        fetcher.get(server.url("/"))
    assert str(caught.value) == "robots.txt gives HTTP status 429, so nothing is fetched there"
    assert caught.value.retry_after == pytest.approx(120, abs=5)


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4; codecs=x", "AUDIO/mpeg", "font/woff2"])
def test_what_is_no_text_is_not_begun(server: Server, fetcher: Fetcher, kind: str) -> None:
    server.routes["/"] = answer(b"x" * 5000, Content_Type=kind)
    with pytest.raises(Refused, match=f"no text: {kind.lower().partition(';')[0]}$"):
        fetcher.get(server.url("/"))


def test_a_name_in_another_script_is_asked_for_as_the_net_knows_it(server: Server) -> None:
    asked: list[str] = []
    server.routes["/"] = answer("x")

    def resolving(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with Fetcher(allow=HERE, limits=QUICK, resolving=resolving) as fetcher:
        assert fetcher.get(server.url("/", "bücher.example")).body == b"x"
    assert set(asked) == {"xn--bcher-kva.example"}
    assert server.asked[-1][1]["host"] == f"xn--bcher-kva.example:{server.port}"


def test_a_time_to_wait_is_read_in_both_forms() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert answers.retry_after("90") == 90.0
    assert answers.retry_after(later) == pytest.approx(90, abs=3)
    assert answers.retry_after("Tue, 15 Jul 2003 09:30:00 GMT") == 0.0
    assert answers.retry_after("9" * 70) == answers.MOST_WAIT
    assert [answers.retry_after(value) for value in ("soon", "", None, "-5", "1e9")] == [None] * 5


@given(st.text(max_size=90))
def test_any_header_is_read_or_none(value: str) -> None:
    for read in (answers.retry_after, answers.max_age):
        seconds = read(value)
        assert seconds is None or 0 <= seconds <= answers.MOST_WAIT
    assert answers.validator(value) in (value, None)


def test_requests_to_a_host_come_one_at_a_time_and_with_a_pause(server: Server) -> None:
    pauses: list[float] = []

    def slow(connection: socket.socket, headers: dict[str, str]) -> None:
        time.sleep(0.02)
        connection.sendall(answer("x"))

    for number in range(6):
        server.routes[f"/{number}"] = slow
    limits = Limits(connect=2, read=2, total=5, delay=0.05)
    with Fetcher(allow=HERE, limits=limits, sleep=lambda s: (pauses.append(s), time.sleep(s))) as fetcher:
        threads = [threading.Thread(target=fetcher.get, args=(server.url(f"/{n}"),)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.most_busy == 1
    assert sorted(server.paths()) == [*(f"/{n}" for n in range(6)), "/robots.txt"]
    assert pauses
    assert all(0 < pause <= 0.05 for pause in pauses)


def test_a_site_may_ask_for_longer_pauses(server: Server) -> None:
    pauses: list[float] = []
    server.routes["/robots.txt"] = answer("User-agent: *\nCrawl-delay: 7\n")
    server.routes["/"] = answer("x")
    with Fetcher(allow=HERE, limits=QUICK, sleep=pauses.append) as fetcher:
        fetcher.get(server.url("/"))
        fetcher.get(server.url("/"))
    assert len(pauses) == 1
    assert pauses[0] == pytest.approx(7, abs=0.5)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [("404 No", True), ("403 No", True), ("401 No", True), ("204 Nothing", True), ("500 No", False), ("503 No", False),
     ("429 No", False)],
)  # fmt: skip
def test_rules_that_are_not_there_allow_and_rules_that_cannot_be_learned_forbid(
    server: Server, fetcher: Fetcher, status: str, allowed: bool
) -> None:
    server.routes["/robots.txt"] = answer(status=status)
    server.routes["/"] = answer("x")
    if allowed:
        assert fetcher.get(server.url("/")).body == b"x"
    else:
        with pytest.raises(Failed, match=f"robots.txt gives HTTP status {status[:3]}"):
            fetcher.get(server.url("/"))
        assert server.paths() == ["/robots.txt"]


def test_rules_are_asked_for_once_and_again_after_a_day(server: Server) -> None:
    now = [0.0]
    server.routes["/"] = answer("x")
    with Fetcher(allow=HERE, limits=QUICK, clock=lambda: now[0], sleep=lambda seconds: None) as fetcher:
        for _ in range(3):
            fetcher.get(server.url("/"))
        assert server.paths().count("/robots.txt") == 1
        now[0] += 86_401
        fetcher.get(server.url("/"))
        assert server.paths().count("/robots.txt") == 2


def test_rules_that_could_not_be_learned_are_asked_for_again_soon(server: Server) -> None:
    now = [0.0]
    server.routes["/robots.txt"] = answer(status="500 No")
    server.routes["/"] = answer("x")
    with Fetcher(allow=HERE, limits=QUICK, clock=lambda: now[0], sleep=lambda seconds: None) as fetcher:
        for _ in range(2):
            with pytest.raises(Failed):
                fetcher.get(server.url("/"))
        assert len(server.asked) == 1
        server.routes["/robots.txt"] = answer("User-agent: *\nAllow: /\n")
        now[0] += 301
        assert fetcher.get(server.url("/")).body == b"x"


def test_rules_may_be_elsewhere_and_a_redirect_inside_gives_none(server: Server, fetcher: Fetcher) -> None:
    server.routes["/"] = answer("x")
    server.routes["/robots.txt"] = answer(status="301 Moved", Location="/rules")
    server.routes["/rules"] = answer("User-agent: consilience\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    with pytest.raises(Refused, match=r"robots\.txt of 127\.0\.0\.1 forbids it"):
        fetcher.get(server.url("/"))
    with Fetcher(allow=HERE, limits=QUICK) as other:
        server.routes["/robots.txt"] = answer(status="301 Moved", Location="http://169.254.169.254/")
        assert other.get(server.url("/")).body == b"x"


def test_rules_with_a_mark_or_in_another_order_are_read() -> None:
    rules = Robots.of(200, b"\xef\xbb\xbfUser-agent: consilience\nDisallow: /a\nAllow: /a/b\n")
    assert [rules.allows(f"http://x.example{path}") for path in ("/a", "/a/c", "/a/b/c", "/d")] == [
        False,
        False,
        True,
        True,
    ]


@given(st.binary(max_size=300))
def test_any_rules_are_read(body: bytes) -> None:
    rules = Robots.of(200, b"User-agent: *\n" + body)
    assert rules.allows("http://x.example/a") in (True, False)
    assert 0 <= rules.delay <= 60


def test_a_closed_fetcher_asks_for_nothing(server: Server) -> None:
    with Fetcher(allow=HERE, limits=QUICK) as fetcher:
        pass
    with pytest.raises(Refused, match="the fetcher is closed"):
        fetcher.get(server.url("/"))
    assert server.asked == []
