"""What a reader of the terminal or of a Markdown file is told, and what cannot act in either."""

from __future__ import annotations

import io
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from consilience.model import Briefing, Dossier, Finding
from consilience.publish import markdown

HOSTILE = "<script>x</script> [click](javascript:x) *loud* `code` | cell \x1b[31mred\x1b[0m \u202eevil"


def shown(briefing: Briefing, width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system="truecolor")
    markdown.show(briefing, console)
    out: str = console.file.getvalue()  # type: ignore[attr-defined]
    return out


def with_title(briefing: Briefing, title: str) -> Briefing:
    return replace(briefing, dossiers=(replace(briefing.dossiers[0], title=title),))


def test_five_outlets_are_seen_to_be_one_origin(ferry: Briefing) -> None:
    assert "5 outlets → 1 origin: OTA (at most 2) · **Single origin**" in markdown.render(ferry)


def test_at_least_at_most_and_parties_are_said_in_words(ferry: Briefing) -> None:
    text = markdown.render(ferry)
    assert "At least 1 origin: OTA. OTA speaks for one party: Orlava. 1 more publisher shows no source" in text
    assert "No report shows where it has this from. 3 publishers show no source" in text


def test_each_word_is_given_with_its_way_to_the_reader(ferry: Briefing) -> None:
    assert "Mirela Vass → OTA → The Meridian: “Orlava's President Mirela Vass pledged" in markdown.render(ferry)


def test_a_contradiction_shows_both_dates_as_a_reader_writes_them(ferry: Briefing) -> None:
    text = markdown.render(ferry)
    assert "### Contradiction: date" in text
    assert "- **1 June 2025**: Kelmar Ledger" in text
    assert "- **11 June 2025**: Daybreak" in text


def test_statements_of_one_report_stand_last(ferry: Briefing) -> None:
    text = markdown.render(ferry)
    assert text.index("## Said by one report only (2)") > text.index("## Reports")
    assert "A fare of 12 crowns was agreed last week" in text


def test_no_conflict_is_not_called_agreement(ferry: Briefing) -> None:
    quiet = replace(ferry, dossiers=(replace(ferry.dossiers[0], conflicts=()),))
    assert "That is not proof of agreement" in markdown.render(quiet)
    assert "That is not proof of agreement" in " ".join(shown(quiet, 200).split())


def test_inputs_set_aside_and_the_model_are_named(ferry: Briefing) -> None:
    for text in (markdown.render(ferry), shown(ferry)):
        assert "not text: a JPEG image" in text
        assert "7454af3a8d841f97" in text


def test_an_empty_briefing_says_so() -> None:
    assert markdown.render(Briefing(())) == "No story was found.\n"
    assert "No story was found." in shown(Briefing(()))


def test_hostile_words_stay_words_in_markdown(ferry: Briefing) -> None:
    title = markdown.render(with_title(ferry, HOSTILE)).splitlines()[0]
    assert title == (r"# \<script\>x\</script\> \[click\](javascript:x) \*loud\* \`code\` \| cell ␛\[31mred␛\[0m �evil")


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_no_text_can_open_a_block_or_leave_its_line(text: str) -> None:
    escaped = markdown.escaped(text)
    assert "\n" not in escaped
    assert "\x1b" not in escaped
    assert not escaped.startswith(("#", "- ", "+ ", "> ", "```", "|"))


def test_a_number_at_the_start_does_not_become_a_list() -> None:
    assert markdown.escaped("1. May") == r"1\. May"
    assert markdown.escaped("14 people died.") == "14 people died."


def test_hostile_words_send_no_codes_to_a_terminal(ferry: Briefing) -> None:
    out = shown(with_title(ferry, "a\x1b]0;title\x07b[bold]c"))
    assert "a␛]0;title␇b[bold]c" in out
    assert "\x1b]0;" not in out


def test_a_narrow_terminal_loses_no_statement(ferry: Briefing) -> None:
    console = Console(file=io.StringIO(), width=40, force_terminal=False)
    markdown.show(ferry, console)
    out = console.file.getvalue()  # type: ignore[attr-defined]
    assert max(len(line) for line in out.splitlines()) <= 40
    assert all(word in out for word in ["fare", "12", "crowns", "agreed", "last", "week"])


def test_a_finding_without_support_does_not_break_the_page(ferry: Briefing) -> None:
    bare = replace(ferry.dossiers[0].findings[0], support=())
    dossier: Dossier = replace(ferry.dossiers[0], findings=(bare,))
    assert isinstance(bare, Finding)
    assert bare.text in markdown.render(Briefing((dossier,)))
    assert "Said by one report only (1)" in shown(Briefing((dossier,)))
