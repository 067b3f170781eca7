"""Names of persons that are also the name of a month or a day: who "May" is where a report speaks of Theresa May."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from consilience import tables

_NAMES = frozenset(tables.load("calendar.toml")["month"]) | frozenset(tables.load("calendar.toml")["wd"])
_BEFORE_A_MONTH = _NAMES | frozenset(tables.load("tense.toml")["before_a_month"])
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def _is_name(token: Token) -> bool:
    return token.lower_ in _NAMES and token.is_title


def _whole(doc: Doc) -> list[Span]:
    """The persons of the report, with the part of a name that was taken for a time ("August Wilson", "Joni March")."""
    found = []
    for span in doc.ents:
        if span.label_ != "PERSON":
            continue
        start, end = span.start, span.end
        if start and _is_name(doc[start - 1]) and doc[start - 1].dep_ == "compound" and doc[start - 1].head in span:
            start -= 1
        if end < len(doc) and _is_name(doc[end]) and doc[end - 1].dep_ == "compound" and doc[end - 1].head == doc[end]:
            end += 1
        found.append(Span(doc, start, end, label="PERSON"))
    return found


def _modal(token: Token) -> bool:
    """Whether it is the verb "may", as no tagger can have it before a finite verb ("May denied it")."""
    return token.tag_ == "MD" and (token.i + 1 == len(token.doc) or token.nbor().tag_ not in _FINITE)


def _dated(token: Token) -> bool:
    """Whether a word next to it makes it a month: a number, or what only leads a time."""
    doc, i = token.doc, token.i
    before = doc[i - 1] if i else None
    after = next((doc[k] for k in (i + 1, i + 2) if k < len(doc) and not doc[k].is_punct), None)
    numbered = after is not None and after.text[:1].isdigit() and (after.i == i + 1 or len(after) == 4)
    return numbered or (before is not None and (before.lower_ in _BEFORE_A_MONTH or before.text[:1].isdigit()))


def mend(doc: Doc) -> None:
    """Make persons of the Doc's months and days that are surnames, and of "May" a noun and not a verb.

    The report must give the full name somewhere: "May" by itself is a month.
    """
    if not any(map(_is_name, doc)):
        return
    persons = _whole(doc)
    full = {i for span in persons for i in range(span.start, span.end)}
    surnames = {span[-1].text for span in persons if len(span) > 1 and _is_name(span[-1])}
    alone = [t for t in doc if t.text in surnames and t.i not in full and not _modal(t) and not _dated(t)]
    for token in alone:
        if token.dep_ == "aux" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.head.children):
            token.dep_ = "nsubj"
        if token.tag_ == "MD":
            token.tag_, token.pos_ = "NNP", "PROPN"
    taken = full | {token.i for token in alone}
    others = [span for span in doc.ents if taken.isdisjoint(range(span.start, span.end))]
    doc.set_ents([*others, *persons, *(Span(doc, t.i, t.i + 1, label="PERSON") for t in alone)])
