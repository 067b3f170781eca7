"""What a feed, a list or a news message holds: texts, and links to texts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One news text, or the link to one where ``text`` is None.

    ``id`` is what the publisher calls it, else its address; ``published`` is as written there. ``outlet``,
    ``publisher`` and ``credits`` are set where the entry itself names them. ``place`` says where in its file it
    stands; ``updated`` is when the publisher changed it, as written.
    """

    id: str
    url: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None
    updated: str | None = None
    outlet: str | None = None
    publisher: str | None = None
    byline: str | None = None
    language: str | None = None
    credits: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""

    @property
    def key(self) -> str:
        """A hash (SHA-256, 24 digits) that changes when the entry does: what was seen under it need not be read."""
        parts = (self.id, self.url, self.title, self.updated or self.published, self.text)
        return hashlib.sha256("\0".join(part or "" for part in parts).encode("utf-8", "replace")).hexdigest()[:24]

    def fields(self) -> dict[str, Any]:
        """The keys of a report JSON, without those that are empty."""
        named = {
            "text": self.text,
            "title": self.title,
            "url": self.url,
            "published": self.published or self.updated,
            "outlet": self.outlet,
            "publisher": self.publisher,
            "byline": self.byline,
            "language": self.language,
            "credits": list(self.credits),
        }
        # What the format names otherwise never stands in for what a report names itself.
        return {**{k: v for k, v in self.extra.items() if k not in named}, **{k: v for k, v in named.items() if v}}


@dataclass(frozen=True, slots=True)
class Faulty:
    """A part of a file that gives nothing, and why."""

    place: str
    reason: str
