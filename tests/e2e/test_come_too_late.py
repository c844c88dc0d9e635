"""Answers that come when somebody has gone on: they take neither the place of a newer one nor the focus."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.e2e.desk import begun, end, find, open_first, reopen, until
from tests.e2e.test_handing_over import _levels

__all__ = ["_levels"]
ARTICLES = "**/api/v1/clients/acme/articles/**"
PATHS = "**/api/v1/clients/acme/escalation"
SEARCH = "**/api/v1/clients/acme/search"
NOW = "#path-now"


def _whom(found: dict[str, Any], whom: str) -> dict[str, Any]:
    """The same path, with somebody else taking over now."""
    found["steps"][found["now"]]["whom"] = whom
    return found


def _answered_by(whom: str) -> Any:
    def answer(route: Route) -> None:
        found: dict[str, Any] = route.fetch().json()
        found["escalation"] = _whom(found["escalation"], whom)
        route.fulfill(json=found)

    return answer


def test_a_way_without_a_question_never_replaces_that_of_the_answer(page: Page) -> None:
    slow: list[Route] = []
    expect(page.locator(NOW)).not_to_be_empty()  # else what the page asked before may be kept, and nothing waits for it
    page.route(PATHS, lambda route: slow.append(route))
    page.route(SEARCH, _answered_by("l’éditeur"))
    page.reload()
    until(page, lambda: slow)
    find(page, "imprimante hors ligne", "Imprimante")
    expect(page.locator(NOW)).to_have_text("l’éditeur")
    with page.expect_response(PATHS):
        slow[0].continue_()
    page.wait_for_timeout(100)
    expect(page.locator(NOW)).to_have_text("l’éditeur")


def test_the_way_of_the_priority_that_was_chosen_last_stands(page: Page) -> None:
    slow: list[Route] = []
    page.reload()
    expect(page.locator(NOW)).not_to_be_empty()
    page.route(PATHS, lambda route: slow.append(route))
    for priority in ("P1", "P4"):
        page.locator("#priority").select_option(priority)
    until(page, lambda: len(slow) == 2)
    for route in reversed(slow):
        asked = json.loads(route.request.post_data or "")["priority"]
        with page.expect_response(PATHS):
            route.fulfill(json=_whom(route.fetch().json(), asked))
    page.wait_for_timeout(100)
    expect(page.locator(NOW)).to_have_text("P4")


def _slow_article(page: Page) -> Route:
    """One is opened that does not come yet, and somebody goes on to a fact of the caller's."""
    slow: list[Route] = []
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    page.route(ARTICLES, lambda route: slow.append(route))
    page.keyboard.press("Enter")
    until(page, lambda: slow)
    page.locator("#path-facts input").first.focus()
    page.keyboard.type("51")
    return slow[0]


def test_a_slow_article_leaves_the_focus_to_who_writes_a_fact_down(page: Page) -> None:
    slow, fact = _slow_article(page), page.locator("#path-facts input").first
    slow.continue_()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    expect(fact).to_be_focused()
    page.keyboard.type("20")
    expect(fact).to_have_value("5120")


def test_so_does_one_that_is_gone(page: Page) -> None:
    slow, fact = _slow_article(page), page.locator("#path-facts input").first
    instead = {"article": "reseau/vpn", "title": "VPN : connexion impossible"}
    slow.fulfill(status=404, json={"detail": "x", "replacement": instead})
    expect(page.locator("#gone a")).to_be_visible()
    expect(fact).to_be_focused()


def test_nobody_gets_the_way_of_the_caller_before_while_the_server_is_away(page: Page) -> None:
    page.reload()
    expect(page.locator("#path-facts label")).not_to_have_count(0)
    usual = page.locator(NOW).text_content() or ""
    page.route(SEARCH, _answered_by("l’éditeur"))
    find(page, "imprimante hors ligne", "Imprimante")
    expect(page.locator(NOW)).to_have_text("l’éditeur")
    page.route(PATHS, lambda route: route.abort())
    end(page, "1")
    expect(page.locator(NOW)).to_have_text(usual)


def test_so_does_that_of_a_call_that_goes_on(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    open_first(page, "Imprimante hors ligne")
    end(page, "1")
    slow: list[Route] = []
    page.route(ARTICLES, lambda route: slow.append(route))
    reopen(page)
    until(page, lambda: slow)
    fact = page.locator("#path-facts input").first
    fact.focus()
    page.keyboard.type("51")
    slow[0].continue_()
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    page.wait_for_timeout(100)
    expect(fact).to_be_focused()
