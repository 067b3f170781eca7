"""Reasons that a person understands: why claims were joined, and why an origin count is what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consilience.collate.findings import Draft
from consilience.collate.likeness import same_number
from consilience.collate.units import Lexicon, Unit
from consilience.model import Finding, StoryEntity

MOST_WORDS = 5


def joined(draft: Draft, units: Sequence[Unit], lexicon: Lexicon, entities: Mapping[str, StoryEntity]) -> str:
    """What the claims of a finding share, the telling words first."""
    shared = set(units[draft.members[0]].words.tolist())
    for member in draft.members[1:]:
        shared &= set(units[member].words.tolist())
    telling = sorted(shared, key=lambda k: (-float(lexicon.weight[k]), lexicon.keys[k]))[:MOST_WORDS]
    names = [entities[k[1:]].name if k[1:] in entities else k.lstrip("@#") for k in (lexicon.keys[w] for w in telling)]
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
    rest = found.origins.at_most - found.origins.at_least
    more = f"; {rest} more publisher{'s' if rest != 1 else ''} without a shown origin" if rest else ""
    return f"origins: {at_least}{more}"
