"""A web server with feeds that grow, pages behind their links, and a webhook; everything in it is invented."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

# Takes the headers and the body of a delivery and gives the status of the answer.
Hook = Callable[[dict[str, str], bytes], int]
HOSTS = {"coast": "127.0.0.1", "harbour": "127.0.0.2", "lantern": "127.0.0.3"}
MORE = (
    "Traders had warned of the old wiring for years, and the harbour board had put off the repairs twice. "
    "The market hall stood between the quay and the customs house and was built of timber."
)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a feed: with its text, or with a link alone, whose page holds the text."""

    path: str
    title: str
    text: str
    day: str = "Tue, 10 Mar 2026 08:00:00 +0000"
    linked: bool = False


@dataclass
class Newsroom:
    """``feeds`` holds the editions of each feed; one that is asked for with the ETag of an edition gives the next.

    Without one it gives what it gave last: all that is known of how far its reader is, is what the reader says.
    """

    feeds: dict[str, list[list[Item]]] = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes, dict[str, str]]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    hook: Hook = lambda headers, body: 204
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: list[tuple[dict[str, str], bytes, int]] = field(default_factory=list)
    reached: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        room = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                room.get(self)

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    return  # whoever sends was killed over it
                headers = {name.lower(): value for name, value in self.headers.items()}
                status = room.hook(headers, body)
                room.sent.append((headers, body, status))
                self.answer(status, b"", {})

            def answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # whoever asked was killed

        self.server = Quiet(("0.0.0.0", 0), Handler)
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, path: str) -> str:
        """The address of a path; each outlet has a host of its own."""
        host = HOSTS.get(path.split("/")[1].removesuffix(".rss"), "127.0.0.1")
        return f"http://{host}:{self.server.server_address[1]}{path}"

    def begin(self) -> None:
        """Everything as on the first day."""
        self.feeds = growing()
        for grown in (self.answers, self.slow, self.reached, self.asked, self.sent):
            grown.clear()
        self.hook = lambda headers, body: 204

    def get(self, handler: Any) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.asked.append((handler.path, headers))
        time.sleep(self.slow.get(handler.path, 0))
        if handler.path in self.answers:
            handler.answer(*self.answers[handler.path])
        elif handler.path in self.feeds:
            editions = self.feeds[handler.path]
            had = int(headers.get("if-none-match", f'"{self.reached.get(handler.path, 0)}"').strip('"'))
            self.reached[handler.path] = had
            if had >= len(editions):
                handler.answer(304, b"", {})
            else:
                body = self.rss(handler.path, editions[had])
                handler.answer(200, body, {"ETag": f'"{had + 1}"', "Content-Type": "application/rss+xml"})
        else:
            page = self.page(handler.path)
            handler.answer(200 if page else 404, page, {"Content-Type": "text/html; charset=utf-8"})

    def times(self, path: str) -> int:
        """How often a path was asked for."""
        return [p for p, _ in self.asked].count(path)

    def rss(self, name: str, items: list[Item]) -> bytes:
        entries = "".join(self._entry(item) for item in reversed(items))
        head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        return f"{head}<channel><title>Feed {name}</title>{entries}</channel></rss>".encode()

    def _entry(self, item: Item) -> str:
        full = "" if item.linked else f"<content:encoded><![CDATA[<p>{item.text}</p>]]></content:encoded>"
        facts = f"<title>{item.title}</title><link>{self.url(item.path)}</link><pubDate>{item.day}</pubDate>"
        return f"<item>{facts}{full}</item>"

    def page(self, path: str) -> bytes:
        item = next((i for all in self.feeds.values() for e in all for i in e if i.linked and i.path == path), None)
        if item is None or not item.text:
            return b""
        head = f'<html lang="en"><head><title>{item.title}</title></head>'
        return f"{head}<body><article><h1>{item.title}</h1><p>{item.text}</p></article></body></html>".encode()


def fire(outlet: str, dead: str, by: str, more: str = MORE) -> str:
    """A text about the one event that most feeds report."""
    return (
        f"A fire destroyed the fish market of Port Andor on Monday, {by} told {outlet}. The fire killed {dead} people, "
        f"{by} said. {more}"
    )


def strike(outlet: str, routes: str) -> str:
    return (
        f"Bus drivers in Velmora walked out on Tuesday over their wages at night, the union leader, Bela Orsin, told "
        f"{outlet}. The walkout stops {routes} routes, the operator said. Talks about the shifts after midnight were "
        "called off last week, and no new date has been set. The town hall asked both sides to come back to the table."
    )


FIRE, STRIKE = "Fire destroys the fish market of Port Andor", "Bus drivers in Velmora walk out over night pay"
WEDNESDAY = "Wed, 11 Mar 2026 09:00:00 +0000"


def growing() -> dict[str, list[list[Item]]]:
    """Feeds of four editions in all: an event that grows, another one, an article that is revised, links alone, a
    link that leads nowhere. An edition holds what is new and little else, so that one that is missed is missed."""
    coast = Item("/coast/fire", FIRE, fire("the Coast Mail", "three", "Mayor Ilsa Brandt"))
    revised = Item("/coast/fire", FIRE, fire("the Coast Mail", "five", "Mayor Ilsa Brandt"), WEDNESDAY)
    buses = Item("/coast/buses", STRIKE, strike("the Coast Mail", "12"))
    harbour = Item(
        "/harbour/fire", FIRE, fire("Harbour Radio", "three", "fire chief Tomas Rell", f"Nine were hurt. {MORE}")
    )
    late = Item("/harbour/toll", FIRE, fire("Harbour Radio", "six", "fire chief Tomas Rell"), WEDNESDAY)
    linked = Item("/lantern/fire", FIRE, fire("the Lantern", "three", "Doctor Anna Feld"), linked=True)
    nowhere = Item("/lantern/nowhere", "Nothing is left at this address", "", linked=True)
    more = Item("/lantern/buses", STRIKE, strike("the Lantern", "14"), WEDNESDAY, linked=True)
    return {
        "/coast.rss": [[coast], [coast, buses], [revised]],
        "/harbour.rss": [[harbour], [late]],
        "/lantern.rss": [[linked], [nowhere, more]],
    }
