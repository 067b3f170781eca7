"""Things that are called by a letter and a number: aircraft, vehicles, weapons, devices.

"Airbus A380", "the A380" and "A380s" name one type; "Boeing 737" and "737-800"
two. What carries a designation is a thing, whatever a tagger takes it for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from spacy.tokens import Doc

from consilience.annotate.gazetteer import Mention
from consilience.tables import countries, naming

# One to three letters and up to four digits, with a variant: A380, MD-80, Su-34, KC-135R, 737-800, 7E7, T-72B3.
_LETTERED = r"[A-Z][A-Za-z]{0,2}[-‑]?\d{1,4}(?:[A-Z][a-z]?\d?){0,2}(?:[-‑]\d{1,4}[A-Z]{0,2})?"
_NUMBERED = r"\d{3}(?:[-‑]\d{1,3}[A-Z]{0,3}|[A-Z]{1,2})?|\d[A-Za-z]\d"
_TEXT = re.compile(rf"(?<![\w$€£¥.,/-])(?:{_LETTERED}|(?P<number>{_NUMBERED}))(?P<plural>'?s)?(?![\w%]|[.,]\d|-\w)")
_CORE = re.compile(rf"(?:{_LETTERED}|{_NUMBERED})(?:'?s)?")
# Groups of states, quarters and halves of a year, gases, grades of paper and of people: called so, and no things.
_OTHER = re.compile(
    r"(?:[GEPN]\d{1,2}|[QH][1-4]|CO2|NO2|SO2|[A-C]\d|PM\d+|[US]1[0-9]|U-?\d\d|M\d{1,2}|I-\d+|E-?\d{2,3})"
)


@lru_cache(maxsize=16384)
def core(name: str) -> str | None:
    """The designation in a name, in lower case and without its plural: "a380" in "Airbus A380s"; None without one."""
    for word in reversed(name.split()):
        if _CORE.fullmatch(word) and not _OTHER.fullmatch(word):
            bare = re.sub(r"'?s$", "", word) if any(c.isdigit() for c in word[-3:]) else word
            return bare.replace("‑", "-").casefold()
    return None


def _number_counts(doc: Doc, start: int, end: int) -> bool:
    """Whether a number says how many: it stands before the plural of something that does not move."""
    head = doc[end - 1].head
    if head.i == end and head.is_title:
        return False  # "two Boeing 787 Dreamliners"
    return head.i >= end and head.tag_ in ("NNS", "NNPS") and head.lemma_.lower() not in naming.words("vehicles")


def find(doc: Doc, text: str, makers: Iterable[tuple[int, int]], known: Iterable[str] = ()) -> Iterator[Mention]:
    """Designations where the text shows that they name things, in order.

    One with letters counts right behind a maker's name (``makers`` are spans of
    tokens), beside a word such as "jet" or "tank", in the plural, or where the report has it
    so elsewhere; a bare number only behind a maker, and after that in the plural, after "the" or before a name.
    ``known`` are designations that the report is known to use.
    """
    ends = {end for _, end in makers}
    places = []
    for match in _TEXT.finditer(text):
        span = doc.char_span(match.start(), match.end())
        if span is None or _OTHER.fullmatch(match[0]):
            continue
        beside = {doc[i].lemma_.lower() for i in (span.start - 1, span.end, span.end + 1) if 0 <= i < len(doc)}
        owner = span.start - (span.start > 0 and doc[span.start - 1].tag_ == "POS")
        made = owner in ends and not (match["number"] and _number_counts(doc, span.start, span.end))
        many = bool(match["plural"]) and len(re.sub(r"\D", "", match[0])) > 1
        made = made or (match["number"] is not None and _nicknamed(doc, span.start, span.end))
        sure = made or (not match["number"] and (many or bool(beside & naming.words("vehicles"))))
        places.append((span.start, span.end, match["number"] is not None, bool(match["plural"]), sure, match[0]))
    kept = {*known} | {_key(text, plural) for *_, plural, sure, text in places if sure}
    for start, end, number, plural, sure, text in places:
        if not sure and _key(text, plural) not in kept:
            continue
        if sure or not number or plural or _named(doc, start, end):
            yield Mention(start, _past_nickname(doc, end), "PRODUCT")


def _past_nickname(doc: Doc, end: int) -> int:
    """Where the name ends that a designation begins: "787 Dreamliner", also with the second word in quotation marks."""
    quoted = end + 2 < len(doc) and doc[end].is_quote and doc[end + 2].is_quote
    at = end + 1 if quoted else end
    if at < len(doc) and doc[at].is_title and doc[at].is_alpha and doc[at].pos_ in ("PROPN", "ADJ") and doc[at].i:
        headline = not any(word.is_lower and len(word) > 3 for word in doc[at].sent)
        return end if headline or doc[at].is_sent_start else at + 1 + quoted
    return end


def _key(text: str, plural: bool) -> str:
    return (re.sub(r"'?s$", "", text) if plural else text).replace("‑", "-").casefold()


def _named(doc: Doc, start: int, end: int) -> bool:
    """Whether a number stands as a name does: after an article or a possessive, and counting nothing."""
    before = doc[start - 1] if start else None
    led = before is not None and (
        before.lower_ in ("the", "a", "its", "their", "new") or before.tag_ in ("POS", "PRP$")
    )
    return led and not _number_counts(doc, start, end)


def _nicknamed(doc: Doc, start: int, end: int) -> bool:
    """Whether a number is the first part of a thing's name: "the new 787 Dreamliner", not "the 300 Spartans"."""
    if not start or end >= len(doc) or doc[start - 1].lower_ not in ("the", "a", "its", "their", "new"):
        return False
    name = doc[end]
    alone = name.tag_ == "NNP" and name.is_title and name.dep_ not in ("compound", "amod", "nmod", "poss")
    return alone and not countries.kinds(name.text)
