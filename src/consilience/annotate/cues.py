"""The cue table: words that introduce what somebody says, thinks, plans or feels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import cast

from consilience.annotate.words import Words
from consilience.model import Factuality, Stance
from consilience.tables import load

_PARTS = {"verbs": "V", "nouns": "N", "adjectives": "A", "adverbs": "R", "prepositions": "P"}
_TAGS = {"VERB": "V", "AUX": "V", "NOUN": "N", "PROPN": "N", "ADJ": "A", "ADV": "R", "ADP": "P", "SCONJ": "P"}
# spaCy's lemmatizer takes these for other verbs; the beginning of the word tells them apart.
_MENDED = {"hop": ("hope", "hopp"), "bas": ("base", "bass"), "retweete": ("retweet", "#"), "emphasi": ("emphasis", "#")}
# Acts that put a content on record, against states of mind that others ascribe.
ON_RECORD = frozenset(("speech", "text", "report"))  # of these the ones by which something is told
SPEECH = frozenset(("speech", "text", "report", "question", "directive", "commitment", "evaluation"))


@dataclass(frozen=True, slots=True)
class Cue:
    """What the table says of a word: the group's name, the act, and how its content stands."""

    name: str
    type: str
    factuality: Factuality
    stance: Stance


@cache
def table() -> MappingProxyType[tuple[str, str], Cue]:
    """The table by lemma and part of speech (V, N, A, R, P). Raises ValueError for a word in two groups."""
    found: dict[tuple[str, str], Cue] = {}
    for group in load("cues.toml")["group"]:
        cue = Cue(group["name"], group["type"], cast(Factuality, group["factuality"]), cast(Stance, group["stance"]))
        for part, letter in _PARTS.items():
            for lemma in group.get(part, ()):
                if (lemma, letter) in found:
                    raise ValueError(f"the cue {lemma!r} stands in two groups")
                found[lemma, letter] = cue
    return MappingProxyType(found)


def part_of(words: Words, index: int) -> str:
    """The word's part of speech as the table names it; its own tag where the table has none."""
    return _TAGS.get(words.pos[index], words.pos[index])


def lemma_of(words: Words, index: int) -> str:
    """The word's lemma, mended where the lemmatizer goes astray ("hoping" is no hop)."""
    lemma = words.lemma[index]
    mended = _MENDED.get(lemma)
    if mended and not words.text[index].lower().startswith(mended[1]):
        return mended[0]
    return lemma


def cue_at(words: Words, index: int) -> Cue | None:
    """What the table says of the word, None if it does not stand there."""
    return table().get((lemma_of(words, index), part_of(words, index)))


@cache
def _mute_with(lemma: str) -> frozenset[str]:
    """The particles with which the verb tells of no speech: "called off"."""
    return frozenset(load("cues.toml")["particles"].get(lemma, "").split())


def may_be_cue(words: Words, index: int) -> bool:
    """Whether the word is worth asking the model about: any full verb that no particle makes another one,
    a colon, or a word of the table."""
    pos = words.pos[index]
    if pos == "VERB":
        mute = _mute_with(words.lemma[index])
        return not any(words.dep[c] == "prt" and words.text[c].lower() in mute for c in words.children[index])
    if words.text[index] == ":":
        return True
    return pos != "AUX" and cue_at(words, index) is not None
