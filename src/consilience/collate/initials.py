"""What initials stand for in one story: "VNA" is the Veldan News Agency where an outlet of that name signs so.

The tables know agencies of the whole world by their initials; a story knows its own better.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from consilience.collate.credits import initials
from consilience.model import Annotated, Report
from consilience.tables import agencies

_PAIR = re.compile(r"(?P<one>[^()]*[^()\s])\s*\((?P<other>[^()]+)\)")
_SENDS = frozenset({"press", "agency", "bureau", "wire", "newswire", "telegraph", "service"})
_DATELINE = 200  # characters at the beginning of a text in which an agency signs


def names_within(outlet: str) -> tuple[str, ...]:
    """The names that an outlet's name holds: "VNA (Veldan News Agency)" has two."""
    match = _PAIR.fullmatch(outlet.strip())
    return (match["one"], match["other"]) if match else (outlet,)


def own_agency(report: Report) -> str | None:
    """The full name of the agency that published the report, where it calls itself one and signs with its initials."""
    for given in (report.publisher, report.outlet):
        for name in names_within(given) if given else ():
            short = initials(name)
            sends = len(name.split()) > 1 and not _SENDS.isdisjoint(name.casefold().split())
            signs = rf"\b{re.escape(short)}\b"
            written = (given or "", report.text[:_DATELINE])
            if sends and len(short) > 1 and any(re.search(signs, text) for text in written):
                return None if agencies.find(name, medium=True) else name
    return None


def own_names(reports: Sequence[Report]) -> dict[str, str]:
    """The full names of the story's own agencies by their initials, and by what the tables take these for."""
    found: dict[str, str] = {}
    for report in reports:
        name = own_agency(report)
        if name is None:
            continue
        found[initials(name)] = name
        other = agencies.find(initials(name), medium=True)
        full = [w for w in (other.name, *other.aliases) if " " in w] if other else []
        if other and not any(words in r.text for r in reports for words in full):
            found[other.name] = name
    return found


def written_out(annotated: Annotated, names: Mapping[str, str]) -> Annotated:
    """The report with the story's own agencies under their full names, in what it credits and whom it cites."""
    if not names:
        return annotated
    said = tuple(
        replace(
            a,
            speaker=names.get(a.speaker or "", a.speaker),
            via=tuple(dict.fromkeys(names.get(via, via) for via in a.via)),
        )
        for a in annotated.attributions
    )
    credited = tuple(dict.fromkeys(names.get(name, name) for name in annotated.report.credits))
    return replace(annotated, attributions=said, report=replace(annotated.report, credits=credited))
