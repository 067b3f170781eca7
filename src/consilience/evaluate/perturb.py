"""The one-word test: is it noticed when two reports that state the same differ in exactly one thing?

    consilience evaluate perturb examples/
    consilience evaluate perturb --data ECB_DIR examples/

One thing of a sentence is changed by grammar. The changed sentence is one report,
and the other one is (a) the sentence as it was or (b) a sentence that states the
same in other words and has what was changed. Only pairs that the program joins
unchanged are counted. A change is noticed where the pair is refused, or where the
difference is raised as a conflict or as a question left open (undecided). A harmless
change is kept where the pair stays joined and nothing is raised that was not
before; questions are counted beside it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from consilience.collate import collate
from consilience.evaluate import changes, changes_of_clauses
from consilience.evaluate.changes import Change, Grammar, Parsed
from consilience.evaluate.sentence_pairs import Sentence, of_ecb, of_stories, reports
from consilience.model import Annotated, Claim, Conflict, Dossier, Finding, Story

Outcome = Literal["refused", "raised", "open", "silent"]
FORMS = ("own", "partner")
SEED = 7
LIMIT = 200
GRAMMARS: tuple[Grammar, ...] = (
    *(changes.number, changes.unit, changes.date, changes.person, changes.place, changes.quotation),
    *(changes.approximate, changes_of_clauses.negation, changes_of_clauses.opposite, changes_of_clauses.tense),
    *(changes_of_clauses.swap, changes_of_clauses.passive, changes_of_clauses.synonym),
)
# What a conflict that names the difference can be about, by kind; a harmless change raises none.
SLOTS: Mapping[str, frozenset[str]] = {
    "number": frozenset({"number"}),
    "ordinal": frozenset({"number", "other"}),
    "unit": frozenset({"number", "date", "other"}),
    "date": frozenset({"date"}),
    "weekday": frozenset({"date"}),
    "person": frozenset({"person", "other"}),
    "place": frozenset({"place", "other"}),
    "negation": frozenset({"polarity"}),
    "opposite": frozenset({"polarity", "other"}),
    "tense": frozenset({"other", "polarity"}),
    "swap": frozenset({"person", "other"}),
    "quotation": frozenset({"quotation", "other"}),
    "approximate": frozenset({"number"}),
}
HARMLESS = ("passive", "synonym")
KINDS = (*SLOTS, *HARMLESS)
_OPEN = "undecided"
_SHARP = frozenset({"contradiction", "revision", "ambiguity"})
_RELATIONS: Mapping[str, frozenset[str]] = {
    "approximate": frozenset({"precision", "ambiguity"}),
    "quotation": _SHARP | {"wording"},
}
_RANK: tuple[Outcome, ...] = ("raised", "open", "silent")


@dataclass
class Row:
    """The figures of one kind of change in one form, and the pairs of sentences that went wrong."""

    n: int = 0
    joined: int = 0
    refused: int = 0
    raised: int = 0
    open: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def share(self, harmless: bool) -> float | None:
        """Noticed, or kept where the change is harmless, in percent of the pairs joined unchanged."""
        if not self.joined:
            return None
        right = self.joined - self.refused - self.raised if harmless else self.refused + self.raised + self.open
        return 100 * right / self.joined


@dataclass(frozen=True)
class Site:
    """A sentence and one change of it."""

    parsed: Parsed
    sentence: Sentence
    change: Change


def sites(sentences: Sequence[Sentence], seed: int = SEED) -> dict[str, list[Site]]:
    """For every kind of change the places where it can be made, at most one a sentence, in an order by the seed.

    A sentence more or less leaves the order of the others as it is.
    """
    found: dict[str, list[Site]] = {kind: [] for kind in KINDS}
    annotated = reports([(s.text, s.published) for s in sentences], "first")
    for sentence, report in zip(sentences, annotated, strict=True):
        parsed = Parsed(report)
        of_kind: dict[str, list[Change]] = {}
        for grammar in GRAMMARS:
            for change in grammar(parsed):
                of_kind.setdefault(change.kind, []).append(change)
        for kind, made in of_kind.items():
            dice = random.Random(f"{seed}:{kind}:{sentence.text}")
            found[kind].append(Site(parsed, sentence, made[dice.randrange(len(made))]))
    for kind, of in found.items():
        of.sort(key=lambda site: random.Random(f"{seed}:{kind}:{site.sentence.text}:").random())
    return found


def owner(annotated: Annotated, at: int) -> Claim | None:
    """The claim that the word at the character belongs to: that of the nearest predicate above it."""
    tokens = annotated.tokens
    token = next((k for k, (s, e) in enumerate(zip(tokens.start, tokens.end, strict=True)) if s <= at < e), None)
    heads = {claim.head: claim for claim in reversed(annotated.claims)}
    while token is not None:
        if token in heads:
            return heads[token] if at_in(heads[token], at) else None
        token = tokens.head[token] if tokens.head[token] != token else None
    return None


def at_in(claim: Claim, at: int) -> bool:
    """Whether the claim's passage holds the character."""
    return claim.start <= at < claim.end


