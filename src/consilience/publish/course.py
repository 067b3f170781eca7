"""What changed in a story, as text or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from consilience.collate.since import ConflictChange, FindingChange, ReportChange, Revised
from consilience.publish import wording
from consilience.publish.characters import encodable, line
from consilience.publish.found import days, moment
from consilience.schema import adapter
from consilience.store.since import Since
from consilience.store.stories import Change

SCHEMA = "consilience.changes/1"
MOST = 12  # new statements of one report that are shown in text
_OPEN = {
    "new": ("also", "that may be none"),
    "settled": ("no longer", "that may have been none"),
    "turned": ("also", "of which another kind is found now"),
}
_HISTORY = {"merged": "Joined with story {other}", "split": "Parted from story {other}"}


def as_json(since: Since) -> str:
    """All that changed as one indented JSON document."""
    plain = adapter(Since).dump_python(since, mode="json", by_alias=True)
    return encodable(json.dumps({"schema": SCHEMA, **plain}, ensure_ascii=False, indent=2)) + "\n"


def text(since: Since) -> str:
    """What changed for a person, what weighs most first."""
    return encodable("".join(f"{line_}\n" for line_ in _lines(since)))


def _lines(since: Since) -> Iterator[str]:
    yield line(f"{since.title} (story {since.story})")
    then = f"revision {since.since} of {moment(since.since_at)}" if since.since else "before its first revision"
    yield f"Since {then}, up to revision {since.until} of {moment(since.until_at)}"
    changed = since.changes
    history = list(_history(since.history, {r.report: r for r in changed.reports}))
    if not changed and not history:
        yield ""
        yield "Nothing changed."
        return
    if changed.was_titled:
        yield line(f"It was called “{changed.was_titled}”")
    findings = changed.findings
    sections: Sequence[tuple[str, Sequence[str]]] = (
        ("What became of the story", history),
        ("Figures that were revised", [_revised(r) for r in changed.revised]),
        ("Conflicts", list(_conflicts(changed.conflicts))),
        ("Statements on more origins", [_step(f) for f in findings if f.change == "risen"]),
        ("Statements on fewer origins", [_step(f) for f in findings if f.change == "fallen"]),
        ("Statements of another status", [_step(f) for f in findings if f.change == "status"]),
        ("New reports", [_report(r) for r in changed.reports if r.change == "new"]),
        ("Reports no longer in it", [_report(r) for r in changed.reports if r.change == "left"]),
        ("New statements", list(_new([f for f in findings if f.change == "new"]))),
        ("Statements that no report makes any more", [f"“{f.text}”" for f in findings if f.change == "gone"]),
    )
    for title, items in sections:
        if items:
            yield ""
            yield title
            yield from (f"- {line(item)}" for item in items)


def _history(events: Sequence[Change], reports: Mapping[str, ReportChange]) -> Iterator[str]:
    for event in events:
        because = f": {'; '.join(event.reasons)}" if event.reasons else ""
        if event.kind in _HISTORY:
            yield _HISTORY[event.kind].format(other=event.other) + because
        elif event.kind == "moved" and event.report:
            shown = reports.get(event.report)
            name = (shown.outlet or shown.title if shown else None) or f"report {event.report}"
            yield f"{name} moved here from story {event.other}{because}"


def _revised(r: Revised) -> str:
    values = " → ".join(wording.side(r.slot, side.value) for side in r.values)
    return f"{values}, about “{r.about}” ({r.reason})"


def _conflicts(changed: Sequence[ConflictChange]) -> Iterator[str]:
    """Contradictions and what became of them, and how many differences are merely open."""
    told = [c for c in changed if "contradiction" in (c.was, c.now)]
    yield from (_conflict(c) for c in told)
    for change, words in _OPEN.items():
        count = sum(c.change == change for c in changed if c not in told)
        if count:
            yield f"{words[0]} {wording.number(count, 'difference')} {words[1]} (--format json lists them)"


def _conflict(c: ConflictChange) -> str:
    sides = " against ".join(wording.side(c.slot, side.value) for side in c.sides)
    name = c.now if c.change != "settled" and c.now else c.was or "other"
    kind = wording.RELATION[name][0].lower() if name in wording.RELATION else str(name)
    head = {"new": f"new {kind}", "settled": f"settled {kind}", "turned": f"{c.was} that became {c.now}"}[c.change]
    return f"{head} ({c.slot}): {sides}, about “{c.about}” ({c.reason})"


def _step(f: FindingChange) -> str:
    assert f.was is not None and f.now is not None
    names = f", now also {wording.listed(f.origins)}" if f.origins else ""
    step = f"{f.was.at_least} → {f.now.at_least}"
    status = wording.STATUS[f.now.status][0].lower()
    if f.change == "status":
        return f"{wording.STATUS[f.was.status][0].lower()} → {status}: “{f.text}”"
    return f"{step}{names}: “{f.text}” ({status})"


def _report(r: ReportChange) -> str:
    when = wording.period(*days(r.published))
    named = ", ".join(part for part in (r.outlet, r.title, when) if part) or f"report {r.report}"
    return named + (" (a later version of its report)" if r.replaces else "")


def _new(findings: Sequence[FindingChange]) -> Iterator[str]:
    order = sorted(findings, key=lambda f: (-(f.now.outlets if f.now else 0), -(f.now.at_least if f.now else 0)))
    several = [f for f in order if f.now and f.now.outlets > 1]
    rest = order[len(several) :]
    for f in (*several, *rest[:MOST]):
        assert f.now is not None
        origins = f"from {wording.listed(f.origins)}" if f.origins else "origin not shown"
        yield f"“{f.text}” ({wording.number(f.now.outlets, 'outlet')}, {origins})"
    if len(rest) > MOST:
        yield f"and {len(rest) - MOST} more of one report each"
