"""A line break ends a sentence: headings must not melt into the text under them."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields

fields.register()


@Language.component("consilience_paragraphs")
def paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break; to be added before the parser, which keeps to it."""
    for token in doc[:-1]:
        if "\n" in token.text and token.is_space:
            doc[token.i + 1].is_sent_start = True
    return doc
