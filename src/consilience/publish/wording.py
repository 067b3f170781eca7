"""What the counts, names and dates of a dossier are called, for every human reader alike.

The words say what the program has counted and never what is true: an origin is
one that the reports show, and where none is shown the words say so.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from urllib.parse import urlsplit

from consilience.model import (
    Conflict,
    ConflictRelation,
    ConflictSlot,
    DatedBy,
    DateRange,
    Dossier,
    Finding,
    Lead,
    Origin,
    OriginCount,
    Place,
    Report,
    Status,
    StoryEntity,
    Support,
)
from consilience.publish.characters import line
from consilience.tables import countries

# An id is a hash of the content or was given with the report; only a hash is replaced, never a word.
_ID = re.compile(r"\b[0-9a-f]{12,64}\b")

MOST_PHRASES = 4  # of one difference in words that are shown where each is only a phrase
STATUS: dict[Status, tuple[str, str]] = {
    "corroborated": ("Corroborated", "at least two origins are on record for it"),
    "single origin": ("Single origin", "every report that shows where it has this from leads back to one origin"),
    "not established": ("Origin not established", "no report shows where it has this from"),
    "disputed": ("Disputed", "the reports contradict each other on it"),
}

RELATION: dict[ConflictRelation, tuple[str, str]] = {
    "contradiction": ("Contradiction", "these cannot all hold"),
    "revision": ("Revision", "a later report gives another value"),
    "undecided": ("Undecided", "whether these can all hold is open"),
    "ambiguity": ("Ambiguity", "the words allow more than one reading"),
    "wording": ("Wording", "the same thing in other words"),
    "precision": ("Precision", "compatible: one is more exact than the other"),
}

_DATED: dict[DatedBy, str] = {
    "metadata": "dated by its own metadata",
    "given": "date given by the user",
    "inferred": "date inferred from what it says",
    "unknown": "no date",
}


def number(count: int, noun: str, plural: str | None = None) -> str:
    """“1 report”, “2 reports”."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”; empty for nothing."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def day(iso: str) -> str:
    """An ISO day, month, year or time as a reader writes it: “12 July 2025”; unchanged where it is none of them."""
    head, _, clock = iso.partition("T")
    try:
        match head.split("-"):
            case [_, _, _]:
                moment = date.fromisoformat(head)
                words = f"{moment.day} {moment:%B} {moment.year}"
            case [year, month] if len(year) == 4:
                words = f"{date(int(year), int(month), 1):%B} {int(year)}"
            case _:
                return iso
    except ValueError:
        return iso
    return f"{words}, {clock[:5]}" if clock else words


def period(earliest: str | None, latest: str | None) -> str:
    """The days between two ISO days, both inclusive, as briefly as stays exact; empty where both are open."""
    if not earliest or not latest:
        return f"from {day(earliest)}" if earliest else f"until {day(latest)}" if latest else ""
    if earliest == latest:
        return day(earliest)
    first, last = day(earliest).split(" "), day(latest).split(" ")
    if len(first) != 3 or len(last) != 3 or first[2] != last[2]:
        return f"{day(earliest)} – {day(latest)}"
    if earliest[4:] == "-01-01" and latest[4:] == "-12-31":
        return last[2]
    if first[1] != last[1]:
        return f"{first[0]} {first[1]} – {last[0]} {last[1]} {last[2]}"
    whole = first[0] == "1" and int(last[0]) == monthrange(int(latest[:4]), int(latest[5:7]))[1]
    return f"{last[1]} {last[2]}" if whole else f"{first[0]}–{last[0]} {last[1]} {last[2]}"


def difference(conflict: Conflict) -> str:
    """“Contradiction: date”: how the sides relate, and in what they differ."""
    name = RELATION[conflict.relation][0]
    return name if conflict.slot == "other" else f"{name}: {conflict.slot}"


def is_of_words(conflict: Conflict) -> bool:
    """Whether it only shows how one thing is put; such a difference stands with its statement."""
    return conflict.slot == "other" and conflict.relation not in ("contradiction", "revision")


def put_differently(conflict: Conflict) -> str:
    """“the owners” · “the police”: the first phrases of a difference in words, how many more, and how they relate."""
    told = " · ".join(f"“{line(side.value)}”" for side in conflict.sides[:MOST_PHRASES])
    more = len(conflict.sides) - MOST_PHRASES
    return f"{told}{f' and {more} more' if more > 0 else ''} ({RELATION[conflict.relation][0].lower()})"