def holders(annotated: Annotated, at: int) -> list[Claim]:
    """The claims that state what stands at the character: its owner, and those around it that say it too."""
    tokens = annotated.tokens
    own = owner(annotated, at)
    if own is None:
        return []
    words = {k for k, (s, e) in enumerate(zip(tokens.start, tokens.end, strict=True)) if s <= at < e}
    around = [c for c in annotated.claims if c.start <= own.start and own.end <= c.end and words & set(c.tokens)]
    return [own, *(c for c in around if c != own)]


def together(dossier: Dossier, claims: Sequence[Claim]) -> list[str]:
    """The ids of the findings in which one of the second report's claims stands beside the first report."""
    spans = {(c.start, c.end) for c in claims}
    return [
        finding.id
        for finding in dossier.findings
        if any(s.report == "second" and (s.start, s.end) in spans for s in finding.support)
        and any(s.report == "first" for s in finding.support)
    ]


def named(conflict: Conflict, kind: str, where: Sequence[tuple[int, int]]) -> Outcome:
    """Whether the conflict is about what was changed, and says that it is a difference or leaves it open."""
    relations = _RELATIONS.get(kind, _SHARP)
    if conflict.slot not in SLOTS[kind] or conflict.relation not in {*relations, _OPEN}:
        return "silent"
    touches = any(
        span.report == "second" and any(span.start < end and start < span.end for start, end in where)
        for side in conflict.sides
        for span in side.spans
    )
    return "silent" if not touches else "raised" if conflict.relation in relations else "open"


def objections(dossier: Dossier, ids: Sequence[str]) -> Counter[Outcome]:
    """How many contradictions are raised in the findings, and how many questions left open."""
    own = [c for c in dossier.conflicts if c.finding in ids]
    found: Counter[Outcome] = Counter()
    found["raised"] = sum(c.relation in ("contradiction", "revision") for c in own)
    found["open"] = sum(c.relation in ("undecided", "ambiguity") for c in own)
    return found


@dataclass(frozen=True)
class Trial:
    """A report beside that of the other sentence: what the program makes of what stands at a character."""

    dossier: Dossier
    ids: tuple[str, ...]

    @classmethod
    def of(cls, first: Annotated, second: Annotated, at: int) -> Trial:
        """The two reports compared, and the findings that hold what stands at the character of the second."""
        dossier = collate(Story("s", (first, second)))
        return cls(dossier, tuple(together(dossier, holders(second, at))))

    def holding(self, first: Annotated, same: Sequence[str]) -> Trial:
        """Of the findings only those in which a claim of the first report has the words: another one says
        nothing of what was changed, and to be joined with it is no error."""

        def holds(finding: Finding) -> bool:
            spans = {(s.start, s.end) for s in finding.support if s.report == "first"}
            claims = [c for c in first.claims if (c.start, c.end) in spans]
            return any(all(_has(first, claim, word) for word in same) for claim in claims)

        return Trial(self.dossier, tuple(f.id for f in self.dossier.findings if f.id in self.ids and holds(f)))

    def noticed(self, kind: str, where: Sequence[tuple[int, int]]) -> Outcome:
        """What is raised about the characters."""
        return min((named(c, kind, where) for c in self.dossier.conflicts), key=_RANK.index, default="silent")


def base(first: Annotated, second: Annotated, change: Change) -> Trial | None:
    """The unchanged sentences, where they are joined at the change by a claim of the first that has what
    is changed, and nothing is raised about it; else None."""
    trial = Trial.of(first, second, change.focus).holding(first, change.same)
    if not trial.ids:
        return None
    where = [(e.start, max(e.end, e.start + 1)) for e in change.edits]
    quiet = change.kind in HARMLESS or trial.noticed(change.kind, where) == "silent"
    return trial if quiet else None


def outcome(
    first: Annotated,
    changed: Annotated,
    kind: str,
    at: int,
    where: Sequence[tuple[int, int]],
    before: Trial,
    same: Sequence[str] = (),
) -> Outcome:
    """What the program makes of the report with the change, beside what it made of the one without.

    ``same`` are the words that a claim of the first report must have to state what was changed.
    """
    trial = Trial.of(first, changed, at)
    if not trial.holding(first, same).ids:
        return "refused"
    if kind not in HARMLESS:
        return trial.noticed(kind, where)
    more = objections(trial.dossier, trial.ids) - objections(before.dossier, before.ids)
    return next((what for what in _RANK[:2] if more[what]), "silent")


def _has(annotated: Annotated, claim: Claim, words: str) -> bool:
    """Whether the claim's own words hold the words, in whatever form."""
    tokens = annotated.tokens
    own = {tokens.text[k].lower() for k in claim.tokens} | {tokens.lemma[k] for k in claim.tokens}
    return set(words.split()) <= own


