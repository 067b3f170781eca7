"""The words of a text as the grammar of time expressions sees them.

A lexeme carries what it can stand for: its own word, and a value for each
class that it belongs to ("second" is both an ordinal and a unit). Numbers in
words, clock times, holidays and numeric dates are one lexeme each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from consilience import tables

# fmt: off
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# fmt: on
_VALUES: Final = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES: Final = {"hundred": 100, "thousand": 1000, "dozen": 12, "million": 1_000_000}
_NUMBER_WORD: Final = "|".join(sorted([*_VALUES, *_SCALES], key=len, reverse=True))
# Words that stand for something in time only when they are capital, or not verbs.
_CAPITAL: Final = frozenset(("may", "march", "august"))
_NOT_VERB: Final = frozenset(("may", "march", "fall", "spring", "winter", "summer", "second"))
_SHORT: Final = re.compile(r"\.|,?\s+\d")
_LEADS_A_YEAR: Final = frozenset(tables.load("calendar.toml")["month"]) | frozenset(
    tables.load("tense.toml")["before_a_year"]
)
_NOT_A_YEAR: Final = frozenset(("MONEY", "QUANTITY", "PERCENT", "CARDINAL"))
_DOTTED: Final = re.compile(r"\b\d{1,2}\.\d\d ?(?:[ap]\.?m|GMT|BST|CET)\b|\bat 0\d\.\d\d\b")
_PART: Final = re.compile(r"morning|afternoon|evening|night")
_OF_DAY: Final = re.compile(r" (?:in the|at night).*")
_TOLD: Final = re.compile(
    r"(?:(?P<by>(?:twenty )?\S+)(?: minutes?)? (?P<way>past|after|to|before) )?"
    r"(?P<hour>[a-z]+|\d+)(?:[.:](?P<minute>\d\d))?$"
)
_UNCOUNTED: Final = frozenset(("shortly", "just", "soon"))
_NAMED_HOURS: Final = {"midnight": 0, "noon": 12}
_BEFORE_A_TIME: Final = re.compile(
    r"\b(?:at|by|until|till|since|from|before|after|around|about)\s+(?:about\s+|around\s+|exactly\s+|just\s+)?$", re.I
)
_BEHIND_A_TIME: Final = re.compile(
    r"(?!\.\d)[.,;:!?\"”’')](?!\d)|\s+(?:on|in\s+the|local|hours|when|that|the|a|an|and|as|until|to\s+\d)\b|\s*$", re.I
)
_MARKET: Final = re.compile(
    r"[%$€£¥]|\b(?:per\s?cent|percent|points?|shares?|stocks?|index|indices|euros?|dollars?|cents?|pounds?|yen|rubles?|"
    r"price[sd]?|rates?|yields?|traded|trading|average|averaged|ratio|odds|magnitude|scores?|scored|GPA|metres?|meters?|"
    r"seconds?|degrees?|version)\b",
    re.I,
)
_AROUND: Final = 60  # characters around a number that are looked at
_LEXEME: Final = r"""
    (?P<spoken>\b(?:(?:(?:a[ ])?(?:quarter|half)|(?:NUMBERS|\d{1,2})(?:[ ]minutes?)?)[ ](?:past|after|to|before)[ ])?
        (?:HOURS|\d{1,2}(?:[.:]\d\d)?)(?:[ ](?:in[ ]the[ ](?:early[ ])?(?:morning|afternoon|evening)|at[ ]night)\b
          (?!s|[ ](?:session|news|shift|show|trade|trading|peak|edition|service|rush))
        |(?=[ ](?:on[ ])?(?:WEEKDAYS)[ ](?:morning|afternoon|evening|night)\b)))
  | (?P<told>\b(?:(?:a[ ])?(?:quarter|half)|(?:NUMBERS|\d{1,2})[ ]minutes?)
        [ ](?:past|after|to|before)[ ](?:HOURS|noon|midnight)\b
      | \b(?:five|ten|twenty(?:[- ]five)?)[ ]past[ ](?:HOURS|noon|midnight)\b
      | \b(?:shortly|just|soon)[ ](?:before|after)[ ](?:HOURS)(?=[ ]*[,.;]|[ ](?:on|when|and|that|local)\b)
      | (?<=day[ ]at[ ])(?:HOURS)(?=[ ]*[,.;]|[ ](?:on|when|and|that|local|from)\b))
  | (?P<iso>\b\d{4}-\d\d-\d\d\b)
  | (?P<numeric>\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d\b)
  | (?P<clock>\b\d{1,2}(?:[:.]\d\d){0,2}[ \u00a0\u202f]?[ap](?:\.[ ]?m\b\.?|m\b)
      | (?<![\d:])\b\d{1,2}:\d\d(?::\d\d)?(?![\d:])
      | \b\d{1,2}[ ]o['’]clock)
  | (?P<years>\b(?:1[5-9]|20)\d\d[-–/]\d\d\b(?![-–/\d]))
  | (?P<decade>(?:\b(?:1\d|20)|['’`]|\b)\d0['’]?s\b)
  | (?P<holiday>\b(?:HOLIDAYS)\b)
  | (?P<ordinal>\b\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<number>\d+(?:,\d{3})*(?:\.\d+)?(?:[ ]\d/\d\b|½)?)
  | (?P<words>\b(?:NUMBERS)(?:(?:[- ]|[ ]and[ ])(?:NUMBERS))*\b)
  | (?P<word>[^\W\d_]+)
  | (?P<possessive>['’]s\b)
  | (?P<dash>[-–])
  | (?P<break>\n\s*)
  | (?P<other>[^\s])
"""


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Characters ``start`` to ``end`` and what they can stand for: terminal of the grammar to value."""

    start: int
    end: int
    terms: Mapping[str, str]


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(tables.load("calendar.toml")["holiday"], key=lambda name: (-len(name), name))
    holidays = "|".join(re.escape(name).replace("'", "['’]").replace("\\ ", r"\s") for name in names)
    days = "|".join(sorted(tables.load("calendar.toml")["wd"], key=len, reverse=True))
    source = _LEXEME.replace("HOLIDAYS", holidays).replace("NUMBERS", _NUMBER_WORD)
    source = source.replace("HOURS", "|".join(_SMALL[12:0:-1])).replace("WEEKDAYS", days)
    return re.compile(source, re.VERBOSE | re.IGNORECASE)


@lru_cache(maxsize=1)
def _classes() -> dict[str, dict[str, str]]:
    """For each word of the calendar its classes and their values."""
    words: dict[str, dict[str, str]] = {}
    for name, section in tables.load("calendar.toml").items():
        for word, value in section.items():
            words.setdefault(word, {})[name.upper()] = value
    for word in ("a", "an", "one"):
        words.setdefault(word, {})["A"] = "1"
    for word, value in tables.load("calendar.toml")["ord"].items():
        words[word]["DAYWORD"] = f"{int(value):02}"
        words[word]["CENTURY"] = f"{int(value) - 1:02}"
    return words


def number_in_words(text: str) -> float | None:
    """The number that English words stand for, None where they do not make one ("two three")."""
    total, group = 0.0, 0.0
    previous = 1000.0
    for word in re.split(r"[- ]+", text.lower()):
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale >= 1000:
                total, group = total + (group or 1) * scale, 0.0
            else:
                group = (group or 1) * scale
            previous = scale
            continue
        value = _VALUES[word]
        if value >= previous or (previous < 20 and group):
            return None
        group += value
        previous = value or 1
    return total + group


def year_in_words(text: str) -> str | None:
    """The year in words like "nineteen ninety-six" and "two thousand three", None where they are none."""
    words = [word for word in re.split(r"[- ]+", text.lower()) if word != "and"]
    if len(words) >= 2 and words[0] in ("eighteen", "nineteen", "twenty") and _VALUES.get(words[1], 0) >= 10:
        rest = sum(_VALUES.get(word, 1000) for word in words[1:])
        return f"{_VALUES[words[0]]}{rest:02}" if rest < 100 else None
    if words[:2] == ["two", "thousand"]:
        rest = sum(_VALUES.get(word, 1000) for word in words[2:])
        return f"20{rest:02}" if rest < 100 else None
    return None


def _plain(number: float) -> str:
    return f"{number:g}" if number < 1e6 else f"{number:.0f}"


def _clock(text: str) -> dict[str, str]:
    """A clock time as HH:MM, nothing where there is no such time."""
    lower = text.lower()
    digits = [int(part) for part in re.findall(r"\d+", lower)]
    hour, minute = digits[0], digits[1] if len(digits) > 1 else 0
    half = re.search(r"([ap])\.?\s?m", lower)
    if (half and not 1 <= hour <= 12) or hour > 24 or minute > 59:
        return {}
    if half:
        hour = hour % 12 + (12 if half[1] == "p" else 0)
    return {"CLOCK": f"{hour:02}:{minute:02}"}


def _spoken(text: str, after: str) -> dict[str, str]:
    """A clock time told with its part of the day: "a quarter past one in the afternoon", "four" on Friday night."""
    part = _PART.search(text.lower()) or _PART.search(after.lower())
    hour, minute = _hour_told(_OF_DAY.sub("", text.lower()))
    if part is None or not 1 <= hour <= 12 or not -60 < minute < 60:
        return {}
    late = part[0] in ("afternoon", "evening") or (part[0] == "night" and 6 <= hour < 12)
    return {"CLOCK": _of_day(hour % 12 + 12 * late, minute)}


def _told(text: str) -> dict[str, str]:
    """A clock time in words; where it may be of either half of the day ("a quarter past seven") a ``~`` ends it."""
    hour, minute = _hour_told(text.lower())
    half = "" if text.lower().endswith(tuple(_NAMED_HOURS)) else "~"
    return {"CLOCK": _of_day(hour, minute) + half} if -60 < minute < 60 else {}


def _hour_told(words: str) -> tuple[int, int]:
    """The hour that the words end with, and the minutes past it, below 0 where they are to it; no hour is -1."""
    told = _TOLD.search(words)
    if told is None:
        return -1, 0
    hour, by = _NAMED_HOURS.get(told["hour"]), told["by"]
    minutes = _count(by) if by and by not in _UNCOUNTED else 0
    past = int(told["minute"] or 0) + (minutes if told["way"] in ("past", "after") else -minutes)
    return _count(told["hour"]) if hour is None else hour, past


def _of_day(hour: int, minute: int) -> str:
    of_day = (60 * hour + minute) % 1440
    return f"{of_day // 60:02}:{of_day % 60:02}"


def _count(word: str) -> int:
    """What a word counts of a clock: "quarter", "half", "ten" or "10"."""
    share = {"quarter": 15, "half": 30}.get(word)
    return share if share is not None else int(word) if word.isdigit() else int(number_in_words(word) or 0)


def _is_dotted(text: str, start: int, end: int) -> bool:
    """Whether a number with a dot is a time of day by what stands around it: "rang him at 7.20", no price or rate."""
    begin = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "? ", "! ")) + 1
    sentence = text[begin : end + _AROUND].partition("\n")[0]
    return (
        _BEFORE_A_TIME.search(text, max(0, start - 20), start) is not None
        and _BEHIND_A_TIME.match(text, end) is not None
        and _MARKET.search(sentence) is None
    )


def _numeric_date(text: str, day_first: bool) -> dict[str, str]:
    """A date of figures; where both could be the month the writer's own order decides."""
    first, second, year = (int(part) for part in re.split(r"[/.]", text))
    month, number = (second, first) if (day_first and second <= 12) or first > 12 else (first, second)
    return {"DATE": f"{year}-{month:02}-{number:02}"} if month <= 12 and 1 <= number <= 31 else {}


def _decade(text: str) -> dict[str, str]:
    digits = re.sub(r"\D", "", text)
    return {
        "DECADE": digits[:3] if len(digits) == 4 else f"19{digits[0]}" if digits[0] not in "01" else f"20{digits[0]}"
    }


def _number(text: str, previous: str, label: str, currency: bool) -> dict[str, str]:
    terms: dict[str, str] = {}
    plain = text.isdigit()
    if currency:
        return terms
    whole, _, rest = text.replace(",", "").partition(" ")
    if rest:
        above, below = rest.split("/")
        terms["NUM"] = _plain(float(whole) + int(above) / int(below)) if int(below) else whole
    else:
        terms["NUM"] = whole.replace("½", ".5")
    if not plain:
        return terms
    if len(text) <= 2 and 1 <= int(text) <= 31:
        terms["DAY"] = f"{int(text):02}"
    if len(text) == 4:
        leads = previous in _LEADS_A_YEAR
        near = 1900 <= int(text) < 2040 and (leads or label not in _NOT_A_YEAR)
        if near or (1000 <= int(text) < 2100 and leads and label == "DATE"):
            terms["YEAR"] = text
        if int(text[:2]) < 24 and int(text[2:]) < 60:
            terms["HHMM"] = f"{text[:2]}:{text[2:]}"
    return terms


def _word(text: str, before: str, after: str, tag: str, label: str) -> dict[str, str]:
    lower = text.lower()
    known = _classes().get(lower)
    terms = {lower: lower}
    if known is None:
        return terms
    if label == "PERSON" and text[0].isupper() and ("MONTH" in known or "WD" in known):
        return terms
    if ("MONTH" in known or "WD" in known) and len(lower) <= 4 and lower not in ("may", "june", "july"):
        if not (text[0].isupper() and (_SHORT.match(after) or (before.isdigit() and "MONTH" in known))):
            return terms
    elif lower in _CAPITAL and not text[0].isupper():
        return terms
    if lower in _NOT_VERB and (tag.startswith("VB") or tag == "MD"):
        return terms
    if "ZONE" in known and not text.isupper():
        known = {name: value for name, value in known.items() if name != "ZONE"}
    return terms | known


def lexemes(text: str, tags: Mapping[int, tuple[str, str]] | None = None, day_first: bool = False) -> Iterator[Lexeme]:
    """The lexemes of a text, in order.

    ``tags`` gives, for the offset at which a token starts, its fine part of
    speech and the entity label; without it capital letters alone decide.
    """
    tags = tags or {}
    dotted = _DOTTED.search(text) is not None
    previous, past = "", 0
    for found in _pattern().finditer(text):
        kind, start, end = found.lastgroup, found.start(), found.end()
        word = found[0]
        if start < past:  # the dot of an abbreviation
            continue
        tag, label = tags.get(start, ("", ""))
        terms: dict[str, str] = {}
        match kind:
            case "spoken":
                terms = _spoken(word, text[end : end + _AROUND])
            case "told":
                terms = _told(word)
            case "iso":
                terms = {"DATE": word}
            case "numeric":
                terms = _numeric_date(word, day_first)
            case "clock":
                terms = _clock(word)
            case "years":
                first, last = re.split(r"[-–/]", word)
                if int(last) > int(first[2:]):
                    terms = {"YEARS": f"{first} / {first[:2]}{last}"}
            case "decade":
                terms = _decade(word)
            case "holiday":
                if word[0].isupper():
                    terms = {"HOLIDAY": re.sub(r"\s", "_", word.lower().replace("’", "'"))}
            case "ordinal":
                number = int(word[:-2])
                terms = {"ORD": str(number), "CENTURY": f"{number - 1:02}"}
                if 1 <= number <= 31:
                    terms["DAY"] = f"{number:02}"
            case "number":
                terms = _number(word, previous, label, text[max(0, start - 1) : start] in ("$", "€", "£", "¥", "#"))
                # A writer who puts a dot into "6.10am" puts one into "6.04" too.
                clock = re.fullmatch(r"([01]?\d|2[0-3])\.([0-5]\d)", word)
                if clock and (dotted or _is_dotted(text, start, end)):
                    terms = {"DOTTED": f"{int(clock[1]):02}:{clock[2]}"}
            case "words":
                value, year = number_in_words(word), year_in_words(word)
                terms = {"NUM": _plain(value)} if value is not None else {}
                if year:
                    terms["YEAR"] = year
                if word.lower() == "one":
                    terms |= {"A": "1", "one": "one"}
            case "word":
                terms = _word(word, previous, text[end : end + 4], tag, label)
                if text[end : end + 1] == "." and "MONTH" in terms and len(word) <= 4:
                    end = past = end + 1
            case "possessive":
                terms = {"'s": "'s"}
            case "dash":
                glued = start > 0 and not text[start - 1].isspace() and not text[end : end + 1].isspace()
                terms = {"-": "-"} if glued else {"--": "--"}
            case "other" if word in "'’":
                terms = {"'": "'"}
            case "other" if word in ",()":
                terms = {word: word}
            case "other" if word in ".;:!?":
                terms = {".": "."}
            case "break":
                terms = {".": "."}
        previous = word.lower()
        yield Lexeme(start, end, terms)
