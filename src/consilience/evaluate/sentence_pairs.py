"""Sentences of different reports that state the same: from stories with answer keys, and from ECB+.

In a story they are the sentences around two passages of one fact; in ECB+ (topics
1 to 35) those that share at least two coreferent events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from consilience.annotate import pipeline
from consilience.evaluate import ecb
from consilience.evaluate.keys import load
from consilience.evaluate.stories import stories
from consilience.model import Annotated, Report
from consilience.read import read

UNDATED = "2011-06-15"  # for the texts of ECB+, which carry no dates
LEAST_SHARED = 2
PARTNERS = 3
LENGTH = range(30, 400)  # characters


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the day of its report, and up to three others that state the same."""

    text: str
    published: str
    partners: list[str] = field(default_factory=list)


def of_stories(paths: Iterable[Path]) -> list[Sentence]:
    """The sentences of the stories below the paths that have a counterpart, in their order."""
    made: dict[str, Sentence] = {}
    for path in paths:
        for folder in stories(path):
            key, files = load(folder)
            name_of = {path.name: name for name, path in files.items()}
            reports = [r for r in read(list(files.values())) if isinstance(r, Report)]
            annotated = {name_of[Path(a.report.path).name]: a for a in pipeline.annotate(reports)}
            facts: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
            for support in key.supports:
                report = annotated.get(support.passage.report)
                text = _around(report, support.passage.start, support.passage.end) if report else None
                if report is not None and text is not None:
                    facts[support.fact].append((report.report.id, text, report.report.published or UNDATED))
            for number in sorted(facts):
                for one, other in combinations(facts[number], 2):
                    if one[0] != other[0]:
                        _add(made, one[1], one[2], other[1])
                        _add(made, other[1], other[2], one[1])
    return [s for s in made.values() if s.partners]


def _around(annotated: Annotated, start: int, end: int) -> str | None:
    """The sentence that holds the characters; None where they run over several."""
    tokens = annotated.tokens
    inside = {tokens.sentence[k] for k, s in enumerate(tokens.start) if start <= s < end}
    if len(inside) != 1:
        return None
    number = inside.pop()
    words = [k for k, s in enumerate(tokens.sentence) if s == number]
    return annotated.report.text[tokens.start[words[0]] : tokens.end[words[-1]]].strip()


def of_ecb(folder: Path, topics: Iterable[int] = ecb.TOPICS) -> list[Sentence]:
    """The sentences of ECB+ that share two events or more with one of another text, those that share most first."""
    made: dict[str, Sentence] = {}
    of_story: dict[str, list[tuple[str, str, frozenset[str]]]] = defaultdict(list)
    for document in ecb.documents(folder, topics):
        events: dict[int, set[str]] = defaultdict(set)
        for mention in document.mentions:
            if not mention.reports:
                events[mention.sentence].add(mention.event)
        for sentence in document.sentences:
            if len(events[sentence.number]) >= LEAST_SHARED:
                text = document.text[sentence.start : sentence.end]
                of_story[document.story].append((document.name, text, frozenset(events[sentence.number])))
    for found in of_story.values():
        shared = [
            (len(one[2] & other[2]), one, other)
            for one, other in combinations(found, 2)
            if one[0] != other[0] and len(one[2] & other[2]) >= LEAST_SHARED
        ]
        for _, one, other in sorted(shared, key=lambda s: -s[0]):
            _add(made, one[1], UNDATED, other[1])
            _add(made, other[1], UNDATED, one[1])
    return [s for s in made.values() if s.partners]


def _add(made: dict[str, Sentence], text: str, published: str, partner: str) -> None:
    if not (len(text) in LENGTH and len(partner) in LENGTH) or _plain(text) == _plain(partner):
        return
    sentence = made.setdefault(_plain(text), Sentence(text, published[:10]))
    if len(sentence.partners) < PARTNERS and partner not in sentence.partners:
        sentence.partners.append(partner)


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def reports(texts: Sequence[tuple[str, str]], outlet: str) -> list[Annotated]:
    """Each text with its day as a report of its own, annotated."""
    made = [
        Report(outlet, f"{outlet}.txt", text, outlet=outlet, published=published, dated_by="metadata", language="en")
        for text, published in texts
    ]
    return list(pipeline.annotate(made))
