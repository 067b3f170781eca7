"""Quantities against NewsQuant (Almasian et al., EMNLP 2023; the data is in ``satya77/CQE_Evaluation``).

The published figures of CQE on the set are value 92.0, value and unit 85.6,
value and change 88.1. Here each gold quantity is matched once, by equality of
what the row compares, so a quantity that is found twice is wrong once.

The set marks neither ordinals nor frequencies without a number (*weekly*):
what is found of these is left out before counting. It marks the *one* of
*one of the men*, which is no count: that stays in, as a miss.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from consilience.annotate import pipeline, units
from consilience.model import Quantity

_UNUSED = ("consilience_names", "consilience_times", "consilience_attribution", "consilience_claims")
FILE = Path("data/formatted_test_set/NewsQuant.json")
_STOP_WORDS = "a an the of and or in to for with its their his her our my your 's ’s % -"
_STOP = frozenset(_STOP_WORDS.split())
_RANGE = re.compile(r"(-?[\d.]+)\s*-\s*([\d.]+)")
_UNTOLD = "-"
# Names of the set that no text uses.
_SPELT = {
    "pound-mass": "pound",
    "metric ton": "tonne",
    "ounce": "ounce",
    "revolutions per minute": "rpm",
    "dollar per mega british thermal unit": "dollar per mmbtu",
    "singaporean dollar": "singapore dollar",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One quantity in the terms of the set.

    ``unit`` is a code, or the words of the counted noun; ``short`` the same
    without what follows its *of*, which the set keeps or leaves out; ``noun``
    the head alone.
    """

    value: tuple[float, float]
    unit: str
    noun: str
    short: str
    bound: str
    change: str


@dataclass(frozen=True, slots=True)
class Figure:
    """Precision, recall and F1 of one row, in percent."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """``bounds`` is the share of right bounds among the matched; ``marked`` the F1 of those that are not ``=``."""

    value: Figure
    unit: Figure
    noun: Figure
    change: Figure
    bounds: float
    marked: Figure


def _number(value: float) -> float:
    return float(f"{value:.5g}")


def _stem(word: str) -> str:
    word = word.lower().strip("'’\"“”.,")
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 1 and not word.endswith(("ss", "us", "is")):
            return word[: -len(ending)] + instead
    return word


def _phrase(text: str) -> str:
    return " ".join(sorted(_stem(w) for w in re.split(r"[\s,]+", text) if w.lower() not in _STOP and w))


def _unit(name: str) -> tuple[str, str]:
    """A unit of the set as a code, or as the words of a counted noun with its head."""
    name = name.strip()
    if name.startswith("%") or name == "% -":
        return "1", ""
    plain = name.removesuffix(" of age").replace("united states ", "").lower()
    known = units.code(_SPELT.get(plain, plain))
    if known is not None:
        return known, ""
    if name in ("-", ""):
        return _UNTOLD, ""
    words = name.split()
    return _phrase(name), _stem(words[-1])


def gold_item(row: dict[str, Any]) -> Item:
    """A row of the set. Raises KeyError or ValueError where it is none."""
    value = str(row["value"]).strip()
    spread = None if "E" in value else _RANGE.fullmatch(value)
    numbers = (float(spread[1]), float(spread[2])) if spread else (float(value), float(value))
    change = row["change"].strip()
    # The set reads the pence of prices ("1112 p") as points.
    name = "pence" if row["unit"].strip() == "p" else row["normalized_unit"]
    unit, noun = _unit(name)
    way = change if change in ("up", "down") else ""
    return Item((_number(min(numbers)), _number(max(numbers))), unit, noun, unit, "" if way else change, way)


def found_item(quantity: Quantity) -> Item | None:
    """A quantity that was found, in the set's terms; None for what the set does not mark."""
    rate = (quantity.unit or "").startswith("/")
    if quantity.unit == "ordinal" or (rate and re.search(r"(?i)ly$|\b(?:once|twice)\b", quantity.text)):
        return None
    low = quantity.low if quantity.low is not None else quantity.value
    high = quantity.high if quantity.high is not None else quantity.value
    if low is None or high is None:
        return None
    if quantity.bound == "~" and re.search(r"(?i)(?:dozen|score|hundred|thousand|million|billion)s$", quantity.text):
        # The set writes a plural as one order of magnitude: thousands are 1,000 to 10,000.
        low, high = low / 2, low / 2 * 10
    unit, noun, short = quantity.unit or "", "", ""
    if unit in ("", "1") or rate:
        per = {"/d": " per day", "/wk": " per week", "/mo": " per month", "/a": " per year"}.get(unit, "")
        words = (quantity.counted or "").split(" of ")[0].split()
        noun = _stem(words[-1]) if words else ""
        short = "1" if unit == "1" else _phrase((quantity.counted or "").split(" of ")[0] + per) or _UNTOLD
        unit = "1" if unit == "1" else _phrase((quantity.counted or "") + per) or _UNTOLD
    bound = {">=": ">", "<=": "<"}.get(quantity.bound, quantity.bound)
    return Item((_number(low), _number(high)), unit, noun, short or unit, bound, quantity.change or "")


