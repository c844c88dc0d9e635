"""A whole call by keys alone, and what becomes of it when the network, the session or the page goes away."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.axe import needs_axe, violations
from tests.e2e.conftest import signed_in
from tests.served import Served, master_key

THEMES = ("light", "dark")


@pytest.fixture
def context(browser: Browser, server: Served) -> Iterator[BrowserContext]:
    made = signed_in(browser, server, locale="fr-FR", viewport={"width": 1440, "height": 900})
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The client's page. A request that fails is told by the browser itself; anything else it says fails the test."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto("/c/acme")
    yield opened
    assert [line for line in said if not line.startswith("Failed to load resource")] == []


def results(page: Page) -> Any:
    return page.locator("#results").get_by_role("option")


def find(page: Page, query: str, first: str) -> None:
    page.keyboard.type(query, delay=10)
    expect(results(page).first).to_contain_text(first)


def calls(server: Served, **wanted: str) -> list[dict[str, Any]]:
    """The client's, newest first, as another tool reads them."""
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    found = server.http.get("/api/v1/clients/acme/calls", params={"limit": 100, **wanted}, headers=headers).json()
    return [one for one in found["items"] if one["call"].startswith("console-")]


def read(server: Served, call: str, what: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    found: dict[str, Any] = server.http.get(f"/api/v1/clients/acme/calls/{call}{what}", headers=headers).json()
    return found


def is_sent(page: Page) -> None:
    """Wait until the server has all."""
    deadline = time.monotonic() + 10
    while page.evaluate("sessionStorage.getItem('kbsearch:acme:outbox')") is not None:
        assert time.monotonic() < deadline, page.locator("#unsent").inner_text()
        page.wait_for_timeout(20)


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
    page.keyboard.type("badgeuse du parking muette", delay=5)
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


def test_steps_are_ticked_tried_and_kept_over_a_reload(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Alt+n")
    name = page.locator("#call-name")
    expect(name).to_have_text("Appel en cours")
    call = name.get_attribute("title") or ""
    page.keyboard.press("Enter")
    step = page.get_by_role("checkbox", name=re.compile("Étape 1 : Redémarrer le poste"))
    step.focus()
    page.keyboard.press("Space")
    is_sent(page)
    whole = read(server, call)
    assert (whole["opened"], whole["tried"]) == (["reseau/vpn"], ["reseau/vpn"])
    page.reload()
    expect(name).to_have_attribute("title", call)
    find(page, "", "VPN") if page.locator("#query").input_value() else find(page, "vpn connexion", "VPN")
    results(page).first.click()
    expect(step).to_be_checked()


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
    expect(page.locator("#article-done")).to_have_text("Signalé à ses rédacteurs.")
    is_sent(page)
    assert read(server, call)["refused"] == ["impression/imprimante"]
    flags = [one["what"] for one in read(server, call, "/replay")["timeline"] if one["what"]["kind"] == "flagged"]
    assert [one["reason"] for one in flags] == ["Périmé"]


def test_a_lost_network_loses_nothing_and_counts_once(page: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        if route.request.method == "PUT" and len(lost) == 1:
            route.fetch()  # it arrived, and the answer did not
        route.abort()

    page.route("**/api/v1/clients/acme/calls/**", lose)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#unsent")).to_contain_text("en attente du réseau")
    page.reload()
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    is_sent(page)
    expect(page.locator("#unsent")).to_be_empty()
    new = [one for one in calls(server) if one["call"] not in before]
    assert [(one["outcome"]) for one in new] == ["resolved"]
    assert len(lost) >= 1


def test_who_closes_the_tab_at_once_has_closed_the_call(context: BrowserContext, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    page = context.new_page()
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    page.keyboard.press("Enter")
    page.close()
    deadline = time.monotonic() + 10
    while not (new := [one for one in calls(server) if one["call"] not in before]) or new[0]["outcome"] != "resolved":
        assert time.monotonic() < deadline, new
        time.sleep(0.05)
    assert len(new) == 1


def test_a_closed_call_is_taken_up_again(page: Page, server: Served) -> None:
    page.keyboard.press("Alt+n")
    call = page.locator("#call-name").get_attribute("title") or ""
    page.keyboard.press("Control+Enter")
    page.keyboard.press("8")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Abandonné")
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.locator("#call-name")).to_have_attribute("title", call)
    is_sent(page)
    whole = read(server, call)
    assert (whole["closed"], whole["reopened"]) == (None, 1)


def test_too_many_searches_are_said_in_words_and_the_box_is_kept(page: Page) -> None:
    page.route(
        "**/acme/search", lambda route: route.fulfill(status=429, headers={"Retry-After": "3"}, json={"detail": "x"})
    )
    page.keyboard.type("vpn")
    expect(page.locator("#count")).to_have_text("Trop de recherches en peu de temps. Réessayez dans 3 s.")
    expect(page.locator("#query")).to_have_value("vpn")


def test_a_long_paste_is_cut_with_a_notice(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('mot '.repeat(1250))")
    page.keyboard.press("Control+V")
    expect(page.locator("#cut")).to_contain_text("seuls les 1000 premiers caractères")
    assert len(page.locator("#query").input_value()) == 1000


def test_an_expired_session_keeps_what_was_typed(page: Page, context: BrowserContext, server: Served) -> None:
    page.keyboard.type("vpn connexion", delay=10)
    expect(results(page).first).to_contain_text("VPN")
    cookies = context.cookies()
    context.clear_cookies()
    page.keyboard.insert_text(" impossible")
    expect(page.locator("#query")).to_have_count(0)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    page.goto("/c/acme") if "/c/acme" not in page.url else page.reload()
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")


def test_a_reload_at_once_keeps_the_last_letters(page: Page) -> None:
    page.keyboard.insert_text("vpn connexion impossible")
    page.reload()
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")


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
    plain.get_by_role("button", name="Clore l’appel").click()
    expect(plain.locator("#last")).to_have_text("Appel clos : Résolu.")
    plain.reload()  # the browser sends the form again
    expect(plain.locator("#last")).to_have_text("Appel clos : Résolu.")
    context.close()
    [call] = [one for one in calls(server) if one["call"] not in before]
    assert read(server, call["call"])["used"] == ["reseau/vpn"]


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
