"""The same kind of event again, days later: a second story, not a longer first one."""

from __future__ import annotations

import pytest

from consilience.evaluate.groups import cut
from consilience.group import Window, group
from consilience.model import Annotated, Report

FIRST = (
    "Kessara test-fired a missile from the Orrin coast on Monday, the defence ministry of neighbouring Velmora said. "
    "The missile, which analysts call the Heron-2, flew 410 kilometres and fell into the Strait of Anselm. "
    "Fishing boats from Port Andor had been told to stay in harbour. Velmora's foreign minister Asta Lind summoned "
    "the ambassador and spoke of a provocation two days before the talks on fishing quotas.",
    "Velmora protested on Monday after a Heron-2 missile launched by Kessara came down in the Strait of Anselm. "
    "Foreign minister Asta Lind said the launch, of 410 kilometres, was aimed at the talks on fishing quotas. "
    "Kessara's general staff called it a routine test. Fishing boats stayed in harbour at Port Andor until noon.",
    "The launch of a Heron-2 missile by Kessara has put the talks on fishing quotas in doubt, diplomats in Velmora "
    "said. It flew 410 kilometres on Monday before falling into the Strait of Anselm. Skippers at Port Andor said "
    "they had been warned by radio an hour before. Asta Lind is to speak in parliament.",
)
SECOND = (
    "Kessara launched two rockets from a submarine off Cape Selm early on Monday, the defence ministry of Velmora "
    "said. Both broke up after 90 seconds, and debris was found by the crew of a weather ship. The engineer "
    "Ilmar Osk, who defected last year, said the engines were of a new solid-fuel type named Kestrel.",
    "Debris of two rockets that Kessara fired from a submarine was picked up by a weather ship off Cape Selm on "
    "Monday. The Kestrel, a solid-fuel type, failed within 90 seconds, said Velmora's defence ministry. The "
    "defector Ilmar Osk had described its engines to a committee of parliament.",
    "A submarine of Kessara's navy fired two Kestrel rockets near Cape Selm, and both failed after 90 seconds. "
    "A weather ship collected the debris. Velmora's defence ministry said solid fuel may have cracked in the cold, "
    "as the engineer Ilmar Osk had foretold.",
)


def reports(texts: tuple[str, ...], name: str, day: int) -> list[Annotated]:
    return [
        cut(Report(f"{name}{i}", "p", text, language="en", published=f"2025-05-{day + i // 2:02}"))
        for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize("backwards", [False, True])
def test_two_missile_tests_a_fortnight_apart_are_two_stories(backwards: bool) -> None:
    given = reports(FIRST, "first", 5) + reports(SECOND, "second", 19)
    found = group(given[::-1] if backwards else given)[0]
    assert sorted(sorted(a.report.id[:-1] for a in story.reports) for story in found) == [["first"] * 3, ["second"] * 3]


def test_a_second_test_is_a_new_story_when_it_is_first_reported() -> None:
    window = Window()
    for report in reports(FIRST, "first", 5):
        window.add(report)
    first, *rest = (window.add(report) for report in reports(SECOND, "second", 19))
    assert first.story not in {a.story for a in window.assignments()[:3]}
    assert {a.story for a in rest} == {first.story}


def test_a_story_goes_on_after_a_pause_where_the_reports_are_as_alike_as_before() -> None:
    window = Window()
    early = [window.add(report) for report in reports(FIRST[:2], "first", 5)]
    assert window.add(reports(FIRST[2:], "late", 18)[0]).story == early[0].story
