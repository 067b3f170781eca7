"""Which words mean media, and which bodies of a story are some by what its reports call them ("the daily Al-Fanar")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from consilience.model import Annotated, Extent, StoryEntity

STATE_MEDIA = re.compile(
    r"\b(?:state|official|government)(?:[- ](?:run|owned|controlled))?\s+(?:news\s+)?"
    r"(?:media|agency|television|tv|radio|broadcaster|newspaper)s?$",
    re.IGNORECASE,
)
_UNNAMED_MEDIA = re.compile(r"\b(?:media|press|newspapers|papers|outlets|broadcasters|media reports)$")
_WORDS = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_OUTLET = r"newspaper|daily|weekly|tabloid|magazine|broadcaster|(?:radio|television) (?:station|channel)|news site"
_AGENCY = r"(?:news|press) agency|newswire"
_STATE_AGENCY = re.compile(r"\b(?:state|national|official) agency\s+$", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:(?P<agency>{_AGENCY})|(?:{_OUTLET}))\s+$", re.IGNORECASE)
# "Taldova news agency TNA" is not called Taldova.
_BEHIND = re.compile(
    rf"\s+(?:(?P<agency>{_AGENCY})|(?:{_OUTLET}))\b(?!\s+(?-i:[A-Z]))|,?\s+(?:a|the)\s+(?:\w+\s+){{0,2}}(?:{_OUTLET})\b"
)
_TYPES = frozenset({"ORG", "PERSON"})  # a paper is often taken for a man
_NEAR = 24  # characters before a name in which the word may stand


def called_media(reports: Sequence[Annotated], entities: Sequence[StoryEntity]) -> dict[str, bool]:
    """The ids of the story's bodies that some report calls a medium, each with whether that is an agency."""
    carrying = {via.casefold() for a in reports for one in a.attributions for via in one.via}
    told = {(a.report.id, e.id): (a.report.text, e.mentions) for a in reports for e in a.entities}
    found: dict[str, bool] = {}
    for entity in entities:
        own = (told[mention] for mention in entity.mentions if mention in told) if entity.type in _TYPES else ()
        carries = not carrying.isdisjoint(name.casefold() for name in (entity.name, *entity.aliases))
        kinds = [kind for text, mentions in own for one in mentions if (kind := _kind(text, one, carries)) is not None]
        if kinds:
            found[entity.id] = any(kinds)
    return found


def _kind(text: str, mention: Extent, carries: bool) -> bool | None:
    """Whether the words beside a name call it an agency, or another medium; None where they call it none.

    "The state agency X" is one of news where X passes on what others say.
    """
    if carries and _STATE_AGENCY.search(text, max(0, mention.start - _NEAR), mention.start):
        return True
    before = _BEFORE.search(text, max(0, mention.start - _NEAR), mention.start)
    match = before or _BEHIND.match(text, mention.end)
    return match["agency"] is not None if match else None


def is_state_media(name: str) -> bool:
    """Whether the words are "state media" or the like, with or without a country before them."""
    return STATE_MEDIA.search(name) is not None


def is_unnamed_media(name: str) -> bool:
    """Whether the words are media in general, of which none is named: "local media", "several newspapers"."""
    return _UNNAMED_MEDIA.search(name) is not None and not is_state_media(name)


def says_only_medium(name: str) -> bool:
    """Whether the words only say that it is a medium: "the news agency"."""
    words = [word.casefold() for word in _WORDS.findall(name)]
    return bool(words) and not any(w[:1].isupper() for w in name.split()[1:]) and words[-2:] == ["news", "agency"]
