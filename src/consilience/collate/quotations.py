"""One utterance in the wordings of several reports.

Reporters cut a quotation differently, and where it was translated each has
other words for it. Two quoted passages are one utterance where their speakers
can be the same and most of the rarer words of the shorter one stand in the
longer, literally or by a word of like meaning. Nothing here says which wording
is right.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from consilience.annotate.quotes import Quote, find_quotes
from consilience.model import Annotated, Attribution, Quotation, Span, StoryEntity
from consilience.tables import frequency, vectors

LEAST_WORDS = 3  # a quotation of fewer stands in the list only where another report has it too
TELLING = 2.0  # idf from which a word can tell one utterance from another
MASS = 6.0  # idf that two passages must share: two or three rare words, or one rare and several common
SHORT = 4  # telling words; a passage of fewer can be cut from many utterances
SAME = 0.6  # share of the shorter passage's idf that stands in the longer, where the speaker is the same
UNSURE = 0.7  # where one report does not say who speaks
OTHER = 0.85  # where the reports name different speakers: near enough word for word
LONG = 15.0  # and long enough that two people do not say it alike
LIKE = 0.55  # cosine of two words that can translate one word
DISTINCT = 40  # wordings of one utterance that are compared with each other
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
HOLDERS = 40  # passages looked at for a word that more of them have


@dataclass(frozen=True, slots=True)
class _Passage:
    """Quoted characters, who is said to say them, and their words."""

    report: int
    span: Span
    speaker: str | None
    names: frozenset[str]
    via: tuple[str, ...]
    words: tuple[str, ...]
    stems: Mapping[str, float]
    mass: float
    telling: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        return len(self.telling) < SHORT


def quotations(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> tuple[Quotation, ...]:
    """The direct and mixed quotations of one story, each with all its wordings.

    Variants stand in the order of the reports and are the quoted characters
    alone. ``difference`` is the largest between two reports: the share of the
    shorter wording that the other does not have in that order; a mere cut is
    no difference. Those with most reports first.
    """
    found = _passages(reports, entities)
    groups = _grouped(found)
    drawn = []
    for group in groups:
        members = [found[i] for i in group]
        longest = max(len(passage.words) for passage in members)
        if longest >= LEAST_WORDS or len({passage.report for passage in members}) > 1:
            drawn.append(members)
    drawn.sort(key=lambda m: (-len({p.report for p in m}), m[0].report, m[0].span.start))
    return tuple(_quotation(number, members) for number, members in enumerate(drawn, 1))


def _passages(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> list[_Passage]:
    """Every quoted passage once, in the order of the text."""
    named = {mention: entity for entity in entities for mention in entity.mentions}
    result: list[_Passage] = []
    for number, annotated in enumerate(reports):
        report = annotated.report
        marks = find_quotes(report.text)
        taken: dict[tuple[int, int], _Passage] = {}
        # The innermost attribution knows best who speaks: it comes last and wins.
        for attribution in sorted(annotated.attributions, key=lambda a: (a.content.start, -a.content.end)):
            if attribution.kind == "indirect":
                continue
            entity = named.get((report.id, attribution.speaker_entity or ""))
            for start, end in _quoted(report.text, attribution, marks):
                passage = _passage(number, Span(report.id, start, end, report.text[start:end]), attribution, entity)
                if passage.stems:
                    taken[start, end] = passage
        result += [taken[key] for key in sorted(taken)]
    return result


def _quoted(text: str, attribution: Attribution, marks: Sequence[Quote]) -> list[tuple[int, int]]:
    """The characters between quotation marks in an attribution's content; the content where it holds none."""
    start, end = attribution.content.start, attribution.content.end
    inner = [
        (max(start, quote.inner_start), min(end, quote.inner_end))
        for quote in marks
        if quote.depth == 0 and quote.inner_start < end and start < quote.inner_end
    ]
    spans = inner or ([(start, end)] if attribution.kind == "direct" else [])
    return [_trimmed(text, *span) for span in spans]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–-\"“”‘'"):
        end -= 1
    return start, end


def _passage(number: int, span: Span, attribution: Attribution, entity: StoryEntity | None) -> _Passage:
    words = tuple(word for word in _words(span.text) if word)
    stems: dict[str, float] = {}
    for word in words:
        weight = frequency.idf(word)
        if weight >= 1:
            stems[_stem(word)] = max(weight, stems.get(_stem(word), 0.0))
    speaker = entity.name if entity else attribution.speaker
    known = (speaker, *(entity.aliases if entity else ()), *attribution.via)
    names = frozenset(word for name in known if name for word in _words(name) if frequency.idf(word) > TELLING)
    telling = tuple(stem for stem, weight in stems.items() if weight >= TELLING)
    return _Passage(number, span, speaker, names, attribution.via, words, stems, sum(stems.values()), telling)


