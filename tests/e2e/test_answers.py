"""Which article a key opens, and what is said when an answer is late or never comes, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kbsearch.api.catalogue import text
from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, is_answered, until
from tests.served import Served, never_built

SEARCH, ARTICLES = "**/api/v1/clients/acme/search", "**/api/v1/clients/acme/articles/"


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, server: Served) -> Iterator[Page]:
    """The client's page. A request that fails is told by the browser itself; anything else it says fails the test."""
    entries = dict(server.live.entries)
    context = signed_in(browser, server, locale="fr-FR")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto("/c/acme")
    yield opened
    for asking in (context, opened):
        asking.unroute_all(behavior="ignoreErrors")  # a request may be under way
    context.close()
    server.live.entries = entries
    assert [line for line in said if not line.startswith("Failed to load resource")] == []


def replace(page: Page, query: str) -> None:
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(query)


def test_enter_at_once_opens_an_article_of_the_new_query(page: Page) -> None:
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    replace(page, "session verrouillee")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Session verrouillée")
    expect(page).to_have_url(re.compile("/a/windows/session$"))


def test_a_click_while_enter_waits_for_its_answer_wins(page: Page) -> None:
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    waiting: list[Route] = []
    page.route(SEARCH, lambda route: waiting.append(route))
    replace(page, "session verrouillee")
    page.keyboard.press("Enter")
    page.locator("#results").get_by_role("option").first.click()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    until(page, lambda: waiting)
    waiting[-1].continue_()
    expect(page.locator("#results").get_by_role("option").first).to_contain_text("Session verrouillée")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")


@pytest.mark.parametrize("back", ["/", "Escape"])
def test_an_opened_article_is_not_what_the_next_enter_opens(page: Page, back: str) -> None:
    find(page, "imprimante hors ligne vpn", "Imprimante hors ligne")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_focused()
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)
    page.keyboard.press(back)
    replace(page, "vpn connexion impossible imprimante")
    expect(page.locator("#results").get_by_role("option").first).to_contain_text("VPN : connexion impossible")
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")


@pytest.mark.parametrize("key", ["Control+A", "Control+k"])
def test_a_choice_does_not_outlive_its_query(page: Page, key: str) -> None:
    find(page, "imprimante hors ligne vpn", "Imprimante hors ligne")
    page.keyboard.press("ArrowDown")
    expect(page.locator('[aria-selected="true"]')).to_contain_text("Imprimante hors ligne")
    page.keyboard.press(key)
    page.keyboard.type("vpn connexion impossible imprimante", delay=10)
    expect(page.locator("#results").get_by_role("option").first).to_contain_text("VPN : connexion impossible")
    expect(page.locator('[aria-selected="true"]')).to_have_count(0)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("status", [0, 404, 503])
def test_an_article_that_cannot_be_read_is_said(browser: Browser, server: Served, lang: str, status: int) -> None:
    context = signed_in(browser, server, locale=lang)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/c/acme")
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    count = page.locator("#count")
    before = count.inner_text()
    page.route(ARTICLES + "**", lambda route: route.fulfill(status=status) if status else route.abort())
    page.keyboard.press("Enter")
    expect(count).to_have_text(
        text("en" if lang == "en" else "fr", "article-gone" if status == 404 else "article-failed")
    )
    expect(page.locator("#article")).to_be_hidden()

    page.unroute(ARTICLES + "**")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    expect(count).to_have_text(before)
    context.close()
    assert errors == []


def test_a_slow_article_never_replaces_a_newer_one(page: Page) -> None:
    find(page, "imprimante hors ligne vpn", "Imprimante hors ligne")
    slow: list[Route] = []
    page.route(ARTICLES + "impression/**", lambda route: slow.append(route))
    rows = page.locator("#results").get_by_role("option")
    rows.filter(has_text="Imprimante hors ligne").click()
    rows.filter(has_text="VPN").click()
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    until(page, lambda: slow)
    with page.expect_response(ARTICLES + "impression/**"):
        slow[0].continue_()
    page.wait_for_timeout(100)
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(page).to_have_url(re.compile("/a/reseau/vpn$"))


