"""A call that another tab, another machine or another moment goes on with: of each article the last word counts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import (
    NAME,
    begun,
    end,
    find,
    is_answered,
    is_sent,
    is_used,
    open_first,
    read,
    reopen,
    reopen_on_its_page,
    told,
    until,
)
from tests.served import Served

VPN, PRINTER = "VPN : connexion impossible", "Imprimante hors ligne"
BOX = "#query"
GAPS = "import('/assets/call.js').then((call) => call.current().gaps.length)"


def anew(page: Page, call: str) -> None:
    """As in a tab, or at a machine, that knows nothing of it."""
    is_sent(page)
    page.evaluate("sessionStorage.clear()")
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator(BOX)).not_to_have_value("")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-articles label").first).to_contain_text(re.compile("VPN|Imprimante"))


def test_what_was_ruled_out_after_reopening_did_not_serve(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    reopen(page)
    expect(page.locator("#article")).to_be_visible()
    page.keyboard.press("Alt+x")
    anew(page, call)
    assert not is_used(page, VPN)


@pytest.mark.parametrize("is_elsewhere", [False, True])
def test_a_reopened_call_is_offered_the_end_that_it_had_until_something_is_tried(
    page: Page, is_elsewhere: bool
) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    end(page, "1")
    reopen(page)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    if is_elsewhere:
        is_sent(page)
        page.evaluate("sessionStorage.clear()")
        page.goto(f"/c/acme/call/{call}")
        expect(page.locator(BOX)).not_to_have_value("")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    reopen(page)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    page.keyboard.press("Escape")
    open_first(page, VPN)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()


@pytest.mark.parametrize("how", ["here", "reload", "elsewhere"])
def test_a_reopened_call_has_what_was_filled_in_of_it(page: Page, server: Served, how: str) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    page.locator("#priority").select_option("P1")
    is_sent(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    fact = page.locator("#ending-facts").get_by_label("numéro de poste")
    expect(fact).to_be_visible()
    page.locator("#ending-impact").fill("toute la boutique")
    fact.fill("TPE-12")
    page.locator("#ending-comment").fill("câble du voisin")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    is_sent(page)
    if how == "reload":
        page.reload()
    if how == "elsewhere":
        reopen_on_its_page(page, call)
        page.evaluate("sessionStorage.clear()")
        page.goto(f"/c/acme/call/{call}")
    else:
        reopen(page)
    expect(page.locator("#priority")).to_have_value("P1")
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    is_answered(page)
    page.wait_for_timeout(1200)  # what stands there for a second was looked at
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    expect(page.locator("#ending-impact")).to_have_value("toute la boutique")
    expect(fact).to_have_value("TPE-12")
    expect(page.locator("#ending-comment")).to_have_value("câble du voisin")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    handed = told(server, call, "escalated")
    assert [(one["priority"], one["impact"]) for one in handed] == [("P1", "toute la boutique")] * 2
    assert len(told(server, call, "searched")) == 1, "nobody searched again"
    assert read(server, call)["comment"] == "câble du voisin"


@pytest.mark.parametrize("is_loaded_again", [False, True])
def test_a_gap_is_told_once_however_often_the_call_ends(page: Page, server: Served, is_loaded_again: bool) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    is_sent(page)
    for _ in range(2):
        page.keyboard.press("Control+Enter")
        page.keyboard.press("8")
        page.locator("#ending-gap").check()
        page.keyboard.press("Enter")
        expect(page.locator("#last")).to_contain_text("Appel clos")
        is_sent(page)
        if is_loaded_again:
            page.reload()
        reopen(page)
        expect(page.locator(NAME)).to_have_attribute("title", call)
        until(page, lambda: page.evaluate(GAPS) >= 1)  # a page that was loaded again asks the server for them
        is_sent(page)
    assert len(told(server, call, "flagged")) == 1


@pytest.fixture
def declare(server: Served) -> Iterator[Callable[..., None]]:
    """Makes an incident known by its id, title and symptoms; over with the test, for others ask the same."""
    of, made = "/api/v1/clients/acme/incidents", []

    def declared(incident: str, title: str, *symptoms: str) -> None:
        body = {"id": incident, "title": title, "symptoms": symptoms, "opened_at": "2026-11-02T08:00:00Z"}
        assert server.http.post(of, json=body).status_code == 200
        made.append(incident)

    yield declared
    over = datetime.now(UTC).isoformat()
    for incident in made:
        assert server.http.post(f"{of}/{incident}/close", json={"at": over}).status_code == 200


def test_the_incident_that_was_chosen_stays_chosen_whatever_is_asked_then(
    page: Page, server: Served, declare: Callable[..., None]
) -> None:
    for name in ("une", "deux"):
        declare(f"INC-{name}", f"VPN en panne {name}", "vpn connexion impossible")
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("6")
    page.locator("#ending-incident").select_option("INC-une")
    page.keyboard.press("Escape")
    page.locator(BOX).fill("imprimante hors ligne")
    expect(page.locator("#results")).to_contain_text(PRINTER)
    page.reload()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-incident")).to_have_value("INC-une")
    expect(page.locator("#ending-incident option:checked")).to_have_text("VPN en panne une")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    assert read(server, call)["incident"] == "INC-une"


def test_a_reopened_call_keeps_the_incident_that_it_was_about(
    page: Page, server: Served, declare: Callable[..., None]
) -> None:
    declare("INC-re", "Badgeuses en panne")
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    is_sent(page)
    closed = {"id": "inc-end", "at": datetime.now(UTC).isoformat(), "outcome": "known_incident", "incident": "INC-re"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=closed).status_code == 200
    reopen_on_its_page(page, call)
    page.evaluate("sessionStorage.clear()")
    page.route("**/incidents?*", lambda listed: listed.fulfill(json={"items": []}))  # so many others came since
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-incident")).to_have_value("INC-re")
    expect(page.locator("#ending-incident option:checked")).to_have_text("Badgeuses en panne")
    page.keyboard.press("Control+Enter")
    is_sent(page)
    assert read(server, call)["incident"] == "INC-re"


def test_what_was_tried_after_reopening_counts_beside_what_served(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    end(page)
    reopen(page)
    expect(page.locator("#article")).to_be_visible()
    page.locator(BOX).fill("")
    find(page, "imprimante hors ligne", PRINTER)
    open_first(page, PRINTER)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    anew(page, call)
    expect(page.locator("#ending-articles label")).to_have_count(2)
    assert (is_used(page, VPN), is_used(page, PRINTER)) == (True, True)


def test_what_was_ruled_out_and_tried_after_all_served(page: Page) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    open_first(page, VPN)
    page.keyboard.press("Alt+x")
    page.locator(BOX).fill("")
    find(page, "vpn connexion impossible", VPN)
    open_first(page, VPN)
    page.get_by_role("checkbox", name=re.compile("Étape 1")).check()
    anew(page, call)
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_checked()
    assert is_used(page, VPN)


def test_what_is_typed_for_the_next_caller_is_not_written_into_a_call_that_is_reopened(
    page: Page, server: Served
) -> None:
    find(page, "vpn connexion impossible", VPN)
    call = begun(page)
    end(page, "8")
    find(page, "imprimante hors ligne", PRINTER)
    reopen(page)
    expect(page.locator(NAME)).to_have_attribute("title", call)
    expect(page.locator(BOX)).to_have_value("vpn connexion impossible")
    end(page, "8")
    is_sent(page)
    assert read(server, call)["symptom"] == "vpn connexion impossible"
    page.locator("#last a").first.click()
    expect(page.locator(BOX)).to_have_value("imprimante hors ligne")


def test_what_was_filled_in_stays_with_a_call_that_somebody_else_ended(page: Page, server: Served) -> None:
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    page.locator("#ending-impact").fill("douze postes")
    page.keyboard.press("Escape")
    is_sent(page)
    closed = {"id": f"tool-{call}", "at": datetime.now(UTC).isoformat(), "outcome": "abandoned"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=closed).status_code == 200
    page.reload()
    expect(page.locator("#last")).to_contain_text("Rouvrir")
    reopen(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-impact")).to_have_value("douze postes")


def test_what_was_not_sent_of_another_client_s_call_is_said_here(page: Page) -> None:
    expect(page.locator("#query")).to_be_visible()
    letter = {"method": "POST", "path": "/calls/c-9/events", "body": {"events": []}}
    who = page.locator("#desk").get_attribute("data-who")
    page.evaluate(
        "([key, letters]) => sessionStorage.setItem(key, letters)",
        [f"kbsearch:zeta:{who}:outbox", json.dumps([letter])],
    )
    page.reload()
    link = page.locator("#last").get_by_role("link")
    expect(link).to_have_text("Ce qui a été dit d’un appel d’un autre client n’est pas parti\u00a0: l’envoyer")
    expect(link).to_have_attribute("href", "/c/zeta")
