"""The first so many findings of every dossier, and how many are left out."""

from __future__ import annotations

from dataclasses import replace

from consilience.model import Briefing, Dossier, LeftOut


def top(briefing: Briefing, count: int) -> Briefing:
    """The briefing with at most ``count`` findings a dossier, the first in rank, and what belongs to them.

    Conflicts, the timeline and coded events go with their findings; the lead stays whole. What was
    left out is counted in ``left_out``, with what was left out before. ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"cannot show {count} findings")
    return replace(briefing, dossiers=tuple(_top(dossier, count) for dossier in briefing.dossiers))


def _top(dossier: Dossier, count: int) -> Dossier:
    shown, rest = dossier.findings[:count], dossier.findings[count:]
    if not rest:
        return dossier
    hidden = {finding.id for finding in rest}
    conflicts = tuple(c for c in dossier.conflicts if c.finding not in hidden)
    before = dossier.left_out
    return replace(
        dossier,
        findings=shown,
        conflicts=conflicts,
        timeline=tuple(moment for moment in dossier.timeline if moment.finding not in hidden),
        events=tuple(event for event in dossier.events if event.finding not in hidden),
        lead=tuple(replace(x, findings=tuple(f for f in x.findings if f not in hidden)) for x in dossier.lead),
        left_out=LeftOut(
            before.findings + len(rest),
            before.single + sum(len(finding.support) <= 1 for finding in rest),
            before.conflicts + len(dossier.conflicts) - len(conflicts),
        ),
    )
