"""What is of the days of a report, and what went before: the fire, and the fire of 2017 in which 11 people died."""

from __future__ import annotations

from datetime import date

from consilience.collate.trees import of_sentence
from consilience.model import Annotated, Claim, TimeExpression

LONG_AGO_DAYS = 60
_FRONT = 2  # words before which the time of a whole sentence stands
BACKGROUND_DAYS = 4  # what happened so much before the report is background
_RELATIVE = frozenset({"which", "who", "whom", "whose", "when", "where"})


def is_new(claim: Claim, annotated: Annotated) -> bool:
    """Whether the claim is of the days of the report rather than of what went before.

    A date that lies well before the report's makes it background: its own, that of what it tells more about ("the
    fire of 2017, in which 11 people died"), or that of the act to which it adds another.
    """
    published = (annotated.report.published or "")[:10]
    times = [annotated.times[k] for k in claim.times] or _leaned_on(claim, annotated) or _fronted(claim, annotated)
    ends = [t.latest[:10] for t in times if t.latest and t.type in ("DATE", "TIME")]
    if not published or not ends:
        return claim.new
    return (date.fromisoformat(published) - date.fromisoformat(max(ends))).days <= BACKGROUND_DAYS


def _fronted(claim: Claim, annotated: Annotated) -> list[TimeExpression]:
    """The time that a sentence begins with: "In 2019 a ferry and a dredger collided, killing seven people"."""
    tokens = annotated.tokens
    own = list(of_sentence(tokens, tokens.sentence[claim.head])) if tokens.sentence else []
    published = (annotated.report.published or "")[:10]
    if len(own) <= _FRONT or not published:
        return []
    first, last = tokens.start[own[0]], tokens.start[own[_FRONT]]
    told = [t for t in annotated.times if first <= t.start <= last and t.end <= claim.end and t.type == "DATE"]
    day = date.fromisoformat(published)
    return [t for t in told if t.latest and (day - date.fromisoformat(t.latest[:10])).days > LONG_AGO_DAYS]


def goes_on_about_the_past(claim: Claim, annotated: Annotated) -> bool:
    """Whether a sentence without a time stands behind one of the same paragraph that tells of long ago.

    "They fought a war in 2021. About 4,000 people died."
    """
    tokens, text = annotated.tokens, annotated.report.text
    published = (annotated.report.published or "")[:10]
    number = tokens.sentence[claim.head] if tokens.sentence else 0
    own, before = of_sentence(tokens, number), of_sentence(tokens, number - 1)
    if not published or not before or "\n" in text[tokens.end[before[-1]] : tokens.start[own[0]]]:
        return False
    begins, starts, ends = tokens.start[before[0]], tokens.start[own[0]], tokens.end[own[-1]]
    if any(starts <= t.start < ends for t in annotated.times):
        return False
    told = [t for t in annotated.times if begins <= t.start < starts and t.type == "DATE"]
    days = [date.fromisoformat(t.latest[:10]) for t in told if t.latest]
    return bool(days) and (date.fromisoformat(published) - max(days)).days > LONG_AGO_DAYS


def _leaned_on(claim: Claim, annotated: Annotated) -> list[TimeExpression]:
    """The times of the words that a clause without a time of its own hangs on."""
    tokens = annotated.tokens
    dep, over = tokens.dep[claim.head], tokens.head[claim.head]
    adds = dep == "conj" or (dep == "advcl" and tokens.tag[claim.head] == "VBG")  # "…, killing more than 1,000 people"
    if adds and not any(tokens.dep[k].startswith("nsubj") and tokens.head[k] == claim.head for k in claim.tokens):
        return [annotated.times[k] for other in annotated.claims if other.head == over for k in other.times]
    found = _below(over, claim.head, annotated) if dep in ("relcl", "acl") else []
    return found or _just_before(claim, annotated)


def _below(noun: int, clause: int, annotated: Annotated) -> list[TimeExpression]:
    """The times in the phrase of a noun, without a clause that hangs on it."""
    tokens = annotated.tokens

    def is_below(token: int) -> bool:
        while token not in (noun, clause) and tokens.head[token] != token:
            token = tokens.head[token]
        return token == noun

    sentence = of_sentence(tokens, tokens.sentence[noun])
    return [t for t in annotated.times if any(t.start <= tokens.start[k] < t.end and is_below(k) for k in sentence)]


def _just_before(claim: Claim, annotated: Annotated) -> list[TimeExpression]:
    """The time that stands before a relative clause, whatever the parser hung that on ("2017, in which …")."""
    tokens = annotated.tokens
    own = [k for k in claim.tokens if claim.start <= tokens.start[k] < claim.end]
    if not own or not any(tokens.text[k].lower() in _RELATIVE for k in own[:2]):
        return []
    before = own[0] - 1
    while before >= 0 and tokens.pos[before] == "PUNCT":
        before -= 1
    return [t for t in annotated.times if before >= 0 and t.start <= tokens.start[before] < t.end]
