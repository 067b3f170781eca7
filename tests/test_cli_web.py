"""The commands on web addresses."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator

import pytest

from consilience.cli import NOTHING_READ, OK, USAGE, main

PARAGRAPH = "The council of Eastport closed the wooden bridge on Monday, an engineer told reporters there. " * 3
PAGE = (
    "<html lang='en'><head><title>Bridge closed</title></head>"
    f"<body><article><p>{PARAGRAPH}</p></article></body></html>"
)
FEED = "<rss version='2.0'><channel><item><title>Bridge closed</title><link>/page</link></item></channel></rss>"


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = {"/page": PAGE, "/feed": FEED}.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(5)


def test_an_address_is_reached_where_it_is_allowed(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", f"{site}/page", "--allow-address", "127.0.0.1"]) == OK
    printed = json.loads(capsys.readouterr().out)
    assert printed["report"]["url"] == f"{site}/page"
    assert printed["report"]["outlet"] == "127.0.0.1"


def test_an_address_inside_is_refused_where_it_is_not(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", f"{site}/page"]) == NOTHING_READ
    assert capsys.readouterr().err == f"consilience: set aside {site}/page: 127.0.0.1 is a loopback address\n"


def test_links_are_followed_where_asked(site: str, capsys: pytest.CaptureFixture[str]) -> None:
    reach = ["--allow-address", "10.0.0.0/8", "--allow-address", "127.0.0.1"]
    assert main(["annotate", f"{site}/feed", *reach]) == NOTHING_READ
    assert "1 link not followed" in capsys.readouterr().err
    assert main(["annotate", f"{site}/feed", "--follow", "5", *reach]) == OK
    assert json.loads(capsys.readouterr().out)["report"]["url"] == f"{site}/page"


def test_another_scheme_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["annotate", "file:///etc/hostname"]) == NOTHING_READ
    assert "only http and https are fetched: file" in capsys.readouterr().err


@pytest.mark.parametrize("given", [["--allow-address", "http://x/"], ["--follow", "many"], ["--follow", "-1"]])
def test_wrong_arguments_are_one_line(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["brief", "x.txt", *given])
    assert end.value.code == USAGE
    assert len(capsys.readouterr().err.splitlines()) == 1
