"""What a claim is compared by: weighted words, names, numbers and times.

Every claim of a story becomes a :class:`Unit` over one shared :class:`Lexicon`,
so that the likeness of any two words is looked up in one matrix.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consilience.collate.background import is_new
from consilience.collate.trees import children
from consilience.model import Annotated, Claim, Entity, Extent, Quantity, Span, StoryEntity, TimeExpression
from consilience.tables import frequency, modality, nominals, support, vectors

Floats = NDArray[np.float32]
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM", "ADV"})
_EMPTY_WORDS = """
    be have do get go come make take say tell also more most very much many other such just only then there here
    now still even well back again too so
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_RULED_OUT = re.compile(r"\b(?:not|rather than|instead of)\s+(?:the\s+)?$", re.IGNORECASE)
_STOPS = frozenset('.!?…:;,"”’')
_HEADLINE = 200  # characters: a longer line is text
_NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"})


@dataclass(frozen=True, slots=True)
class Unit:
    """One claim, ready to be compared.

    ``words`` index the lexicon, each with its weight; ``vector`` is their
    weighted sum, of length one. ``agents`` and ``others`` split the words by
    what they do in the clause. ``dated`` are the times that may say when it happened,
    each with whether they hang on the predicate itself. ``negative`` is whether it is told that it was not so,
    ``new`` whether it is of the days of its report.
    """

    report: int
    claim: Claim
    words: NDArray[np.intp]
    weights: Floats
    vector: Floats
    predicate: int
    agents: frozenset[int]
    entities: frozenset[str]
    persons: frozenset[str]
    places: frozenset[str]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    sentence: int
    position: float
    speaker: str | None
    quoted: bool
    text: tuple[str, ...]
    named: Floats
    nominal: bool
    dated: tuple[tuple[TimeExpression, bool], ...] = ()
    negative: bool = False
    new: bool = True

    def holds(self, other: Unit) -> bool:
        """Whether the other claim, of the same report, stands inside this one."""
        a, b = self.claim, other.claim
        return self.report == other.report and a.start <= b.start and b.end <= a.end


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The story's words: ``likeness[i, j]`` of any two, and each one's ``weight``; ``index`` is where a word stands.

    ``likeness`` has a row and a column more, all zero: the word that pads a short claim.
    """

    keys: tuple[str, ...]
    index: Mapping[str, int]
    likeness: Floats
    weight: Floats
    vectors: Floats


@dataclass(frozen=True, slots=True)
class _Draft:
    report: int
    claim: Claim
    keys: tuple[str, ...]
    predicate: str
    agents: frozenset[str]
    entities: frozenset[str]
    sentence: int
    proper: frozenset[str]


def is_light(word: str) -> bool:
    """Whether a word says too little to be compared by: "have", "make"."""
    return word in _EMPTY


def key(annotated: Annotated, token: int, names: Mapping[int, str]) -> str | None:
    """The word as it is compared: the story's entity, the number's value, or the lemma."""
    tokens = annotated.tokens
    entity = names.get(tokens.entity[token])
    if entity is not None:
        return entity
    if tokens.pos[token] not in _CONTENT:
        return None
    lemma, text = tokens.lemma[token], tokens.text[token].lower()
    if not any(c.isalnum() for c in text) or lemma in _EMPTY:
        return None
    if tokens.pos[token] == "NUM":
        start = tokens.start[token]
        for quantity in annotated.quantities:
            if quantity.start <= start < quantity.end and quantity.value is not None:
                return f"#{quantity.value:g}"
        return f"#{text}"
    return lemma if vectors.knows(lemma) or not vectors.knows(text) else text


def _is_name(key: str, proper: frozenset[str]) -> bool:
    return key[:1] in "@#" or key in proper


def _predicate(annotated: Annotated, claim: Claim, verbal: bool) -> str:
    """The verb of what is told: of "fail to send" the sending, for the failing is its polarity, and of "make an
    offer" the offering."""
    words = claim.predicate.split() or [""]
    if len(words) > 1 and modality.is_implicit_negation(words[0]):
        return words[1]
    if verbal and len(words) == 1 and support.is_support(words[0]):
        return _done(annotated, claim, words[0]) or words[0]
    return words[0] if verbal else nominals.verb_of(words[0]) or words[0]


