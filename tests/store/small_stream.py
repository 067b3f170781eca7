"""A stream of small reports, made by rule, that has a bit of everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from consilience.collate import collate
from consilience.model import Annotated, Dossier, Judgement, Quarantined, Report, Story
from consilience.read import reports

FIRE = (
    "Fire destroys the fish market of Port Andor",
    "A fire destroyed the fish market of Port Andor on {day}, Mayor Ilsa Brandt said. {count} stallholders were hurt, "
    'the brigade told {outlet}. "We will build it again," Brandt said. {more}',
)
STRIKE = (
    "Bus drivers in Velmora walk out over night pay",
    "Bus drivers in Velmora walked out on {day} over their wages at night, the union leader, Bela Orsin, said. The "
    "walkout stops {count} routes, the operator told {outlet}. {more}",
)
MORE = (
    "The cause is not known.",
    "Talks were called off.",
    "The Lantern Agency reported it first.",
    "A neighbour saw it from her window.",
)
OUTLETS = ("Daily Lantern", "Coast Mail", "Island Radio", "North Courier", "The Examiner")


def made(event: tuple[str, str], number: int, day: str = "Monday", **fields: str) -> Report:
    """A report on one of the events."""
    outlet = OUTLETS[number % len(OUTLETS)]
    body = event[1].format(day=day, count=number % 4 + 2, outlet=outlet, more=MORE[number % len(MORE)])
    given = {"text": f"{event[0]}\n\n{body}", "outlet": outlet, "published": "2026-03-10", "language": "en", **fields}
    return reports.build(f"{outlet.lower().replace(' ', '-')}-{number}.json", given)


def stream() -> list[list[Report | Quarantined]]:
    """Three inputs: two events that grow, a report that comes twice, one that is revised, one that cannot be read,
    one that cannot be annotated."""
    address = "https://coast-mail.example/market?utm_source=feed"
    first: list[Report | Quarantined] = [made(FIRE, n) for n in range(3)]
    first += [made(FIRE, 5, url=address), made(STRIKE, 0), Quarantined("torn.html", "the file is empty")]
    second: list[Report | Quarantined] = [made(STRIKE, n, "Tuesday") for n in (1, 2)]
    second += [first[0], made(FIRE, 9, url=address), made(FIRE, 12, text="poison"), made(FIRE, 6, published="")]
    third: list[Report | Quarantined] = [made(FIRE, 7, "Tuesday"), made(STRIKE, 3, published="2026-03-12")]
    return [first, second, third]


class PoisonError(Exception):
    """What a report does that cannot be annotated."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """The stream, and a stand-in for the language model that knows what was marked in its reports."""

    inputs: list[list[Report | Quarantined]]
    marked: dict[str, Annotated]
    compared: dict[tuple[str, ...], Dossier] = field(default_factory=dict)

    def annotate(self, wanted: Iterable[Report]) -> Iterator[Annotated]:
        for report in wanted:
            if report.text == "poison":
                raise PoisonError("it cannot be parsed")
            yield self.marked[report.id]

    def collate(self, story: Story, judged: Sequence[Judgement]) -> Dossier:
        """What comparing gives, worked out once: a run that is killed fifty times compares the same again and again."""
        key = (story.id, *(a.report.id for a in story.reports))
        if judged or key not in self.compared:
            self.compared[key] = collate(story, judged)
        return self.compared[key]
