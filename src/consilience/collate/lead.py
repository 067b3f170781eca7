"""The lead of a dossier: three to five sentences that reports wrote, which together say most of what all say.

Sentences are taken one after another, each for what it adds: the findings that it states and no
sentence before it does, weighed by outlets and origins, and the words that several reports use.
That is a greedy cover of content units (Filatova and Hatzivassiloglou 2004; Gillick and Favre 2009),
bound by the rule that no finding is stated twice. Behind the first they are read in the order of what happened.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise, starmap

from consilience.annotate.referents import nouns
from consilience.annotate.words import word_set
from consilience.collate.findings import Moved
from consilience.model import Annotated, DateRange, Finding, Lead, OriginCount, Span, Support
from consilience.tables import frequency

FEWEST, MOST = 3, 5
SHORTEST, LONGEST = 8, 60  # words
LONGEST_TEXT = 400  # characters, as of any passage that is shown
# A sentence more than FEWEST is taken while it adds this share of what the first one did.
WORTH_IT = 0.25
BACKGROUND, SINGLE = 0.35, 0.1
# What the findings, the words that reports share, and a place early in the report weigh.
FINDINGS, WORDS, EARLY = 0.6, 1.0, 0.5
FIGURE = 2.0  # what a figure that has moved weighs, as it is last, in the worth of the best finding
LONG_WORDS = 25  # added to a sentence's length, which its worth is divided by the root of
TELLING = 2.0  # idf; rarer words, most of them names, weigh no more
HEADED = 2  # a headline that has a word counts as so many reports that use it
ALIKE = 0.5  # a sentence so much of which was told before adds nothing

_WORD = re.compile(r"[^\W_]{2,}")
_ENDS = re.compile(r"[.!…]['\"”’)]*$")
_LEANS = word_set(
    "he she it they this that these those we i you his her their its but and or so however meanwhile also then yet "
    "another other others both such there here instead moreover additionally besides nevertheless thus therefore"
)
_TELLING_WHICH = frozenset({"amod", "compound", "nmod", "nummod", "poss", "prep", "appos"})
_MEANING = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


_Stated = tuple[Support, int]  # a claim, and the rank of its finding


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may stand alone, with the findings (by rank) and the words that it holds.

    ``near`` are findings that it may state too: it is not shown to.
    """

    report: int
    start: int
    end: int
    findings: frozenset[int]
    near: frozenset[int]
    words: frozenset[str]
    length: int
    position: float
    day: str

    def holds(self, places: Collection[tuple[int, int]]) -> bool:
        """Whether one of the places, a report's number and a character, is in it."""
        return any(report == self.report and self.start <= at < self.end for report, at in places)


def _bounds(annotated: Annotated) -> Iterator[tuple[int, int]]:
    """First and last token (exclusive) of every sentence."""
    numbers = annotated.tokens.sentence
    starts = [0, *(k for k in range(1, len(numbers)) if numbers[k] != numbers[k - 1]), len(numbers)]
    return pairwise(starts)


def _stands_alone(annotated: Annotated, first: int, last: int, text: str) -> bool:
    """Whether the words are a whole sentence that leans on none before it, with no half of a quotation."""
    tokens = annotated.tokens
    if not text[:1].isupper() or not _ENDS.search(text) or tokens.lemma[first] in _LEANS:
        return False
    if _means_one_before(annotated, first, last):
        return False
    if text.count('"') % 2 or text.count("“") != text.count("”") or "\n" in text:
        return False
    finite = any(tokens.dep[k] in ("nsubj", "nsubjpass") and tokens.pos[k] != "PRON" for k in range(first, last))
    told = any(
        tokens.dep[k] in ("nsubj", "nsubjpass") and tokens.text[k].lower() in ("i", "we", "you")
        for k in range(first, last)
    )
    return finite and not told


def _means_one_before(annotated: Annotated, first: int, last: int) -> bool:
    """Whether it begins with somebody or something that only a sentence before it says: "The official, who …"."""
    tokens = annotated.tokens
    head = tokens.head[first]
    if tokens.lemma[first] != "the" or not first < head < last or tokens.entity[head : head + 1] != (-1,):
        return False
    told = any(tokens.head[k] == head and tokens.dep[k] in _TELLING_WHICH for k in range(first + 1, last))
    return tokens.text[head].lower() in _leaning_nouns() and not told


@cache
def _leaning_nouns() -> frozenset[str]:
    """Nouns, lower case, that with "the" and nothing else mean whoever was told of before."""
    return nouns("unnamed") | nouns("spokesperson")


def _trimmed(annotated: Annotated, first: int, last: int) -> tuple[int, int]:
    """The sentence's tokens without blanks at its ends."""
    tokens = annotated.tokens
    while last > first and tokens.text[last - 1].isspace():
        last -= 1
    while first < last and tokens.text[first].isspace():
        first += 1
    return first, last


