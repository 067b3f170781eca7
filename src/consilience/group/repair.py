"""What arrives first is not always what a story turns out to be about: stories joined, reports moved, stories parted.

Only stories that changed are looked at. Two stories can have become alike
enough on average only if a report that came to one of them is alike enough to
the other; these pairs are known from its arrival. So the cost goes with what
is new, and what is found does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from consilience.group import contrast
from consilience.group.stories import THRESHOLD, Member, Stories

ROUNDS = 5
WEAK = 0.25  # reports less alike than this to the rest of their story may fit another one better
GROWTH = 1.25  # a story is looked at again, report by report, whenever it has grown by this much
SAMPLE = 100  # reports of a large story that are looked at for two events
JOINED = "joined with"  # how the note of a report begins whose story was joined with another one


def repair(stories: Stories) -> None:
    """Move reports, join and part stories where that fits better."""
    for _ in range(ROUNDS):
        changed = _join(stories)
        looked, stories.changed = stories.changed, {}
        changed |= _move(stories, looked)
        changed |= _part(stories, looked)
        if not changed:
            break
    stories.changed.clear()
    stories.alike.clear()


def _join(stories: Stories) -> bool:
    """Join the two stories that are most alike, until none are alike enough."""
    changed = False
    while True:
        found: dict[tuple[str, str], float] = {}
        for one, other in list(stories.alike):
            average = _average(stories, one, other)
            if average is None:
                del stories.alike[one, other]
            else:
                found[one, other] = average
        # Pairs that share no story do not disturb each other: join them in one sweep, best first.
        joined: set[str] = set()
        for pair, average in sorted(found.items(), key=lambda item: (-item[1], item[0])):
            if joined & set(pair):
                continue
            joined |= set(pair)
            del stories.alike[pair]
            first, second = sorted(pair, key=lambda story: stories.voices[story][0])
            for other in list(stories.apart.get(second, ())):
                stories.part(first, other)
            for one, other in [pair for pair in stories.alike if second in pair]:
                del stories.alike[one, other]
                third = other if one == second else one
                if third != first:
                    stories.alike[min(first, third), max(first, third)] = None
            stories.put(list(stories.voices[second]), first, f"{JOINED} {second}: {average:.2f} alike on average")
        if not joined:
            return changed
        changed = True


def _average(stories: Stories, one: str, other: str) -> float | None:
    """How alike two stories are on average; None where that is no reason to join them."""
    mine, theirs = stories.voices.get(one), stories.voices.get(other)
    if mine is None or theirs is None or other in stories.apart.get(one, ()):
        return None
    average = float(stories.live.likeness(mine, theirs).sum()) / (len(mine) * len(theirs))
    if average < THRESHOLD:
        return None
    days = sorted(set(stories.live.days(mine).tolist()))
    return average if stories.fits(average, days, other, theirs=stories.likeness(mine)) else None


def _mark(stories: Stories, story: str) -> None:
    """Note what a story that lost reports is alike to."""
    rest = stories.voices[story]
    stories.mark(story, stories.averages(stories.live.scores(stories.live.mass(rest)), len(rest)))


def _move(stories: Stories, looked: Mapping[str, int]) -> bool:
    """Move the weak reports of stories that changed to the story that they are most like."""
    changed = False
    for story in looked:
        numbers = list(stories.voices.get(story, ()))
        if len(numbers) < 2 or not _grown(looked[story], len(numbers)):
            continue
        lost = False
        averages = stories.live.likeness(numbers, numbers) / (len(numbers) - 1)
        for number in [n for n, average in zip(numbers, averages.tolist(), strict=True) if average < WEAK]:
            member = stories.members[number]
            if not member.comparable or member.story != story or len(stories.voices[story]) == 1:
                continue
            scores = stories.live.scores(stories.live.mass([number]))
            best = stories.best(stories.averages(scores, but=number), stories.live[number].day, but=number)
            if best == story or (best is None and _kept(stories, member)):
                continue
            lost = True
            if best is None:
                best = stories.open(member.report)
                stories.put([number], best, "moved out: unlike the story as it grew")
            else:
                stories.put([number], best, "moved: more like this story as both grew")
            stories.mark(best, stories.averages(scores))
        if lost:
            changed = True
            _mark(stories, story)
    return changed


def _kept(stories: Stories, member: Member) -> bool:
    """A version, or a report with much of the text of another of the story, stays, whatever the rest of the story."""
    voices = stories.voices[member.story]
    if member.twin is not None and member.twin.number in voices:
        return True
    return bool((stories.live.likeness(voices, [member.number]) >= contrast.COPY).any())


def _part(stories: Stories, looked: dict[str, int]) -> bool:
    """Part the stories that are two events of one kind."""
    changed = False
    todo = list(looked)
    while todo:
        story = todo.pop()
        numbers = list(stories.voices.get(story, ()))
        if len(numbers) < contrast.LEAST_GROUP or not _grown(looked[story], len(numbers)):
            continue
        found = _halves(stories, numbers)
        if found is None:
            continue
        changed = True
        sides, marks = found
        if sides[1][0] < sides[0][0]:
            sides, marks = (sides[1], sides[0]), (marks[1], marks[0])
        other = stories.open(stories.members[sides[1][0]].report)
        for third in list(stories.apart.get(story, ())):
            stories.part(other, third)
        stories.part(story, other)
        note = f"parted: {' '.join(marks[1])} here, {' '.join(marks[0])} in {story}"
        stories.put(sides[1], other, note)
        for half in (story, other):
            _mark(stories, half)
            looked[half] = 0
        todo += [story, other]
    return changed


def _grown(before: int, now: int) -> bool:
    """Whether a story changed so much that all its reports are looked at again: each only a few times in all."""
    return before != now and math.floor(math.log(now, GROWTH)) != math.floor(math.log(max(before, 1), GROWTH))


Sides = tuple[list[int], list[int]]


def _halves(stories: Stories, numbers: list[int]) -> tuple[Sides, tuple[tuple[str, ...], tuple[str, ...]]] | None:
    """The two events of a story by their reports, with the words that tell them apart."""
    some = numbers if len(numbers) <= SAMPLE else [numbers[i * len(numbers) // SAMPLE] for i in range(SAMPLE)]
    found = contrast.halves([stories.live[number] for number in some], stories.live.vocabulary)
    if found is None:
        return None
    left, right = [some[i] for i in found.left], [some[i] for i in found.right]
    rest = sorted(set(numbers) - set(some))
    if rest:
        nearer = stories.live.likeness(rest, right) / len(right) > stories.live.likeness(rest, left) / len(left)
        for number, is_right in zip(rest, nearer.tolist(), strict=True):
            (right if is_right else left).append(number)
    return (sorted(left), sorted(right)), found.marks
