"""The search page in a real browser: keys, focus, policy, small screens."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import ask, is_answered
from tests.served import Served

VIEWS = {
    "desk-light": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "light"},
    "desk-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "narrow-320": {"viewport": {"width": 320, "height": 640}},
    "zoom-200": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}


@pytest.fixture(params=VIEWS)
def page(request: pytest.FixtureRequest, browser: Browser, server: Served) -> Iterator[Page]:
    """The client's page in each kind of view; any console message, error or dialog fails the test."""
    context = signed_in(browser, server, locale="fr-FR", **VIEWS[request.param])
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("dialog", lambda dialog: said.append(dialog.message))
    opened.goto("/c/acme")
    assert opened.evaluate("document.activeElement.id") == "query", "the first key must not be lost"
    yield opened
    width = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert said == []
    assert width <= 0, "the page scrolls sideways"


def test_who_takes_over_is_always_in_the_same_place(page: Page) -> None:
    path = page.locator("#path")
    expect(path.locator("#path-now")).to_contain_text("Superviseur")
    page.keyboard.type("vpn connexion", delay=20)
    expect(path.locator("#path-now")).to_contain_text("Superviseur")
    path.locator("summary").click()
    expect(path.locator("#path-steps .now")).to_have_text(
        re.compile("Superviseur.*Aucun chemin n’est déclaré", re.DOTALL)
    )
    page.locator("#query").fill("")
    expect(path).to_be_visible()


def test_typing_choosing_opening_and_coming_back(page: Page) -> None:
    expect(page.locator(".client")).to_contain_text("Acme & Fils")
    page.keyboard.type("vpn connexion", delay=20)
    options = page.locator("#results").get_by_role("option")
    expect(options.first).to_contain_text("VPN : connexion impossible")
    expect(options.first.locator("mark").first).to_be_visible()
    expect(page.locator("#count")).to_contain_text("article")

    page.keyboard.press("ArrowDown")
    query = page.locator("#query")
    expect(query).to_have_attribute("aria-activedescendant", "r0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    expect(query).not_to_have_attribute("aria-activedescendant", "r0")

    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    expect(page).to_have_url(f"{page.url.partition('/c/')[0]}/c/acme/a/reseau/vpn")
    assert page.evaluate("document.activeElement.closest('#pane') !== null"), "the procedure has the focus"

    page.keyboard.press("Escape")
    expect(query).to_be_focused()
    page.keyboard.press("Escape")
    expect(query).to_have_value("")
    expect(options).to_have_count(0)


def test_back_restores_the_query(page: Page) -> None:
    page.keyboard.type("imprimante", delay=10)
    page.locator("#results").get_by_role("option").filter(has_text="Imprimante hors ligne").click()
    expect(page.locator("#article-title")).to_contain_text("Imprimante")
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator("#query")).to_have_value("imprimante")
    expect(page.locator("#results").get_by_role("option").filter(has_text="Imprimante hors ligne")).to_be_visible()


def test_what_was_chosen_stays_chosen_when_results_change(page: Page) -> None:
    page.keyboard.type("imprimante", delay=10)
    chosen = page.locator("#results").get_by_role("option").filter(has_text="Imprimante hors ligne")
    expect(chosen).to_be_visible()
    while chosen.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.type(" vpn", delay=10)
    expect(page.locator("#results").get_by_role("option").filter(has_text="VPN").locator("mark").first).to_be_visible()
    expect(chosen).to_have_attribute("aria-selected", "true")


def test_slash_returns_to_the_box_and_nothing_found_is_said(page: Page, server: Served) -> None:
    page.keyboard.type("vpn", delay=10)
    expect(page.locator("#results").get_by_role("option").first).to_be_visible()
    page.locator("#pane").focus()
    page.keyboard.press("/")
    expect(page.locator("#query")).to_be_focused()
    expect(page.locator("#query")).to_have_value("vpn")

    embedder, server.kb.model.embedder = server.kb.model.embedder, None  # by words alone nothing is near
    try:
        page.keyboard.type("zzzzqqqq", delay=10)
        expect(page.locator("#query")).to_have_value("zzzzqqqq")
        expect(page.locator("#count")).to_have_text("Aucun article trouvé")
        expect(page.locator("#none")).to_be_visible()
        expect(page.locator("#results").get_by_role("option")).to_have_count(0)
    finally:
        server.kb.model.embedder = embedder


def test_words_only_is_shown(page: Page, server: Served) -> None:
    embedder, server.kb.model.embedder = server.kb.model.embedder, None
    try:
        page.keyboard.type("vpn", delay=10)
        expect(page.locator("#mode")).to_have_text("mots seulement")
        page.locator("#query").fill("zzzzqqqq")
        expect(page.locator("#none")).to_be_visible()
    finally:
        server.kb.model.embedder = embedder


