"""Whom the pronouns of a report mean, so that "he met her" can be compared with another report's names."""

from __future__ import annotations

from spacy.tokens import Doc

from consilience.annotate.quotes import find_quotes
from consilience.annotate.referents import referents_of
from consilience.annotate.speakers import Resolver
from consilience.annotate.words import marked_of, words_of

# "It" and "they" mean things and events as often as names: they are left alone.
_PRONOUNS = frozenset({"he", "him", "his", "she", "her"})


def antecedents(doc: Doc) -> dict[int, int]:
    """The token index of each "he" and "she" to the index of the report's entity that it means.

    Pronouns that are not clear, that mean several, or that stand in quoted speech
    (where the speaker's world is meant) are left out.
    """
    found: dict[int, int] = {}
    pronouns = [t.i for t in doc if t.lower_ in _PRONOUNS and t.pos_ == "PRON"]
    if not pronouns or not doc._.consilience_entities:
        return found
    index = {entity.id: k for k, entity in enumerate(doc._.consilience_entities)}
    words = words_of(doc)
    quotes = [q for q in find_quotes(doc.text) if not q.depth]
    marked = marked_of(words, quotes)
    referents = referents_of(doc, words, marked)
    resolver = Resolver(words, marked, referents)
    quoted = [(q.start, q.end) for q in quotes]
    for i in pronouns:
        start = doc[i].idx
        if any(a <= start < b for a, b in quoted):
            continue
        speaker = resolver.pronoun(i, doc[i].lower_)
        if speaker is not None and speaker.entity >= 0 and not speaker.plural:
            entity = index.get(referents.entities[speaker.entity].id)
            if entity is not None:
                found[i] = entity
    return found
