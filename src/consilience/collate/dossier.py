"""The reports of one story become one dossier: the order in which the parts of this stage work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from consilience.collate import overview, why
from consilience.collate.ages import ages
from consilience.collate.announced import announced
from consilience.collate.apart import apart
from consilience.collate.cluster import cluster
from consilience.collate.conflicts import conflicts, numbered, wordings
from consilience.collate.credits import credits
from consilience.collate.dating import date_reports
from consilience.collate.differences import differences, left_open
from consilience.collate.disputes import disputes
from consilience.collate.entities import link
from consilience.collate.findings import (
    Draft,
    brought_up_to_date,
    drafts,
    finding,
    held_against,
    ranked,
    standing,
)
from consilience.collate.headcounts import headcounts
from consilience.collate.initials import own_names, written_out
from consilience.collate.judged import decide, separated
from consilience.collate.lead import lead
from consilience.collate.lineage import derivations, roots
from consilience.collate.origins import keys, ledger, origins
from consilience.collate.pairs import Pair, score, shipped
from consilience.collate.quotations import quotations
from consilience.collate.spellings import spellings
from consilience.collate.tolls import tolls
from consilience.collate.units import Lexicon, Unit, headlines, names_of, one_act, units
from consilience.collate.values import Difference
from consilience.collate.variants import Sources, variants
from consilience.collate.venues import happened, placed, settled
from consilience.collate.when import minute_of
from consilience.model import Annotated, Conflict, Dossier, Finding, Judgement, Story, StoryEntity

NEAR = 0.4  # and phrase by phrase where they are hardly less alike than those of one finding
BESIDE = 0.2  # two claims so alike are compared even where they are not one finding
MINUTES = 60  # two hours so near each other may be of one act, whatever it is called
ACT_BESIDE = 0.05  # and these, where their predicates tell of one act ("no one was injured", "two were injured")


def _credited(annotated: Annotated) -> Annotated:
    names = tuple(dict.fromkeys(name for name, _ in credits(annotated.report)))
    return replace(annotated, report=replace(annotated.report, credits=names)) if names else annotated


def _is_part(conflict: Conflict, whole: Conflict) -> bool:
    """Whether every passage of a conflict stands in the other one too, or its values do and some passage."""
    spans = {span for side in whole.sides for span in side.spans}
    own = [span for side in conflict.sides for span in side.spans]
    alike = {side.value for side in conflict.sides} == {side.value for side in whole.sides}
    inside = all(span in spans for span in own) or (alike and any(span in spans for span in own))
    return conflict.slot == whole.slot and inside


def _settled(toll: Conflict, within: Sequence[Conflict]) -> Conflict:
    """A toll that the days do not order is what the claims of one finding make of it."""
    part = next((c for c in within if c.relation == "contradiction" and _is_part(c, toll)), None)
    if part is None or toll.relation != "undecided":
        return toll
    return replace(toll, relation=part.relation, reason=part.reason, finding=part.finding)


def _pairs_within(found: Sequence[Draft], units: Sequence[Unit]) -> list[list[Pair]]:
    """For every finding its pairs of claims of different reports."""
    return [[(i, j) for i, j in combinations(d.members, 2) if units[i].report != units[j].report] for d in found]


def _pairs_across(
    found: Sequence[Draft], units: Sequence[Unit], lexicon: Lexicon, scores: Mapping[Pair, float]
) -> list[list[Pair]]:
    """For every finding the pairs of one of its claims with a like one of another report that is not in it.

    A claim is not compared with the finding of the clause that it stands in or that stands in it: that clause is.
    Nor is what is new with what happened before: the flood of 2006 is another one.
    """
    home = {k: n for n, d in enumerate(found) for k in d.members}
    pairs: list[list[Pair]] = [[] for _ in found]
    of_report: dict[tuple[int, int], list[Unit]] = defaultdict(list)
    for k, n in home.items():
        of_report[n, units[k].report].append(units[k])

    def stands_in(k: int, finding: int) -> bool:
        one = units[k]
        return any(unit.holds(one) or one.holds(unit) for unit in of_report.get((finding, one.report), ()))

    for (i, j), value in sorted(scores.items()):
        if i not in home or j not in home or home[i] == home[j] or units[i].report == units[j].report:
            continue
        if units[i].new != units[j].new:
            continue
        alike = value >= BESIDE or (value >= ACT_BESIDE and one_act(units[i], units[j], lexicon))
        if alike and not stands_in(i, home[j]) and not stands_in(j, home[i]):
            pairs[min(home[i], home[j], key=lambda n: (-len(found[n].members), n))].append((i, j))
    return pairs


def _is_asked(difference: Difference, units: Sequence[Unit], lexicon: Lexicon, scores: Mapping[Pair, float]) -> bool:
    """Whether a difference between claims that are no finding together is worth a question.

    Two acts have their own hours: "the verdict came at noon", "police fired gas at four"; of one the reports differ by
    minutes.
    """
    minutes = [minute for value in difference.sides if (minute := minute_of(str(value.low))) is not None]
    if difference.slot != "date" or not minutes or (len(minutes) == 2 and abs(minutes[0] - minutes[1]) <= MINUTES):
        return True
    i, j = sorted(value.unit for value in difference.sides)
    return scores.get((i, j), 0.0) >= NEAR or one_act(units[i], units[j], lexicon)


def _put_differently(
    found: Sequence[Draft],
    made: Sequence[Unit],
    lexicon: Lexicon,
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    scores: Mapping[Pair, float],
) -> tuple[list[Conflict], list[Conflict], list[list[Difference]]]:
    """The tolls of the story, the conflicts of its findings, and for each finding the differences in value within it.

    A conflict bears the number of its draft: the findings are not ranked yet.
    """
    published = {a.report.id: a.report.published or "" for a in reports}
    sources = Sources(made, reports, names_of(reports, entities), {f"@{e.id}": e.type for e in entities})
    inside, across = _pairs_within(found, made), _pairs_across(found, made, lexicon, scores)
    near = [[pair for pair in pairs if scores[pair] >= NEAR] for pairs in across]
    values = differences([*inside, *across], made, lexicon, reports, scores)
    words = variants([*inside, *near], sources, lexicon, scores)
    number = len(found)
    values[number:] = [[d for d in of if _is_asked(d, made, lexicon, scores)] for of in values[number:]]
    told = [a + b for a, b in zip(values, words, strict=True)]
    within = [
        replace(conflict, finding=str(n))
        for n, (own, beside) in enumerate(zip(told[:number], told[number:], strict=True))
        for conflict in conflicts("", own + left_open(beside), published)
    ]
    home = {k: str(n) for n, d in enumerate(found) for k in d.members}
    running = tolls(made, reports, home)
    series = {toll.finding for toll in running if toll.relation == "revision"}
    running += [move for move in announced(made, reports, lexicon, home) if move.finding not in series]
    running += ages(made, reports, entities, home)
    running += headcounts(made, reports, home)
    running += disputes(made, reports, home)
    running += spellings(made, reports, entities, home)
    return [_settled(toll, within) for toll in running], within, values[:number]


def collate(story: Story, judgements: Sequence[Judgement] = ()) -> Dossier:
    """All that the reports of a story say, with the origins behind it and the places where they differ.

    ``judgements`` are what people decided about names; they outrank what is found here.
    """
    names = own_names([a.report for a in story.reports])
    dated = tuple(written_out(_credited(a), names) for a in date_reports(story.reports))
    reports = settled(separated(dated, decide(judgements, story.id)))
    entities = placed(link(reports, judgements, story.id), reports)
    derived = derivations(reports)
    book = ledger(reports, entities, derived, roots(reports, derived))

    made, lexicon = units(reports, entities)
    scores = score(made, lexicon)
    learned, differ = shipped(), apart(made, lexicon, scores)
    groups = cluster([u.report for u in made], scores, learned.join, differ, learned.attach, headlines(made, reports))
    found = drafts(groups, made, lexicon, scores, book)

    words = [(reports[made[k].report].report.id, w) for d in found for k, w in zip(d.members, d.words, strict=True)]
    ids = keys(words)
    known_origins = origins(words)
    published = {a.report.id: a.report.published or "" for a in reports}
    running, within, values = _put_differently(found, made, lexicon, reports, entities, scores)
    moved = overview.moved([*running, *(c for c in within if c.relation == "revision")], published)
    found = [
        held_against(brought_up_to_date(d, made, book, moved), own, made) for d, own in zip(found, values, strict=True)
    ]
    order = ranked([(finding(d, made, book, ids), d) for d in found], made)
    place = {d.members: n for n, d in enumerate(found)}
    named = {str(place[d.members]): f.id for f, d in order}

    quoted = quotations(reports, entities)
    running = [replace(c, finding=named.get(c.finding, "")) for c in running]
    rank = {f.id: k for k, (f, _) in enumerate(order)}
    within = sorted((replace(c, finding=named[c.finding]) for c in within), key=lambda c: rank[c.finding])
    within = [c for c in within if not any(_is_part(c, toll) for toll in running)]
    known = numbered(running + within + wordings(quoted, [f for f, _ in order]))
    names = {o.id: o.name for o in known_origins}
    by_id = {e.id: e for e in entities}
    when = overview.when(reports)
    final: list[Finding] = []
    for f, d in order:
        reasons = (why.joined(d, made, lexicon, by_id),) if len(d.members) > 1 else ()
        own = [c for c in known if c.finding == f.id]
        f = replace(f, conflicts=tuple(c.id for c in own), status=standing(f.origins, f.span, own))
        final.append(replace(f, reasons=(*reasons, why.counted(f, names))))
    return Dossier(
        id=story.id,
        title=overview.title(reports, final, moved),
        date=when,
        places=happened(reports),
        reports=tuple(a.report for a in reports),
        entities=entities,
        origins=known_origins,
        derivations=derived,
        findings=tuple(final),
        conflicts=known,
        quotations=quoted,
        timeline=overview.timeline(reports, final),
        lead=lead(reports, final, when, moved),
    )
