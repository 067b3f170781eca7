# ruff: noqa: E501 (the reports stand as an outlet would print them)
"""A story written for these tests: the ferry line that two invented republics agreed on.

Seven reports of six publishers. The state agency OTA is carried word for word by two
and rewritten by one, two cite the same ministry, one has its own correspondent, and
one has no date of its own. The dossier is put together by hand, span by span.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from consilience.model import (
    Briefing,
    Conflict,
    DateRange,
    Derivation,
    Dossier,
    Event,
    Finding,
    Lead,
    LeftOut,
    ModelInfo,
    Moment,
    Origin,
    OriginCount,
    Place,
    Quarantined,
    Quotation,
    Removed,
    Report,
    Side,
    Span,
    StoryEntity,
    Support,
)

OTA = """Orlava and Kelmar to reopen Port Ostrel ferry line, president says

Port Ostrel, 4 May (OTA). President Mirela Vass met Kelmar's Foreign Minister Tomas Ardel in Port Ostrel on Sunday, the Orlava Telegraph Agency reported.
Vass told Ardel that Orlava "fully and without reserve supports" the reopening of the ferry line between the two countries.
The first ship will sail on 1 June, the Ministry of Transport said.
The line was closed in March 2019 after a collision in which 14 people died."""

HARBOUR = OTA + "\n\nShare on Facebook  |  Share on Telegram"

MERIDIAN = """Orlava pledges support for ferry line

Orlava's President Mirela Vass pledged full support for a reopened ferry line at a meeting with Kelmar's top diplomat Tomas Ardel on Sunday, state news agency OTA reported.
"Orlava supports it fully and unreservedly," Vass said, according to OTA.
The first ship is to leave on 1 June.
Also read: Ten islands to see before summer"""

LEDGER = """Ferries between Kelmar and Orlava to sail again

Ferries will sail again between Kelmar and Orlava from 1 June, the Ministry of Transport of Kelmar said on Monday.
The line had been closed since March 2019, when 14 people died in a collision off Port Ostrel.
"Orlava supports this step completely," OTA quoted Vass as saying."""

CALLER = """Port Ostrel ferry: first sailing set for June

The ferry line will open on 1 June, according to the Ministry of Transport of Kelmar.
Residents in Port Ostrel told the Island Caller that work on the quay was not finished on Monday."""

DAYBREAK = """Ostrel line back next month

The ferries will start on 11 June, the harbour master Ilse Corran told Daybreak.
The line was shut in March 2018 after an accident that killed 14."""

COURIER = """Vass backs Ostrel ferries

