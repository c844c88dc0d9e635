"""The agent's console in a real Chromium against a real server, watched from inside the page."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.servers import Server
from kbsearch.app import open_access
from kbsearch.settings import Settings
from tests.e2e import chromium

WATCH = Path(__file__).parent / "watch.js"
SCREEN = {"width": 1440, "height": 900}


@contextlib.contextmanager
def opened(server: Server, settings: Settings) -> Iterator[Page]:
    """A window of somebody who is signed in to that server; every page that it opens is watched."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.executable(), args=chromium.SWITCHES)
        context = browser.new_context(base_url=server.url, locale="fr-FR", viewport=SCREEN)
        context.add_cookies([{"name": "kbsearch", "value": _session(settings), "url": server.url}])
        context.add_init_script(path=WATCH)
        yield context.new_page()
        browser.close()


def _session(settings: Settings) -> str:
    """Of somebody who came in by the terminal's link."""
    access, now = open_access(settings), datetime.now(UTC)
    try:
        session = access.sign_in_by_link(access.make_link(now), now)
    finally:
        access.close()
    assert session is not None
    return session
