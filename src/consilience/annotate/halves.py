"""Names that the tagger cut in two, as one: a person's around a particle, a body's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from consilience.annotate.gazetteer import Mention
from consilience.tables import naming


def joined(doc: Doc, found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, in the order of the text, with the halves of names as one."""
    return _inseparable(doc, list(_rejoined(doc, found)))


def _is_of_members(doc: Doc, members: Mention, body: Mention) -> bool:
    """Whether a plural and its apostrophe stand before the body that is named after its members."""
    plural = doc[members.end - 1].text.endswith("s") and doc[members.end].text in ("'", "’")
    return plural and doc[body.end - 1].lower_ in naming.words("of_members")


def _rejoined(doc: Doc, found: Sequence[Mention]) -> Iterator[Mention]:
    """Two halves of a person's name with a particle between them as one, and those of "the Drivers' Union"."""
    held: Mention | None = None
    for mention in found:
        beside = held is not None and mention.start == held.end + 1
        joined = beside and held and held.label == mention.label == "PERSON"
        if held and joined and doc[held.end].text in naming.words("particles"):
            held = replace(held, end=mention.end)
            continue
        if held and beside and held.label != "GPE" and _is_of_members(doc, held, mention):
            held = Mention(held.start, mention.end, "ORG")
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held


def _inseparable(doc: Doc, found: Sequence[Mention]) -> Iterator[Mention]:
    """Two halves of a body's name as one: each stands twice or more, and never without the other."""
    counts = Counter(token.text for token in doc)
    pairs = Counter(
        (doc[a.start].text, doc[b.start].text)
        for a, b in pairwise(found)
        if a.end == b.start and a.end - a.start == b.end - b.start == 1 and "ORG" in (a.label, b.label)
    )
    held: Mention | None = None
    for mention in found:
        pair = (doc[held.start].text, doc[mention.start].text) if held else ("", "")
        if held and pairs[pair] > 1 and held.end == mention.start and counts[pair[1]] == pairs[pair]:
            yield Mention(held.start, mention.end, "ORG")
            held = None
            continue
        if held:
            yield held
        held = mention
    if held:
        yield held
