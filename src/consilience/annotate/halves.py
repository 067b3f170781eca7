"""Names that the tagger cut in two, as one: a person's around a particle, a body's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from spacy.tokens import Doc

from consilience.annotate import alike
from consilience.annotate.gazetteer import Mention
from consilience.tables import naming


def joined(doc: Doc, found: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions, in the order of the text, with the halves of names as one."""
    whole = list(_merged(found, partial(_rejoined, doc)))
    return _merged(whole, _inseparable(doc, whole))


def _merged(found: Sequence[Mention], as_one: Callable[[Mention, Mention], Mention | None]) -> Iterator[Mention]:
    """The mentions, each neighbour of which ``as_one`` makes one with the one before it in its place."""
    held: Mention | None = None
    for mention in found:
        both = as_one(held, mention) if held is not None else None
        if held is not None and both is None:
            yield held
        held = both or mention
    if held is not None:
        yield held


def _rejoined(doc: Doc, held: Mention, mention: Mention) -> Mention | None:
    """Two halves of a person's name with a particle between them as one, and those of "the Drivers' Union"."""
    if mention.start != held.end + 1:
        return None
    if held.label == mention.label == "PERSON" and doc[held.end].text in naming.words("particles"):
        return replace(held, end=mention.end)
    if held.label != "GPE" and (_is_of_members(doc, held, mention) or _is_of_two_kinds(doc, held, mention)):
        return Mention(held.start, mention.end, "ORG")
    return None


def _is_of_two_kinds(doc: Doc, first: Mention, body: Mention) -> bool:
    """Whether "and" stands within one name, "the Chemical and Allied Workers' Federation".

    It does where the initials in brackets behind it count both halves, or what both together do is done by one.
    """
    if doc[first.end].text not in ("and", "&") or body.label != "ORG" or doc[first.start - 1].lower_ != "the":
        return False
    end = body.end
    if end + 2 < len(doc) and doc[end].text == "(" and doc[end + 2].text == ")":
        return alike.abbreviates(doc[end + 1].text, doc[first.start : end].text)
    alone = first.end - first.start == 1 and not doc[first.start].text.isupper()
    return alone and end < len(doc) and doc[end].tag_ == "VBZ" and doc[end - 1].lower_ in naming.words("of_members")


def _is_of_members(doc: Doc, members: Mention, body: Mention) -> bool:
    """Whether a plural and its apostrophe stand before the body that is named after its members."""
    plural = doc[members.end - 1].text.endswith("s") and doc[members.end].text in ("'", "’")
    return plural and doc[body.end - 1].lower_ in naming.words("of_members")


def _inseparable(doc: Doc, found: Sequence[Mention]) -> Callable[[Mention, Mention], Mention | None]:
    """Two halves of a body's name as one: each stands twice or more, and never without the other."""
    counts = Counter(token.text for token in doc)
    pairs = Counter(
        (doc[a.start].text, doc[b.start].text)
        for a, b in pairwise(found)
        if a.end == b.start and a.end - a.start == b.end - b.start == 1 and "ORG" in (a.label, b.label)
    )

    def as_one(held: Mention, mention: Mention) -> Mention | None:
        pair = (doc[held.start].text, doc[mention.start].text)
        one = pairs[pair] > 1 and held.end == mention.start and counts[pair[1]] == pairs[pair]
        return Mention(held.start, mention.end, "ORG") if one else None

    return as_one
