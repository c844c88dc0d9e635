"""“It is this incident”, beside an end that was begun to be filled in, and over a reload."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import begun, find, is_sent, read
from tests.served import Served, master_key

OF = "/api/v1/clients/acme/incidents"
TITLES = {"INC-known-1": "Panne du VPN", "INC-known-2": "Panne du VPN de Lyon"}


@pytest.fixture(autouse=True, scope="module")
def _incidents(server: Served) -> Iterator[None]:
    """Two that the same symptom may be about."""
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    opened = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    for name, title in TITLES.items():
        said = {"id": name, "title": title, "symptoms": ["vpn connexion impossible"], "opened_at": opened}
        assert server.http.post(OF, json=said, headers=headers).status_code == 200
    yield
    for name in TITLES:
        close = {"at": datetime.now(UTC).isoformat()}
        assert server.http.post(f"{OF}/{name}/close", json=close, headers=headers).status_code == 200


def _last_of(page: Page) -> str:
    """Says that it is the one that the list of choices has last, and which one that is."""
    page.reload()
    find(page, "vpn connexion impossible", "VPN")
    expect(page.locator("#incidents li")).to_have_count(2)
    title = (page.locator("#incidents li b").last.text_content() or "").partition("Incident")[2]
    return next(name for name, one in TITLES.items() if title.endswith(f" {one}"))


def test_a_reload_keeps_the_incident_that_was_chosen(page: Page, server: Served) -> None:
    name = _last_of(page)
    call = begun(page)
    page.locator("#incidents li button").last.click()
    expect(page.locator("#ending-incident")).to_have_value(name)
    page.reload()
    expect(page.locator("#ending")).to_be_visible()
    expect(page.locator("#ending-incident")).to_have_value(name)
    page.keyboard.press("Control+Enter")
    is_sent(page)
    assert read(server, call)["incident"] == name


def test_what_was_written_of_the_end_before_is_still_there(page: Page, server: Served) -> None:
    name = _last_of(page)
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.locator("#ending-gap").check()
    page.locator("#ending-missing").fill("le délai de rétablissement")
    page.locator("#ending-comment").fill("rappeler Lyon")
    page.keyboard.press("Escape")
    page.locator("#incidents li button").last.click()
    expect(page.locator("#ending-incident")).to_have_value(name)
    expect(page.locator("#ending-comment")).to_have_value("rappeler Lyon")
    expect(page.locator("#ending-missing")).to_have_value("le délai de rétablissement")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    ended = read(server, call)
    assert (ended["outcome"], ended["incident"], ended["comment"]) == ("known_incident", name, "rappeler Lyon")
