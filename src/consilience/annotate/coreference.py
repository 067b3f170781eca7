"""Whom the words without a name in a report mean, so that "he met her" can be compared with another report's names."""

from __future__ import annotations

from spacy.tokens import Doc

from consilience.annotate.anaphora import Anaphora, anaphora_of, beside
from consilience.annotate.quotes import find_quotes
from consilience.annotate.referents import referents_of
from consilience.annotate.speakers import FIRST_PERSON, Resolver
from consilience.annotate.words import marked_of, words_of


def _anaphora(doc: Doc) -> tuple[Anaphora, list[tuple[int, int]]]:
    words = words_of(doc)
    quotes = [q for q in find_quotes(doc.text) if not q.depth]
    marked = marked_of(words, quotes)
    referents = referents_of(doc, words, marked)
    return anaphora_of(Resolver(words, marked, referents)), [(q.start, q.end) for q in quotes]


def first_persons(doc: Doc) -> dict[int, int]:
    """First persons in direct speech: token index to the speaker, or for "we" to the one body that he speaks for.

    To be asked after the attribution. Claims leave them alone: who speaks is the
    attribution's to say, and "we" in a claim of two speakers is nobody that they share.
    """
    if not doc._.consilience_entities:
        return {}
    anaphora, _ = _anaphora(doc)
    index = {entity.id: k for k, entity in enumerate(doc._.consilience_entities)}
    said = [
        (a.content.start, a.content.end, index[a.speaker_entity])
        for a in doc._.consilience_attributions
        if a.kind != "indirect" and a.speaker_entity in index
    ]
    found = {}
    for start, end, speaker in said:
        for token in doc.char_span(start, end, alignment_mode="contract") or ():
            if token.lower_ in FIRST_PERSON and (entity := anaphora.first_person(token.i, speaker)) >= 0:
                found[token.i] = entity
    return found


def antecedents(doc: Doc, likely: bool = False) -> dict[int, int]:
    """The token index of each pronoun and noun to the index of the report's entity that it means.

    What is not clear, means several, or stands in quoted speech (where the
    speaker's world is meant) is left out. ``likely`` takes in "the minister" and "it" as
    a subject; claims do without them, for "the minister" of two reports is one word already.
    """
    if not doc._.consilience_entities:
        return {}
    anaphora, quoted = _anaphora(doc)
    found = {}
    for token in doc:
        if token.pos_ not in ("PRON", "NOUN", "DET", "PROPN") or any(a <= token.idx < b for a, b in quoted):
            continue
        if anaphora.resolver.referents.at[token.i] < 0 and (entity := anaphora.entity_of(token.i, likely)) >= 0:
            found[token.i] = entity
    return found


def described(doc: Doc) -> dict[int, int]:
    """The titles, appositions and predicates of names: token index to the index of the entity that they describe."""
    if not doc._.consilience_entities:
        return {}
    return dict(beside(_anaphora(doc)[0]))
