from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from consilience.evaluate import perturb
from consilience.evaluate.changes import Change, Edit
from consilience.evaluate.perturb import Row, base, outcome, owner
from consilience.evaluate.sentence_pairs import Sentence, of_stories, reports

DAY = "2024-05-15"
ONE = "Police arrested 14 fishermen in the harbour of Velden on Monday."
OTHER = "On Monday 14 fishermen were arrested by police in the harbour of Velden."


def sentences() -> list[Sentence]:
    return [Sentence(ONE, DAY, [OTHER]), Sentence(OTHER, DAY, [ONE])]


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    perturb.arguments(parser)
    return perturb.main(parser.parse_args(arguments))


def test_a_changed_number_is_raised_against_the_sentence_as_it_was() -> None:
    first, second = reports([(ONE, DAY)], "first")[0], reports([(ONE, DAY)], "second")[0]
    at = ONE.index("14")
    change = Change("number", (Edit(at, at + 2, "19"),), at, ("14",))
    before = base(first, second, change)
    assert before is not None
    text, focus, where = change.apply(ONE)
    assert outcome(first, reports([(text, DAY)], "second")[0], "number", focus, where, before) == "raised"
    assert outcome(first, second, "number", at, [(at, at + 2)], before) == "silent"


def test_two_sentences_about_two_things_are_no_pair_to_measure() -> None:
    first = reports([("The parliament in Bereza adopted a budget for schools.", DAY)], "first")[0]
    assert None is base(first, reports([(ONE, DAY)], "second")[0], Change("number", (Edit(16, 18, "19"),), 16))


def test_a_partner_counts_only_where_its_claim_has_what_is_changed() -> None:
    unnumbered = "On Monday fishermen were arrested by police in the harbour of Velden."
    at = ONE.index("14")
    first, second = reports([(unnumbered, DAY)], "first")[0], reports([(ONE, DAY)], "second")[0]
    assert None is base(first, second, Change("number", (Edit(at, at + 2, "19"),), at, ("14",)))
    assert base(first, second, Change("number", (Edit(at, at + 2, "19"),), at))


def test_a_word_belongs_to_the_claim_of_the_nearest_predicate() -> None:
    text = "The ferry that carried 144 people sank off Port Anselm on Friday."
    annotated = reports([(text, DAY)], "first")[0]
    inner, outer = owner(annotated, text.index("144")), owner(annotated, text.index("Friday"))
    assert inner is not None and outer is not None
    assert (inner.predicate, outer.predicate) == ("carry", "sink")


def test_every_kind_has_a_row_in_both_forms_and_harmless_changes_are_kept() -> None:
    rows = perturb.measure(sentences(), limit=5)
    assert [list(of) for of in rows.values()] == [list(perturb.KINDS)] * 2
    assert rows["own"]["passive"].joined == 1
    assert rows["own"]["passive"].share(harmless=True) == 100
    assert rows["own"]["number"].share(harmless=False) == 100
    assert rows["partner"]["weekday"].joined == 2


def test_the_same_seed_gives_the_same_figures() -> None:
    kinds = ("number", "weekday", "negation")
    one, two = (perturb.table(perturb.measure(sentences(), limit=1, kinds=kinds)) for _ in range(2))
    assert one == two


def test_shares_are_of_the_pairs_that_were_joined_unchanged() -> None:
    row = Row(n=10, joined=8, refused=2, raised=3, open=1)
    assert (row.share(harmless=False), row.share(harmless=True)) == (75, 37.5)
    assert Row(n=3).share(harmless=False) is None


def test_a_kind_below_its_floor_is_named_and_an_unknown_kind_is_no_floor(tmp_path: Path) -> None:
    rows = {"own": {"number": Row(10, 10, 0, 9)}, "partner": {"number": Row()}}
    floors = {"own": {"number": 95.0}, "partner": {"number": 50.0}}
    assert perturb.below(rows, floors) == ["own number: 90.0 is below 95.0", "partner number: nothing is below 50.0"]
    assert perturb.below(rows, {"own": {"number": 90.0}}) == []
    (tmp_path / "floors.json").write_text(json.dumps({"own": {"colour": 5}}), encoding="utf-8")
    with pytest.raises(ValueError, match="colour"):
        perturb.load_floors(tmp_path / "floors.json")


def test_the_shipped_floors_are_of_kinds_that_are_measured() -> None:
    assert set(perturb.load_floors()) == set(perturb.FORMS)


def story(folder: Path) -> Path:
    facts = []
    for name, text in (("a", ONE), ("b", OTHER)):
        article = {"id": name, "outlet": f"paper {name}", "published": DAY, "text": text}
        (folder / f"{name}.json").write_text(json.dumps(article), encoding="utf-8")
        facts.append({"report": name, "start": 0, "end": len(text), "text": text})
    (folder / "gold.json").write_text(json.dumps({"facts": [{"statement": ONE, "support": facts}]}), encoding="utf-8")
    return folder


def test_the_sentences_of_a_fact_are_partners(tmp_path: Path) -> None:
    found = of_stories([story(tmp_path)])
    assert [(s.text, s.partners) for s in found] == [(ONE, [OTHER]), (OTHER, [ONE])]


def test_the_command_prints_the_table_and_fails_below_a_floor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors"
    floors.write_text(json.dumps({"own": {"number": 100, "unit": 100}}), encoding="utf-8")
    assert run(str(story(tmp_path)), "--kind", "number", "--errors") == 0
    assert "number" in capsys.readouterr().out
    assert run(str(tmp_path), "--floors", str(floors), "--limit", "1") == 1
    assert "own unit: nothing is below 100" in capsys.readouterr().err


def test_without_sentences_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--data", str(tmp_path)) == 3
    assert "--data" in capsys.readouterr().err


def test_to_be_joined_with_a_claim_that_lacks_what_was_changed_is_no_error() -> None:
    text = "Two plain officers of Velden shot Ilan Berger dead after he pointed a gun at officers on Monday."
    other = "Ilan Berger was shot dead in Velden on Monday after he pointed a gun at {} plain officers."
    first, second = reports([(text, DAY)], "first")[0], reports([(other.format("two"), DAY)], "second")[0]
    trial = perturb.Trial.of(first, second, other.index("{}"))
    assert trial.ids
    assert trial.holding(first, ()).ids == trial.ids
    assert trial.holding(first, ("seven",)).ids == ()
