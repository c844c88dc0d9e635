from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from kbsearch.core.snapshot import Snapshot
from kbsearch.core.telephone.lines import MenuEntry, Telephone
from tests.e2e import chromium
from tests.e2e.desk import LONGEST_S
from tests.served import Served, serving, session_of

expect.set_options(timeout=1000 * LONGEST_S)
TOLD_BY_THE_BROWSER = ("Failed to load resource", "Clear-Site-Data header")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium. Until the last test here only: Playwright keeps an event loop running meanwhile."""
    path = chromium.light_executable()
    if path is None:
        pytest.skip(chromium.HOW_TO_GET_IT)
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=chromium.SWITCHES)
        yield launched
        launched.close()


def signed_in(browser: Browser, server: Served, **options: Any) -> BrowserContext:
    """A browser window of somebody who came in by the terminal's link.

    Requests are looked at from the beginning: where a test begins to do so under way, Chromium may let one pass unseen.
    """
    context = browser.new_context(base_url=server.url, **options)
    context.route("**/nothing-is-here", lambda route: route.abort())
    sign_in_again(context, server)
    return context


def sign_in_again(context: BrowserContext, server: Served) -> None:
    context.add_cookies([{"name": "kbsearch", "value": session_of(server.kb), "url": server.url}])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("e2e")) as served:
        yield served


@pytest.fixture
def line(server: Served) -> Iterator[str]:
    """A telephone line that is acme's, with a voice menu."""
    entries = dict(server.live.entries)
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    telephone = Telephone(("+33184800010",), (MenuEntry(("1",), "Client VPN", ""),))
    server.live.entries["acme"] = replace(snapshot, client=replace(snapshot.client, telephone=telephone))
    yield "+33 1 84 80 00 10"
    server.live.entries = entries


@pytest.fixture
def context(browser: Browser, server: Served) -> Iterator[BrowserContext]:
    made = signed_in(browser, server, locale="fr-FR", viewport={"width": 1440, "height": 900})
    made.grant_permissions(["clipboard-read", "clipboard-write"])
    yield made
    for opened in (made, *made.pages):
        opened.unroute_all(behavior="ignoreErrors")  # a request may be under way
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """The client's page. A request that fails is told by the browser itself; anything else it says fails the test."""
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto("/c/acme")
    yield opened
    assert [line for line in said if not line.startswith(TOLD_BY_THE_BROWSER)] == []
