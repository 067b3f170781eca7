"""Alerts, raised where a round ends: what the dossiers of its stories say that those before did not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, or_, select

from consilience.collate.since import folded
from consilience.collate.tolls import Stated, stated
from consilience.model import Dossier, Finding, Report
from consilience.search.query import parse
from consilience.store import alerts, reports, stories, tables
from consilience.store.alerts import Alert
from consilience.watch import changes
from consilience.watch.rules import On, Rule, whole

_MOST_PASSAGES = 20  # of one alert


@dataclass(frozen=True, slots=True)
class _Case:
    """A story in the round that changed it: its dossier, and those before it, of stories joined with it too."""

    tx: Connection
    now: Dossier
    before: tuple[Dossier, ...]


@dataclass(frozen=True, slots=True)
class _Raised:
    """What a rule found: ``key`` says about what, so that it is told once."""

    key: str
    summary: str
    detail: Mapping[str, Any]
    passages: Sequence[Mapping[str, Any]]


def after(tx: Connection, round: int, changed: Sequence[str]) -> None:
    """Raise the alerts of a round, by the rules that the store keeps, in the transaction that ends it.

    It fits :class:`consilience.store.ingest.Work`: an alert is stored with the dossiers that it is about or not at all.
    """
    kept = alerts.rules(tx)
    if kept:
        alerts.add(tx, raised(tx, round, changed, whole(kept)))


def raised(tx: Connection, round: int, changed: Iterable[str], rules: Sequence[Rule]) -> tuple[Alert, ...]:
    """The alerts that the rules raise on the stories whose dossiers a round made; nothing is stored.

    They depend on what the store holds of that round and of those before, so that any round can be looked at again.
    """
    found: dict[str, Alert] = {}
    for story in changed:
        now = stories.dossier(tx, story, round=round)
        if now is None or not rules:
            continue
        case = _Case(tx, now, _before(tx, story, round))
        for rule in rules:
            if rule.about and changes.named(now, rule.about) is None:
                continue
            for one in _FINDERS[rule.on](rule, case):
                made = _alert(rule, round, now, one)
                found.setdefault(made.id, made)
    return tuple(found.values())


def _before(tx: Connection, story: str, round: int) -> tuple[Dossier, ...]:
    """The dossiers of the round before, of the story and of every story that its reports were in."""
    table = tables.history
    mine = or_(table.c.story == story, table.c.other == story)
    rows = tx.execute(select(table.c.story, table.c.other).where(table.c.round == round, mine)).all()
    ids = sorted({story, *(s for row in rows for s in row if s is not None)})
    found = (stories.dossier(tx, one, round=round - 1) for one in ids)
    return tuple(dossier for dossier in found if dossier is not None)


def _alert(rule: Rule, round: int, now: Dossier, one: _Raised) -> Alert:
    about = json.dumps([rule.id, now.id, one.key], separators=(",", ":"))
    payload = {
        "rule": rule.id,
        "on": rule.on,
        "story": now.id,
        "title": now.title,
        "summary": one.summary,
        "detail": dict(one.detail),
        "passages": [dict(p) for p in one.passages[:_MOST_PASSAGES]],
    }
    return Alert(hashlib.sha256(about.encode()).hexdigest()[:32], round, rule.id, now.id, payload)


def _passage(report: Report, start: int, end: int) -> dict[str, Any]:
    return {
        "report": report.id,
        "outlet": report.outlet,
        "title": report.title,
        "url": report.url,
        "published": report.published,
        "start": start,
        "end": end,
        "text": report.text[start:end],
    }


def _passages(now: Dossier, places: Iterable[tuple[str, int, int]]) -> list[dict[str, Any]]:
    by_id = {report.id: report for report in now.reports}
    found = dict.fromkeys(place for place in places if place[0] in by_id)
    return [_passage(by_id[report], start, end) for report, start, end in found]


def _support(now: Dossier, finding: Finding) -> list[dict[str, Any]]:
    return _passages(now, ((s.report, s.start, s.end) for s in finding.support))


def _origins(rule: Rule, case: _Case) -> Iterator[_Raised]:
    names = {origin.id: origin.name for origin in case.now.origins}
    for one in changes.risen(case.now, case.before, rule.at_least):
        finding = one.finding
        if not finding.new and not rule.background:
            continue
        counted = finding.origins
        detail = {
            "finding": finding.id,
            "text": finding.text,
            "status": finding.status,
            "outlets": finding.outlets,
            "before": one.before,
            "at_least": counted.at_least,
            "at_most": counted.at_most,
            "parties": counted.parties,
            "origins": [names.get(i, i) for i in counted.ids],
        }
        summary = f"at least {counted.at_least} independent origins (before: {one.before}): {finding.text}"
        yield _Raised(one.key, summary, detail, _support(case.now, finding))


def _contradictions(rule: Rule, case: _Case) -> Iterator[_Raised]:
    for one in changes.contradictions(case.now, case.before):
        conflict, finding = one.conflict, one.finding
        values = [side.value for side in conflict.sides]
        text = finding.text if finding is not None else ""
        detail = {"finding": conflict.finding, "text": text, "slot": conflict.slot, "values": values}
        places = ((s.report, s.start, s.end) for side in conflict.sides for s in side.spans)
        summary = f"contradiction, {' / '.join(values)}: {text}"
        yield _Raised(one.key, summary, {**detail, "reason": conflict.reason}, _passages(case.now, places))


def _tolls(rule: Rule, case: _Case) -> Iterator[_Raised]:
    own = [report.id for report in changes.arrived(case.now, case.before)]
    moving = (*own, *changes.left(case.now, case.before))
    if not case.before or not any(stated(a) for a in reports.annotated(case.tx, moving)):
        return
    now, before = _highest(case.tx, [case.now]), _highest(case.tx, case.before)
    for toll, figure in now.items():
        old = before.get(toll)
        if old is None or old.low == figure.low:
            continue
        words = (old.span.text, figure.span.text)
        place = (figure.span.report, figure.span.start, figure.span.end)
        yield _Raised(
            f"{toll}\0{figure.low:g}",
            f"the number of the {toll}: {words[0]}, now {words[1]}",
            {"toll": toll, "before": words[0], "now": words[1]},
            _passages(case.now, [place]),
        )


def _highest(tx: Connection, dossiers: Iterable[Dossier]) -> dict[str, Stated]:
    """The highest figure of each toll in all the reports; of equal ones the first."""
    found: dict[str, Stated] = {}
    ids = dict.fromkeys(report.id for dossier in dossiers for report in dossier.reports)
    for annotated in reports.annotated(tx, list(ids)):
        for toll, figure in stated(annotated).items():
            if toll not in found or figure.low > found[toll].low:
                found[toll] = figure
    return {toll: found[toll] for toll in sorted(found)}


def _sizes(rule: Rule, case: _Case) -> Iterator[_Raised]:
    what, least = ("outlets", rule.outlets) if rule.outlets is not None else ("origins", rule.origins or 1)
    size: Callable[[Dossier], int] = changes.outlets if what == "outlets" else lambda d: len(d.origins)
    number, before = size(case.now), max(map(size, case.before), default=0)
    if before < least <= number:
        detail = {"what": what, "number": number, "before": before}
        yield _Raised(f"{what}\0{least}", f"{number} {what} (before: {before})", detail, _arrived(case))


def _entities(rule: Rule, case: _Case) -> Iterator[_Raised]:
    entity = changes.named(case.now, rule.names)
    if entity is None or any(changes.named(d, rule.names) for d in case.before):
        return
    detail = {"name": entity.name, "type": entity.type, "aliases": list(entity.aliases)}
    mentioned = {report for report, _ in entity.mentions}
    shown = [report for report in case.now.reports if report.id in mentioned] or case.now.reports
    yield _Raised(folded(rule.names[0]), f"{entity.name} is named", detail, _heads(shown))


def _searches(rule: Rule, case: _Case) -> Iterator[_Raised]:
    words = rule.words or ""
    query = parse(words)
    places = [(r, changes.found(r, query)) for r in changes.arrived(case.now, case.before)]
    shown = [_passage(report, *place) for report, place in places if place is not None]
    earlier = (report for dossier in case.before for report in dossier.reports)
    if shown and not any(changes.found(report, query) for report in earlier):
        yield _Raised(folded(words), f"found: {words}", {"words": words, "reports": len(shown)}, shown)


def _arrived(case: _Case) -> list[dict[str, Any]]:
    return _heads(changes.arrived(case.now, case.before))


def _heads(shown: Iterable[Report]) -> list[dict[str, Any]]:
    """Reports by the place where each begins, with no words of it but its title."""
    return [_passage(report, 0, 0) for report in shown]


_FINDERS: Mapping[On, Callable[[Rule, _Case], Iterator[_Raised]]] = {
    "origins": _origins,
    "contradiction": _contradictions,
    "toll": _tolls,
    "story": _sizes,
    "entity": _entities,
    "search": _searches,
}


def document(alert: Alert, at: Any) -> dict[str, Any]:
    """What is delivered of an alert; ``at`` is the time of its round, None where the store has none."""
    head = {"id": alert.id, "at": at.isoformat() if at is not None else None, "round": alert.round}
    return {**head, **alert.payload}


def replayed(tx: Connection, rules: Sequence[Rule]) -> Iterator[Alert]:
    """The alerts that the rules would have raised from the first round on, each once; nothing is stored."""
    seen: set[str] = set()
    table = tables.dossiers
    rows = tx.execute(select(table.c.round, table.c.story).order_by(table.c.round, table.c.story)).all()
    for round in dict.fromkeys(row.round for row in rows):
        for alert in raised(tx, round, [row.story for row in rows if row.round == round], rules):
            if alert.id not in seen:
                seen.add(alert.id)
                yield alert
