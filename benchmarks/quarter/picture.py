"""The simulated month as its client gets it, the dashboard of the quarter, and a picture of each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from playwright.sync_api import BrowserContext, sync_playwright

from kbsearch.api.pages.web import open_web
from kbsearch.api.report.words import page
from kbsearch.app import App, open_app
from kbsearch.app.report import report
from kbsearch.core.one_client import OneClient
from kbsearch.settings import Settings
from tests.e2e import chromium
from tests.e2e.palette import reduced
from tests.served import running, session_of

WIDTH, HEIGHT = 1000, 1250
WHOLE = 4000


def write(kb: App, client: OneClient, month: str, made: datetime, to: Path) -> None:
    """The report in French, as a page."""
    to.write_text(page(open_web(), client, report(kb, client, month, made), "fr"), "utf-8")


def draw(report: Path, to: Path) -> None:
    """Its first screen."""
    with _window() as context:
        shown = context.new_page()
        shown.goto(report.as_uri())
        to.write_bytes(reduced(shown.screenshot(), context))


def draw_dashboard(settings: Settings, client: OneClient, days: tuple[str, str], to: Path) -> None:
    """The history of these days, first and last, week by week, as a supervisor sees it."""
    kb = open_app(settings)
    with running(kb) as (url, _), _window() as context:
        context.add_cookies([{"name": "kbsearch", "value": session_of(kb), "url": url}])
        shown = context.new_page()
        shown.set_viewport_size({"width": WIDTH, "height": WHOLE})  # so that nothing is scrolled below the bar
        since, until = days
        shown.goto(f"{url}/c/{client.id}/dashboard?since={since}&until={until}&by=week")
        shown.locator("form.filter").evaluate(
            "form => form.hidden = true"
        )  # its days are in the language of the browser
        to.write_bytes(reduced(shown.locator("section[aria-labelledby=history]").screenshot(), context))


@contextmanager
def _window() -> Iterator[BrowserContext]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.light_executable(), args=chromium.SWITCHES)
        yield browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale="fr-FR")
        browser.close()
