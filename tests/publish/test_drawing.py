"""The places of what is drawn and marked: passages, word differences, fan and lineage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.model import Briefing, Derivation, OriginCount, Removed, Report
from consilience.publish import graph
from consilience.publish.characters import encodable, line, visible
from consilience.publish.differences import alike, runs
from consilience.publish.passages import broken, context, pieces
from consilience.publish.wording import Names

_PLACES = st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25)), max_size=6)


@given(st.text(max_size=20), _PLACES, _PLACES)
def test_the_pieces_of_a_report_are_its_raw_text(
    text: str, places: list[tuple[int, int]], gone: list[tuple[int, int]]
) -> None:
    removed = tuple(Removed(a, b, "tag line") for a, b in gone)
    cut = pieces(Report("r", "p", text, removed=removed), places)
    assert "".join(piece.text for piece in cut) == text


@given(st.text(min_size=1, max_size=20), _PLACES)
def test_every_passage_begins_once_and_is_marked_whole(text: str, places: list[tuple[int, int]]) -> None:
    cut = pieces(Report("r", "p", text), places)
    inside = {(max(0, a), min(b, len(text))) for a, b in places}
    expected = sorted((a, b) for a, b in inside if a < b)
    assert sorted((p.start, p.end) for piece in cut for p in piece.begins) == expected
    for start, end in expected:
        marked = "".join(q.text for q in cut if any((p.start, p.end) == (start, end) for p in q.passages))
        assert marked == text[start:end]


def test_a_passage_that_another_crosses_is_known_to_be_broken() -> None:
    cut = pieces(Report("r", "p", "0123456789"), [(0, 6), (4, 8), (9, 10)])
    assert [(p.start, p.end) for p in broken(cut)] == [(0, 6), (4, 8)]


def test_removed_words_keep_their_reason() -> None:
    cut = pieces(Report("r", "p", "News. Share this", removed=(Removed(6, 16, "share widget"),)), [(0, 4)])
    assert [(piece.text, piece.removed) for piece in cut] == [
        ("News", None),
        (". ", None),
        ("Share this", "share widget"),
    ]


TOLD = "Old news. He said that the ship, which is new, will sail on 1 June. More.\nShare this"


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("will sail", "He said that the ship, which is new, ", " on 1 June."),
        ("Old news", "", "."),
        ("More.", "", ""),
        ("He said", "", " that the ship, which is new, will sail on 1 June."),
    ],
)
def test_words_are_shown_within_their_sentence(words: str, before: str, after: str) -> None:
    start = TOLD.index(words)
    report = Report("r", "p", TOLD, removed=(Removed(TOLD.index("Share"), len(TOLD), "share widget"),))
    assert context(report, start, start + len(words)) == (before, after)


def test_a_long_sentence_is_cut_with_an_ellipsis() -> None:
    report = Report("r", "p", "word " * 200)
    before, after = context(report, 500, 504)
    assert before.startswith("…word ")
    assert after.endswith(" word…")
    assert len(before) + len(after) < 300


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_a_context_is_made_of_the_words_beside(text: str, start: int, end: int) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    before, after = context(Report("r", "p", text), start, end)
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)


@given(st.text("ab \n", max_size=12), st.text("ab \n", max_size=12))
def test_a_wording_can_be_read_from_its_differences(first: str, other: str) -> None:
    told = runs(first, other)
    assert " ".join(run.text for run in told if run.change != "missing") == " ".join(other.split())
    assert " ".join(run.text for run in told if run.change != "added") == " ".join(first.split())


def test_only_the_words_that_differ_are_marked() -> None:
    told = runs('"We fully support it," he said', "“We support it unreservedly”, he said")
    assert [(run.change, run.text) for run in told] == [
        ("same", "“We"),
        ("missing", "fully"),
        ("same", "support it"),
        ("added", "unreservedly”,"),
        ("same", "he said"),
    ]


def test_quotation_marks_and_case_make_no_other_wording() -> None:
    assert alike('"We sail."', "“we sail”")
    assert not alike("We sail", "We sailed")


def test_what_acts_becomes_visible_at_the_same_offsets() -> None:
    text = "a\x1b\u202e\ud800\x85b\tc\n"
    assert visible(text) == "a␛���b\tc\n"
    assert len(visible(text)) == len(text)
    assert line(" a\n\tb\u2029c ") == "a b c"
    assert encodable("a\udfffb") == "a\ufffdb"


def test_marks_that_honest_right_to_left_text_needs_stay() -> None:
    assert visible("\u200f(שלום)\u200e") == "\u200f(שלום)\u200e"


def fan_of(briefing: Briefing, key: str) -> graph.Fan:
    dossier = briefing.dossiers[0]
    outlets = {r.id: r.outlet or "" for r in dossier.reports}
    owners = {r.id: r.publisher or outlets[r.id] for r in dossier.reports}
    found = next(f for f in dossier.findings if f.id == key)
    return graph.fan(found, outlets, owners, {o.id: o for o in dossier.origins})


def test_the_fan_leads_five_outlets_into_one_origin_and_leaves_one_open(ferry: Briefing) -> None:
    fan = fan_of(ferry, "f-pledge")
    assert len(fan.outlets) == 5
    assert [(o.name, o.shown) for o in fan.origins] == [("OTA", True), ("not shown", False)]
    assert [t.shown for t in fan.threads] == [True, True, True, True, False]


def test_outlets_of_one_publisher_share_what_is_open(ferry: Briefing) -> None:
    closed = next(f for f in ferry.dossiers[0].findings if f.id == "f-closed")
    quay = tuple(replace(closed.support[0], report=report) for report in ("harbour", "caller", "ledger"))
    group = replace(closed, support=quay, origins=OriginCount(0, 2, 0))
    fan = fan_of(replace(ferry, dossiers=(replace(ferry.dossiers[0], findings=(group,)),)), "f-closed")
    assert len(fan.outlets) == 3
    assert [o.shown for o in fan.origins] == [False, False]
    ends = [thread.path.rsplit(" ", 1)[1] for thread in fan.threads]
    assert ends[0] == ends[1] != ends[2]


def test_an_outlet_of_a_publisher_that_shows_an_origin_leads_there_dotted(ferry: Briefing) -> None:
    pledge = next(f for f in ferry.dossiers[0].findings if f.id == "f-pledge")
    both = replace(pledge, support=(pledge.support[1], replace(pledge.support[4], report="caller")))
    settled = replace(both, origins=OriginCount(1, 1, 1, ("o-ota",)))
    fan = fan_of(replace(ferry, dossiers=(replace(ferry.dossiers[0], findings=(settled,)),)), "f-pledge")
    assert len(fan.outlets) == 2
    assert [(o.name, o.shown) for o in fan.origins] == [("OTA", True)]
    assert [t.shown for t in fan.threads] == [True, False]


def test_an_origin_that_may_state_something_else_is_named_and_hollow(ferry: Briefing) -> None:
    pledge = next(f for f in ferry.dossiers[0].findings if f.id == "f-pledge")
    unsure = replace(pledge.support[4], origin="o-caller", vouches="possibly")
    doubted = replace(pledge, support=(pledge.support[1], unsure), origins=OriginCount(1, 2, 1, ("o-ota",)))
    fan = fan_of(replace(ferry, dossiers=(replace(ferry.dossiers[0], findings=(doubted,)),)), "f-pledge")
    assert [o.shown for o in fan.origins] == [True, False]
    assert "not shown" not in {o.name for o in fan.origins}
    assert [t.shown for t in fan.threads] == [True, False]


def test_nothing_leads_from_an_outlet_that_tells_otherwise(ferry: Briefing) -> None:
    pledge = next(f for f in ferry.dossiers[0].findings if f.id == "f-pledge")
    contrary = replace(pledge.support[4], origin="o-caller", vouches="no")
    disputed = replace(pledge, support=(pledge.support[1], contrary), origins=OriginCount(1, 1, 1, ("o-ota",)))
    fan = fan_of(replace(ferry, dossiers=(replace(ferry.dossiers[0], findings=(disputed,)),)), "f-pledge")
    assert [o.denies for o in fan.outlets] == [False, True]
    assert [(o.shown, len(fan.threads)) for o in fan.origins] == [(True, 1)]


def test_threads_to_different_origins_do_not_cross(ferry: Briefing) -> None:
    fan = fan_of(ferry, "f-sail")
    heights = [float(thread.path.rsplit(" ", 1)[1]) for thread in fan.threads]
    assert len(set(heights)) == 4
    assert heights == sorted(heights)


def test_a_fan_of_many_outlets_says_how_many_it_leaves_out(ferry: Briefing) -> None:
    pledge = next(f for f in ferry.dossiers[0].findings if f.id == "f-pledge")
    many = replace(pledge, support=tuple(replace(pledge.support[0], report=f"r{i}") for i in range(40)))
    fan = fan_of(replace(ferry, dossiers=(replace(ferry.dossiers[0], findings=(many,)),)), "f-pledge")
    assert len(fan.outlets) == graph.FAN_ROWS
    assert fan.beyond == 40 - graph.FAN_ROWS


def derived(report: str, source: str, directed: bool = True) -> Derivation:
    return Derivation(report, source, "rewrites", 0.5, (), "test", directed)


def drawn(*derivations: Derivation) -> graph.Lineage:
    reports = [Report(key, "", "") for key in "abcd"]
    return graph.lineage(reports, Names({key: key.upper() for key in "abcd"}), derivations, ())


def test_a_source_stands_left_of_what_was_made_of_it() -> None:
    lineage = drawn(derived("b", "a"), derived("c", "b"), derived("c", "AGENCY"))
    x = {node.key: node.x for node in lineage.nodes}
    assert x["a"] < x["b"] < x["c"]
    assert x["AGENCY"] < x["c"]
    assert lineage.alone == ("D",)


def test_no_two_nodes_overlap() -> None:
    lineage = drawn(derived("b", "a"), derived("c", "a"), derived("d", "X"), derived("d", "b"))
    boxes = [(n.x, n.y) for n in lineage.nodes]
    assert len(set(boxes)) == len(boxes)
    for x, y in boxes:
        assert not [1 for p, q in boxes if p == x and 0 < abs(q - y) < graph.NODE_HEIGHT]
        assert x + graph.NODE_WIDTH <= lineage.width
        assert y + graph.NODE_HEIGHT <= lineage.height


@pytest.mark.parametrize("circle", [("a", "a"), ("ab", "ba"), ("abcd", "bcda")])
def test_a_circle_of_derivations_is_drawn_all_the_same(circle: tuple[str, str]) -> None:
    lineage = drawn(*(derived(b, a) for a, b in zip(*circle, strict=True)))
    assert len(lineage.edges) == len(circle[0])


def test_a_long_chain_keeps_to_its_columns() -> None:
    chain = [derived(f"r{i + 1}", f"r{i}") for i in range(2000)]
    lineage = graph.lineage([], Names(), chain, ())
    assert len({node.x for node in lineage.nodes}) <= graph.COLUMNS