def beside(dossier: Dossier) -> str:
    """How many differences stand with their statements; empty where none does."""
    count = sum(is_of_words(c) for c in dossier.conflicts)
    verb = "stands" if count == 1 else "stand"
    return f"{number(count, 'difference')} in words only {verb} with the statements above." if count else ""


def side(slot: ConflictSlot, value: str) -> str:
    """The value of one side of a conflict as a reader writes it."""
    if slot != "date":
        return value
    earliest, _, latest = value.partition("/")
    return period(earliest, latest or earliest) or value


def published(report: Report) -> str:
    """When a report was published and how that is known, in words."""
    earliest, _, latest = (report.published or "").partition("/")
    when = period(earliest or None, latest or earliest or None)
    return f"{when}, {_DATED[report.dated_by]}" if when else _DATED["unknown"]


def event_date(range_: DateRange) -> str:
    """The days of the event, or that none could be worked out."""
    return period(range_.earliest, range_.latest) or "Date not established"


def place(where: Place) -> str:
    """“near Wonsan, North Korea”: the vague words, the name, its country; the state too where that is the US's."""
    named = f"{where.vague} {where.name}" if where.vague else where.name
    return ", ".join([named, *_holders(where)])


def lies(entity: StoryEntity) -> str:
    """Where an entity that is a place lies: “France”, “Lyon, France” for what is called otherwise; else empty."""
    if entity.place is None:
        return ""
    own = entity.place.name in (entity.name, *entity.aliases)
    return ", ".join(_holders(entity.place)) if own else place(entity.place)


def _holders(where: Place) -> list[str]:
    country = countries.by_code().get(where.country or "")
    state = where.region if where.country == "US" and where.sort == "town" and where.region != where.name else None
    held = (state, country.name if country and where.sort != "country" else None)
    return [holder for holder in held if holder and holder != where.name]


def coordinates(where: Place) -> str:
    """“39.15° N, 127.44° E, within 8 km”; empty for a place that is in no table."""
    if where.latitude is None or where.longitude is None or where.radius_km is None:
        return ""
    north, east = "N" if where.latitude >= 0 else "S", "E" if where.longitude >= 0 else "W"
    middle = f"{abs(where.latitude):g}° {north}, {abs(where.longitude):g}° {east}"
    return f"{middle}, within {max(1, round(where.radius_km)):,} km"


class Names(dict[str, str]):
    """The name that a report's id goes by; what is no report's id, such as an agency, goes by itself."""

    def __missing__(self, key: str) -> str:
        return key

    def within(self, reason: str) -> str:
        """A reason with every report's id in it replaced by the report's name."""
        return _ID.sub(lambda m: self.get(m[0], m[0]), reason)


def outlets(reports: Iterable[Report]) -> Names:
    """For each report's id the name that it goes by: its outlet, its site or its place; two alike are numbered."""
    names = {report.id: _outlet(report, place) for place, report in enumerate(reports, 1)}
    shared, seen, result = Counter(names.values()), Counter[str](), Names()
    for key, name in names.items():
        seen[name] += 1
        result[key] = f"{name} ({seen[name]})" if shared[name] > 1 else name
    return result


def _outlet(report: Report, place: int) -> str:
    if report.outlet or report.publisher:
        return report.outlet or report.publisher or ""
    try:
        site = urlsplit(report.url or "").hostname
    except ValueError:
        site = None
    return site or f"Report {place}"


def chain(support: Support, outlet: str) -> tuple[str, ...]:
    """Who passed the words on, from the speaker outward to the outlet that carries them."""
    links = [support.speaker, *support.via, outlet]
    return tuple(link for i, link in enumerate(links) if link and (i == 0 or link != links[i - 1]))


def bearing(support: Support) -> str:
    """How a support stands to what its finding shows: “denies it”, “may state something else”; empty where it states
    it."""
    told = [] if support.stance == "states" else [f"{support.stance} it"]
    if support.vouches == "possibly":
        told.append("may state something else")
    elif support.vouches == "no" and support.stance != "denies":
        told.append("tells otherwise")
    return ", ".join(told)


def flow(finding: Finding, origins: dict[str, Origin]) -> tuple[str, str, str]:
    """“5 outlets”, “1 origin: KCNA”, “at most 3”: what carries a finding, what it goes back to, what stays open."""
    return number(finding.outlets, "outlet"), *_origins(finding.origins, origins)


