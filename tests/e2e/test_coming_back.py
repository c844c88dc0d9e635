"""Back and Forward bring the query, the chosen row, the open article and where in it one was, and empty nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, is_sent, results, until
from tests.e2e.long_article import ID, TITLE, opened, with_long_article
from tests.served import Served

BOX = "#query"
CHOSEN = '#results [aria-selected="true"]'
TICKS = "#article-body .tick"
QUERY = "imprimante hors ligne vpn"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("back")) as served:
        yield served


def settled(page: Page, script: str) -> Any:
    """What it gives, once it gives the same for a while."""
    before = page.evaluate(script)
    for _ in range(50):
        page.wait_for_timeout(400)
        now = page.evaluate(script)
        if now == before:
            return now
        before = now
    raise AssertionError(before)


def comes_to(page: Page, script: str, wanted: Any) -> None:
    """Wait until it gives this and goes on giving it: what a page holds may come after the article."""
    until(page, lambda: settled(page, script) == wanted)


def choose(page: Page, text: str) -> None:
    row = results(page).filter(has_text=text)
    expect(row).to_be_visible()
    for _ in range(20):
        if row.get_attribute("aria-selected") == "true":
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(text)


def test_back_chooses_the_row_again_and_asks_nobody(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    choose(page, "VPN : connexion")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator(BOX)).to_have_value(QUERY)
    expect(page.locator(BOX)).to_be_focused()
    expect(page.locator(CHOSEN)).to_contain_text("VPN : connexion impossible")
    assert [url for url in asked if "/api/" in url] == []
    page.keyboard.press("ArrowUp")
    expect(page.locator(CHOSEN)).to_contain_text("Imprimante hors ligne")


@pytest.mark.parametrize("has_call", [False, True])
def test_an_article_that_is_set_aside_leaves_the_address_and_back_brings_it_again(page: Page, has_call: bool) -> None:
    if has_call:
        page.keyboard.press("Alt+n")
        expect(page.locator("#call-name")).to_have_attribute("title", re.compile("."))
    expect(page).to_have_url(re.compile("/c/acme/call/." if has_call else "/c/acme$"))
    console = page.url
    find(page, QUERY, "Imprimante hors ligne")
    choose(page, "VPN : connexion")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(page).to_have_url(re.compile("/c/acme/a/reseau/vpn$"))
    article = page.url
    page.keyboard.press("Alt+x")
    expect(page.locator("#article")).to_be_hidden()
    expect(page).to_have_url(console)
    page.go_back()
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(page.locator("#article")).to_be_visible()
    expect(page).to_have_url(article)
    expect(page.locator(BOX)).to_have_value(QUERY)
    page.go_forward()
    expect(page.locator("#article")).to_be_hidden()
    expect(page).to_have_url(console)
    expect(page.locator(BOX)).to_have_value(QUERY)
    page.reload()
    expect(page.locator(BOX)).to_have_value(QUERY)
    expect(page.locator("#article")).to_be_hidden()


def test_a_row_that_was_only_chosen_is_chosen_again(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator(BOX)).to_be_focused()
    choose(page, "VPN : connexion")
    until(page, lambda: page.evaluate("history.state.row") == "reseau/vpn")
    page.go_forward()
    expect(page.locator("#article")).to_be_visible()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    page.go_back()
    expect(page.locator(CHOSEN)).to_contain_text("VPN : connexion impossible")


def test_another_query_and_its_row_come_back(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    choose(page, "VPN : connexion")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.keyboard.press("/")
    find(page, "wifi absent dépôt", TITLE)
    page.go_back()
    expect(page.locator(BOX)).to_have_value(QUERY)
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    expect(page.locator(CHOSEN)).to_contain_text("VPN : connexion impossible")
    page.go_forward()
    expect(page.locator(BOX)).to_have_value("wifi absent dépôt")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")


def test_an_article_is_come_back_to_where_it_was_left(page: Page) -> None:
    opened(page)
    page.locator(TICKS).nth(6).focus()
    left = settled(page, "pane.scrollTop")
    assert left > 100
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    find(page, "vpn connexion impossible", "VPN")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.go_back()
    expect(page.locator("#article-title")).to_have_text(TITLE)
    comes_to(page, "pane.scrollTop", left)
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#article")).to_be_visible()
    expect(page.locator("#article-title")).to_have_text(TITLE)
    expect(page.locator(TICKS)).to_have_count(12)
    comes_to(page, "pane.scrollTop", left)
    assert page.evaluate("document.activeElement.closest('#article') !== null")


@pytest.mark.parametrize("width", [1440, 320])
def test_the_pane_is_scrolled_to_where_it_was(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    opened(page)
    page.locator(TICKS).nth(8).focus()
    focused = "[...document.querySelectorAll('.tick')].indexOf(document.activeElement)"
    where = f"[Math.round(pane.scrollTop), Math.round(window.scrollY), {focused}]"
    left = settled(page, where)
    assert left[0] + left[1] > 100
    link = page.locator("#article-body").get_by_role("link", name="la résolution")
    link.evaluate("""one => {
      const other = one.cloneNode(true);
      other.href = '/c/acme/a/reseau/vpn';
      other.textContent = 'ailleurs';
      document.querySelectorAll('.tick')[8].parentElement.append(other);
    }""")
    page.get_by_role("link", name="ailleurs").dispatch_event("click")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.go_back()
    expect(page.locator("#article-title")).to_have_text(TITLE)
    expect(page.locator(TICKS).nth(8)).to_be_focused()
    comes_to(page, where, left)
    page.reload()
    expect(page.locator(TICKS).nth(8)).to_be_focused()
    comes_to(page, where, left)


def test_a_reload_keeps_the_chosen_row(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    choose(page, "VPN : connexion")
    page.wait_for_timeout(400)
    page.reload()
    expect(page.locator(BOX)).to_have_value(QUERY)
    expect(page.locator(CHOSEN)).to_contain_text("VPN : connexion impossible")


def test_one_back_too_many_empties_nothing(page: Page) -> None:
    """Into a call that is over."""
    find(page, "wifi absent dépôt", TITLE)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(TITLE)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    find(page, QUERY, "Imprimante hors ligne")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    for _ in range(3):
        page.go_back()
        page.wait_for_timeout(400)
        expect(page.locator(BOX)).to_have_value(QUERY)
        expect(results(page).first).to_contain_text("Imprimante hors ligne")
        expect(page.locator("#article-title")).not_to_have_text(TITLE)
    expect(page).not_to_have_url(re.compile("wifi"))
    assert "wifi" not in str(page.evaluate("JSON.stringify(history.state)"))
    page.go_forward()
    expect(page.locator(BOX)).to_have_value(QUERY)


def test_an_entry_in_which_nothing_was_typed_leaves_the_box_alone(page: Page) -> None:
    page.goto(f"/c/acme/a/{ID}")
    expect(page.locator("#article-title")).to_have_text(TITLE)
    expect(page.locator(TICKS)).to_have_count(12)  # the script has drawn it
    address = page.url
    page.locator("#article-body").get_by_role("link", name="la résolution").click()
    expect(page).to_have_url(f"{address}#kb-resolution")
    page.locator(BOX).fill("vpn connexion")
    expect(results(page).first).to_contain_text("VPN")
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.locator("#article-title")).to_have_text(TITLE)
    expect(page.locator(BOX)).to_have_value("vpn connexion")
    expect(results(page).first).to_contain_text("VPN")


def test_what_the_answers_were_narrowed_to_comes_back_with_its_query(page: Page, line: str) -> None:
    page.goto("/agent/pop?call=ACD-back&did=%2B33184800010&ivr=1")
    narrowed = page.locator("#answers").get_by_role("button")
    expect(narrowed).to_have_text("Client VPN ×")
    page.locator(BOX).focus()
    find(page, "vpn connexion", "VPN")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    narrowed.click()
    expect(narrowed).to_have_count(0)
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    expect(narrowed).to_have_text("Client VPN ×")
    page.go_forward()
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(narrowed).to_have_count(0)


def test_nothing_typed_is_in_an_address(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, locale="fr-FR")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page)
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#article-title")).to_have_text(TITLE)
    page.reload()
    expect(page.locator("#article-title")).to_have_text(TITLE)
    assert not [url for url in [*asked, page.url] if "wifi absent" in url or "wifi%20absent" in url]
    context.close()


def test_a_box_that_is_emptied_while_the_call_is_taken_up_stays_empty(page: Page) -> None:
    find(page, QUERY, "Imprimante hors ligne")
    page.keyboard.press("Alt+n")
    expect(page.locator("#call-name")).to_have_attribute("title", re.compile("."))
    is_sent(page)
    waiting: list[Route] = []
    page.route(re.compile(r"/api/v1/clients/acme/calls/[^/]+$"), lambda route: waiting.append(route))
    page.reload()
    expect(page.locator(BOX)).to_have_value(QUERY)
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    page.locator(BOX).fill("")
    expect(results(page)).to_have_count(0)
    until(page, lambda: waiting)
    for one in waiting:
        one.continue_()
    page.wait_for_timeout(500)
    expect(page.locator(BOX)).to_have_value("")
    expect(results(page)).to_have_count(0)
