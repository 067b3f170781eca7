"""Time expressions with their values: a spaCy component.

A form is read off the words (:mod:`timex_grammar`) and worked out against
the day of the report (:mod:`timex_values`), so that a report that is dated
later needs no second reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields
from consilience.annotate.timex_grammar import Match, recognise
from consilience.annotate.timex_lexicon import lexemes
from consilience.annotate.timex_tense import EITHER, PAST, direction
from consilience.annotate.timex_values import RANGE, resolve
from consilience.model import Report, TimeExpression, TimexType

_TYPES: Final[dict[str, TimexType]] = {"Duration": "DURATION", "Span": "DURATION", "Set": "SET"}
_DAY_FIRST: Final = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_MONTH_FIRST: Final = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}\b(?!\d)")

fields.register()


def day_of(report: Report | None) -> date | None:
    """The day on which the report was published; None where it is unknown or an interval of several days."""
    if report is None or not report.published or "/" in report.published:
        return None
    try:
        return date.fromisoformat(report.published[:10])
    except ValueError:
        return None


def _directed(doc: Doc, match: Match) -> str:
    """The form with the direction that the syntax gives in place of its marks."""
    if "?" not in match.form:
        return match.form
    span = doc.char_span(match.start, match.end, alignment_mode="expand")
    found = direction(span.root) if span is not None and doc.has_annotation("DEP") else EITHER
    form = match.form.replace("?<", found if found != EITHER else PAST)
    return form.replace("?", found)


def _expressions(doc: Doc) -> Iterator[TimeExpression]:
    text = doc.text
    tags = {token.idx: (token.tag_, token.ent_type_) for token in doc}
    day_first = len(_DAY_FIRST.findall(text)) > len(_MONTH_FIRST.findall(text))
    for match in recognise(lexemes(text, tags, day_first)):
        if fields.is_removed(doc, match.start, match.end):
            continue
        form = _directed(doc, match)
        kind = _TYPES.get(match.category) or ("TIME" if re.search(r"(^| )T(\d|[A-Z])", form) else "DATE")
        if form.startswith("= ") and RANGE not in form and match.category in ("Duration", "Span", "Set"):
            kind = _TYPES[match.category]
        end = match.end - text.endswith("May.", match.start, match.end)  # no abbreviation: the stop is the sentence's
        yield TimeExpression(match.start, end, text[match.start : end], kind, "", form=form)


@Language.component("consilience_times")
def times(doc: Doc) -> Doc:
    """Set ``doc._.consilience_times``: the time expressions in the order of the text."""
    doc._.consilience_times = resolve(_expressions(doc), day_of(fields.report_of(doc)))
    return doc
