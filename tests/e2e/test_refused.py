"""What the server did not keep of a call is said until somebody has read it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import NAME, begun, find, is_clean, is_sent


@pytest.fixture
def desk(page: Page) -> Page:
    """With the article about the VPN open."""
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    return page


def test_what_the_server_did_not_keep_outlives_a_reload_until_it_is_read(desk: Page) -> None:
    call = begun(desk)
    is_sent(desk)
    refused = {"status": 422, "json": {"detail": "Trop tard."}}
    desk.route(f"**/calls/{call}/events", lambda route: route.fulfill(**refused), times=1)  # type: ignore[arg-type]
    desk.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    said, seen = desk.locator("#unsent"), desk.get_by_role("button", name="Vu", exact=True)
    expect(said).to_have_text("Le serveur n’a pas gardé un envoi : Trop tard.")
    is_sent(desk)
    desk.reload()
    expect(said).to_have_text("Le serveur n’a pas gardé un envoi : Trop tard.")
    is_clean(desk)
    seen.click()
    expect(said).to_be_empty()
    expect(seen).to_be_hidden()
    expect(desk.locator("#query")).to_be_focused()
    desk.reload()
    expect(desk.locator(NAME)).to_have_attribute("title", call)
    expect(said).to_be_empty()
