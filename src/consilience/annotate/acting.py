"""Whether the name of a place stands for who governs there: it does or owns what only a government does or owns."""

from __future__ import annotations

from spacy.tokens import Token

from consilience.tables import naming

_LONGEST_LIST = 8  # names of one list that are gone back over


def first_of_list(name: Token) -> Token:
    """The first name of the list that a name stands in, which shows what all of them do; else the name itself."""
    for _ in range(_LONGEST_LIST):
        if name.dep_ != "conj" or name.head.pos_ != "PROPN":
            break
        name = name.head
    return name


def acts(name: Token) -> bool:
    """Whether the name, the head of its phrase and first of its list, is who does something or whose it is."""
    if name.dep_ == "nsubj":
        return name.head.lemma_ in naming.words("state_verbs")
    if name.dep_ == "poss":
        return name.head.lemma_.lower() in naming.words("state_nouns")
    return name.dep_ == "pobj" and name.head.dep_ == "agent"
