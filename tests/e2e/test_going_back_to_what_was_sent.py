"""Without scripts: a form that came after its session was over, sent at last, is not offered again by Back."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.e2e.conftest import sign_in_again, signed_in
from tests.e2e.desk import calls, new_calls, read
from tests.served import Served


def test_back_to_a_form_that_was_sent_says_so(browser: Browser, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
        plain = context.new_page()
        plain.goto("/c/acme/a/reseau/vpn")
        plain.locator("#close-outcome").select_option("not_for_us")
        plain.locator("#close-comment").fill("voir le gardien")
        context.clear_cookies(name="kbsearch")
        plain.get_by_role("button", name="Clore l’appel").click()
        onward = plain.locator("input[name=next]").get_attribute("value") or ""
        sign_in_again(context, server)
        plain.goto(onward)
        facts = plain.locator(".facts")
        for said in ("Pas pour nous", "VPN : connexion impossible", "voir le gardien"):
            expect(facts).to_contain_text(said)
        plain.get_by_role("button", name="Envoyer").click()
        expect(plain.locator("#last")).to_contain_text("Pas pour nous")
        plain.go_back()
        expect(plain.locator("main")).to_contain_text("Ce formulaire a été envoyé")
        expect(plain.get_by_role("button", name="Envoyer")).to_have_count(0)
        plain.get_by_role("link", name="Revenir à la recherche").click()
        expect(plain.locator("#query")).to_be_visible()
    [call] = new_calls(server, before)
    assert (read(server, call)["outcome"], read(server, call)["comment"]) == ("not_for_us", "voir le gardien")
