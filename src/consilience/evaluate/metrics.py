"""The figures of one story: what the program says of it against its answer key.

Each figure is a :class:`Share`, so that the figures of several stories add up to
those of all: percentages are of the sums, not means of percentages.

A passage and a support *touch* where they share at least half of the shorter one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations
from pathlib import PurePath
from typing import Any

from consilience.evaluate.keys import Dispute, Key, Pair, Passage

# A support longer than this says too much to have been read as one statement.
LONGEST = 400
QUOTE_OVERLAP = 0.8
LOUD = ("contradiction", "revision")
# Words that many names share and that tell no name from another.
_PLAIN = frozenset(
    ["the", "of", "mr", "ms", "mrs", "president", "minister", "news", "agency", "state", "media", "a", "an", "and"]
)
_WORD = re.compile(r"[^\W\d_]{2,}|\d+")

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``total``."""

    right: int = 0
    total: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.total + other.total)

    @property
    def percent(self) -> float | None:
        """To one decimal; None of nothing."""
        return round(100 * self.right / self.total, 1) if self.total else None

    @property
    def ratio(self) -> float | None:
        """To two decimals; None of nothing."""
        return round(self.right / self.total, 2) if self.total else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts behind one line of the table.

    ``found``: pairs of passages of one fact, of different reports, that one finding covers both of.
    ``joined``: pairs of supports of one finding, of different reports, that state the same fact.
    ``merged``: look-alikes that a finding wrongly joins. ``splits``: findings per found fact.
    ``said``: supports whose sayer is named. ``disputes``, ``loud_disputes`` and ``raised``: conflicts of the
    key found, the contradictions and revisions among them, and those reported that are in the key.
    ``lost``: characters of passages that cleaning removed. ``together``: pairs of reports rightly in one
    dossier or in two.
    """

    found: Share = Share()
    joined: Share = Share()
    merged: Share = Share()
    splits: Share = Share()
    said: Share = Share()
    disputes: Share = Share()
    loud_disputes: Share = Share()
    raised: Share = Share()
    quotes: Share = Share()
    speakers: Share = Share()
    lost: int = 0
    boilerplate: Share = Share()
    dates: Share = Share()
    together: Share = Share()

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two percentages as they are printed; None where either is 0 or missing."""
        precision, recall = self.joined.percent, self.found.percent
        return round(2 * precision * recall / (precision + recall), 1) if precision and recall else None

    def row(self) -> dict[str, float | int | None]:
        """The line of the table, by the names of its columns."""
        return {
            "facts P": self.joined.percent,
            "facts R": self.found.percent,
            "facts F1": self.f1,
            "merge": self.merged.percent,
            "split": self.splits.ratio,
            "said": self.said.percent,
            "conflict R": self.disputes.percent,
            "contradiction+revision R": self.loud_disputes.percent,
            "conflict P": self.raised.percent,
            "quotes R": self.quotes.percent,
            "speaker": self.speakers.percent,
            "lost": self.lost,
            "boilerplate": self.boilerplate.percent,
            "dates": self.dates.percent,
            "together": self.together.percent,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that the program did not give, or gave wrongly: the figure it counts in, and what it is about."""

    figure: str
    about: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of one story, and every fault that keeps them from 100."""

    figures: Figures
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Span:
    """A support or a side's span, under the key's name for its report; ``sayers`` are its speaker and via."""

    report: str
    start: int
    end: int
    text: str
    sayers: tuple[str, ...] = ()


@dataclass(slots=True)
class _Count:
    """Questions put one at a time; what was answered wrongly becomes a fault."""

    figure: str
    right: int = 0
    total: int = 0
    faults: list[Fault] = field(default_factory=list)

    def ask(self, right: bool, *about: Any) -> None:
        self.total += 1
        self.right += right
        if not right:
            self.faults.append(Fault(self.figure, about))

    @property
    def share(self) -> Share:
        return Share(self.right, self.total)


def score(key: Key, briefing: Json, annotations: Iterable[Json], names: Mapping[str, str]) -> Result:
    """The figures of a story.

    ``briefing`` and ``annotations`` are what `consilience brief` and `consilience annotate` print, parsed;
    ``names`` gives the key's name of a report by the file name in its path. A report that is in neither output
    counts as missed. Raises KeyError for a path that ``names`` does not know.
    """

    def name(report: Json) -> str:
        return names[PurePath(report["path"]).name]

    dossiers = briefing["dossiers"]
    reports = {r["id"]: name(r) for d in dossiers for r in d["reports"]}
    homes = {name(r): place for place, d in enumerate(dossiers) for r in d["reports"]}
    findings = [[_support(s, reports) for s in f["support"]] for d in dossiers for f in d["findings"]]
    conflicts = [c for d in dossiers for c in d["conflicts"]]
    notes = {name(a["report"]): a for a in annotations}

    parts = (
        _facts(key, findings),
        _look_alikes(key, findings),
        _said(key, findings),
        _conflicts(key, conflicts, reports),
        _quotations(key, notes),
        _cleaning(key, notes),
        _dates(key, notes),
        _together(key, homes),
    )
    return Result(
        sum((p.figures for p in parts), Figures()),
        tuple(fault for p in parts for fault in p.faults),
    )


def overlap(a: _Span | Passage, b: _Span | Passage) -> int:
    """Characters that two spans of one report share."""
    return _shared(a.start, a.end, b.start, b.end)


def touches(a: _Span | Passage, b: _Span | Passage) -> bool:
    """Whether two spans are of one report and share at least half of the shorter one."""
    return a.report == b.report and overlap(a, b) >= 0.5 * min(a.end - a.start, b.end - b.start)


def same_name(a: str | None, b: str | None) -> bool:
    """Whether two names share a word that tells names apart ("state media" has only plain words: they count)."""
    return bool(_words(a) & _words(b))


def _words(name: str | None) -> frozenset[str]:
    found = frozenset(_WORD.findall((name or "").lower()))
    return found - _PLAIN or found


def _shared(start: int, end: int, other_start: int, other_end: int) -> int:
    return max(0, min(end, other_end) - max(start, other_start))


def _support(raw: Json, reports: Mapping[str, str]) -> _Span:
    sayers = tuple(x for x in (raw.get("speaker"), *raw.get("via", ())) if x)
    return _Span(reports[raw["report"]], raw["start"], raw["end"], raw["text"], sayers)


def _short(support: Iterable[_Span]) -> list[_Span]:
    return [s for s in support if s.end - s.start <= LONGEST]


def _across(spans: Sequence[_Span]) -> Iterator[tuple[_Span, _Span]]:
    return ((s, t) for s, t in combinations(spans, 2) if s.report != t.report)


def _facts(key: Key, findings: Sequence[Sequence[_Span]]) -> Result:
    """``found``, ``splits`` and ``joined``. A support that is too long covers a passage but joins nothing."""
    covers = [
        frozenset(j for j, support in enumerate(findings) if any(touches(s, gold.passage) for s in support))
        for gold in key.supports
    ]
    several = frozenset(j for j, support in enumerate(findings) if len({s.report for s in _short(support)}) > 1)
    found, used = _Count("missed"), dict[int, set[int]]()
    for (one, covered), (two, also) in combinations(zip(key.supports, covers, strict=True), 2):
        if one.fact != two.fact or one.passage.report == two.passage.report:
            continue
        both = covered & also
        found.ask(bool(both), key.statements[one.fact], one.passage.text, two.passage.text)
        if both & several:
            used.setdefault(one.fact, set()).update(both & several)

    stated = [(g.fact, g.passage) for g in key.supports] + [(None, p) for p in key.single]
    joined = _Count("wrongly joined")
    for support in findings:
        for s, t in _across(_short(support)):
            a = {fact for fact, passage in stated if touches(s, passage)}
            b = {fact for fact, passage in stated if touches(t, passage)}
            if a and b and not _undecided(key.undecided, s, t):
                joined.ask(bool((a & b) - {None}), s.text, t.text)
    splits = Share(sum(map(len, used.values())), len(used))
    return Result(Figures(found=found.share, joined=joined.share, splits=splits), (*found.faults, *joined.faults))


def _undecided(pairs: Iterable[Pair], s: _Span, t: _Span) -> bool:
    return any((touches(s, p.a) and touches(t, p.b)) or (touches(s, p.b) and touches(t, p.a)) for p in pairs)


def _look_alikes(key: Key, findings: Sequence[Sequence[_Span]]) -> Result:
    """``merged``: here the right answer is the fault."""
    merged, faults = 0, []
    for pair in key.look_alikes:
        if any(
            any(touches(s, pair.a) for s in _short(support)) and any(touches(s, pair.b) for s in _short(support))
            for support in findings
        ):
            merged += 1
            faults.append(Fault("false merge", (pair.a.text, pair.b.text, pair.why)))
    return Result(Figures(merged=Share(merged, len(key.look_alikes))), tuple(faults))


def _said(key: Key, findings: Sequence[Sequence[_Span]]) -> Result:
    said = _Count("said by")
    for gold in key.supports:
        if gold.said_by:
            named = [x for support in findings for s in _short(support) if touches(s, gold.passage) for x in s.sayers]
            right = any(same_name(x, y) for x in named for y in gold.said_by)
            said.ask(right, gold.passage.text, gold.said_by, tuple(named))
    return Result(Figures(said=said.share), tuple(said.faults))


def _conflicts(key: Key, conflicts: Sequence[Json], reports: Mapping[str, str]) -> Result:
    """A dispute is found by a conflict of which two sides touch two different sides of it."""
    sides = [
        [
            [
                _Span(reports[s["report"]], s["start"], s["end"], s["text"])
                for s in side["spans"]
                if s["report"] in reports
            ]
            for side in c["sides"]
        ]
        for c in conflicts
    ]
    every, loud, hit = _Count("conflict missed"), Share(), set[int]()
    for dispute in key.disputes:
        by = {k for k, mine in enumerate(sides) if _is_of(mine, dispute)}
        hit |= by
        every.ask(bool(by), dispute.key, dispute.relation, dispute.values)
        if dispute.relation in LOUD:
            loud += Share(bool(by), 1)
    raised = _Count("conflict not in key")
    if key.disputes:  # a key without conflicts was not read for them
        for k, c in enumerate(conflicts):
            if c["relation"] in LOUD:
                raised.ask(k in hit, c["slot"], c["relation"], tuple(side["value"] for side in c["sides"]))
    return Result(
        Figures(disputes=every.share, loud_disputes=loud, raised=raised.share), (*every.faults, *raised.faults)
    )


def _is_of(mine: Sequence[Sequence[_Span]], dispute: Dispute) -> bool:
    touched = [
        {k for k, spans in enumerate(mine) if any(touches(s, p) for s in spans for p in side)} for side in dispute.sides
    ]
    return any(len(a | b) > 1 for a, b in combinations(touched, 2) if a and b)


def _quotations(key: Key, notes: Mapping[str, Json]) -> Result:
    quotes, speakers = _Count("quotation missed"), _Count("speaker")
    for q in key.quotations:
        p = q.passage
        best = [
            a["speaker"]
            for a in notes.get(p.report, {}).get("attributions", ())
            if a["kind"] != "indirect"
            and _shared(a["content"]["start"], a["content"]["end"], p.start, p.end) >= QUOTE_OVERLAP * (p.end - p.start)
        ]
        quotes.ask(bool(best), p.text[:100])
        if best:
            speakers.ask(any(same_name(who, q.speaker) for who in best), p.text[:80], q.speaker, tuple(best))
    return Result(Figures(quotes=quotes.share, speakers=speakers.share), (*quotes.faults, *speakers.faults))


def _cleaning(key: Key, notes: Mapping[str, Json]) -> Result:
    def removed(p: Passage) -> int:
        gone = notes[p.report]["report"]["removed"]
        return sum(_shared(r["start"], r["end"], p.start, p.end) for r in gone)

    lost = [(removed(g.passage), g.passage.text) for g in key.supports if g.passage.report in notes]
    boilerplate = sum((Share(removed(p), p.end - p.start) for p in key.boilerplate if p.report in notes), Share())
    return Result(
        Figures(lost=sum(n for n, _ in lost), boilerplate=boilerplate),
        tuple(Fault("removed news text", (text,)) for n, text in lost if n),
    )


def _dates(key: Key, notes: Mapping[str, Json]) -> Result:
    dates = _Count("date")
    for gold in key.dates:
        p = gold.passage
        mine = [t for t in notes.get(p.report, {}).get("times", ()) if _shared(t["start"], t["end"], p.start, p.end)]
        dates.ask(
            any(_same_time(t, gold.value) for t in mine),
            p.text,
            gold.value,
            tuple((t["text"], t["value"]) for t in mine),
        )
    return Result(Figures(dates=dates.share), tuple(dates.faults))


def _same_time(time: Json, wanted: str) -> bool:
    """The same value, a finer one, or (from the month on, and not for a span of time) a coarser one."""
    values = (time["value"], f"{time.get('earliest')}/{time.get('latest')}")
    return any(
        v and (v.startswith(wanted) or (len(v) >= 7 and wanted.startswith(v) and "/" not in wanted)) for v in values
    )


def _together(key: Key, homes: Mapping[str, int]) -> Result:
    """Of two strangers to the event the key does not say whether they belong together."""
    together = _Count("together")
    for a, b in combinations(sorted(key.members), 2):
        if key.members[a] or key.members[b]:
            one = a in homes and homes[a] == homes.get(b)
            together.ask(one == (key.members[a] and key.members[b]), a, b)
    return Result(Figures(together=together.share), tuple(together.faults))
