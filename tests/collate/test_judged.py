"""What people decide about names outranks what names look like."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.collate.entities import link
from consilience.collate.judged import decide, plain, separated
from consilience.model import Annotated, Claim, Entity, Extent, Judgement, Report, StoryEntity, Tokens


def report(number: int, *names: str, type_: str = "PERSON") -> Annotated:
    made = [
        Entity(f"e{k}", name, type_, None, (Extent(100 * k, 100 * k + len(name), name),))
        for k, name in enumerate(names)
    ]
    return Annotated(report=Report(id=f"r{number}", path="", text=""), entities=tuple(made))


def same(left: str, right: str, at: str | None = None, by: str | None = None) -> Judgement:
    return Judgement("same", left, right, by=by, at=at)


def different(left: str, right: str, at: str | None = None, by: str | None = None) -> Judgement:
    return Judgement("different", left, right, by=by, at=at)


def names(found: tuple[StoryEntity, ...]) -> list[set[str]]:
    return sorted(({e.name, *e.aliases} for e in found), key=sorted)


def test_names_judged_the_same_are_one_however_unlike() -> None:
    reports = [report(0, "Ilsa Brandt"), report(1, "The Iron Mayor")]
    assert len(link(reports)) == 2
    found = link(reports, [same("Ilsa Brandt", "Iron Mayor", by="AK")])
    assert names(found) == [{"Ilsa Brandt", "The Iron Mayor"}]
    assert found[0].reasons == ("Ilsa Brandt and Iron Mayor: judged same by AK",)


def test_what_is_judged_the_same_is_carried_on() -> None:
    reports = [report(0, "Ann Alder"), report(1, "Bo Birch"), report(2, "Cy Cedar"), report(3, "Di Dogwood")]
    found = link(reports, [same("Ann Alder", "Bo Birch"), same("Cy Cedar", "Bo Birch")])
    assert names(found) == [{"Ann Alder", "Bo Birch", "Cy Cedar"}, {"Di Dogwood"}]


def test_names_of_different_types_can_be_judged_the_same() -> None:
    reports = [report(0, "Halden Brothers", type_="ORG"), report(1, "Halden", type_="GPE")]
    assert names(link(reports, [same("Halden", "Halden Brothers")])) == [{"Halden", "Halden Brothers"}]


def test_what_evidence_joins_to_one_of_them_comes_along() -> None:
    reports = [report(0, "Sergei Lavrov"), report(1, "The Fox"), report(2, "Sergey Lavrov"), report(3, "Lavrov")]
    found = link(reports, [same("The Fox", "Sergei Lavrov")])
    assert names(found) == [{"Lavrov", "Sergei Lavrov", "Sergey Lavrov", "The Fox"}]


def test_names_judged_different_stay_two_against_their_spelling() -> None:
    reports = [report(0, "Sergei Lavrov"), report(1, "Sergey Lavrov")]
    assert len(link(reports)) == 1
    found = link(reports, [different("Sergey Lavrov", "Sergei Lavrov", at="2025-01-02T10:00:00+00:00")])
    assert names(found) == [{"Sergei Lavrov"}, {"Sergey Lavrov"}]
    assert all("judged different on 2025-01-02" in e.reasons[0] for e in found)


def test_a_third_name_joins_no_two_that_were_judged_different() -> None:
    reports = [report(0, "Sergei Lavrov"), report(1, "Sergey Lavrov"), report(2, "Lavrov"), report(3, "S. Lavrov")]
    found = link(reports, [different("Sergei Lavrov", "Sergey Lavrov")])
    assert not any({"Sergei Lavrov", "Sergey Lavrov"} <= group for group in names(found))
    assert len([pair for e in found for pair in e.mentions]) == 4


def test_what_was_judged_different_stays_so_through_what_is_the_same() -> None:
    reports = [report(0, "Jon Vik"), report(1, "John Vik"), report(2, "The Baker")]
    found = link(reports, [different("Jon Vik", "John Vik"), same("The Baker", "John Vik")])
    assert names(found) == [{"John Vik", "The Baker"}, {"Jon Vik"}]


def test_a_later_judgement_outranks_an_earlier_one_and_says_so() -> None:
    reports = [report(0, "Ann Alder"), report(1, "Bo Birch")]
    early, late = same("Ann Alder", "Bo Birch", "2025-01-01"), different("Bo Birch", "Ann Alder", "2025-03-01")
    for order in ([early, late], [late, early]):
        found = link(reports, order)
        assert len(found) == 2
        assert any("outranked" in reason for reason in found[0].reasons)
    turned = [different("Ann Alder", "Bo Birch", "2025-01-01"), same("Ann Alder", "Bo Birch", "2025-03-01")]
    assert len(link(reports, turned)) == 1


def test_without_times_the_order_decides() -> None:
    reports = [report(0, "Ann Alder"), report(1, "Bo Birch")]
    pair = "Ann Alder", "Bo Birch"
    assert len(link(reports, [same(*pair), different(*pair)])) == 2
    assert len(link(reports, [different(*pair), same(*pair)])) == 1


def test_of_a_long_contradiction_the_earliest_judgement_gives_way() -> None:
    reports = [report(0, "Ann Alder"), report(1, "Bo Birch"), report(2, "Cy Cedar")]
    found = link(
        reports,
        [same("Ann Alder", "Bo Birch"), same("Bo Birch", "Cy Cedar"), different("Ann Alder", "Cy Cedar")],
    )
    assert names(found) == [{"Ann Alder"}, {"Bo Birch", "Cy Cedar"}]


def test_a_judgement_made_for_one_story_holds_in_no_other() -> None:
    reports = [report(0, "Ann Alder"), report(1, "Bo Birch")]
    judgement = Judgement("same", "Ann Alder", "Bo Birch", story="s1")
    assert len(link(reports, [judgement], "s1")) == 1
    assert len(link(reports, [judgement], "s2")) == 2


def test_a_report_that_calls_one_thing_by_two_names_judged_different_is_taken_apart() -> None:
    text = "Tom Varga left. Varga stayed."
    entity = Entity("e0", "Tom Varga", "PERSON", None, (Extent(0, 9, "Tom Varga"), Extent(16, 21, "Varga")))
    words = ("Tom", "Varga", "left", ".", "Varga", "stayed", ".")
    starts = (0, 4, 10, 14, 16, 22, 28)
    tokens = Tokens(
        start=starts,
        end=tuple(s + len(w) for s, w in zip(starts, words, strict=True)),
        text=words,
        entity=(0, 0, -1, -1, 0, -1, -1),
    )
    claim = Claim("c0", 16, 28, "Varga stayed", "stay", "positive", "asserted", {}, tokens=(4, 5), entities=(0,))
    annotated = Annotated(report=Report(id="r", path="", text=text), entities=(entity,), tokens=tokens, claims=(claim,))
    apart = separated([annotated], decide([different("Varga", "Tom Varga")]))[0]
    assert [e.name for e in apart.entities] == ["Tom Varga", "Varga"]
    assert apart.tokens.entity == (0, 0, -1, -1, 1, -1, -1)
    assert apart.claims[0].entities == (1,)
    assert len(link([apart], [different("Varga", "Tom Varga")])) == 2


NAMES = ["Ann Alder", "Anne Alder", "A. Alder", "Alder", "Bo Birch", "Cy Cedar"]
JUDGEMENTS = st.lists(
    st.builds(
        Judgement,
        st.sampled_from(["same", "different"]),
        st.sampled_from(NAMES[:3]),
        st.sampled_from(NAMES[3:]),
        at=st.sampled_from([None, "2025-01-01", "2025-06-01T12:00:00+02:00"]),
    ),
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(JUDGEMENTS, st.permutations(NAMES))
def test_every_judgement_holds_unless_it_is_outranked(judgements: list[Judgement], order: list[str]) -> None:
    reports = [report(number, name) for number, name in enumerate(order)]
    found = link(reports, judgements)
    assert sorted(pair for e in found for pair in e.mentions) == sorted((f"r{n}", "e0") for n in range(len(order)))
    decisions = decide(judgements)
    lost = [j for j, _ in decisions.outranked]
    where = {form: e.id for e in found for form in (e.name, *e.aliases)}
    for judgement in judgements:
        together = where[judgement.left] == where[judgement.right]
        if judgement not in lost:
            assert together == (judgement.verdict == "same")


@given(JUDGEMENTS)
def test_decisions_contradict_themselves_nowhere(judgements: list[Judgement]) -> None:
    decisions = decide(judgements)
    assert all(a != b for a, b in decisions.apart)
    for judgement in judgements:
        if judgement.verdict == "same" and judgement not in [lost for lost, _ in decisions.outranked]:
            assert decisions.groups[plain(judgement.left)] == decisions.groups[plain(judgement.right)]


def test_a_story_without_judgements_is_what_it_was() -> None:
    reports = [report(n, *pair) for n, pair in enumerate(itertools.combinations(NAMES, 2))]
    assert link(reports) == link(reports, [])
    assert separated(reports, decide([])) == tuple(reports)
