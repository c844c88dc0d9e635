"""The page of figures with its parts: at every width and on paper, each count leads to its calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser

from kbsearch.app.topics import freeze
from kbsearch.core.one_client import OneClient
from tests.api.test_figure_topics import DAYS, called
from tests.e2e.axe import needs_axe, of_colour, violations
from tests.e2e.conftest import signed_in
from tests.pages.test_figures import phoned
from tests.served import Served, serving

PLACE = "/c/acme/figures?since=2026-10-01&until=2026-11-30&by={}"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Calls about one thing, some of them taken from the queue, some gone elsewhere."""
    with serving(tmp_path_factory.mktemp("counted")) as served:
        called(served, "badge refusé", range(6))
        phoned(served, a="answered", b="answered", c="abandoned_in_queue", d="overflow", e="")
        freeze(served.kb, OneClient("acme"), DAYS["since"], "2026-10-10", datetime.now(UTC))
        yield served


@needs_axe
@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
def test_parts_fit_and_axe_finds_nothing(browser: Browser, counted: Served, lang: str) -> None:
    context = signed_in(browser, counted, locale=lang)
    page = context.new_page()
    for by, more in (("queue", ""), ("topic", ""), ("topic", "&figure=n1_absorption")):
        page.emulate_media(media="screen")
        page.goto(PLACE.format(by) + more)
        for width in (320, 768, 1280, 3840):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert violations(page) == [], width
            page.emulate_media(color_scheme="dark")
            assert of_colour(page) == [], width
            page.emulate_media(color_scheme="light")
        with page.expect_download() as opened:
            page.locator(f'main tbody a[href*="by={by}"]').first.click()
        assert f"-{by}-" in opened.value.suggested_filename
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
        assert page.evaluate("document.documentElement.scrollWidth") <= 718
    context.close()
