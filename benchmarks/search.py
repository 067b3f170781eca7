"""How long a search takes in a store of many short reports.

    python benchmarks/search.py                                   # 50,000 reports, SQLite
    python benchmarks/search.py --reports 5000 --store postgresql://user@host/empty

The reports are made by rule: words of a made-up language as frequent as words are (Zipf), every fifth opens a story, a
story has people with several spellings, a place, statements and quotations. Each kind of search is asked with several
words; the figures are milliseconds of one search, from the question to the ranked hits: by the clock, and of this
process alone, in which SQLite works too.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate, product
from pathlib import Path

from consilience.model import (
    DateRange,
    Dossier,
    Finding,
    Moment,
    OriginCount,
    Place,
    Quotation,
    Report,
    Span,
    StoryEntity,
    Support,
)
from consilience.search import Question, search
from consilience.store import Store, collation, reports, rounds, tables

TARGET = 100.0  # milliseconds
PER_STORY = 5
_BATCH = 500
_SYLLABLES = ("ba", "cor", "del", "fi", "gan", "hol", "ki", "lum", "mer", "no", "pas", "rin", "su", "tal", "vo", "zen")
WORDS = ["".join(parts) for size in (2, 3) for parts in product(_SYLLABLES, repeat=size)]  # 4,352
_WEIGHTS = list(accumulate(1 / (rank + 2.7) for rank in range(len(WORDS))))
_FORENAMES = ("Ilsa", "Bela", "Tomas", "Mirela", "Yusuf", "Leila", "Anton", "Ruth")
TOWNS = [(f"Port {word.title()}", 40 + (n % 200) / 10, 5 + (n // 20) / 10) for n, word in enumerate(WORDS[:2000:5])]
FIRST_DAY = date(2026, 1, 1)


def text(draw: random.Random, size: int) -> str:
    """So many words in sentences."""
    words = draw.choices(WORDS, cum_weights=_WEIGHTS, k=size)
    sentences = (" ".join(words[at : at + 12]).capitalize() for at in range(0, size, 12))
    return ". ".join(sentences) + "."


def person(number: int) -> tuple[str, str]:
    """A name, and the surname alone."""
    surname = WORDS[300 + number % 3000].title()
    return f"{_FORENAMES[number % len(_FORENAMES)]} {surname}", surname


def report(draw: random.Random, number: int) -> Report:
    """The report of that number: some hundred words, the people and the town of its story among them."""
    story = number // PER_STORY
    names = [person(draw.randrange(3000) if n else story)[0] for n in range(2)]
    town = TOWNS[story % len(TOWNS)][0]
    body = f"{text(draw, 40)} {names[0]} spoke in {town}. {text(draw, 40)} {names[1]} was there. {text(draw, 20)}"
    day = FIRST_DAY + timedelta(days=number // 250)
    return Report(
        f"r{number}",
        f"{number}.json",
        body,
        f"Outlet {number % 90}",
        title=text(draw, 7),
        published=str(day),
        language="en",
    )


def dossier(story: str, number: int, own: list[Report]) -> Dossier:
    """What a collation of these reports might give: two statements of two reports each, a quotation, people, a town."""
    name, surname = person(number)
    town, latitude, longitude = TOWNS[number % len(TOWNS)]
    where = Place(town, "town", None, None, latitude, longitude, 8.0)
    spans = [[Span(r.id, at, at + 80, r.text[at : at + 80]) for r in own[:2]] for at in (0, 100)]
    findings = tuple(
        Finding(
            f"F{n}", s[0].text, s[0], True, "corroborated", 2, OriginCount(1 + n, 2, 1),
            tuple(Support(x.report, x.start, x.end, x.text, name) for x in s),
        )
        for n, s in enumerate(spans)
    )  # fmt: skip
    day = own[0].published
    return Dossier(
        story, own[0].title or "", DateRange(day, day), (where,), tuple(own),
        entities=(StoryEntity("E1", name, "PERSON", None, (surname,)), StoryEntity("E2", town, "GPE", None, ())),
        findings=findings,
        quotations=(Quotation("Q1", name, (), (spans[0][0],), 0.0),),
        timeline=(Moment(day, day, "F0", findings[0].text),),
    )  # fmt: skip


def fill(store: Store, count: int) -> None:
    """Reports and stories into an empty store."""
    draw = random.Random(7)
    for at in range(0, count, _BATCH):
        made = [report(draw, n) for n in range(at, min(at + _BATCH, count))]
        with store.write() as tx:
            reports.add(tx, made, close=True)
            current = rounds.last(tx)[0]
            for place in range(0, len(made), PER_STORY):
                number, own = (at + place) // PER_STORY, made[place : place + PER_STORY]
                row = {"id": f"s{number:012x}", "opened": current, "changed": current, "reports": len(own)}
                tx.execute(tables.stories.insert().values(row))
                members = [{"report": r.id, "story": row["id"], "score": 1.0, "reasons": []} for r in own]
                tx.execute(tables.members.insert(), members)
                collation.store(tx, str(row["id"]), current, dossier(str(row["id"]), number, own))


def questions(count: int) -> dict[str, list[Question]]:
    """What is asked, by kind."""
    draw = random.Random(11)
    rare, usual, common = (
        [WORDS[draw.randrange(a, b)] for _ in range(20)] for a, b in ((2000, 4000), (100, 400), (0, 10))
    )
    days = [str(FIRST_DAY + timedelta(days=draw.randrange(max(1, count // 250)))) for _ in range(20)]
    towns = [TOWNS[draw.randrange(len(TOWNS))][0] for _ in range(20)]
    people = [person(draw.randrange(3000))[0] for _ in range(20)]
    phrases = [" ".join(w.lower() for w in draw.choices(WORDS[:40], k=2)) for _ in range(20)]
    return {
        "a rare word": [Question(w) for w in rare],
        "a usual word": [Question(w) for w in usual],
        "one of the ten commonest words": [Question(w) for w in common],
        "two usual words": [Question(f"{a} {b}") for a, b in zip(usual, reversed(usual), strict=True)],
        "usual OR rare": [Question(f"{a} OR {b}") for a, b in zip(usual, rare, strict=True)],
        "usual -common": [Question(f"{a} -{b}") for a, b in zip(usual, common, strict=True)],
        "a phrase": [Question(f'"{p}"') for p in phrases],
        "a usual word in statements": [Question(w, ("statement",)) for w in usual],
        "a person": [Question(person=p) for p in people],
        "a person and a usual word": [Question(w, person=p) for w, p in zip(usual, people, strict=True)],
        "a usual word at a place": [Question(w, place=t) for w, t in zip(usual, towns, strict=True)],
        "a usual word within 60 km": [Question(w, place=t, near=60) for w, t in zip(usual, towns, strict=True)],
        "a usual word of one week": [Question(w, since=d, until=week(d)) for w, d in zip(usual, days, strict=True)],
        "all of one day": [Question(since=d, until=d) for d in days],
    }


def week(day: str) -> str:
    """Six days later."""
    return str(date.fromisoformat(day) + timedelta(days=6))


def measure(store: Store, asked: list[Question]) -> tuple[list[float], list[float], int]:
    """Milliseconds of each search by the clock and of the processor, and how many hits there were in all."""
    clock, processor, hits = [], [], 0
    for question in asked:
        with store.read() as tx:
            start, used = time.perf_counter(), time.process_time()
            hits += len(search(tx, question).hits)
            processor.append(1000 * (time.process_time() - used))
            clock.append(1000 * (time.perf_counter() - start))
    return clock, processor, hits


def main() -> int:
    """Print the table; 1 where the median of a kind takes the processor longer than the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=50_000)
    parser.add_argument("--store", help="an empty database (default: an SQLite file that is removed)")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(Store.open(args.store or Path(folder) / "search.db")) as store,
    ):
        start = time.perf_counter()
        fill(store, args.reports)
        print(f"{args.reports} reports stored in {time.perf_counter() - start:.0f} s\n")
        print(f"{'searched for':34}{'clock':>8}{'processor':>11}{'slowest':>9}{'hits':>6}   (median of 20, ms)")
        late = False
        for kind, asked in questions(args.reports).items():
            measure(store, asked[:1])
            clock, processor, hits = measure(store, asked)
            used = statistics.median(processor)
            late |= used > TARGET
            print(f"{kind:34}{statistics.median(clock):8.1f}{used:11.1f}{max(processor):9.1f}{hits:6}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
