"""What a story's dossier says that the ones before it did not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from consilience.annotate import alike
from consilience.collate.judged import plain
from consilience.collate.since import Said, folded, outlet, passages, said, values
from consilience.model import Conflict, Dossier, Finding, Report, Side, StoryEntity
from consilience.search.query import Query, Term
from consilience.store.stem import stem
from consilience.store.words import words as split


@dataclass(frozen=True, slots=True)
class Risen:
    """A finding, and on how many origins at least it rested before (0: it was not there)."""

    finding: Finding
    before: int
    key: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A conflict with a side that was not there before; ``key`` stays as long as the sides do."""

    conflict: Conflict
    finding: Finding | None
    key: str


def outlets(dossier: Dossier) -> int:
    """How many outlets report the story."""
    return len({outlet(report) for report in dossier.reports})


def risen(now: Dossier, before: Sequence[Dossier], at_least: int) -> Iterator[Risen]:
    """The findings that rest on so many origins, in their order, and did not before."""
    was: dict[Said, int] = {}
    for dossier in before:
        told = said(dossier)
        for finding in dossier.findings:
            for one in told[finding.id]:
                was[one] = max(was.get(one, 0), finding.origins.at_least)
    told = said(now)
    for finding in now.findings:
        if finding.origins.at_least < at_least:
            continue
        earlier = max((was.get(one, 0) for one in told[finding.id]), default=0)
        if earlier < at_least:
            yield Risen(finding, earlier, _anchor(finding, told))


def _anchor(finding: Finding | None, told: dict[str, list[Said]]) -> str:
    """The first words for a finding: those that it keeps while it grows."""
    first = told[finding.id][:1] if finding is not None else []
    return "\0".join(first[0]) if first else ""


def contradictions(now: Dossier, before: Sequence[Dossier]) -> Iterator[Contradiction]:
    """The contradictions that were none before, or have a side more."""
    earlier = [c for dossier in before for c in dossier.conflicts if c.relation == "contradiction"]
    told, findings = said(now), {f.id: f for f in now.findings}
    for conflict in now.conflicts:
        if conflict.relation != "contradiction":
            continue
        known = [side for c in earlier if _is_same(c, conflict) for side in c.sides]
        if all(_is_among(side, known) for side in conflict.sides):
            continue
        finding = findings.get(conflict.finding)
        told_values = sorted(values(conflict.sides))
        yield Contradiction(conflict, finding, "\0".join([conflict.slot, _anchor(finding, told), *told_values]))


def _is_same(one: Conflict, other: Conflict) -> bool:
    """Whether both are about one slot of one thing: a passage in common, or two values."""
    if one.slot != other.slot:
        return False
    shared = values(one.sides) & values(other.sides)
    return len(shared) > 1 or not passages(one.sides).isdisjoint(passages(other.sides))


def _is_among(side: Side, known: Sequence[Side]) -> bool:
    return folded(side.value) in values(known) or not passages([side]).isdisjoint(passages(known))


def named(dossier: Dossier, names: Iterable[str]) -> StoryEntity | None:
    """The first entity of the dossier that goes by one of the names, a person in another spelling too."""
    wanted = tuple(names)
    return next((e for e in dossier.entities if any(_is_called(e, name) for name in wanted)), None)


def _is_called(entity: StoryEntity, name: str) -> bool:
    spelled = entity.type == "PERSON" and " " in name.strip()  # one word is a surname that many have
    return any(
        _whole(name) == _whole(own) or (spelled and " " in own and alike.persons(name, own))
        for own in (entity.name, *entity.aliases)
    )


def _whole(name: str) -> str:
    return alike.fold(plain(name))


def found(report: Report, query: Query) -> tuple[int, int] | None:
    """The characters of a report where a query's words are, as a search finds them; None where they are not.

    Those of the first of them that stands in the text; 0 and 0 where only the title has them.
    """
    title = [word.stem for word in split(report.title or "")]
    text = list(split(report.text))
    stems = [word.stem for word in text]

    def places(terms: Iterable[Term]) -> list[tuple[int | None, int]]:
        """Where each term that the report has begins in its text (None: in its title only), and its length."""
        phrases = [tuple(map(stem, term.forms)) for term in terms]
        at = [(_place(stems, phrase), phrase) for phrase in phrases]
        return [(k, len(phrase)) for k, phrase in at if k is not None or _place(title, phrase) is not None]

    groups = [places(group) for group in query.wanted]
    if not groups or not all(groups) or places(query.unwanted):
        return None
    firsts = [(at, length) for group in groups for at, length in group if at is not None]
    if not firsts:
        return 0, 0
    at, length = min(firsts)
    return text[at].start, text[at + length - 1].end


def _place(stems: Sequence[str], phrase: tuple[str, ...]) -> int | None:
    first, length = phrase[0], len(phrase)
    return next((k for k, word in enumerate(stems) if word == first and tuple(stems[k : k + length]) == phrase), None)


def arrived(now: Dossier, before: Sequence[Dossier]) -> tuple[Report, ...]:
    """The reports that no dossier had before, later versions among them."""
    known = _ids(before)
    return tuple(report for report in now.reports if report.id not in known)


def left(now: Dossier, before: Sequence[Dossier]) -> tuple[str, ...]:
    """The ids of the reports that are no longer there: most often a later version stands in their place."""
    here = {report.id for report in now.reports}
    return tuple(dict.fromkeys(r.id for dossier in before for r in dossier.reports if r.id not in here))


def _ids(dossiers: Iterable[Dossier]) -> Collection[str]:
    return {report.id for dossier in dossiers for report in dossier.reports}