def _done(annotated: Annotated, claim: Claim, verb: str) -> str | None:
    """What was done, by the object of a verb that says little or by what hangs on its preposition."""
    tokens = annotated.tokens
    below = children(tokens, claim.tokens)
    for token in below.get(claim.head, ()):
        by, nouns = "", [token] if tokens.dep[token] in ("dobj", "nsubjpass") else []
        if tokens.dep[token] == "prep":
            by, nouns = tokens.lemma[token].lower(), [t for t in below.get(token, ()) if tokens.dep[t] == "pobj"]
        for noun in nouns:
            act = support.act(verb, by, tokens.lemma[noun])
            if act is not None:
                return act
    return None


def _draft(report: int, annotated: Annotated, claim: Claim, names: Mapping[int, str]) -> _Draft:
    tokens = annotated.tokens
    keys: dict[str, None] = {}
    agents: set[str] = set()
    proper: set[str] = set()
    for index in claim.tokens:
        word = key(annotated, index, names)
        if word is None:
            continue
        keys.setdefault(word)
        if tokens.pos[index] == "PROPN":
            proper.add(word)
        if tokens.dep[index] == "nsubj" or tokens.dep[tokens.head[index]] in ("nsubj", "agent"):
            agents.add(word)
    inside = {names[e] for e in claim.entities if e in names}
    sentence = tokens.sentence[claim.head] if tokens.sentence else 0
    predicate = _predicate(annotated, claim, tokens.pos[claim.head] in ("VERB", "AUX"))
    return _Draft(
        report, claim, tuple(keys), predicate, frozenset(agents), frozenset(inside), sentence, frozenset(proper)
    )


def _telling(drafts: Sequence[_Draft], reports: Sequence[Annotated]) -> list[_Draft]:
    """Those that have two words to be compared by, or one and stand in another report in the very same words.

    "Because they are black" has one.
    """

    def words(draft: _Draft) -> tuple[str, ...]:
        tokens = reports[draft.report].tokens
        return tuple(tokens.text[t].lower() for t in draft.claim.tokens)

    told: dict[tuple[str, ...], set[int]] = {}
    for draft in drafts:
        if len(draft.keys) == 1:
            told.setdefault(words(draft), set()).add(draft.report)
    return [d for d in drafts if len(d.keys) > 1 or (d.keys and len(told[words(d)]) > 1)]


def _lexicon(drafts: Sequence[_Draft]) -> Lexicon:
    count = Counter(key for d in drafts for key in {*d.keys, d.predicate})
    keys = tuple(sorted(count))
    total = len(drafts)
    weight = np.empty(len(keys), np.float32)
    for k, key in enumerate(keys):
        local = math.log((1 + total) / (0.5 + count[key]))
        general = frequency.idf(key) if key[:1] not in "@#" else 6.0
        weight[k] = math.sqrt(max(0.05, local) * max(0.05, general))
    rows = vectors.rows(keys)
    padded = np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])
    likeness: Floats = padded @ padded.T
    index = {key: k for k, key in enumerate(keys)}
    return Lexicon(keys, index, np.clip(likeness, 0, 1, out=likeness), weight, rows)


# How a day hangs on the thing that it names.
ONE_ACT = 0.6  # likeness of two predicates that may tell of one act
NAMING = frozenset({"compound", "amod", "poss", "nmod"})
_HANGING = frozenset({"npadvmod", "prep", "pobj", "pcomp", "advmod", "nummod", "det", "punct"})


