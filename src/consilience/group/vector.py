"""A report as weighted words: what its neighbours are sought by.

Title and lead weigh more than the rest, rare words more than common ones
(:mod:`consilience.tables.frequency`). Names need no list and no recogniser
here: a word that is written with a capital and nowhere in the report without
one counts as a name. So a report that was only cut into words can be grouped
as well as one that went through the whole pipeline.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from consilience.group.duplicates import SHORT, address, packed_triples
from consilience.model import Annotated
from consilience.tables import frequency

TITLE, LEAD, BODY = 3.0, 2.0, 0.3  # how often a word counts that stands there
LEAD_WORDS = 60
TERMS = 200  # the heaviest terms of a report that are kept for finding neighbours
COMMON = 1.0  # words that tell less than this (in over a third of all texts) are left out
POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class ReportVector:
    """What grouping keeps of a report.

        ``terms`` has unit length. ``words``, ``names`` (names and numbers) and
        ``lead`` are dampened counts, for comparing reports within one story.
        ``day`` is the ordinal of the day of publication, None where it is unknown
        or wider than three days. ``digest`` is that of the bare news words, ``triples``
    the set of their triples; of a short text its title's words too. ``address`` is
    what the address of its page has in common with those of other versions.
    """

    report: str
    language: str
    day: int | None
    terms: Mapping[str, float]
    words: Mapping[str, float]
    names: Mapping[str, float]
    lead: Mapping[str, float]
    length: int
    digest: str
    triples: str = ""
    address: str = ""


def day_of(published: str | None) -> int | None:
    """The ordinal of the day in an ISO date, time or short interval ``a/b``; None where it says no day."""
    days = []
    for end in (published or "").split("/"):
        try:
            days.append(date.fromisoformat(end[:10]).toordinal())
        except ValueError:
            return None
    return days[0] if days[-1] - days[0] <= 3 else None


def _plain(word: str) -> str:
    word = word.lower()
    return word[:-2] if word.endswith(POSSESSIVES) else word


def _news_words(annotated: Annotated) -> Iterator[tuple[str, str]]:
    """The report's words as written and as they are compared, title first, removed spans left out."""
    for word in (annotated.report.title or "").split():
        bare = word.strip("\"'“”‘’.,:;!?()[]…–—-|")
        if bare:
            yield bare, _plain(bare)
    tokens = annotated.tokens
    removed = sorted((r.start, r.end) for r in annotated.report.removed)
    gone = 0
    for start, end, text in zip(tokens.start, tokens.end, tokens.text, strict=True):
        while gone < len(removed) and removed[gone][1] <= start:
            gone += 1
        if gone < len(removed) and removed[gone][0] < end:
            continue
        if text[0].isalnum():
            yield text, _plain(text)


def weight(word: str, language: str) -> float:
    """How much a word tells. Beyond English, where no counts are at hand, short words tell nothing."""
    if language == "en":
        return frequency.idf(word)
    return 0.0 if len(word) < 4 and word.isalpha() else 5.0


def vector(annotated: Annotated) -> ReportVector:
    """The report's vector, from its title and the words in ``annotated.tokens``."""
    report = annotated.report
    language = (report.language or "en").split("-")[0].lower()
    written = list(_news_words(annotated))
    title = len(report.title.split()) if report.title else 0
    lower = {text for text, _ in written if text.islower()}
    place: defaultdict[str, float] = defaultdict(float)
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    lead: Counter[str] = Counter()
    for position, (text, word) in enumerate(written):
        in_lead = position < title + LEAD_WORDS
        place[word] += TITLE if position < title else LEAD if in_lead else BODY
        words[word] += 1
        if in_lead:
            lead[word] += 1
        if text[0].isdigit() or (text[0].isupper() and len(text) > 1 and text.lower() not in lower):
            names[word] += 1
    terms = {w: weight(w, language) * math.log1p(n) for w, n in place.items() if weight(w, language) >= COMMON}
    heaviest = sorted(terms.items(), key=lambda item: (-item[1], item[0]))[:TERMS]
    length = math.sqrt(sum(value * value for _, value in heaviest)) or 1.0
    own = [text.lower() for text, _ in (written if len(written) - title < SHORT else written[title:])]
    return ReportVector(
        report=report.id,
        language=language,
        day=day_of(report.published),
        terms={word: value / length for word, value in heaviest},
        words=_dampened(words),
        names=_dampened(names),
        lead=_dampened(lead),
        length=len(written) - title,
        digest=hashlib.sha256(" ".join(own).encode("utf-8", "surrogatepass")).hexdigest(),
        triples=packed_triples(own),
        address=address(report.url),
    )


def _dampened(counts: Counter[str]) -> dict[str, float]:
    return {word: 1.0 + math.log(number) for word, number in counts.items()}


def nearness(one: int | None, other: int | None) -> float:
    """1 for reports of the same days, falling to 0.7 over some three weeks; undated is neutral.

    Weak on purpose: the date on a page is often that of its last change. What
    keeps two events of one kind apart is in the texts (:mod:`.contrast`).
    """
    if one is None or other is None:
        return 1.0
    return max(0.7, math.exp(-max(0, abs(one - other) - 3) / 60))