President Vass voiced full support for the Ostrel ferries when she received Minister Ardel on Sunday.
A fare of 12 crowns was agreed last week."""

TEXTS = {
    "ota": OTA,
    "harbour": HARBOUR,
    "meridian": MERIDIAN,
    "ledger": LEDGER,
    "caller": CALLER,
    "daybreak": DAYBREAK,
    "courier": COURIER,
}


PORT_OSTREL = Place("Port Ostrel", "town", "OV", "Coast", 44.5, -12.25, 8.0, "near")


def span(report: str, words: str) -> Span:
    """The first place where the report says these words."""
    start = TEXTS[report].index(words)
    return Span(report, start, start + len(words), words)


def support(
    report: str,
    words: str,
    speaker: str | None = None,
    via: tuple[str, ...] = (),
    origin: str | None = None,
    **more: str,
) -> Support:
    s = span(report, words)
    return Support(s.report, s.start, s.end, s.text, speaker, via, origin, **more)  # type: ignore[arg-type]


def reports() -> tuple[Report, ...]:
    def report(key: str, outlet: str, **more: object) -> Report:
        title = TEXTS[key].partition("\n")[0]
        fields: dict[str, object] = {"title": title, "language": "en", "path": f"ferry/{key}.txt", **more}
        return Report(id=key, text=TEXTS[key], outlet=outlet, **fields)  # type: ignore[arg-type]

    shares = span("harbour", "Share on Facebook  |  Share on Telegram")
    related = span("meridian", "Also read: Ten islands to see before summer")
    return (
        report("ota", "Orlava Telegraph Agency", published="2025-05-04", dated_by="metadata"),
        report(
            "harbour",
            "Harbour Post",
            publisher="Quay Group",
            published="2025-05-04",
            dated_by="metadata",
            credits=("OTA",),
            removed=(Removed(shares.start, shares.end, "share widget"),),
            url="https://harbour.example/ferry",
        ),
        report(
            "meridian",
            "The Meridian",
            published="2025-05-05",
            dated_by="metadata",
            removed=(Removed(related.start, related.end, "related link"),),
        ),
        report("ledger", "Kelmar Ledger", published="2025-05-05", dated_by="given", byline="Jon Arve"),
        report("caller", "Island Caller", publisher="Quay Group", published="2025-05-05", dated_by="metadata"),
        report(
            "daybreak",
            "Daybreak",
            published="2025-05-05/2025-05-06",
            dated_by="inferred",
            dated_because=(
                '"next month" with "11 June" puts it in May 2025',
                "reports of the same story are dated 4 and 5 May 2025",
            ),
        ),
        report("courier", "Ostrel Courier"),
    )


def findings() -> tuple[Finding, ...]:
    pledge = (
        support(
            "ota",
            'Vass told Ardel that Orlava "fully and without reserve supports" the reopening of the ferry line',
            "Mirela Vass",
            (),
            "o-ota",
            why="the agency's own report",
        ),
        support(
            "harbour",
            'Vass told Ardel that Orlava "fully and without reserve supports" the reopening of the ferry line',
            "Mirela Vass",
            ("OTA",),
            "o-ota",
            why="carries the OTA text",
        ),
        support(
            "meridian",
            "Orlava's President Mirela Vass pledged full support for a reopened ferry line",
            "Mirela Vass",
            ("OTA",),
            "o-ota",
            why="names OTA as its source",
        ),
        support(
            "ledger",
            '"Orlava supports this step completely," OTA quoted Vass as saying',
            "Mirela Vass",
            ("OTA",),
            "o-ota",
            why="names OTA as its source",
        ),
        support(
            "courier",
            "President Vass voiced full support for the Ostrel ferries",
            why="in its own voice, nothing shows where it has this from",
        ),
    )
    sailing = (
        support(
            "ledger",
            "Ferries will sail again between Kelmar and Orlava from 1 June",
            "Ministry of Transport of Kelmar",
            (),
            "o-ministry",
            why="cites the ministry",
        ),
        support(
            "caller",
            "The ferry line will open on 1 June",
            "Ministry of Transport of Kelmar",
            (),
            "o-ministry",
            why="cites the ministry",
        ),
        support("meridian", "The first ship is to leave on 1 June", why="in its own voice"),
        support(
            "ota",
            "The first ship will sail on 1 June",
            "Ministry of Transport of Orlava",
            (),
            "o-orlava",
            why="cites the ministry",
        ),
        support("daybreak", "The ferries will start on 11 June", "Ilse Corran", (), "o-corran", why="told Daybreak"),
    )
    closed = (
        support(
            "ota", "The line was closed in March 2019 after a collision in which 14 people died", why="in its own voice"
        ),
        support("ledger", "The line had been closed since March 2019", why="in its own voice"),
        support("daybreak", "The line was shut in March 2018", why="in its own voice"),
    )
    meeting = (
        support(
            "ota",
            "President Mirela Vass met Kelmar's Foreign Minister Tomas Ardel in Port Ostrel on Sunday",
            "OTA",
            (),
            "o-ota",
            why="the agency's own report",
        ),
        support("courier", "when she received Minister Ardel on Sunday", why="in its own voice"),
    )
    quay = (
        support(
            "caller",
            "work on the quay was not finished on Monday",
            "residents",
            (),
            "o-caller",
            why="told the Island Caller",
        ),
    )
    fare = (support("courier", "A fare of 12 crowns was agreed last week", why="in its own voice"),)
    return (
        finding(
            "f-sail",
            sailing,
            "disputed",
            5,
            OriginCount(3, 4, 3, ("o-ministry", "o-orlava", "o-corran")),
            conflicts=("c-sail",),
        ),
        finding(
            "f-pledge",
            pledge,
            "single origin",
            5,
            OriginCount(1, 2, 1, ("o-ota",)),
            reasons=("OTA is named by four of five reports",),
        ),
        finding("f-meet", meeting, "single origin", 2, OriginCount(1, 2, 1, ("o-ota",))),
        finding("f-closed", closed, "disputed", 3, OriginCount(0, 3, 0), new=False, conflicts=("c-closed",)),
        finding("f-quay", quay, "single origin", 1, OriginCount(1, 1, 1, ("o-caller",))),
        finding("f-fare", fare, "not established", 1, OriginCount(0, 1, 0)),
    )


def finding(
    key: str, supports: tuple[Support, ...], status: str, outlets: int, origins: OriginCount, **more: object
) -> Finding:
    first = supports[0]
    fields: dict[str, object] = {"new": True, **more}
    return Finding(
        id=key,
        text=first.text,
        span=Span(first.report, first.start, first.end, first.text),
        status=status,
        outlets=outlets,
        origins=origins,
        support=supports,
        **fields,
    )  # type: ignore[arg-type]


def dossier() -> Dossier:
    def side(value: str, *places: tuple[str, str]) -> Side:
        return Side(value, tuple(span(*place) for place in places))

    def derived(
        report: str, source: str, relation: str, share: float, words: tuple[str, str] | None, reason: str
    ) -> Derivation:
        spans = ((span(report, words[0]), span(source, words[1])),) if words else ()
        return Derivation(report, source, relation, share, spans, reason)  # type: ignore[arg-type]

    body = "President Mirela Vass met Kelmar's Foreign Minister"
    return Dossier(
        id="ferry",
        title="Orlava and Kelmar to reopen Port Ostrel ferry line",
        date=DateRange("2025-05-04", "2025-05-05"),
        places=(PORT_OSTREL,),
        reports=reports(),
        entities=(
            StoryEntity("e-vass", "Mirela Vass", "PERSON", "Orlava", ("President Vass", "Vass")),
            StoryEntity("e-ardel", "Tomas Ardel", "PERSON", "Kelmar", ("Ardel", "Minister Ardel")),
            StoryEntity("e-ota", "Orlava Telegraph Agency", "ORG", "Orlava", ("OTA",)),
            StoryEntity("e-ostrel", "Port Ostrel", "GPE", "Orlava", (), place=PORT_OSTREL),
        ),
        origins=(
            Origin(
                "o-ota",
                "OTA",
                "state media",
                "Orlava",
                ("ota", "harbour", "meridian", "ledger"),
                (span("ledger", "OTA"),),
            ),
            Origin("o-ministry", "Ministry of Transport of Kelmar", "official body", "Kelmar", ("ledger", "caller")),
            Origin("o-orlava", "Ministry of Transport of Orlava", "official body", "Orlava", ("ota",)),
            Origin("o-corran", "Ilse Corran", "person", None, ("daybreak",)),
            Origin("o-caller", "Island Caller", "outlet", None, ("caller",)),
        ),
        derivations=(
            derived("harbour", "ota", "republishes", 1.0, (body, body), "the same text; credits OTA"),
            derived(
                "meridian", "ota", "rewrites", 0.42, ("Mirela Vass", "Mirela Vass"), "42 % of its words; names OTA"
            ),
            derived("ledger", "OTA", "cites", 0.0, None, 'cites "OTA" for a quotation'),
        ),
        findings=findings(),
        conflicts=(
            Conflict(
                "c-sail",
                "f-sail",
                "date",
                "contradiction",
                (
                    side("2025-06-01", ("ledger", "from 1 June"), ("caller", "on 1 June")),
                    side("2025-06-11", ("daybreak", "on 11 June")),
                ),
                "two days for one first sailing",
            ),
            Conflict(
                "c-closed",
                "f-closed",
                "date",
                "contradiction",
                (
                    side("2019-03", ("ota", "in March 2019"), ("ledger", "since March 2019")),
                    side("2018-03", ("daybreak", "in March 2018")),
                ),
                "two months for one closure",
            ),
        ),
        quotations=(
            Quotation(
                "q-1",
                "Mirela Vass",
                ("OTA",),
                (
                    span("ota", '"fully and without reserve supports"'),
                    span("meridian", '"Orlava supports it fully and unreservedly,"'),
                    span("ledger", '"Orlava supports this step completely,"'),
                ),
                0.6,
            ),
        ),
        timeline=(
            Moment("2019-03-01", "2019-03-31", "f-closed", "The line was closed in March 2019"),
            Moment("2025-05-04", "2025-05-04", "f-meet", "President Mirela Vass met Tomas Ardel"),
            Moment("2025-06-01", "2025-06-01", "f-sail", "The first ship will sail on 1 June"),
            Moment(None, None, "f-fare", "A fare of 12 crowns was agreed"),
        ),
        lead=(
            Lead(
                span(
                    "ledger",
                    "The line had been closed since March 2019, when 14 people died in a collision off Port Ostrel.",
                ),
                ("f-closed",),
                4,
                OriginCount(0, 3, 0),
                "not established",
            ),
            Lead(
                span("ota", "The first ship will sail on 1 June, the Ministry of Transport said."),
                (),
                1,
                None,
                "not established",
            ),
        ),
    )


MODEL = ModelInfo("en_core_web_md", "3.8.0", "7454af3a8d841f97")


@pytest.fixture(scope="session")
def ferry() -> Briefing:
    """One dossier, one input set aside."""
    return Briefing((dossier(),), (Quarantined("ferry/photo.jpg", "not text: a JPEG image"),), MODEL)


@pytest.fixture(scope="session")
def two_stories() -> Briefing:
    """The story twice under two names: the second knows of no conflict."""
    quiet = replace(dossier(), id="quiet", title="A second story", conflicts=(), quotations=(), derivations=())
    return Briefing((dossier(), quiet), (), MODEL)


HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> "
    "\u202eevil gnihtyna\u202c \u2069out </bdi></a></style></script> {{ 7*7 }} " + "W" * 400
)


def _hostile_place() -> Place:
    return Place(HOSTILE, "town", HOSTILE, HOSTILE, 0.0, 0.0, 1.0, HOSTILE)


@pytest.fixture(scope="session")
def hostile() -> Briefing:
    """The story retold by somebody who wants to take over its page: every free word of it is hostile."""
    text = f"{HOSTILE}\n{HOSTILE}"
    whole = Span("r1\"><script>document.title='owned'</script>", 0, len(HOSTILE), HOSTILE)
    report = Report(
        id=whole.report,
        path=HOSTILE,
        text=text,
        outlet=HOSTILE,
        title=HOSTILE,
        url="javascript:document.title='owned'",
        published=HOSTILE,
        dated_by="inferred",
        dated_because=(HOSTILE,),
        byline=HOSTILE,
        credits=(HOSTILE,),
        removed=(Removed(len(HOSTILE) + 1, len(text), HOSTILE),),
    )
    said = Support(whole.report, 0, len(HOSTILE), HOSTILE, HOSTILE, (HOSTILE,), "o", "denies", HOSTILE)
    shared = Finding(
        HOSTILE, HOSTILE, whole, True, "disputed", 2, OriginCount(1, 2, 1, ("o",)), (said, said), ("c",), (HOSTILE,)
    )
    alone = replace(shared, id="alone", support=(said,))
    return Briefing(
        (
            Dossier(
                id=HOSTILE,
                title=HOSTILE,
                date=DateRange(HOSTILE, None),
                places=(_hostile_place(),),
                reports=(report,),
                entities=(StoryEntity("e", HOSTILE, HOSTILE, None, (HOSTILE,), place=_hostile_place()),),
                origins=(Origin("o", HOSTILE, "person", HOSTILE, (HOSTILE,), (whole,)),),
                derivations=(Derivation(whole.report, HOSTILE, "rewrites", 0.5, ((whole, whole),), HOSTILE),),
                findings=(shared, alone),
                conflicts=(Conflict("c", HOSTILE, "date", "contradiction", (Side(HOSTILE, (whole,)),), HOSTILE),),
                quotations=(Quotation("q", HOSTILE, (HOSTILE,), (whole, replace(whole, text="other")), 0.5),),
                timeline=(Moment(HOSTILE, None, HOSTILE, HOSTILE),),
                events=(Event(HOSTILE, HOSTILE, (HOSTILE,), (HOSTILE,), HOSTILE, HOSTILE, HOSTILE),),
                lead=(Lead(whole, (HOSTILE,), 2, OriginCount(1, 2, 1, ("o",)), "disputed"),),
                left_out=LeftOut(1, 0, 1),
            ),
        ),
        (Quarantined(HOSTILE, HOSTILE),),
        ModelInfo(HOSTILE, HOSTILE, HOSTILE),
    )
