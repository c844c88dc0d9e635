"""Out to a provider on another site and back, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.elsewhere.going import refusals, sending_to
from tests.elsewhere.identity_provider import Provider, running_provider
from tests.served import Served

REFUSED = "ne vous donne pas accès à cette base"


@pytest.fixture
def idp() -> Iterator[Provider]:
    with running_provider("localhost") as provider:
        provider.has_page = True
        yield provider


@pytest.fixture
def target(tmp_path: Path, idp: Provider) -> Iterator[Served]:
    with sending_to(idp, tmp_path) as served:
        yield served


@pytest.fixture
def said() -> list[str]:
    """Whatever a browser had to complain of, on any page."""
    return []


def opened(browser: Browser, target: Served, said: list[str]) -> BrowserContext:
    context = browser.new_context(base_url=target.url, locale="fr-FR")
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    return context


@pytest.fixture
def context(browser: Browser, target: Served, said: list[str]) -> Iterator[BrowserContext]:
    made = opened(browser, target, said)
    yield made
    made.close()


def arrived(page: Page, idp: Provider) -> None:
    """On the provider's page, by our link."""
    page.goto("/sign-in")
    page.get_by_role("link", name="Se connecter avec localhost").click()
    expect(page).to_have_url(re.compile(re.escape(f"{idp.issuer}/authorize?")))


def come_back(page: Page) -> None:
    page.get_by_role("link", name="Continue as Marie").click()


def cookies(context: BrowserContext) -> dict[str, Any]:
    return {str(one.get("name")): one for one in context.cookies()}


TOLERATED = ("Failed to load resource: the server responded with a status", "Clear-Site-Data header")


def complaints(said: list[str]) -> list[str]:
    """But those about a status that the test expects."""
    return [text for text in said if not text.startswith(TOLERATED)]


def test_somebody_comes_in_sees_the_clients_of_their_groups_and_goes(
    context: BrowserContext, target: Served, idp: Provider, said: list[str]
) -> None:
    page = context.new_page()
    arrived(page, idp)
    sealed = cookies(context)["kbsearch-login"]
    assert (sealed["sameSite"], sealed["httpOnly"]) == ("Lax", True)
    come_back(page)
    expect(page).to_have_url(f"{target.url}/")
    assert list(cookies(context)) == ["kbsearch"]
    assert (cookies(context)["kbsearch"]["sameSite"], cookies(context)["kbsearch"]["httpOnly"]) == ("Lax", True)
    expect(page.locator("main")).to_contain_text("Acme & Fils")
    expect(page.locator("main")).not_to_contain_text("zeta")
    for path, status in (("/c/acme", 200), ("/c/zeta", 404)):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status
    page.goto("/")
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page).to_have_url(f"{target.url}/sign-in")
    assert cookies(context) == {}
    page.goto("/c/acme")
    expect(page.get_by_label("Mot de passe")).to_be_visible()
    assert complaints(said) == []


def test_the_page_that_was_asked_for_is_where_it_ends(context: BrowserContext, target: Served, idp: Provider) -> None:
    page = context.new_page()
    page.goto("/c/acme/a/reseau/vpn")
    page.get_by_role("link", name="Se connecter avec localhost").click()
    come_back(page)
    expect(page).to_have_url(f"{target.url}/c/acme/a/reseau/vpn")


def test_somebody_of_no_mapped_group_is_refused_in_words(
    context: BrowserContext, target: Served, idp: Provider, said: list[str]
) -> None:
    idp.claims["groups"] = ["everybody"]
    page = context.new_page()
    arrived(page, idp)
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)
    expect(page.get_by_role("link", name="Votre session")).to_have_count(0)
    assert cookies(context) == {}
    assert refusals(target.kb)[-1].startswith("oidc:no-group")
    assert complaints(said) == []


def test_the_state_of_another_browser_is_refused(
    browser: Browser, context: BrowserContext, target: Served, idp: Provider, said: list[str]
) -> None:
    """Whoever lures somebody to the end of a sign-in that they began themselves signs nobody in."""
    page = context.new_page()
    arrived(page, idp)
    back = page.get_by_role("link", name="Continue as Marie").get_attribute("href")
    assert back is not None
    another = opened(browser, target, said)
    theirs = another.new_page()
    for has_begun in (False, True):
        if has_begun:
            arrived(theirs, idp)
        theirs.goto(back)
        expect(theirs.get_by_role("alert")).to_contain_text(REFUSED)
        assert cookies(another) == {}
        assert refusals(target.kb)[-1] == "oidc:state"
    another.close()
    come_back(page)
    expect(page).to_have_url(f"{target.url}/")
    assert complaints(said) == []


def test_going_back_to_the_end_of_a_sign_in_is_refused_in_words_and_the_session_stays(
    context: BrowserContext, target: Served, idp: Provider, said: list[str]
) -> None:
    page = context.new_page()
    arrived(page, idp)
    back = page.get_by_role("link", name="Continue as Marie").get_attribute("href")
    come_back(page)
    expect(page).to_have_url(f"{target.url}/")
    session = cookies(context)["kbsearch"]["value"]
    page.go_back()
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)
    expect(page).to_have_url(back or "")
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text(REFUSED)
    assert cookies(context)["kbsearch"]["value"] == session
    page.get_by_role("link", name="Votre session reste ouverte : continuer").click()
    expect(page).to_have_url(f"{target.url}/")
    page.goto("/c/acme")
    expect(page.locator(".client")).to_contain_text("Acme & Fils")
    assert complaints(said) == []


def test_a_provider_that_is_away_is_said_with_what_to_do(
    context: BrowserContext, target: Served, said: list[str]
) -> None:
    assert target.kb.elsewhere is not None
    target.kb.elsewhere.provider._documents._issuer = "http://127.0.0.1:1"
    page = context.new_page()
    page.goto("/sign-in")
    with page.expect_response(lambda answer: answer.url.startswith(f"{target.url}/sign-in/oidc")) as got:
        page.get_by_role("link", name="Se connecter avec localhost").click()
    assert got.value.status == 503
    expect(page.get_by_role("alert")).to_contain_text("Réessayez dans une minute")
    assert complaints(said) == []
