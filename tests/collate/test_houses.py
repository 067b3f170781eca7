"""Who publishes a report: papers of one house are one."""

from __future__ import annotations

from spacy.language import Language

from consilience.annotate import pipeline
from consilience.collate import collate
from consilience.collate.houses import publishers_of
from consilience.model import Report, Story


def from_feed(number: int, site: str, publisher: str | None, text: str = "A text.", **more: object) -> Report:
    return Report(f"r{number}", f"r{number}", text, site, publisher, url=f"https://www.{site}/{number}", **more)  # type: ignore[arg-type]


def test_what_a_feed_gives_with_a_name_and_a_page_of_the_same_host_have_one_publisher(nlp: Language) -> None:
    reports = [
        from_feed(
            1, "ledger.example", "Morning Ledger", "The bridge over the Orrin collapsed on Monday.", language="en"
        ),
        from_feed(2, "ledger.example", None, "On Monday the bridge over the Orrin collapsed.", language="en"),
    ]
    findings = collate(Story("S1", tuple(pipeline.annotate(reports)))).findings
    (collapsed,) = [f for f in findings if len(f.support) == 2]
    assert collapsed.origins.at_most == 1


def test_hosts_of_one_publisher_are_one_and_a_host_of_two_makes_neither_of_a_nameless_report() -> None:
    found = publishers_of(
        [
            from_feed(1, "ledger.example", "Morning Ledger"),
            from_feed(2, "ledger-mobile.example", "Morning  ledger"),
            from_feed(3, "ledger-mobile.example", None),
            from_feed(4, "hoster.example", "Harbour Times"),
            from_feed(5, "hoster.example", "Island Post"),
            from_feed(6, "hoster.example", None),
        ]
    )
    assert found["r1"] == found["r2"] == found["r3"]
    assert len({found[f"r{n}"] for n in (1, 4, 5, 6)}) == 4


def test_a_page_is_not_of_the_house_that_supplied_the_other_text_of_its_host() -> None:
    supplied = from_feed(1, "ledger.example", "Valley News Agency", credits=("Valley News Agency",))
    found = publishers_of([supplied, from_feed(2, "ledger.example", None), from_feed(3, "post.example", None)])
    assert len(set(found.values())) == 3
