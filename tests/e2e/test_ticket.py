"""The link that a ticket holds: to the version of an article that was read, and what has become of it since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kbsearch.core.snapshot import Snapshot
from tests.e2e.axe import needs_axe, violations
from tests.e2e.conftest import signed_in
from tests.e2e.desk import find
from tests.e2e.long_article import ID, LONG, PATH, opened, with_long_article
from tests.repositories import Repository
from tests.served import COMMIT, Served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("reading")) as served:
        yield served


@pytest.fixture
def desk(page: Page) -> Page:
    return opened(page)


def test_one_key_copies_a_link_that_says_what_has_become_of_it(desk: Page, server: Served) -> None:
    desk.keyboard.press("Alt+l")
    expect(desk.locator("#article-done")).to_have_text("Lien copié.")
    link = desk.evaluate("navigator.clipboard.readText()")
    assert link == f"{desk.url}?commit={COMMIT}"
    answer = desk.goto(link)
    assert answer is not None
    assert answer.status == 200
    expect(desk.locator("#article-since")).to_contain_text(f"Lien vers la version {COMMIT[:8]}")
    expect(desk.get_by_role("checkbox").first).to_be_visible()
    expect(desk.locator("#article-since")).to_be_visible()
    desk.locator("#query").focus()
    find(desk, "imprimante hors ligne", "Imprimante hors ligne")
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-title")).to_have_text("Imprimante hors ligne")
    expect(desk.locator("#article-since")).to_have_count(0)


def test_articles_read_from_a_disk_have_a_link_without_a_version(page: Page, server: Served) -> None:
    entries = dict(server.live.entries)
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    server.live.entries["acme"] = replace(snapshot, commit="worktree")
    try:
        desk = opened(page)
        desk.keyboard.press("Alt+l")
        expect(desk.locator("#article-done")).to_have_text("Lien copié.")
        assert desk.evaluate("navigator.clipboard.readText()") == desk.url
    finally:
        server.live.entries = entries


@pytest.fixture(scope="module")
def ticket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A server of articles in Git, and a commit before the last change of the long one."""
    folder = tmp_path_factory.mktemp("ticket")
    repository = Repository(folder)
    with with_long_article(folder) as served:
        before = repository.commit({PATH: LONG.replace("voyant 2 vert", "voyant 2 bleu")})
        last = repository.commit({PATH: LONG})
        snapshot = served.live.entries["acme"]
        assert isinstance(snapshot, Snapshot)
        served.live.entries["acme"] = replace(snapshot, commit=last)
        yield served, before


def test_a_ticket_leads_to_what_was_read_and_says_that_it_changed(browser: Browser, ticket: tuple[Served, str]) -> None:
    served, commit = ticket
    for lang, changed, old in (
        ("fr-FR", "l’article a changé depuis", "Ne suivez pas"),
        ("en-GB", "the article has changed since", "Do not follow"),
    ):
        context = signed_in(browser, served, locale=lang)
        page = context.new_page()
        page.goto(f"/c/acme/a/{ID}?commit={commit}")
        expect(page.get_by_role("checkbox").first).to_be_visible()
        expect(page.locator("#article-since")).to_contain_text(changed)
        expect(page.locator("#article-body")).to_contain_text("voyant 2 vert")
        page.locator("#article-since a").click()
        expect(page.locator(".done")).to_contain_text(old)
        expect(page.locator(".body")).to_contain_text("voyant 2 bleu")
        page.locator("main .way").click()
        expect(page.locator(".body")).to_contain_text("voyant 2 vert")
        missing = page.goto(f"/c/acme/a/{ID}?commit={'f' * 40}")
        assert missing is not None
        assert missing.status == 404
        context.close()


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_read_an_earlier_version(browser: Browser, ticket: tuple[Served, str], theme: Any) -> None:
    served, commit = ticket
    context = signed_in(browser, served, locale="fr-FR", color_scheme=theme)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/c/acme/articles/{ID}?commit={commit}")
        assert violations(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    assert said == []
