"""The page as a file: complete without a script, closed to everything outside, and nothing in it but what was found."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest

from consilience.model import Briefing
from consilience.publish import html

VOID = {"meta", "link", "path", "circle", "rect", "br", "img"}


class Page(HTMLParser):
    """The elements of a page with their attributes, and whether its tags are balanced."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.within: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.within.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.within and self.within[-1] not in ("style", "script"):
            self.words.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]


@pytest.fixture(params=["ferry", "two_stories", "hostile"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(html.render(request.getfixturevalue(request.param)))


def test_every_tag_is_closed(page: Page) -> None:
    assert page.within == []


def test_every_name_is_given_once(page: Page) -> None:
    assert len(set(page.ids)) == len(page.ids)


def test_every_inner_link_has_its_target(page: Page) -> None:
    targets = {attrs["href"] or "" for attrs in page.all("a")}
    inner = {href[1:] for href in targets if href.startswith("#")}
    assert inner
    assert inner <= set(page.ids)


def test_what_is_described_elsewhere_is_there(page: Page) -> None:
    for _, attrs in page.elements:
        for key in ("aria-labelledby", "aria-describedby"):
            if attrs.get(key):
                assert attrs[key] in page.ids


def test_nothing_is_fetched_from_anywhere(page: Page) -> None:
    for tag, attrs in page.elements:
        assert "src" not in attrs
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        if tag != "a":
            assert not (attrs.get("href") or "").startswith(("http", "//"))


def test_there_is_one_script_and_one_style_and_the_policy_knows_their_digests(ferry: Briefing) -> None:
    text = html.render(ferry)
    policy = next(a["content"] for a in Page(text).all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_five_outlets_are_seen_to_be_one_origin(ferry: Briefing) -> None:
    page = Page(html.render(ferry))
    assert "5 outlets → 1 origin: OTA at most 2" in page.text
    labels = [attrs.get("aria-label") or "" for attrs in page.all("svg")]
    outlets = "Orlava Telegraph Agency, Harbour Post, The Meridian, Kelmar Ledger, Ostrel Courier"
    assert f"5 outlets: {outlets}. Going back to 1 origin: OTA" in labels


def test_a_support_leads_to_its_exact_words(ferry: Briefing) -> None:
    text = html.render(ferry)
    support = ferry.dossiers[0].findings[1].support[2]
    name = f"d1-r3-{support.start}-{support.end}"
    assert f'href="#{name}"' in text
    assert f'<mark id="{name}"' in text
    marked = re.findall(rf'<mark[^>]* data-passages="(?:[^"]* )?{name}(?: [^"]*)?"[^>]*>(.*?)</mark>', text)
    assert unescape("".join(marked)) == support.text


def test_every_report_stands_in_full(ferry: Briefing) -> None:
    text = html.render(ferry)
    shown = re.findall(r'<div class="text" dir="auto">(.*?)</div>', text, re.DOTALL)
    for report, inside in zip(ferry.dossiers[0].reports, shown, strict=True):
        without = re.sub(r'<small class="removed-why">.*?</small>', "", inside)
        page = Page(f"<div>{without}</div>")
        assert "".join(page.words) == report.text


def test_removed_words_are_shown_with_their_reason(ferry: Briefing) -> None:
    text = html.render(ferry)
    related = "Also read: Ten islands to see before summer"
    assert re.search(rf'<s class="removed"[^>]*>{related}</s><small class="removed-why">related link</small>', text)


def test_statements_of_one_report_are_folded_last_but_there(ferry: Briefing) -> None:
    text = html.render(ferry)
    singles = text.index('<details class="singles">')
    assert singles > text.rindex('<li class="finding')
    assert "A fare of 12 crowns was agreed last week" in text[singles:]


def test_the_words_of_a_quotation_that_differ_are_marked_for_every_reader(ferry: Briefing) -> None:
    page = Page(html.render(ferry))
    assert len(page.all("ins")) >= 3
    assert len(page.all("del")) >= 3


def test_the_drawing_of_the_lineage_has_a_list_beside_it(ferry: Briefing) -> None:
    page = Page(html.render(ferry))
    assert "Harbour Post republishes Orlava Telegraph Agency, 100 % of its words" in page.text
    assert any(attrs.get("aria-describedby") == "d1-lineage-list" for attrs in page.all("svg"))


def test_how_a_date_was_inferred_is_told(ferry: Briefing) -> None:
    assert "reports of the same story are dated 4 and 5 May 2025" in Page(html.render(ferry)).text


def test_two_stories_have_an_index(two_stories: Briefing) -> None:
    page = Page(html.render(two_stories))
    assert "2 dossiers" in page.text
    assert {"d1", "d2"} <= set(page.ids)
    assert "No conflict was found. That is not proof of agreement" in page.text
    assert "That is not proof that they are independent" in page.text


def test_an_empty_briefing_is_a_page_too() -> None:
    assert "No story was found" in Page(html.render(Briefing(()))).text


def test_inputs_set_aside_and_the_model_are_named(ferry: Briefing) -> None:
    text = Page(html.render(ferry)).text
    assert "not text: a JPEG image" in text
    assert "7454af3a8d841f97" in text


def test_the_same_briefing_gives_the_same_bytes(ferry: Briefing) -> None:
    assert html.render(ferry) == html.render(ferry)


def test_hostile_words_make_no_element_and_no_address(hostile: Briefing) -> None:
    text = html.render(hostile)
    page = Page(text)
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert not any((attrs.get("href") or "").startswith("javascript") for attrs in page.all("a"))
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text
    assert "\u2069" not in text


def test_an_address_that_a_click_may_open_is_linked_without_a_trace(ferry: Briefing) -> None:
    (link,) = [a for a in Page(html.render(ferry)).all("a") if (a.get("href") or "").startswith("http")]
    assert link["rel"] == "noopener noreferrer nofollow external"


def test_a_span_that_does_not_fit_its_report_is_words_without_a_link(ferry: Briefing) -> None:
    dossier = ferry.dossiers[0]
    far = replace(dossier.findings[0].support[0], start=10**6, end=10**6 + 5, text="too far")
    lost = replace(dossier.findings[0].support[0], report="gone", text="of no report")
    finding = replace(dossier.findings[0], support=(far, lost))
    text = html.render(replace(ferry, dossiers=(replace(dossier, findings=(finding,)),)))
    for words in ("too far", "of no report"):
        assert f'<span class="words "><bdi>{words}</bdi></span>' in text
