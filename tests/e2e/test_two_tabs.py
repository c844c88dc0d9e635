"""One call on two desks: neither's word is lost without a word."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk import NAME, begun, find, is_sent, later, read, told
from tests.served import Served

STEP = re.compile("Étape 1")


@pytest.fixture
def desk(page: Page) -> Page:
    """With the article about the VPN open, in a call."""
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    begun(page)
    is_sent(page)
    return page


@pytest.fixture
def other(desk: Page, context: BrowserContext) -> Page:
    """Another tab with the same call."""
    opened = context.new_page()
    opened.goto(desk.url if "/call/" in desk.url else f"/c/acme/call/{desk.locator(NAME).get_attribute('title')}")
    expect(opened.locator("#article-title")).to_have_text("VPN : connexion impossible")
    return opened


def test_each_says_that_the_call_is_open_in_another_tab(desk: Page, other: Page) -> None:
    for page in (desk, other):
        expect(page.locator("#elsewhere")).to_have_text("Cet appel est aussi ouvert dans un autre onglet.")


def test_a_step_that_is_done_in_one_is_done_in_the_other_and_told_once(desk: Page, other: Page, server: Served) -> None:
    call = desk.locator(NAME).get_attribute("title") or ""
    desk.get_by_role("checkbox", name=STEP).check()
    expect(other.get_by_role("checkbox", name=STEP)).to_be_checked()
    expect(other.locator("#elsewhere")).to_have_text("L’appel avance aussi dans un autre onglet.")
    other.keyboard.press("Control+Enter")
    expect(other.get_by_role("radio", name="1 Résolu")).to_be_checked()
    expect(other.get_by_role("checkbox", name="VPN : connexion impossible")).to_be_checked()
    other.keyboard.press("Enter")
    is_sent(other)
    is_sent(desk)
    assert [len(told(server, call, kind)) for kind in ("tried", "ticked", "closed")] == [1, 1, 1]


def test_a_call_that_is_closed_in_one_is_not_closed_again_in_the_other(desk: Page, other: Page, server: Served) -> None:
    call = desk.locator(NAME).get_attribute("title") or ""
    other.keyboard.press("Control+Enter")
    other.keyboard.press("3")
    other.locator("#ending-impact").fill("deux caisses")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    is_sent(desk)
    expect(other.locator("#last")).to_contain_text(
        "Cet appel a été clos ailleurs : Résolu. Aucune issue n’a été envoyée d’ici."
    )
    expect(other.locator("#ending")).to_be_hidden()
    expect(other.locator(NAME)).to_have_text("Sans appel")
    expect(other.locator("#query")).to_have_value("")
    is_sent(other)
    assert (read(server, call)["outcome"], len(told(server, call, "closed"))) == ("resolved", 1)
    other.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator("#last")).to_have_text("Cet appel a été rouvert dans un autre onglet.")
    expect(other.locator(NAME)).to_have_attribute("title", call)
    expect(other.locator("#query")).to_have_value("vpn connexion impossible")
    expect(other.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(other.locator("#ending-impact")).to_have_value("deux caisses")
    expect(other.get_by_role("radio", name="3 Passé au N3")).to_be_checked()
    other.keyboard.press("Control+Enter")
    is_sent(other)
    assert read(server, call)["outcome"] == "escalated_n3"


def test_a_call_that_another_tool_closed_is_seen_before_its_end_is_told(desk: Page, server: Served) -> None:
    call = desk.locator(NAME).get_attribute("title") or ""
    close = {"id": f"{call}-tool", "at": later(), "outcome": "abandoned"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=close).status_code == 200
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Cet appel a été clos ailleurs : Abandonné.")
    expect(desk.locator("#ending")).to_be_hidden()
    is_sent(desk)
    assert (read(server, call)["outcome"], len(told(server, call, "closed"))) == ("abandoned", 1)


def test_a_tab_that_is_looked_at_again_learns_what_became_of_its_call(desk: Page, server: Served) -> None:
    call = desk.locator(NAME).get_attribute("title") or ""
    close = {"id": f"{call}-tool", "at": later(), "outcome": "abandoned"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=close).status_code == 200
    desk.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(desk.locator("#last")).to_contain_text("Cet appel a été clos ailleurs : Abandonné.")
    expect(desk.locator(NAME)).to_have_text("Sans appel")
