"""Reasons that a person understands: why claims were joined, and why an origin count is what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consilience.collate.findings import Draft
from consilience.collate.likeness import same_number
from consilience.collate.units import Lexicon, Unit
from consilience.model import Finding, StoryEntity

MOST_WORDS = 5


def shared(units: Sequence[Unit], lexicon: Lexicon, entities: Mapping[str, StoryEntity]) -> tuple[str, ...]:
    """What all the claims share, names and the most telling words first."""
    words = set(units[0].words.tolist())
    for unit in units[1:]:
        words &= set(unit.words.tolist())
    telling = sorted(words, key=lambda k: (-float(lexicon.weight[k]), lexicon.keys[k]))[:MOST_WORDS]
    keys = [lexicon.keys[word] for word in telling]
    names = {key: entities.get(key[1:].removesuffix("~")) if key[0] == "@" else None for key in keys}
    return tuple(dict.fromkeys(e.name if (e := names[key]) else key.lstrip("@#") for key in keys))


def joined(draft: Draft, units: Sequence[Unit], lexicon: Lexicon, entities: Mapping[str, StoryEntity]) -> str:
    """What the claims of a finding share, the telling words first."""
    names = shared([units[member] for member in draft.members], lexicon, entities)
    numbers = any(
        same_number(a, b)
        for i in draft.members
        for j in draft.members
        if i < j
        for a in units[i].quantities
        for b in units[j].quantities
    )
    words = f"all say {', '.join(names)}" if names else "joined through claims that are alike two by two"
    return f"{words}{'; equal numbers' if numbers else ''}; mean likeness {draft.certainty:.2f}"


def counted(found: Finding, origin_names: Mapping[str, str]) -> str:
    """How the origins of a finding were counted."""
    names = ", ".join(origin_names[i] for i in found.origins.ids)
    at_least = f"at least {found.origins.at_least} ({names})" if names else "none established"
    doubtful, contrary = found.not_counted("possibly"), found.not_counted("no")
    possible = ", ".join(origin_names[i] for i in doubtful)
    unsure = f"; possibly {possible}, whose words may not state quite the same" if possible else ""
    against = ", ".join(origin_names[i] for i in contrary)
    otherwise = f"; not counted: {against}, with another value or a denial" if against else ""
    rest = found.origins.at_most - found.origins.at_least - len(doubtful)
    more = f"; {rest} more publisher{'s' if rest != 1 else ''} without a shown origin" if rest > 0 else ""
    return f"origins: {at_least}{unsure}{more}{otherwise}"