def _origins(count: OriginCount, origins: dict[str, Origin]) -> tuple[str, str]:
    names = ", ".join(origins[key].name for key in count.ids if key in origins)
    shown = f"{number(count.at_least, 'origin')}{': ' + names if names else ''}"
    return (
        shown if count.at_least else "no origin established",
        f"at most {count.at_most}" if count.at_most > count.at_least else "",
    )


def explanation(finding: Finding, origins: dict[str, Origin]) -> str:
    """At least, at most and parties, in whole sentences."""
    count = finding.origins
    known = [origins[key] for key in count.ids if key in origins]
    names, parties = [origin.name for origin in known], sorted({origin.party for origin in known if origin.party})
    told = []
    if not count.at_least:
        told.append("No report shows where it has this from.")
    else:
        told.append(f"At least {number(count.at_least, 'origin')}{': ' + listed(names) if names else ''}.")
    if count.at_least == 1 and len(known) == len(parties) == 1 and parties != names:
        told.append(f"{names[0]} speaks for one party: {parties[0]}.")
    elif count.at_least > 1:
        whole = f": {listed(parties)}" if len(parties) == count.parties else ""
        told.append(f"Together they speak for {number(count.parties, 'party', 'parties')}{whole}.")
    doubtful = finding.not_counted("possibly")
    reasons = {"may not state quite the same": doubtful, "tell otherwise": finding.not_counted("no")}
    for because, uncounted in reasons.items():
        others = [origins[key].name for key in uncounted if key in origins]
        if others:
            are = "is" if len(others) == 1 else "are"
            told.append(f"{listed(others)} {are} not counted: the words {because}.")
    open_ = count.at_most - count.at_least - len(doubtful)
    if open_ > 0:
        publisher = number(open_, "more publisher" if count.at_least else "publisher")
        shows, own = ("shows", "an origin of its own") if open_ == 1 else ("show", "origins of their own")
        told.append(f"{publisher} {shows} no source and could be {own}: at most {number(count.at_most, 'origin')}.")
    return " ".join(told)


def scope(dossier: Dossier) -> str:
    """What the dossier rests on, in one sentence."""
    left = dossier.left_out
    single = sum(len(f.support) <= 1 for f in dossier.findings)
    several = len(dossier.findings) - single + left.findings - left.single
    names = outlets(dossier.reports)
    carriers = {report.outlet or names[report.id] for report in dossier.reports}
    used = {key for finding in dossier.findings for key in finding.origins.ids}
    origins = len(dossier.origins) if left.findings else len(used)
    return (
        f"{number(len(dossier.reports), 'report')} of {number(len(carriers), 'outlet')} "
        f"{'names' if len(dossier.reports) == 1 else 'name'} {number(origins, 'origin')}; "
        f"{number(several, 'statement')} {'stands' if several == 1 else 'stand'} in more than one report, "
        f"{number(single + left.single, 'statement')} in one only."
    )


def left_out(dossier: Dossier) -> str:
    """What is not shown because less was asked for, in one sentence; empty where all is shown."""
    left = dossier.left_out
    several = left.findings - left.single
    parts = [
        number(several, "statement of several reports", "statements of several reports") if several else "",
        number(left.single, "statement of one report", "statements of one report") if left.single else "",
        number(left.conflicts, "difference") if left.conflicts else "",
    ]
    told = [part for part in parts if part]
    return f"Left out here: {listed(told)}." if told else ""


def lead_flow(lead: Lead, origins: dict[str, Origin]) -> str:
    """“5 outlets → 1 origin: KCNA (at most 3)”, for the main statement of a sentence; its outlet count alone else."""
    outlets_ = number(lead.outlets, "outlet")
    if lead.origins is None:
        return outlets_
    shown, most = _origins(lead.origins, origins)
    return f"{outlets_} → {shown}{f' ({most})' if most else ''}"


def dating(dossier: Dossier) -> str:
    """How the reports came by their dates, in one sentence."""
    ways: dict[DatedBy, str] = {
        "metadata": "by their metadata",
        "given": "by the date that was given",
        "inferred": "by inference from what they say",
        "unknown": "not at all",
    }
    counts = Counter(report.dated_by for report in dossier.reports)
    told = [f"{counts[how]} {words}" for how, words in ways.items() if counts[how]]
    return f"Reports dated: {', '.join(told)}." if told else ""


NO_CONFLICT = (
    "No conflict was found. That is not proof of agreement: only what two reports state alike can be compared."
)
CLAIM = "The program counts the origins that the reports show. It does not judge what is true."
