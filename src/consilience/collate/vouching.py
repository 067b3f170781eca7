"""Which claims of a finding surely state what the one that is shown states.

To stand in one finding is to be likely the same. To vouch is more: a claim of another act needs more in common with
the one that is shown than a name, a title and a place, and its day too.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache

import numpy as np

from consilience.collate.pairs import Pair
from consilience.collate.units import Lexicon, Unit, is_age, one_act
from consilience.tables import naming

# A support less likely the same than this, by the best way to the shown one, confirms nothing; the likelier it must be
# where the verbs are of two acts.
SURELY, SURELY_OF_TWO_ACTS = 0.7, 0.85
LIKE = 0.6  # likeness of two words that say one thing
_RANKS = frozenset({"prime", "deputy", "acting", "former", "vice", "senior", "chief", "first"})


def surely(best: int, members: Sequence[int], links: Collection[Pair]) -> frozenset[int]:
    """The members that a chain of pairs that state the same leads to from the one that is shown."""
    reached, waiting = {best}, [best]
    while waiting:
        one = waiting.pop()
        near = [k for k in members if k not in reached and (min(one, k), max(one, k)) in links]
        reached.update(near)
        waiting += near
    return frozenset(reached)


def tell_alike(pair: Pair, units: Sequence[Unit], lexicon: Lexicon, score: float) -> bool:
    """Whether two claims may be shown to state the same: "a 6.1 magnitude quake" does not say that it was the worst."""
    one, other = units[pair[0]], units[pair[1]]
    if one_act(one, other, lexicon):
        return score >= SURELY
    if one.nominal != other.nominal or score < SURELY_OF_TWO_ACTS:
        return False
    return _have_a_thing_in_common(one, other, lexicon) and not _only_one_tells_the_day(one, other)


def _have_a_thing_in_common(one: Unit, other: Unit, lexicon: Lexicon) -> bool:
    """Whether two claims share a word beside names, titles and times, a count, or the day to the letter.

    "The prime minister expressed his condolences" and "the prime minister ordered an inquiry" share none.
    """
    mine, yours = _things(one, lexicon), _things(other, lexicon)
    if mine and yours and float(lexicon.likeness[np.ix_(mine, yours)].max()) >= LIKE:
        return True
    counted = ({(q.value, q.unit) for q in unit.quantities if not is_age(q)} for unit in (one, other))
    if set.intersection(*counted):
        return True
    return not _days(one).isdisjoint(_days(other))


@cache
def _titles() -> frozenset[str]:
    return naming.lowered("roles") | _RANKS


def _things(unit: Unit, lexicon: Lexicon) -> list[int]:
    """The claim's words that are no name, number, title or part of a time."""
    of_times = {word.strip(".,").lower() for time in unit.times for word in time.text.split()}
    plain = (int(word) for word, named in zip(unit.words, unit.named, strict=True) if not named)
    return [word for word in plain if lexicon.keys[word] not in of_times and lexicon.keys[word] not in _titles()]


def _days(unit: Unit) -> frozenset[str]:
    """The dates of the single days that the claim names."""
    spans = (((time.earliest or "")[:10], (time.latest or "")[:10]) for time, _ in unit.dated)
    return frozenset(first for first, last in spans if len(first) == 10 and first == last)


def _only_one_tells_the_day(one: Unit, other: Unit) -> bool:
    """Whether one claim names a day and the other a longer time: "in June" is no word for "on June 17"."""
    mine, yours = _days(one), _days(other)
    longer = [time for unit in (one, other) for time, _ in unit.dated if time.type == "DATE" and time.earliest]
    return bool(mine) != bool(yours) and len(longer) > len(mine) + len(yours)
