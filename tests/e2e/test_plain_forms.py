"""Without scripts: Back through what was asked, a gap that is reported, and the incident that a call was about."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import calls, new_calls, read, reopen_on_its_page, results, told
from tests.served import Served, master_key


def test_without_a_script_back_brings_the_results_and_sends_no_form_again(browser: Browser, server: Served) -> None:
    with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
        plain = context.new_page()
        sent: list[str] = []
        plain.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
        plain.goto("/c/acme")
        found: dict[str, list[str]] = {}
        for query in ("vpn", "imprimante"):
            plain.locator("#query").fill(query)
            with plain.expect_event("load"):  # what was typed stands there before and after
                plain.get_by_role("button", name="Rechercher").click()
            expect(plain.locator("#query")).to_have_value(query)
            found[query] = plain.locator(".result .title").all_inner_texts()
        assert found["vpn"] != found["imprimante"]
        plain.get_by_role("link", name="Imprimante hors ligne").click()
        expect(plain.locator("#article-title")).to_have_text("Imprimante hors ligne")
        sent.clear()
        for query in ("imprimante", "vpn"):
            plain.go_back()
            expect(plain.locator("#query")).to_have_value(query)
            expect(plain.locator(".result .title")).to_have_text(found[query])
        plain.reload()
        expect(plain.locator("#query")).to_have_value("vpn")
        assert {one.split()[0] for one in sent} == {"GET"}
        assert [one for one in sent if "vpn" in one or "imprimante" in one] == []


def test_without_a_script_a_gap_begins_the_call_that_ends_with_the_incident(browser: Browser, server: Served) -> None:
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    incident = {"id": "INC-plain", "title": "Badgeuses en panne", "opened_at": "2026-11-02T08:00:00Z"}
    of = "/api/v1/clients/acme/incidents"
    assert server.http.post(of, json=incident, headers=headers).status_code == 200
    before = {one["call"] for one in calls(server)}
    try:
        with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
            plain = context.new_page()
            plain.goto("/c/acme")
            plain.locator("#query").fill("tourniquet muet")
            plain.get_by_role("button", name="Rechercher").click()
            plain.locator("form.gap").get_by_label("Ce qui a manqué").fill("le numéro du gardien")
            plain.get_by_role("button", name="Signaler un manque").click()
            expect(plain.get_by_text("Manque signalé")).to_be_visible()
            plain.locator("#close-outcome").select_option("known_incident")
            plain.get_by_label("Incident concerné").select_option("INC-plain")
            plain.get_by_role("button", name="Clore l’appel").click()
            expect(plain.locator("#last")).to_contain_text("Incident connu")
    finally:
        server.http.post(f"{of}/INC-plain/close", json={"at": "2026-11-02T09:00:00Z"}, headers=headers)
    [call] = new_calls(server, before)
    assert read(server, call)["incident"] == "INC-plain"
    [flag] = told(server, call, "flagged")
    assert flag["reason"] == "Rien trouvé : tourniquet muet — le numéro du gardien"


def test_without_a_script_a_call_that_comes_in_is_on_the_screen(browser: Browser, server: Served) -> None:
    with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
        plain = context.new_page()
        visited: list[str] = []
        plain.on("framenavigated", lambda frame: visited.append(frame.url))
        plain.goto("/agent/pop?call=NS-1&client=acme&lang=en&q=le+vpn+coupe")
        for query in ("le vpn coupe", "vpn connexion impossible"):
            expect(plain.locator("#call-name")).to_have_text("Appel NS-1")
            expect(plain.get_by_text("L’appelant parle anglais")).to_be_visible()
            expect(plain.locator("#query")).to_have_value(query)
            plain.locator("#query").fill("vpn connexion impossible")
            with plain.expect_event("load"):
                plain.get_by_role("button", name="Rechercher").click()
            expect(plain.locator(".result .title").first).to_contain_text("VPN")
        expect(plain.locator("#call-begin")).to_be_hidden()
        expect(plain.locator("#call-end")).to_be_hidden()
        assert [one for one in visited if "vpn" in one] == []
        plain.goto("/c/acme")
        expect(plain.locator("#call-name")).to_be_hidden()


def test_with_scripts_what_was_typed_goes_before_what_the_page_has(page: Page) -> None:
    page.goto("/agent/pop?call=NS-3&client=acme&q=le+vpn+coupe")
    box = page.locator("#query")
    expect(box).to_have_value("le vpn coupe")
    box.fill("imprimante hors ligne")
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    page.reload()
    expect(results(page).first).to_contain_text("Imprimante hors ligne")
    expect(box).to_have_value("imprimante hors ligne")


def test_without_a_script_what_served_before_is_taken_back_when_the_call_goes_on(
    browser: Browser, server: Served
) -> None:
    with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
        plain = context.new_page()
        plain.goto("/agent/pop?call=NS-2&client=acme&q=vpn+connexion+impossible")
        for outcome in ("resolved", "escalated_n2"):
            plain.get_by_role("button", name="Rechercher").click()
            plain.get_by_role("link", name="VPN").first.click()
            served = plain.get_by_label("Cet article a servi")
            expect(served).to_be_checked()
            served.set_checked(outcome == "resolved")
            plain.locator("#close-outcome").select_option(outcome)
            plain.get_by_role("button", name="Clore l’appel").click()
            expect(plain.locator("#last")).to_contain_text("Appel clos")
            if outcome == "resolved":
                assert read(server, "NS-2")["used"] == ["reseau/vpn"]
                reopen_on_its_page(plain, "NS-2")
                plain.goto("/c/acme/call/NS-2")
    whole = read(server, "NS-2")
    assert (whole["outcome"], whole["used"]) == ("escalated_n2", [])
    assert [one["article"] for one in told(server, "NS-2", "unused")] == ["reseau/vpn"]
