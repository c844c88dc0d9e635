"""Keys pressed at the wrong moment, and what they must not do."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.desk import begun, calls, find, is_sent, new_calls, told
from tests.served import Served

QUERY = "#query"


def test_escape_keeps_what_was_written_for_a_call_that_has_not_begun(page: Page) -> None:
    find(page, "vpn connexion", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    step = page.locator("#article-body .tick").first
    step.check()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator(QUERY)).to_have_value("")
    expect(page.locator("#article-title")).to_be_visible()
    expect(step).to_be_checked()


def test_a_flag_begins_the_call_and_leaves_the_focus_in_the_article(page: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    find(page, "vpn connexion", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Alt+s")
    page.keyboard.press("1")
    expect(page.locator("#article-done")).to_contain_text("Signalé")
    expect(page.locator("#article-title")).to_be_focused()
    is_sent(page)
    (call,) = new_calls(server, before)
    assert len(told(server, call, "flagged")) == 1


def test_keys_of_the_desk_do_nothing_behind_the_end_of_a_call(page: Page) -> None:
    begun(page)
    find(page, "vpn connexion", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage")
    for key in ("x", "n", "p", "s", "g", "q"):
        page.keyboard.press(f"Alt+{key}")
    page.keyboard.press("Escape")
    expect(page.locator("#article-title")).to_be_visible()
    assert page.locator("#flag").get_attribute("open") is None


def test_keys_that_the_browser_wants_too_are_the_pages(page: Page) -> None:
    page.evaluate("window.left = []")
    page.evaluate("addEventListener('keydown', (event) => event.defaultPrevented || left.push(event.key))")
    page.locator("#priority").focus()
    page.keyboard.press("Control+K")
    expect(page.locator(QUERY)).to_be_focused()
    page.keyboard.press("Alt+3")
    assert page.evaluate("left.filter((key) => key === '3' || key.toLowerCase() === 'k')") == []


def test_shift_and_home_select_in_the_box(page: Page) -> None:
    find(page, "vpn connexion", "VPN : connexion impossible")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Home")
    assert page.evaluate("getSelection().toString()") == "vpn connexion"


def test_what_is_chosen_is_seen_where_the_system_chooses_the_colours(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    find(page, "vpn", "VPN : connexion impossible")
    page.keyboard.press("ArrowDown")
    styles = page.locator("#results .card").evaluate_all("all => all.map((one) => getComputedStyle(one).outlineStyle)")
    assert styles[0] == "solid"
    assert set(styles[1:]) <= {"none"}
