"""The end of a call as the agent says it, whatever the hour leads to and however often the outcome is changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect

from kbsearch.core.levels import Level
from kbsearch.core.snapshot import Snapshot
from tests.e2e.desk import ask, begun, find, is_clean, is_sent, open_first, read, told, until
from tests.served import Served

LEVELS = (
    Level("N2", "support", "poste 5120", facts=("numéro de poste",)),
    Level("N3", "éditeur", "poste 7001", facts=("version",)),
)


@pytest.fixture(autouse=True)
def _levels(server: Served) -> Iterator[None]:
    """As if acme had an N2 and an N3, and no on-call."""
    entries = dict(server.live.entries)
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    server.live.entries["acme"] = replace(snapshot, client=replace(snapshot.client, levels=LEVELS))
    yield
    server.live.entries = entries


def test_the_sheet_and_what_is_asked_are_for_the_level_that_was_chosen(page: Page, server: Served) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    facts = page.locator("#ending-facts")
    expect(facts.get_by_label("numéro de poste")).to_be_visible()
    facts.get_by_label("numéro de poste").fill("12")
    page.get_by_role("radio", name="3 Passé au N3").check()
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N3 éditeur")
    expect(facts.locator("input")).to_have_count(1)
    facts.get_by_label("version").fill("8.2")
    expect(page.locator("#sheet")).to_contain_text("version : 8.2")
    expect(page.locator("#sheet")).to_contain_text("numéro de poste : 12")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    [handed] = told(server, call, "escalated")
    assert (handed["level"], handed["group"]) == ("N3", "éditeur")
    assert {one["name"]: one["value"] for one in handed["facts"]} == {"version": "8.2", "numéro de poste": "12"}


def test_what_is_said_while_a_sheet_is_copied_stands_in_it_and_nothing_says_that_it_was_copied(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    waiting: list[Route] = []
    page.route("**/handover", lambda route: waiting.append(route))
    page.keyboard.press("Alt+c")
    page.keyboard.press("3")
    until(page, lambda: waiting)
    page.wait_for_timeout(500)
    assert len(waiting) == 1, "the sheet of what is said meanwhile is asked for once this one is copied"
    waiting[0].continue_()
    expect(page.locator("#sheet-done")).to_have_text("Fiche copiée.")
    assert "vers N2 support" in page.evaluate("navigator.clipboard.readText()")
    until(page, lambda: len(waiting) == 2)
    waiting[1].continue_()
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N3 éditeur")
    expect(page.locator("#sheet-done")).to_be_empty()


@pytest.mark.parametrize("what", ["handover", "events"])
def test_who_copies_the_sheet_and_ends_the_call_at_once_has_it_and_is_told(
    page: Page, server: Served, what: str
) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    call = begun(page)
    open_first(page, "Imprimante hors ligne")
    is_sent(page)
    page.evaluate("navigator.clipboard.writeText('d’un autre appel')")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    waiting: list[Route] = []
    page.route(f"**/{what}", lambda route: waiting.append(route))
    page.locator("#ending-impact").fill("toute la boutique")
    if what == "events":
        page.evaluate("document.querySelector('#article-body .tick').click()")
    page.keyboard.press("Alt+c")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    if what == "handover":
        is_sent(page)  # else the sheet is not asked for yet
    until(page, lambda: waiting)
    page.wait_for_timeout(300)
    expect(page.locator("#cut")).to_be_empty()
    for one in waiting:
        one.continue_()
    page.unroute(f"**/{what}")
    expect(page.locator("#cut")).to_have_text("Fiche copiée.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert [said for said in ("vers N2 support", call, "toute la boutique") if said not in copied] == []
    is_sent(page)


def refuse(route: Route) -> None:
    route.fulfill(status=422, json={"detail": "x"})


def test_a_sheet_that_could_not_be_copied_after_the_end_says_how_to_get_it(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    is_sent(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    waiting: list[Route] = []
    page.route("**/handover", lambda route: waiting.append(route))
    page.locator("#ending-impact").fill("toute la boutique")
    page.keyboard.press("Alt+c")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)  # else the sheet is not asked for yet
    until(page, lambda: waiting)
    page.wait_for_timeout(300)
    page.route("**/handover", refuse)
    for one in waiting:
        refuse(one)
    said = "La fiche de passage n’a pas été copiée\u00a0: copiez-la de nouveau depuis son appel."
    page.keyboard.type("autre", delay=10)
    expect(page.locator("#unsent")).to_have_text(said)
    page.reload()
    expect(page.locator("#unsent")).to_have_text(said)
    page.get_by_role("button", name="Vu").click()
    expect(page.locator("#unsent")).to_be_empty()


def test_a_late_sheet_does_not_take_the_place_of_what_was_copied_since(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    is_sent(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    waiting: list[Route] = []
    page.route("**/handover", lambda route: waiting.append(route))
    page.keyboard.press("Alt+c")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    find(page, "imprimante hors ligne", "Imprimante")
    open_first(page, "Imprimante hors ligne")
    page.keyboard.press("Alt+p")
    expect(page.locator("#article-done")).to_contain_text("copiée")
    until(page, lambda: waiting)
    for one in waiting:
        one.continue_()
    page.unroute("**/handover")
    expect(page.locator("#unsent")).to_contain_text("La fiche de passage n’a pas été copiée")
    assert "Imprimante hors ligne" in page.evaluate("navigator.clipboard.readText()").splitlines()[:2]


def test_who_leaves_before_the_sheet_came_is_told(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    is_sent(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N2 support")
    page.route("**/handover", lambda route: None)
    with page.expect_request("**/handover"):
        page.keyboard.press("Alt+c")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    page.reload()
    expect(page.locator("#unsent")).to_contain_text("La fiche de passage n’a pas été copiée")


def test_tab_goes_on_from_the_impact_to_what_is_asked(page: Page) -> None:
    """Leaving a field is a change, and what stands there for it must not be made anew meanwhile."""
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    fact = page.locator("#ending-facts").get_by_label("numéro de poste")
    expect(fact).to_be_visible()
    page.locator("#ending-impact").focus()
    page.keyboard.type("toute la boutique")
    page.keyboard.press("Tab")
    page.keyboard.type("12")
    expect(fact).to_be_focused()
    expect(fact).to_have_value("12")
    expect(page.locator("#ending-impact")).to_have_value("toute la boutique")
    expect(page.locator("#sheet")).to_contain_text("numéro de poste : 12")


def test_a_level_that_nobody_declared_and_a_call_that_has_not_begun(page: Page, server: Served) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("3")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers N3 éditeur")
    expect(page.locator("#sheet")).to_contain_text("Aperçu")
    page.get_by_role("radio", name="4 Passé à l’astreinte").check()
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage vers Astreinte")
    page.keyboard.press("Alt+c")
    expect(page.locator("#sheet")).to_contain_text("Niveau choisi par l’agent, que ce client ne déclare pas.")


def test_what_was_ticked_by_hand_stays_when_the_outcome_changes(page: Page) -> None:
    gap = page.locator("#ending-gap")
    find(page, "imprimante hors ligne", "Imprimante")
    page.keyboard.press("Control+Enter")
    expect(gap).not_to_be_checked()
    gap.check()
    for outcome in ("7 Pas pour nous", "8 Abandonné", "2 Passé au N2"):
        page.get_by_role("radio", name=outcome).check()
        expect(gap).to_be_checked()
    page.get_by_role("radio", name="8 Abandonné").check()
    page.reload()
    expect(page.locator("#ending")).to_be_visible()
    expect(gap).to_be_checked()
    page.get_by_role("radio", name="7 Pas pour nous").check()
    expect(gap).to_be_checked()


def test_what_nobody_ticked_follows_the_outcome_there_and_back(
    page: Page, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.kb.model, "embedder", None)  # by words alone nothing is near
    gap = page.locator("#ending-gap")
    ask(page, "badgeuse du parking muette")
    expect(page.locator("#gap")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(gap).to_be_checked()
    page.get_by_role("radio", name="7 Pas pour nous").check()
    expect(gap).not_to_be_checked()
    page.get_by_role("radio", name="2 Passé au N2").check()
    expect(gap).to_be_checked()


def test_what_was_missing_goes_with_the_gap_in_a_few_words_and_without_a_name(
    page: Page, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.kb.model, "embedder", None)
    missing = page.get_by_label("Ce qui a manqué")
    ask(page, "badgeuse du parking muette")
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.get_by_role("checkbox", name="Rien trouvé").uncheck()
    expect(missing).to_be_hidden()
    page.get_by_role("checkbox", name="Rien trouvé").check()
    missing.fill("remise à zéro 2 par Mme Durand")
    is_clean(page)
    page.reload()
    expect(missing).to_have_value("remise à zéro 2 par Mme Durand")
    missing.focus()
    page.keyboard.press("Enter")
    is_sent(page)
    [gap] = told(server, call, "flagged")
    assert gap["reason"] == "Rien trouvé : badgeuse du parking muette — remise à zéro 2 par Mme [name]"
    expect(page.locator("#last")).to_contain_text("Passé au N2")


@pytest.mark.parametrize(("digit", "outcome"), [("1", "resolved"), ("3", "escalated_n3"), ("8", "abandoned")])
def test_a_comment_goes_with_whatever_end_it_is_of(page: Page, server: Served, digit: str, outcome: str) -> None:
    call = begun(page)
    page.keyboard.type("vpn", delay=10)
    page.keyboard.press("Control+Enter")
    comment = page.locator("#ending").get_by_label("Commentaire sur cette fin")
    comment.focus()
    page.keyboard.type("Mme Durand, poste 1234")
    page.reload()
    expect(comment).to_have_value("Mme Durand, poste 1234")
    page.keyboard.press(digit)  # what has the focus is the outcome
    expect(comment).to_be_visible()
    comment.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    whole = read(server, call)
    assert (whole["outcome"], whole["comment"]) == (outcome, "Mme [name], poste 1234")
    page.keyboard.type("vpn", delay=10)
    page.keyboard.press("Control+Enter")
    expect(comment).to_have_value("")
