"""Three mends of spaCy's English: "hoped" is of "hope", not of "hop"; "isn’t" denies as "isn't" does; to be
missing is not to miss.

Where a form could come from two verbs spaCy's rules take the shorter one. English
spelling tells them apart: a verb of one syllable that ends in one vowel and one
consonant doubles it ("hopped"), so that a form that does not double it has lost an e.
The parser was trained on straight apostrophes, and takes most curly ones for an adverb.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

_ONE_SYLLABLE = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_ENDINGS = ("ed", "ing")


def mended(text: str, lemma: str) -> str:
    """The lemma of a lower-case verb form, with the e that spaCy's rules took off."""
    if _ONE_SYLLABLE.fullmatch(lemma) and any(text == lemma + ending for ending in _ENDINGS):
        return lemma + "e"
    return lemma


@Language.component("consilience_lemmas")
def lemmas(doc: Doc) -> Doc:
    """Mend the lemmas of verbs and the label of "n’t"; to be added behind the lemmatizer."""
    for token in doc:
        if token.lower_ == "n’t" and token.dep_ == "advmod":
            token.dep_ = "neg"
        if token.pos_ == "VERB":
            token.lemma_ = mended(token.lower_, token.lemma_)
            if token.lower_ == "missing" and not any(child.dep_ == "dobj" for child in token.children):
                token.lemma_ = "missing"
    return doc