def _dated(annotated: Annotated) -> list[tuple[int, int, str]]:
    """Start and end of the claims of main clauses, and of what is said in them, each with a day that it names."""
    tokens = annotated.tokens

    def leads(head: int) -> bool:
        return "ROOT" in (tokens.dep[head], tokens.dep[tokens.head[head]] if tokens.dep[head] == "ccomp" else "")

    named = ((c, annotated.times[k]) for c in annotated.claims if c.times and leads(c.head) for k in c.times)
    return [(c.start, c.end, t.earliest) for c, t in named if t.earliest and t.earliest == t.latest]


def _day(dated: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    """The day that the sentence's main clause names; None where that is none or more than one."""
    days = {day for first, last, day in dated if start <= first and last <= end}
    return days.pop() if len(days) == 1 else None


def _sentences(
    reports: Sequence[Annotated], stated: Mapping[int, Sequence[_Stated]], when: DateRange
) -> Iterator[_Sentence]:
    """The sentences that may stand in a lead. What is still to come is told with the event."""
    for number, annotated in enumerate(reports):
        report, tokens, dated = annotated.report, annotated.tokens, _dated(annotated)
        for first, last in starmap(partial(_trimmed, annotated), _bounds(annotated)):
            words = sum(1 for k in range(first, last) if tokens.text[k][:1].isalnum())
            if not SHORTEST <= words <= LONGEST:
                continue
            start, end = tokens.start[first], tokens.end[last - 1]
            text = report.text[start:end]
            removed = any(r.start < end and start < r.end for r in report.removed)
            if removed or len(text) > LONGEST_TEXT or not _stands_alone(annotated, first, last, text):
                continue
            day = _day(dated, start, end) or when.earliest or ""
            latest = max(when.latest or "", (report.published or "")[:10]) or day
            told = [(s, rank) for s, rank in stated.get(number, ()) if start <= s.start and s.end <= end]
            yield _Sentence(
                number,
                start,
                end,
                frozenset(rank for s, rank in told if s.vouches == "yes"),
                frozenset(rank for s, rank in told if s.vouches == "possibly"),
                frozenset(tokens.lemma[k] for k in range(first, last) if tokens.pos[k] in _MEANING),
                words,
                start / len(report.text),
                min(day, latest),
            )


def _worth(finding: Finding) -> float:
    several = len({s.report for s in finding.support}) > 1
    weight = math.log2(1 + finding.outlets) * (1 + 0.1 * finding.origins.at_least) if several else SINGLE
    return weight * (1.0 if finding.new else BACKGROUND)


def _shared_words(reports: Sequence[Annotated]) -> dict[str, float]:
    """The words of meaning that several reports use, by how rare they are elsewhere and how many use them."""
    users: Counter[str] = Counter()
    for annotated in reports:
        tokens = annotated.tokens
        users.update({w for w, p in zip(tokens.lemma, tokens.pos, strict=True) if p in _MEANING and len(w) > 1})
    headed = Counter(w.casefold() for a in reports for w in set(_WORD.findall(a.report.title or "")))
    users.update({w: HEADED * n for w, n in headed.items() if w in users})
    least = min(2, len(reports))
    return {
        w: min(TELLING, frequency.idf(w)) * (math.log2(n) if least > 1 else 1) for w, n in users.items() if n >= least
    }


def _rarity(words: frozenset[str]) -> float:
    return sum(map(frequency.idf, sorted(words)))


def _chosen(
    sentences: Sequence[_Sentence],
    worth: Mapping[int, float],
    shared: Mapping[str, float],
    figures: Collection[tuple[int, int]],
) -> list[_Sentence]:
    """The sentences in the order in which they add most; one of them may do so by one of the ``figures``."""
    most = max(worth.values(), default=1.0) or 1.0
    all_words = sum(shared.values()) or 1.0
    chosen: list[_Sentence] = []
    told: frozenset[str] = frozenset()
    stated: frozenset[int] = frozenset()
    first = 0.0
    left = [(sentence, _rarity(sentence.words)) for sentence in sentences]
    left = [(sentence, whole) for sentence, whole in left if whole]
    telling = {sentence for sentence in sentences if sentence.holds(figures)}
    while len(chosen) < MOST:
        # What is told only grows: a sentence that adds nothing now adds nothing later.
        left = [(s, whole) for s, whole in left if stated.isdisjoint(s.findings | s.near)]
        left = [(s, whole) for s, whole in left if _rarity(s.words & told) / whole <= ALIKE]
        best, gain = None, 0.0
        for sentence, _ in left:
            facts = sum(worth[f] for f in sorted(sentence.findings)) / most + FIGURE * (sentence in telling)
            words = 20 * sum(shared.get(w, 0.0) for w in sorted(sentence.words - told)) / all_words
            value = (FINDINGS * facts + WORDS * words) * (1 + EARLY * (1 - sentence.position) ** 2)
            value /= math.sqrt(sentence.length + LONG_WORDS)
            if value > gain:
                best, gain = sentence, value
        if best is None or (len(chosen) >= FEWEST and gain < WORTH_IT * first):
            break
        first = first or gain
        chosen.append(best)
        if best in telling:
            telling = set()
        told |= best.words
        stated |= best.findings | best.near
    return chosen


def lead(
    reports: Sequence[Annotated], findings: Sequence[Finding], when: DateRange, figures: Sequence[Moved] = ()
) -> tuple[Lead, ...]:
    """The sentence that adds most and, in the order of what happened, the others, each with the findings that it
    states, the one of its main clause first.

    No sentence holds a figure that later reports have moved on from, if there are others; one with such a figure as
    it is last goes before others of its worth.

    Outlets, origins and status are those of the first finding; of a sentence whose main clause is not shown to state
    what its finding shows, its own. A sentence that states none, such as one of a story with a single report, has
    no origins.
    """
    number = {a.report.id: k for k, a in enumerate(reports)}
    stated: dict[int, list[_Stated]] = {}
    for rank, finding in enumerate(findings):
        for support in finding.support:
            stated.setdefault(number[support.report], []).append((support, rank))
    worth = {rank: _worth(finding) for rank, finding in enumerate(findings)}
    old, new = ({(number[s.report], s.start) for moved in figures for s in moved[k]} for k in (0, 1))
    all_of_them = tuple(_sentences(reports, stated, when))
    fresh = tuple(s for s in all_of_them if not s.holds(old))
    chosen = _chosen(fresh or all_of_them, worth, _shared_words(reports), new)
    # The sentence that adds most opens, for it says what the others are about.
    ordered = sorted(chosen, key=lambda s: (s is not chosen[0], s.day, s.position, s.report))
    return tuple(_told(reports[s.report], s, findings, worth, stated.get(s.report, ())) for s in ordered)


def _told(
    annotated: Annotated,
    sentence: _Sentence,
    findings: Sequence[Finding],
    worth: Mapping[int, float],
    stated: Sequence[_Stated],
) -> Lead:
    start, end = sentence.start, sentence.end
    span = Span(annotated.report.id, start, end, annotated.report.text[start:end])
    main = _of_main_clause(annotated, sentence, stated)
    if main is not None and main[0].vouches != "yes":
        return _on_its_own(span, main, findings, sorted(sentence.findings, key=lambda rank: (-worth[rank], rank)))
    first = main[1] if main else None
    if first is None:  # the weakest of all that it states
        at_least = {rank: findings[rank].origins.at_least for rank in sentence.findings}
        first = min(at_least, key=lambda rank: (at_least[rank], -worth[rank], rank), default=None)
    ranks = sorted(sentence.findings, key=lambda rank: (rank != first, -worth[rank], rank))
    shown = findings[first] if first is not None else None
    return Lead(
        span,
        tuple(findings[rank].id for rank in ranks),
        shown.outlets if shown else 1,
        shown.origins if shown else None,
        shown.status if shown else "not established",
    )


def _on_its_own(span: Span, main: _Stated, findings: Sequence[Finding], others: Sequence[int]) -> Lead:
    """The sentence with the origin of its own words, after the finding that they may state."""
    support, rank = main
    ranks = [rank, *others] if support.vouches == "possibly" else others
    return Lead(
        span,
        tuple(findings[k].id for k in ranks),
        1,
        OriginCount(1, 1, 1, (support.origin,)) if support.origin else OriginCount(0, 1, 0),
        "single origin" if support.origin else "not established",
    )


def _of_main_clause(annotated: Annotated, sentence: _Sentence, stated: Sequence[_Stated]) -> _Stated | None:
    """The claim that the sentence's main clause states, or the clause that is said there, with the rank of its finding;
    None where it states none.

    What a sentence says by the way may have more origins than what it is there to say.
    """
    tokens = annotated.tokens
    inside = [k for k, at in enumerate(tokens.start) if sentence.start <= at < sentence.end]
    roots = [k for k in inside if tokens.dep[k] == "ROOT"]
    said = [k for k in inside if tokens.dep[k] == "ccomp" and tokens.head[k] in roots]
    here = [(c, rank) for c, rank in stated if sentence.start <= c.start and c.end <= sentence.end]
    for head in (*roots, *said):
        at = tokens.start[head]
        around = [(c.end - c.start, rank, c) for c, rank in here if c.start <= at < c.end]
        if around:
            _, rank, claim = min(around, key=lambda told: told[:2])
            return claim, rank
    return None
