"""The cue table has no dead, doubled or over-reaching rows, and the learned weights are whole."""

from __future__ import annotations

import pytest

from consilience.annotate import weights
from consilience.annotate.cues import table
from consilience.annotate.referents import nouns
from consilience.annotate.words import word_set
from consilience.tables import load

TYPES = word_set(
    "speech text report question directive commitment evaluation belief knowledge perception intention desire emotion "
    "appearance"
)


def test_no_word_stands_in_two_groups() -> None:
    assert len(table()) == sum(
        len(group.get(part, ())) for group in load("cues.toml")["group"] for part in
        ("verbs", "nouns", "adjectives", "adverbs", "prepositions")
    )  # fmt: skip


def test_every_group_says_how_its_contents_stand() -> None:
    for cue in table().values():
        assert cue.type in TYPES
        assert cue.factuality in ("asserted", "planned", "hoped", "doubted", "denied", "hypothetical")
        assert cue.stance in ("states", "denies", "hedges")


@pytest.mark.parametrize(
    ("lemma", "part", "name"),
    [("say", "V", "speech"), ("deny", "V", "denied"), ("vow", "V", "promised"), ("claim", "N", "speech"),
     ("fear", "V", "felt"), ("reportedly", "R", "reported"), ("confident", "A", "believed"), ("tweet", "V", "written")],
)  # fmt: skip
def test_well_known_cues_are_there(lemma: str, part: str, name: str) -> None:
    assert table()[lemma, part].name == name


def test_words_are_lemmas_in_lower_case() -> None:
    for lemma, _ in table():
        assert lemma == lemma.lower().strip() and " " not in lemma


def test_verbs_that_only_move_things_are_no_cues() -> None:
    for lemma in ("walk", "drive", "eat", "build", "kill", "win", "sit", "sleep", "arrive"):
        assert (lemma, "V") not in table()


def test_particles_are_of_verbs_of_the_table() -> None:
    for lemma, particles in load("cues.toml")["particles"].items():
        assert (lemma, "V") in table()
        assert len(particles.split()) == len(set(particles.split())) > 0


def test_every_list_of_roles_has_words_and_no_word_twice() -> None:
    for kind, words in load("roles.toml").items():
        listed = words.split()
        assert len(listed) > 5 and len(listed) == len(set(listed)), kind


def test_male_and_female_share_no_word() -> None:
    assert not nouns("male") & nouns("female")
    assert not nouns("male_names") & nouns("female_names")


def test_the_weights_are_small_and_whole() -> None:
    cue, content, source = weights.models()
    for model in (cue, content, source):
        assert len(model.weights) > 100 and model.bias < 0
        assert all(abs(w) < 2000 for w in model.weights.values())
    assert cue.probability(["g V speech"]) > cue.probability(["g V no"])
