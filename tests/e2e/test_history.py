"""What somebody types on our pages is in no address that their browser keeps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.abuse.planted import PARTS, PLANTED, SAID, WORD
from tests.e2e import chromium
from tests.served import Served, serving, session_of


@pytest.fixture
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Not the one of the other tests: an incident is declared."""
    with serving(tmp_path_factory.mktemp("history")) as served:
        yield served


def test_the_history_says_where_one_was_and_nothing_that_was_typed(
    browser: Browser, own_server: Served, tmp_path: Path
) -> None:
    whole = chromium.executable()
    if whole is None:
        pytest.skip(chromium.HOW_TO_GET_IT)
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=whole, args=chromium.SWITCHES, base_url=own_server.url, locale="fr-FR"
    )
    context.add_cookies([{"name": "kbsearch", "value": session_of(own_server.kb), "url": own_server.url}])
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/c/acme/articles")
    for said in (*PARTS, SAID):
        page.get_by_label("Mots du titre").fill(said[:100])
        with page.expect_event("load"):  # the same address and the same words: only this tells that it is another page
            page.get_by_role("button", name="Filtrer").click()
        expect(page.get_by_text("Aucun article ne correspond")).to_be_visible()
        expect(page.get_by_label("Mots du titre")).to_have_value(said[:100])
    page.goto("/c/acme/incidents")
    page.locator("#title").fill(f"{WORD} {PARTS[-1]}")
    page.locator("#message").fill(SAID)
    page.get_by_role("button", name="Déclarer").click()
    page.wait_for_url("**/incidents/*")
    page.goto("/c/acme")
    page.locator("#query").fill(SAID)
    page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_value(SAID)
    page.goto("/c/acme/status")
    context.close()
    with closing(sqlite3.connect(next(tmp_path.rglob("History")))) as history:
        kept = list(history.execute("SELECT url, title FROM urls"))
    assert {"articles", "incidents", "acme", "status"} <= {url.rpartition("/")[2] for url, _ in kept}
    personal = [text for _, texts in PLANTED.values() for text in texts]
    titles, addresses = [title for _, title in kept], [*(url for url, _ in kept), *asked]
    assert any(WORD in title for title in titles), "an incident's page is called as it is, redacted"
    assert not [one for one in titles if any(text.lower() in one.lower() for text in personal)]
    assert not [one for one in addresses if any(text.lower() in one.lower() for text in (WORD, *personal))]
