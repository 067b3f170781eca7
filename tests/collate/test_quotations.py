from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from consilience.collate.quotations import quotations
from consilience.model import Annotated, Attribution, AttributionKind, Entity, Extent, Report, StoryEntity


def report(name: str, *said: tuple[str | None, str, AttributionKind]) -> Annotated:
    """A report that gives the words between ⟨⟩-free quotation marks as said by the speakers."""
    text, attributions, entities = "", [], []
    for speaker, content, kind in said:
        start = len(text)
        text += content
        number = None
        if speaker:
            text += f" {speaker} said."
            number = f"e{len(entities)}"
            entities.append(Entity(number, speaker, "PERSON", None, ()))
        inner = (start, start + len(content))
        if kind == "direct":
            inner = (start + 1, start + len(content) - 1)
        attributions.append(Attribution(None, None, Extent(*inner, text[inner[0] : inner[1]]), kind, speaker, number))
        text += "\n"
    return Annotated(Report(name, f"{name}.txt", text), tuple(entities), attributions=tuple(attributions))


def texts(reports: list[Annotated], entities: tuple[StoryEntity, ...] = ()) -> list[list[str]]:
    return [[variant.text for variant in quotation.variants] for quotation in quotations(reports, entities)]


def test_one_utterance_in_two_translations_is_one_quotation_with_a_difference() -> None:
    reports = [
        report(
            "a",
            ("Viktor Malenko", "“We shall fully support every measure taken to settle the border crisis”", "direct"),
        ),
        report(
            "b", ("Viktor Malenko", "“We will fully support all steps taken to resolve the border crisis”", "direct")
        ),
    ]
    (found,) = quotations(reports, ())
    assert [v.report for v in found.variants] == ["a", "b"]
    assert found.speaker == "Viktor Malenko"
    assert 0.1 < found.difference < 0.8


def test_the_same_words_have_no_difference_and_neither_has_a_cut() -> None:
    long = "“The water is cold and the hours are against us. We go on searching,”"
    cut = "“The water is cold and the hours are against us”"
    reports = [
        report("a", ("Leila Marchand", long, "direct")),
        report("b", ("Leila Marchand", long.replace("“", '"').replace("”", '"'), "direct")),
        report("c", ("Marchand", cut, "direct")),
    ]
    (found,) = quotations(reports, ())
    assert len(found.variants) == 3
    assert found.difference == 0.0


def test_two_utterances_of_one_speaker_are_two() -> None:
    reports = [
        report("a", ("Ruth Varga", "“An inquiry into the overloading of the vessel begins tomorrow”", "direct")),
        report("b", ("Ruth Varga", "“Every family will be compensated by the shipping company”", "direct")),
    ]
    assert len(quotations(reports, ())) == 2


def test_like_words_of_two_people_stay_apart() -> None:
    reports = [
        report("a", ("Ruth Varga", "“This tragedy hits our community very hard tonight”", "direct")),
        report("b", ("Orm Tessel", "“That tragedy hits our small community hard”", "direct")),
    ]
    assert len(quotations(reports, ())) == 2


def test_a_few_quoted_words_go_with_the_utterance_that_they_were_cut_from() -> None:
    reports = [
        report(
            "a", ("Viktor Malenko", "“Taldova pledges unconditional support for its invincible brotherhood”", "direct")
        ),
        report("b", ("Viktor Malenko", "that Taldova offers “unconditional support” to its neighbour", "mixed")),
    ]
    assert texts(reports) == [
        ["Taldova pledges unconditional support for its invincible brotherhood", "unconditional support"]
    ]


def test_a_few_quoted_words_never_hold_two_utterances_together() -> None:
    reports = [
        report("a", ("Viktor Malenko", "“A nuclear button is always on the desk of my office in Bereza”", "direct")),
        report("b", ("Sofia Arden", "“My own nuclear button works, and everyone in Merisia knows it”", "direct")),
        report("c", (None, "about the “nuclear button” again", "mixed")),
    ]
    found = quotations(reports, ())
    assert len(found) == 2
    assert sum(len(q.variants) for q in found) == 3


def test_names_that_the_story_joins_are_one_speaker() -> None:
    reports = [
        report("a", ("Sergei Havel", "“A good neighbour keeps his gate open in a storm”", "direct")),
        report("b", ("the president", "“A good neighbour does not close his gate in a storm”", "direct")),
    ]
    joined = StoryEntity("E1", "Sergei Havel", "PERSON", None, ("the president",), (("a", "e0"), ("b", "e0")))
    (found,) = quotations(reports, (joined,))
    assert found.speaker == "Sergei Havel"


def test_a_quotation_of_one_report_is_listed_and_scare_quotes_are_not() -> None:
    reports = [
        report(
            "a", ("Ruth Varga", "“We have found whole families there”", "direct"), (None, "a “swap” of sorts", "mixed")
        )
    ]
    assert texts(reports) == [["We have found whole families there"]]


def test_those_with_most_reports_come_first() -> None:
    lone = ("Ruth Varga", "“Every family will be compensated by the shipping company”", "direct")
    shared = ("Leila Marchand", "“The water is cold and the hours are against us”", "direct")
    reports = [report("a", lone, shared), report("b", shared)]  # type: ignore[arg-type]
    assert [(q.id, len(q.variants)) for q in quotations(reports, ())] == [("Q1", 2), ("Q2", 1)]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([None, "Ann Lee", "Bo"]), st.text(min_size=1, max_size=60)), max_size=8))
def test_any_quotations_have_true_spans_and_stand_once(said: list[tuple[str | None, str]]) -> None:
    reports = [report(f"r{i}", (speaker, f"“{words}”", "direct")) for i, (speaker, words) in enumerate(said)]
    known = {r.report.id: r.report.text for r in reports}
    found = quotations(reports, ())
    spans = [(v.report, v.start, v.end) for q in found for v in q.variants]
    assert len(spans) == len(set(spans))
    for quotation in found:
        assert 0 <= quotation.difference <= 1
        assert all(known[v.report][v.start : v.end] == v.text for v in quotation.variants)
    assert quotations(reports, ()) == found


def test_a_common_word_that_gives_way_to_a_rare_one_is_a_difference() -> None:
    told = "“It is an honour to have you back as the host of the biggest celebration of the {}”"
    (found,) = quotations([report(w[0], ("Leila Marchand", told.format(w), "direct")) for w in ("year", "ledger")], ())
    assert found.difference > 0.05
