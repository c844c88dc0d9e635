"""The simulated month as its client gets it, and a picture of its beginning."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

from kbsearch.api.pages import open_web
from kbsearch.api.report_words import page
from kbsearch.app import App
from kbsearch.app.report import report
from kbsearch.core.one_client import OneClient
from tests.e2e import chromium
from tests.e2e.palette import reduced

WIDTH, HEIGHT = 1000, 1250


def write(kb: App, client: OneClient, month: str, made: datetime, to: Path) -> None:
    """The report in French, as a page."""
    to.write_text(page(open_web(), client, report(kb, client, month, made), "fr"), "utf-8")


def draw(report: Path, to: Path) -> None:
    """Its first screen."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium.light_executable(), args=chromium.SWITCHES)
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
        shown = context.new_page()
        shown.goto(report.as_uri())
        to.write_bytes(reduced(shown.screenshot(), context))
        browser.close()
