"""Cues with their source and content, as grammar offers them and the learned weights choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consilience.annotate import features
from consilience.annotate.citations import QUOTING
from consilience.annotate.closings import AT_THE_END, Closing
from consilience.annotate.contents import TELLING, Candidate, Piece, child, contents
from consilience.annotate.cues import ON_RECORD, cue_at, may_be_cue
from consilience.annotate.features import phrase_kind
from consilience.annotate.referents import nouns, roles
from consilience.annotate.sources import sources
from consilience.annotate.weights import Model, models
from consilience.annotate.words import Marked, Words, word_set
from consilience.tables import modality

# Chosen on the last hundred documents of the training part for the best F1 of whole attributions.
CUE = 0.45
# Where the content is marked as a quotation, or a verb of saying has its subject and a clause, less is enough.
CLEAR_CUE = 0.15
SOURCE = 0.25
# "According to plan": without an article nobody's word.
_MANNERS = word_set("plan schedule law custom tradition need protocol")
# Kinds of phrase (features.py) that can be somebody who speaks.
_CLAUSES = ("ccomp", "around", "sentence")
_CLOSING = frozenset("\"”’'")
SPEAKING = word_set("PERSON ORG GPE NORP he she they we I NOUN PROPN who")


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of speech or thought: words of the cue, the source (None if there is none) and the content's pieces.

    ``cue`` is the cue's main word, -1 where the words between marks have none;
    ``probability`` is the model's that it is a cue.
    """

    cue: int
    source: Candidate | None
    pieces: tuple[Piece, ...]
    pattern: str
    probability: float
    reasons: tuple[str, ...] = ()

    def holds(self, first: int, last: int) -> bool:
        """Whether all these words stand in one piece of the content."""
        return any(a <= first and last <= b for a, b in self.pieces)


def best_source(words: Words, cue: int, marked: Marked, model: Model | None = None) -> Candidate | None:
    """The likeliest source of the cue, None where none is likely."""
    model = model or models()[2]
    best, chosen = SOURCE, None
    for rank, candidate in enumerate(sources(words, cue, marked)):
        probability = model.probability(features.source_features(words, cue, candidate, rank))
        if probability > best:
            best, chosen = probability, candidate
    known = cue_at(words, cue)
    helped = words.tag[cue] == "VBN" and any(words.dep[c] == "aux" for c in words.children[cue])
    finite = words.tag[cue] in ("VBD", "VBZ", "VBP") or helped
    speaks = known is not None and known.type in ("speech", "text") and finite
    if chosen is None and speaks and child(words, cue, "auxpass") is None:
        return _before(words, cue, marked)
    return chosen or (_inverted(words, cue) if known is not None and finite else None)


def _inverted(words: Words, cue: int) -> Candidate | None:
    """The person behind a verb that stands right behind a quotation, taken for its object: "…," blasted Ida Holm."""
    if not cue or words.text[cue - 1] not in _CLOSING or words.lemma[cue] in TELLING:
        return None
    person = next((c for c in words.children[cue] if words.dep[c] == "dobj" and words.ent[c] == "PERSON"), None)
    if person is None or person < cue:
        return None
    last = next((i for i in range(person, words.last[person] + 1) if words.text[i] == ","), words.last[person] + 1) - 1
    return Candidate("inverted", ((words.first[person], last),), person)


def _before(words: Words, cue: int, marked: Marked) -> Candidate | None:
    """The subject or the noun that begins the sentence, for a verb of saying that the parser left without one."""
    begin = words.sentences[words.sentence[cue]][0]
    for i in range(begin, cue):
        if words.dep[i] in ("nsubj", "nsubjpass") and not marked.number[i] and phrase_kind(words, i) in SPEAKING:
            return Candidate("sentence", ((words.first[i], min(words.last[i], cue - 1)),), i)
    left = cue - 1  # "the head of the agency, Ruth Hale, had told", where the parser took the name for a part
    while left > begin and (words.pos[left] in ("AUX", "ADV") or words.text[left] == ","):
        left -= 1
    if words.ent[left] == "PERSON" and not marked.number[left]:
        first = left
        while first > begin and words.ent[first - 1] == "PERSON":
            first -= 1
        return Candidate("sentence", ((first, left),), left)
    opening = begin
    while opening < cue and words.pos[opening] in ("DET", "ADJ", "SPACE"):
        opening += 1
    last = opening
    while last < cue and words.pos[last] in ("NOUN", "PROPN"):
        last += 1
    if opening < last < cue and not marked.number[opening]:
        return Candidate("sentence", ((begin, last - 1),), last - 1)
    return None


def cue_probabilities(words: Words, marked: Marked) -> dict[int, float]:
    """For each word that may be a cue the probability that it is one."""
    model = models()[0]
    return {
        index: model.probability(features.cue_features(words, index, marked.number))
        for index in range(len(words))
        if may_be_cue(words, index)
    }


def closed(closing: Closing, probability: float) -> Frame:
    """The frame of who reports at the end of a sentence."""
    source = Candidate("closing", (closing.source,), closing.head)
    return Frame(closing.cue, source, (closing.told,), "sentence", max(probability, CUE), (AT_THE_END,))


