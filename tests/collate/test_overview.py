"""What a story is called: a headline that says what most of its reports say, with the figures as they are last."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from consilience.collate.overview import title
from consilience.model import Annotated, Report, Span

FIRE = "Two people died when a fire destroyed the fish market of Port Andor, the fire brigade said."
TITLES = (
    "Two die as fire destroys fish market of Port Andor",
    "Traders weigh the price of cod after Port Andor market blaze",
    "Port Andor mourns: fire at fish market killed three",
)


def told(titles: Sequence[str], text: str = FIRE) -> list[Annotated]:
    return [Annotated(Report(f"r{k}", f"r{k}.json", text, title=name)) for k, name in enumerate(titles)]


def test_a_story_is_called_by_what_most_of_its_reports_open_with() -> None:
    assert title(told(TITLES[:2]), ()) == TITLES[0]


def test_a_headline_with_the_figure_as_it_is_last_goes_before_one_with_the_old_figure() -> None:
    moved = [(frozenset({Span("r0", 0, 3, "Two")}), frozenset({Span("r2", 0, 5, "three")}))]
    assert title(told(TITLES), ()) == TITLES[0]
    assert title(told(TITLES), (), moved) == TITLES[2]


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("BREAKING: Fire destroys fish market of Port Andor", "Fire destroys fish market of Port Andor"),
        ("Update 2 - Fire destroys fish market of Port Andor", "Fire destroys fish market of Port Andor"),
        ("Fire destroys fish market of Port Andor | The Island Post", "Fire destroys fish market of Port Andor"),
        (
            "Fire at fish market of Port Andor - two dead, stalls lost",
            "Fire at fish market of Port Andor - two dead, stalls lost",
        ),
        ("Live in Port Andor: fish market of 1911 on fire", "Live in Port Andor: fish market of 1911 on fire"),
    ],
)
def test_labels_and_the_names_of_sites_are_no_part_of_it(headline: str, name: str) -> None:
    assert title(told([headline, headline]), ()) == name