def _figure(right: int, gold: int, found: int) -> Figure:
    precision, recall = (100 * right / found if found else 0.0), (100 * right / gold if gold else 0.0)
    return Figure(precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0)


def _label(item: Item) -> str:
    """The one word that the set gives a quantity for bound and change together."""
    if item.bound not in ("", "="):
        return item.bound
    return item.change or item.bound


def _pairs(gold: Sequence[Item], found: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Gold and found of equal value, those with an equal unit first, each used once."""
    pairs: list[tuple[Item, Item]] = []
    left, right = list(gold), list(found)
    for same_unit in (True, False):
        for g in list(left):
            equal = (f for f in right if f.value == g.value)
            match = next((f for f in equal if not same_unit or g.unit in (f.unit, f.short)), None)
            if match is not None:
                pairs.append((g, match))
                left.remove(g)
                right.remove(match)
    return pairs


def score(gold: Iterable[Sequence[Item]], found: Iterable[Sequence[Item]]) -> Scores:
    """The figures over texts in parallel; a text's items may stand in any order."""
    right: Counter[str] = Counter()
    for expected, given in zip(gold, found, strict=True):
        right["gold"] += len(expected)
        right["found"] += len(given)
        for g, f in _pairs(expected, given):
            right["value"] += 1
            right["unit"] += g.unit in (f.unit, f.short)
            right["noun"] += g.unit in (f.unit, f.short) or (bool(g.noun) and g.noun == f.noun)
            right["change"] += _label(g) == _label(f)
            if g.bound:
                right["told"] += 1
                right["bound"] += g.bound == f.bound
                right["marked gold"] += g.bound != "="
                right["marked found"] += f.bound != "="
                right["marked"] += g.bound == f.bound != "="
    value, unit, noun, change = (
        _figure(right[row], right["gold"], right["found"]) for row in ("value", "unit", "noun", "change")
    )
    return Scores(
        value,
        unit,
        noun,
        change,
        bounds=100 * right["bound"] / right["told"] if right["told"] else 0.0,
        marked=_figure(right["marked"], right["marked gold"], right["marked found"]),
    )


def load(path: Path) -> list[tuple[str, tuple[Item, ...]]]:
    """Texts and their items from a checkout of the data set, or from the file itself."""
    file = path / FILE if path.is_dir() else path
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [(row["text"], tuple(gold_item(q) for q in row["quantities"])) for row in rows]


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``consilience evaluate quantities``."""
    parser.add_argument(
        "--data", type=Path, required=True, help="checkout of satya77/CQE_Evaluation, or NewsQuant.json"
    )
    parser.add_argument("--model", help="the English spaCy model, a name or a folder")
    parser.add_argument("--errors", action="store_true", help="print every text in which something differs")


def main(args: argparse.Namespace) -> int:
    """Prints the table; 0, or 2 where the data cannot be read."""
    try:
        rows = load(args.data)
    except (OSError, ValueError, KeyError) as error:
        print(f"consilience: no NewsQuant data in {args.data}: {error}", file=sys.stderr)
        return 2
    nlp = pipeline.load(args.model)
    found: list[tuple[Item, ...]] = []
    docs = nlp.pipe((text for text, _ in rows), disable=[name for name in _UNUSED if name in nlp.pipe_names])
    for (text, gold), doc in zip(rows, docs, strict=True):
        quantities: tuple[Quantity, ...] = doc._.consilience_quantities
        found.append(tuple(item for q in quantities if (item := found_item(q)) is not None))
        if args.errors and len(_pairs(gold, found[-1])) < max(len(gold), len(found[-1])):
            print(text, *(f"  gold {item}" for item in gold), *(f"  mine {q}" for q in quantities), sep="\n")
    scores = score([gold for _, gold in rows], found)
    print(f"{'NewsQuant':<24}{'P':>7}{'R':>7}{'F1':>7}")
    named = (
        ("value", scores.value),
        ("value and unit", scores.unit),
        ("  counted by head noun", scores.noun),
        ("value and change", scores.change),
        ("bounds other than =", scores.marked),
    )
    for name, figure in named:
        print(f"{name:<24}{figure.precision:>7.1f}{figure.recall:>7.1f}{figure.f1:>7.1f}")
    print(f"{'bounds right':<24}{scores.bounds:>21.1f}")
    return 0
