from __future__ import annotations

import random

from consilience.evaluate.groups import cut
from consilience.group import group
from consilience.group.contrast import Halves, halves
from consilience.group.live import Live
from consilience.group.vector import vector
from consilience.model import Annotated, Report

# What any report of a cup match in this league can say, whoever plays.
LEAGUE = [
    "The match of the Meridian Cup was watched by a full stadium.",
    "The winners will meet Port Anselm in the next round of the Meridian Cup.",
    "It was raining in the second half and the pitch was heavy.",
    "The referee showed the yellow card four times.",
    "The coach praised the goalkeeper after the match.",
    "Supporters of the Meridian Cup finalists sang until midnight.",
    "Two defenders were injured and will miss the league game on Sunday.",
    "The striker has now scored in five matches in a row.",
    "Television viewers saw the penalty again from three angles.",
    "The draw for the semi-finals of the Meridian Cup is on Friday.",
]


def batched(words: list[str]) -> list[tuple[str, str]]:
    return list(zip(words[::2], words[1::2], strict=True))


def match(winner: str, loser: str, scorer: str, keeper: str, coach: str, town: str, seed: int) -> Annotated:
    own = [
        f"{scorer} said that {winner} had waited for this evening.",
        f"{keeper} saved a penalty before the second goal.",
        f"{coach} took {scorer} off late.",
        f"For {loser} it was the first defeat under {coach}.",
        f"{keeper} left the field of {town} in tears.",
        f"The mayor of {town} invited {winner} to the balcony.",
        f"{loser} had beaten {winner} twice last year.",
        f"{coach} and {scorer} have known each other since school.",
    ]
    rng = random.Random(f"{winner} {seed}")
    lead = rng.choice([f"{winner} beat {loser} in {town}.", f"{loser} lost to {winner} through {scorer}."])
    seen = [f"Somebody had brought a {one} and a {other}." for one, other in batched(rng.sample(THINGS.split(), 16))]
    rest = [*rng.sample(own, 3), *seen, *rng.sample(LEAGUE, 4)]
    text = " ".join([lead, *rng.sample(rest, len(rest))])
    return cut(Report(f"{winner}-{seed}", "p", text, language="en"))


THINGS = """
trumpet lantern parrot ladder kettle umbrella accordion bicycle pumpkin telescope drum mattress candle wheelbarrow
banjo hammock teapot compass anvil pigeon violin barometer blanket saddle oar lamp thermos pillow whistle tambourine
suitcase broom birdcage sledge harmonica canoe tripod hourglass wreath kite stopwatch clarinet hatstand jigsaw donkey
tuba megaphone pitchfork samovar toboggan
"""
ONE = ("Velden", "Sarovka", "Ilmar Osk", "Petra Lind", "Jorun Haddal", "Lower Tamsin")
OTHER = ("Norelek", "Kessara", "Anton Brugge", "Milo Sandor", "Teresa Quill", "Upper Corrin")


def halves_of(reports: list[Annotated]) -> Halves | None:
    live = Live()
    return halves([live.hold(vector(report)) for report in reports], live.vocabulary)


def test_two_matches_of_one_cup_fall_into_halves() -> None:
    reports = [match(*ONE, seed=i) for i in range(6)] + [match(*OTHER, seed=i) for i in range(6)]
    found = halves_of(reports)
    assert found is not None
    assert {found.left, found.right} == {tuple(range(6)), tuple(range(6, 12))}
    assert {mark for marks in found.marks for mark in marks} & {"norelek", "kessara", "brugge", "sandor", "quill"}


def test_one_match_stays_whole() -> None:
    assert halves_of([match(*ONE, seed=i) for i in range(12)]) is None


def test_copies_are_no_event_of_their_own() -> None:
    first, second = (cut(Report(str(i), "p", match(*ONE, seed=i).report.text, language="en")) for i in (1, 2))
    assert halves_of([first] * 6 + [second] * 6) is None


def test_a_story_of_two_events_is_parted_with_the_words_that_tell_them_apart() -> None:
    reports = [match(*ONE, seed=i) for i in range(6)] + [match(*OTHER, seed=i) for i in range(6)]
    stories, assignments = group(reports)
    assert [len(story.reports) for story in stories] == [6, 6]
    assert len({a.story for a in assignments[:6]}) == 1
