"""A call comes in over one that is open in the same tab: nothing of the first is lost, nor in the second."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.desk import NAME, begun, find, is_clean, is_sent, later, read, told
from tests.e2e.test_between_calls import asking_for_a_fact
from tests.served import Served

STEP = re.compile("Étape 1")


@pytest.fixture
def desk(page: Page, context: BrowserContext) -> Iterator[Page]:
    """In the middle of a call: searched, read, ticked, asked and about to be handed over."""
    asking_for_a_fact(context)
    page.reload()
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    begun(page)
    page.get_by_role("checkbox", name=STEP).check()
    page.locator("#path-facts [data-fact]").first.fill("poste de Mme Durand")
    page.locator("#priority").select_option("P1")
    page.locator("#flag summary").click()
    page.locator("#flag-comment").fill("l’étape 2 manque")
    yield page
    page.wait_for_load_state("networkidle")  # nobody answers for the server once the test is over


def goes_on(desk: Page, call: str) -> None:
    """All of the first call stands there again."""
    expect(desk.locator(NAME)).to_have_attribute("title", call)
    expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
    expect(desk.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(desk.get_by_role("checkbox", name=STEP)).to_be_checked()
    expect(desk.locator("#path-facts [data-fact]").first).to_have_value("poste de Mme Durand")
    expect(desk.locator("#priority")).to_have_value("P1")
    expect(desk.locator("#flag-comment")).to_have_value("l’étape 2 manque")


def test_who_goes_back_to_the_call_before_finds_all_that_was_typed_in_it(desk: Page, server: Served) -> None:
    first = desk.locator(NAME).get_attribute("title") or ""
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    desk.locator("#ending-impact").fill("deux caisses")
    is_sent(desk)
    desk.goto("/agent/pop?call=ACD-over&client=acme")
    expect(desk.locator(NAME)).to_have_text("Appel ACD-over")
    expect(desk.locator("#last")).to_have_text(f"L’appel précédent n’a pas de fin : {first}")
    expect(desk.locator("#ending")).to_be_hidden()
    expect(desk.locator("#query")).to_have_value("")
    expect(desk.locator("#priority")).to_have_value("P3")
    is_clean(desk)
    find(desk, "imprimante hors ligne", "Imprimante")
    expect(desk.locator("#path-facts [data-fact]").first).to_have_value("")
    desk.keyboard.press("Alt+r")
    goes_on(desk, first)
    expect(desk.locator("#ending-impact")).to_have_value("deux caisses")
    expect(desk.get_by_role("radio", name="2 Passé au N2")).to_be_checked()
    expect(desk.locator("#last")).to_have_text("L’appel précédent n’a pas de fin : ACD-over")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Passé au N2")
    is_sent(desk)
    [handed] = told(server, first, "escalated")
    assert (handed["impact"], [one["value"][:8] for one in handed["facts"]]) == ("deux caisses", ["poste de"])
    assert [len(told(server, first, kind)) for kind in ("opened", "tried", "ticked")] == [1, 1, 1]
    assert "Durand" not in json.dumps(desk.evaluate("({...sessionStorage})"))
    desk.locator("#last").get_by_role("link", name="ACD-over").click()
    expect(desk.locator(NAME)).to_have_text("Appel ACD-over")
    expect(desk.locator("#query")).to_have_value("imprimante hors ligne")


def test_what_is_kept_of_a_call_is_kept_under_its_own_name_until_it_ends(desk: Page) -> None:
    first = desk.locator(NAME).get_attribute("title") or ""
    is_sent(desk)
    desk.goto("/agent/pop?call=ACD-names&client=acme")
    expect(desk.locator(NAME)).to_have_text("Appel ACD-names")
    kept = desk.evaluate("({...sessionStorage})")
    [own] = [json.loads(value) for key, value in kept.items() if key.endswith(":call")]
    assert "Durand" not in json.dumps(own)
    [[parked]] = [json.loads(value) for key, value in kept.items() if key.endswith(":parked")]
    assert (parked["id"], parked["facts"]) == (first, {"numéro de poste": "poste de Mme Durand"})
    desk.reload()
    expect(desk.locator("#last")).to_contain_text(first)
    close = {"id": f"{first}-elsewhere", "at": later(), "outcome": "abandoned"}
    answer = desk.request.post(
        f"/api/v1/clients/acme/calls/{first}/close",
        data=close,
        headers={
            "X-CSRF-Token": desk.locator("#desk").get_attribute("data-csrf") or "",
            "Origin": desk.url[: desk.url.index("/c/")],
        },
    )
    assert answer.status == 200
    desk.reload()
    expect(desk.locator(NAME)).to_have_text("Appel ACD-names")
    expect(desk.locator("#last")).to_be_empty()
    assert "Durand" not in json.dumps(desk.evaluate("({...sessionStorage})"))


def test_what_was_typed_before_any_call_began_is_gone_back_to_as_well(page: Page) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.goto("/agent/pop?call=ACD-early&client=acme")
    expect(page.locator("#query")).to_have_value("")
    expect(page.locator("#last")).to_have_text("L’appel précédent n’a pas de fin : pas encore commencé")
    page.locator("#last a").click()
    expect(page.locator(NAME)).to_have_text("Sans appel")
    expect(page.locator("#query")).to_have_value("vpn connexion impossible")
    expect(page.locator("#last")).to_have_text("L’appel précédent n’a pas de fin : ACD-early")


def test_what_was_looked_up_two_calls_ago_is_nobodys(page: Page) -> None:
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    for call in ("ACD-one", "ACD-two"):
        page.goto(f"/agent/pop?call={call}&client=acme")
        expect(page.locator(NAME)).to_have_text(f"Appel {call}")
    expect(page.locator("#last")).to_have_text("L’appel précédent n’a pas de fin : ACD-one")
    page.goto("/agent/pop?call=ACD-three&client=acme")
    expect(page.locator("#last")).to_have_text("Les appels précédents n’ont pas de fin : ACD-two ACD-one")
    page.keyboard.press("Alt+r")
    expect(page.locator(NAME)).to_have_text("Appel ACD-two")


def test_a_call_for_another_client_says_that_one_is_open_and_not_whose(desk: Page, server: Served) -> None:
    first = desk.locator(NAME).get_attribute("title") or ""
    is_sent(desk)
    desk.goto("/agent/pop?call=ACD-zeta&client=zeta")
    expect(desk.locator(NAME)).to_have_text("Appel ACD-zeta")
    expect(desk.locator("#last")).to_have_text("Un appel d’un autre client n’a pas de fin : y revenir")
    assert "acme" not in desk.locator("body").inner_text().lower()
    desk.keyboard.press("Alt+r")
    goes_on(desk, first)
    assert read(server, first)["closed"] is None
