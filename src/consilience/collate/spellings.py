"""One name in several spellings: "Energia" and "Energiya", "Zelensky" and "Zelenskyy".

Names from other alphabets are written in many ways. That they mean one was found before (:mod:`.entities`); here it is
told, since who searches for one form will not find the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from consilience.annotate import alike
from consilience.collate.units import Unit, home_of
from consilience.model import Annotated, Conflict, ConflictSlot, Side, Span, StoryEntity
from consilience.tables import countries

_TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "PRODUCT"})
_SHORTEST = 4  # letters of a word that may be spelled in two ways
_APART = 2  # letters by which two spellings differ


def spellings(
    units: Sequence[Unit],
    reports: Sequence[Annotated],
    entities: Sequence[StoryEntity],
    finding_of: Mapping[int, str],
) -> list[Conflict]:
    """One conflict (*wording*) for each name that different reports spell in different ways.

    ``finding_of`` maps units to findings; a name that no claim holds ("…, Energiya said") belongs to none.
    """
    told = {(a.report.id, e.id): e for a in reports for e in a.entities}
    made = []
    for entity in entities:
        if entity.type not in _TYPES or (entity.type in ("GPE", "LOC") and countries.kinds(entity.name)):
            continue
        forms: dict[str, list[Span]] = {}
        for report, own in entity.mentions:
            for m in told[report, own].mentions if (report, own) in told else ():
                forms.setdefault(m.text, []).append(Span(report, m.start, m.end, m.text))
        sides = list(_spelled(forms))
        if len(sides) > 1:
            home = home_of((span for side in sides for span in side.spans), units, reports, finding_of)
            reason = f"the name of {entity.name} is spelled in {len(sides)} ways"
            slot: ConflictSlot = "person" if entity.type == "PERSON" else "other"
            made.append(Conflict("", home or "", slot, "wording", tuple(sides), reason))
    return made


def _spelled(forms: Mapping[str, Sequence[Span]]) -> Iterator[Side]:
    """The forms of a name that differ in a word's spelling, each with its places, where reports differ in them."""
    for form in sorted(forms):
        others = [other for other in sorted(forms) if other != form and _is_spelled_otherwise(form, other)]
        mine = {span.report for span in forms[form]}
        if any(mine.isdisjoint(span.report for span in forms[other]) for other in others):
            yield Side(form, tuple(sorted(forms[form], key=lambda s: (s.report, s.start))))


def _is_spelled_otherwise(one: str, other: str) -> bool:
    left, right = one.split(), other.split()
    if len(left) != len(right):
        return False
    pairs = [(_letters(a), _letters(b)) for a, b in zip(left, right, strict=True)]
    apart = [(a, b) for a, b in pairs if a != b]
    return len(apart) == 1 and _are_spellings(*apart[0])


def _letters(word: str) -> str:
    return "".join(c for c in alike.fold(word) if c.isalnum())


def _are_spellings(one: str, other: str) -> bool:
    """Whether two words are one but for a letter or two; "Securol" and "Securols", "defence" and "defense" are not."""
    shorter, longest = sorted((one, other), key=len)
    ending = longest == f"{shorter}s" or one[:1] != other[:1]
    if ending or min(len(one), len(other)) < _SHORTEST or alike.spelled(one) == alike.spelled(other):
        return False
    return alike.key(one) == alike.key(other) or Levenshtein.distance(one, other) <= _APART - (len(longest) < 7)
