"""The figures of ``consilience evaluate quantities`` on rows written here."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from consilience.evaluate import quantities as evaluate
from consilience.model import Quantity


def gold(value: str, unit: str, change: str = "=") -> evaluate.Item:
    return evaluate.gold_item({"value": value, "unit": unit, "normalized_unit": unit, "change": change})


def found(value: float, unit: str | None = None, counted: str | None = None, **more: object) -> evaluate.Item:
    item = evaluate.found_item(Quantity(0, 1, "5", value, unit=unit, counted=counted, **more))  # type: ignore[arg-type]
    assert item is not None
    return item


def test_what_agrees_scores_full() -> None:
    scores = evaluate.score(
        [[gold("5.0", "percentage", "up"), gold("12", "good road", ">")]],
        [[found(12, None, "good roads", bound=">="), found(5, "%", change="up")]],
    )
    figures = (scores.value.f1, scores.unit.f1, scores.change.f1, scores.bounds)
    assert figures == (100, 100, 100, 100)


def test_a_wrong_unit_costs_the_unit_and_not_the_value() -> None:
    scores = evaluate.score([[gold("5", "kilometre")]], [[found(5, "[mi_i]")]])
    assert (scores.value.f1, scores.unit.f1) == (100, 0)


def test_one_found_quantity_answers_one_of_the_set() -> None:
    scores = evaluate.score([[gold("5", "mile"), gold("5", "mile")]], [[found(5, "[mi_i]")]])
    assert (scores.value.precision, scores.value.recall) == (100, 50)


def test_ranges_match_in_either_order() -> None:
    quantity = Quantity(0, 1, "x", None, 21.0, 35.0, unit="%")
    item = evaluate.found_item(quantity)
    assert item is not None and item.value == gold("35.0-21.0", "percentage").value


def test_ordinals_and_bare_frequencies_are_left_out() -> None:
    assert evaluate.found_item(Quantity(0, 4, "12th", 12.0, unit="ordinal", counted="package")) is None
    assert evaluate.found_item(Quantity(0, 6, "weekly", 1.0, unit="/wk", counted="flights")) is None


def test_a_folder_without_the_data_is_a_clear_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    evaluate.arguments(parser)
    assert evaluate.main(parser.parse_args(["--data", str(tmp_path)])) == 2
    assert "NewsQuant" in capsys.readouterr().err


def test_the_command_prints_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"change": ">", "value": "300", "unit": "families", "normalized_unit": "family", "referred_concepts": "-"}
    file = tmp_path / "set.json"
    file.write_text(json.dumps([{"text": "The town took in more than 300 families.", "quantities": [row]}]))
    parser = argparse.ArgumentParser()
    evaluate.arguments(parser)
    assert evaluate.main(parser.parse_args(["--data", str(file)])) == 0
    assert capsys.readouterr().out.count("100.0") >= 10
