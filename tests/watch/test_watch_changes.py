"""What a dossier says that those before it did not: told once, however the story is put together anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from consilience.model import (
    Conflict,
    ConflictRelation,
    DateRange,
    Dossier,
    Finding,
    OriginCount,
    Report,
    Side,
    Span,
    StoryEntity,
    Support,
)
from consilience.search import parse
from consilience.watch import changes

TEXT = "Three people were hurt in the market, the brigade said."


def report(id: str, text: str = TEXT, outlet: str | None = None, title: str | None = None) -> Report:
    return Report(id=id, path=f"{id}.txt", text=text, outlet=outlet or id, title=title)


def finding(id: str, origins: int, *reports: str, text: str = TEXT) -> Finding:
    support = tuple(Support(r, 0, len(text), text) for r in reports)
    span = Span(reports[0], 0, len(text), text)
    count = OriginCount(origins, origins, origins)
    return Finding(id, text, span, True, "not established", len(reports), count, support)


def conflict(relation: ConflictRelation, *sides: tuple[str, str], finding: str = "F1") -> Conflict:
    made = tuple(Side(value, (Span(report, 0, 5, value),)) for value, report in sides)
    return Conflict("C1", finding, "number", relation, made, "")


def dossier(
    *findings: Finding,
    conflicts: tuple[Conflict, ...] = (),
    reports: tuple[Report, ...] = (report("a"), report("b"), report("c")),
    entities: tuple[StoryEntity, ...] = (),
) -> Dossier:
    return Dossier("s", "t", DateRange(), (), reports, entities, findings=findings, conflicts=conflicts)


def risen(now: Dossier, *before: Dossier, at_least: int = 2) -> list[tuple[str, int]]:
    return [(r.finding.id, r.before) for r in changes.risen(now, before, at_least)]


def test_a_statement_rises_when_it_comes_to_rest_on_so_many_origins() -> None:
    one, two = dossier(finding("F1", 1, "a")), dossier(finding("F4", 2, "a", "b"))
    assert risen(two, one) == [("F4", 1)]
    assert risen(two) == [("F4", 0)]
    assert risen(two, two) == []
    assert risen(two, one, at_least=3) == []


def test_what_rose_once_is_not_told_again_under_another_number_or_in_a_story_joined_with_it() -> None:
    was = dossier(finding("F1", 2, "a", "b"))
    assert risen(dossier(finding("F9", 3, "c", "b")), was) == []
    assert risen(dossier(finding("F1", 3, "a", "c")), dossier(finding("F1", 1, "c")), was) == []


def test_a_later_version_of_a_report_makes_a_statement_no_new_one() -> None:
    was = dossier(finding("F1", 2, "a", "b"))
    later = (report("a2", outlet="a"), report("b"))
    assert risen(dossier(finding("F1", 2, "a2"), reports=later), was) == []
    assert risen(dossier(finding("F1", 2, "a2"), reports=(report("a2", outlet="d"),)), was) == [("F1", 0)]


def test_the_key_of_a_statement_stays_while_it_grows() -> None:
    keys = {
        next(iter(changes.risen(d, (), 2))).key
        for d in (dossier(finding("F1", 2, "a", "b")), dossier(finding("F7", 3, "c", "b", "a")))
    }
    assert len(keys) == 1


def contradictions(now: Dossier, *before: Dossier) -> list[list[str]]:
    return [[s.value for s in c.conflict.sides] for c in changes.contradictions(now, before)]


def test_a_contradiction_is_told_when_it_comes_up_and_when_it_gets_a_side_more() -> None:
    f = finding("F1", 1, "a", "b", "c")
    none = dossier(f)
    two = dossier(f, conflicts=(conflict("contradiction", ("three", "a"), ("five", "b")),))
    three = dossier(f, conflicts=(conflict("contradiction", ("three", "a"), ("five", "b"), ("six", "c")),))
    open_ = dossier(f, conflicts=(conflict("undecided", ("three", "a"), ("five", "b")),))
    assert contradictions(two, none) == contradictions(two) == contradictions(two, open_) == [["three", "five"]]
    assert contradictions(three, two) == [["three", "five", "six"]]
    assert contradictions(two, two) == contradictions(two, three) == contradictions(open_, none) == []


def test_a_side_in_other_words_is_no_new_side() -> None:
    f = finding("F1", 1, "a", "b", "c")
    was = dossier(f, conflicts=(conflict("contradiction", ("three", "a"), ("five", "b")),))
    now = dossier(f, conflicts=(conflict("contradiction", ("3", "a"), ("FIVE", "c")),))
    assert contradictions(now, was) == []


def test_a_contradiction_about_something_else_is_told_though_a_value_is_the_same() -> None:
    f = finding("F1", 1, "a", "b", "c")
    was = dossier(f, conflicts=(conflict("contradiction", ("three", "a"), ("five", "b")),))
    now = dossier(f, conflicts=(*was.conflicts, conflict("contradiction", ("three", "c"), ("nine", "d"))))
    assert contradictions(now, was) == [["three", "nine"]]


BRANDT = StoryEntity("E1", "Ilsa Brandt", "PERSON", None, ("the Mayor", "Brandt"))
BOARD = StoryEntity("E2", "Harbour Board of Port Andor", "ORG", None, ("HBPA",))


@pytest.mark.parametrize("name", ["Ilsa Brandt", "ilsa  brandt", "mayor", "The Mayor", "Brandt"])
def test_somebody_is_named_under_any_name(name: str) -> None:
    assert changes.named(dossier(entities=(BOARD, BRANDT)), [name]) == BRANDT


@pytest.mark.parametrize("name", ["Ilsa", "Ilsa Brant Street", "Port Andor", "Harbour", "Otto Brandt"])
def test_part_of_a_name_names_nobody(name: str) -> None:
    assert changes.named(dossier(entities=(BOARD, BRANDT)), [name]) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("market", "market"),
        ("markets hurting", "hurt"),
        ('"people were"', "people were"),
        ('"were people"', None),
        ("brigade siren", None),
        ('"the brigade" hurt', "hurt"),
        ("harbour", ""),
        ("HARBOUR people", "people"),
        ("?!", None),
        ("siren OR hurt", "hurt"),
        ("people -hurt", None),
        ("people -siren", "people"),
    ],
)
def test_words_are_found_as_a_search_finds_them(words: str, found: str | None) -> None:
    place = changes.found(report("a", title="Fire at the harbour"), parse(words))
    assert (None if place is None else TEXT[slice(*place)]) == found


def test_versions_arrive_and_leave() -> None:
    was, now = dossier(), dossier(reports=(report("a"), replace(report("b2"), outlet="b")))
    assert [r.id for r in changes.arrived(now, [was])] == ["b2"]
    assert changes.left(now, [was]) == ("b", "c")
