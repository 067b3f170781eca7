"""Places against GeoWebNews (Gritta, Pilehvar and Collier, Language Resources and Evaluation 2019).

The data is in ``milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation``. Two
things are measured apart, as its authors do: whether the names of places are
found (F1 over exact characters; the set's toponyms are all but the expressions
and the non-toponyms), and, given the names, whether they are put within 161 km
(100 miles) of where they are. What is not located counts as wrong.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.etree import ElementTree

from consilience.annotate import pipeline
from consilience.annotate.locate import locate
from consilience.annotate.places import TYPES
from consilience.model import PlaceMention
from consilience.tables.places import kilometres

FILE = Path("data/GWN.xml")
NEAR = 161.0
_NO_TOPONYMS = frozenset(("Non_Toponym", "Non_Lit_Expression", "Literal_Expression"))
_UNUSED = (
    "consilience_places",
    "consilience_times",
    "consilience_quantities",
    "consilience_attribution",
    "consilience_claims",
)


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of the set; without coordinates where the set gives none."""

    start: int
    end: int
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Article:
    """A text of the set with its toponyms in order."""

    text: str
    toponyms: tuple[Toponym, ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """In percent, but ``middle``, the median of the distances in km over what was located."""

    precision: float
    recall: float
    f1: float
    near: float
    located: float
    middle: float


def score(
    articles: Iterable[Article],
    found: Iterable[Iterable[tuple[int, int]]],
    located: Iterable[Sequence[PlaceMention | None]],
) -> Scores:
    """The figures of the names found, and of the places given to the set's own names that have coordinates."""
    gold = given = right = near = asked = 0
    distances: list[float] = []
    for article, names, places in zip(articles, found, located, strict=True):
        expected = {(t.start, t.end) for t in article.toponyms}
        names = set(names)
        gold, given, right = gold + len(expected), given + len(names), right + len(expected & names)
        for toponym, place in zip((t for t in article.toponyms if t.at), places, strict=True):
            asked += 1
            if place is not None and toponym.at is not None:
                distances.append(kilometres(*toponym.at, place.place.latitude or 0.0, place.place.longitude or 0.0))
                near += distances[-1] <= NEAR
    precision, recall = 100 * right / given if given else 0.0, 100 * right / gold if gold else 0.0
    return Scores(
        precision,
        recall,
        2 * precision * recall / (precision + recall) if right else 0.0,
        100 * near / asked if asked else 0.0,
        100 * len(distances) / asked if asked else 0.0,
        median(distances) if distances else math.inf,
    )


def load(path: Path) -> tuple[Article, ...]:
    """The articles from a checkout of the data set, or from GWN.xml itself."""
    articles = []
    for node in ElementTree.parse(path / FILE if path.is_dir() else path).getroot().iter("article"):
        toponyms = []
        for mark in node.iter("toponym"):
            if mark.findtext("type") in _NO_TOPONYMS:
                continue
            latitude, longitude = mark.findtext("latitude"), mark.findtext("longitude")
            at = (float(latitude), float(longitude)) if latitude and longitude and mark.findtext("geonamesID") else None
            toponyms.append(Toponym(int(mark.findtext("start", "0")), int(mark.findtext("end", "0")), at))
        toponyms.sort(key=lambda t: (t.start, t.end))
        articles.append(Article(node.findtext("text", ""), tuple(toponyms)))
    return tuple(articles)


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of ``consilience evaluate places``."""
    parser.add_argument("--data", type=Path, required=True, help="checkout of the GeoWebNews repository, or GWN.xml")
    parser.add_argument("--model", help="the English spaCy model, a name or a folder")


def main(args: argparse.Namespace) -> int:
    """Prints the table; 0, or 2 where the data cannot be read."""
    try:
        articles = load(args.data)
    except (OSError, ElementTree.ParseError, ValueError) as error:
        print(f"consilience: no GeoWebNews data in {args.data}: {error}", file=sys.stderr)
        return 2
    nlp = pipeline.load(args.model)
    docs = nlp.pipe((a.text for a in articles), disable=[name for name in _UNUSED if name in nlp.pipe_names])
    found = [
        {(m.start, m.end) for e in doc._.consilience_entities if e.type in TYPES for m in e.mentions} for doc in docs
    ]
    located = [locate(a.text, [(t.start, t.end) for t in a.toponyms if t.at]) for a in articles]
    scores = score(articles, found, located)
    print(f"{'GeoWebNews':<28}{'P':>7}{'R':>7}{'F1':>7}")
    print(f"{'toponyms':<28}{scores.precision:>7.1f}{scores.recall:>7.1f}{scores.f1:>7.1f}")
    print(f"{'within 161 km, given names':<28}{scores.near:>21.1f}")
    for half, name in enumerate(("odd articles", "even articles")):
        part = slice(half, None, 2)
        print(f"{'  ' + name:<28}{score(articles[part], found[part], located[part]).near:>21.1f}")
    print(f"{'located at all':<28}{scores.located:>21.1f}")
    print(f"{'median distance, km':<28}{scores.middle:>21.1f}")
    return 0
