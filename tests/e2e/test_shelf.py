"""Which articles a tab keeps for when the server is away: bounded, of one client, and for one person."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from kbsearch.core.access.principals import Role
from tests.e2e.away import ARTICLES, SHELVES, lose, read, rewrite
from tests.e2e.desk import results
from tests.e2e.long_article import TITLE, with_long_article
from tests.pages.visitor import visitor
from tests.served import Served


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


def test_an_article_that_is_gone_is_kept_no_more(desk: Page) -> None:
    desk.route(ARTICLES, lambda route: route.fulfill(status=404, json={"detail": "x"}))
    results(desk).first.click()
    expect(desk.locator("#count")).to_contain_text("n’existe plus")
    desk.unroute_all(behavior="ignoreErrors")
    lose(desk)
    desk.locator("#query").focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("imprimante", delay=10)
    expect(results(desk)).to_have_count(1)
    expect(results(desk).first).to_contain_text(TITLE)


def test_nothing_kept_of_one_client_is_under_another(desk: Page) -> None:
    assert len(desk.evaluate(SHELVES)) == 1
    desk.goto("/c/zeta")
    assert desk.evaluate(SHELVES) == []
    desk.route("**/api/v1/clients/zeta/**", lambda route: route.abort())
    desk.keyboard.type("imprimante", delay=10)
    expect(desk.locator("#count")).to_contain_text("n’a pas répondu")
    expect(results(desk)).to_have_count(0)
    assert "Imprimante" not in desk.locator("main").inner_text()


def test_signing_out_and_a_session_that_ends_leave_nothing(desk: Page, context: BrowserContext) -> None:
    cookies = context.cookies()
    context.clear_cookies()
    desk.keyboard.press("/")
    desk.keyboard.insert_text("imprimante")
    expect(desk.locator("#query")).to_have_count(0)
    assert desk.evaluate(SHELVES) == []
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    desk.goto("/c/acme")
    read(desk, "imprimante hors ligne", "Imprimante hors ligne")
    assert len(desk.evaluate(SHELVES)) == 1
    desk.get_by_role("button", name="Se déconnecter").click()
    desk.locator("#signing-out").get_by_role("button", name="Se déconnecter").click()
    desk.wait_for_url("**/sign-in")
    assert desk.evaluate(SHELVES) == []


def test_who_sits_down_next_finds_nothing_of_who_sat_there(page: Page, context: BrowserContext, server: Served) -> None:
    """In the same tab, by another session, though nobody signed out."""
    page.keyboard.press("Alt+n")
    read(page, "wifi absent dépôt", TITLE)
    name = page.locator("#call-name").get_attribute("title")
    assert name
    with visitor(server, {"acme": (Role.AGENT,)}) as other:
        session = other.http.cookies["kbsearch"]
    context.add_cookies([{"name": "kbsearch", "value": session, "url": server.url}])
    page.goto("/c/acme")
    expect(page.locator("#call-name")).to_have_text("Sans appel")
    expect(page.locator("#query")).to_have_value("")
    assert name not in page.evaluate("JSON.stringify(sessionStorage)")
    lose(page)
    page.keyboard.type("wifi", delay=10)
    expect(page.locator("#count")).to_contain_text("n’a pas répondu")
    expect(results(page)).to_have_count(0)


def test_what_is_kept_is_bounded(page: Page) -> None:
    read(page, "imprimante hors ligne", "Imprimante hors ligne")
    article = page.evaluate(f"JSON.parse(sessionStorage[{SHELVES}[0]])[0]")
    many = [article | {"article": article["article"] | {"article": f"a/{n}", "html": "x" * 30_000}} for n in range(30)]
    page.evaluate(f"many => {{ sessionStorage[{SHELVES}[0]] = JSON.stringify(many) }}", many)
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("Étape 1"))).to_be_visible()  # the script has drawn and kept it
    results(page).first.click()
    kept = page.evaluate(f"sessionStorage[{SHELVES}[0]]")
    assert len(kept) <= 400_100
    assert json.loads(kept)[0]["article"]["article"] == "impression/imprimante"
    assert 5 < len(json.loads(kept)) <= 20


def test_a_kept_title_stays_text(desk: Page) -> None:
    """Its body is inserted by the page's one policy, like any: else the browser would refuse it, and say so."""
    markup = "<img src=x onerror=\"document.title='ran'\">"
    rewrite(desk, lambda copies: [one | {"article": one["article"] | {"title": markup}} for one in copies])
    lose(desk)
    desk.keyboard.type("borne", delay=10)
    expect(results(desk).first).to_contain_text("<img src=x")
    results(desk).first.click()
    expect(desk.locator("#article-title")).to_have_text(markup)
    expect(desk.locator("#article-body li.step")).to_have_count(12)
    assert desk.title() == f"{markup} – Acme & Fils – kbsearch", "its own text, and nothing that it ran"
