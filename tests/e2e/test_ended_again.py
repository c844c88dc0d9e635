"""What the agent said at the end of a call is the last word: in another tab, reloaded, given up and gone back to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import NAME, ask, begun, find, is_sent, read, reopen_on_its_page
from tests.e2e.test_what_served import PRINTER, VPN, end, open_first, used
from tests.served import Served

ENDING = "#ending"


def tried(page: Page) -> str:
    """A call in which a step of two articles was done, the one about the VPN first; its id."""
    find(page, "imprimante hors ligne vpn", PRINTER)
    call = begun(page)
    for title, downs in ((VPN, 1), (PRINTER, 0)):
        page.keyboard.press("/")
        for _ in range(downs + 1):
            page.keyboard.press("ArrowDown")
        open_first(page, title)
        page.locator("#article-body .tick").first.check()
    return call


def end_without_the_vpn(page: Page) -> None:
    page.keyboard.press("Control+Enter")
    assert (used(page, VPN), used(page, PRINTER)) == (True, True)
    page.locator("#ending-articles").get_by_role("checkbox", name=VPN).uncheck()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)


@pytest.mark.parametrize("way", ["button", "page", "fresh tab", "tab that had it"])
def test_an_article_that_was_not_what_served_stays_unticked(page: Page, server: Served, way: str) -> None:
    call = tried(page)
    is_sent(page)
    other = page.context.new_page()
    if way == "tab that had it":
        other.goto(f"/c/acme/call/{call}")
        expect(other.locator("#article")).to_be_visible()
    end_without_the_vpn(page)
    assert read(server, call)["used"] == ["impression/imprimante"]
    desk = page if way in ("button", "page") else other
    if way == "page":
        reopen_on_its_page(desk, call)
        desk.goto(f"/c/acme/call/{call}")
    else:
        if way == "fresh tab":
            desk.goto(f"/c/acme/call/{call}")
        desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator(NAME)).to_have_attribute("title", call)
    expect(desk.locator("#article")).to_be_visible()
    is_sent(desk)
    end(desk)
    is_sent(desk)
    assert read(server, call)["used"] == ["impression/imprimante"]


def test_a_use_that_was_taken_back_does_not_come_back(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    for turn in range(2):
        page.get_by_role("button", name="Rouvrir").click()
        expect(page.locator("#article")).to_be_visible()
        is_sent(page)
        page.keyboard.press("Control+Enter")
        assert used(page, VPN) is (turn == 0)
        page.keyboard.press("1")
        page.locator("#ending-articles").get_by_role("checkbox", name=VPN).uncheck()
        page.keyboard.press("Control+Enter")
        expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert read(server, call)["used"] == []


def test_what_was_only_offered_follows_the_outcome_after_a_reload_too(page: Page, server: Served) -> None:
    call = tried(page)
    page.keyboard.press("Control+Enter")
    page.locator("#ending-articles").get_by_role("checkbox", name=VPN).uncheck()
    page.keyboard.press("2")
    assert not used(page, PRINTER)
    is_sent(page)
    page.reload()
    expect(page.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    page.keyboard.press("1")
    assert (used(page, VPN), used(page, PRINTER)) == (False, True)
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert (read(server, call)["outcome"], read(server, call)["used"]) == ("resolved", ["impression/imprimante"])


def test_who_rules_out_what_had_served_is_not_offered_that_it_is_solved(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    begun(page)
    open_first(page, VPN)
    end(page)
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.locator("#article")).to_be_visible()
    page.keyboard.press("Alt+x")
    page.keyboard.press("Control+Enter")
    expect(page.locator(ENDING)).to_be_visible()
    expect(page.get_by_role("radio", name="1 Résolu")).not_to_be_checked()


@pytest.mark.parametrize("way", ["button", "fresh tab"])
def test_what_is_solved_without_the_only_article_stays_so(page: Page, server: Served, way: str) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.locator("#article-body .tick").first.check()
    end_with_the_vpn(page, is_used=False)
    is_sent(page)
    desk = page if way == "button" else page.context.new_page()
    if way == "fresh tab":
        desk.goto(f"/c/acme/call/{call}")
    desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator("#article")).to_be_visible()
    expect(desk.locator("#article-title")).to_have_text(VPN)
    is_sent(desk)
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("1")
    assert not used(desk, VPN)
    desk.keyboard.press("Escape")
    desk.locator("#article-body .tick").nth(1).check()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("1")
    assert used(desk, VPN), "a step that is done since says that it helps after all"


@pytest.mark.parametrize("way", ["button", "fresh tab"])
def test_what_was_ruled_out_and_is_said_to_have_served_stays_so(page: Page, server: Served, way: str) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.keyboard.press("Alt+x")
    end_with_the_vpn(page, is_used=True)
    is_sent(page)
    desk = page if way == "button" else page.context.new_page()
    if way == "fresh tab":
        desk.goto(f"/c/acme/call/{call}")
    desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator("#article")).to_be_visible()
    expect(desk.locator("#article-title")).to_have_text(VPN)
    is_sent(desk)
    end(desk)
    is_sent(desk)
    whole = read(server, call)
    assert (whole["outcome"], whole["used"]) == ("resolved", ["reseau/vpn"])


def end_with_the_vpn(page: Page, *, is_used: bool) -> None:
    page.keyboard.press("Control+Enter")
    page.keyboard.press("1")
    page.locator("#ending-articles").get_by_role("checkbox", name=VPN).set_checked(is_used)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")


def test_what_served_after_all_is_not_taken_back_by_the_next_end_without_a_network(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    is_sent(page)
    page.context.set_offline(True)
    for is_used in (True, False, True):
        end_with_the_vpn(page, is_used=is_used)
        page.get_by_role("button", name="Rouvrir").click()
        expect(page.locator(NAME)).to_have_attribute("title", call)
    page.keyboard.press("Control+Enter")
    assert used(page, VPN)
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    page.context.set_offline(False)
    is_sent(page, after_all=True)
    assert read(server, call)["used"] == ["reseau/vpn"]


def test_an_end_that_was_left_for_now_outlives_a_reload(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    begun(page)
    page.keyboard.press("Control+Enter")
    page.locator("#ending-comment").fill("après redémarrage")
    page.keyboard.press("Escape")
    is_sent(page)
    page.reload()
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    expect(page.locator(ENDING)).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-comment")).to_have_value("après redémarrage")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    page.get_by_role("button", name="Rouvrir").click()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-comment")).to_have_value("après redémarrage")  # as it was ended


@pytest.mark.parametrize("way", ["Escape", "Retour"])
def test_who_looks_back_at_an_article_finds_the_end_as_it_was_left(page: Page, server: Served, way: str) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.keyboard.press("Control+Enter")
    page.get_by_role("radio", name="Oui").check()
    page.locator("#ending-comment").fill("après redémarrage")
    page.locator("#ending-gap").check()
    page.locator("#ending-missing").fill("le cas du badge")
    if way == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Retour").click()
    expect(page.locator(ENDING)).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-comment")).to_have_value("après redémarrage")
    expect(page.get_by_role("radio", name="Oui")).to_be_checked()
    expect(page.locator("#ending-gap")).to_be_checked()
    expect(page.locator("#ending-missing")).to_have_value("le cas du badge")
    expect(page.locator("#ending-missing")).to_be_visible()
    assert used(page, VPN)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    assert read(server, call)["comment"] == "après redémarrage"
    find(page, "imprimante hors ligne", PRINTER)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-comment")).to_have_value("")


@pytest.mark.parametrize("key", ["F1", "Control+Enter"])
def test_escape_held_to_leave_a_dialog_leaves_what_lies_behind(page: Page, key: str) -> None:
    find(page, "vpn connexion impossible", VPN)
    open_first(page, VPN)
    page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(1)
    for _ in range(6):
        page.keyboard.down("Escape")
    page.keyboard.up("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    expect(page.locator("#article")).to_be_visible()
    expect(page.locator("#article-title")).to_have_text(VPN)


def test_the_key_of_a_flag_answers_no_question(page: Page) -> None:
    ask(page, "poste")
    expect(page.locator("#question")).to_contain_text("De quoi s’agit-il ?")
    answer = page.get_by_role("button", name="Retirer la réponse")
    page.keyboard.press("Alt+Shift+Digit1")
    page.wait_for_timeout(500)
    expect(answer).to_have_count(0)
    page.keyboard.press("Alt+Digit2")
    expect(answer).to_have_accessible_name("Retirer la réponse « Impression »")
    assert page.locator("#query").input_value() == "poste"
