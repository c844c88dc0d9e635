"""A screen pop in a real browser: the caller's number leaves the address, and no other address gets it."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

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
