"""The server is away: what was opened stays readable, says how old it is, and gives way when the server is back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.away import API, ARTICLES, SEARCH, come_back, lose, read, rewrite
from tests.e2e.axe import needs_axe, violations
from tests.e2e.conftest import signed_in
from tests.e2e.desk import begun, find, is_sent, results, until
from tests.e2e.long_article import LONG, TITLE, with_long_article, write
from tests.served import COMMIT, Served

KEPT = f"Le serveur ne répond pas. Copie gardée dans l’onglet : version {COMMIT[:8]}, génération gen-1-test, lue "


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("away")) as served:
        yield served


@pytest.fixture
def desk(page: Page) -> Page:
    """With two articles opened, the printer's in the pane."""
    read(page, "wifi absent dépôt", TITLE)
    read(page, "imprimante hors ligne", "Imprimante hors ligne")
    return page


@pytest.mark.parametrize("status", [0, 502, 503])
def test_an_opened_article_stays_readable_and_says_which_it_is(desk: Page, status: int) -> None:
    lose(desk, ARTICLES, status)
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    find(desk, "wifi absent dépôt", TITLE)
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-title")).to_have_text(TITLE)
    expect(desk.locator("#article-kept")).to_have_text(f"{KEPT}il y a moins d’une minute.")
    expect(desk.locator("#said")).to_have_text(re.compile("Copie gardée"))
    desk.get_by_role("checkbox", name=re.compile("Étape 12")).focus()
    expect(desk.locator("#article-copy")).to_be_in_viewport()
    expect(desk.locator("#article-copy")).to_have_text("copie gardée, lue il y a moins d’une minute")
    come_back(desk)
    expect(desk.locator("#article-kept")).to_be_hidden()
    expect(desk.locator("#article-done")).to_have_text("Le serveur répond de nouveau : l’article est à jour.")


def test_its_age_is_told_in_minutes(desk: Page) -> None:
    made = desk.evaluate("new Date(Date.now() - 725e3).toISOString()")
    rewrite(desk, lambda copies: [one | {"at": made} for one in copies])
    lose(desk)
    desk.keyboard.type("borne", delay=10)
    expect(results(desk).first).to_contain_text("copie gardée, lue il y a 12 min")
    results(desk).first.click()
    expect(desk.locator("#article-kept")).to_have_text(f"{KEPT}il y a 12 min.")


def test_what_cannot_be_searched_is_still_listed_and_opened_by_keys(desk: Page) -> None:
    lose(desk)
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("borne dépôt", delay=10)
    expect(desk.locator("#count")).to_have_text("La recherche n’a pas répondu. Nouvel essai dans un instant.")
    expect(desk.locator("#notes")).to_contain_text("la recherche ne les a pas choisis")
    expect(results(desk)).to_have_count(2)
    expect(results(desk).first).to_contain_text(TITLE)
    expect(results(desk).first).to_contain_text("copie gardée, lue il y a moins d’une minute")
    expect(desk.locator("#answer")).to_be_empty()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-title")).to_have_text(TITLE)
    expect(desk.locator("#article-kept")).to_be_visible()
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#article-done")).to_contain_text("notes internes comprises")
    assert TITLE in desk.evaluate("navigator.clipboard.readText()")
    come_back(desk)
    expect(desk.locator("#notes")).to_be_empty()
    expect(results(desk).first).to_contain_text(TITLE)
    expect(results(desk).first).not_to_contain_text("copie gardée")
    expect(desk.locator("#article-kept")).to_be_hidden()


def hold_what_is_typed(route: Route) -> None:
    if '"kept":false' not in (route.request.post_data or ""):
        route.continue_()


def test_nothing_that_was_never_searched_is_recorded_as_a_search(desk: Page) -> None:
    desk.keyboard.press("Alt+n")
    sent: list[str] = []
    lose(desk)
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("borne", delay=10)
    expect(results(desk).first).to_contain_text(TITLE)
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-kept")).to_be_visible()
    desk.on("request", lambda request: sent.append(request.post_data or ""))
    desk.route(SEARCH, hold_what_is_typed)  # once answered, it is looked at when it has stood there for a second
    desk.unroute(API)
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    is_sent(desk, after_all=True)
    expect(desk.locator("#article-kept")).to_be_hidden()
    until(desk, lambda: [body for body in sent if '"query":"borne"' in body])
    kept = [json.loads(body) for body in sent if '"query":"borne"' in body]
    assert [one for one in kept if one.get("kept", True)] == []


