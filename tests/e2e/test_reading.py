"""The open article: its sections, title and state in sight, who it is for, and what is taken from it for a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.axe import needs_axe, violations
from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, open_first, results
from tests.e2e.long_article import ID, LONG, TITLE, opened, with_long_article, write
from tests.served import COMMIT, Served, master_key

WIDE: Any = {"width": 1440, "height": 900}
SIZES = {
    "wide": {"viewport": WIDE},
    "laptop": {"viewport": {"width": 1024, "height": 700}},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
}
TOPS = """() => [document.activeElement, document.querySelector('#article-head'), document.querySelector('.bar')]
  .map(one => one.getBoundingClientRect()).map(box => [box.top, box.bottom])"""
CONTENTS = "#contents a"
INSIDE = "procedures/a/douchette"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("reading")) as served:
        yield served


@pytest.fixture
def desk(page: Page) -> Page:
    return opened(page)


@pytest.mark.parametrize("size", SIZES)
def test_a_section_is_gone_to_and_never_covered(browser: Browser, server: Served, size: str) -> None:
    context = signed_in(browser, server, locale="fr-FR", reduced_motion="reduce", **SIZES[size])
    page = opened(context.new_page())
    expect(page.locator("#contents")).to_have_attribute("aria-label", "Sommaire de l’article")
    for at, heading in enumerate(["Symptômes", "Questions à poser", "Résolution", "Après un orage"]):
        page.locator(CONTENTS).nth(at).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_focused()
        (top, bottom), (head_top, head_bottom), (_, bar_bottom) = page.evaluate(TOPS)
        assert top >= bar_bottom, (heading, "below the bar")
        assert bottom <= page.viewport_size["height"], (heading, "on the screen")  # type: ignore[index]
        if size != "zoomed":  # where the screen is too low for it
            assert top >= head_bottom, (heading, "below the title")
            assert head_top >= bar_bottom - 1, (heading, "the title is in sight")
    page.locator(CONTENTS).nth(2).press("Enter")
    for _ in range(10):  # the steps' boxes, by keyboard
        page.keyboard.press("Tab")
        (top, bottom), (_, head_bottom), (_, bar_bottom) = page.evaluate(TOPS)
        assert top >= bar_bottom, "what has the focus is not behind the bar"
        assert top >= head_bottom or size == "zoomed", "nor behind the title"
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert wide <= 0


def test_back_comes_to_where_one_was(desk: Page) -> None:
    address = desk.url
    desk.locator(CONTENTS).nth(2).click()
    expect(desk).to_have_url(f"{address}#kb-resolution")
    desk.locator("#pane").get_by_role("link", name="la résolution").scroll_into_view_if_needed()
    desk.locator(CONTENTS).last.scroll_into_view_if_needed()
    desk.locator(CONTENTS).last.click()
    expect(desk.get_by_role("heading", name="Escalade")).to_be_focused()
    desk.go_back()
    expect(desk.get_by_role("heading", name="Résolution")).to_be_focused()
    desk.go_back()
    expect(desk.locator(CONTENTS).nth(2)).to_be_focused()
    assert desk.evaluate("pane.scrollTop") == 0
    expect(desk.locator("#query")).to_have_value("wifi absent dépôt")
    desk.go_back()
    expect(desk.locator("#article")).to_be_hidden()
    desk.go_forward()
    expect(desk.locator("#article-title")).to_have_text(TITLE)


def test_a_link_within_the_article_asks_the_server_nothing(desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url))
    desk.locator("#pane").get_by_role("link", name="la résolution").click()
    expect(desk.get_by_role("heading", name="Résolution")).to_be_focused()
    assert [url for url in asked if "/assets/" not in url] == []


def test_a_page_of_its_own_goes_back_within_the_article(page: Page) -> None:
    page.goto(f"/c/acme/a/{ID}")
    expect(page.get_by_role("checkbox").first).to_be_visible()
    page.locator(CONTENTS).nth(2).click()
    expect(page.get_by_role("heading", name="Résolution")).to_be_focused()
    page.go_back()
    expect(page.locator("#article-title")).to_be_visible()
    expect(page.locator(CONTENTS).nth(2)).to_be_focused()


def test_a_short_article_has_no_contents(page: Page) -> None:
    page.goto("/c/acme")
    find(page, "imprimante hors ligne", "Imprimante hors ligne")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text("Imprimante hors ligne")
    expect(page.locator("#contents")).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "late", "level"),
    [
        ("fr-FR", "revue dépassée depuis le 10/04/2025", "niveau N1, sinon N3"),
        ("en-GB", "review overdue since 2025-04-10", "level N1, else N3"),
    ],
)
def test_who_it_is_for_and_that_its_review_is_overdue_stand_in_row_and_pane(
    browser: Browser, server: Served, lang: str, late: str, level: str
) -> None:
    context = signed_in(browser, server, locale=lang)
    page = opened(context.new_page())
    row = results(page).first
    expect(row.locator(".late")).to_have_text(late)
    expect(row.locator(".product")).to_contain_text(f"{level} · Borne W2")
    expect(page.locator("#article-late")).to_have_text(late)
    expect(page.locator("#article-facts")).to_contain_text(level)
    vpn = results(page).filter(has_text="VPN")
    expect(vpn.locator(".late")).to_be_hidden()
    context.close()


def test_without_scripts_it_says_as_much(browser: Browser, server: Served) -> None:
    context = signed_in(browser, server, locale="fr-FR", java_script_enabled=False)
    page = context.new_page()
    page.goto("/c/acme")
    page.locator("#query").fill("wifi absent dépôt")
    page.get_by_role("button", name="Rechercher").click()
    row = page.get_by_role("link", name=re.compile("Wifi absent"))
    expect(row).to_contain_text("revue dépassée depuis le 10/04/2025")
    expect(row).to_contain_text("niveau N1, sinon N3")
    row.click()
    expect(page.locator("#article-late")).to_be_visible()
    page.locator(CONTENTS).nth(2).click()
    expect(page).to_have_url(re.compile("#kb-resolution$"))
    context.close()


def test_one_key_copies_the_whole_procedure_said_to_be_internal(desk: Page, context: BrowserContext) -> None:
    desk.keyboard.press("Alt+p")
    expect(desk.locator("#article-done")).to_contain_text("notes internes comprises")
    copied = desk.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"[Interne : ne pas transmettre au client]\n{TITLE}\n\nLes bornes du dépôt")
    steps = (
        "1. Ouvrir l’armoire :\n   – clé au poste de garde ;\n   – armoire 3.\n   Résultat attendu : porte ouverte.\n"
    )
    assert f"\n\nRésolution\n{steps}2. Contrôler la borne 2.\n   Résultat attendu : voyant 2 vert.\n" in copied
    assert "\n12. Contrôler la borne 12.\n" in copied
    for there in ("Client sensible", "voyant · sens\nrouge · panne", "À dire au client\nNous vérifions", "N3"):
        assert there in copied, there
    assert copied.count(TITLE) == 1
    assert copied.endswith(f"reseau/wifi.md · version {COMMIT[:8]}\n{desk.url}?commit={COMMIT}")


def test_what_is_said_to_the_caller_stays_apart(desk: Page, context: BrowserContext, server: Served) -> None:
    desk.keyboard.press("Alt+c")
    expect(desk.locator("#article-done")).to_have_text("Réponse au client copiée.")
    assert desk.evaluate("navigator.clipboard.readText()") == "Nous vérifions vos bornes une par une."
    desk.keyboard.press("/")
    desk.keyboard.press("Control+a")
    find(desk, "imprimante hors ligne", "Imprimante hors ligne")
    desk.keyboard.press("Enter")
    expect(desk.locator("#article-title")).to_have_text("Imprimante hors ligne")
    desk.keyboard.press("Alt+c")
    expect(desk.locator("#article-done")).to_contain_text("Rien à dire au client dans cet article")
    assert desk.evaluate("navigator.clipboard.readText()") == "Nous vérifions vos bornes une par une."


def test_an_article_for_callers_is_not_said_to_be_internal(page: Page, server: Served) -> None:
    try:
        write(server, LONG.replace("level: N1", "level: N1\naudience: sayable"))
        desk = opened(page)
        desk.keyboard.press("Alt+p")
        expect(desk.locator("#article-done")).to_have_text("Procédure copiée.")
        assert desk.evaluate("navigator.clipboard.readText()").startswith(TITLE)
    finally:
        write(server, LONG)


def test_an_article_in_a_folder_called_a_is_opened_and_named(page: Page, server: Served) -> None:
    inside = server.kb.settings.articles / "acme" / f"{INSIDE}.md"
    inside.parent.mkdir(parents=True)
    inside.write_text("# Douchette muette\n\nRebrancher la douchette.\n", "utf-8")
    write(server, LONG)
    page.goto("/c/acme")
    find(page, "douchette muette", "Douchette muette")
    open_first(page, "Douchette muette")

    api = {"headers": {"Authorization": f"Bearer {master_key(server.kb)}"}}
    call, at = "/api/v1/clients/acme/calls/c-a", datetime.now(UTC).isoformat()
    assert server.http.put(call, json={"started_at": at}, **api).is_success
    read = [{"id": f"a-{id}", "at": at, "what": {"kind": "opened", "article": id}} for id in (INSIDE, "reseau/vpn")]
    assert server.http.post(f"{call}/events", json={"events": read}, **api).is_success
    page.goto("/c/acme/call/c-a")
    expect(page.locator("#article-title")).to_have_text("VPN : connexion impossible")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#ending-articles")).to_contain_text("Douchette muette")


def test_the_keys_are_in_the_help(desk: Page) -> None:
    desk.keyboard.press("F1")
    keys = desk.get_by_role("dialog", name="Touches")
    expect(keys).to_contain_text("Copier toute la procédure, pour le ticket")
    expect(keys).to_contain_text("Copier le lien vers cette version de l’article")


@needs_axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_everybody_can_read_it(browser: Browser, server: Served, theme: Any, size: str) -> None:
    context = signed_in(browser, server, locale="fr-FR", color_scheme=theme, **SIZES[size])
    page = opened(context.new_page())
    assert violations(page) == [], "open"
    page.goto(f"/c/acme/a/{ID}?commit={COMMIT}")
    expect(page.locator("#article-since")).to_be_visible()
    assert violations(page) == [], "by a link"
    context.close()


SECTIONS = """() => import("/assets/contents.js").then(({ sectionOf }) => {
  const levels = [[1, "Borne : panne"], [2, "Poste fixe"], [3, "Résolution"], [2, "Portable"], [3, "Résolution"],
    [2, "borne : panne"], [2, "%s"]];
  const sections = levels.map(([level, heading], at) => ({ id: `s${at}`, level, heading, role: null }));
  const found = (...path) => sectionOf({ title: "Borne : Panne", sections }, path)?.id ?? "";
  return [found("Poste fixe", "Résolution"), found("Portable", "Résolution"), found("Portable"), found("%s"),
    found("Ailleurs", "Résolution"), found("borne : panne"), found(), found("Rien")];
})"""


def test_the_section_of_a_passage_is_found_by_all_the_headings_above_it(desk: Page) -> None:
    """Of two that are called the same, the one that matched; a heading is known by its first 200 characters."""
    found = desk.evaluate(SECTIONS % ("é" * 230, "é" * 200))
    assert found == ["s2", "s4", "s3", "s6", "s2", "s5", "", ""]
