"""A screen pop in a real browser: the caller's number leaves the address, and no other address gets it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kbsearch.api.telephone import pop as pop_pages
from kbsearch.core.rates import Buckets, Taken
from tests.api.test_sign_in import PASSWORD, add_account
from tests.e2e.axe import needs_axe
from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, is_clean, results
from tests.served import Served

POP = "/agent/pop?call=c-pop&caller=%2B33652714128&q=le+vpn+coupe&did=%2B33184800099"
ASKED = re.compile(r"/agent/pop\?said=[\w-]+&call=c-\w+&did=%2B33184800099$")
"""Where the agent is asked: what says nothing of the caller stands in it."""


def test_the_agent_is_asked_and_the_number_is_gone(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, locale="fr-FR", viewport={"width": 320, "height": 640})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/livez")
    page.goto(POP)
    expect(page).to_have_url(ASKED)
    expect(page.locator("h1")).to_have_text("Pour quel client est cet appel ?")
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Acme & Fils").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-pop$"))
    expect(page.locator("#desk")).to_have_attribute("data-call", "c-pop")
    page.go_back()
    expect(page).to_have_url(ASKED)
    assert asked
    assert [url for url in asked if "652714128" in url or "vpn" in url] == []
    context.close()
    assert said == []
    kept = server.http.get("/api/v1/clients/acme/calls/c-pop").json()
    assert (kept["symptom"], kept["channel"], len(kept["caller_key"])) == ("le vpn coupe", "phone", 32)


def test_the_client_is_chosen_by_keys_alone(page: Page) -> None:
    page.goto(POP.replace("c-pop", "c-keys"))
    group = page.get_by_role("group", name="Pour quel client est cet appel ?")
    choices = group.get_by_role("button")
    count = choices.count()
    assert count > 1
    expect(group).to_have_accessible_description("1 à 9 ou ↑ ↓ pour choisir, Entrée pour prendre l’appel")
    expect(choices.first).to_be_focused()
    expect(choices.first).to_have_accessible_name(choices.first.inner_text().removeprefix("1").strip())
    expect(choices.first).to_have_attribute("aria-keyshortcuts", "1")
    for key, at in (
        *(("ArrowUp", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("End", count - 1), ("ArrowDown", count - 1), ("Home", 0)),
        *(("2", 1), ("1", 0), ("9", 8 if count > 8 else 0), ("Numpad2", 1), ("Control+1", 1)),
    ):
        page.keyboard.press(key)
        expect(choices.nth(at)).to_be_focused()
        expect(page).to_have_url(ASKED)
    wanted = next(at for at in range(count) if "Acme & Fils" in choices.nth(at).inner_text())
    page.keyboard.press(f"Digit{wanted + 1}")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-keys$"))


@needs_axe
def test_everybody_can_use_the_chooser(page: Page) -> None:
    page.goto(POP.replace("c-pop", "c-axe"))
    expect(page.get_by_role("group").get_by_role("button").first).to_be_focused()
    is_clean(page)


def test_a_key_held_since_before_takes_no_client(page: Page) -> None:
    page.goto(POP.replace("c-pop", "c-held"))
    choices = page.get_by_role("group").get_by_role("button")
    expect(choices.first).to_be_focused()
    held = page.context.new_cdp_session(page)
    press = {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
    held.send("Input.dispatchKeyEvent", {**press, "autoRepeat": True})
    held.send("Input.dispatchKeyEvent", {**press, "type": "keyUp", "text": ""})
    page.wait_for_timeout(300)
    expect(page).to_have_url(ASKED)
    expect(choices.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/call/c-held$"))


def test_without_scripts_no_key_is_promised(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto("/livez")
    page.goto(POP.replace("c-pop", "c-plain"))
    expect(page).to_have_url(ASKED)
    page.reload()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.all_headers()}"))
    expect(page.locator("#pop-keys")).to_be_hidden()
    expect(page.locator(".clients kbd").first).to_be_hidden()
    page.get_by_role("button", name="Acme & Fils").click()
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-plain$"))
    page.go_back()
    expect(page).to_have_url(ASKED)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/livez$"))
    assert asked
    assert [one for one in asked if "652714128" in one or "vpn" in one] == []
    context.close()
    kept = server.http.get("/api/v1/clients/acme/calls/c-plain").json()
    assert (kept["symptom"], len(kept["caller_key"])) == ("le vpn coupe", 32)


def test_a_client_that_is_named_is_not_asked_for(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{POP}&client=acme")
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-pop$"))
    context.close()


def test_who_is_not_signed_in_reads_nothing_of_the_caller_anywhere_and_comes_back(
    browser: Browser, server: Served
) -> None:
    add_account(server.kb, id="pop-agent")
    context = browser.new_context(base_url=server.url, locale="fr-FR")
    page = context.new_page()
    asked: list[str] = []
    page.goto("/livez")
    page.goto(f"{POP.replace('c-pop', 'c-late')}&client=acme&ivr=1")
    expect(page).to_have_url(re.compile(r"/sign-in\?next=[^+]*call%3Dc-late[^+]*$"))
    expect(page.locator(".notice")).to_contain_text("n’ont pas été gardés")
    page.on("request", lambda request: asked.extend([request.url, request.post_data or ""]))
    kept = [page.url, page.content(), str(page.evaluate("[{...localStorage}, {...sessionStorage}, history.length]"))]
    page.get_by_label("Compte").fill("pop-agent")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-late$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/livez$"))
    assert asked
    found = [*asked, *kept, str(context.cookies())]
    assert [one for one in found if "652714128" in one or "le+vpn" in one or "le vpn coupe" in one] == []
    context.close()
    said = server.http.get("/api/v1/clients/acme/calls/c-late").json()
    assert (said["symptom"], said["caller_key"]) == ("", "")


def test_what_the_menu_said_stays_until_the_agent_takes_it_back(page: Page, line: str) -> None:
    chip, query = page.locator("#answers").get_by_role("button"), page.locator("#query")
    page.goto("/agent/pop?call=ACD-4713&did=%2B33184800010&ivr=1")
    expect(page.locator("#call-name")).to_have_text("Appel ACD-4713")
    expect(chip).to_have_text("Client VPN ×")
    query.focus()
    find(page, "connexion impossible", "VPN : connexion impossible")
    with page.expect_request(lambda one: one.url.endswith("/search")) as asked:
        page.keyboard.press("Backspace")
    assert (asked.value.post_data_json or {})["choices"] == [{"facet": "product", "value": "Client VPN"}]
    expect(chip).to_have_text("Client VPN ×")
    query.fill("")
    expect(chip).to_have_text("Client VPN ×")
    find(page, "vpn", "VPN")
    chip.click()
    expect(chip).to_have_count(0)
    query.fill("")
    with page.expect_request(lambda one: one.url.endswith("/search")) as asked:
        query.fill("imprimante")
    assert (asked.value.post_data_json or {})["choices"] == []
    page.reload()
    expect(query).to_have_value("imprimante")
    query.fill("")
    expect(page.locator("#count")).to_be_empty()
    expect(chip).to_have_count(0)


def test_what_the_menu_said_is_of_no_other_call(page: Page, line: str) -> None:
    page.goto("/agent/pop?call=ACD-4714&did=%2B33184800010&ivr=1")
    expect(page.locator("#answers").get_by_role("button")).to_have_text("Client VPN ×")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    expect(page.locator("#answers").get_by_role("button")).to_have_count(0)


def test_a_long_text_from_the_telephone_is_cut_aloud_and_searched_for(page: Page, line: str) -> None:
    words = quote("vpn connexion impossible " * 60)
    with page.expect_response(lambda one: one.url.endswith("/search")) as answer:
        page.goto(f"/agent/pop?call=ACD-4715&did=%2B33184800010&q={words}")
    assert answer.value.status == 200
    assert len(page.locator("#query").input_value()) == 1000
    expect(page.locator("#cut")).to_contain_text("seuls les 1000 premiers caractères")
    expect(results(page).first).to_contain_text("VPN : connexion impossible")
    page.locator("#query").fill("vpn")
    expect(page.locator("#cut")).to_be_empty()


def test_a_long_symptom_leaves_room_for_the_client(page: Page, line: str) -> None:
    page.goto(f"/agent/pop?call=ACD-4716&did=%2B33184800010&q={quote('x' * 60 + ' ' + 'vpn muet ' * 90)}")
    expect(page.locator("#call-name")).to_have_text("Appel ACD-4716")
    page.goto("/calls")
    row = page.get_by_role("row").filter(has_text="vpn muet")
    assert row.locator("td").first.evaluate("cell => cell.offsetWidth") >= 160
    for width in (320, 1000, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width


REFUSED = {
    "Requête incorrecte": "call=a%2Fb",
    "Non permis": "call=c-none&client=acme",
    "Trop de requêtes": "call=c-much&client=acme",
}


@pytest.mark.parametrize("title", REFUSED)
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_call_that_is_refused_leaves_nothing_of_the_caller(
    browser: Browser, server: Served, monkeypatch: pytest.MonkeyPatch, title: str, has_scripts: bool
) -> None:
    """Not in the address, nor where Back leads, nor in what is asked of anybody afterwards."""
    with signed_in(browser, server, locale="fr-FR", java_script_enabled=has_scripts) as context:
        page = context.new_page()
        page.goto("/livez")
        if title == "Trop de requêtes":
            spent = Taken(is_allowed=False, limit=1, remaining=0, wait_s=60, full_s=60)
            monkeypatch.setattr(Buckets, "take", lambda *_: spent)
        if title == "Non permis":
            monkeypatch.setattr(pop_pages, "account_of", lambda _: "")
        page.goto(f"/agent/pop?caller=%2B33652714128&q=le+vpn+coupe&{REFUSED[title]}")
        expect(page.locator("h1")).to_contain_text(title)
        if title == "Trop de requêtes":
            expect(page.locator("main")).to_contain_text(re.compile(r"Réessayez dans 60\ss"))
        monkeypatch.undo()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(f"{request.url} {request.all_headers()}"))
        expect(page).to_have_url(re.compile(r"/agent/pop(\?refused=[a-z-]+)?$"))
        page.reload()
        expect(page.locator("h1")).to_contain_text(title)
        page.goto("/problems")
        page.go_back()
        expect(page).to_have_url(re.compile(r"/agent/pop(\?refused=[a-z-]+)?$"))
        page.go_back()
        expect(page).to_have_url(re.compile(r"/livez$"))
        assert asked
        assert [one for one in asked if "652714128" in one or "vpn" in one] == []


def test_a_second_tab_says_what_the_caller_speaks(page: Page, line: str) -> None:
    page.goto("/agent/pop?call=ACD-4719&client=acme&lang=en")
    expect(page.locator("#call-speaks")).to_have_text("L’appelant parle anglais")
    second = page.context.new_page()
    second.goto("/c/acme/call/ACD-4719")
    expect(second.locator("#call-name")).to_have_text("Appel ACD-4719")
    expect(second.locator("#call-speaks")).to_have_text("L’appelant parle anglais")


def test_what_the_caller_speaks_is_said_until_the_call_ends(page: Page) -> None:
    def in_english(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body["results"][0]["lang"] = "en"
        route.fulfill(response=answer, json=body)

    page.route("**/search", in_english)
    spoken, theirs = page.locator("#call-speaks"), page.locator("#results .spoken:visible")
    page.goto("/c/acme/call/c-lang?lang=en")
    expect(spoken).to_have_text("L’appelant parle anglais")
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    expect(theirs).to_have_text(["Dans la langue de l’appelant"])
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Appel clos")
    expect(spoken).to_be_hidden()
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    expect(theirs).to_have_count(0)
