"""What one dossier of a story says that an earlier one did not."""

from __future__ import annotations

from dataclasses import replace

from consilience.collate.since import Changes, changes
from consilience.model import (
    Conflict,
    ConflictRelation,
    DateRange,
    Dossier,
    Finding,
    Origin,
    OriginCount,
    Report,
    Side,
    Span,
    Status,
    Support,
)

LANTERN = Report("r1", "r1.json", "", "Daily Lantern", title="Market burns", url="https://lantern.example/1")
MAIL = Report("r2", "r2.json", "", "Coast Mail", title="Fire at the market")
RADIO = Report("r3", "r3.json", "", "Island Radio")
BRIGADE = Origin("O1", "Andor Fire Brigade", "official body", None, ("r1",))
MAYOR = Origin("O2", "Ilsa Brandt", "person", None, ("r2",))


def finding(
    number: int, said: dict[str, str], origins: tuple[str, ...] = ("O1",), status: Status = "single origin"
) -> Finding:
    support = tuple(Support(report, 0, len(text), text) for report, text in said.items())
    first = support[0]
    count = OriginCount(len(origins), 3, 1, origins)
    span = Span(first.report, 0, first.end, first.text)
    return Finding(f"F{number}", first.text, span, True, status, len(said), count, support)


def conflict(relation: ConflictRelation, *values: str) -> Conflict:
    sides = tuple(Side(value, (Span(f"r{n}", 10, 20, value),)) for n, value in enumerate(values, 1))
    return Conflict("C1", "F1", "number", relation, sides, f"{' and '.join(values)} for one count")


def dossier(*findings: Finding, reports: tuple[Report, ...] = (LANTERN, MAIL), **fields: object) -> Dossier:
    made = Dossier("s1", "Market burns", DateRange(), (), reports, origins=(BRIGADE, MAYOR), findings=findings)
    return replace(made, **fields)  # type: ignore[arg-type]


BURNED = {"r1": "the market burned down"}
HURT = {"r2": "three people were hurt"}
THEN = dossier(finding(1, BURNED), finding(2, HURT))


def steps(found: Changes) -> list[tuple[str, str]]:
    return [(f.change, f.text) for f in found.findings]


def test_the_same_dossier_has_no_changes() -> None:
    assert not changes([THEN], THEN)
    assert not changes([THEN], dossier(finding(1, HURT), finding(2, BURNED)))  # ids are no names


def test_without_a_dossier_before_everything_is_new() -> None:
    found = changes([], THEN)
    assert [r.change for r in found.reports] == ["new", "new"]
    assert [step for step, _ in steps(found)] == ["new", "new"] and found.was_titled is None


def test_a_statement_on_a_further_origin_has_risen_and_names_it() -> None:
    now = dossier(finding(5, {**BURNED, "r2": "the market was lost"}, ("O1", "O2"), "corroborated"), finding(6, HURT))
    (step,) = changes([THEN], now).findings
    assert (step.change, step.id, step.origins) == ("risen", "F5", ("Ilsa Brandt",))
    assert step.was is not None and step.now is not None
    assert (step.was.at_least, step.now.at_least, step.now.status) == (1, 2, "corroborated")
    assert [f.change for f in changes([now], THEN).findings] == ["fallen"]


def test_another_status_is_told() -> None:
    now = dossier(finding(1, BURNED, status="disputed"), finding(2, HURT))
    assert [(f.change, f.was and f.was.status, f.now and f.now.status) for f in changes([THEN], now).findings] == [
        ("status", "single origin", "disputed")
    ]


def test_what_nobody_says_any_more_is_gone() -> None:
    assert steps(changes([THEN], dossier(finding(1, BURNED)))) == [("gone", "three people were hurt")]


def test_a_later_version_of_a_report_carries_its_statements_on() -> None:
    later = replace(LANTERN, id="r9", path="r9.json")
    now = dossier(finding(1, {"r9": "The market  burned down"}), finding(2, HURT), reports=(later, MAIL))
    found = changes([THEN], now)
    assert found.findings == ()
    assert [(r.change, r.report, r.replaces) for r in found.reports] == [("new", "r9", "r1")]


def test_a_report_that_left_is_told() -> None:
    found = changes([dossier(finding(1, BURNED), reports=(LANTERN, RADIO))], dossier(finding(1, BURNED)))
    assert [(r.change, r.report) for r in found.reports] == [("new", "r2"), ("left", "r3")]


def test_conflicts_are_new_settled_or_turn() -> None:
    without, undecided = dossier(finding(1, BURNED)), conflict("undecided", "3", "5")
    open_ = replace(without, conflicts=(undecided,))
    worse = replace(without, conflicts=(conflict("contradiction", "3", "5"),))
    (new,) = changes([without], open_).conflicts
    assert (new.change, new.was, new.now, new.about) == ("new", None, "undecided", "the market burned down")
    (turned,) = changes([open_], worse).conflicts
    assert (turned.change, turned.was, turned.now) == ("turned", "undecided", "contradiction")
    (settled,) = changes([worse], without).conflicts
    assert (settled.change, settled.was, settled.now) == ("settled", "contradiction", None)
    agreed = replace(without, conflicts=(conflict("precision", "3", "5"),))
    (settled,) = changes([worse], agreed).conflicts
    assert (settled.now, settled.reason) == ("precision", "3 and 5 for one count")
    assert changes([without], agreed).conflicts == ()


def test_a_figure_that_moves_on_is_revised_once_for_each_new_value() -> None:
    two = dossier(finding(1, BURNED), conflicts=(conflict("revision", "3", "5"),))
    three = dossier(finding(1, BURNED), conflicts=(conflict("revision", "3", "5", "8"),))
    (first,) = changes([dossier(finding(1, BURNED))], two).revised
    assert (first.new, [side.value for side in first.values]) == (("3", "5"), ["3", "5"])
    (then,) = changes([two], three).revised
    assert then.new == ("8",)
    assert changes([three], three).revised == ()


def test_of_stories_that_were_joined_both_are_what_was_before() -> None:
    one, other = dossier(finding(1, BURNED), reports=(LANTERN,)), dossier(finding(1, HURT), reports=(MAIL,))
    joined = dossier(finding(1, BURNED), finding(2, HURT))
    assert not changes([one, other], joined)
    assert [r.report for r in changes([one], joined).reports] == ["r2"]


def test_another_title_is_told() -> None:
    assert changes([THEN], replace(THEN, title="Market lost")).was_titled == "Market burns"
