"""Who may be the source of a cue, on parses made by hand: what a parser gets wrong must not stop the program."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from consilience.annotate.sources import sources
from consilience.annotate.words import marked_of, words_of


@pytest.mark.parametrize("parsed", [True, False])
def test_a_verb_without_a_subject_finds_no_source_in_the_next_sentence(parsed: bool) -> None:
    words, pos = ["Officially", "reported", "Police", "patrols"], ["ADV", "VERB", "NOUN", "NOUN"]
    parse = {"heads": [1, 1, 3, 3], "deps": ["advmod", "ROOT", "compound", "ROOT"]} if parsed else {}
    doc = Doc(Vocab(), words=words, pos=pos, **parse)
    columns = words_of(doc)
    found = [c.head for c in sources(columns, 1, marked_of(columns, ()))]
    assert found == ([] if parsed else [2])


def test_a_noun_behind_a_verb_without_a_subject_is_offered() -> None:
    doc = Doc(
        Vocab(),
        words=["Officially", "reported", "harbour", "police"],
        pos=["ADV", "VERB", "NOUN", "NOUN"],
        heads=[1, 1, 3, 1],
        deps=["advmod", "ROOT", "compound", "ccomp"],
    )
    columns = words_of(doc)
    assert [c.head for c in sources(columns, 1, marked_of(columns, ()))] == [3]