def test_a_search_that_is_answered_503_and_then_200_says_so_and_recovers_by_itself(page: Page) -> None:
    answers: list[int] = []

    def busy(route: Route) -> None:
        answers.append(503 if not answers else 200)
        if len(answers) > 1:
            return route.continue_()
        return route.fulfill(status=503, json={"detail": "Trop de monde."}, headers={"Retry-After": "1"})

    page.route(SEARCH, busy)
    page.keyboard.insert_text("imprimante hors ligne")
    expect(page.locator("#count")).to_have_text("Trop de monde.")
    expect(results(page)).to_have_count(0)
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    expect(page.locator("#count")).to_contain_text("article")
    assert answers[:2] == [503, 200]


def test_a_server_that_does_not_answer_in_time_is_away(desk: Page) -> None:
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    find(desk, "wifi absent dépôt", TITLE)
    held: list[Route] = []
    desk.route(ARTICLES, lambda route: held.append(route))
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-kept")).to_be_visible()
    desk.unroute_all(behavior="ignoreErrors")
    expect(desk.locator("#article-kept")).to_be_hidden()


@pytest.mark.parametrize("held", [API, "**/handover"])
def test_a_server_that_takes_everything_and_answers_nothing_is_away(page: Page, held: str) -> None:
    begun(page)
    is_sent(page)
    find(page, "wifi absent dépôt", TITLE)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(TITLE)
    is_sent(page)
    page.locator("#query").focus()
    page.keyboard.press("End")
    page.route(held, lambda route: None)
    page.evaluate("""() => {
        const limit = AbortSignal.timeout.bind(AbortSignal);
        AbortSignal.timeout = (ms) => limit(ms / 8);
    }""")  # from now on, so that nothing that is answered is given up
    if held == API:
        page.keyboard.type(" borne", delay=10)
        expect(page.locator("#count")).to_have_text("La recherche n’a pas répondu. Nouvel essai dans un instant.")
        page.get_by_role("checkbox").first.check()
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Écrite sans le serveur")
    if held == API:
        expect(page.locator("#unsent")).to_contain_text("en attente du réseau")
    page.keyboard.press("Escape")
    come_back(page)
    is_sent(page, after_all=True)
    expect(page.locator("#unsent")).to_be_empty()
    expect(results(page).first).to_contain_text(TITLE)


def test_an_article_that_changed_meanwhile_takes_the_copys_place(desk: Page, server: Served) -> None:
    lose(desk, ARTICLES)
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    find(desk, "wifi absent dépôt", TITLE)
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-kept")).to_be_visible()
    desk.get_by_role("checkbox").nth(1).check()
    try:
        write(server, LONG.replace("voyant 2 vert", "voyant 2 bleu"))
        come_back(desk)
        expect(desk.locator("#article-done")).to_contain_text("l’article a changé entre-temps, le voici")
        expect(desk.locator("#article-body")).to_contain_text("voyant 2 bleu")
        expect(desk.get_by_role("checkbox").nth(1)).to_be_checked()
        expect(desk.locator("#article-kept")).to_be_hidden()
    finally:
        write(server, LONG)


def test_the_sheet_can_be_copied_without_a_server(desk: Page) -> None:
    read(desk, "wifi absent dépôt", TITLE)
    desk.get_by_role("checkbox").first.check()
    lose(desk)
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    desk.locator("#ending-impact").fill("tout le dépôt\nest arrêté")
    expect(desk.locator("#sheet")).to_contain_text("Impact : tout le dépôt est arrêté")
    desk.keyboard.press("Alt+c")
    expect(desk.locator("#sheet")).to_contain_text("Écrite sans le serveur")
    expect(desk.locator("#sheet-done")).to_have_text("Fiche copiée.")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert "relisez-la" in copied.splitlines()[0]
    for line in (
        "Fiche de passage vers Superviseur",
        "  Client : Acme & Fils",
        "  Priorité : P3",
        "Symptômes, tels que dits\n  - wifi absent dépôt",
        f"  - {TITLE} (reseau/wifi), essayé, étapes faites : 1",
        "  - Imprimante hors ligne (impression/imprimante), lu",
    ):
        assert line in copied, copied
    come_back(desk)
    desk.locator("#ending-impact").fill("tout le dépôt")
    expect(desk.locator("#sheet")).not_to_contain_text("Écrite sans le serveur")
    expect(desk.locator("#sheet")).to_contain_text("tout le dépôt")


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 320, "height": 640}])
def test_everybody_is_told(browser: Browser, server: Served, theme: Any, size: Any) -> None:
    context = signed_in(browser, server, locale="fr-FR", color_scheme=theme, viewport=size)
    page = context.new_page()
    page.goto("/c/acme")
    read(page, "wifi absent dépôt", TITLE)
    lose(page)
    page.locator("#query").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("borne", delay=10)
    expect(results(page).first).to_contain_text("copie gardée")
    page.keyboard.press("Enter")
    expect(page.locator("#article-kept")).to_be_visible()
    found = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == []
    assert wide <= 0
