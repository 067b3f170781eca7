"""More examples for scripts/train_alignment.py: coreferent events of ECB+, and sentences with one thing changed.

Each function yields one :class:`Examples` a story, in the form in which
``train_alignment`` learns: units, candidate pairs, a row of features a pair, a label
(1 the same, 0 not) and a weight (0: says nothing).

ECB+ (topics 1 to 35): two claims whose predicates are mentions of one event are
positive, of two events negative. A claim whose predicate is no mention of the key
says nothing, and so does one that stands outside the sentences that the key covers.

Changed sentences: against itself, a sentence of another person, place, ordinal or
contrary verb is negative; in the passive, with a synonym, or with another number, date
or polarity it is positive, since these differences are to be raised within a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from consilience.collate import date_reports
from consilience.collate.entities import link
from consilience.collate.pairs import Numbers, candidates, table
from consilience.collate.units import Unit, units
from consilience.evaluate import alignment, ecb, perturb
from consilience.evaluate.sentence_pairs import of_ecb, of_stories, reports

REFUSED = frozenset({"person", "place", "ordinal", "opposite"})
JOINED = frozenset({"passive", "synonym", "number", "date", "weekday", "negation", "approximate"})
# Weights beside a pair of a story with an answer key, best of a few by leaving one such story out. Claims
# of one event need not state the same of it; claims of two events never do.
ONE_EVENT, TWO_EVENTS = 0.1, 0.3
CHANGED = 0.02


@dataclass(frozen=True)
class Examples:
    """One story's pairs; ``train_alignment.Story`` in all but name."""

    units: Sequence[Unit]
    pairs: Sequence[tuple[int, int]]
    rows: Numbers
    labels: Numbers
    weights: Numbers


def of_events(texts: Iterable[alignment.Text], only: frozenset[tuple[str, int]] | None) -> Iterator[Examples]:
    """One for each subtopic of ECB+; ``only`` are the sentences that the key covers (``alignment.counted``)."""
    groups: dict[str, list[alignment.Text]] = defaultdict(list)
    for text in texts:
        groups[text.document.story].append(text)
    for members in groups.values():
        annotated = tuple(text.annotated for text in members)
        made, lexicon = units(annotated, link(annotated))
        events = []
        for unit in made:
            document, tokens = members[unit.report].document, annotated[unit.report].tokens
            start, end = tokens.start[unit.claim.head], tokens.end[unit.claim.head]
            events.append(
                frozenset(
                    m.event
                    for m in document.mentions
                    if m.start < end and start < m.end and (only is None or (document.name, m.sentence) in only)
                )
            )
        pairs = candidates(made)
        labels, weights = np.zeros(len(pairs)), np.zeros(len(pairs))
        for k, (i, j) in enumerate(pairs):
            if events[i] and events[j]:
                labels[k] = bool(events[i] & events[j])
                weights[k] = ONE_EVENT if labels[k] else TWO_EVENTS
        yield Examples(made, pairs, table(made, lexicon, pairs), labels, weights / np.sqrt(max(1, len(pairs))))


def of_changes(
    stories: Sequence[Path], data: Path | None = None, most: int = 150, topics: Iterable[int] = ecb.TOPICS
) -> Iterator[Examples]:
    """One for each changed sentence beside the sentence as it was, at most ``most`` of a kind of change."""
    sentences = of_stories(stories) + (of_ecb(data, topics) if data else [])
    for kind, sites in perturb.sites(sentences).items():
        if kind not in REFUSED | JOINED:
            continue
        for site in sites[:most]:
            text, at, _ = site.change.apply(site.sentence.text)
            changed = reports([(text, site.sentence.published)], "second")[0]
            old, new = perturb.owner(site.parsed.annotated, site.change.focus), perturb.owner(changed, at)
            if old is None or new is None:
                continue
            annotated = date_reports((site.parsed.annotated, changed))
            made, lexicon = units(annotated, link(annotated))
            pairs = [(i, j) for i, j in candidates(made) if (made[i].claim, made[j].claim) == (old, new)]
            if pairs:
                label = np.array([float(kind in JOINED)])
                yield Examples(made, pairs, table(made, lexicon, pairs), label, np.array([CHANGED]))
