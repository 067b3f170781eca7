"""Units of measure and money around a number, as UCUM and ISO 4217 codes.

The forms are rows of ``tables/units.toml``. A unit may carry a rate (*per
hour*, *a barrel*, */s*), which is written as UCUM does: ``USD/[bbl_us]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from consilience.tables import load

TIME = frozenset(("a", "mo", "wk", "d", "h", "min", "s", "ms", "10.a", "100.a"))
# Forms of one letter that a text also uses for other things: read only where they touch the digits.
_TOUCHING = frozenset(("A", "t", "s", "h", "l", "J", "°", "st", "kt", "kts", "kn", "pp"))
# What a price or a rate is "a …" of, beside the units themselves.
_EACH = "share|person|head|piece|game|student|household|night|seat|ticket|vehicle|unit|pupil|patient|employee|ton"
_NEAR, _MILLION = 60, 1e6  # characters before pounds, and so many of them that they are rarely a weight
_SPACE = r"[ \u00a0\u202f\n]?[-‑]?"


@dataclass(frozen=True, slots=True)
class Found:
    """A unit in the text: where it begins and ends, and its code."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows, by the form that a text shows."""

    words: dict[str, str]
    symbols: dict[str, str]
    prefixes: dict[str, str]
    money: frozenset[str]
    after: re.Pattern[str]
    before: re.Pattern[str]
    rate: re.Pattern[str]


def rows() -> list[dict[str, Any]]:
    """The table as written, in its order."""
    found: list[dict[str, Any]] = load("units.toml")["unit"]
    return found


def _either(forms: dict[str, str]) -> str:
    return "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f)))


@lru_cache(maxsize=1)
def table() -> Table:
    """The table, read once."""
    words: dict[str, str] = {}
    symbols: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    money: set[str] = set()
    for row in rows():
        code = row["code"]
        words.update((form, code) for form in row.get("words", ()))
        symbols.update((form, code) for form in row.get("symbols", ()))
        prefixes.update((form, code) for form in row.get("prefixes", ()))
        if re.fullmatch("[A-Z]{3}|{(?:cent|penny|sen|peso|BTC)}", code) and code != "ROE":
            money.add(code)
    spelt = _either(words).replace(r"\ ", "[ -]")
    form = rf"(?:(?P<symbol>{_either(symbols)})(?![\w²³])|(?P<word>(?i:{spelt}))(?![^\W_]))"
    return Table(
        words,
        symbols,
        prefixes,
        frozenset(money),
        re.compile(rf"(?P<space>{_SPACE}){form}"),
        re.compile(rf"(?<![A-Za-z])(?:{_either(prefixes)})$"),
        re.compile(
            rf"(?:\s?/\s?|[ -]per[ -]|[ -]an?[ -](?=(?i:{spelt}|{_EACH})(?![^\W_]))|-?a-)"
            rf"(?:{form}|(?P<noun>[A-Za-z]{{3,}}))"
            r"(?!\s(?:ago|earlier|later|before|after|on)\b)"
        ),
    )


def _code(match: re.Match[str]) -> str:
    known = table()
    if match["symbol"]:
        return known.symbols[match["symbol"]]
    form = re.sub(r"\s", " ", match["word"].lower())
    return known.words.get(form) or known.words.get(form.replace("-", " ")) or known.words[form.replace(" ", "-")]


@lru_cache(maxsize=1)
def _pound() -> tuple[frozenset[str], frozenset[str]]:
    """The words beside which pounds are money, and those beside which they are a weight."""
    words = load("units.toml")["pound"]
    return frozenset(words["money"]), frozenset(words["weight"])


_IN_MONEY = re.compile(r"\s?\((?:about |around |some )?(?:[A-Z]{1,3} ?)?[$€£¥]")


def is_money(text: str, start: int, end: int, value: float) -> bool:
    """Whether the pounds from ``start`` to ``end`` are money: "sold for 4.2 million pounds", not "pounds of thrust"."""
    if _IN_MONEY.match(text, end):
        return True  # "71 million pounds ($95 million)"
    money, weight = _pound()
    before_it = re.split(r"[.!?\n]", text[max(0, start - _NEAR) : start])[-1]
    words = set(re.findall(r"[a-z]+", before_it.lower()))
    follows = re.match(r"[ -](?:of|per|force)\b|\s?\(", text[end : end + 8]) is not None
    return words.isdisjoint(weight) and not follows and (not words.isdisjoint(money) or value >= _MILLION)


def before(text: str, start: int) -> Found | None:
    """The money sign or code that ends at ``start``: ``US$``, ``EUR ``."""
    match = table().before.search(text, max(0, start - 7), start)
    return Found(match.start(), match.end(), table().prefixes[match[0]]) if match else None


def after(text: str, end: int, value: float) -> Found | None:
    """The unit that follows a number ending at ``end``."""
    match = table().after.match(text, end)
    if match is None:
        return None
    symbol = match["symbol"]
    if (symbol in _TOUCHING and (match["space"] or value >= 1000)) or (symbol == "won" and value < 100):
        return None
    if (
        symbol
        and len(symbol) == 1
        and symbol.isalpha()
        and re.match(r"[.'’-]\w|-", text[match.end() : match.end() + 2])
    ):
        return None
    return Found(match.start(), match.end(), _code(match))


def rate(text: str, end: int) -> Found | None:
    """What the unit ending at ``end`` is taken per; a noun that is no unit stands in braces."""
    match = table().rate.match(text, end)
    if match is None:
        return None
    code = "{" + match["noun"].lower() + "}" if match["noun"] else _code(match)
    return Found(match.start(), match.end(), code)


def code(name: str) -> str | None:
    """The code of a unit's English name: ``kilometre per hour`` is ``km/h``; None for no unit."""
    known = table()
    name = name.lower().strip()
    if name in known.words:
        return known.words[name]
    over, _, under = name.partition(" per ")
    if under and over in known.words:
        return f"{known.words[over]}/{known.words.get(under, '{' + under + '}')}"
    return None
