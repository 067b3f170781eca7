"""The agencies that a report names as its supplier: in its metadata, its dateline and its last lines."""

from __future__ import annotations

import re

from consilience.annotate import datelines
from consilience.model import Report
from consilience.tables import agencies

_DATELINE = 240
_ENDING = 400
_LINES = 3  # a dateline stands in one of the first
_BRACKETS = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]")
_PARTS = re.compile(r"\s*(?:,|;|/|&|\band\b|\bvia\b)\s*")
_CREDIT = re.compile(
    r"(?:[-–—]\s*|\bsource\s*:\s*|\b(?:with|additional)\s+(?:inputs?|reporting|material|files)\s+(?:from|by)\s+(?:the\s+)?(?:agencies\s+)?)"
    r"([A-Z][^\n.]{1,60}?)\s*[.)\]]?\s*$",
    re.IGNORECASE,
)
# "… on the neighbouring island. AFP"
BEHIND = re.compile(r"[.!?][”\"’']?\s+(?P<names>[A-Z][\w/,& -]{1,40}?)\s*$")
# How Reuters signs; no other agency closes its reports so.
_REUTERS = re.compile(
    r"\(\s*(?:Additional )?[Rr]eporting by [^()\n]{2,300}?; ?(?:[Ww]riting by [^()\n]{2,120}?; ?)?[Ee]diting by"
)
_BY = re.compile(r"^\s*(?:by\s+)?(?:the\s+)?", re.IGNORECASE)


def _named(text: str) -> list[str]:
    found = []
    for part in _PARTS.split(text):
        agency = agencies.find(_BY.sub("", part).strip(" .()[]—–-"), medium=True)
        if agency and agency.name not in found:
            found.append(agency.name)
    return found


def suppliers(text: str, report: Report | None = None) -> tuple[str, ...]:
    """The suppliers' names as the table of agencies has them, in the order found, without the carrying outlet.

    Looks at the report's credits and byline, at brackets before the first
    dash of the text ("SEOUL (Reuters) -"), and at the last three lines.
    """
    found: list[str] = []
    if report is not None:
        for credit in report.credits:
            found += _named(credit) or [credit]
        found += _named(report.byline or "")
    start = text[:_DATELINE]
    head = min(
        (i for i in (start.find(" - "), start.find(" – "), start.find(" — "), start.find(" -- ")) if i >= 0), default=0
    )
    in_dateline = [bracket.group(1) for bracket in _BRACKETS.finditer(start[: head + 1])]
    for line in text.split("\n", _LINES)[:_LINES]:
        place = datelines.supplier(line)
        in_dateline += [line[slice(*place)]] if place else []
    for names in dict.fromkeys(in_dateline):
        found += _named(names)
    signed = False
    for line in text[-_ENDING:].rstrip().split("\n")[-3:]:
        signed = signed or _REUTERS.search(line) is not None
        match = _CREDIT.search(line[-120:])
        if match:
            found += _named(match.group(1))
        behind = BEHIND.search(line[-120:])
        if behind:
            found += _named(behind["names"])
        for bracket in _BRACKETS.finditer(line[-62:].rstrip()):
            if bracket.end() == len(line[-62:].rstrip()):
                found += _named(bracket.group(1))
    # An agency that no table knows may have taken the form over: it names itself in the dateline.
    if signed and not found and not in_dateline:
        found.append("Reuters")
    own = agencies.find(report.outlet, medium=True) if report and report.outlet else None
    return tuple(dict.fromkeys(name for name in found if own is None or name != own.name))