def test_a_slow_article_leaves_the_focus_to_who_types_on(page: Page) -> None:
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    slow: list[Route] = []
    page.route(ARTICLES + "**", lambda route: slow.append(route))
    page.keyboard.press("Enter")
    page.keyboard.type(" vpn", delay=10)
    until(page, lambda: slow)
    slow[0].continue_()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    expect(page.locator("#query")).to_be_focused()


def test_a_search_that_fails_leaves_nothing_to_open(page: Page, server: Served) -> None:
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    server.live.entries["acme"] = never_built()
    replace(page, "session")
    count = page.locator("#count")
    expect(count).to_contain_text("Lancez : kbsearch build acme")
    expect(page.locator("#results").get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(count).to_contain_text("Lancez : kbsearch build acme")
    expect(page.locator("#article")).to_be_hidden()


def test_a_search_without_answer_leaves_nothing_to_open_and_enter_tries_again(page: Page) -> None:
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    page.route(SEARCH, lambda route: route.abort())
    replace(page, "session verrouillee")
    expect(page.locator("#count")).to_have_text(text("fr", "failed"))
    expect(page.locator("#results").get_by_role("option")).to_have_count(0)
    page.unroute(SEARCH)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Session verrouillée")


def test_a_suggestion_replaces_its_word_and_no_part_of_another(page: Page) -> None:
    page.keyboard.type("😀 réimprimentes imprimente", delay=5)
    page.keyboard.insert_text(" hors")
    is_answered(page)  # a suggestion is about the words that were answered
    page.get_by_role("button", name=re.compile("« imprimante »")).last.click()
    expect(page.locator("#query")).to_have_value("😀 réimprimentes imprimante hors")
    expect(page.locator("#query")).to_be_focused()


def test_a_suggestion_leaves_what_was_typed_since(page: Page) -> None:
    page.keyboard.type("imprimente", delay=5)
    is_answered(page)
    page.route(SEARCH, lambda route: None)  # the next answer does not come
    page.keyboard.type(" hors ligne", delay=5)
    page.get_by_role("button", name=re.compile("« imprimante »")).last.click()
    expect(page.locator("#query")).to_have_value("imprimante hors ligne")
    page.unroute_all(behavior="ignoreErrors")
    find(page, "", "Imprimante hors ligne")


def test_an_excerpt_is_shown_as_the_server_cut_it_and_never_as_html(page: Page) -> None:
    def changed(route: Route) -> None:
        answer = route.fetch().json()
        answer["results"][0]["passage"]["excerpt"] = [["<b>un</b> ", False], ["deux", True], [" …", False]]
        route.fulfill(body=json.dumps(answer), content_type="application/json")

    page.route(SEARCH, changed)
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    shown = page.locator(".result .passage").first
    expect(shown).to_have_text("<b>un</b> deux …")
    expect(shown.locator("mark")).to_have_text(["deux"])


def test_what_is_unreliable_is_folded_until_it_is_chosen(page: Page) -> None:
    def as_nothing(route: Route) -> None:
        answer = route.fetch().json()
        answer |= {"state": "nothing_reliable", "reasons": [{"code": "very-short", "text": "question très courte"}]}
        route.fulfill(json=answer)

    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    expect(page.locator("#maybe")).to_be_hidden()
    page.route(SEARCH, as_nothing)
    replace(page, "session verrouillee")
    expect(page.locator("#answer")).to_have_text("Rien de fiable · question très courte")
    expect(page.locator("#maybe")).to_have_text(re.compile(r"^Peut-être : \d articles?$"))
    expect(page.locator("#results").get_by_role("option").first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#results").get_by_role("option").first).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")  # the last answer may still be on its way
    replace(page, "imprimante hors ligne")
    expect(page.locator("#maybe")).to_be_hidden()
    expect(page.locator("#results").get_by_role("option").first).to_be_visible()
