"""The fields of what the next level asks are those of who takes over, and nobody loses the one they type in."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.axe import needs_axe
from tests.e2e.conftest import signed_in
from tests.e2e.desk import find, is_clean, until
from tests.served import Served

SEARCH = "**/api/v1/clients/acme/search"
PRINTERS = ("N2 imprimantes", ("numéro de série", "numéro de rappel"))
LICENCES = ("N2 licences", ("numéro de licence", "version", "numéro de rappel"))


def answer(route: Route) -> None:
    """The server's, with a team of its own for each symptom."""
    whom, facts = PRINTERS if "imprimante" in json.loads(route.request.post_data or "{}")["query"] else LICENCES
    found: dict[str, Any] = route.fetch().json()
    path = found["escalation"]
    path["steps"][path["now"]] |= {"level": "N2", "whom": whom, "facts": facts}
    route.fulfill(json=found)


def facts(page: Page) -> Locator:
    return page.locator("#path-facts")


def field(page: Page, name: str) -> Locator:
    return facts(page).get_by_label(name)


def stand(page: Page, *names: str) -> None:
    expect(facts(page).locator("label")).to_have_text(list(names))


@pytest.fixture
def late(page: Page) -> Callable[[], None]:
    """Printers are on the desk, and another symptom is asked; gives what lets its answer come."""
    page.route(SEARCH, answer)
    find(page, "imprimante hors ligne", "Imprimante")
    stand(page, *PRINTERS[1])
    page.unroute(SEARCH)
    waiting: list[Route] = []
    page.route(SEARCH, lambda route: waiting.append(route))
    page.locator("#query").fill("vpn connexion impossible")
    until(page, lambda: waiting)

    def come() -> None:
        answer(waiting[-1])
        expect(page.locator("#path-now")).to_have_text(LICENCES[0])

    return come


def test_the_fields_are_of_who_takes_over_though_one_of_them_is_typed_in(page: Page, late: Callable[[], None]) -> None:
    field(page, "numéro de rappel").focus()
    page.keyboard.type("06")
    late()
    stand(page, *LICENCES[1])
    expect(field(page, "numéro de rappel")).to_be_focused()
    page.keyboard.type("12")
    expect(field(page, "numéro de rappel")).to_have_value("0612")
    page.keyboard.press("Shift+Tab")
    expect(field(page, "version")).to_be_focused()


def test_a_field_that_nobody_asks_for_any_more_stays_until_it_is_left(page: Page, late: Callable[[], None]) -> None:
    field(page, "numéro de série").focus()
    page.keyboard.type("SN-")
    late()
    stand(page, "numéro de série", *LICENCES[1])
    page.keyboard.type("1/?")
    expect(field(page, "numéro de série")).to_be_focused()
    expect(field(page, "numéro de série")).to_have_value("SN-1/?")
    field(page, "numéro de série").dispatch_event("focusout")  # as when another window is gone to, and come back from
    page.wait_for_timeout(100)
    expect(field(page, "numéro de série")).to_be_focused()
    page.keyboard.press("Tab")
    expect(field(page, "numéro de licence")).to_be_focused()
    stand(page, *LICENCES[1])
    page.unroute(SEARCH)
    page.route(SEARCH, answer)
    page.locator("#query").fill("imprimante hors ligne")
    stand(page, *PRINTERS[1])
    expect(field(page, "numéro de série")).to_have_value("SN-1/?")


def test_a_field_that_goes_makes_no_click_miss(page: Page, late: Callable[[], None]) -> None:
    field(page, "numéro de série").focus()
    late()
    stand(page, "numéro de série", *LICENCES[1])
    page.locator("#path summary").hover()
    page.mouse.down()
    page.wait_for_timeout(100)
    page.mouse.up()
    stand(page, *LICENCES[1])
    expect(page.locator("#path details")).to_have_attribute("open", "")


WORDS = {
    "fr": ("À demander d’abord", "Fiche de passage", "Texte de la fiche"),
    "en": ("Ask first", "Hand-over sheet", "Text of the sheet"),
}


@needs_axe
@pytest.mark.parametrize("lang", WORDS)
def test_each_group_has_a_name_of_its_own_that_is_seen_and_is_read_once(
    browser: Browser, server: Served, lang: str
) -> None:
    asked, sheet, text = WORDS[lang]
    with signed_in(browser, server, locale=lang, viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto("/c/acme")
        words = page.locator("#path").get_by_text(asked, exact=True)
        expect(words).to_be_hidden()
        page.route(SEARCH, answer)
        find(page, "imprimante hors ligne", "Imprimante")
        expect(words).to_be_visible()
        expect(facts(page)).to_have_accessible_name(asked)
        assert page.locator("#path").aria_snapshot().count(asked) == 1
        is_clean(page)
        page.keyboard.press("Control+Enter")
        page.keyboard.press("2")
        box = page.locator("#ending-sheet")
        expect(box.get_by_text(asked, exact=True)).to_be_visible()
        expect(box).to_have_accessible_name(sheet)
        expect(page.locator("#ending-facts")).to_have_accessible_name(asked)
        expect(page.locator("#sheet")).to_have_accessible_name(text)
        expect(page.locator("#sheet")).not_to_be_empty()
        said = box.aria_snapshot()
        assert [said.count(f'"{one}"') for one in (asked, sheet, text)] == [1, 1, 1]
        assert f"text: {asked}" not in said
        is_clean(page)
        page.unroute_all(behavior="ignoreErrors")