def test_that_only_words_were_compared_is_seen_once_and_heard_with_the_answer(page: Page, server: Served) -> None:
    embedder, server.kb.model.embedder = server.kb.model.embedder, None
    said, seen = "seuls les mots ont été comparés", "#answer > :not(.visually-hidden)"
    try:
        ask(page, "vpn")
        expect(page.locator("#mode")).to_be_visible()
        expect(page.locator("#answer")).to_contain_text(said)
        assert said not in " ".join(page.locator(seen).all_text_contents())
        csrf = page.locator("#form [name=csrf]").get_attribute("value") or ""
        plain = page.request.post("/c/acme", form={"csrf": csrf, "query": "vpn"}, headers={"Origin": server.url}).text()
        assert plain.count(said) == plain.count(f'<span class="visually-hidden"> · {said}</span>') == 1
    finally:
        server.kb.model.embedder = embedder


def test_a_code_off_by_one_is_never_certain(page: Page) -> None:
    page.keyboard.type("vpn F0043", delay=10)
    notes = page.locator("#notes")
    expect(notes).to_have_text("Ce code n’est dans aucun article : rien de certain ci-dessous.")
    expect(page.locator(".result").first).to_be_attached()  # there, and folded where nothing is reliable
    page.locator("#query").fill("vpn E-204")
    expect(notes).to_be_empty()
    page.locator("#query").fill("F0043")
    expect(notes).not_to_be_empty()
    page.locator("#query").fill("")
    expect(notes).to_be_empty()


def test_a_question_is_answered_by_a_digit_and_the_answer_taken_back(page: Page) -> None:
    ask(page, "poste")
    options, question = page.locator("#results").get_by_role("option"), page.locator("#question")
    expect(question).to_contain_text("De quoi s’agit-il ?")
    expect(options.first).to_contain_text("VPN")
    page.keyboard.press("2")  # in the box a digit is a digit
    expect(page.locator("#query")).to_have_value("poste2")
    is_answered(page)
    page.keyboard.press("Backspace")
    is_answered(page)
    expect(question.get_by_role("button")).to_have_text(["1. Reseau", "2. Impression"])
    expect(options.first).to_contain_text("VPN")

    page.keyboard.press("Alt+Digit2")
    expect(options.first).to_contain_text("Imprimante hors ligne")
    expect(options).to_have_count(3)
    expect(page.locator("#query")).to_be_focused()
    answer = page.get_by_role("button", name="Retirer la réponse « Impression »")
    answer.click()
    expect(options.first).to_contain_text("VPN")
    expect(answer).to_have_count(0)

    page.locator("#pane").focus()
    page.keyboard.press("Digit2")
    expect(options.first).to_contain_text("Imprimante hors ligne")
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(answer).to_have_count(0)


def test_a_question_without_a_script(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    plain.goto("/c/acme")
    plain.locator("#query").fill("poste")
    plain.get_by_role("button", name="Search").click()
    first = plain.locator(".result").first
    expect(first).to_contain_text("VPN")
    plain.get_by_role("button", name="Impression").click()
    expect(first).to_contain_text("Imprimante hors ligne")
    expect(plain.locator("#query")).to_have_value("poste")
    context.close()


def test_without_a_script_what_was_asked_outlives_an_article(browser: Browser, server: Served) -> None:
    with signed_in(browser, server, java_script_enabled=False, locale="fr-FR") as context:
        plain = context.new_page()
        asked: list[str] = []
        plain.on("request", lambda request: asked.append(request.url))
        plain.goto("/c/acme")
        plain.locator("#query").fill("poste")
        plain.get_by_role("button", name="Rechercher").click()
        plain.get_by_role("button", name="Impression").click()
        titles = plain.locator(".result .title")
        expect(titles.first).to_have_text("Imprimante hors ligne")
        found = titles.all_inner_texts()
        plain.get_by_role("link", name="Imprimante hors ligne").click()
        expect(plain.locator("#query")).to_have_value("poste")
        plain.get_by_role("link", name="Retour aux résultats").click()
        expect(titles).to_have_text(found)
        expect(plain.locator("#query")).to_have_value("poste")
        assert [url for url in asked if "poste" in url] == []
        assert "poste" not in str(context.cookies())
        plain.get_by_role("link", name="Imprimante hors ligne").click()
        expect(plain.locator("#article-title")).to_be_visible()
        plain.get_by_role("button", name="Clore l’appel").click()
        expect(plain.locator("#last")).to_contain_text("Appel clos")
        expect(plain.locator("#query")).to_have_value("")
        plain.goto("/c/acme/a/impression/imprimante")
        expect(plain.locator("#query")).to_have_value("")


def test_without_a_script(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, java_script_enabled=False, locale="en-GB")
    plain = context.new_page()
    plain.goto("/")
    plain.get_by_text("Acme & Fils").click()
    plain.locator("#query").fill("vpn")
    plain.get_by_role("button", name="Search").click()
    plain.get_by_role("link", name="VPN : connexion impossible").click()
    expect(plain.locator("#article-body")).to_contain_text("Redémarrer le poste")
    context.close()


@pytest.mark.parametrize("path", ["/", "/docs", "/problems", "/c/absent"])
def test_other_pages_keep_the_policy(browser: Browser, server: Served, path: str) -> None:
    context = signed_in(browser, server)
    other = context.new_page()
    said: list[str] = []
    other.on("console", lambda message: said.append(message.text))
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(path)
    context.close()
    assert [line for line in said if "404" not in line] == []
    assert all(url.startswith(server.url) for url in asked)
