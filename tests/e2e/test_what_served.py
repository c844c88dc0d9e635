"""What served can be taken back when the call goes on, and what was ruled out comes back when it helps after all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import NAME, begun, find, is_sent, read, reopen_on_its_page, told
from tests.served import Served

VPN, PRINTER = "VPN : connexion impossible", "Imprimante hors ligne"


def open_first(page: Page, title: str) -> None:
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(title)


def end(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")


def used(page: Page, title: str) -> bool:
    return page.locator("#ending-articles").get_by_role("checkbox", name=title).is_checked()


@pytest.fixture
def closed(page: Page, server: Served) -> str:
    """A call that is said to be solved by the article about the VPN; its id."""
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    is_sent(page)
    assert read(server, call)["used"] == ["reseau/vpn"]
    return call


@pytest.mark.parametrize("way", ["button", "reload", "page"])
def test_a_use_is_taken_back_when_the_call_goes_on(page: Page, server: Served, closed: str, way: str) -> None:
    if way == "page":
        reopen_on_its_page(page, closed)
        page.goto(f"/c/acme/call/{closed}")
    else:
        page.get_by_role("button", name="Rouvrir").click()
        is_sent(page)
    if way == "reload":
        page.reload()
    expect(page.locator(NAME)).to_have_attribute("title", closed)
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    is_sent(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    assert used(page, VPN)
    page.keyboard.press("2")
    assert not used(page, VPN)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Passé au N2")
    is_sent(page)
    whole = read(server, closed)
    assert (whole["outcome"], whole["used"]) == ("escalated_n2", [])
    assert [one["article"] for one in told(server, closed, "unused")] == ["reseau/vpn"]


def test_another_article_serves_in_the_place_of_the_first(page: Page, server: Served, closed: str) -> None:
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.locator("#article")).to_be_visible()
    page.keyboard.press("Alt+x")
    page.keyboard.press("Control+a")
    find(page, "imprimante hors ligne", PRINTER)
    open_first(page, PRINTER)
    page.keyboard.press("Control+Enter")
    assert (used(page, VPN), used(page, PRINTER)) == (False, True)
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert read(server, closed)["used"] == ["impression/imprimante"]


def test_what_served_before_still_does_where_nobody_says_otherwise(page: Page, server: Served, closed: str) -> None:
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.locator("#article")).to_be_visible()
    end(page)
    is_sent(page)
    assert read(server, closed)["used"] == ["reseau/vpn"]
    assert told(server, closed, "unused") == []


def test_an_article_that_was_ruled_out_and_helps_after_all_is_what_served(page: Page, server: Served) -> None:
    find(page, "imprimante hors ligne vpn", PRINTER)
    call = begun(page)
    page.keyboard.press("ArrowDown")
    open_first(page, PRINTER)
    page.keyboard.press("Alt+x")
    expect(page.locator("#article")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(VPN)
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    page.go_back()
    expect(page.locator("#article-title")).to_have_text(PRINTER)
    page.keyboard.press("Control+Enter")
    assert (used(page, VPN), used(page, PRINTER)) == (False, True), "it is what was looked at last"
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert read(server, call)["used"] == ["impression/imprimante"]
