"""What robots.txt allows (RFC 9309)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from protego import Protego

from consilience.read.decode import decode
from consilience.read.unreadable import UnreadableError

# The program's name as it stands in robots.txt.
TOKEN = "consilience"
MAX_BYTES = 512 * 1024  # the standard asks for at least 500 KiB; what follows is not read
_MOST_DELAY = 60.0  # seconds; a longer wait is a mistake or a trap
# Server faults, and being asked to slow down: nothing is known of the rules then.
_UNREACHABLE = (429, *range(500, 600))


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin. ``known`` is False where they could not be learned and nothing may be fetched."""

    rules: Any = None
    known: bool = True
    why: str = ""

    @classmethod
    def of(cls, status: int, body: bytes) -> Robots:
        """From the answer to a request for robots.txt.

        200 gives the rules; a server fault (5xx, 429) forbids everything; any other status, such as 404, allows it.
        """
        if status in _UNREACHABLE:
            return cls(known=False, why=f"robots.txt gives HTTP status {status}, so nothing is fetched there")
        if status != 200:
            return cls()
        try:
            return cls(Protego.parse(decode(body[:MAX_BYTES])))
        except UnreadableError:
            return cls()  # no text, hence no rules

    def allows(self, url: str) -> bool:
        """Whether the program may fetch this address."""
        return self.known and (self.rules is None or bool(self.rules.can_fetch(url, TOKEN)))

    @property
    def delay(self) -> float:
        """The seconds that the site asks to leave between two requests, at most a minute; 0 where it asks for none."""
        asked = self.rules.crawl_delay(TOKEN) if self.rules is not None else None
        return min(float(asked), _MOST_DELAY) if asked and math.isfinite(asked) and asked > 0 else 0.0
