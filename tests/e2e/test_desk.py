"""What comes to the desk from outside, and what a browser does with it: calls, incidents, tabs, back, slowness."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kbsearch.core.snapshot import Snapshot
from tests.e2e.axe import violations
from tests.e2e.conftest import signed_in
from tests.e2e.desk import calls, find, is_sent, read, results, until
from tests.served import Served, master_key

SEARCH = "**/api/v1/clients/acme/search"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


def test_a_call_that_comes_in_is_on_the_desk_with_nothing_of_the_caller_in_an_address(
    page: Page, line: str, server: Served
) -> None:
    asked = []
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    said = "?call=ACD-4711&did=%2B33184800010&ivr=1&caller=0652714128&q=vpn+connexion+impossible"
    page.goto(f"/agent/pop{said}")
    expect(page.locator("#call-name")).to_have_text("Appel ACD-4711")
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    expect(results(page).first).to_contain_text("VPN : connexion impossible")
    expect(page.locator(".client")).to_contain_text("Acme & Fils")
    assert page.url.endswith("/c/acme/call/ACD-4711")
    assert not [url for url in asked if "0652714128" in url or "connexion" in url]
    assert "0652714128" not in json.dumps(page.evaluate("[{...sessionStorage}, history.state]"))
    page.locator("#query").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Résolu")
    is_sent(page)
    call = read(server, "ACD-4711")
    assert (call["outcome"], call["channel"], call["ivr"]) == ("resolved", "phone", ["1"])
    assert call["caller_key"]


def test_an_unknown_line_is_asked_about_and_never_guessed(page: Page, line: str) -> None:
    page.goto("/agent/pop?call=ACD-4712&did=0199000000")
    expect(page.locator("#query")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Acme & Fils")).click()
    expect(page.locator("#call-name")).to_have_text("Appel ACD-4712")


def test_a_known_incident_is_said_and_closes_the_call_in_one_more_key(page: Page, server: Served) -> None:
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    opened = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    incident = {
        "id": "INC-desk",
        "title": "Panne du VPN",
        "symptoms": ["vpn connexion impossible"],
        "opened_at": opened,
    }
    of = "/api/v1/clients/acme/incidents"
    assert server.http.post(of, json=incident, headers=headers).status_code == 200
    try:
        before = {one["call"] for one in calls(server)}
        page.goto("/c/acme")
        find(page, "vpn connexion impossible", "VPN")
        expect(page.locator("#incidents")).to_contain_text("Panne du VPN")
        page.keyboard.press("Control+Enter")
        page.keyboard.press("6")
        expect(page.locator("#ending-incident")).to_have_value("INC-desk")
        page.keyboard.press("Enter")
        expect(page.locator("#last")).to_contain_text("Incident connu")
        is_sent(page)
        [call] = [one for one in calls(server) if one["call"] not in before]
        assert read(server, call["call"])["incident"] == "INC-desk"
    finally:
        close = {"at": datetime.now(UTC).isoformat()}
        assert server.http.post(f"{of}/INC-desk/close", json=close, headers=headers).status_code == 200


def test_two_tabs_are_two_calls(context: BrowserContext, server: Served) -> None:
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto("/c/acme")
        tab.locator("#query").focus()
        tab.keyboard.press("Alt+n")
    names = [tab.locator("#call-name").get_attribute("title") or "" for tab in tabs]
    assert len(set(names)) == 2
    tabs[0].locator("#query").focus()
    find(tabs[0], "vpn connexion", "VPN")
    tabs[0].keyboard.press("Enter")
    expect(tabs[0].locator("#article-title")).to_be_visible()
    for tab in tabs:
        is_sent(tab)
    assert [read(server, name)["opened"] for name in names] == [["reseau/vpn"], []]


def test_back_and_forward_bring_the_article_and_the_query(page: Page) -> None:
    page.goto("/c/acme")
    find(page, "imprimante hors ligne vpn", "Imprimante hors ligne")
    results(page).filter(has_text="Imprimante hors ligne").click()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    results(page).filter(has_text="VPN : connexion").click()
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.go_back()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    page.go_forward()
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(page.locator("#query")).to_have_value("imprimante hors ligne vpn")


def test_a_slow_answer_never_replaces_a_newer_one_and_the_old_list_stays_meanwhile(page: Page) -> None:
    page.goto("/c/acme")
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    slow: list[Route] = []
    page.route(SEARCH, lambda route: slow.append(route))
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("session verrouillee")
    until(page, lambda: slow)
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    page.unroute_all(behavior="ignoreErrors")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("vpn connexion impossible")
    expect(results(page).first).to_contain_text("VPN : connexion impossible")
    page.wait_for_timeout(100)
    expect(results(page).first).to_contain_text("VPN : connexion impossible")


def test_words_come_first_and_meaning_a_moment_later_without_moving_the_choice(page: Page, server: Served) -> None:
    page.goto("/c/acme")
    asked: list[Route] = []

    def by_words_once(route: Route) -> None:
        asked.append(route)
        if len(asked) == 1:
            answer: dict[str, Any] = route.fetch().json()
            route.fulfill(json=answer | {"mode": "keyword", "results": answer["results"][::-1]})

    page.route(SEARCH, by_words_once)
    page.keyboard.insert_text("imprimante vpn")
    expect(page.locator("#mode")).to_be_visible()
    page.keyboard.press("ArrowDown")
    chosen = page.locator('[aria-selected="true"] .title').inner_text()
    until(page, lambda: len(asked) == 2)
    later = asked[1].fetch().json()
    asked[1].fulfill(json=later)
    expect(page.locator("#mode")).to_be_hidden()
    assert (later["mode"], len(asked)) == ("hybrid", 2)
    assert page.locator('[aria-selected="true"] .title').inner_text() == chosen


def test_a_deleted_article_says_so_and_the_list_is_looked_up_anew(page: Page) -> None:
    page.goto("/c/acme")
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    page.route("**/acme/articles/**", lambda route: route.fulfill(status=404, json={"detail": "x"}))
    with page.expect_request(SEARCH):
        page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("n’existe plus dans la base. La liste montre")
    expect(results(page).first).to_be_visible()


@pytest.fixture
def renamed(server: Served) -> Iterator[None]:
    """An old list still names the printer's article, which another has replaced since."""
    entries = dict(server.live.entries)
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    articles = tuple(
        replace(one, id="impression/imprimante-reseau", replaces=("impression/imprimante",), title="Imprimante réseau")
        if one.id == "impression/imprimante"
        else one
        for one in snapshot.articles
    )
    kept = tuple(
        replace(one, article="impression/imprimante-reseau") if one.article == "impression/imprimante" else one
        for one in snapshot.chunks
    )
    server.live.entries["acme"] = replace(snapshot, articles=articles, chunks=kept)
    yield
    server.live.entries = entries


