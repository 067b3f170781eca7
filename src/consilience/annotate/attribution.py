"""Who is said to say what: the spaCy component ``consilience_attribution``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields
from consilience.annotate.contents import Piece
from consilience.annotate.cues import cue_at
from consilience.annotate.direct import attach_quotations
from consilience.annotate.frames import CUE, Frame, cue_probabilities, cue_words, frame_at
from consilience.annotate.quotes import Quote, find_quotes
from consilience.annotate.words import Marked, Words, marked_of, words_of
from consilience.model import Attribution, AttributionKind, Extent

fields.register()


def _extent(text: str, words: Words, piece: Piece) -> Extent:
    start, end = words.start[piece[0]], words.end[piece[1]]
    return Extent(start, end, text[start:end])


def _content(
    text: str, words: Words, marked: Marked, quotes: list[Quote], piece: Piece
) -> tuple[Extent, AttributionKind]:
    """The content's characters and its kind: a content that is one quotation loses its marks."""
    number = marked.number[piece[0]]
    if number and marked.number[piece[1]] == number:
        quote = quotes[number - 1]
        if words.start[piece[0]] <= quote.inner_start and words.end[piece[1]] >= quote.inner_end:
            return Extent(quote.inner_start, quote.inner_end, text[quote.inner_start : quote.inner_end]), "direct"
    extent = _extent(text, words, piece)
    inside = any(marked.number[piece[0] : piece[1] + 1])
    return extent, "mixed" if inside else "indirect"


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """The attributions of a parsed Doc, sorted by the start of their content."""
    text = doc.text
    words = words_of(doc)
    quotes = [q for q in find_quotes(text) if not q.depth]
    marked = marked_of(words, quotes)
    probabilities = cue_probabilities(words, marked)
    found: list[Frame] = []
    for index, probability in probabilities.items():
        frame = frame_at(words, index, marked, probability) if probability >= CUE else None
        if frame is not None:
            found.append(frame)
    result = []
    for frame in attach_quotations(words, marked, quotes, found, probabilities):
        source = _extent(text, words, frame.source.pieces[0]) if frame.source else None
        cue = _extent(text, words, cue_words(words, frame)) if frame.cue >= 0 else None
        known = cue_at(words, frame.cue) if frame.cue >= 0 else None
        for piece in frame.pieces:
            content, kind = _content(text, words, marked, quotes, piece)
            if fields.is_removed(doc, content.start, content.end):
                continue
            result.append(
                Attribution(
                    source,
                    cue,
                    content,
                    kind,
                    speaker=source.text if source else None,
                    stance=known.stance if known else "states",
                    factuality=known.factuality if known else "asserted",
                    reasons=(*frame.reasons, f"cue: {known.type}") if known else frame.reasons,
                )
            )
    result.sort(key=lambda a: (a.content.start, a.content.end, a.cue.start if a.cue else -1))
    return tuple(result)


@Language.component("consilience_attribution")
def attribution(doc: Doc) -> Doc:
    """Set ``doc._.consilience_attributions``; a Doc without a parse gets what its quotation marks and words show."""
    doc._.consilience_attributions = attributions(doc)
    return doc