def measure(
    sentences: Sequence[Sentence], limit: int, seed: int = SEED, kinds: Sequence[str] = KINDS
) -> dict[str, dict[str, Row]]:
    """The figures by form and kind; of each kind at most ``limit`` pairs that are joined unchanged."""
    rows: dict[str, dict[str, Row]] = {form: {} for form in FORMS}
    found = {kind: of for kind, of in sites(sentences, seed).items() if kind in kinds}

    @cache
    def first(text: str, published: str) -> Annotated:
        return reports([(text, published)], "first")[0]

    for kind, of in found.items():
        own, partner = (rows[form].setdefault(kind, Row()) for form in FORMS)
        for site in of:
            if own.joined >= limit and partner.joined >= limit:
                break
            text, at, where = site.change.apply(site.sentence.text)
            published = site.sentence.published
            unchanged, changed = reports([(site.sentence.text, published), (text, published)], "second")
            others = [first(partner, published) for partner in site.sentence.partners]
            for row, sources in ((own, [site.parsed.annotated]), (partner, others)):
                if row.joined >= limit or not sources:
                    continue
                row.n += 1
                tried = ((s, base(s, unchanged, site.change)) for s in sources)
                beside, before = next(((s, trial) for s, trial in tried if trial), (None, None))
                if beside is None or before is None:
                    continue
                row.joined += 1
                result = outcome(beside, changed, kind, at, where, before, site.change.same)
                row.refused += result == "refused"
                row.raised += result == "raised"
                row.open += result == "open"
                if (result in ("refused", "raised")) if kind in HARMLESS else result == "silent":
                    row.wrong.append((beside.report.text, text))
    return rows


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("stories", nargs="*", type=Path, metavar="DIR", help="a story with a key, or a folder of them")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder that holds ECB+ (topics 1 to 35 are read)")
    parser.add_argument(
        "--limit", type=int, default=LIMIT, metavar="N", help=f"pairs a kind and form (default: {LIMIT})"
    )
    parser.add_argument("--seed", type=int, default=SEED, help="another choice of sentences")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only this kind of change; may be repeated")
    parser.add_argument("--errors", action="store_true", help="print the pairs that were judged wrongly")
    parser.add_argument("--floors", type=Path, metavar="FILE", help="floors to hold instead of the program's own")


def main(args: argparse.Namespace) -> int:
    """Print the table; 1 where a kind is below its floor, 3 where there are no sentences.

    Raises OSError and ValueError where a folder, a key or the floors cannot be read.
    """
    floors = load_floors(args.floors)
    sentences = of_stories(args.stories) + (of_ecb(args.data) if args.data else [])
    if not sentences:
        print("no sentences that state the same: name stories with answer keys, or --data", file=sys.stderr)
        return 3
    rows = measure(sentences, args.limit, args.seed, args.kind or KINDS)
    print(f"{len(sentences)} sentences")
    print(table(rows))
    if args.errors:
        for form, kind, row in _each(rows):
            for one, other in row.wrong:
                print(f"\n{form} {kind}\n  {one}\n  {other}")
    whole = args.data is not None and not args.kind and args.limit >= LIMIT  # few pairs would break a floor by chance
    broken = below(rows, floors) if whole or args.floors else []
    for line in broken:
        print(line, file=sys.stderr)
    return int(bool(broken))


def _each(rows: Mapping[str, Mapping[str, Row]]) -> Iterator[tuple[str, str, Row]]:
    return ((form, kind, row) for form, of in rows.items() for kind, row in of.items())


def table(rows: Mapping[str, Mapping[str, Row]]) -> str:
    """A line a kind: of each form the places, the pairs joined unchanged, and what became of them."""
    heads = "".join(
        f" | {form:>7} {'joined':>6} {'refused':>7} {'raised':>6} {'open':>4} {'right':>5}" for form in FORMS
    )
    lines = [f"{'':12}{heads}"]
    for kind in rows[FORMS[0]]:
        cells = ""
        for form in FORMS:
            row = rows[form][kind]
            share = row.share(kind in HARMLESS)
            right = "-" if share is None else f"{share:.1f}"
            cells += f" | {row.n:7} {row.joined:6} {row.refused:7} {row.raised:6} {row.open:4} {right:>5}"
        lines.append(f"{kind:12}{cells}{'  (harmless)' if kind in HARMLESS else ''}")
    return "\n".join(lines)


def load_floors(path: Path | None = None) -> dict[str, dict[str, float]]:
    """The least share a form and kind may have, in percent; ValueError where a kind is unknown."""
    source = path or resources.files("consilience.evaluate") / "perturb_floors.json"
    floors: dict[str, dict[str, float]] = json.loads(source.read_text(encoding="utf-8"))
    unknown = {*floors} - {*FORMS} | {kind for of in floors.values() for kind in of} - {*KINDS}
    if unknown:
        raise ValueError(f"{source}: no such form or kind: {', '.join(sorted(unknown))}")
    return floors


def below(rows: Mapping[str, Mapping[str, Row]], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """One line for each floor that is not held."""
    found = []
    for form, of in floors.items():
        for kind, floor in of.items():
            share = rows[form][kind].share(kind in HARMLESS)
            if share is None or share < floor:
                shown = "nothing" if share is None else f"{share:.1f}"
                found.append(f"{form} {kind}: {shown} is below {floor}")
    return found
