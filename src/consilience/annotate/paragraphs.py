"""A line break ends a sentence, and so does a dateline: neither may melt into the text behind it."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import datelines, fields

fields.register()


@Language.component("consilience_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break and dateline; to be added before the parser, which keeps to it."""
    text = doc.text
    behind: set[int] = set()
    for token in doc:
        opens = token.i == 0 or ("\n" in doc[token.i - 1].text and doc[token.i - 1].is_space)
        if opens:
            token.is_sent_start = True
            news = datelines.end(text, token.idx)
            if news is not None:
                behind.add(news)
        if token.idx in behind:
            token.is_sent_start = True
    return doc
