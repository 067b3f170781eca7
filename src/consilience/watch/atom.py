"""The newest alerts as an Atom feed (RFC 4287) in a file, for any reader of feeds."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from consilience.publish.characters import visible
from consilience.store.alerts import Alert

MOST = 200
_ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF), 0xFFFD)
_ALERT = uuid.uuid5(uuid.NAMESPACE_URL, "https://consilience.invalid/alert")


def render(alerts: Sequence[tuple[Alert, datetime | None]], address: str) -> bytes:
    """The feed of these alerts, given with the times of their rounds, the newest first; ``address`` identifies it.

    The same alerts give the same bytes.
    """
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _text(feed, "id", uuid.uuid5(uuid.NAMESPACE_URL, address).urn)
    _text(feed, "title", "Consilience: alerts")
    _text(feed, "updated", _time(max((at for _, at in alerts if at is not None), default=None)))
    _text(etree.SubElement(feed, f"{{{_ATOM}}}author"), "name", "Consilience")
    for alert, at in alerts:
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _text(entry, "id", uuid.uuid5(_ALERT, alert.id).urn)
        _text(entry, "title", f"{alert.payload.get('title') or alert.story}: {alert.payload['summary']}")
        _text(entry, "updated", _time(at))
        etree.SubElement(entry, f"{{{_ATOM}}}category", term=_sound(alert.rule))
        passages = alert.payload.get("passages", [])
        for url in dict.fromkeys(p["url"] for p in passages if p["url"]):
            etree.SubElement(entry, f"{{{_ATOM}}}link", rel="related", href=_sound(url))
        lines = [f"{p['outlet'] or p['report']}: {' '.join((p['text'] or p['title'] or '').split())}" for p in passages]
        _text(entry, "content", "\n".join([alert.payload["summary"], *lines]), type="text")
    return bytes(etree.tostring(feed, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def write(path: Path, data: bytes) -> None:
    """Put the bytes into the file whole: who reads it sees the old ones or the new ones. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _text(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{{{_ATOM}}}{name}", **attributes).text = _sound(text)


def _sound(text: str) -> str:
    """The text with what no XML can hold made visible."""
    return visible(text).translate(_NO_CHARACTERS)


def _time(at: datetime | None) -> str:
    return (at or _BEGINNING).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
