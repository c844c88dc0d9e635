"""A screen pop in a real browser: the caller's number leaves the address, and no other address gets it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.api.test_sign_in import PASSWORD, add_account
from tests.e2e.conftest import signed_in
from tests.served import Served

POP = "/agent/pop?call=c-pop&caller=%2B33652714128&q=le+vpn+coupe&did=%2B33184800099"


def test_the_agent_is_asked_and_the_number_is_gone(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, locale="fr-FR", viewport={"width": 320, "height": 640})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/livez")
    page.goto(POP)
    expect(page).to_have_url(re.compile(r"/agent/pop$"))
    expect(page.locator("h1")).to_have_text("Pour quel client est cet appel ?")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Acme & Fils").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/c/acme/call/c-pop$"))
    expect(page.locator("#desk")).to_have_attribute("data-call", "c-pop")
    page.go_back()
    expect(page).to_have_url(re.compile(r"/agent/pop$"))
    assert asked
    assert [url for url in asked if "652714128" in url or "vpn" in url] == []
    context.close()
    assert said == []
    kept = server.http.get("/api/v1/clients/acme/calls/c-pop").json()
    assert (kept["symptom"], kept["channel"], len(kept["caller_key"])) == ("le vpn coupe", "phone", 32)


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
