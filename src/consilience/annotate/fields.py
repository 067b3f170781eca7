"""What the components read and leave on a spaCy ``Doc``, as custom attributes.

``doc._.consilience_report`` is the report that the Doc was made from; it stays
None in a pipeline of somebody else's, and every component works without it.
Spans that cleaning removed are read from it, so that no component marks them.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc

from consilience.model import Report

_RESULTS = ("entities", "places", "times", "quantities", "attributions", "claims")


def register() -> None:
    """Make the attributes known to spaCy; harmless when done twice."""
    if not Doc.has_extension("consilience_report"):
        Doc.set_extension("consilience_report", default=None)
    if not Doc.has_extension("consilience_antecedents"):
        Doc.set_extension("consilience_antecedents", default=None)
    for name in _RESULTS:
        if not Doc.has_extension(f"consilience_{name}"):
            Doc.set_extension(f"consilience_{name}", default=())


def report_of(doc: Doc) -> Report | None:
    """The report that the Doc was made from, None in a plain pipeline."""
    report: Report | None = doc._.consilience_report
    return report


def antecedents_of(doc: Doc) -> Mapping[int, int]:
    """Pronouns (token index) and whom they mean (index of the report's entity), as far as they were resolved."""
    return doc._.consilience_antecedents or {}


def is_removed(doc: Doc, start: int, end: int) -> bool:
    """Whether any of the characters ``start`` to ``end`` are marked as not news text."""
    report = report_of(doc)
    return report is not None and any(r.start < end and start < r.end for r in report.removed)
