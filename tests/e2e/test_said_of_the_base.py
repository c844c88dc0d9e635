"""What an agent says of the base in the middle of a call: an article is at fault, or none helps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.desk import NAME, ask, begun, calls, find, is_clean, is_sent, new_calls, results, told
from tests.served import Served


@pytest.fixture
def desk(page: Page) -> Page:
    """With the article about the VPN open."""
    find(page, "vpn connexion impossible", "VPN : connexion impossible")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    return page


# ── a fault of an article ─────────────────────────────────────────────────────────────────────────────────────────────


def test_one_key_flags_and_words_may_go_with_it(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.keyboard.press("Alt+s")
    desk.keyboard.press("3")
    expect(desk.locator("#article-done")).to_have_text("Signalé à ses rédacteurs\u00a0: Périmé.")
    desk.keyboard.press("Alt+s")
    desk.locator("#flag-comment").fill("voir M. Durand au 06 12 34 56 78")
    is_clean(desk)
    desk.keyboard.press("Alt+1")
    expect(desk.locator("#flag-comment")).to_be_hidden()
    desk.keyboard.press("Alt+s")
    expect(desk.locator("#flag-comment")).to_have_value("")
    desk.locator("#flag-comment").fill("étape 2 en double")
    desk.keyboard.press("Enter")
    is_sent(desk)
    reasons = [one["reason"] for one in told(server, call, "flagged")]
    assert (reasons[0], reasons[2]) == ("Périmé", "étape 2 en double")
    assert reasons[1].startswith("Faux : voir ")
    assert "06 12" not in reasons[1]
    assert "Durand" not in reasons[1]


def test_an_article_is_flagged_with_its_reason_in_one_key_from_wherever_one_is(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.locator("#article-body .tick").first.focus()
    desk.keyboard.press("Alt+Shift+Digit2")
    expect(desk.locator("#article-done")).to_have_text("Signalé à ses rédacteurs\u00a0: Pas clair.")
    expect(desk.locator("#article-body .tick").first).to_be_focused()
    desk.locator("#query").focus()
    desk.keyboard.press("Alt+Shift+Digit4")
    expect(desk.locator("#article-done")).to_have_text("Signalé à ses rédacteurs\u00a0: Incomplet.")
    expect(desk.locator("#query")).to_be_focused()
    desk.keyboard.press("Alt+x")
    desk.keyboard.press("Alt+Shift+Digit1")
    is_sent(desk)
    assert [one["reason"] for one in told(server, call, "flagged")] == ["Pas clair", "Incomplet"]


def test_words_about_one_article_never_go_with_another_nor_into_the_next_call(desk: Page, server: Served) -> None:
    call = begun(desk)
    desk.keyboard.press("Alt+s")
    desk.locator("#flag-comment").fill("le vpn de Lyon")
    desk.locator("#article-body a", has_text="session").click()
    expect(desk.locator("#article-title")).to_have_text("Session verrouillée")
    desk.keyboard.press("Alt+s")
    desk.keyboard.press("2")
    desk.keyboard.press("Alt+s")
    desk.locator("#flag-comment").fill("pour la suite")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#last")).to_contain_text("Appel clos")
    is_sent(desk)
    assert [one["reason"] for one in told(server, call, "flagged")] == ["Pas clair"]
    assert desk.evaluate("document.querySelector('#flag-comment').value") == ""


# ── nothing found ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def nothing(page: Page) -> Page:
    """Every answer has nothing reliable, with candidates."""

    def unreliable(route: Route) -> None:
        answer = route.fetch().json()
        route.fulfill(json=answer | {"state": "nothing_reliable", "reasons": [{"code": "x", "text": "loin"}]})

    page.route("**/api/v1/clients/acme/search", unreliable)
    return page


def test_a_gap_is_reported_once_and_that_is_seen(nothing: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    ask(nothing, "imprimante vpn introuvable")
    report = nothing.get_by_role("button", name="Signaler un manque")
    expect(report).to_be_visible()
    count = results(nothing).count() or nothing.locator("#results li").count()
    assert count > 1
    expect(nothing.locator("#maybe")).to_have_text(f"Peut-être : {count} articles")
    expect(results(nothing).first).to_be_hidden()
    is_clean(nothing)
    report.click()
    expect(nothing.locator("#gap-told")).to_have_text("Manque signalé, avec les mots de l’appelant.")
    expect(report).to_be_hidden()
    nothing.keyboard.press("Alt+g")
    nothing.reload()
    expect(nothing.locator("#gap-told")).to_have_text("Manque signalé, avec les mots de l’appelant.")
    nothing.keyboard.press("Control+Enter")
    expect(nothing.locator("#ending-gap")).to_be_checked()
    nothing.keyboard.press("Enter")
    is_sent(nothing)
    [call] = new_calls(server, before)
    assert [one["reason"] for one in told(server, call, "flagged")] == ["Rien trouvé : imprimante vpn introuvable"]


def test_a_gap_whose_words_begin_an_earlier_one_is_reported_too(nothing: Page, server: Served) -> None:
    call = begun(nothing)
    report, told_so = nothing.get_by_role("button", name="Signaler un manque"), nothing.locator("#gap-told")
    words = ("imprimante vpn introuvable", "imprimante vpn")
    for query in words:
        nothing.keyboard.press("/")
        nothing.keyboard.press("Control+A")
        ask(nothing, query)
        expect(report).to_be_visible()
        nothing.keyboard.press("Alt+u")
        expect(told_so).to_have_text("Manque signalé, avec les mots de l’appelant.")
        expect(report).to_be_hidden()
    nothing.keyboard.press("Control+Enter")
    nothing.locator("#ending-missing").fill("le numéro du gardien")
    nothing.keyboard.press("Enter")
    expect(nothing.locator("#last")).to_contain_text("Appel clos")
    is_sent(nothing)
    gaps = [one["reason"] for one in told(server, call, "flagged")]
    assert gaps == [*(f"Rien trouvé : {one}" for one in words), f"Rien trouvé : {words[1]} — le numéro du gardien"]


@pytest.mark.parametrize("key", ["Alt+u", "Alt+g"])
def test_a_gap_has_a_key_that_no_browser_takes_and_the_old_one(nothing: Page, server: Served, key: str) -> None:
    before = {one["call"] for one in calls(server)}
    ask(nothing, "imprimante vpn introuvable")
    expect(nothing.locator("#gap-report kbd")).to_have_text("Alt U")
    expect(nothing.locator("#gap-report")).to_be_visible()
    nothing.keyboard.press(key)
    expect(nothing.locator("#gap-told")).to_have_text("Manque signalé, avec les mots de l’appelant.")
    is_sent(nothing)
    [call] = new_calls(server, before)
    assert len(told(server, call, "flagged")) == 1


def test_a_good_answer_has_no_gap_to_report(desk: Page) -> None:
    expect(desk.get_by_role("button", name="Signaler un manque")).to_be_hidden()
    desk.keyboard.press("Alt+g")
    expect(desk.locator(NAME)).to_have_text("Sans appel")
