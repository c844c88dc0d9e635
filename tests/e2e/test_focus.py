"""Where the focus is after something was closed, and that what is chosen by keys is in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, is_drawn, results
from tests.e2e.long_article import opened, with_long_article
from tests.served import Served

QUERY = "imprimante hors ligne vpn"
CHOSEN = '#results [aria-selected="true"]'
PLACES = ["#query", "#article-title", ".tick >> nth=3", "#priority", "#call-end", "#path"]
SIZES: dict[str, Any] = {
    "wide": {"viewport": {"width": 1440, "height": 900}},
    "laptop": {"viewport": {"width": 1024, "height": 500}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
SEEN = """() => {
  const card = document.querySelector('#results [aria-selected="true"] .card').getBoundingClientRect();
  const isOver = one => getComputedStyle(one).position === 'sticky' && one.offsetHeight;
  const covers = [...document.querySelectorAll('.bar, #form, #question')].filter(isOver)
    .map(one => [one.id, one.getBoundingClientRect()]).filter(([, box]) => box.left < card.right);
  return {top: card.top, bottom: card.bottom, height: innerHeight,
          covers: covers.map(([name, box]) => [name, box.top, box.bottom])};
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("focus")) as served:
        yield served


@pytest.fixture
def desk(page: Page) -> Page:
    return opened(page)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("key", ["F1", "Control+Enter"])
def test_escape_from_help_and_end_goes_back_to_where_one_was(desk: Page, place: str, key: str) -> None:
    desk.locator(place).focus()
    expect(desk.locator(place)).to_be_focused()
    desk.keyboard.press(key)
    expect(desk.locator("dialog[open]")).to_have_count(1)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog[open]")).to_have_count(0)
    expect(desk.locator(place)).to_be_focused()


@pytest.mark.parametrize(("opener", "closer"), [("F1", "#help-close"), ("Control+Enter", "#ending-cancel")])
def test_so_does_the_button(desk: Page, opener: str, closer: str) -> None:
    desk.locator(".tick >> nth=2").focus()
    desk.keyboard.press(opener)
    desk.locator(closer).press("Enter")
    expect(desk.locator(".tick >> nth=2")).to_be_focused()


def test_escape_from_a_handover_goes_back_too(desk: Page) -> None:
    desk.locator(".tick >> nth=2").focus()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    expect(desk.locator("#ending-sheet")).to_be_visible()
    desk.locator("#ending-impact").fill("tout le dépôt")
    desk.keyboard.press("Escape")
    expect(desk.locator(".tick >> nth=2")).to_be_focused()


def test_escape_from_the_article_goes_on_in_the_list_where_one_was(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    rows = results(page)
    assert rows.count() > 2
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#article")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(2)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    expect(rows.nth(0)).to_have_attribute("aria-selected", "true")


def test_escape_from_the_reasons_of_a_flag_goes_back_to_the_article(desk: Page) -> None:
    desk.locator(".tick >> nth=4").focus()
    desk.keyboard.press("Alt+s")
    expect(desk.locator("#flag")).to_have_attribute("open", "")
    desk.locator("#flag-comment").fill("la porte")
    desk.keyboard.press("Escape")
    expect(desk.locator(".tick >> nth=4")).to_be_focused()
    assert desk.locator("#flag").get_attribute("open") is None
    desk.locator("#flag summary").press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    assert desk.locator("#flag").get_attribute("open") is None
    expect(desk.locator("#flag summary")).to_be_focused()
    desk.keyboard.press("Alt+s")
    expect(desk.locator("#flag-comment")).to_have_value("la porte")


@pytest.mark.parametrize("key", ["F1", "Control+Enter"])
def test_where_what_had_the_focus_is_no_more_typing_goes_on_in_the_box(desk: Page, key: str) -> None:
    desk.locator(".tick >> nth=2").focus()
    desk.keyboard.press(key)
    expect(desk.locator("dialog[open]")).to_have_count(1)
    desk.evaluate("document.querySelectorAll('.tick')[2].remove()")
    desk.keyboard.press("Escape")
    expect(desk.locator("#query")).to_be_focused()


def test_escape_from_leaving_stays_where_one_was(desk: Page) -> None:
    way = desk.locator(".bar a.change")
    way.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#leaving")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(way).to_be_focused()


@pytest.mark.parametrize("is_asked", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_a_row_chosen_by_keys_is_in_sight(browser: Browser, server: Served, size: str, is_asked: bool) -> None:
    context = signed_in(browser, server, locale="fr-FR", reduced_motion="reduce", **SIZES[size])
    page = context.new_page()
    page.goto("/c/acme")
    find(page, QUERY, "Imprimante hors ligne")
    expect(results(page).filter(has_text="VPN").first).to_be_visible()
    if is_asked:
        page.evaluate(
            "question.hidden = false; document.querySelector('#question-text').textContent = 'Depuis quand ?'"
        )
    is_drawn(page)
    count = results(page).count()
    for key in ["ArrowDown"] * count + ["ArrowUp"] * (count - 1) + ["End", "Home"]:
        page.keyboard.press(key)
        seen = page.evaluate(SEEN)
        for name, top, bottom in seen["covers"]:
            if name == "question":
                assert seen["bottom"] <= top + 1, (key, seen)
            else:
                assert seen["top"] >= bottom - 1, (key, seen)
        assert seen["bottom"] <= seen["height"] + 1, (key, seen)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    context.close()
