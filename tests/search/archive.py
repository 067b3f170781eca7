"""A small store made by hand: three stories, some of whose reports are revised, undated, or carry a teaser."""

from __future__ import annotations

from collections.abc import Sequence

from consilience.model import (
    DateRange,
    Dossier,
    Finding,
    Moment,
    OriginCount,
    Place,
    Quotation,
    Removed,
    Report,
    Span,
    Status,
    StoryEntity,
    Support,
)
from consilience.store import Store, collation, reports, rounds, tables

ANDOR = Place("Port Andor", "town", None, None, 54.0, 10.0, 6.0)
VELMORA = Place("Velmora", "town", None, None, 54.3, 10.2, 8.0)  # 36 km from Port Andor
KYIV = Place("Kyiv", "town", "UA", "Kyiv City", 50.45, 30.52, 18.0)

TEASER = "Also read: Ten lighthouses to see before summer"
LANTERN = f"""Fire destroys the fish market of Port Andor

A fire destroyed the fish market of Port Andor on Monday, Mayor Ilsa Brandt said. Three stallholders were hurt.
"We will build it again," Brandt told the Daily Lantern. The cause of the blaze is not known.
{TEASER}"""
MAIL = """Market burns

The fish market at Port Andor burned down on Monday. The mayor, Ilse Brandt, said that fires had been seen at noon.
"It shall be built again," the mayor said. An inspector had passed the wiring in March."""
MAIL_LATER = MAIL.replace("in March", "in August") + " Two people are missing, the brigade said on Tuesday evening."
RADIO = """Traders weep over lost market

Traders of Port Andor wept. The brigade's café kept serving. Nobody knows who left the fire untended."""
COURIER = """Bus drivers in Velmora walk out

Bus drivers in Velmora walked out on Wednesday over night pay, the union leader, Karl Brandt, said.
The walkout stops five routes. The fish market stays open."""
EXAMINER = """Talks on the Dnipro bridge

Engineers met in Kyiv on Friday to speak of the bridge. Mayor Oleh Maran called it "a market of ideas"."""


def span(report: Report, words: str) -> Span:
    """Words of a report with their place."""
    start = report.text.index(words)
    return Span(report.id, start, start + len(words), words)


def report(name: str, outlet: str, text: str, published: str | None, **fields: str) -> Report:
    """A report; its first line is its title, and the teaser is no news."""
    at = text.find(TEASER)
    removed = (Removed(at, at + len(TEASER), "link to another page"),) if at >= 0 else ()
    title = text.partition("\n")[0]
    return Report(
        name, f"{name}.json", text, outlet, title=title, published=published, language="en", removed=removed, **fields
    )


URL = "https://coast-mail.example/market"
lantern = report("lantern", "Daily Lantern", LANTERN, "2026-03-09T18:00:00Z")
mail = report("mail", "Coast Mail", MAIL, "2026-03-09", url=URL)
mail_later = report("mail-2", "Coast Mail", MAIL_LATER, "2026-03-10", url=URL)
radio = report("radio", "Island Radio", RADIO, None)
courier = report("courier", "North Courier", COURIER, "2026-03-11/2026-03-12")
examiner = report("examiner", "The Examiner", EXAMINER, "2026-03-20")
REPORTS = (lantern, mail, mail_later, radio, courier, examiner)


def said(finding: str, status: Status, at_least: int, *words: tuple[Report, str, str | None]) -> Finding:
    """A finding of these words, each with who says it."""
    spans = [(span(r, text), who) for r, text, who in words]
    support = tuple(Support(s.report, s.start, s.end, s.text, who) for s, who in spans)
    first, outlets = spans[0][0], len({r.outlet for r, _, _ in words})
    return Finding(finding, first.text, first, True, status, outlets, OriginCount(at_least, 3, 1), support)


FIRE = Dossier(
    "s1f1re000000a",
    "Fire destroys the fish market of Port Andor",
    DateRange("2026-03-09", "2026-03-09"),
    (ANDOR,),
    (lantern, mail_later, radio),
    entities=(
        StoryEntity("E1", "Ilsa Brandt", "PERSON", None, ("Brandt",)),
        StoryEntity("E2", "Ilse Brandt", "PERSON", None, ()),
        StoryEntity("E3", "Port Andor", "GPE", None, ("Andor Harbour",)),
        StoryEntity("E4", "Andor Fire Brigade", "ORG", None, ("brigade",)),
    ),
    findings=(
        said(
            "F1",
            "corroborated",
            2,
            (lantern, "A fire destroyed the fish market of Port Andor on Monday", "Ilsa Brandt"),
            (mail_later, "The fish market at Port Andor burned down on Monday", "Ilse Brandt"),
        ),
        said("F2", "disputed", 1, (mail_later, "An inspector had passed the wiring in August", None)),
    ),
    quotations=(
        Quotation(
            "Q1",
            "Ilsa Brandt",
            (),
            (span(lantern, "We will build it again"), span(mail_later, "It shall be built again")),
            0.4,
        ),
    ),
    timeline=(
        Moment("2025-08-01", "2025-08-31", "F2", "An inspector had passed the wiring in August"),
        Moment("2026-03-09", "2026-03-09", "F1", "A fire destroyed the fish market of Port Andor on Monday"),
    ),
)
STRIKE = Dossier(
    "s1f2strike00b",
    "Bus drivers in Velmora walk out",
    DateRange("2026-03-11", "2026-03-11"),
    (VELMORA,),
    (courier,),
    entities=(
        StoryEntity("E1", "Karl Brandt", "PERSON", None, ("Brandt",)),
        StoryEntity("E2", "Velmora", "GPE", None, ()),
    ),
    findings=(said("F1", "single origin", 1, (courier, "The walkout stops five routes", "Karl Brandt")),),
)
BRIDGE = Dossier(
    "s9bridge0000c",
    "Talks on the Dnipro bridge",
    DateRange("2026-03-20", "2026-03-20"),
    (KYIV,),
    (examiner,),
    entities=(
        StoryEntity("E1", "Oleh Maran", "PERSON", "UA", ()),
        StoryEntity("E2", "Kyiv", "GPE", "UA", ("Kiev",)),
    ),
    quotations=(Quotation("Q1", "Oleh Maran", (), (span(examiner, "a market of ideas"),), 0.0),),
)
ROUNDS: tuple[tuple[Dossier, Sequence[Report]], ...] = (
    (FIRE, (lantern, mail, mail_later, radio)),
    (STRIKE, (courier,)),
    (BRIDGE, (examiner,)),
)


def fill(store: Store) -> None:
    """Everything into an empty store, a round for each story."""
    for dossier, own in ROUNDS:
        with store.write() as tx:
            reports.add(tx, own, close=True)
            current = rounds.last(tx)[0]
            row = {"id": dossier.id, "opened": current, "changed": current, "reports": len(own)}
            tx.execute(tables.stories.insert().values(row))
            members = [{"report": r.id, "story": dossier.id, "score": 1.0, "reasons": []} for r in own]
            tx.execute(tables.members.insert(), members)
            collation.store(tx, dossier.id, current, dossier)
