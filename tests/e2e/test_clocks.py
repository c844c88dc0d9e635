"""An agent's machine whose clock is off, is set in the middle of a call, or stood still while the machine slept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.away import lose
from tests.e2e.conftest import signed_in
from tests.e2e.desk import NAME, begun, end, find, is_sent, open_first, read, reopen_on_its_page
from tests.served import Served

VPN = "VPN : connexion impossible"


@pytest.mark.parametrize("late_ms", [0, 2500])
@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_a_clock_that_is_off_dates_nothing_wrongly(
    browser: Browser, server: Served, minutes: int, late_ms: int
) -> None:
    """Nor on a page that is long on its way, and has not heard the server since."""
    context = signed_in(browser, server, locale="fr-FR")
    page = context.new_page()
    page.clock.install(time=datetime.now(UTC) + timedelta(minutes=minutes))
    page.clock.resume()

    def late(route: Route) -> None:
        page.wait_for_timeout(late_ms)
        route.continue_()

    page.route("**/assets/clock.js*", late)
    call = f"clock{minutes}-{late_ms}"
    page.goto(f"/agent/pop?call={call}&client=acme")
    expect(page.locator(NAME)).to_have_attribute("title", call)
    find(page, "vpn connexion impossible", VPN)
    end(page, "8")
    is_sent(page)
    first = read(server, call)
    assert abs(datetime.fromisoformat(first["closed"]) - datetime.now(UTC)) < timedelta(seconds=30)
    assert first["faults"] == []
    reopen_on_its_page(page, call)
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator(NAME)).to_have_attribute("title", call)
    end(page, "8")
    is_sent(page)
    assert read(server, call)["outcome"] == "abandoned"
    context.close()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_sheet_that_the_page_writes_has_the_clients_time(browser: Browser, server: Served, is_known: bool) -> None:
    """Wherever the agent sits; of a time zone that the browser does not know, it is the agent's."""
    context = signed_in(browser, server, locale="fr-FR", timezone_id="America/New_York")
    page = context.new_page()
    if not is_known:
        page.route("**/c/acme", lambda made: made.fulfill(body=made.fetch().text().replace("Europe/Paris", "No/Where")))
    page.goto("/c/acme")
    call = begun(page)
    is_sent(page)
    lose(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Écrite sans le serveur")
    shown = ZoneInfo("Europe/Paris" if is_known else "America/New_York")
    began = datetime.fromisoformat(read(server, call)["started"]).astimezone(shown)
    expect(page.locator("#sheet")).to_contain_text(f"Début : {began:%H:%M}")
    context.close()


SET = """minutes => {
  const Own = window.Date, ahead = 60000 * minutes;
  window.Date = class extends Own {
    constructor(...said) { if (said.length) super(...said); else super(Own.now() + ahead); }
    static now() { return Own.now() + ahead; }
  };
}"""
"""The machine's clock is set while the page is open: what counts on by itself is as before."""


@pytest.mark.parametrize("minutes", [-10, 10])
def test_a_clock_that_is_set_in_the_middle_of_a_call_dates_nothing_wrongly(
    page: Page, server: Served, minutes: int
) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    is_sent(page)
    page.evaluate(SET, minutes)
    open_first(page, VPN)
    end(page, "8")
    is_sent(page)
    told = [datetime.fromisoformat(one["at"]) for one in read(server, call, "/replay")["timeline"]]
    assert len(told) >= 3
    assert max(told) <= datetime.now(UTC)
    assert max(told) - min(told) < timedelta(minutes=5)
    assert told == sorted(told)


def test_a_page_that_slept_asks_the_server_what_time_it_is(page: Page) -> None:
    """Its steady clock may have stood still: seen by the other one, which has gone on."""
    begun(page)
    is_sent(page)
    with page.expect_response(re.compile(r"/api/v1/clients/acme$"), timeout=15_000):
        page.evaluate(SET, 10)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.wait_for_timeout(6000)
    assert [one for one in asked if one.endswith("/clients/acme")] == [], "once is enough"
