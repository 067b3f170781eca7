"""The page as a reader meets it, in a real browser: by keyboard, on a phone, in the dark, on paper, under attack."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consilience.model import Briefing
from consilience.publish import html

playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: the browser tests need one")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """One page in one window, and everything it asked for or complained of."""

    def __init__(self, browser: Any, path: Path, **window: Any) -> None:
        width, height = window.pop("size", (1440, 900))
        self.context = browser.new_context(viewport={"width": width, "height": height}, **window)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())

    def ask(self, script: str) -> Any:
        return self.page.evaluate(script)


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Any]:
    visits: list[Visit] = []

    def to(briefing: Briefing, **window: Any) -> Visit:
        path = tmp_path / "dossier.html"
        path.write_text(html.render(briefing), encoding="utf-8")
        visits.append(Visit(browser, path, **window))
        return visits[-1]

    yield to
    for visited in visits:
        visited.context.close()


def test_the_console_stays_empty_and_nothing_is_asked_for(visit: Any, ferry: Briefing) -> None:
    seen = visit(ferry)
    seen.page.locator("#d1-f2 summary").click()
    seen.page.locator("#d1-f2 .supports a").first.click()
    assert seen.complaints == []
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []


def test_a_passage_is_reached_by_keyboard_and_left_again(visit: Any, ferry: Briefing) -> None:
    page = visit(ferry).page
    words = []
    for _ in range(40):
        page.keyboard.press("Tab")
        words.append(page.evaluate("document.activeElement.textContent.trim()"))
        if words[-1].startswith("Vass told Ardel"):
            break
    assert words[0] == "Skip to the dossier"
    assert words[-1].startswith("Vass told Ardel")
    page.keyboard.press("Enter")
    assert page.locator("#reader").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "MARK"
    lit = page.locator("#reader mark.on").all_text_contents()
    assert "".join(lit).startswith("Vass told Ardel")
    assert page.locator("#reader mark.on").first.evaluate("m => m.getBoundingClientRect().top") < 900
    page.get_by_role("button", name="Next").click()
    assert page.locator("#reader-title").text_content() == "Harbour Post"
    page.keyboard.press("Escape")
    assert not page.locator("#reader").is_visible()
    assert page.evaluate("document.activeElement.textContent").startswith("Vass told Ardel")


def test_focus_can_be_seen(visit: Any, ferry: Briefing) -> None:
    page = visit(ferry).page
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_without_a_script_a_link_leads_to_the_passage(visit: Any, ferry: Briefing) -> None:
    seen = visit(ferry, java_script_enabled=False)
    link = seen.page.locator("#d1-f2 h3 a")
    target = (link.get_attribute("href") or "")[1:]
    link.click()
    box = seen.page.locator(f'[id="{target}"]').bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900


def test_a_passage_that_others_cross_lights_up_whole_without_a_script(visit: Any, ferry: Briefing) -> None:
    seen = visit(ferry, java_script_enabled=False)
    link = seen.page.locator("#d1-f2 h3 a")
    name = (link.get_attribute("href") or "")[1:]
    link.click()
    pieces = seen.page.locator(f'mark[data-passages~="{name}"]')
    assert pieces.count() > 1
    colours = {pieces.nth(i).evaluate("m => getComputedStyle(m).backgroundColor") for i in range(pieces.count())}
    other = seen.page.locator(f'mark:not([data-passages~="{name}"])').first
    assert len(colours) == 1
    assert colours != {other.evaluate("m => getComputedStyle(m).backgroundColor")}


@pytest.mark.parametrize("which", ["ferry", "two_stories", "hostile"])
def test_a_phone_scrolls_in_one_direction_only(visit: Any, which: str, request: pytest.FixtureRequest) -> None:
    seen = visit(request.getfixturevalue(which), size=(390, 844))
    seen.ask("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert seen.ask("document.documentElement.scrollWidth") <= 390


def test_what_a_finger_must_hit_is_large_enough(visit: Any, ferry: Briefing) -> None:
    seen = visit(ferry, size=(390, 844))
    low = seen.ask(
        "[...document.querySelectorAll('summary, button, .parts a')].filter((e) => e.offsetParent)"
        ".map((e) => [e.textContent.trim(), e.getBoundingClientRect().height]).filter(([, h]) => h < 24)"
    )
    assert low == []


CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((c) => c / 255)
    .map((c) => c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = channels(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let measured = 0;
  for (let node; (node = walker.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || ['SCRIPT', 'STYLE', 'title'].includes(element.tagName)) continue;
    const style = getComputedStyle(element);
    const ink = element.closest('svg') ? style.fill : style.color;
    const [a, b] = [light(channels(ink)), light(behind(element))].sort((x, y) => y - x);
    const ratio = (a + .05) / (b + .05);
    measured += 1;
    if (ratio < 4.5) faint.push([node.data.trim().slice(0, 40), element.className, Math.round(ratio * 100) / 100]);
  }
  return [measured, faint];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(visit: Any, ferry: Briefing, scheme: str) -> None:
    seen = visit(ferry, color_scheme=scheme)
    seen.ask("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    measured, faint = seen.ask(CONTRAST)
    assert measured > 200
    assert faint == []


def test_the_two_schemes_differ(visit: Any, ferry: Briefing) -> None:
    papers = {
        visit(ferry, color_scheme=s).ask("getComputedStyle(document.documentElement).backgroundColor")
        for s in ("light", "dark")
    }
    assert len(papers) == 2


def test_hostile_words_do_not_run_and_do_not_leave_their_place(visit: Any, hostile: Briefing) -> None:
    seen = visit(hostile)
    seen.ask("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    seen.page.locator("#d1-f1 h3 a").click()
    assert seen.page.locator("#reader").is_visible()
    assert seen.page.title() != "owned"
    assert seen.ask("document.images.length") == 0
    assert seen.ask("document.documentElement.scrollWidth") <= 1440
    assert [url for url in seen.requests if not url.startswith(("file:", "data:"))] == []
    assert seen.complaints == []


def test_a_script_that_got_in_all_the_same_would_not_run(
    visit: Any, ferry: Briefing, tmp_path: Path, browser: Any
) -> None:
    broken = html.render(ferry).replace("</main>", "<script>document.title='owned'</script></main>")
    path = tmp_path / "broken.html"
    path.write_text(broken, encoding="utf-8")
    seen = Visit(browser, path)
    assert seen.page.title() != "owned"
    assert any("Content Security Policy" in complaint for complaint in seen.complaints)
    seen.context.close()


def test_on_paper_nothing_is_folded_away(visit: Any, ferry: Briefing) -> None:
    seen = visit(ferry)
    seen.page.emulate_media(media="print")
    for words in ("A fare of 12 crowns was agreed last week", "reports of the same story are dated 4 and 5 May 2025"):
        box = seen.page.get_by_text(words).first.bounding_box()
        assert box is not None
        assert box["height"] > 5
    assert not seen.page.locator(".parts").is_visible()


def test_a_link_to_what_is_folded_unfolds_it(visit: Any, ferry: Briefing) -> None:
    page = visit(ferry).page
    assert not page.locator("#d1-f6").is_visible()
    page.locator(".timeline a", has_text="A fare of 12 crowns").click()
    page.locator("#d1-f6").wait_for(state="visible", timeout=2000)


def test_statements_can_be_chosen_by_status(visit: Any, ferry: Briefing) -> None:
    page = visit(ferry).page
    page.get_by_role("button", name="Disputed 2").click()
    assert page.locator(".finding:visible").count() == 2
    page.get_by_role("button", name="All 4").click()
    assert page.locator(".finding:visible").count() == 4


def test_every_drawing_and_control_has_a_name(visit: Any, ferry: Briefing) -> None:
    nameless = visit(ferry).ask(
        "[...document.querySelectorAll('svg[role=img], [role=region], nav, dialog, button, a')].filter((e) => "
        "!(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim())).length"
    )
    assert nameless == 0
