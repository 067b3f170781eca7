"""Numbers that count nothing: dates, clock times, phone numbers, names, labels, addresses, scores.

What the characters alone show is found by one pattern over the text; what
needs the parse (names with a number, the pronoun *one*, years) is asked token
by token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from consilience.annotate.numerals import Numeral

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WORD_NUMBER = "one|two|three|four|five|six|seven|eight|nine|ten"
# Nouns that a number follows as a label; those that are verbs too only with a capital.
_LABEL = (
    r"(?:(?i:section|row|chapter|page|article|flight|highway|channel|category|number|no\.|nos\.|resolution|season|episode|"
    r"interstate|verse|protocol|apartment|apt\.|suite|grade|type|level|phase|tier|volume|version|route|room|week|"
    r"amendment|proposition|caption|photo|image|slide|picture|paragraph|clause|schedule|figure|bus|terminal|reactor)s?|"
    r"Day|Game|Round|Group|Unit|Act|Part|Class|Stage|Step|Block|Building|Zones?|Area|District|Ward|Precinct|Exhibit|"
    r"Model|Mark|Lot|Track|Lane|Exit|Plan|Option|Question|Rule|Form|Gate|Platform|Line|Table|Pillar|Title|day|\#|№)"
)
_NEVER = re.compile(
    rf"""
    https?://\S+ | www\.\S+ | \b[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}} | [@\#]\w+
  | \b[\w-]{{1,63}}\.(?:com|org|net)/\S*
  | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?(?:\s?[ap]\.?m\b\.?)?
  | \b\d{{1,2}}(?:[.]\d{{2}})?\s?(?:[ap]\.m\.|[ap]m\b|a\.m\b|p\.m\b|o['’]clock\b)
  | \b\d{{3,4}}\s?(?:GMT|UTC|BST|EST|EDT|PST|PDT|CET|CEST|ET|PT|MSK|IST|Zulu)\b
  | \b\d{{4}}-\d{{2}}-\d{{2}}\b | \b\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}\b | \b(?:9/11|7/7|24/7|24/7/365)\b
  | \b{_MONTH}\s+{_DAY}(?:\s?(?:[-–]|to|and|or)\s?{_DAY})?\b(?!%)(?:,?\s+(?:1[5-9]|20)\d\d\b)?
  | \b{_DAY}(?:\s?(?:[-–]|to|and)\s?{_DAY})?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+(?:1[5-9]|20)\d\d\b)?
  | \b{_MONTH},?\s+(?:of\s+)?(?:1[5-9]|20)\d\d\b
  | \b(?:1[5-9]|20)\d\ds?(?:[-–/]|\s(?:to|and)\s)(?:(?:1[5-9]|20)?\d\d)s?\b(?!\s?(?:%|percent|per\ cent|people|[kK]m))
  | (?:\b(?:1[5-9]|20)\d0|(?<!\w)['’]?\d0)['’]?s\b
  | (?<![\w.])\+?\(?\d{{2,5}}\)?(?:[ -]\d{{2,5}}){{2,}}\b | \b\d{{3}}-\d{{4}}\b | (?<![\d.,])0\d+\b(?![.,]\d)
  | (?<![\w$€£¥])(?:(?![A-Z]{{2,3}}\d)|(?=[A-Z]{{2}}\d{{3,4}}\b))[A-Za-z]+
        (?<!minus)(?<!Minus)(?<!sub)(?<!\bto)(?<!\bnow)(?<!\bnearly)(?<!\bor)[-‑]?\d+(?:[-‑]\d+)*[A-Za-z]?\b
  | (?:^|(?<=\n))\d{{1,2}}/\d{{1,2}}\b | \b\d{{1,2}}/\d{{1,2}}(?=\s+[A-Z][a-z])
  | \b\d+[A-Za-z]{{1,3}}\d+\w* | \b\d+\s?[*×]\s?\d+\b(?![\^*−-])
  | \b\d+(?:[A-Z]+\d\w*|x\d+|[GK](?![\w/])|D\b|st/|(?:080|20)p\b)
  | (?<!\w){_LABEL}:?\s?(?:\d+|(?i:{_WORD_NUMBER})\b)
        (?:(?:,\s|\s(?:and|to|or|of)\s|[-–])\d+)*[A-Za-z]?(?!\w|,\d|\.\d|\s?(?:%|percent|per\scent|million|thousand|billion))
  | \b\d+(?:[-–]\d+)?[A-Za-z]?\s(?:[A-Z][\w.'’]*\s|\d+(?:st|nd|rd|th)\s){{1,4}}
        (?:St|Street|Rd|Road|Ave|Avenue|Lane|Ln|Drive|Dr|Boulevard|Blvd|Way|Place|Square|Court|Terrace)\b
  | (?:^|(?<=\n))[ \t]{{0,8}}\(?\d{{1,2}}[.)](?=\s)
  | \b(?i:copyright|©|\(c\))\s?(?:©\s?)?\d{{4}}
  | \b(?:one|two|three|four)[-‑](?:time|off|way|sided|on|stop|man|woman|size|to|liner|fold|party)\b(?:-\w+)*
  | \b(?:no|any|some|every)\s?one\b | \bone\s+(?:another|day|time|thing|point|side)\b | \b(?:one|two)-by-(?:one|two)\b
    """,
    re.VERBOSE,
)
_NEAR = 48
_NAMES = frozenset(("PERSON", "ORG", "PRODUCT", "LAW", "EVENT", "FAC", "WORK_OF_ART", "GPE", "LOC"))
_NO_ONE_WORDS = "no the this that another each every which any only same other first last"
_NO_ONE = frozenset(_NO_ONE_WORDS.split())
_FIGURES = frozenset({"amount", "count", "estimate", "figure", "number", "sum", "tally", "toll", "total"})
_AGO = re.compile(r"\s+(?:ago|later|earlier|hence|after|before)\b")


def spans(text: str, numerals: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The characters around the given numerals that look like numbers and count nothing, in order.

    Only the neighbourhood of each numeral is read: a report is mostly words.
    """
    windows: list[tuple[int, int]] = []
    for start, end in numerals:
        left = max(0, start - _NEAR, text.rfind(" ", max(0, start - 4 * _NEAR), max(0, start - _NEAR)))
        if windows and left <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(windows[-1][1], end + _NEAR))
        else:
            windows.append((left, end + _NEAR))
    return tuple(m.span() for left, right in windows for m in _NEVER.finditer(text, left, right))


def _year(numeral: Numeral, token: Token) -> bool:
    if not (numeral.digits and 1500 <= numeral.low <= 2199 and numeral.end - numeral.start == 4):
        return False
    if token.ent_type_ in ("DATE", "TIME", "EVENT"):
        return True
    if 1980 <= numeral.low <= 2040 and numeral.low % 100:
        return True
    return not (token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ in ("NNS", "NNPS"))


def _named(numeral: Numeral, token: Token) -> bool:
    """A number that belongs to a name: Falcon 9, the 737 Max, the Big 12, a 737 jet."""
    if numeral.digits and numeral.end - numeral.start == 3 and not numeral.scaled and token.dep_ == "nummod":
        noun = token.head
        if noun.tag_ == "NN" and noun.i > token.i and any(t.lower_ in ("a", "an") for t in noun.lefts):
            return True
    if token.i and numeral.digits and numeral.low == int(numeral.low):
        left = token.nbor(-1)
        if left.pos_ == "PROPN" and left.text != left.lower_:
            beside = left.head == token.head and left.dep_ not in ("nsubj", "dobj", "pobj", "npadvmod")
            if left.head == token or token.head == left or beside:
                return True
            right = token.nbor(1) if token.i + 1 < len(token.doc) else token
            if right.tag_ == "NNP" and right.ent_type_ != "NORP":
                return True
    if token.ent_type_ in _NAMES:
        return numeral.digits or (token.text[:1].isupper() and not token.is_sent_start)
    return False


def _pronoun(numeral: Numeral, token: Token) -> bool:
    """*one* where it stands for a noun or is no count."""
    if numeral.low != 1 or numeral.digits or numeral.scaled or numeral.kind != "cardinal":
        return False
    if token.i and token.nbor(-1).lower_ in _NO_ONE:
        return True
    return token.tag_ != "CD" or token.dep_ != "nummod" or token.head.i < token.i


def counts_nothing(numeral: Numeral, token: Token, unit: str | None, written: str = "") -> bool:
    """Whether a numeral without a unit is a year, a part of a name, or the pronoun *one*.

    ``token`` is the numeral's last one, ``written`` the unit as written: one
    letter may belong to a name as well (*Falcon 9s*).
    """
    if unit is not None:
        return len(written) == 1 and written.isalpha() and _named(numeral, token)
    if token.ent_type_ == "TIME" and numeral.digits:
        return True
    if _year(numeral, token) or _named(numeral, token) or _pronoun(numeral, token):
        return True
    dated = token.ent_type_ == "DATE" and numeral.kind == "cardinal" and not numeral.scaled and numeral.low < 2200
    return dated and token.dep_ != "nummod" and not _is_a_figure(token)


def _is_a_figure(token: Token) -> bool:
    """Whether it is what a figure was: "the number of dead was 16", which looks like a day of the month."""
    subjects = (c for c in token.head.children if c.dep_ == "nsubj")
    return token.dep_ == "attr" and any(subject.lemma_.lower() in _FIGURES for subject in subjects)


def is_moment(text: str, end: int) -> bool:
    """Whether what ends here is the distance to a moment: *two years ago*."""
    return _AGO.match(text, end) is not None
