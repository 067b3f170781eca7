"""Accounts that a report itself sets against each other: "That is at odds with the ministry's account".

Whoever wrote it has compared the two; nothing here judges whether they do differ, or which is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from consilience.collate.trees import of_sentence
from consilience.collate.units import Unit
from consilience.model import Annotated, Claim, Conflict, Side, Span
from consilience.tables import load

_NEAR = 3  # sentences behind such words in which the accounts stand
_FAR = 8  # and in which somebody speaks whose account they name
_WORD = re.compile(r"[^\W\d_]{4,}")


@cache
def _words(kind: str) -> re.Pattern[str]:
    return re.compile(load("disputes.toml")[kind], re.IGNORECASE)


class _Told:
    """The claims of a report that somebody is said to have said, by sentence, each speaker's first one in it."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.claims: dict[int, list[tuple[str, Claim]]] = {}
        for claim in annotated.claims:
            if claim.attribution is None:
                continue
            speaker = annotated.attributions[claim.attribution].speaker
            of = self.claims.setdefault(annotated.tokens.sentence[claim.head], [])
            if speaker and speaker not in [name for name, _ in of]:
                of.append((speaker, claim))

    def pairs(self) -> Iterator[tuple[Claim, Claim]]:
        """The accounts that the report says do not agree, in the order of the text."""
        tokens, text = self.annotated.tokens, self.annotated.report.text
        for sentence in range(tokens.sentence[-1] + 1 if tokens.sentence else 0):
            inside = of_sentence(tokens, sentence)
            first, last = tokens.start[inside[0]], tokens.end[inside[-1]]
            cue = _words("against").search(text, first, last)
            if cue is not None:
                yield from self.against(sentence, *cue.span(), last)
            elif _words("open").search(text, first, last):
                behind = [one for k in range(_NEAR) for one in self.claims.get(sentence + k, [])]
                for one, other in pairwise(behind):
                    if one[0] != other[0] and _words("turns").search(text, one[1].end, other[1].start):
                        yield one[1], other[1]
                        break

    def against(self, sentence: int, begins: int, ends: int, last: int) -> Iterator[tuple[Claim, Claim]]:
        """What is told before such words, in their sentence or right before it, and the account that they name.

        That stands behind them, or in a later sentence by somebody whom they name: "contradicting the police account".
        """
        own = self.claims.get(sentence, [])
        before = [one for one in own if one[1].end <= begins]
        one = before[0] if before else next(iter(self.utterance(sentence - 1)), None)
        if one is None:
            return
        named = {word.casefold() for word in _WORD.findall(self.annotated.report.text, ends, last)}
        later = [other for k in range(1, _FAR) for other in self.claims.get(sentence + k, [])]
        called = (other for other in later if named & {word.casefold() for word in _WORD.findall(other[0])})
        behind = (other for other in own if other[1].start >= ends)
        other = next(behind, None) or next(called, None)
        if other is not None and other[0] != one[0]:
            yield one[1], other[1]

    def utterance(self, sentence: int) -> Sequence[tuple[str, Claim]]:
        """All that the one who speaks last in a sentence says there, in the sentences of a quotation before it too."""
        last = self.claims.get(sentence, [])[-1:]
        return [
            (last[0][0], claim)
            for claim in self.annotated.claims
            if last and claim.attribution == last[0][1].attribution
        ]


def disputes(units: Sequence[Unit], reports: Sequence[Annotated], finding_of: Mapping[int, str]) -> list[Conflict]:
    """One conflict for each two accounts that a report sets against each other; ``finding_of`` maps units to findings.

    Left *undecided*: that they differ is the report's word. Accounts that no finding holds are left out.
    """
    home = {
        (unit.report, unit.claim.id): finding_of[number] for number, unit in enumerate(units) if number in finding_of
    }
    made = []
    for number, annotated in enumerate(reports):
        for one, other in _Told(annotated).pairs():
            finding = home.get((number, one.id)) or home.get((number, other.id))
            if finding is None:
                continue
            spans = [Span(annotated.report.id, c.start, c.end, c.text) for c in (one, other)]
            outlet = annotated.report.outlet or annotated.report.id
            reason = f"{outlet} sets the two accounts against each other"
            sides = tuple(Side(span.text, (span,)) for span in spans)
            made.append(Conflict("", finding, "other", "undecided", sides, reason))
    return made
