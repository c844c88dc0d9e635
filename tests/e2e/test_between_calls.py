"""One call ends and another begins: nothing of the first is in the second, and no call comes to be by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import begun, calls, find, is_sent, later, read, results
from tests.served import Served, session_of

NAME = "#call-name"


@pytest.fixture
def desk(page: Page) -> Page:
    """With the article about the VPN open."""
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    return page


def asking_for_a_fact(context: BrowserContext) -> None:
    """As if acme's next level asked for one."""

    def with_fact(route: Route) -> None:
        answer = route.fetch().json()
        path = answer.get("escalation", answer)
        path["steps"][path["now"]]["facts"] = ["numéro de poste"]
        route.fulfill(json=answer)

    for end in ("search", "escalation"):
        context.route(f"**/api/v1/clients/acme/{end}", with_fact)


def new_calls(server: Served, before: set[str]) -> Iterator[str]:
    return (one["call"] for one in calls(server) if one["call"] not in before)


def test_a_quick_end_ends_one_call_and_begins_none(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    for key in ("Control+Enter", "2", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#last")).to_contain_text("Passé au N2")
    desk.wait_for_timeout(800)  # longer than a sheet would wait before it is asked for
    is_sent(desk)
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    assert len(list(new_calls(server, before))) == 1


def test_who_opens_the_end_and_goes_back_has_begun_nothing(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    for key in ("Control+Enter", "2", "Escape"):
        desk.keyboard.press(key)
    desk.wait_for_timeout(600)
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    assert list(new_calls(server, before)) == []


def test_who_reads_the_sheet_and_goes_back_has_begun_nothing_and_who_copies_it_has(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    for key in ("Control+Enter", "2"):
        desk.keyboard.press(key)
    expect(desk.locator("#sheet")).to_contain_text("Aperçu : l’appel n’a pas commencé.")
    expect(desk.locator("#sheet")).to_contain_text("VPN : connexion impossible (reseau/vpn), lu")
    desk.keyboard.press("Escape")
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    is_sent(desk)
    assert list(new_calls(server, before)) == []
    for key in ("Control+Enter", "2", "Alt+c"):
        desk.keyboard.press(key)
    expect(desk.locator("#sheet-done")).to_have_text("Fiche copiée.")
    expect(desk.locator("#sheet")).not_to_contain_text("Aperçu")
    assert len(list(new_calls(server, before))) == 1


def test_on_an_empty_desk_there_is_no_call_to_end(page: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    for key in ("Control+Enter", "Enter"):
        page.keyboard.press(key)
    said = page.locator("#cut")
    expect(said).to_have_text("Aucun appel à clore : rien n’a été saisi ni ouvert.")
    expect(page.locator("#ending")).to_be_hidden()
    page.keyboard.type("v")
    expect(said).to_be_empty()
    is_sent(page)
    assert list(new_calls(server, before)) == []


def test_what_is_said_of_the_last_call_goes_when_the_next_begins(desk: Page) -> None:
    for key in ("Control+Enter", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#last")).to_contain_text("Appel clos : Résolu. Rouvrir")
    desk.keyboard.press("Alt+n")
    expect(desk.locator(NAME)).to_have_text("Appel en cours")
    expect(desk.locator("#last")).to_be_empty()


def test_who_reopens_a_call_in_the_middle_of_another_is_told_which_one_has_no_end(desk: Page) -> None:
    first = begun(desk)
    for key in ("Control+Enter", "1", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#last")).to_contain_text("Résolu")
    second = begun(desk)
    is_sent(desk)
    desk.goto(f"/c/acme/call/{first}")
    expect(desk.locator("#last")).to_contain_text("Cet appel est clos : Résolu.")
    expect(desk.locator("#last")).to_contain_text(f"L’appel précédent n’a pas de fin : {second}")
    desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator(NAME)).to_have_attribute("title", first)
    expect(desk.locator("#last")).to_have_text(f"L’appel précédent n’a pas de fin : {second}")


def test_what_the_server_did_not_keep_is_said_until_the_next_call(desk: Page) -> None:
    call = begun(desk)
    is_sent(desk)
    refused = {"status": 422, "json": {"detail": "Trop tard."}}
    desk.route(f"**/calls/{call}/events", lambda route: route.fulfill(**refused), times=1)  # type: ignore[arg-type]
    step = desk.get_by_role("checkbox", name=re.compile("Étape 1"))
    step.check()
    said = desk.locator("#unsent")
    expect(said).to_have_text("Le serveur n’a pas gardé un envoi : Trop tard.")
    for key in ("Control+Enter", "1", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#last")).to_contain_text("Résolu")
    is_sent(desk)
    expect(said).to_have_text("Le serveur n’a pas gardé un envoi : Trop tard.")
    desk.keyboard.press("Alt+n")
    is_sent(desk)
    expect(said).to_be_empty()


def test_a_key_that_is_held_ends_one_call(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    desk.keyboard.down("Control")
    for _ in range(6):
        desk.keyboard.down("Enter")
    desk.keyboard.up("Enter")
    desk.keyboard.up("Control")
    expect(desk.locator("#ending")).to_be_visible()
    assert list(new_calls(server, before)) == []


def test_everything_is_told_in_the_order_it_happened(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Enter")
    expect(desk.locator("#last")).to_contain_text("Résolu")
    is_sent(desk)
    [call] = new_calls(server, before)
    kinds = [one["what"]["kind"] for one in read(server, call, "/replay")["timeline"]]
    assert kinds[0] == "started"
    assert kinds.index("searched") < kinds.index("opened") < kinds.index("closed")
    assert kinds.index("displayed") < kinds.index("closed")


def test_nothing_of_a_call_is_in_the_next(desk: Page) -> None:
    desk.locator("#priority").select_option("P1")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("radio", name="1 Résolu")).to_be_checked()
    desk.get_by_role("radio", name="Oui").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Résolu")
    expect(desk.locator("#priority")).to_have_value("P3")
    desk.go_back()
    expect(desk.locator("#article")).to_be_hidden()
    expect(desk.locator("#query")).to_have_value("")
    expect(desk).to_have_url(re.compile("/c/acme$"))
    find(desk, "vpn", "VPN")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("1")
    expect(desk.get_by_role("radio", name="Pas demandé")).to_be_checked()
    expect(desk.locator("#ending-articles input")).to_have_count(0)


def test_a_call_that_comes_in_finds_no_fact_of_the_one_before_and_says_that_it_has_no_end(
    desk: Page, context: BrowserContext
) -> None:
    asking_for_a_fact(context)
    desk.reload()
    desk.keyboard.press("Alt+n")
    expect(desk.locator(NAME)).to_have_text("Appel en cours")
    before = desk.locator(NAME).get_attribute("title") or ""
    fact = desk.locator("#path-facts [data-fact]").first
    fact.fill("poste de Mme Durand")
    is_sent(desk)
    desk.goto("/agent/pop?call=ACD-next&client=acme")
    expect(desk.locator(NAME)).to_have_text("Appel ACD-next")
    expect(desk.locator("#last")).to_contain_text(before)
    find(desk, "vpn connexion impossible", "VPN")
    expect(fact).to_have_value("")
    kept = desk.evaluate("({...sessionStorage})")
    holding = {key.rsplit(":", 1)[1]: json.loads(value) for key, value in kept.items() if "Durand" in value}
    assert {name: [one["id"] for one in calls_] for name, calls_ in holding.items()} == {"parked": [before]}


def test_a_look_up_before_the_call_is_not_part_of_it(desk: Page, server: Served) -> None:
    desk.keyboard.press("/")
    desk.keyboard.press("Escape")
    expect(desk.locator("#article")).to_be_hidden()
    find(desk, "imprimante hors ligne", "Imprimante")
    desk.keyboard.press("Alt+n")
    call = desk.locator(NAME).get_attribute("title") or ""
    is_sent(desk)
    assert read(server, call)["opened"] == []


def test_a_call_that_was_closed_elsewhere_says_so(desk: Page, server: Served) -> None:
    desk.keyboard.press("Alt+n")
    call = desk.locator(NAME).get_attribute("title") or ""
    is_sent(desk)
    close = {"id": f"{call}-elsewhere", "at": later(), "outcome": "abandoned"}
    assert server.http.post(f"/api/v1/clients/acme/calls/{call}/close", json=close).status_code == 200
    desk.goto(f"/c/acme/call/{call}")
    expect(desk.locator("#last")).to_contain_text("Cet appel est clos : Abandonné.")
    expect(desk.locator(NAME)).to_have_text("Sans appel")


def test_who_signs_in_next_finds_nothing_of_who_sat_here_before(
    desk: Page, context: BrowserContext, server: Served
) -> None:
    desk.keyboard.press("Alt+n")
    is_sent(desk)
    desk.get_by_role("button", name="Se déconnecter").click()
    desk.locator("#signing-out").get_by_role("button", name="Se déconnecter").click()
    expect(desk.locator("#query")).to_have_count(0)
    assert desk.evaluate("sessionStorage.length") == 0
    context.add_cookies([{"name": "kbsearch", "value": session_of(server.kb), "url": server.url}])
    desk.goto("/c/acme")
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    expect(desk.locator("#query")).to_have_value("")


def test_an_article_that_is_loaded_again_or_followed_to_has_its_steps(desk: Page) -> None:
    step = desk.get_by_role("checkbox", name=re.compile("Étape 1"))
    desk.reload()
    expect(step).to_be_visible()
    desk.locator("#article-body a", has_text="session").click()
    expect(desk.locator("#article-title")).to_have_text("Session verrouillée")
    expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
    desk.evaluate("location.hash = 'kb-rien'")
    expect(desk.locator("#article-title")).to_have_text("Session verrouillée")


def test_what_cannot_be_copied_is_said(desk: Page) -> None:
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    expect(desk.locator("#sheet")).to_contain_text("Fiche de passage")
    desk.route("**/handover", lambda route: route.fulfill(status=404, json={"detail": "x"}))
    desk.keyboard.press("Alt+c")
    expect(desk.locator("#sheet-done")).to_contain_text("Rien n’a été copié")


def test_enter_goes_from_fact_to_fact_and_does_not_send(desk: Page, context: BrowserContext) -> None:
    asking_for_a_fact(context)
    desk.reload()
    expect(desk.locator("#path-facts [data-fact]")).to_have_count(1)
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    fact = desk.locator("#ending-facts [data-fact]").first
    fact.fill("PC-1")
    fact.press("Enter")
    expect(desk.locator("#ending")).to_be_visible()
    expect(desk.locator("#ending-send")).to_be_focused()


def test_without_a_script_a_popped_call_is_the_one_that_is_closed(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False, locale="fr-FR")
    plain = context.new_page()
    plain.goto("/agent/pop?call=ACD-plain&client=acme")
    plain.locator("#query").fill("vpn")
    plain.get_by_role("button", name="Rechercher").click()
    plain.get_by_role("link", name="VPN : connexion impossible").click()
    expect(plain.locator("#article-title")).to_be_visible()
    plain.get_by_role("button", name="Clore l’appel").click()
    expect(plain.locator("#last")).to_contain_text("Appel clos")
    context.close()
    assert read(server, "ACD-plain")["outcome"] == "resolved"


def test_what_is_folded_is_seen_before_it_is_opened(page: Page) -> None:
    def unreliable(route: Route) -> None:
        answer = route.fetch().json()
        answer |= {"state": "nothing_reliable", "reasons": [{"code": "very-short", "text": "question très courte"}]}
        route.fulfill(json=answer)

    page.route("**/api/v1/clients/acme/search", unreliable)
    page.keyboard.insert_text("imprimante hors ligne")
    expect(page.locator("#maybe")).to_be_visible()
    page.keyboard.press("Enter")
    expect(results(page).first).to_be_visible()
    expect(page.locator("#article")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
