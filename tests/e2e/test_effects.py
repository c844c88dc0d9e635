"""The page of what articles did, where there is something on it: at every width, in both themes and languages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.articles_came import articles_came, day_of, freeze_topics
from tests.e2e.axe import needs_axe, of_colour, violations
from tests.e2e.conftest import signed_in
from tests.served import Served

PLACE = f"/c/acme/figures/effects?since={day_of(3)}"


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with articles_came(tmp_path_factory) as served:
        freeze_topics(served)
        yield served


@needs_axe
@pytest.mark.parametrize("lang", ["fr-FR", "en-GB"])
def test_it_fits_and_axe_finds_nothing(browser: Browser, judged: Served, lang: str) -> None:
    context = signed_in(browser, judged, locale=lang)
    page = context.new_page()
    page.goto("/c/acme/figures")
    page.locator('main a[href="/c/acme/figures/effects"]').click()
    page.wait_for_url("**/figures/effects*")
    page.goto(PLACE)
    assert page.locator("main table").count() == 3
    rows = [page.locator("main table").nth(at).locator("tbody tr").count() for at in (1, 2)]
    assert (rows[0], rows[1] >= 8) == (12, True)
    with page.expect_download() as opened:
        page.locator("main table").nth(1).locator('tbody a[href*="side=after"]').first.click()
    assert opened.value.suggested_filename.startswith("acme-effects-")
    for width in (320, 768, 1280, 3840):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == [], width
        page.emulate_media(color_scheme="dark")
        assert of_colour(page) == [], width
        page.emulate_media(color_scheme="light")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    context.close()
