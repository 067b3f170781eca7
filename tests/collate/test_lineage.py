from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.collate.lineage import derivations, roots
from consilience.evaluate.groups import cut
from consilience.model import Annotated, Attribution, Derivation, Extent, Removed, Report

BODY = (
    "The ferry Halcyon Star capsized in the Orrin Strait shortly after leaving Port Anselm with a full car deck. "
    "Rescue boats searched the cold water through the night while relatives gathered behind a rope on the quay. "
    "An inspector had warned the owner in spring that the stern door leaked and that the pumps were too weak. "
    "Fishermen from three villages were the first to reach the wreck, towing rafts and a borrowed pontoon."
)
OTHER = (
    "A crowded ship turned over west of Port Anselm on Thursday and dozens are missing, the harbour office announced. "
    "Divers expect to enter the hull once the current slackens around noon. "
    "Parliament will debate stricter rules for old vessels next week, a spokesman for the speaker added."
)


def report(name: str, text: str, **fields: object) -> Annotated:
    return cut(replace(Report(name, f"{name}.txt", text, language="en"), **fields))


def pairs(found: tuple[Derivation, ...]) -> list[tuple[str, str, str]]:
    return [(d.report, d.source, d.relation) for d in found]


def test_the_later_of_two_like_texts_republishes_the_earlier() -> None:
    reports = [
        report("late", BODY, published="2025-09-12T18:00:00"),
        report("early", BODY + " The strait stays closed.", published="2025-09-12T09:30:00"),
    ]
    (found,) = derivations(reports)
    assert (found.report, found.source, found.relation, found.directed) == ("late", "early", "republishes", True)
    assert found.share == 1.0
    assert "published first" in found.reason


def test_the_spans_of_a_derivation_are_the_same_words_in_both() -> None:
    reports = [report("a", "Read on. " + BODY), report("b", BODY)]
    (found,) = derivations(reports)
    for one, other in found.spans:
        assert {one.report, other.report} == {"a", "b"}
        assert one.text == other.text == BODY[:-1]
        text = {r.report.id: r.report.text for r in reports}
        assert text[one.report][one.start : one.end] == one.text


def test_without_times_or_credits_a_derivation_has_no_direction() -> None:
    (found,) = derivations([report("b", BODY), report("a", BODY + " The strait stays closed.")])
    assert not found.directed
    assert (found.report, found.source) == ("a", "b")


def test_a_day_and_a_time_of_the_same_day_give_no_direction() -> None:
    one = report("a", BODY, published="2025-09-12T00:00:00")
    (found,) = derivations([one, report("b", BODY, published="2025-09-12T15:00:00")])
    assert not found.directed


def test_texts_about_the_same_event_in_other_words_are_not_derived() -> None:
    assert derivations([report("a", BODY), report("b", OTHER)]) == ()


def test_a_quotation_that_both_could_have_heard_is_no_evidence() -> None:
    said = (
        "“The pumps were too weak, the stern door leaked, and an inspector had warned the owner in spring that the "
        "vessel was unsafe with an overloaded car deck in a cross sea,” coastguard chief Leila Marchand said."
    )
    assert derivations([report("a", f"{said} {OTHER}"), report("b", f"Ships searched all night. {said}")]) == ()


def test_a_statement_in_the_first_person_without_marks_is_no_evidence() -> None:
    said = (
        "We deeply regret the loss of the Halcyon Star and are helping investigators with inspection records, cargo "
        "manifests and the maintenance logs of our stern door and pumps."
    )
    assert derivations([report("a", f"{OTHER} {said}"), report("b", f"Ships searched all night. {said}")]) == ()


def test_stock_phrases_are_no_evidence() -> None:
    stock = "The company did not immediately respond to a request for comment. The minister told reporters on Monday."
    assert derivations([report("a", f"{OTHER} {stock}"), report("b", f"{stock} Rescue boats searched.")]) == ()


def test_what_was_removed_is_no_evidence() -> None:
    removed = (Removed(0, len(BODY), "related links"),)
    assert derivations([report("a", BODY + " " + OTHER, removed=removed), report("b", BODY)]) == ()


def test_an_agency_text_in_three_papers_is_the_agency_in_all_three() -> None:
    reports = [
        report("a", "PORT ANSELM (AP) — " + BODY),
        report("b", BODY, published="2025-09-11"),
        report("c", BODY[: BODY.index(" An inspector")] + " " + OTHER),
        report("d", OTHER.replace("crowded", "full")),
    ]
    found = derivations(reports[:3])
    assert {d.source for d in found} == {"Associated Press"}
    assert roots(reports[:3], found) == dict.fromkeys("abc", "Associated Press")


def test_a_contribution_is_cited_unless_the_text_shows_more() -> None:
    credit = "\nThe Associated Press contributed to this report."
    (cites,) = derivations([report("a", OTHER + credit)])
    assert (cites.source, cites.relation) == ("Associated Press", "cites")
    assert roots([report("a", OTHER + credit)], (cites,)) == {"a": "a"}
    wire = report("w", "PORT ANSELM (AP) — " + BODY)
    found = derivations([report("a", BODY[:300] + OTHER + OTHER.upper() + credit), wire])
    assert ("a", "Associated Press", "rewrites") in pairs(found) or ("a", "Associated Press", "republishes") in pairs(
        found
    )


