"""Which words of a report are times, and what they come to on its day."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from consilience.annotate.timex_values import resolve
from consilience.model import Removed, Report, TimeExpression

# A Sunday.
DAY = "2025-07-13"


def read(
    nlp: Language, text: str, published: str | None = DAY, removed: tuple[Removed, ...] = ()
) -> list[TimeExpression]:
    doc = nlp.make_doc(text)
    doc._.consilience_report = Report("r", "r.txt", text, published=published, removed=removed)
    found: tuple[TimeExpression, ...] = nlp(doc)._.consilience_times
    return list(found)


def only(nlp: Language, text: str, published: str | None = DAY) -> TimeExpression:
    found = read(nlp, text, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The envoys met on Saturday in Elmere.", "Saturday", "2025-07-12"),
        ("The agency reported it on Sunday.", "Sunday", "2025-07-13"),
        ("The council will meet again on Monday.", "Monday", "2025-07-14"),
        ("The council would meet on Friday, she said.", "Friday", "2025-07-18"),
        ("The mill is expected to reopen Thursday.", "Thursday", "2025-07-17"),
        ("Next Wednesday the bridge opens.", "Next Wednesday", "2025-07-16"),
        ("The bridge opened last Wednesday.", "last Wednesday", "2025-07-09"),
        ("The court gave them until Tuesday.", "Tuesday", "2025-07-15"),
        ("The firm has halted deliveries following Wednesday's fire.", "Wednesday", "2025-07-09"),
        ("The mayor resigned yesterday.", "yesterday", "2025-07-12"),
    ],
)
def test_the_tense_of_the_verb_says_which_weekday_is_meant(nlp: Language, text: str, words: str, value: str) -> None:
    found = only(nlp, text)
    assert (found.text, found.type, found.value) == (words, "DATE", value)
    assert found.earliest == found.latest == value


def test_last_wednesday_said_on_a_thursday_is_not_yesterday(nlp: Language) -> None:
    assert only(nlp, "It opened last Wednesday.", "2025-07-17").value == "2025-07-09"


@pytest.mark.parametrize(
    ("text", "value", "earliest", "latest"),
    [
        ("The ministry paused the sales in early July.", "2025-07", "2025-07-01", "2025-07-10"),
        ("He spoke on July 8.", "2025-07-08", "2025-07-08", "2025-07-08"),
        ("He had spoken in late June.", "2025-06", "2025-06-21", "2025-06-30"),
        ("The law passed in November.", "2024-11", "2024-11-01", "2024-11-30"),
        ("The law will take effect in November.", "2025-11", "2025-11-01", "2025-11-30"),
        ("They met last month.", "2025-06", "2025-06-01", "2025-06-30"),
        ("They quarrelled earlier this week.", "2025-W28", "2025-07-07", "2025-07-13"),
        ("They met over the weekend.", "2025-W28-WE", "2025-07-12", "2025-07-13"),
        ("They will build it this summer.", "2025-SU", "2025-06-01", "2025-08-31"),
        ("Sales fell in the first quarter.", "2025-Q1", "2025-01-01", "2025-03-31"),
        ("Sales fell in the third quarter of last year.", "2024-Q3", "2024-07-01", "2024-09-30"),
        ("The shop opened in mid-2016.", "2016", "2016-05-02", "2016-08-31"),
        ("The mine closed in the 1990s.", "199", "1990-01-01", "1999-12-31"),
        ("The budget for 2017-18 was cut.", "2017/2018", "2017-01-01", "2018-12-31"),
        ("The war lasted from 1968 to 1972.", "1968/1972", "1968-01-01", "1972-12-31"),
        ("The fair ran between May and June.", "2025-05/2025-06", "2025-05-01", "2025-06-30"),
        ("The fair ran Monday-Friday.", "2025-07-07/2025-07-11", "2025-07-07", "2025-07-11"),
        ("The fair opens in two weeks' time.", "2025-07-27", "2025-07-27", "2025-07-27"),
        ("The fair closed on Sat 5 Jul in Elmere.", "2025-07-05", "2025-07-05", "2025-07-05"),
        ("The fair ran June 3-5.", "2025-06-03/2025-06-05", "2025-06-03", "2025-06-05"),
        ("He came two weeks ago.", "2025-06-29", "2025-06-29", "2025-06-29"),
        ("He came two years ago.", "2023", "2023-01-01", "2023-12-31"),
        ("It rained for the past two months.", "P2M", "2025-05-13", "2025-07-13"),
        ("He died on New Year's Eve.", "2024-12-31", "2024-12-31", "2024-12-31"),
        ("She spoke on Thanksgiving 2017.", "2017-11-23", "2017-11-23", "2017-11-23"),
        ("It was signed on the second Sunday of June.", "2025-06-08", "2025-06-08", "2025-06-08"),
        ("It was signed on 8 July 2019.", "2019-07-08", "2019-07-08", "2019-07-08"),
        ("It was signed in nineteen ninety-six.", "1996", "1996-01-01", "1996-12-31"),
    ],
)
def test_a_time_has_a_value_and_the_days_it_may_mean(
    nlp: Language, text: str, value: str, earliest: str, latest: str
) -> None:
    found = only(nlp, text)
    assert (found.value, found.earliest, found.latest) == (value, earliest, latest)


@pytest.mark.parametrize(
    ("text", "type_", "value"),
    [
        ("He left at 10:30 a.m. ET.", "TIME", "2025-07-13T10:30"),
        ("He was called at 06.10 on Friday.", "TIME", "2025-07-11T06:10"),
        ("He left at 1130 GMT.", "TIME", "2025-07-13T11:30Z"),
        ("He left at 7 p.m. PST on Friday.", "TIME", "2025-07-11T19:00-08:00"),
        ("He left on Friday night.", "TIME", "2025-07-11TNI"),
        ("He left last night.", "TIME", "2025-07-12TNI"),
        ("It was a three-day visit.", "DURATION", "P3D"),
        ("She served for 30 years.", "DURATION", "P30Y"),
        ("It took an hour and a half.", "DURATION", "PT1H30M"),
        ("They fly there twice-weekly.", "SET", "P1W"),
        ("They fly there every other week.", "SET", "P2W"),
        ("They fly there each Tuesday.", "SET", "XXXX-WXX-2"),
    ],
)
def test_clock_times_durations_and_sets(nlp: Language, text: str, type_: str, value: str) -> None:
    found = only(nlp, text)
    assert (found.type, found.value) == (type_, value)


@pytest.mark.parametrize(
    "text",
    [
        "A 67-year-old man was hurt.",
        "A man in his late 30s was hurt.",
        "Three-quarters of the shops closed.",
        "The boy is eight years old.",
        "They may leave and march on.",
        "Prices fall and spring back.",
        "It cost $2016 and drew 1,995 guests.",
        "She came second in the race.",
    ],
)
def test_ages_prices_verbs_and_ranks_are_no_times(nlp: Language, text: str) -> None:
    assert read(nlp, text) == []


def test_what_refers_back_is_counted_from_what_was_said(nlp: Language) -> None:
    found = read(nlp, "The treaty was signed on 5 March 2016. Two days later he died. That year the mill closed.")
    assert [t.value for t in found] == ["2016-03-05", "2016-03-07", "2016"]
    assert [t.anchor for t in found] == [None, "2016-03-05", "2016-03-07"]


def test_a_week_after_something_vague_is_as_vague(nlp: Language) -> None:
    found = read(nlp, "The minister paused it in early July, and he reversed that a week later.")
    assert (found[1].earliest, found[1].latest) == ("2025-07-08", "2025-07-17")


def test_a_year_earlier_twice_is_not_two_years(nlp: Language) -> None:
    text = "Profit rose in the first quarter from a year earlier. Sales fell from a year earlier."
    assert [t.value for t in read(nlp, text)] == ["2025-Q1", "2024-Q1", "2024-Q1"]


def test_the_writers_own_order_reads_a_date_of_figures(nlp: Language) -> None:
    assert read(nlp, "On 3 May and 4 May he paid; on 06/05/2018 he left.")[-1].value == "2018-05-06"
    assert read(nlp, "On May 3 and May 4 he paid; on 06/05/2018 he left.")[-1].value == "2018-06-05"


def test_without_a_day_the_value_says_what_is_not_known(nlp: Language) -> None:
    found = read(nlp, "It opened Saturday, on July 8, and last month in 2019.", None)
    assert [t.value for t in found] == ["XXXX-WXX-6", "XXXX-07-08", "XXXX-XX", "2019"]
    assert [(t.earliest, t.latest) for t in found] == [(None, None)] * 3 + [("2019-01-01", "2019-12-31")]


def test_a_report_dated_later_gets_the_values_it_would_have_had(nlp: Language) -> None:
    from datetime import date

    text = "It opened Saturday. Two weeks earlier, in late June, he had said that it would open in July last year."
    assert resolve(read(nlp, text, None), date(2025, 7, 13)) == tuple(read(nlp, text))


def test_what_was_removed_holds_no_times(nlp: Language) -> None:
    text = "He left on Friday.\nPosted on Monday"
    assert [t.text for t in read(nlp, text, removed=(Removed(19, len(text), "share line"),))] == ["Friday"]


def test_a_pipeline_without_reports_finds_times_too(nlp: Language) -> None:
    assert [t.value for t in nlp("He left on 8 July 2019.")._.consilience_times] == ["2019-07-08"]


# fmt: off
ODD = (
    "last", "next", "30", "31", "Feb.", "February", "29", "2100", "1900", "99:99", "24:00", "quarter", "Q5", "two",
    "hundred", "a", "year", "ago", "-", "–", "of", "the", "0", "T24", "13/13/2013", "0000-00-00", "9999", "12pm",
    "0am", "½", "centuries", "Easter", "millennia", "earlier", "later", "before", "\n", "’s", "first", "Sunday",
)
# fmt: on
_PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(ODD),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=_PIECES)
def test_no_text_is_too_odd(nlp: Language, pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = read(nlp, text)
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.value
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_month_of_three_letters_that_ends_a_sentence_has_no_stop(nlp: Language) -> None:
    assert [t.text for t in read(nlp, "The vote is in May. It opened in Sept. last year.")] == [
        "May",
        "Sept. last year",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Divers are to inspect the hull on Wednesday.", "2025-07-16"),
        ("Mayor Holm has called a silent march for Wednesday.", "2025-07-16"),
        ("The talks were moved to Wednesday.", "2025-07-16"),
        ("The union has called on its members to refuse all work on Wednesday.", "2025-07-16"),
        ("Ms Ortiz will take over until a mayor is elected on Wednesday.", "2025-07-16"),
        ("Nine people are missing after the storm on Wednesday.", "2025-07-09"),
    ],
)
def test_what_is_to_be_lies_ahead_and_who_is_missing_is_so_already(nlp: Language, text: str, value: str) -> None:
    assert only(nlp, text).value == value


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        (
            "The first lorry came at a quarter past one in the afternoon.",
            "a quarter past one in the afternoon",
            "13:15",
        ),
        ("Soon after four in the afternoon the square was cleared.", "after four in the afternoon", "16:00"),
        ("At half past four on Saturday afternoon they left.", "half past four on Saturday afternoon", "16:30"),
        ("It was ten to seven in the morning.", "ten to seven in the morning", "06:50"),
        ("The lights went out at 6.50 in the morning.", "6.50 in the morning", "06:50"),
        ("He died at two in the morning.", "two in the morning", "02:00"),
        ("The head of personnel rang him at 7.20.", "at 7.20", "07:20"),
        ("By 19.30 the hospital had taken in 19 people.", "By 19.30", "19:30"),
        ("The ship was boarded at a quarter past midnight.", "a quarter past midnight", "00:15"),
    ],
)
def test_a_time_of_day_is_told_in_words_and_with_a_dot(nlp: Language, text: str, words: str, value: str) -> None:
    (found,) = [t for t in read(nlp, text) if t.type == "TIME"]
    assert found.text == words
    assert found.value.endswith(f"T{value}")


@pytest.mark.parametrize(
    ("text", "words", "form"),
    [
        ("The vans came round at a quarter past seven.", "a quarter past seven", "07:15~"),
        ("It ended at twenty-five past six.", "twenty-five past six", "06:25~"),
        ("Residents were told to leave shortly before seven, he said.", "shortly before seven", "07:00~"),
        ("The march is to set out on Thursday at six.", "Thursday at six", "06:00~"),
    ],
)
def test_an_hour_that_may_be_of_the_evening_has_its_day_for_its_value(
    nlp: Language, text: str, words: str, form: str
) -> None:
    (found,) = [t for t in read(nlp, text) if t.type == "TIME"]
    assert words in found.text
    assert found.form.endswith(form)
    assert "T" not in found.value


@pytest.mark.parametrize(
    "text",
    [
        "The share closed at 7.20, a record.",
        "The index stood at 4.25 on Friday.",
        "He sold two in the morning session and four at lunch.",
        "The team lost five in the evening rush.",
        "The council split ten to three.",
        "They came just before two dozen others.",
        "A quarter to a half of the staff are ill.",
    ],
)
def test_a_price_and_a_count_are_no_time_of_day(nlp: Language, text: str) -> None:
    assert [t for t in read(nlp, text) if t.type == "TIME"] == []


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("A convoy reached the camp at dawn on Saturday.", "at dawn on Saturday", "2025-07-12TMO"),
        ("Television showed them arriving at sunrise.", "at sunrise", "2025-07-13TMO"),
        ("It began in the early hours of Saturday.", "the early hours of Saturday", "2025-07-12TMO"),
    ],
)
def test_dawn_is_a_time_of_its_day(nlp: Language, text: str, words: str, value: str) -> None:
    found = only(nlp, text)
    assert (found.text, found.type, found.value) == (words, "TIME", value)


def test_both_ends_of_a_time_of_day_are_read(nlp: Language) -> None:
    found = only(nlp, "The post recorded shots between 2245 and 2310 GMT.")
    assert found.text == "between 2245 and 2310 GMT"


def test_two_and_a_half_hours_are_150_minutes(nlp: Language) -> None:
    assert only(nlp, "The battle lasted nearly two and a half hours.").value == "PT2H30M"
