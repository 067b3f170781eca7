"""Recognition: which words are a time expression, and the form that they have.

The rules of tables/timex.toml are a cascade of finite-state passes, as in
FASTUS (Hobbs and others 1997): the first makes atoms out of words, the later
ones join what was made. Each pass is a trie that is walked from left to
right, the longest match winning, so that the time is linear in the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from consilience import tables
from consilience.annotate.timex_lexicon import Lexeme

# What stands after this in a pattern must follow and is not taken.
_LOOKAHEAD: Final = "/"
_SLOT: Final = re.compile(r"\{(\w+)\}")
_LENGTH: Final = re.compile(r"P(\d+(?:\.\d+)?|X)-(\w+)")
_LETTER: Final = {
    "day": ("P", 1, "D"),
    "week": ("P", 1, "W"),
    "fortnight": ("P", 2, "W"),
    "weekend": ("P", 1, "WE"),
    "month": ("P", 1, "M"),
    "quarter": ("P", 1, "Q"),
    "year": ("P", 1, "Y"),
    "decade": ("P", 10, "Y"),
    "century": ("P", 100, "Y"),
    "millennium": ("P", 1000, "Y"),
    "second": ("PT", 1, "S"),
    "minute": ("PT", 1, "M"),
    "hour": ("PT", 1, "H"),
}
# What a category says when nothing joined it to anything else.
_ALONE: Final = {"Duration": "= {}", "Clock": "told day {}"}


@dataclass(frozen=True, slots=True)
class _Rule:
    """What is made, its form, and the terminals that are taken."""

    category: str
    form: str
    sequence: tuple[str, ...]
    order: int


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    rule: _Rule | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A time expression in the text: what kind of thing it is, and its form (with ``?`` where tense decides)."""

    start: int
    end: int
    category: str
    form: str


def _sequences(pattern: str) -> Iterator[tuple[str, ...]]:
    """Every sequence of terminals that the pattern stands for."""
    choices: list[tuple[tuple[str, ...], ...]] = []
    words = pattern.split()
    index = 0
    while index < len(words):
        word = words[index]
        if word == "(" and ")?" in words[index:]:
            close = words.index(")?", index)
            inner = tuple(_sequences(" ".join(words[index + 1 : close])))
            choices.append(((), *inner))
            index = close + 1
            continue
        optional = word.endswith("?") and len(word) > 1
        alternatives = tuple((one,) for one in word.removesuffix("?").split("|")) if len(word) > 1 else ((word,),)
        choices.append(((), *alternatives) if optional else alternatives)
        index += 1
    for picked in itertools.product(*choices):
        yield tuple(itertools.chain.from_iterable(picked))


@lru_cache(maxsize=1)
def passes() -> tuple[_Node, ...]:
    """The cascade, compiled from tables/timex.toml."""
    result = []
    orders = itertools.count()
    for table in tables.load("timex.toml")["pass"]:
        root = _Node()
        for category, rules in table.items():
            for pattern, form in rules.items():
                order = next(orders)
                for sequence in _sequences(pattern):
                    node = root
                    for terminal in sequence:
                        if terminal != _LOOKAHEAD:
                            node = node.next.setdefault(terminal, _Node())
                    if node.rule is None:
                        taken = sequence[: sequence.index(_LOOKAHEAD)] if _LOOKAHEAD in sequence else sequence
                        node.rule = _Rule(category, form, taken, order)
        result.append(root)
    return tuple(result)


def _order(rule: _Rule) -> int:
    return rule.order


def _longest(root: _Node, lexemes: Sequence[Lexeme], start: int) -> _Rule | None:
    """The rule of the longest match from here."""
    best = None
    reached = [root]
    for index in range(start, len(lexemes)):
        terms = lexemes[index].terms
        reached = [node.next[term] for node in reached for term in terms if term in node.next]
        if not reached:
            break
        best = min((node.rule for node in reached if node.rule), key=_order, default=best)
    return best


def _iso(found: re.Match[str]) -> str:
    """A duration in ISO 8601: ``P2-week`` is P2W, ``P1.5-minute`` PT1M30S, ``P2-decade`` P20Y."""
    number, unit = found.groups()
    prefix, factor, letter = _LETTER[unit]
    if number == "X":
        return f"{prefix}X{letter}"
    count = float(number) * factor
    finer = {"PTM": ("S", 60), "PTH": ("M", 60), "PY": ("M", 12), "PD": ("H", 24)}.get(prefix + letter)
    if count != int(count) and finer:
        whole, rest = int(count), round((count - int(count)) * finer[1])
        head = f"{whole}{letter}" if whole else ""
        between = "T" if letter == "D" else ""
        return f"{prefix}{head}{between}{rest}{finer[0]}"
    return f"{prefix}{count:g}{letter}"


def _fill(form: str, sequence: Sequence[str], lexemes: Sequence[Lexeme]) -> tuple[str, str]:
    """The form with its slots filled, and the value of the unit in it ("" where there is none)."""
    values: dict[str, str] = {}
    for terminal, lexeme in zip(sequence, lexemes, strict=True):
        name = terminal if terminal not in values else terminal + "2"
        values[name] = lexeme.terms[terminal]
    filled = _SLOT.sub(lambda slot: values.get(slot[1], ""), form)
    return _LENGTH.sub(_iso, filled), values.get("UNIT", "")


def _apply(root: _Node, lexemes: Sequence[Lexeme]) -> list[Lexeme]:
    result: list[Lexeme] = []
    index = 0
    while index < len(lexemes):
        found = _longest(root, lexemes, index) if lexemes[index].terms else None
        if found is None:
            result.append(lexemes[index])
            index += 1
            continue
        end = index + len(found.sequence)
        category = found.category
        filled, unit = _fill(found.form, found.sequence, lexemes[index:end])
        if category == "UNIT":
            category = {"fortnight": "Week"}.get(unit, unit.capitalize())
        result.append(Lexeme(lexemes[index].start, lexemes[end - 1].end, {category: filled}))
        index = end
    return result


def recognise(lexemes: Iterable[Lexeme]) -> tuple[Match, ...]:
    """The time expressions in a text, in order and apart from each other."""
    current: Sequence[Lexeme] = tuple(lexemes)
    for root in passes():
        current = _apply(root, current)
    return tuple(_matches(current))


def _matches(lexemes: Iterable[Lexeme]) -> Iterator[Match]:
    for lexeme in lexemes:
        category, form = next(iter(lexeme.terms.items()), ("", ""))
        if category[:1].isupper() and not category.isupper() and category != "None" and form:
            yield Match(lexeme.start, lexeme.end, category, _ALONE.get(category, "{}").format(form))


def vocabulary() -> Mapping[str, int]:
    """Every terminal that a rule names, with how often: what the tables are tested with."""
    count: dict[str, int] = {}
    for table in tables.load("timex.toml")["pass"]:
        for rules in table.values():
            for pattern in rules:
                for sequence in _sequences(pattern):
                    for terminal in set(sequence) - {_LOOKAHEAD}:
                        count[terminal] = count.get(terminal, 0) + 1
    return count
