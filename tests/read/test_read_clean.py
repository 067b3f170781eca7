"""What is not news text is marked; news text never is."""

from __future__ import annotations

import itertools
import time
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consilience.read import removed

NEWS = "The council of Eastport closed the wooden bridge on Monday, the mayor said."
MORE = "Nobody was hurt, and the bridge will be rebuilt within a year."
TITLE = "Eastport closes its wooden bridge"


def gone(text: str, title: str | None = None) -> list[str]:
    return [text[span.start : span.end] for span in removed(text, title)]


def test_plain_news_is_left_whole() -> None:
    assert removed(f"{TITLE}\n{NEWS}\n{MORE}", TITLE) == ()


def test_a_headline_said_once_is_a_statement_and_stays() -> None:
    assert gone(f"{TITLE}\n{NEWS}", TITLE) == []


def test_of_a_headline_said_twice_at_the_top_one_stays() -> None:
    text = f"{TITLE}\n\n{TITLE.upper()}\n{NEWS}"
    assert gone(text, TITLE) == [TITLE]
    assert removed(text, TITLE)[0].start == 0


def test_a_headline_said_again_further_down_goes() -> None:
    text = f"{TITLE}\n{NEWS}\n{TITLE}\n{MORE}"
    assert [span.start for span in removed(text, TITLE)] == [text.rindex(TITLE)]


def test_a_sentence_that_begins_like_the_headline_stays() -> None:
    assert gone(f"{TITLE}\n{TITLE} after an engineer found cracks in it.", TITLE) == []


def test_the_label_of_a_gallery_goes_and_its_captions_stay() -> None:
    captions = ("The bridge at night. Hide Caption 1 of 2", "Police stand by. Hide Caption 2 of 2")
    text = "\n".join(f"Photos: {TITLE} {caption}" for caption in captions)
    assert gone(text, TITLE) == [f"Photos: {TITLE}", "Hide Caption 1 of 2", f"Photos: {TITLE}", "Hide Caption 2 of 2"]


def test_a_gallery_about_something_else_goes_whole() -> None:
    gallery = "Sport in pictures\n2 show all Sport in pictures\n1/2 12 July 2031 A swimmer wins\n2/2 A runner falls"
    assert "".join(gone(f"{NEWS}\n{gallery}\n{MORE}", TITLE)) == gallery.replace("\n", "")


def test_a_gallery_of_the_story_keeps_its_captions() -> None:
    gallery = "2 show all Eastport bridge in pictures\n1/2 The bridge at night\n2/2 Police stand by"
    assert gone(f"{NEWS}\n{gallery}", TITLE) == ["2 show all Eastport bridge in pictures", "1/2", "2/2"]


def test_the_links_under_a_heading_go_until_a_sentence_comes() -> None:
    links = "Read more:\nTen bridges that fell, and why\nHow to build a bridge"
    text = f"{NEWS}\n{links}\n{MORE}"
    assert "\n".join(gone(text)) == links
    assert {span.reason for span in removed(text, None)} == {"related"}


def test_a_list_of_links_ends_somewhere() -> None:
    lines = [f"Line {n} of a long poem" for n in range(60)]
    assert len(gone("\n".join(["Read more:", *lines]))) < 20


def test_credits_between_headline_and_text_go() -> None:
    for credit in ("Reuters", "(AFP)", "— Reuters", "AP - AFP", "By Reuters", "Source: Xinhua"):
        assert gone(f"{TITLE}\n{credit}\n{NEWS}", TITLE) == [credit]


def test_a_dateline_stays() -> None:
    for line in ("EASTPORT (AP) — ", "EASTPORT, July 15 (Reuters) - ", "MOSCOW: "):
        assert gone(line + NEWS) == []


def test_an_embedded_post_stays_with_its_author_and_date() -> None:
    post = "The bridge is closed. Take the ferry. — Tom O’Hara (@mayor_eastport) July 15, 2031"
    assert gone(f"{NEWS}\n{post}\n{MORE}") == []


def test_touching_rows_give_spans_without_overlap() -> None:
    text = f"{NEWS} Follow Anna Bergqvist on Twitter: @annab Read or Share this story: https://example.org/2BXv"
    spans = removed(text, None)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert "".join(gone(text)).startswith("Follow Anna")


def test_windows_line_ends_make_no_difference() -> None:
    text = f"{TITLE}\nPhoto\n{NEWS}\nRead more:\nTen bridges that fell\n{MORE}\n"
    assert gone(text.replace("\n", "\r\n"), TITLE) == gone(text, TITLE)


PIECES = st.sampled_from(
    f"{TITLE}|{NEWS}|{MORE}|\n|\r\n| |Read more:|Photo|Reuters|Photos: {TITLE}|By Anna Bergqvist|(AP)|/|(|"
    "Copyright 2031|Advertisement|1/2 A|show all|@|https://t.co/abcdefghij|\x00|\u2028|🙂".split("|")
)


@given(st.lists(PIECES | st.text(max_size=12), max_size=25).map("".join), st.sampled_from([None, TITLE, "", "(", "\\"]))
def test_spans_lie_in_the_text_in_order_and_hold_no_outer_space(text: str, title: str | None) -> None:
    end = 0
    for span in removed(text, title):
        assert end <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == text[span.start : span.end].strip()
        assert span.reason
        end = span.end


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "A b ",
        "(",
        "((AP/",
        "By Aa ",
        "a/",
        "Read more ",
        "@a/",
        "1/2 a\n",
        "Photos: ",
        "contributed ",
        "\n",
        "email address ",
        "A.",
        "x. Aa Bb ",
        "[Photo ",
        "https://",
        "Follow us on ",
        "Source: ",
        "copyright © ",
    ],
)
def test_endless_lines_cost_no_endless_time(piece: str) -> None:
    def seconds(characters: int) -> float:
        text = piece * (characters // len(piece))
        taken = []
        for _ in range(3):
            began = time.process_time()
            removed(text, TITLE)
            taken.append(time.process_time() - began)
        return median(taken)

    # Eight times the text is 8 times the work, and 64 times where an expression goes back over it; below a
    # fifth of a second either is cheap, and the clock tells little.
    assert seconds(96_000) < 8 * 3 * seconds(12_000) + 0.2
