"""A call that goes on: taken up again, nearly left for another client, or left in the middle of its end."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.e2e.desk import NAME, ask, begun, find, is_clean, is_sent, read, results, told
from tests.served import Served

STEP = re.compile("Étape 1")


@pytest.fixture
def desk(page: Page) -> Page:
    """With the article about the VPN open."""
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    return page


# ── taken up again ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reopened_call_has_what_was_opened_tried_and_ticked(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.get_by_role("checkbox", name=STEP).check()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("1")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Rouvrir").click()
    expect(desk.locator(NAME)).to_have_attribute("title", call)
    expect(desk.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(desk.get_by_role("checkbox", name=STEP)).to_be_checked()
    expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
    expect(desk.locator("#query")).to_be_focused()
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("radio", name="1 Résolu")).to_be_checked()
    expect(desk.get_by_role("checkbox", name="VPN : connexion impossible")).to_be_checked()
    desk.keyboard.press("Enter")
    is_sent(desk)
    assert [len(told(server, call, kind)) for kind in ("opened", "tried", "ticked", "closed")] == [1, 1, 1, 2]


def test_a_reopened_call_has_what_the_caller_answered(page: Page, server: Served) -> None:
    chip = page.locator("#answers").get_by_role("button")
    ask(page, "poste")
    expect(page.locator("#question-text")).to_have_text("De quoi s’agit-il\u00a0?")
    page.keyboard.press("Alt+2")
    expect(chip).to_have_count(1)
    label = chip.inner_text()
    call = begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(chip).to_have_count(0)
    is_sent(page)
    kept = screens(server, call)[-1]  # without an answer it may have stood there for long enough to be looked at
    with page.expect_request(lambda one: one.url.endswith("/search")) as asked:
        page.get_by_role("button", name="Rouvrir").click()
    [sent] = (asked.value.post_data_json or {})["choices"]
    assert (kept["choices"], kept["labels"]) == ([sent], [label.removesuffix(" ×")])
    expect(page.locator(NAME)).to_have_attribute("title", call)
    expect(chip).to_have_text(label)
    is_sent(page)
    page.evaluate("sessionStorage.clear()")
    page.goto(f"/c/acme/call/{call}")
    expect(page.locator("#query")).to_have_value("poste")
    expect(chip).to_have_text(label)
    chip.click()
    expect(chip).to_have_count(0)


def screens(server: Served, call: str) -> list[dict[str, Any]]:
    """What stood above the results of the call's searches."""
    timeline = read(server, call, "/replay")["timeline"]
    return [one["shown"] for one in timeline if one["what"]["kind"] == "searched"]


def test_what_was_set_aside_is_not_what_served(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.keyboard.press("Alt+x")
    is_sent(desk)
    desk.evaluate("sessionStorage.clear()")
    title = "**/acme/articles/reseau/vpn"
    with desk.expect_response(title):
        desk.goto(f"/c/acme/call/{call}")
    expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("checkbox", name="VPN : connexion impossible")).not_to_be_checked()
    expect(desk.locator("#article")).to_be_hidden()


# ── another client ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_client_in_mid_call_is_asked_about_and_who_stays_loses_nothing(desk: Page) -> None:
    for way, stay in (("kbsearch", "Escape"), ("Changer de client", "Enter")):
        change = desk.get_by_role("link", name=way, exact=True).first
        change.focus()
        desk.keyboard.press("Enter")
        expect(desk.locator("#leaving")).to_be_visible()
        expect(desk.locator("#leaving")).to_contain_text("Acme & Fils")
        expect(desk.get_by_role("button", name="Rester")).to_be_focused()
        is_clean(desk)
        desk.keyboard.press(stay)
        expect(desk.locator("#leaving")).to_be_hidden()
        expect(change).to_be_focused()
        expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
        expect(desk.locator("#article-title")).to_have_text("VPN : connexion impossible")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("h1")).to_have_text("Choisir un client")


def test_between_two_calls_nothing_is_asked(page: Page) -> None:
    page.get_by_role("link", name="Changer de client").first.click()
    expect(page.locator("h1")).to_have_text("Choisir un client")


def test_signing_out_in_mid_call_is_asked_about_and_says_what_is_kept(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.get_by_role("checkbox", name=STEP).check()
    out, asked = desk.locator("form.sign-out button"), desk.locator("#signing-out")
    for stay in ("Escape", "Enter"):
        out.focus()
        desk.keyboard.press("Enter")
        expect(asked).to_be_visible()
        expect(asked).to_contain_text("Pour Acme & Fils, ce qui est déjà envoyé est gardé")
        expect(asked.get_by_role("button", name="Rester")).to_be_focused()
        is_clean(desk)
        desk.keyboard.press(stay)
        expect(asked).to_be_hidden()
        expect(desk.locator("#query")).to_have_value("vpn connexion impossible")
    desk.route(f"**/calls/{call}/events", lambda route: route.abort())
    desk.get_by_role("button", name="Copier la procédure").click()
    expect(desk.locator("#article-done")).to_contain_text("notes internes comprises")
    out.click()
    expect(asked).to_contain_text("1 envoi attend encore le réseau : il serait perdu.")
    desk.unroute_all(behavior="ignoreErrors")
    desk.keyboard.press("Escape")
    out.click()
    expect(asked).to_be_visible()
    is_sent(desk, after_all=True)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#query")).to_have_count(0)
    whole = read(server, call)
    assert (whole["closed"], whole["tried"], whole["copied"]) == (None, ["reseau/vpn"], ["reseau/vpn"])


def test_signing_out_between_two_calls_is_not_asked_about(page: Page) -> None:
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_label("Compte")).to_be_visible()


