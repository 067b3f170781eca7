"""Why one passage stands before another: words that were asked, how rare they are, age, origins.

The score of words is BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009) with a word of the
title counting as several. What BM25 takes from the whole collection, lengths and the number of passages, is fixed
here, so that a score can be worked out by hand and is the same on every database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log

from consilience.search.candidates import FREQUENT
from consilience.search.hits import Score
from consilience.search.query import Term

TITLE = 4.0  # what a word of the title, or of the name of who speaks, counts
INFLECTED = 0.8  # what a word counts that stands there in another form than was asked
K1, B = 1.2, 0.75
USUAL = {"report": 2500, "statement": 120, "quotation": 120}  # characters
HALF_LIFE, OLDEST = 30.0, 0.5  # days; what a passage counts that is old beyond measure
ORIGIN, MOST_ORIGINS = 0.15, 5
OUTDATED = 0.5


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a term stands in title and text of a passage, and how often of these as it was asked."""

    title: int = 0
    text: int = 0
    exact_title: int = 0
    exact_text: int = 0

    @property
    def weight(self) -> float:
        title = INFLECTED * self.title + (1 - INFLECTED) * self.exact_title
        text = INFLECTED * self.text + (1 - INFLECTED) * self.exact_text
        return TITLE * title + text


def score(
    counts: Mapping[Term, Counted],
    frequencies: Mapping[Term, int],
    kind: str,
    length: int,
    published: str | None,
    newest: str | None,
    origins: int | None,
    outdated: bool,
) -> Score:
    """The score of a passage: the sum over its terms, times what its age and origins make of it."""
    reasons = []
    total = 0.0
    for term, counted in counts.items():
        if not counted.weight:
            continue
        value = rarity(frequencies[term]) * saturated(counted.weight, length, USUAL[kind])
        total += value
        reasons.append(f"{_told(term, counted, kind)}; {_rare(frequencies[term])}: {value:.2f}")
    total = total if counts else 1.0
    later = (OUTDATED, "there is a later version") if outdated else None
    for factor in (_recency(published, newest), _origins(origins), later):
        if factor is not None:
            total *= factor[0]
            reasons.append(f"{factor[1]}: × {factor[0]:.2f}")
    return Score(round(total, 6), tuple(reasons))


def rarity(frequency: int) -> float:
    """What a term is worth that so many passages hold."""
    return log(1 + FREQUENT / max(1, min(frequency, FREQUENT)))


def saturated(weight: float, length: int, usual: int) -> float:
    """BM25's share of a term: each further time counts for less, and for less in a long passage."""
    return weight * (K1 + 1) / (weight + K1 * (1 - B + B * length / usual))


def _told(term: Term, counted: Counted, kind: str) -> str:
    places = []
    if counted.text:
        places.append(f"{_times(counted.text)} in the text")
    if counted.title:
        where = "title" if kind == "report" else "name of who speaks"
        places.append(f"{_times(counted.title)} in the {where} (counts {TITLE:g})")
    other = counted.text + counted.title - counted.exact_text - counted.exact_title
    if other:
        share = "all" if other == counted.text + counted.title else str(other)
        places.append(f"{share} in another form (counts {INFLECTED:g})")
    return f"“{term.shown}” {', '.join(places)}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _rare(frequency: int) -> str:
    if frequency > FREQUENT:
        return f"in more than {FREQUENT:,} passages"
    return "in this passage only" if frequency == 1 else f"in {frequency:,} passages"


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat((iso or "")[:10])
    except ValueError:
        return None


def _recency(published: str | None, newest: str | None) -> tuple[float, str] | None:
    own, last = _day(published), _day(newest)
    if last is None:
        return None
    if own is None:
        return OLDEST, "not dated"
    age = max(0, (last - own).days)
    factor = OLDEST + (1 - OLDEST) * 0.5 ** (age / HALF_LIFE)
    told = {0: "on the newest day", 1: "the day before the newest"}.get(age, f"{age} days before the newest")
    return factor, f"published {told}"


def _origins(origins: int | None) -> tuple[float, str] | None:
    if not origins:
        return None
    factor = 1 + ORIGIN * min(origins - 1, MOST_ORIGINS)
    return factor, "rests on 1 origin" if origins == 1 else f"rests on at least {origins} origins"
