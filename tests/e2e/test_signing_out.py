"""Signing out on a page beside the console while a call is open on a desk of this browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import begun, find, is_clean, is_sent
from tests.served import Served

PAGES = ("/", "/calls", "/c/acme/calls", "/c/zeta/articles", "/admin/keys")


def is_out(page: Page) -> None:
    expect(page.get_by_label("Compte")).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator("form.sign-out button").click()


PATIENT = """() => {
  const later = window.setTimeout;
  window.setTimeout = (act, ms, ...said) => later(act, ms === 600 ? 10000 : ms, ...said);
}"""
"""Other tabs are given long enough to answer, however busy the machine is."""


@pytest.mark.parametrize("place", PAGES)
def test_in_mid_call_it_is_asked_about_and_who_stays_loses_nothing(page: Page, place: str) -> None:
    page.keyboard.type("vpn coupé")
    begun(page)
    is_sent(page)
    page.goto(place)
    out, asked = page.locator("form.sign-out button"), page.locator("#signing-out")
    expect(asked).to_be_hidden()
    for stay in ("Escape", "Enter"):
        out.focus()
        page.keyboard.press("Enter")
        expect(asked).to_be_visible()
        expect(asked).to_contain_text("Un appel n’est pas clos.")
        expect(asked.get_by_role("button", name="Rester")).to_be_focused()
        page.keyboard.press(stay)
        expect(asked).to_be_hidden()
        expect(out).to_be_focused()
    out.click()
    expect(asked).to_be_visible()
    is_clean(page)
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator("#query")).to_have_value("vpn coupé")
    with page.expect_event("load"):
        page.go_forward()
    page.wait_for_load_state("networkidle")  # the page's script asks, once it is there
    sign_out(page)
    expect(asked).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    is_out(page)


def test_between_two_calls_nothing_is_asked(page: Page) -> None:
    begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    page.goto("/calls")
    sign_out(page)
    is_out(page)


@pytest.mark.parametrize("place", ["/calls", "/c/zeta"])
def test_a_call_that_is_open_in_another_tab_is_asked_about_until_it_is_closed(
    page: Page, context: BrowserContext, place: str
) -> None:
    begun(page)
    other = context.new_page()
    other.goto(place)
    other.evaluate(PATIENT)
    sign_out(other)
    asked = other.locator("#signing-out")
    expect(asked).to_be_visible()
    expect(asked).to_contain_text("Un appel n’est pas clos.")
    other.keyboard.press("Escape")
    page.goto("/c/acme/articles")  # the tab goes on keeping it
    sign_out(other)
    expect(asked).to_be_visible()
    other.keyboard.press("Escape")
    page.goto("/c/acme")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    other.reload()
    sign_out(other)
    is_out(other)


@pytest.mark.parametrize("place", ["/c/zeta", "/calls"])
def test_another_client_s_call_of_the_same_tab_is_asked_about(page: Page, place: str) -> None:
    begun(page)
    is_sent(page)
    page.goto(place)
    sign_out(page)
    asked = page.locator("#signing-out")
    expect(asked).to_be_visible()
    expect(asked).not_to_contain_text("Acme")


@pytest.mark.parametrize("place", ["/c/zeta", "/calls"])
def test_what_was_only_looked_up_is_of_no_call_elsewhere(page: Page, place: str) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.goto(place)
    sign_out(page)
    is_out(page)


@pytest.mark.parametrize("place", ["/c/acme", "/calls"])
def test_signing_out_twice_at_once_asks_once(page: Page, context: BrowserContext, place: str) -> None:
    begun(page)
    other = context.new_page()
    faults: list[str] = []
    other.on("pageerror", lambda error: faults.append(str(error)))
    other.goto(place)
    other.evaluate(PATIENT)
    other.evaluate(
        "document.querySelector('form.sign-out button').click(), document.querySelector('form.sign-out button').click()"
    )
    expect(other.locator("#signing-out")).to_be_visible()
    other.wait_for_timeout(700)
    assert faults == []
    other.keyboard.press("Escape")
    expect(other.locator("#signing-out")).to_be_hidden()


def test_what_somebody_else_left_in_the_tab_keeps_nobody_in(page: Page) -> None:
    begun(page)
    is_sent(page)
    page.goto("/calls")
    page.evaluate("""() => {
      for (const [key, value] of Object.entries(sessionStorage)) {
        sessionStorage.removeItem(key);
        sessionStorage.setItem(key.split(":").with(2, "somebody").join(":"), value);
      }
    }""")
    sign_out(page)
    is_out(page)


def test_a_storage_that_cannot_be_read_does_not_keep_anybody_in(page: Page) -> None:
    begun(page)
    is_sent(page)
    page.goto("/calls")
    page.evaluate("for (const key of Object.keys(sessionStorage)) sessionStorage.setItem(key, '{')")
    sign_out(page)
    is_out(page)


def test_without_a_script_it_signs_out(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False, locale="fr-FR")
    plain = context.new_page()
    plain.goto("/calls")
    expect(plain.locator("#signing-out")).to_be_hidden()
    sign_out(plain)
    is_out(plain)
    context.close()
