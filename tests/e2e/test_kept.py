"""What becomes of a call when the network, the session, the page or the machine gives out: nothing is lost."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.desk import begun, calls, find, is_sent, read, results, told
from tests.served import Served, session_of


def test_steps_are_ticked_tried_and_kept_over_a_reload(page: Page, server: Served) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Alt+n")
    name = page.locator("#call-name")
    expect(name).to_have_text("Appel en cours")
    call = name.get_attribute("title") or ""
    page.keyboard.press("Enter")
    step = page.get_by_role("checkbox", name=re.compile("Étape 1 : Redémarrer le poste"))
    step.focus()
    page.keyboard.press("Space")
    is_sent(page)
    whole = read(server, call)
    assert (whole["opened"], whole["tried"]) == (["reseau/vpn"], ["reseau/vpn"])
    page.reload()
    expect(name).to_have_attribute("title", call)
    find(page, "", "VPN") if page.locator("#query").input_value() else find(page, "vpn connexion", "VPN")
    results(page).first.click()
    expect(step).to_be_checked()


def test_a_lost_network_loses_nothing_and_counts_once(page: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        if route.request.method == "PUT" and len(lost) == 1:
            route.fetch()  # it arrived, and the answer did not
        route.abort()

    page.route("**/api/v1/clients/acme/calls/**", lose)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#unsent")).to_contain_text("en attente du réseau")
    page.reload()
    page.unroute_all(behavior="ignoreErrors")
    is_sent(page, after_all=True)
    expect(page.locator("#unsent")).to_be_empty()
    new = [one for one in calls(server) if one["call"] not in before]
    assert [(one["outcome"]) for one in new] == ["resolved"]
    assert len(lost) >= 1


def test_who_closes_the_tab_at_once_has_closed_the_call(context: BrowserContext, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    page = context.new_page()
    page.goto("/c/acme")
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    page.keyboard.press("Enter")
    page.close()
    deadline = time.monotonic() + 30
    while not (new := [one for one in calls(server) if one["call"] not in before]) or new[0]["outcome"] != "resolved":
        assert time.monotonic() < deadline, new
        time.sleep(0.05)
    assert len(new) == 1


def test_too_many_searches_are_said_in_words_and_the_box_is_kept(page: Page) -> None:
    page.route(
        "**/acme/search", lambda route: route.fulfill(status=429, headers={"Retry-After": "3"}, json={"detail": "x"})
    )
    page.keyboard.type("vpn")
    expect(page.locator("#count")).to_have_text("Trop de recherches en peu de temps. Réessayez dans 3 s.")
    expect(page.locator("#query")).to_have_value("vpn")


def test_a_long_paste_is_cut_with_a_notice(page: Page) -> None:
    page.evaluate("navigator.clipboard.writeText('mot '.repeat(1250))")
    page.keyboard.press("Control+V")
    expect(page.locator("#cut")).to_contain_text("seuls les 1000 premiers caractères")
    assert len(page.locator("#query").input_value()) == 1000


def test_an_expired_session_keeps_what_was_typed(page: Page, context: BrowserContext, server: Served) -> None:
    find(page, "vpn connexion", "VPN")
    cookies = context.cookies()
    context.clear_cookies()
    page.keyboard.insert_text(" impossible")
    expect(page.locator("#query")).to_have_count(0)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    page.goto("/c/acme") if "/c/acme" not in page.url else page.reload()
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")


def test_a_session_renewed_in_another_tab_loses_no_end_and_ends_once(
    page: Page, context: BrowserContext, server: Served
) -> None:
    call = begun(page)
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    for key in ("Control+Enter", "1"):
        page.keyboard.press(key)
    is_sent(page)
    context.add_cookies([{"name": "kbsearch", "value": session_of(server.kb), "url": server.url}])
    with page.expect_event("load"):  # not the entry of the history that an end makes
        page.keyboard.press("Enter")
    expect(page.locator("#call-name")).to_have_text("Sans appel")
    is_sent(page)
    expect(page.locator("#unsent")).to_be_empty()
    assert read(server, call)["outcome"] == "resolved"
    assert len(told(server, call, "closed")) == 1


def test_a_reload_at_once_keeps_the_last_letters(page: Page) -> None:
    page.keyboard.insert_text("vpn connexion impossible")
    page.reload()
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")


@pytest.mark.parametrize(("key", "outcome"), [("1", "resolved"), ("3", "escalated_n3")])
def test_a_session_that_is_over_when_the_end_is_opened_is_found_by_the_end_alone(
    page: Page, context: BrowserContext, server: Served, key: str, outcome: str
) -> None:
    call = begun(page)
    is_sent(page)
    cookies = context.cookies()

    def last_of_the_session(route: Route) -> None:
        answer = route.fetch()
        context.clear_cookies()  # before the answer stands there for so long that it is looked at
        route.fulfill(response=answer)

    page.route("**/search", last_of_the_session, times=1)
    page.keyboard.insert_text("vpn connexion impossible")
    expect(results(page).first).to_contain_text("VPN : connexion impossible")
    page.evaluate("window.isStill = true")
    with page.expect_response(lambda one: one.url.endswith("/search") and one.status == 401):
        page.keyboard.press("Control+Enter")  # what stands there is one that was looked at
    page.keyboard.press(key)
    page.wait_for_timeout(1000)  # as long as a sheet is waited for, and all that was refused is tried again
    expect(page.locator("#ending")).to_be_visible()
    assert page.evaluate("window.isStill"), "the page was loaded again under somebody's hands"
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(page.locator("#query")).to_have_count(0)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    page.goto("/c/acme")
    is_sent(page)
    assert read(server, call)["outcome"] == outcome
    assert [len(told(server, call, kind)) for kind in ("searched", "closed")] == [1, 1]