def test_an_agency_that_no_table_knows_is_found_by_its_dateline_and_its_own_report() -> None:
    reports = [
        report("own", "PORT ANSELM, Sept 12 (KTA) - " + BODY, outlet="Kessaran Telegraph Agency"),
        report("paper", "PORT ANSELM, Sept 12 (KTA) - " + BODY, outlet="Harbour Times"),
    ]
    found = derivations(reports)
    assert ("paper", "Kessaran Telegraph Agency", "republishes") in pairs(found)
    assert not any(d.report == "own" for d in found)
    assert set(roots(reports, found).values()) == {"Kessaran Telegraph Agency"}


def test_an_outlet_that_another_report_names_is_cited_there() -> None:
    text = "The owner had been warned, Harbour Times reported. " + OTHER
    told = Attribution(Extent(27, 40, "Harbour Times"), None, Extent(0, 25, text[:25]), "indirect", "Harbour Times")
    naming = replace(report("b", text, outlet="Island Post"), attributions=(told,))
    (found,) = derivations([report("a", BODY, outlet="Harbour Times"), naming])
    assert (found.report, found.source, found.relation) == ("b", "a", "cites")
    assert found.spans[0][0].text == "Harbour Times"


def test_of_many_copies_each_has_one_source() -> None:
    reports = [report(f"r{i:02}", BODY, published=f"2025-09-{i + 1:02}") for i in range(25)]
    found = derivations(reports)
    assert len(found) == 24
    assert set(roots(reports, found).values()) == {"r00"}


def test_a_text_put_together_from_two_has_two_sources() -> None:
    reports = [
        report("a", BODY, published="2025-09-10"),
        report("b", OTHER, published="2025-09-11"),
        report("c", BODY + "\n" + OTHER, published="2025-09-12"),
    ]
    assert [(d.report, d.source) for d in derivations(reports)] == [("c", "a"), ("c", "b")]


IDS = st.sampled_from(["a", "b", "c", "d", "AP"])
LINKS = st.builds(
    Derivation,
    report=st.sampled_from(["a", "b", "c", "d"]),
    source=IDS,
    relation=st.sampled_from(["republishes", "rewrites", "cites"]),
    share=st.floats(0, 1),
    spans=st.just(()),
    reason=st.just(""),
    directed=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINKS, max_size=10))
def test_roots_end_whatever_the_derivations(links: list[Derivation]) -> None:
    reports = [report(name, "text") for name in "abcd"]
    found = roots(reports, links)
    assert set(found) == set("abcd")
    assert all(root == "AP" or found[root] == root for root in found.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_texts_have_derivations_with_true_spans(texts: list[str]) -> None:
    reports = [report(f"r{i}", text + text) for i, text in enumerate(texts)]
    known = {r.report.id: r.report.text for r in reports}
    found = derivations(reports)
    for derivation in found:
        assert 0 <= derivation.share <= 1
        for pair in derivation.spans:
            assert all(known[s.report][s.start : s.end] == s.text for s in pair)
    assert derivations(reports) == found


RETOLD = (
    "Shortly after it left Port Anselm with a full car deck, the ferry Halcyon Star turned over in the Orrin Strait. "
    "All night long boats looked for survivors in cold water; on the quay relatives stood behind a rope. "
    "In spring already an inspector told the owner of a leaking stern door and of pumps that were weak. "
    "First at the wreck were fishermen, from three villages, who towed rafts and a pontoon they had borrowed. "
    "A crane from Sarovka is expected on Monday."
)
CRANE = " A crane from Sarovka should arrive on Monday to lift the bow."


def test_the_same_content_in_other_words_and_the_same_order_is_a_rewrite() -> None:
    reports = [report("a", BODY + CRANE, published="2025-09-12"), report("b", RETOLD, published="2025-09-13")]
    (found,) = derivations(reports)
    assert (found.report, found.source, found.relation) == ("b", "a", "rewrites")
    assert "in the order of a" in found.reason
    assert len(found.spans) == 5


def test_the_same_content_in_an_order_of_its_own_is_none() -> None:
    sentences = RETOLD.split(". ")
    shuffled = ". ".join([sentences[4].rstrip("."), sentences[2], sentences[0], sentences[3], sentences[1]]) + "."
    assert derivations([report("a", BODY + CRANE), report("b", shuffled)]) == ()


def test_a_clock_in_another_zone_is_compared_as_the_moment_that_it_is() -> None:
    reports = [
        report("a", BODY, published="2025-09-12T10:00:00+02:00"),
        report("b", BODY, published="2025-09-12T09:00:00+00:00"),
    ]
    assert [(d.report, d.source) for d in derivations(reports)] == [("b", "a")]
