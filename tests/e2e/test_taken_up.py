"""What stands on the desk after signing in again, in another tab, or late."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.api.test_sign_in import PASSWORD, add_account
from tests.e2e.desk import (
    NAME,
    begun,
    end,
    find,
    is_answered,
    is_sent,
    is_used,
    open_first,
    read,
    reopen,
    results,
    until,
)
from tests.served import Served

VPN, PRINTER = "VPN : connexion impossible", "Imprimante hors ligne"
BOX = "#query"


def refusing(page: Page, what: str, status: int) -> Callable[[], None]:
    """Until the function that comes back is called, the server refuses these for now."""
    place = re.compile(rf"/calls/[^/]+/{what}$")
    page.route(place, lambda route: route.fulfill(status=status, headers={"Retry-After": "1"}, json={"detail": "x"}))
    return lambda: page.unroute(place)


# ── signed in again ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("has_article", [False, True])
def test_a_session_that_ends_before_a_call_begins_loses_nothing(
    page: Page, context: BrowserContext, server: Served, has_article: bool
) -> None:
    account = f"again-{has_article}".lower()
    add_account(server.kb, id=account)
    page.goto("/sign-in")
    sign_in(page, account)
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", VPN)
    page.locator("#priority").select_option("P1")
    page.locator(BOX).focus()
    if has_article:
        open_first(page, VPN)
        page.keyboard.press("/")
    page.keyboard.press("End")
    is_answered(page)
    context.clear_cookies()
    page.keyboard.press("Backspace")
    expect(page.get_by_label("Compte")).to_be_visible()
    sign_in(page, account)
    expect(page.locator(BOX)).to_have_value("vpn connexion impossibl")
    expect(page.locator("#priority")).to_have_value("P1")
    expect(page.locator("#article")).to_be_visible(visible=has_article)


def sign_in(page: Page, account: str) -> None:
    expect(page.get_by_label("Compte")).to_be_focused()  # by the page itself; before that, the browser complains
    page.get_by_label("Compte").fill(account)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Compte")).to_have_count(0)


def test_an_end_that_is_sent_after_signing_in_again_can_be_taken_back(
    page: Page, context: BrowserContext, server: Served
) -> None:
    add_account(server.kb, id="again-end")
    page.goto("/sign-in")
    sign_in(page, "again-end")
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    is_sent(page)
    page.wait_for_load_state("networkidle")
    context.clear_cookies()
    for key in ("Control+Enter", "8", "Enter"):
        page.keyboard.press(key)
    sign_in(page, "again-end")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert read(server, call)["outcome"] == "abandoned"
    assert page.evaluate("JSON.stringify({...sessionStorage})").count("vpn connexion") == 0, "what was typed is over"
    reopen(page)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="8 Abandonné")).to_be_checked()


def test_a_page_that_is_loaded_again_after_a_call_still_offers_it_until_the_next(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    begun(page)
    end(page, "8")
    page.reload()
    expect(page.locator("#last")).to_contain_text("Appel clos")
    begun(page)
    expect(page.locator("#last")).not_to_contain_text("Appel clos")
    page.reload()
    expect(page.locator(NAME)).to_have_text("Appel en cours")
    expect(page.locator("#last")).not_to_contain_text("Appel clos")


def test_what_was_looked_up_comes_back_whole(page: Page) -> None:
    """Half of it would end the next call with an article that nobody sees."""
    find(page, "vpn connexion impossible", VPN)
    open_first(page, VPN)
    page.goto("/c/acme/articles")
    page.goto("/c/acme")
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    expect(page.locator("#article-title")).to_have_text(VPN)
    page.keyboard.press("Escape")
    find(page, "imprimante hors ligne", PRINTER)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).not_to_be_checked()
    expect(page.locator("#ending-articles input")).to_have_count(0)


def test_the_article_of_a_call_that_goes_on_outlives_a_reload_and_back_brings_it_again(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    reopen(page)
    expect(page.locator("#article-title")).to_have_text(VPN)
    is_sent(page)
    page.reload()
    expect(page.locator("#article-title")).to_have_text(VPN)
    expect(page).to_have_url(re.compile(rf"/c/acme/call/{call}$"))
    page.locator("#article-body a", has_text="session").click()
    expect(page.locator("#article-title")).to_have_text("Session verrouillée")
    page.go_back()
    expect(page.locator("#article-title")).to_have_text(VPN)
    page.keyboard.press("Alt+x")
    expect(page.locator("#article")).to_be_hidden()
    page.reload()
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#article")).to_be_hidden()


# ── late ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("status", [429, 503])
def test_a_reopening_that_has_not_arrived_keeps_the_call_on_the_desk(page: Page, server: Served, status: int) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    end(page)
    is_sent(page)
    pass_on = refusing(page, "reopen", status)
    reopen(page)
    page.wait_for_timeout(800)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    pass_on()
    is_sent(page, after_all=True)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    assert read(server, call)["closed"] is None


def test_a_use_that_has_not_arrived_is_taken_back_all_the_same(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    is_sent(page)
    pass_on = refusing(page, "close", 429)
    end(page)
    reopen(page)
    page.wait_for_timeout(500)
    page.keyboard.press("Control+Enter")
    assert is_used(page, VPN)
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    pass_on()
    is_sent(page, after_all=True)
    whole = read(server, call)
    assert (whole["outcome"], whole["used"]) == ("escalated_n2", [])


def test_the_end_that_is_open_already_is_offered_what_is_learnt(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    is_sent(page)
    page.evaluate("sessionStorage.clear()")
    waiting: list[Route] = []
    page.route(re.compile(rf"/calls/{call}$"), lambda route: waiting.append(route))
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator(NAME)).to_have_attribute("title", call)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).not_to_be_checked()
    until(page, lambda: waiting)
    for one in waiting:
        one.continue_()
    page.unroute_all()
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    expect(page.locator("#ending-articles").get_by_role("checkbox", name=VPN)).to_be_checked()


# ── the rest ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_selection_stays_where_it_is_when_the_answer_changes(page: Page) -> None:
    asked: list[Route] = []

    def by_words_once(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            route.fulfill(json=route.fetch().json() | {"mode": "keyword"})

    page.route("**/search", by_words_once)
    page.locator(BOX).fill("imprimante hors ligne vpn")
    row = results(page).filter(has_text=VPN)
    expect(row).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
        if row.get_attribute("aria-selected") == "true":
            break
    until(page, lambda: len(asked) == 2)
    body = asked[1].fetch().json()
    asked[1].fulfill(json=body | {"results": [one for one in body["results"] if one["article"] != "reseau/vpn"]})
    expect(row).to_contain_text("n’est plus dans la réponse")
    expect(row).to_have_attribute("aria-selected", "true")
    open_first(page, VPN)


def test_an_arrow_of_the_number_pad_is_no_digit(page: Page) -> None:
    begun(page)
    page.keyboard.press("Control+Enter")
    chosen = page.locator('input[name="outcome"]:checked')
    before = chosen.get_attribute("value")
    pressed = "new KeyboardEvent('keydown', {key: 'ArrowUp', code: 'Numpad8', bubbles: true})"
    page.evaluate(f"document.activeElement.dispatchEvent({pressed})")
    expect(chosen).to_have_attribute("value", before or "")


def test_what_the_telephone_said_stays_with_the_call_on_an_article_s_own_page(page: Page, line: str) -> None:
    assert line
    page.goto("/agent/pop?call=ACD-lang&did=%2B33184800010&ivr=1&lang=en")
    find(page, "vpn connexion impossible", VPN)
    open_first(page, VPN)
    page.reload()
    expect(page.locator("#call-speaks")).to_have_text("L’appelant parle anglais")
    page.locator(BOX).fill("")
    expect(page.locator("#answers").get_by_role("button")).to_have_text("Client VPN ×")


def test_a_call_that_waits_for_its_client_keeps_its_id_when_the_page_is_loaded_again(page: Page) -> None:
    page.goto("/agent/pop?call=ACD-wait&did=%2B33184800099")
    page.reload()
    page.get_by_role("button", name="Acme & Fils").click()
    expect(page).to_have_url(re.compile(r"/c/acme/call/ACD-wait$"))
