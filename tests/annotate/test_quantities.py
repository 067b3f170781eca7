"""What the quantities of a report say, over the real pipeline."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.annotate.quantities import extract
from consilience.model import Quantity, Removed, Report


def read(nlp: Language, text: str) -> tuple[Quantity, ...]:
    found: tuple[Quantity, ...] = nlp(text)._.consilience_quantities
    return found


def only(nlp: Language, text: str) -> Quantity:
    found = read(nlp, text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "counted"),
    [
        ("The flood reached two dozen villages.", 24, "villages"),
        ("Half a million voters stayed at home.", 500_000, "voters"),
        ("Twenty-one ships left the harbour of Elmere.", 21, "ships"),
        ("The leak touched 44million customers.", 44_000_000, "customers"),
        ("The ministry will send 1,000 military engineers.", 1000, "military engineers"),
        ("It counted 7,919 cases of measles.", 7919, "cases of measles"),
        ("Twelve of the passengers were children.", 12, "passengers"),
        ("The bank named one suspect.", 1, "suspect"),
    ],
)
def test_a_count_has_its_value_and_the_noun(nlp: Language, text: str, value: float, counted: str) -> None:
    quantity = only(nlp, text)
    assert (quantity.value, quantity.counted, quantity.unit, quantity.bound) == (value, counted, None, "=")


def test_nouns_that_are_joined_are_counted_together(nlp: Language) -> None:
    text = "It will send 6,000 military engineers and construction workers to Elmere."
    assert only(nlp, text).counted == "military engineers and construction workers"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The site was sold for 4.2 million pounds.", "GBP"),
        ("The club was fined 500 pounds.", "GBP"),
        ("The rocket has 5 million pounds of thrust.", "[lb_av]"),
        ("The package weighed 40 pounds.", "[lb_av]"),
        ("It can carry two million pounds into orbit.", "[lb_av]"),
    ],
)
def test_pounds_are_money_or_a_weight(nlp: Language, text: str, unit: str) -> None:
    assert only(nlp, text).unit == unit


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("The blast killed 12 people.", "people"),
        ("Twelve people killed in the blast were miners.", "people killed"),
        ("At least 12 were killed in the blast.", "people killed"),
        ("The blast left 12 dead.", "people dead"),
        ("Fifty-one were taken to hospital.", "people taken to hospital"),
        ("Five injured after a tram derails in Elmere", "people injured"),
    ],
)
def test_the_dead_and_the_injured_are_people(nlp: Language, text: str, counted: str) -> None:
    assert only(nlp, text).counted == counted


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("at least 300", ">="),
        ("no fewer than 300", ">="),
        ("300 or more", ">="),
        ("more than 300", ">"),
        ("over 300", ">"),
        ("well over 300", ">"),
        ("up to 300", "<="),
        ("as many as 300", "<="),
        ("no more than 300", "<="),
        ("fewer than 300", "<"),
        ("just under 300", "<"),
        ("about 300", "~"),
        ("nearly 300", "~"),
        ("some 300", "~"),
        ("an estimated 300", "~"),
        ("300 or so", "~"),
        ("300", "="),
    ],
)
def test_the_words_around_a_number_set_its_bound(nlp: Language, words: str, bound: str) -> None:
    quantity = only(nlp, f"The town took in {words} families.")
    assert (quantity.value, quantity.bound, quantity.text, quantity.counted) == (300, bound, words, "families")


@pytest.mark.parametrize("text", ["The correct figure was 16.", "The number of dead was 16."])
def test_what_a_figure_was_is_no_day_of_the_month(nlp: Language, text: str) -> None:
    (found,) = nlp(text)._.consilience_quantities
    assert found.value == 16


def test_of_two_bounds_the_firmer_one_holds(nlp: Language) -> None:
    quantity = only(nlp, "The storm cut off more than an estimated 900 homes.")
    assert (quantity.bound, quantity.text) == (">", "more than an estimated 900")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between 5 and 10 soldiers were seen.", 5, 10),
        ("Some 10-15 families left.", 10, 15),
        ("The police counted 5-6,000 marchers.", 5000, 6000),
        ("It takes from 3 to 4 engineers.", 3, 4),
        ("One or two trucks got through.", 1, 2),
        ("The fund lost $3-5 billion.", 3e9, 5e9),
        ("It will cost between $1 billion and $3 billion.", 1e9, 3e9),
        ("It could take 1 to 2 thousand workers.", 1000, 2000),
    ],
)
def test_a_range_has_both_ends_in_one_scale(nlp: Language, text: str, low: float, high: float) -> None:
    quantity = only(nlp, text)
    assert (quantity.value, quantity.low, quantity.high) == (None, low, high)


@pytest.mark.parametrize(
    ("text", "low", "high", "counted"),
    [
        ("Dozens of shops were looted.", 24, 120, "shops"),
        ("Thousands of people fled.", 2000, 100_000, "people"),
        ("Tens of thousands of students marched.", 20_000, 100_000, "students"),
        ("Several hundred workers walked out.", 200, 1000, "workers"),
    ],
)
def test_a_plural_is_a_wide_range(nlp: Language, text: str, low: float, high: float, counted: str) -> None:
    quantity = only(nlp, text)
    assert (quantity.low, quantity.high, quantity.bound, quantity.counted) == (low, high, "~", counted)


def test_thousands_and_more_than_ten_thousand_can_both_be_true(nlp: Language) -> None:
    plural = only(nlp, "Thousands of people fled.")
    exact = only(nlp, "More than 10,000 people fled.")
    assert plural.low is not None and plural.high is not None and exact.value is not None
    assert plural.low <= exact.value <= plural.high


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Turnout was 61.5 percent.", 61.5, "%"),
        ("Turnout fell by 3 percentage points.", 3, "{pp}"),
        ("The bridge is 120 km long.", 120, "km"),
        ("The winds reached 50mph.", 50, "[mi_i]/h"),
        ("They found 278kg of cocaine.", 278, "kg"),
        ("The quake was felt 40 miles away.", 40, "[mi_i]"),
        ("The plant makes 3.4 gigawatts.", 3.4, "GW"),
        ("The fire burned 300 hectares.", 300, "har"),
        ("The oven was at 200 degrees Celsius.", 200, "Cel"),
        ("The pension is £1,000.", 1000, "GBP"),
        ("The fine was £1.3m.", 1.3e6, "GBP"),
        ("The fine was US$2.07 billion.", 2.07e9, "USD"),
        ("It paid 9 billion shekels.", 9e9, "ILS"),
        ("The flat cost RM120,000.", 120_000, "MYR"),
        ("The loan was USD10m.", 10e6, "USD"),
        ("Oil rose to $87 a barrel.", 87, "USD/[bbl_us]"),
        ("The rent is 80 euros per square metre.", 80, "EUR/m2"),
        ("He walked hundreds of miles.", None, "[mi_i]"),
        ("It was a million-dollar house.", 1e6, "USD"),
        ("The night fell to minus 12 degrees.", -12, "deg"),
        ("A third of the voters stayed away.", 0.333333333333, "1"),
        ("One in five adults smokes.", 0.2, "1"),
    ],
)
def test_a_unit_is_a_code(nlp: Language, text: str, value: float | None, unit: str) -> None:
    quantity = only(nlp, text)
    assert (quantity.value, quantity.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("A 44-year-old man was held.", 44, "a"),
        ("The boy, aged 12, was found.", 12, "a"),
        ("Anna Brook, 67, faces trial.", 67, "a"),
        ("Her son gave her age as 67.", 67, "a"),
        ("The nurse, who was 67, is missing.", 67, "a"),
        ("Their 2-month-old son survived.", 2, "mo"),
    ],
)
def test_an_age_is_counted_as_one(nlp: Language, text: str, value: float, unit: str) -> None:
    quantity = only(nlp, text)
    assert (quantity.value, quantity.unit, quantity.counted) == (value, unit, "age")


@pytest.mark.parametrize(
    "text",
    [
        "The students who died were 12 and 13 years old.",
        "Two students, ages 12 and 13, died.",
        "Boys aged 12 and 13 died.",
    ],
)
def test_of_several_ages_each_is_one(nlp: Language, text: str) -> None:
    ages = [q for q in read(nlp, text) if q.counted == "age"]
    assert [(q.value, q.unit) for q in ages] == [(12, "a"), (13, "a")]


def test_ordinals_stand_apart_from_counts(nlp: Language) -> None:
    quantity = only(nlp, "The union agreed on its 12th package of sanctions.")
    assert (quantity.value, quantity.unit, quantity.counted) == (12, "ordinal", "package of sanctions")


@pytest.mark.parametrize(
    ("text", "values", "unit"),
    [
        ("The ferry sails twice a week.", (2, None, None), "/wk"),
        ("The ferry runs three weekly crossings.", (3, None, None), "/wk"),
        ("The lab makes 3,000 tests per day.", (3000, None, None), "/d"),
        ("Elmere gets twice-weekly flights.", (2, None, None), "/wk"),
        ("They hold biweekly meetings.", (None, 0.5, 2), "/wk"),
    ],
)
def test_a_frequency_has_a_rate(
    nlp: Language, text: str, values: tuple[float | None, float | None, float | None], unit: str
) -> None:
    quantity = only(nlp, text)
    assert ((quantity.value, quantity.low, quantity.high), quantity.unit) == (values, unit)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("Shares rose 5 percent.", 5, "up"),
        ("Shares were down about 2 percent.", 2, "down"),
        ("The tax was cut to 21 percent.", 21, "down"),
        ("The tax fell from 35 percent to 21 percent.", 21, "down"),
        ("The tax is 21 percent.", 21, None),
    ],
)
def test_a_change_has_its_direction(nlp: Language, text: str, value: float, change: str | None) -> None:
    quantity = only(nlp, text)
    assert (quantity.value, quantity.change) == (value, change)


def test_jobs_that_are_cut_do_not_go_down(nlp: Language) -> None:
    assert only(nlp, "The firm cut 5,000 jobs.").change is None


@pytest.mark.parametrize(
    "text",
    [
        "The talks began on July 29, 2017.",
        "The talks began on 12 March.",
        "He was elected in 1998 and again in 2006.",
        "The match began at 21:00 and ended at 11 p.m.",
        "The alarm came at 1130 GMT.",
        "The attacks of 9/11 changed that.",
        "A Boeing 737 landed safely.",
        "The Falcon 9 was on its way.",
        "A fully laden 737 jet landed safely.",
        "Call 0207 555 4368 or 555-1234.",
        "Elmere beat Norvale 3-1.",
        "She lives at 14 Harbour Road.",
        "See chapter 7 and page 12.",
        "Photo 4 of 30",
        "Flight 175 turned back.",
        "He is one of the men.",
        "No one was hurt and the one that fled was caught.",
        "It happened two years ago.",
        "The two agreed to meet.",
        "The COVID-19 test was free.",
        "The address is 192.168.10.20 and the build 1.234.56.",
        "Write to desk24@example.org or see https://example.org/2024/7.",
        "The first half was dull.",
    ],
)
def test_what_only_looks_like_a_count_is_left_out(nlp: Language, text: str) -> None:
    assert read(nlp, text) == ()


def test_a_number_is_not_stolen_from_its_unit(nlp: Language) -> None:
    count, weight = read(nlp, "They seized 455 parcels and 455 g of resin.")
    assert (count.unit, count.counted) == (None, "parcels")
    assert (weight.unit, weight.counted) == ("g", "resin")


def test_metres_are_no_millions(nlp: Language) -> None:
    assert only(nlp, "The skeleton is 37m long.").unit == "m"
    assert only(nlp, "It burned 12.3m tonnes of fuel.").value == 12.3e6


def test_removed_text_has_no_quantities(nlp: Language) -> None:
    text = "Subscribe for 5 euros a month. The ferry carried 80 people."
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report(id="r", path="r.txt", text=text, removed=(Removed(0, 30, "newsletter"),))
    assert [q.text for q in nlp(doc)._.consilience_quantities] == ["80"]


_WORDS = (
    "one two half a third dozen hundred thousand million of and to from between at least 5 10,000 1.5 3-4 $ £ % km "
    "m people killed - – / . , ( ) 2017 July 9/11 twice week percent up fell 44-year-old ½ × ٣ 1e9 \n"
)
_PIECES = st.sampled_from(_WORDS.split(" "))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES, max_size=30).map(" ".join) | st.text(alphabet="0123456789.,-/$%mkb ½\n", max_size=60))
def test_any_text_gives_ordered_spans_with_finite_values(nlp: Language, text: str) -> None:
    found = extract(nlp(text))
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text != ""
        ends = [v for v in (quantity.value, quantity.low, quantity.high) if v is not None]
        assert ends and all(abs(v) < float("inf") for v in ends)
        assert quantity.low is None or quantity.high is None or quantity.low <= quantity.high
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_the_same_text_gives_the_same_quantities(nlp: Language) -> None:
    text = "More than 10,000 people fled and 12 were killed, at a cost of $3-5 billion."
    assert read(nlp, text) == read(nlp, text)


@pytest.mark.parametrize("text", ["A woman of 71 died.", "A boy of nine was hurt.", "Tveitan turned 42 on Friday."])
def test_who_is_of_a_number_or_turns_it_has_that_age(nlp: Language, text: str) -> None:
    assert (only(nlp, text).unit, only(nlp, text).counted) == ("a", "age")


@pytest.mark.parametrize(
    "text", ["A group of 71 left.", "A father of two was hurt.", "The firm turned 40 rooms into a hotel."]
)
def test_what_is_counted_is_no_age(nlp: Language, text: str) -> None:
    assert only(nlp, text).counted != "age"


def test_a_number_that_is_put_right_is_the_new_one(nlp: Language) -> None:
    assert only(nlp, "The number of people killed has been corrected from nine to eight.").value == 8
    assert [q.value for q in read(nlp, "The shop is open from nine to five.")] in ([], [None])
