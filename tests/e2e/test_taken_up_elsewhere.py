"""A call that another tab, another machine or another moment goes on with: of each article the last word counts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.e2e.desk import NAME, begun, end, find, is_sent, is_used, open_first, read, reopen
from tests.served import Served

VPN, PRINTER = "VPN : connexion impossible", "Imprimante hors ligne"
BOX = "#query"


def anew(page: Page, call: str) -> None:
    """As in a tab, or at a machine, that knows nothing of it."""
    is_sent(page)
    page.evaluate("sessionStorage.clear()")
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator(BOX)).not_to_have_value("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-articles label").first).to_contain_text(re.compile("VPN|Imprimante"))


def test_what_was_ruled_out_after_reopening_did_not_serve(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    reopen(page)
    expect(page.locator("#article")).to_be_visible()
    page.keyboard.press("Alt+x")
    anew(page, call)
    assert not is_used(page, VPN)


def test_what_was_tried_after_reopening_counts_beside_what_served(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    reopen(page)
    expect(page.locator("#article")).to_be_visible()
    page.locator(BOX).fill("")
    find(page, "imprimante hors ligne", PRINTER)
    open_first(page, PRINTER)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    anew(page, call)
    expect(page.locator("#ending-articles label")).to_have_count(2)
    assert (is_used(page, VPN), is_used(page, PRINTER)) == (True, True)


def test_what_was_ruled_out_and_tried_after_all_served(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.keyboard.press("Alt+x")
    page.locator(BOX).fill("")
    find(page, "vpn connexion impossible", VPN)
    open_first(page, VPN)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    anew(page, call)
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    assert is_used(page, VPN)


def test_what_is_typed_for_the_next_caller_is_not_written_into_a_call_that_is_reopened(
    page: Page, server: Served
) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    end(page, "8")
    find(page, "imprimante hors ligne", PRINTER)
    reopen(page)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    end(page, "8")
    is_sent(page)
    assert read(server, call)["symptom"] == "vpn connexion impossible"
    page.locator("#last a").first.click()
    expect(page.locator(BOX)).to_have_value("imprimante hors ligne")


def test_what_was_filled_in_stays_with_a_call_that_somebody_else_ended(page: Page, server: Served) -> None:
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    page.locator("#ending-impact").fill("douze postes")
    page.keyboard.press("Escape")
    is_sent(page)
    closed = {"id": f"tool-{call}", "at": datetime.now(UTC).isoformat(), "outcome": "abandoned"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=closed).status_code == 200
    page.reload()
    expect(page.locator("#last")).to_contain_text("Rouvrir")
    reopen(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-impact")).to_have_value("douze postes")
