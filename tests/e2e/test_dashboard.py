"""The dashboard in a real browser: what changes without a reload, what is said of it, and what when the line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from tests.clients import ACME, ZETA
from tests.e2e.axe import needs_axe, of_colour, violations
from tests.e2e.conftest import signed_in
from tests.pages.today import rang
from tests.served import Served, serving

WITHIN_MS = 15_000
OFFLINE = re.compile(r"^Hors ligne, chiffres de \d\d:\d\d\.$")
SOMEWHERE_ELSE = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true})"
TURNED = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as served:
        yield served


@pytest.fixture
def page(browser: Browser, watched: Served) -> Iterator[Page]:
    """A dashboard of a day with one call, once it is live."""
    rang(watched, "first")
    context = signed_in(browser, watched, locale="fr-FR")
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.goto("/c/acme/dashboard")
    expect(opened.locator("#as-of")).to_contain_text("En direct", timeout=WITHIN_MS)
    yield opened
    assert [line for line in said if "Failed to load resource" not in line and "ERR_" not in line] == []
    context.close()


def tile(page: Page, name: str, part: str) -> str:
    return page.locator(f'[data-tile="{name}"] [data-part="{part}"]').inner_text().replace("\u00a0", " ")


def test_a_tile_changes_while_one_looks_and_what_matters_is_said_once(page: Page, watched: Served) -> None:
    assert (tile(page, "presented", "value"), tile(page, "answer_rate", "standing")) == ("1", "au-dessus du repère")
    page.evaluate("window.isTheSame = true")
    rang(watched, "lost", waited_s=None)
    presented = page.locator('[data-tile="presented"] [data-part="value"]')
    expect(presented).to_have_text("2", timeout=WITHIN_MS)
    assert tile(page, "answer_rate", "value") == "50,0 %"
    assert (tile(page, "answer_rate", "standing"), tile(page, "answer_rate", "counts")) == ("sous le repère", "1 sur 2")
    said = page.locator("#said")
    expect(said).to_contain_text("Taux de décroché", timeout=WITHIN_MS)
    heard = said.inner_text().replace("\u00a0", " ")
    assert "Taux de décroché : 50,0 %, sous le repère." in heard
    assert "présentés" not in heard, "a count that grows is not said"
    rang(watched, "lost-again", waited_s=None)
    expect(presented).to_have_text("3", timeout=WITHIN_MS)
    assert said.inner_text().replace("\u00a0", " ") == heard, "below the range as before"
    assert page.evaluate("window.isTheSame") is True


def test_an_alert_stands_there_while_it_is_open(page: Page, watched: Served) -> None:
    alerts, listed = page.locator("#alerts"), page.locator("#alert-list li")
    expect(alerts).to_be_hidden()
    now, store = datetime.now(UTC), watched.kb.calls.file().alerts
    alert = Alert(Kind.ANSWER_RATE, Count(31, 40, now, now), 0.88, 30)
    for client in (ZETA, ACME):
        store.settle(client, Looked(client.id, now, (Kind.ANSWER_RATE,), (alert,)), None)
    measured = "Taux de décroché sous le seuil\u00a0: 77,5\u00a0% (31 sur 40)"
    expect(listed).to_contain_text([measured], timeout=WITHIN_MS)
    expect(page.locator("#said")).to_contain_text("Alerte", timeout=WITHIN_MS)
    for _ in range(2):
        now += timedelta(minutes=1)
        store.settle(ACME, Looked("acme", now, (Kind.ANSWER_RATE,), ()), None)
    expect(alerts).to_be_hidden(timeout=WITHIN_MS)


def test_a_tile_that_gets_a_value_gets_its_calls(page: Page, watched: Served) -> None:
    calls = page.locator('[data-tile="n1_absorption"] a[data-part="calls"]')
    expect(calls).to_be_hidden()
    at = datetime.now(UTC).isoformat()
    close = {"id": "fin", "at": at, "outcome": "resolved"}
    assert watched.http.post("/api/v1/clients/acme/calls/first/close", json=close).status_code == 200
    expect(calls).to_be_visible(timeout=WITHIN_MS)
    assert "figures/n1_absorption/calls?since=" in (calls.get_attribute("href") or "")
    expect(page.locator('[data-tile="open"] [data-part="value"]')).to_have_text("0")


def test_when_the_line_breaks_the_page_says_how_old_its_figures_are(page: Page) -> None:
    page.context.set_offline(True)
    page.evaluate(SOMEWHERE_ELSE % "true" + ";" + TURNED)
    expect(page.locator("#as-of")).to_contain_text("Chiffres de")
    page.evaluate(SOMEWHERE_ELSE % "false" + ";" + TURNED)
    expect(page.locator("#as-of")).to_have_text(OFFLINE, timeout=WITHIN_MS)
    page.context.set_offline(False)
    page.evaluate(TURNED)
    expect(page.locator("#as-of")).to_contain_text("En direct", timeout=WITHIN_MS)


def test_when_the_session_is_over_the_page_says_so(page: Page, watched: Served) -> None:
    cookie = next(one for one in page.context.cookies() if one["name"] == "kbsearch")
    watched.kb.access.sign_out(cookie["value"], datetime.now(UTC))
    expect(page.locator("#as-of")).to_contain_text("Votre session est finie", timeout=WITHIN_MS)


def test_who_comes_back_to_the_tab_after_the_session_is_told_the_same(page: Page, watched: Served) -> None:
    page.evaluate(SOMEWHERE_ELSE % "true" + ";" + TURNED)
    cookie = next(one for one in page.context.cookies() if one["name"] == "kbsearch")
    watched.kb.access.sign_out(cookie["value"], datetime.now(UTC))
    page.evaluate(SOMEWHERE_ELSE % "false" + ";" + TURNED)
    expect(page.locator("#as-of")).to_contain_text("Votre session est finie", timeout=WITHIN_MS)
    page.get_by_role("link", name="Actualiser").click()
    expect(page.locator("input[name=next]").first).to_have_value("/c/acme/dashboard")


def test_one_reaches_formula_calls_and_table_by_keyboard(page: Page) -> None:
    summary = page.locator('[data-tile="answer_rate"] summary')
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-tile="answer_rate"] details p')).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('data-part')") == "calls"
    table = page.locator("details.table summary").first
    table.focus()
    page.keyboard.press("Space")
    expect(page.locator("details.table table").first).to_be_visible()


@needs_axe
def test_axe_finds_nothing_where_all_is_unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert of_colour(page) == []
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_month_by_day_is_printed_on_three_pages(page: Page) -> None:
    """With every formula; a table of a drawing where somebody opened it."""
    page.goto("/c/acme/dashboard?since=2026-10-01&until=2026-10-31&by=day")
    printed = page.pdf(format="A4")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 3
    page.goto("/c/acme/figures?since=2026-10-01&until=2026-10-31")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 5
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    assert page.locator("table.rows thead").first.bounding_box()["height"] > 10, "a table, not a card a row"  # type: ignore[index]
