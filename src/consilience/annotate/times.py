from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from consilience.annotate import fields

fields.register()


@Language.component("consilience_times")
def times(doc: Doc) -> Doc:
    return doc