def _dated(annotated: Annotated, claim: Claim) -> tuple[tuple[TimeExpression, bool], ...]:
    """The claim's times, each with whether it hangs on the predicate; not what names a thing ("a New Year party")."""
    tokens, found = annotated.tokens, []
    for time in (annotated.times[k] for k in claim.times):
        inside = {t for t in claim.tokens if time.start <= tokens.start[t] < time.end}
        top = next((t for t in sorted(inside) if tokens.head[t] not in inside), None)
        if top is None:  # "weeks" before "after they signed"
            found.append((time, True))
            continue
        if tokens.dep[top] in NAMING:
            continue
        step = top
        while tokens.dep[step] in _HANGING and step != claim.head and tokens.head[step] != step:
            step = tokens.head[step]
        while step != claim.head and tokens.dep[step] in ("xcomp", "aux") and tokens.head[step] != step:
            step = tokens.head[step]
        found.append((time, step == claim.head))
    return tuple(found)


def _negative(claim: Claim, cue: Extent | None) -> bool:
    """Whether it is told that this is not so: "did not fire", "denied that it had fired"; not both together.

    A verb of saying that is negated, as "has not released" is read, or one of refusing is no second denial.
    """
    negated = claim.polarity == "negative"
    verb = (claim.predicate.split() or [""])[0]
    by_itself = modality.is_implicit_negation(verb) or (
        negated and cue is not None and claim.start <= cue.start < claim.end
    )
    return negated != (claim.factuality == "denied" and not by_itself)


def _told_actively(annotated: Annotated, claim: Claim) -> list[int]:
    """The claim's words; where it tells of an act in the passive, and by whom, in the order of the active voice."""
    tokens, verb = annotated.tokens, claim.head
    below = children(tokens, claim.tokens)
    patient = next((t for t in below.get(verb, ()) if tokens.dep[t] == "nsubjpass"), None)
    by = next((t for t in below.get(verb, ()) if tokens.dep[t] == "agent"), None)
    if patient is None or by is None or patient == verb:
        return list(claim.tokens)

    def phrase(token: int) -> set[int]:
        found, waiting = set[int](), [token]
        while waiting:
            found.add(waiting[-1])
            waiting += [t for t in below.get(waiting.pop(), ()) if t not in found]
        return found

    done_to, agent = phrase(patient), phrase(by) - {by}
    helpers = {t for t in below.get(verb, ()) if tokens.dep[t] == "auxpass"} | {by}
    rest = [t for t in claim.tokens if t not in done_to | agent | helpers]
    at = next((k for k, t in enumerate(rest) if t >= verb), len(rest))
    before, act = [t for t in rest[:at] if t < verb], rest[at : at + 1]
    return [*sorted(agent), *before, *act, *sorted(done_to), *rest[at + 1 :]]


def lent(claim: Claim, annotated: Annotated) -> list[Quantity]:
    """Quantities in words that a claim borrows: "a 31-year-old man" of *charged with arson*, "12 men" of *who fled*."""
    tokens = annotated.tokens
    begins = {tokens.start[t] for t in claim.tokens if not claim.start <= tokens.start[t] < claim.end}
    return [q for q in annotated.quantities if any(q.start <= begin < q.end for begin in begins)]


def is_ruled_out(quantity: Quantity, text: str) -> bool:
    """Whether the words before it say that it does not hold: "nine, not seven", "nine rather than seven".

    "Not more than seven" says something of the figure, and keeps it.
    """
    return quantity.bound == "=" and _RULED_OUT.search(text, max(0, quantity.start - 20), quantity.start) is not None


def is_age(quantity: Quantity) -> bool:
    """Whether it says how old somebody is."""
    return quantity.unit == "a" and quantity.counted == "age"


