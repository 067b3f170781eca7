"""What a report calls a person or body beside its name: title, office, apposition."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from consilience.tables import naming

_LONGEST = 12
_JOINTS = frozenset({"-", "'s", "’s", "of", "for", "and", "&", "'", "’"})
_WITH = frozenset({"of", "from", "with"})
_BEFORE = frozenset(
    {"compound", "amod", "nmod", "poss", "appos", "nummod", "case", "punct", "prep", "pobj", "det", "conj", "cc"}
)


def before(doc: Doc, start: int, end: int) -> str | None:
    """The title right before a name ("Russian Foreign Minister"), None where there is none."""
    if not start:
        return None
    last = doc[start - 1]
    if last.pos_ not in ("NOUN", "PROPN", "ADJ") or not _belongs(last, start, end):
        return None
    if last.lower_.rstrip(".") not in naming.lowered("roles") and last.text not in naming.words("honorifics"):
        return None
    first = start - 1
    while first and start - first < _LONGEST:
        token = doc[first - 1]
        word = token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") and token.dep_ in _BEFORE and "\n" not in token.text
        joint = token.text in _JOINTS and first > 1 and doc[first - 2].pos_ in ("NOUN", "PROPN", "ADJ")
        if not word and not joint:
            break
        first -= 1
    while first < start - 1 and doc[first].text in _JOINTS:
        first += 1
    return doc[first:start].text


def _belongs(token: Token, start: int, end: int) -> bool:
    """Whether the word before the name stands with it: its head is in the name, or the name is its apposition."""
    if start <= token.head.i < end:
        return True
    return any(start <= child.i < end and child.dep_ in ("appos", "flat") for child in token.rights)


def beside(doc: Doc, start: int, end: int, person: bool) -> Iterator[str]:
    """Appositions after a name and what "is" says of it ("a police spokesman", "the country's top diplomat")."""
    root = doc[start:end].root
    for child in root.rights:
        if person and child.i == end and child.lower_ in _WITH:  # "Ida Holm of the Drivers' Union"
            bodies = (c for c in child.rights if c.dep_ == "pobj" and c.pos_ == "PROPN")
            yield from (doc[end : c.i + 1].text for c in bodies if c.text in naming.words("org_words"))
        role = child.lower_ in naming.lowered("roles") or not person
        if child.dep_ == "appos" and child.pos_ == "NOUN" and child.i >= end and role:
            yield _phrase(doc, child)
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        for child in root.head.rights:
            if child.dep_ == "attr" and child.lower_ in naming.lowered("roles"):
                yield _phrase(doc, child)


def _phrase(doc: Doc, head: Token) -> str:
    """The noun phrase of a head without its clauses, articles left out, at most twelve words."""
    first = head.left_edge.i
    while first < head.i and doc[first].pos_ in ("DET", "PUNCT", "SPACE"):
        first += 1
    last = head.i
    for child in head.rights:
        if child.dep_ != "prep" or child.i != last + 1:
            break
        last = next(
            (t.i - 1 for t in child.subtree if t.dep_ in ("relcl", "acl") or t.text in (",", "\n")), child.right_edge.i
        )
    return doc[max(first, head.i - _LONGEST) : min(last, head.i + _LONGEST) + 1].text
