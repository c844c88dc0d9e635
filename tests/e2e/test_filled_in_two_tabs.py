"""What is filled in about a call is the same in both tabs that have it, and nobody loses what they are typing."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.desk import NAME, begun, find, is_sent, told, until
from tests.e2e.test_between_calls import asking_for_a_fact
from tests.served import Served

ASKED = "numéro de poste"


@pytest.fixture
def desk(page: Page, context: BrowserContext) -> Page:
    """In a call, with a fact to ask for."""
    asking_for_a_fact(context)
    page.reload()
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    begun(page)
    expect(fact(page)).to_be_visible()
    is_sent(page)
    return page


@pytest.fixture
def other(desk: Page, context: BrowserContext) -> Page:
    """Another tab with the same call."""
    return beside(desk, context)


def beside(desk: Page, context: BrowserContext) -> Page:
    opened = context.new_page()
    opened.goto(f"/c/acme/call/{call_of(desk)}")
    expect(fact(opened)).to_be_visible()
    expect(opened.locator("#elsewhere")).not_to_be_empty()
    return opened


def call_of(page: Page) -> str:
    return page.locator(NAME).get_attribute("title") or ""


def fact(page: Page) -> Locator:
    return page.locator("#path-facts").get_by_label(ASKED)


def leave(page: Page) -> None:
    page.locator("#query").focus()


LISTEN = """() => {
  window.news = [];
  const channel = new BroadcastChannel(`kbsearch:acme:${document.getElementById("desk").dataset.who}`);
  channel.addEventListener("message", ({ data }) => news.push(JSON.stringify(data)));
}"""


def hears(page: Page, text: str) -> None:
    """Wait until what holds this has come from the other tab: the page's own ear, which is older, has it by then."""
    until(page, lambda: page.evaluate("text => news.some(one => one.includes(text))", text))


def test_what_is_filled_in_in_one_stands_in_the_other_and_is_told_by_it(
    desk: Page, other: Page, server: Served
) -> None:
    call = call_of(desk)
    desk.locator("#priority").select_option("P1")
    fact(desk).fill("poste 5120")
    for page in (desk, other):
        expect(fact(page)).to_have_value("poste 5120")
        expect(page.locator("#priority")).to_have_value("P1")
    expect(other.locator("#elsewhere")).to_have_text("L’appel avance aussi dans un autre onglet.")
    for page in (desk, other):
        page.keyboard.press("Control+Enter")
        page.keyboard.press("2")
    desk.locator("#ending-impact").fill("deux caisses")
    expect(other.locator("#ending-impact")).to_have_value("deux caisses")
    expect(other.locator("#sheet")).to_contain_text("deux caisses")
    desk.locator("#ending-facts").get_by_label(ASKED).fill("poste 5121")
    expect(other.locator("#ending-facts").get_by_label(ASKED)).to_have_value("poste 5121")
    expect(other.locator("#sheet")).to_contain_text("poste 5121")
    other.reload()
    expect(other.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    expect(other.locator("#ending-impact")).to_have_value("deux caisses")
    other.keyboard.press("Control+Enter")
    expect(other.locator("#last")).to_contain_text("Appel clos")
    is_sent(other)
    [handed] = told(server, call, "escalated")
    assert (handed["priority"], handed["impact"]) == ("P1", "deux caisses")
    assert [one["value"] for one in handed["facts"]] == ["poste 5121"]


def test_nobody_loses_what_they_are_typing_and_the_last_word_counts(desk: Page, other: Page) -> None:
    fact(other).focus()
    other.keyboard.type("poste ")
    expect(fact(desk)).to_have_value("poste ")
    other.evaluate(LISTEN)
    fact(desk).fill("autre")
    leave(desk)
    hears(other, "autre")
    expect(fact(other)).to_have_value("poste ")
    other.keyboard.type("5120")
    expect(fact(desk)).to_have_value("poste 5120")  # it was typed after the other word
    leave(other)
    other.wait_for_timeout(100)
    expect(fact(other)).to_have_value("poste 5120")
    fact(other).focus()
    fact(desk).fill("poste 7")
    leave(desk)
    hears(other, "poste 7")
    expect(fact(other)).to_have_value("poste 5120")
    leave(other)
    expect(fact(other)).to_have_value("poste 7")
    expect(fact(desk)).to_have_value("poste 7")


def test_the_impact_that_is_being_typed_is_let_be_too(desk: Page, other: Page) -> None:
    for page in (desk, other):
        page.keyboard.press("Control+Enter")
        page.keyboard.press("2")
    impact = other.locator("#ending-impact")
    impact.focus()
    other.keyboard.type("deux")
    expect(desk.locator("#ending-impact")).to_have_value("deux")
    other.evaluate(LISTEN)
    desk.locator("#ending-impact").fill("tout le site")
    desk.locator("#ending-comment").focus()
    hears(other, "tout le site")
    expect(impact).to_have_value("deux")
    other.keyboard.press("Tab")
    expect(impact).to_have_value("tout le site")
    expect(other.locator("#sheet")).to_contain_text("tout le site")


def test_a_tab_that_comes_later_finds_what_is_filled_in_and_brings_what_it_kept(
    desk: Page, context: BrowserContext
) -> None:
    place = f"/c/acme/call/{call_of(desk)}"
    fact(desk).fill("poste 5120")
    desk.locator("#priority").select_option("P2")
    other = beside(desk, context)
    expect(fact(other)).to_have_value("poste 5120")
    expect(other.locator("#priority")).to_have_value("P2")
    desk.goto("/calls")
    fact(other).fill("poste 5121")
    leave(other)
    desk.goto(place)
    expect(fact(desk)).to_have_value("poste 5121")  # it was said while this tab was away
    desk.goto("/calls")
    other.evaluate("sessionStorage.clear()")
    other.goto("/calls")
    other.goto(place)
    expect(fact(other)).to_have_value("")
    desk.goto(place)
    expect(fact(other)).to_have_value("poste 5121")


def test_a_fact_brings_nothing_of_the_call_before(desk: Page, context: BrowserContext, server: Served) -> None:
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    desk.locator("#ending-impact").fill("deux caisses")
    desk.locator("#ending-facts").get_by_label(ASKED).fill("poste 1")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Appel clos")
    find(desk, "vpn connexion impossible", "VPN : connexion impossible")
    begun(desk)
    other = beside(desk, context)
    fact(other).fill("poste 2")
    expect(fact(desk)).to_have_value("poste 2")
    desk.reload()
    expect(fact(desk)).to_have_value("poste 2")
    expect(desk.locator("#ending")).to_be_hidden()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#ending-impact")).to_have_value("")


def test_another_call_hears_nothing(desk: Page, context: BrowserContext) -> None:
    stranger = context.new_page()
    stranger.goto("/c/acme")
    find(stranger, "vpn connexion impossible", "VPN : connexion impossible")
    begun(stranger)
    fact(desk).fill("poste 5120")
    stranger.wait_for_timeout(300)
    expect(fact(stranger)).to_have_value("")