def test_one_client_after_another_in_one_tab_nothing_of_the_first_is_left(desk: Page) -> None:
    begun(desk)
    desk.get_by_role("checkbox", name=STEP).check()
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    desk.locator("#ending-impact").fill("impact-acme")
    is_sent(desk)
    asked: list[Request] = []
    desk.on("request", lambda request: asked.append(request) if "/c/zeta" in desk.url else None)  # of the second's page
    desk.goto("/c/zeta")
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    expect(desk.locator("#query")).to_have_value("")
    expect(desk.locator("#ending")).to_be_hidden()
    ask(desk, "coffre")
    expect(desk.locator("#results li").first).to_contain_text("Mot de passe du coffre zeta")
    desk.keyboard.press("Enter")  # unfolds what is not certain
    expect(results(desk).first).to_be_visible()
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-title")).to_have_text("Mot de passe du coffre zeta")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("2")
    expect(desk.locator("#sheet")).to_contain_text("Fiche de passage")
    expect(desk.locator("#ending-impact")).to_have_value("")
    words = ("vpn", "acme", "impact-acme")
    shown = desk.locator("body").inner_text().lower()
    assert [word for word in words if word in shown] == []
    mine = "JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.startsWith('kbsearch:zeta:')))"
    kept = str(desk.evaluate(mine)).lower()
    assert "coffre" in kept
    assert [word for word in words if word in kept] == []
    sent = " ".join(f"{one.url} {one.post_data or ''}" for one in asked if "/c/zeta" not in one.url).lower()
    assert "zeta" in sent
    assert [word for word in words if word in sent] == []


# ── in the middle of its end ──────────────────────────────────────────────────────────────────────────────────────────


def filled_in(desk: Page) -> None:
    """The end of a call, half told."""
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("3")
    desk.locator("#ending-impact").fill("deux caisses")
    desk.get_by_role("checkbox", name="VPN : connexion impossible").check()


def still_filled_in(desk: Page) -> None:
    expect(desk.locator("#ending")).to_be_visible()
    expect(desk.get_by_role("radio", name="3 Passé au N3")).to_be_checked()
    expect(desk.locator("#ending-impact")).to_have_value("deux caisses")
    expect(desk.get_by_role("checkbox", name="VPN : connexion impossible")).to_be_checked()


def test_what_was_chosen_and_typed_at_the_end_outlives_a_reload(desk: Page, server: Served) -> None:
    begun(desk)
    filled_in(desk)
    desk.reload()
    still_filled_in(desk)
    is_clean(desk)
    desk.keyboard.press("Escape")
    expect(desk.locator("#ending")).to_be_hidden()
    desk.reload()
    expect(desk.locator("#article-title")).to_be_visible()
    desk.wait_for_timeout(300)
    expect(desk.locator("#ending")).to_be_hidden()


def test_a_session_that_expires_at_the_end_of_a_call_loses_nothing_and_the_call_ends_once(
    desk: Page, context: BrowserContext, server: Served
) -> None:
    call = begun(desk)
    filled_in(desk)
    expect(desk.locator("#sheet")).to_contain_text("Fiche de passage")
    is_sent(desk)
    cookies = context.cookies()
    context.clear_cookies()
    desk.locator("#ending-impact").fill("deux caisses")  # a new sheet is asked for: nobody is signed in
    expect(desk.locator("#query")).to_have_count(0)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    desk.reload()
    still_filled_in(desk)
    context.clear_cookies()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#query")).to_have_count(0)
    context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
    desk.reload()
    expect(desk.locator(NAME)).to_have_text("Sans appel")
    is_sent(desk)
    whole = read(server, call)
    assert (whole["outcome"], whole["used"]) == ("escalated_n3", ["reseau/vpn"])
    assert [one["impact"] for one in told(server, call, "escalated")] == ["deux caisses"]
    assert len(told(server, call, "closed")) == 1
    expect(desk.locator("#ending")).to_be_hidden()


def test_nothing_is_kept_beyond_the_call(desk: Page) -> None:
    begun(desk)
    filled_in(desk)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Passé au N3")
    is_sent(desk)
    of_call = "Object.entries(sessionStorage).filter(([key]) => key.endsWith(':call') || key.endsWith(':outbox'))"
    kept = json.dumps(desk.evaluate(of_call))
    assert "console-" not in kept
    assert "deux caisses" not in json.dumps(desk.evaluate("({...sessionStorage})"))
    assert "vpn" not in kept
