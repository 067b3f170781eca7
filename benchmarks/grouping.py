"""Speed and memory of grouping alone: made-up reports in a row, from ready vectors, on one core.

    python benchmarks/grouping.py                                     # 20,000 reports, a window of 7 days
    python benchmarks/grouping.py --reports 200000 --check
    python benchmarks/grouping.py --reports 36000 --days 30 --store   # and what a store pays for a step

A report is made by rule: common words from the stories in ``examples/``, words
of a kind of event, and the made-up names and words of one event of that kind.
Events live for some days and differ in size as in news: most have a report or
two, few have hundreds. One report in ten is a copy, one in twenty a near copy.
Times are of the processor and of grouping only: making the vectors is not in
them. Every ``--step`` reports the window is repaired, which is counted in.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consilience.group.duplicates import packed_triples
from consilience.group.vector import BODY, COMMON, LEAD, LEAD_WORDS, TERMS, ReportVector, weight
from consilience.group.window import Window
from consilience.read import read

ROOT = Path(__file__).resolve().parents[1]
# What the project promises: the last tenth against the first with a full window, reports a second, seconds a step.
RATIO, RATE, STEP = 1.4, 300.0, 1.0
KINDS, LENGTH, FIRST_DAY = 1500, 260, 738_000
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "ma", "ne", "po", "ri", "sa", "to", "vu", "kel", "min", "ost", "ra")


@dataclass(slots=True)
class Event:
    """An event that is reported on: its words, its names, and how many reports are still to come."""

    kind: list[str]
    words: list[str]
    names: list[str]
    left: int


def _made_up(chance: random.Random, number: int) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(number)]


def _common() -> tuple[list[str], list[float]]:
    """The common words of the project's own stories, with what adds up to their counts."""
    counts: Counter[str] = Counter()
    for item in read([ROOT / "examples"]):
        counts.update(w.strip(".,;:!?“”\"'()").lower() for w in getattr(item, "text", "").split())
    # What is rare in news is of one story there; told in every report it would make them all alike.
    words = [word for word, _ in counts.most_common() if word and weight(word, "en") < 4]
    totals, total = [], 0.0
    for word in words:
        totals.append(total := total + counts[word])
    return words, totals


def vectors(seed: int, a_day: int) -> Iterator[ReportVector]:
    """Reports without end, ``a_day`` of them for every day."""
    chance = random.Random(seed)
    common, totals = _common()
    kinds = [_made_up(chance, 40) for _ in range(KINDS)]
    events: list[Event] = []
    written: list[tuple[list[str], set[str]]] = []
    number = 0
    while True:
        day = FIRST_DAY + number // a_day
        if written and chance.random() < 0.15:
            words, names = chance.choice(written)
            if chance.random() < 1 / 3:
                words = list(words)
                for at in chance.sample(range(len(words)), 8):
                    words[at] = chance.choices(common, cum_weights=totals)[0]
        else:
            if not events or chance.random() < 0.3:
                size = min(400, max(1, int(chance.paretovariate(0.9))))
                events.append(Event(chance.choice(kinds), _made_up(chance, 24), _made_up(chance, 10), size))
            at = len(events) - 1 - min(int(chance.expovariate(20 / a_day)), len(events) - 1)  # the newest most of all
            event = events[at]
            event.left -= 1
            if event.left <= 0:
                del events[at]
            words = []
            for common_share, start, end in ((0.45, 0, LEAD_WORDS), (0.65, LEAD_WORDS, LENGTH)):
                each = int((end - start) * (1 - common_share) / 3)
                part = [
                    *chance.choices(common, cum_weights=totals, k=end - start - 3 * each),
                    *chance.choices(event.kind, k=each),
                    *chance.choices(event.words, k=each),
                    *chance.choices(event.names, k=each),
                ]
                chance.shuffle(part)
                words += part
            names = set(event.names)
            written.append((words, names))
            if len(written) > 4 * a_day:
                del written[: 2 * a_day]
        yield made(f"r{number}", day, words, names)
        number += 1


def made(report: str, day: int, words: list[str], names: set[str]) -> ReportVector:
    """The vector of a report with these words."""
    counts, lead = Counter(words), Counter(words[:LEAD_WORDS])
    terms = {
        word: worth * math.log1p(BODY * count + (LEAD - BODY) * lead[word])
        for word, count in counts.items()
        if (worth := weight(word, "en")) >= COMMON
    }
    heaviest = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    length = math.sqrt(sum(value * value for _, value in heaviest)) or 1.0
    dampened = {word: 1.0 + math.log(count) for word, count in counts.items()}
    return ReportVector(
        report,
        "en",
        day,
        {word: value / length for word, value in heaviest},
        dampened,
        {word: value for word, value in dampened.items() if word in names},
        {word: 1.0 + math.log(count) for word, count in lead.items()},
        len(words),
        hashlib.sha256(" ".join(words).encode()).hexdigest(),
        packed_triples(words),
    )