def frame_at(
    words: Words, cue: int, marked: Marked, probability: float, closings: Mapping[int, Closing] = MappingProxyType({})
) -> Frame | None:
    """The frame of a word taken for a cue, with its likeliest content; None where grammar offers no content.

    ``closings`` are, by cue, what the order of the words says of those that close their sentence: it holds where the
    parse has somebody else for the source, or not all of what is told.
    """
    if words.lemma[cue] in QUOTING:
        for c in words.children[cue]:
            said = child(words, c, "pcomp") if words.lemma[c] == "as" else None
            if said is not None and words.lemma[said] in ("say", "tell", "write"):
                cue = said  # "was quoted as saying": what is said hangs on the last word
    closing = closings.get(cue)
    if _is_set_phrase(words, cue) or _is_said_elsewhere(words, cue):
        return None
    _, model, source_model = models()
    best, chosen = 0.0, None
    for rank, candidate in enumerate(contents(words, cue, marked)):
        likely = model.probability(features.content_features(words, cue, candidate, rank, marked.number))
        if likely > best:
            best, chosen = likely, candidate
    if chosen is None or _is_of_a_person(words, cue, chosen):
        return closed(closing, probability) if closing else None
    pieces = chosen.pieces
    if chosen.pattern in ("sentence", "around"):
        # "Asked why, she said, “Because”": beside a whole quotation the rest of the sentence is not its content.
        pieces = tuple(p for p in pieces if marked.borders[marked.number[p[0]]] == p) or pieces
        if words.lemma[cue] == "accord":
            pieces = tuple(p for p in pieces if not _is_of_another(words, cue, p)) or pieces
    source = best_source(words, cue, marked, source_model)
    if closing:
        if source is None or not _agrees(closing, source, pieces):
            return closed(closing, probability)
        probability = max(probability, CUE)
    if source is not None and _is_thing(words, cue, source):
        return None
    return Frame(cue, source, pieces, chosen.pattern, probability)


def _is_of_another(words: Words, cue: int, piece: Piece) -> bool:
    """ "According to the mayor, and the union says that …": what somebody else is said to say stands beside it."""
    joined = cue < piece[0] and words.pos[piece[0]] == "CCONJ"
    verb = next((i for i in range(piece[0], piece[1] + 1) if words.tag[i] in ("VBD", "VBZ", "VBP")), None)
    known = cue_at(words, verb) if joined and verb is not None else None
    return known is not None and known.type in ON_RECORD and child(words, verb or 0, "nsubj") is not None


def _agrees(closing: Closing, source: Candidate, pieces: tuple[Piece, ...]) -> bool:
    """Whether the parse has the same source, and a content that reaches to the end of what is told."""
    first, last = closing.source
    return first <= source.head <= last and any(a <= closing.told[1] <= b + 1 for a, b in pieces)


def _is_of_a_person(words: Words, cue: int, content: Candidate) -> bool:
    """ "Dismissed the mayor", "recalled its ambassador": who is dismissed or called back is nothing that is said."""
    noun = words.text[content.head].lower()
    person = words.ent[content.head] == "PERSON" or noun in roles() or noun.removesuffix("s") in roles()
    return person and (modality.of_verb(words.lemma[cue]) == "denied" or words.lemma[cue] == "recall")


def _is_thing(words: Words, cue: int, source: Candidate) -> bool:
    """ "Backed by a helicopter": by what something is held up is nobody's judgement of it."""
    known, noun = cue_at(words, cue), words.text[source.head].lower()
    judged = known is not None and known.type == "evaluation" and source.pattern == "agent"
    common = words.pos[source.head] == "NOUN" and not words.ent[source.head]
    return judged and common and noun not in roles() | nouns("body") | nouns("group") | nouns("document")


def _is_said_elsewhere(words: Words, cue: int) -> bool:
    """ "Far above what the ministry admits": what it admits is not told there."""
    what = child(words, cue, "dobj")
    return words.dep[cue] == "pcomp" and what is not None and what < cue and words.tag[what] == "WP"


def _is_set_phrase(words: Words, cue: int) -> bool:
    """ "asked not to be named", "so-called", "according to plan": words of attribution that attribute nothing."""
    if words.lemma[cue] == "call":
        return words.text[max(0, cue - 2) : cue] in (["so", "-"], ["So", "-"])
    if words.lemma[cue] == "accord" and words.text[cue + 2 : cue + 3] and words.text[cue + 2].lower() in _MANNERS:
        return True
    if words.lemma[cue] == "claim":
        taken = child(words, cue, "dobj")
        return taken is not None and words.lemma[taken] in ("life", "victim")  # "the fire claimed three lives"
    asked = child(words, cue, "xcomp")
    return asked is not None and words.lemma[asked] in ("name", "identify") and words.tag[asked] == "VBN"


def is_likely(words: Words, marked: Marked, frame: Frame) -> bool:
    """Whether the frame is taken: its cue is likely, or less likely and its content clear."""
    if frame.probability >= CUE:
        return True
    if frame.probability < CLEAR_CUE:
        return False
    known = cue_at(words, frame.cue)
    spoken = known is not None and known.type == "speech" and words.pos[frame.cue] == "VERB"
    if spoken and frame.source is not None and frame.pattern.startswith(_CLAUSES):
        return True
    return any(
        a <= marked.borders[number][0] and marked.borders[number][1] <= b and number != marked.number[frame.cue]
        for a, b in frame.pieces
        for number in sorted({marked.number[i] for i in range(a, b + 1)} - {0})
    )


def cue_words(words: Words, frame: Frame) -> Piece:
    """The cue with its helpers, its particle and a preposition that leads to the content ("has called for")."""
    first = last = frame.cue
    start = frame.pieces[0][0]
    for c in reversed(words.children[frame.cue]):
        if c == first - 1 and words.dep[c] in ("aux", "auxpass", "neg"):
            first = c
    for c in words.children[frame.cue]:
        leads = words.dep[c] == "prt" or (words.dep[c] == "prep" and frame.pattern.startswith("prep"))
        if leads and c == last + 1 and (c < start or start < frame.cue):
            last = c
    if words.lemma[frame.cue] == "accord" and last + 1 < len(words) and words.lemma[last + 1] == "to":
        last += 1
    return first, last
