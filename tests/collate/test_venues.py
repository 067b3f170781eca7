"""The places of a story: one meaning a name, where it happened, where its names lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from consilience.annotate import pipeline
from consilience.collate.venues import happened, placed, settled
from consilience.model import Annotated, Dossier, Report

Read = Callable[..., tuple[Annotated, ...]]


@pytest.fixture(scope="module")
def read() -> Read:
    @cache
    def annotated(*texts: str) -> tuple[Annotated, ...]:
        return tuple(pipeline.annotate(Report(f"r{k}", f"r{k}.txt", text) for k, text in enumerate(texts)))

    return annotated


def countries(reports: Sequence[Annotated], name: str) -> list[str | None]:
    return [m.place.country for a in reports for m in a.places if m.text == name]


BARE = "A bus left the road near Cartagena on Monday. Two people died."
TOLD = "A bus left the road near Cartagena, Spain, on Monday. Two people died."


def test_the_report_that_names_the_country_settles_a_name_for_all(read: Read) -> None:
    reports = read(BARE, TOLD)
    assert countries(reports, "Cartagena") == ["CO", "ES"]
    assert countries(settled(reports), "Cartagena") == ["ES", "ES"]


def test_a_settled_place_stays_as_vague_as_its_report_has_it(read: Read) -> None:
    first = settled(read(BARE, TOLD))[0].places[0]
    assert first.place.vague == "near" and first.place.latitude == pytest.approx(37.6, abs=0.1)
    assert first.reasons == ("so in the other reports of the story",)


def test_a_name_that_all_take_alike_is_left_alone(read: Read) -> None:
    reports = read(TOLD, TOLD + " It rained.")
    assert settled(reports) == reports


def test_it_happened_where_most_claims_are_put(read: Read) -> None:
    reports = read(
        "Two trains collided in Lyon on Monday. The minister spoke in Paris later.",
        "A collision of two trains in Lyon, France, killed one person on Monday.",
        "In Lyon two trains collided on Monday. Moscow said nothing.",
    )
    assert next(p.name for p in happened(reports)) == "Lyon"
    assert "France" not in [p.name for p in happened(reports)]
    assert "Moscow" not in [p.name for p in happened(reports)]


def test_where_it_happened_is_vague_where_the_reports_are(read: Read) -> None:
    places = happened(read("A ship sank off the coast of Libya on Monday.", "A ship went down off Libya on Monday."))
    assert [p.name for p in places] == ["Libya"] and places[0].vague in ("off the coast of", "off")


def test_a_story_without_places_has_none(read: Read) -> None:
    assert happened(read("Two ministers quarrelled on Monday.")) == ()
    assert happened(()) == ()


def test_the_dossier_tells_where_its_places_lie(tell: Callable[..., Dossier]) -> None:
    dossier = tell(
        ("Morning Line", "Two trains collided in Lyon, France, on Monday, said Anna Brook, a guard."),
        ("Evening Line", "Two trains collided in Lyon on Monday."),
    )
    lyon = next(e for e in dossier.entities if e.name == "Lyon")
    assert lyon.place is not None and lyon.country == "FR" and lyon.place.latitude == pytest.approx(45.75, abs=0.1)
    assert [e.place for e in dossier.entities if e.type == "PERSON"] == [None]
    assert [p.name for p in dossier.places] == ["Lyon"]


def test_only_entities_that_are_places_are_placed(read: Read) -> None:
    assert placed((), read(TOLD)) == ()