def megabytes() -> float:
    """What the process holds now, where the system says so, else the most that it ever held."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line[:6] == "VmRSS:") / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def put_away(window: Window, own: dict[str, ReportVector]) -> None:
    """Print what a store pays for a step with this window, and for taking it up in a new process."""
    from consilience.store import packing

    begun = time.process_time()
    kept, course = window.kept(), window.course()
    state = packing.pack(course)
    told = time.process_time() - begun
    packed = {report: packing.pack(own[report]) for report in kept}
    size = sum(map(len, packed.values())) / len(packed)
    begun = time.process_time()
    read_back = [(known, packing.unpack(ReportVector, packed[report])) for report, known in kept.items()]
    unpacked = time.process_time() - begun
    begun = time.process_time()
    again = Window.resumed(window.days, course, read_back)
    resumed = time.process_time() - begun
    same = (again.kept(), again.course()) == (kept, course)
    print(f"\nput away at a step: {told:.2f} s, state {len(state) / 1024:.0f} kB packed, vector {size / 1024:.1f} kB")
    print(f"taken up: vectors read {unpacked:.1f} s, window {resumed:.1f} s{'' if same else ', NOT AS IT WAS'}")


def main() -> int:
    """Prints the figures; 1 with ``--check`` where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=20_000, help="reports in all (default 20,000)")
    parser.add_argument("--a-day", type=int, default=1000, help="reports a day (default 1,000)")
    parser.add_argument("--days", type=int, default=7, help="days of the window (default 7)")
    parser.add_argument("--step", type=int, default=500, help="reports between two repairs (default 500)")
    parser.add_argument("--store", action="store_true", help="also print what putting the window away costs a step")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a promise is not kept")
    args = parser.parse_args()
    window, source = Window(args.days), vectors(1, args.a_day)
    own: dict[str, ReportVector] = {}
    full = (args.days + 1) * args.a_day
    if args.reports < full + 10 * args.step:
        parser.error(f"the window is full after {full} reports: ask for {10 * args.step} more")
    adding: list[float] = []
    repairing: list[float] = []
    print(f"{args.reports} reports, {args.a_day} a day, window of {args.days} days")
    print(
        f"{'reports':>9}{'live':>8}{'stories':>9}{'add ms':>8}{'repair ms':>11}{'reports/s':>11}{'MB':>7}", flush=True
    )
    for done in range(0, args.reports, args.step):
        batch = [next(source) for _ in range(args.step)]
        begun = time.process_time()
        for vector in batch:
            window.add_vector(vector)
        added = time.process_time()
        window.repair()
        adding.append((added - begun) / args.step)
        repairing.append((time.process_time() - added) / args.step)
        if args.store:
            own.update((v.report, v) for v in batch)
            live = window.kept()
            own = {report: v for report, v in own.items() if report in live}
        if (done + args.step) % max(args.step, args.reports // 20) < args.step:
            rate = 1 / (statistics.mean(adding[-10:]) + statistics.mean(repairing[-10:]))
            print(
                f"{done + args.step:>9}{len(window):>8}{len(window.course().stories):>9}{1000 * adding[-1]:>8.2f}"
                f"{1000 * repairing[-1]:>11.2f}{rate:>11.0f}{megabytes():>7.0f}",
                flush=True,
            )
    cost = [a + r for a, r in zip(adding, repairing, strict=True)][-(-full // args.step) :]
    tenth = max(1, len(cost) // 10)
    first, last = statistics.mean(cost[:tenth]), statistics.mean(cost[-tenth:])
    rate, ratio, step = 1 / statistics.mean(cost), last / first, args.step * max(repairing)
    print(
        f"\nwindow full: {rate:.0f} reports/s (at least {RATE:.0f}), last tenth {ratio:.2f} × first (at most {RATIO})"
    )
    print(f"longest repair {step:.2f} s (at most {STEP:g} for a step)")
    if args.store:
        put_away(window, own)
    return int(args.check and (rate < RATE or ratio > RATIO or step > STEP))


if __name__ == "__main__":
    sys.exit(main())
