"""How often something happens, where no number of its own says so: *weekly*, *twice a day*, *biweekly*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from consilience.annotate.counted import counted
from consilience.annotate.measures import Where
from consilience.model import Quantity

PERIODS = {"day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h", "night": "{night}", "annum": "a"}
PER_PERIOD = re.compile(
    r"(?:\s(?:times\s)?(?:a|per|each|every|an)\s|-a-|/|\sper-)(day|week|month|year|hour|night|annum)\b"
)
ADVERBS = {"hourly": "h", "daily": "d", "nightly": "{night}", "weekly": "wk", "monthly": "mo"}
_OFTEN = re.compile(
    r"\b(?:(?P<bi>bi|semi-?)(?P<what>weekly|monthly|annual|annually)"
    r"|(?P<times>once|twice|thrice)(?:[- ](?P<adverb>hourly|daily|weekly|monthly|yearly|annually)\b"
    r"|(?:\s(?:a|per|each|every|an)\s|-a-)(?P<period>day|week|month|year|hour|night|annum))"
    r"|(?P<alone>daily|weekly|monthly)(?=\s[a-z]))\b",
    re.IGNORECASE,
)
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}


def frequencies(where: Where) -> Iterator[Quantity]:
    """Frequencies without a number of their own: *weekly*, *twice a day*, the ambiguous *biweekly*."""
    for m in _OFTEN.finditer(where.text):
        token = where.token(m.start())
        if m["bi"]:
            unit = "/" + {"weekly": "wk", "monthly": "mo"}.get(m["what"].lower(), "a")
            low, high, value = (0.5, 2.0, None) if m["bi"].lower() == "bi" else (2.0, 2.0, 2.0)
        elif m["times"]:
            value = low = high = _TIMES[m["times"].lower()]
            unit = "/" + (PERIODS[m["period"].lower()] if m["period"] else ADVERBS.get(m["adverb"].lower(), "a"))
        else:
            if token.dep_ != "amod" or token.pos_ != "ADJ" or (token.i and token.nbor(-1).pos_ == "NUM"):
                continue
            value, unit = 1.0, "/" + ADVERBS[m["alone"].lower()]
            low = high = 1.0
        before_noun = token.dep_ == "amod" or m["bi"] or m["adverb"]
        held = counted(where.token(m.end() - 1), where.after(m.end())) if before_noun else None
        exact = low == high
        yield Quantity(
            m.start(), m.end(), m[0], value, None if exact else low, None if exact else high, "=" if exact else "~",
            unit, held.text if held else None,
        )  # fmt: skip