def _words(text: str) -> list[str]:
    cleaned = "".join(c if c.isalnum() else "'" if c in "'’" else " " for c in text.lower())
    return [word.strip("'").removesuffix("'s") for word in cleaned.split()]


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """The word without the ending that another rendering may lack: unconditional(ly), measure(s), address(ing)."""
    for ending in ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _grouped(found: Sequence[_Passage]) -> list[list[int]]:
    """The passages of one utterance together, each group and the groups in order.

    Long passages find each other first. A short one ("nuclear button") goes to
    the passage that it fits best and never holds two others together.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    texts: dict[tuple[tuple[str, ...], str | None], int] = {}
    parent = list(range(len(found)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i in sorted(range(len(found)), key=lambda i: (found[i].is_short, i)):
        passage = found[i]
        same = texts.setdefault((passage.words, passage.speaker), i)
        if same != i and (passage.mass >= MASS or passage.report == found[same].report):
            parent[root(i)] = root(same)
            continue
        near = sorted({other for stem in passage.telling for other in holders[stem][-HOLDERS:]})
        fitting = [other for other in near if _one_utterance(passage, found[other])]
        if passage.is_short and fitting:
            fitting = [max(fitting, key=lambda other: (passage.speaker == found[other].speaker, -other))]
        for other in fitting:
            low, high = sorted((root(i), root(other)))
            parent[high] = low
        for stem in passage.telling:
            holders[stem].append(i)
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(found)):
        groups[root(i)].append(i)
    return sorted(groups.values())


def _one_utterance(one: _Passage, other: _Passage) -> bool:
    short, long = sorted((one, other), key=lambda passage: passage.mass)
    literal = sum(weight for stem, weight in short.stems.items() if stem in long.stems)
    if literal < min(MASS, short.mass) or short.mass < MASS:
        return False
    if not one.names or not other.names:
        needed = UNSURE
    elif one.names & other.names:
        needed = SAME
    else:
        return literal >= LONG and literal >= OTHER * short.mass
    return literal >= needed * short.mass or literal + _translated(short, long) >= needed * short.mass


def _translated(short: _Passage, long: _Passage) -> float:
    """The weight of the shorter passage's words that a word of like meaning in the longer can stand for."""
    mine = [word for word in dict.fromkeys(short.words) if _stem(word) in short.stems.keys() - long.stems.keys()]
    theirs = [word for word in dict.fromkeys(long.words) if _stem(word) in long.stems.keys() - short.stems.keys()]
    mine, theirs = [w for w in mine if vectors.knows(w)], [w for w in theirs if vectors.knows(w)]
    if not mine or not theirs:
        return 0.0
    nearest = (vectors.rows(mine) @ vectors.rows(theirs).T).max(axis=1)
    return sum(float(near) * short.stems[_stem(word)] for word, near in zip(mine, nearest, strict=True) if near >= LIKE)


def _quotation(number: int, members: Sequence[_Passage]) -> Quotation:
    speakers = Counter(passage.speaker for passage in members if passage.speaker)
    speaker = max(speakers, key=lambda name: (speakers[name], -list(speakers).index(name))) if speakers else None
    chains = Counter(passage.via for passage in members if passage.via and passage.speaker == speaker)
    via = max(chains, key=lambda chain: (chains[chain], -list(chains).index(chain))) if chains else ()
    return Quotation(f"Q{number}", speaker, via, tuple(p.span for p in members), round(_difference(members), 3))


def _difference(members: Sequence[_Passage]) -> float:
    """The largest difference between the wordings of two reports, 0 where there is one report or one wording."""
    distinct = list({(p.report, p.words): p for p in members}.values())[:DISTINCT]
    known: dict[tuple[str, str], float] = {}  # many reports have a few wordings
    most = 0.0
    for one, other in combinations(distinct, 2):
        if one.report == other.report or one.words == other.words or not _one_utterance(one, other):
            continue
        texts = one.span.text, other.span.text
        if texts not in known:
            known[texts] = _wording(one, other)
        most = max(most, known[texts])
    return most


def _wording(one: _Passage, other: _Passage) -> float:
    """How much of the shorter passage the longer one words otherwise, 0 to 1, by the weight of the words.

    Sentence by sentence: one that the longer passage does not have at all was
    cut, not worded otherwise. Another form of a word is a quarter of a difference.
    A word in the place of another weighs what the weightier of the two does: "of the year" is
    not "of the yacht", though *year* says little.
    """
    short, long = sorted((one, other), key=lambda passage: len(passage.words))
    total = differing = 0.0
    stems = [_stem(word) for word in long.words]
    for sentence in _SENTENCE_END.split(short.span.text):
        words = _words(sentence)
        weights = [frequency.idf(word) for word in words]
        same = more = 0.0
        past = (0, 0)
        blocks = SequenceMatcher(None, [_stem(w) for w in words], stems, autojunk=False).get_matching_blocks()
        for here, there, size in blocks:
            if here - past[0] == there - past[1]:
                put = sum(map(frequency.idf, long.words[past[1] : there]))
                more += max(0.0, put - sum(weights[past[0] : here]))
            past = here + size, there + size
            for step in range(size):
                same += weights[here + step] * (1.0 if words[here + step] == long.words[there + step] else 0.75)
        if same >= 0.3 * sum(weights):
            total += sum(weights) + more
            differing += sum(weights) + more - same
    return differing / total if total else 1.0
