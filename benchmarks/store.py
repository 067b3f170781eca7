"""What a store costs as it grows: reports a second in its first and last tenth, bytes a report, the time to go on.

    python benchmarks/store.py                                     # 5,000 reports, SQLite in a new folder
    python benchmarks/store.py --reports 20000 --per-day 200 --store postgresql://desk@db.example/empty

Reports are made by rule: each is on one of the events of its week, in words of its own, marked up as a tokenizer would.
Nothing is parsed and dossiers are empty, so that what is timed is the store and grouping, not the language model.
Times are of the processor.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from consilience.model import Annotated, DateRange, Dossier, Judgement, Report, Story, Tokens
from consilience.store import Store, tables
from consilience.store.ingest import Work
from consilience.tables import frequency

EVENTS = 12  # a week
WORDS = 300  # a report


def vocabulary(chance: random.Random) -> list[str]:
    """Words that tell something, as many as a year of news has names."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    return sorted({"".join(chance.choices(syllables, k=chance.randrange(2, 5))) for _ in range(40_000)})


def made(number: int, per_day: int, names: Sequence[str]) -> Annotated:
    """The report of that number."""
    day = number // per_day
    event = random.Random(day // 7 * EVENTS + random.Random(number).randrange(EVENTS))
    own = random.Random(number)
    topic = event.sample(names, 40)
    words = own.choices(topic, k=WORDS // 4) + own.choices(names, k=WORDS // 4) + own.choices(COMMON, k=WORDS // 2)
    own.shuffle(words)
    body = " ".join(words)
    starts = [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(word) + 1)
    filler = ("x",) * len(words)
    columns = Tokens(
        start=tuple(starts),
        end=tuple(s + len(w) for s, w in zip(starts, words, strict=True)),
        text=tuple(words),
        lemma=tuple(words),
        pos=filler,
        tag=filler,
        dep=filler,
        head=tuple(max(0, n - 1) for n in range(len(words))),
        sentence=tuple(n // 20 for n in range(len(words))),
        entity=(-1,) * len(words),
    )
    published = (date(2026, 1, 1) + timedelta(days=day)).isoformat()
    report = Report(f"r{number}", f"r{number}.txt", body, f"outlet{number % 90}", published=published, language="en")
    return Annotated(report, tokens=columns)


COMMON = """the a of to in and said on that for was it with as at by from his were an have be had not they this are
    but who has been their after will more which there or when one would""".split()  # noqa: SIM905


def unread(story: Story, _: Sequence[Judgement]) -> Dossier:
    """A dossier without the comparing."""
    return Dossier(story.id, "", DateRange(), (), tuple(a.report for a in story.reports))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=5_000)
    parser.add_argument("--per-day", type=int, default=100)
    parser.add_argument("--input", type=int, default=250, help="reports that are ingested at once")
    parser.add_argument("--store", metavar="URL|FILE")
    args = parser.parse_args()
    frequency.idf("the")
    names = vocabulary(random.Random(0))
    known: dict[str, Annotated] = {}

    def annotate(wanted: Iterable[Report]) -> Iterator[Annotated]:
        return (known[report.id] for report in wanted)

    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(args.store or Path(folder) / "benchmark.db")
        work = Work(store, annotate, collate=unread)
        times: list[float] = []
        for at in range(0, args.reports, args.input):
            known = {a.report.id: a for a in (made(n, args.per_day, names) for n in range(at, at + args.input))}
            started = time.process_time()
            work.ingest([a.report for a in known.values()])
            times.append(time.process_time() - started)
        tenth = max(1, len(times) // 10)
        first, last = (sum(part) / (len(part) * args.input) for part in (times[tenth : 2 * tenth], times[-tenth:]))
        started = time.process_time()
        known = {a.report.id: a for a in [made(args.reports, args.per_day, names)]}
        Work(store, annotate, collate=unread).ingest([a.report for a in known.values()])
        again = time.process_time() - started
        with store.read() as tx:
            live = tx.scalar(select(func.count()).select_from(tables.window))
            count = tx.scalar(select(func.count()).select_from(tables.stories))
            size = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
            size = text("SELECT pg_database_size(current_database())") if store.is_postgres else size
            per_report = (tx.scalar(size) or 0) / args.reports
        store.close()
    print(f"{args.reports} reports, {count} stories, {live} reports in the window")
    print(f"second tenth {1 / first:.0f} reports a second, last tenth {1 / last:.0f}: {last / first:.2f} times as long")
    print(f"one more report, with the window rebuilt: {again:.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{per_report / 1000:.1f} kB a report; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