def one_act(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether the predicates of two claims may tell of one act."""
    return one.predicate == other.predicate or float(lexicon.likeness[one.predicate, other.predicate]) >= ONE_ACT


def names_of(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> list[dict[int, str]]:
    """For every report: its entities' indices to keys (``@`` and the story entity's id).

    A people's word ("Russian troops") is the state's as an entity, and yet no
    mention of the state to a claim: its key ends in ``~``.
    """
    known = {mention: entity for entity in entities for mention in entity.mentions}
    return [
        {
            k: _entity_key(known.get((annotated.report.id, entity.id)), annotated, entity)
            for k, entity in enumerate(annotated.entities)
            if entity.type in _NAMED
        }
        for annotated in reports
    ]


def _entity_key(across: StoryEntity | None, annotated: Annotated, entity: Entity) -> str:
    if across is None:
        return f"@{annotated.report.id}:{entity.id}"
    return f"@{across.id}~" if entity.type == "NORP" != across.type else f"@{across.id}"


def units(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> tuple[tuple[Unit, ...], Lexicon]:
    """All claims of a story as units, in the order of reports and text, and their lexicon."""
    names = names_of(reports, entities)
    types = {f"@{entity.id}": entity.type for entity in entities}
    drafts = _telling(
        [
            _draft(number, annotated, claim, names[number])
            for number, annotated in enumerate(reports)
            for claim in annotated.claims
        ],
        reports,
    )
    lexicon = _lexicon(drafts)
    index = lexicon.index
    made = []
    for draft in drafts:
        annotated, claim = reports[draft.report], draft.claim
        words = np.array([index[key] for key in draft.keys], np.intp)
        weights = lexicon.weight[words]
        vector = weights @ lexicon.vectors[words]
        attribution = annotated.attributions[claim.attribution] if claim.attribution is not None else None
        made.append(
            Unit(
                report=draft.report,
                claim=claim,
                words=words,
                weights=weights,
                vector=vector / max(float(np.linalg.norm(vector)), 1e-9),
                predicate=index[draft.predicate],
                agents=frozenset(index[key] for key in draft.agents),
                entities=draft.entities,
                persons=frozenset(e for e in draft.entities if types.get(e) == "PERSON"),
                places=frozenset(e for e in draft.entities if types.get(e) in ("GPE", "LOC", "FAC")),
                quantities=tuple(
                    quantity
                    for quantity in (annotated.quantities[k] for k in claim.quantities)
                    if not is_ruled_out(quantity, annotated.report.text)
                ),
                times=tuple(annotated.times[k] for k in claim.times),
                sentence=draft.sentence,
                position=claim.start / max(1, len(annotated.report.text)),
                speaker=attribution.speaker if attribution else None,
                quoted=attribution is not None and attribution.kind != "indirect",
                text=tuple(annotated.tokens.text[t].lower() for t in _told_actively(annotated, claim)),
                named=np.array([_is_name(key, draft.proper) for key in draft.keys], np.float32),
                dated=_dated(annotated, claim),
                nominal=annotated.tokens.pos[claim.head] in ("NOUN", "PROPN"),
                negative=_negative(claim, attribution.cue if attribution else None),
                new=is_new(claim, annotated),
            )
        )
    return tuple(made), lexicon


def headlines(made: Sequence[Unit], reports: Sequence[Annotated]) -> frozenset[int]:
    """Which claims stand in the headline of their report: in a first line that ends without a stop."""
    ends = []
    for annotated in reports:
        line = annotated.report.text.partition("\n")[0].rstrip()
        ends.append(len(line) if line and line[-1] not in _STOPS and len(line) <= _HEADLINE else 0)
    return frozenset(k for k, unit in enumerate(made) if unit.claim.end <= ends[unit.report])


def around(span: Span, made: Sequence[Unit], reports: Sequence[Annotated], among: Iterable[int]) -> int | None:
    """The shortest of the claims with these numbers that holds the words; None where none does."""
    found = [
        (made[k].claim.end - made[k].claim.start, k)
        for k in among
        if reports[made[k].report].report.id == span.report
        and made[k].claim.start <= span.start
        and span.end <= made[k].claim.end
    ]
    return min(found)[1] if found else None


def home_of(
    spans: Iterable[Span], made: Sequence[Unit], reports: Sequence[Annotated], finding_of: Mapping[int, str]
) -> str | None:
    """The finding of the first of the spans that a claim of a finding holds; None where none does."""
    held = (around(span, made, reports, finding_of) for span in spans)
    return next((finding_of[unit] for unit in held if unit is not None), None)
