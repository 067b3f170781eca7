"""Names looked up in running text: agencies, countries and seats of power, and a report's own names.

An index goes from a name's first word to the names that begin with it, so that
a text is read once, whatever the number of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Token

from consilience.tables import agencies, benchmarks, countries, places

Index = dict[str, tuple[tuple[str, str], ...]]

_WORD = re.compile(r"[^\W\d_]+")
_MEDIUM = re.compile(
    r"\b(?:news|press|state) (?:agency|agencies|media|television|TV|radio|broadcaster)\b|\bnews(?:paper|wire)\b",
    re.IGNORECASE,
)
# A name that is also a word of another kind counts where such a phrase stands within so many characters.
_NEARBY = 30

LOCATIVE = frozenset({"in", "near", "outside", "across", "around", "at", "inside", "throughout"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (exclusive) of a Doc that are a name, with a label of spaCy's."""

    start: int
    end: int
    label: str


def index(names: Iterable[tuple[str, str]]) -> Index:
    """First word → the (name, label) pairs that begin with it, longest first; the first label of a name counts."""
    found: dict[str, dict[str, str]] = {}
    for name, label in names:
        first = _WORD.match(name)
        if first:
            found.setdefault(first[0], {}).setdefault(name, label)
    return {word: tuple(sorted(own.items(), key=lambda item: (-len(item[0]), item[0]))) for word, own in found.items()}


def _table_names() -> Iterator[tuple[str, str]]:
    for agency in agencies.rows():
        for name in (agency.name, *agency.aliases):
            if name not in agency.weak:
                yield name.removeprefix("The ").removeprefix("the "), "ORG"
        for name in agency.weak:
            yield name, "MEDIUM"
    for country in countries.rows():
        for name in (country.name, *country.names, *country.capital, *country.regions):
            if not name.startswith("the "):
                yield name, "GPE"
        for name in country.seats:
            yield name.removeprefix("the "), "GPE" if countries.find(name, "capital") else "ORG"


@lru_cache(maxsize=1)
def tables() -> Index:
    """The names of the tables of agencies and countries; weak names of agencies with the label MEDIUM."""
    return index(_table_names())


@lru_cache(maxsize=1)
def _benchmarks() -> tuple[Index, Index]:
    rows = benchmarks.rows()
    return (
        index((name, "PRODUCT") for row in rows for name in (row.name, *row.names)),
        index((name, "PRODUCT") for row in rows for name in row.articled),
    )


def indices(doc: Doc, text: str) -> Iterator[Mention]:
    """Stock indices and other benchmarks; "the Dow" and "the Nasdaq" only where no longer name goes on.

    ``text`` is the Doc's, which spaCy puts together anew each time it is asked for.
    """
    sure, articled = _benchmarks()
    found = list(listed(doc, sure, text))
    yield from found
    taken = {i for mention in found for i in range(mention.start, mention.end)}
    short = [
        mention
        for mention in listed(doc, articled, text)
        if mention.start not in taken and not (mention.end < len(doc) and doc[mention.end].pos_ == "PROPN")
    ]
    led = {_row(doc, mention) for mention in found} | {
        _row(doc, mention) for mention in short if mention.start and _leads(doc[mention.start - 1])
    }
    yield from (mention for mention in short if _row(doc, mention) in led)


def _leads(token: Token) -> bool:
    """Whether a word before the name of an index shows that it is one: "the", "London's", "the British"."""
    return token.lower_ == "the" or token.tag_ == "POS" or countries.find(token.text, "people") is not None


def _row(doc: Doc, mention: Mention) -> str | None:
    row = benchmarks.find(doc[mention.start : mention.end].text)
    return row.name if row else None


def listed(doc: Doc, names: Index, text: str) -> Iterator[Mention]:
    """Names of the index where they stand as whole words in the Doc's ``text``, the longest at each place, in order."""
    past = -1
    for word in _WORD.finditer(text):
        if word.start() < past:
            continue
        for name, label in names.get(word[0], ()):
            end = word.start() + len(name)
            if not text.startswith(name, word.start()) or text[end : end + 1].isalnum():
                continue
            near = label != "MEDIUM" or _MEDIUM.search(text, max(0, word.start() - _NEARBY), end + _NEARBY)
            span = doc.char_span(word.start(), end) if near else None
            if span is not None:
                yield Mention(span.start, span.end, "ORG" if label == "MEDIUM" else label)
                past = end
                break


def located(doc: Doc) -> Iterator[Mention]:
    """The towns of the table that a tagger passed over where grammar shows a place: "a riot in Cork"."""
    for token in doc:
        shown = token.dep_ == "pobj" and token.pos_ == "PROPN" and token.head.lower_ in LOCATIVE
        if shown and not token.ent_type_ and token.text.istitle() and _alone(doc, token.i) and places.find(token.text):
            yield Mention(token.i, token.i + 1, "GPE")


def _alone(doc: Doc, i: int) -> bool:
    """Whether no other word of a name, and no hyphen, stands beside the word."""
    beside = [doc[k] for k in (i - 1, i + 1) if 0 <= k < len(doc)]
    return not any(token.pos_ == "PROPN" or token.text == "-" for token in beside)