def test_an_article_that_was_replaced_leads_to_what_took_its_place(page: Page, renamed: None) -> None:
    page.goto("/c/acme")
    page.goto("/c/acme/a/reseau/vpn")
    expect(page.get_by_role("checkbox", name=re.compile("Étape 1"))).to_be_visible()  # the script has drawn it
    page.evaluate("""() => {
        const link = document.querySelector("#article-body a");
        link.href = "/c/acme/a/impression/imprimante";
        link.textContent = "ancien lien";
    }""")
    page.get_by_role("link", name="ancien lien").click()
    expect(page.locator("#count")).to_contain_text("n’existe plus dans la base")
    way = page.get_by_role("link", name="Lire ce qui le remplace : Imprimante réseau")
    expect(way).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante réseau")
    expect(page.locator("#gone")).to_be_hidden()
    expect(page).to_have_url(re.compile("/a/impression/imprimante-reseau$"))
    page.goto("/c/acme/a/impression/imprimante")
    page.get_by_role("link", name="Lire ce qui le remplace : Imprimante réseau").click()
    expect(page.locator("#article-title")).to_have_text("Imprimante réseau")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1024, 768), (3840, 2160)])
def test_the_desk_fits_every_width(browser: Browser, server: Served, width: int, height: int) -> None:
    context = signed_in(
        browser, server, locale="fr-FR", viewport={"width": width, "height": height}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", "VPN")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Fiche de passage")
    wide = page.evaluate("[document.documentElement.scrollWidth - innerWidth, ending.scrollWidth - ending.clientWidth]")
    context.close()
    assert max(wide) <= 0


WITH_WORDS = {
    "html": '<h2 id="kb-resolution">Résolution</h2><ol><li class="step">Un</li></ol>'
    '<h2 id="kb-a-dire">À dire au client</h2><p>Nous redémarrons votre poste.</p>'
    "<ul><li>Cela dure deux minutes.</li></ul>"
    '<div class="markdown-alert markdown-alert-note"><p>Client difficile.</p></div>'
    '<h2 id="kb-escalade">Escalade</h2><p>N2.</p>',
    "sections": [
        {"id": "kb-resolution", "heading": "Résolution", "level": 2, "role": "resolution"},
        {"id": "kb-a-dire", "heading": "À dire au client", "level": 2, "role": "say"},
        {"id": "kb-escalade", "heading": "Escalade", "level": 2, "role": "escalation"},
    ],
}


def test_one_key_copies_what_may_be_said_and_nothing_else(page: Page, context: BrowserContext) -> None:
    page.route("**/acme/articles/**", lambda route: route.fulfill(json=route.fetch().json() | WITH_WORDS))
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", "VPN")
    page.keyboard.press("Enter")
    expect(page.locator(".say")).to_contain_text("Nous redémarrons votre poste.")
    expect(page.locator(".say")).not_to_contain_text("N2.")
    page.keyboard.press("Alt+c")
    expect(page.locator("#article-done")).to_have_text("Réponse au client copiée.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "Nous redémarrons votre poste.\n– Cela dure deux minutes."


def test_one_key_copies_the_sheet_and_it_holds_what_was_collected(
    page: Page, context: BrowserContext, server: Served
) -> None:
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", "VPN")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    page.locator("#ending-impact").fill("un poste")
    facts = page.locator("#ending-facts [data-fact]")
    if facts.count():
        facts.first.fill("PC-4471")
        expect(page.locator("#sheet")).to_contain_text("PC-4471")
    expect(page.locator("#sheet")).to_contain_text("un poste")
    page.keyboard.press("Alt+c")
    expect(page.locator("#sheet-done")).to_have_text("Fiche copiée.")
    assert "Fiche de passage" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Passé au N2")
