"""A whole call by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.axe import needs_axe, violations
from tests.e2e.conftest import signed_in
from tests.e2e.desk import ask, calls, find, is_sent, read
from tests.served import Served

THEMES = ("light", "dark")


def test_find_use_and_close_takes_three_keys(page: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    expect(page.get_by_role("checkbox", name="VPN : connexion impossible")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos : Résolu.")
    expect(page.locator("#query")).to_be_focused()
    expect(page.locator("#query")).to_have_value("")
    is_sent(page)
    [call] = [one for one in calls(server) if one["call"] not in before]
    assert (call["outcome"], call["symptom"]) == ("resolved", "vpn connexion impossible")
    whole = read(server, call["call"])
    assert (whole["opened"], whole["used"], whole["searches"]) == (["reseau/vpn"], ["reseau/vpn"], 1)


def test_find_nothing_and_escalate_takes_two_keys_and_reports_the_gap(
    page: Page, server: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {one["call"] for one in calls(server)}
    monkeypatch.setattr(server.kb.model, "embedder", None)  # by words alone nothing is near
    ask(page, "badgeuse du parking muette")
    expect(page.locator("#answer")).to_contain_text("Rien de fiable")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Rien trouvé")).to_be_checked()
    expect(page.locator("#sheet")).to_contain_text("badgeuse du parking muette")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos : Passé au N2.")
    is_sent(page)
    [call] = [one for one in calls(server) if one["call"] not in before]
    assert call["outcome"] == "escalated_n2"
    kinds = {one["what"]["kind"]: one["what"] for one in read(server, call["call"], "/replay")["timeline"]}
    assert kinds["escalated"]["level"] == "N2"
    assert kinds["flagged"]["reason"] == "Rien trouvé : badgeuse du parking muette"


def test_what_is_typed_on_the_line_is_kept_as_one_search(page: Page, server: Served) -> None:
    page.keyboard.press("Alt+n")
    call = page.locator("#call-name").get_attribute("title") or ""
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    is_sent(page)
    timeline = read(server, call, "/replay")["timeline"]
    assert [one["what"]["query"] for one in timeline if one["what"]["kind"] == "searched"] == ["imprimante hors ligne"]


def test_an_article_is_set_aside_and_another_flagged(page: Page, server: Served) -> None:
    find(page, "imprimante hors ligne vpn", "Imprimante hors ligne")
    page.keyboard.press("Alt+n")
    call = page.locator("#call-name").get_attribute("title") or ""
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    page.keyboard.press("Alt+x")
    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator("#query")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).not_to_have_text("Imprimante hors ligne")
    page.keyboard.press("Alt+s")
    page.keyboard.press("Digit3")
    expect(page.locator("#article-done")).to_have_text("Signalé à ses rédacteurs\u00a0: Périmé.")
    is_sent(page)
    assert read(server, call)["refused"] == ["impression/imprimante"]
    flags = [one["what"] for one in read(server, call, "/replay")["timeline"] if one["what"]["kind"] == "flagged"]
    assert [one["reason"] for one in flags] == ["Périmé"]


def test_a_closed_call_is_taken_up_again_with_what_it_is_about(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Alt+n")
    call = page.locator("#call-name").get_attribute("title") or ""
    page.keyboard.press("Control+Enter")
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Abandonné")
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.locator("#call-name")).to_have_attribute("title", call)
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    is_sent(page)
    whole = read(server, call)
    assert (whole["closed"], whole["reopened"]) == (None, 1)


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.locator("#pane").focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Touches")).to_be_visible()
    page.get_by_label("Touches seules").uncheck()
    page.keyboard.press("Escape")
    page.locator("#pane").focus()
    page.keyboard.press("/")
    expect(page.locator("#query")).not_to_be_focused()
    page.keyboard.press("Control+k")
    expect(page.locator("#query")).to_be_focused()
    page.evaluate("localStorage.clear()")


def test_without_a_script_a_call_is_closed_once(browser: Browser, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    context = signed_in(browser, server, java_script_enabled=False, locale="fr-FR")
    plain = context.new_page()
    plain.goto("/c/acme")
    plain.locator("#query").fill("vpn")
    plain.get_by_role("button", name="Rechercher").click()
    plain.get_by_role("link", name="VPN : connexion impossible").click()
    expect(plain.locator("#article-title")).to_be_visible()
    plain.locator("form.close").get_by_label("Commentaire sur cette fin").fill("câble changé")
    plain.get_by_role("button", name="Clore l’appel").click()
    expect(plain.locator("#last")).to_have_text("Appel clos : Résolu.")
    plain.reload()  # the browser sends the form again
    expect(plain.locator("#last")).to_have_text("Appel clos : Résolu.")
    context.close()
    [call] = [one for one in calls(server) if one["call"] not in before]
    whole = read(server, call["call"])
    assert (whole["used"], whole["comment"]) == (["reseau/vpn"], "câble changé")


@needs_axe
@pytest.mark.parametrize("theme", THEMES)
def test_the_console_can_be_used_by_everybody(browser: Browser, server: Served, theme: Any) -> None:
    context = signed_in(browser, server, locale="fr-FR", color_scheme=theme)
    page = context.new_page()
    page.goto("/c/acme")
    assert violations(page) == [], "before anything"
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    assert violations(page) == [], "with results"
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    assert violations(page) == [], "with an article"
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage")
    assert violations(page) == [], "at the end of a call"
    page.keyboard.press("Escape")
    page.keyboard.press("F1")
    assert violations(page) == [], "with the keys"
    context.close()
