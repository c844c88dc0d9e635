"""The README's pictures: the sample base with the real model at a fixed moment, so that they change as the page does.

They are drawn into the test's own folder; with PICTURES=1 into `.readme`, to be committed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize, expect

from kbsearch.app import App, open_app
from kbsearch.settings import load_settings
from tests.conftest import ROOT, of_sample
from tests.e2e.desk import find
from tests.e2e.palette import reduced
from tests.served import running, session_of

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]  # the first may build the sample base

TUESDAY = datetime(2026, 11, 24, 10, 14, tzinfo=ZoneInfo("Europe/Paris"))
LASTED = timedelta(minutes=3, seconds=12)
ASKING = re.compile(r"/api/v1/clients/caissio/(search|escalation|calls/[^/]+/handover)$")
"""What is answered for a moment, which is now unless it is said."""
MOST_BYTES = 120_000
WIDE: ViewportSize = {"width": 1440, "height": 900}
FACTS = {
    "numéro de série": "MC3-204417",
    "opérateur affiché": "Orange, une barre",
    "heure de la dernière transaction": "9 h 40",
    "un autre commerçant voisin": "oui, la boulangerie d’en face",
    "numéro de rappel": "poste 12",
}
"""What the caller says, by how the question begins."""


@pytest.fixture(scope="module")
def served(sample_indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, App]]:
    folder = tmp_path_factory.mktemp("pictures")
    indexes = shutil.copytree(sample_indexes, folder / "indexes")
    settings = load_settings({**of_sample(indexes), "data": folder / "data", "model_english": "none"})
    kb = open_app(settings)
    with running(kb) as (url, http):
        deadline = time.monotonic() + 60
        while http.get("/readyz").json().get("model") != "ready":
            assert time.monotonic() < deadline, "the model never came"
            time.sleep(0.1)
        yield url, kb


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where they are drawn."""
    if os.environ.get("PICTURES") != "1":
        return tmp_path_factory.mktemp("drawn")
    folder = ROOT / ".readme"
    folder.mkdir(exist_ok=True)
    return folder


def window(browser: Browser, served: tuple[str, App], **look: Any) -> BrowserContext:
    url, kb = served
    french = {"locale": "fr-FR", "timezone_id": "Europe/Paris", "reduced_motion": "reduce"}
    context = browser.new_context(base_url=url, device_scale_factor=1, **french, **look)
    context.add_cookies([{"name": "kbsearch", "value": session_of(kb), "url": url}])
    context.route(ASKING, at_the_moment)
    return context


def at_the_moment(route: Route) -> None:
    body = json.loads(route.request.post_data or "{}")
    route.continue_(post_data=json.dumps({"at": TUESDAY.isoformat()} | body))


SAME_CLOCK = """const get = Headers.prototype.get;
Headers.prototype.get = function (name) {
  return name === "Date" ? new Date().toUTCString() : get.call(this, name);
};"""
"""The server's clock is the browser's, which stands still."""


def taking_a_call(context: BrowserContext) -> Page:
    """The symptom typed, the article open, two steps done."""
    page = context.new_page()
    page.clock.set_fixed_time(TUESDAY)
    page.add_init_script(SAME_CLOCK)
    page.goto("/c/caissio")
    page.wait_for_load_state("networkidle")  # the server has said what time it is
    page.keyboard.press("Alt+n")
    find(page, "terminal connexion impossible", "Move C3 hors ligne")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_contain_text("Move C3 hors ligne")
    for step in page.locator("#article-body input.tick").all()[:2]:
        step.check()
    page.clock.set_fixed_time(TUESDAY + LASTED)
    expect(page.locator("#call-clock")).to_have_text("3:12")
    return page


def shows_a_call(page: Page) -> None:
    """The client's name, the answer's state in words, who takes over."""
    expect(page.locator(".client")).to_contain_text("Caissio")
    expect(page.locator("#call-name")).to_have_text("Appel en cours")
    expect(page.locator("#count")).to_contain_text("articles")
    expect(page.locator("#answer")).to_contain_text("Sûr")
    expect(page.locator("#path-now")).to_contain_text("Support terminaux, poste 4210")


def drawn(page: Page, path: Path) -> None:
    path.write_bytes(reduced(page.screenshot(animations="disabled", caret="hide"), page.context))
    assert 5_000 < path.stat().st_size <= MOST_BYTES, f"{path.name} has {path.stat().st_size} bytes"


def test_a_call_with_an_article_open(browser: Browser, served: tuple[str, App], pictures: Path) -> None:
    with window(browser, served, viewport=WIDE, color_scheme="light") as context:
        page = taking_a_call(context)
        shows_a_call(page)
        drawn(page, pictures / "call.png")


def test_the_end_of_a_call_with_the_sheet(browser: Browser, served: tuple[str, App], pictures: Path) -> None:
    with window(browser, served, viewport=WIDE, color_scheme="light") as context:
        page = taking_a_call(context)
        page.keyboard.press("Control+Enter")
        page.keyboard.press("2")
        page.locator("#ending-impact").fill("Un seul terminal, la boutique n’encaisse plus par carte.")
        for asked, fact in FACTS.items():
            field = page.locator(f'#ending-facts [data-fact^="{asked}"]').first
            field.fill(fact)
            expect(field).to_have_value(fact)
        sheet = page.locator("#sheet")
        expect(sheet).to_contain_text(FACTS["un autre commerçant voisin"])
        expect(sheet).to_contain_text("Caissio")
        expect(page.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
        page.locator("#ending-title").evaluate("(title) => { document.activeElement?.blur(); title.scrollIntoView(); }")
        drawn(page, pictures / "end.png")


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("dark", {"viewport": {"width": 1024, "height": 640}, "color_scheme": "dark"}),
        ("narrow", {"viewport": {"width": 390, "height": 640}, "color_scheme": "light"}),
    ],
)
def test_it_is_as_good_in_the_dark_and_on_a_narrow_screen(
    browser: Browser, served: tuple[str, App], pictures: Path, name: str, look: dict[str, Any]
) -> None:
    with window(browser, served, **look) as context:
        page = taking_a_call(context)
        shows_a_call(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        drawn(page, pictures / f"{name}.png")
