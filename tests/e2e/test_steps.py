"""The steps of a procedure by keys, and the keys that moved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import calls, find, is_drawn, is_sent, new_calls, told
from tests.e2e.long_article import ID, TITLE, opened, with_long_article
from tests.served import Served

MENUS = {"Chrome": "def", "Firefox, français": "fnahmoe", "Firefox, English": "fevsbth"}
"""With Alt, the letters that open a menu or the address bar on Windows."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("steps")) as served:
        yield served


@pytest.fixture
def desk(page: Page) -> Page:
    return opened(page)


def test_a_key_goes_from_the_title_to_the_steps_and_from_one_to_the_next(desk: Page) -> None:
    expect(desk.locator("#pane :focus")).to_have_count(1)
    desk.locator("#article-title").focus()
    desk.keyboard.press("Alt+j")
    expect(desk.locator("#tick-1")).to_be_focused()
    desk.keyboard.press("Space")
    expect(desk.locator("#tick-1")).to_be_checked()
    desk.keyboard.press("Alt+j")
    expect(desk.locator("#tick-2")).to_be_focused()
    desk.keyboard.press("Alt+j")
    expect(desk.locator("#tick-3")).to_be_focused()
    expect(desk.locator("#tick-2")).not_to_be_checked()
    desk.keyboard.press("Alt+k")
    desk.keyboard.press("Alt+k")
    expect(desk.locator("#tick-1")).to_be_focused()
    desk.keyboard.press("Alt+k")
    expect(desk.locator("#article-title")).to_be_focused()
    desk.keyboard.press("Alt+j")
    expect(desk.locator("#tick-2")).to_be_focused()


def test_it_goes_there_from_the_box_too(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("#query")).to_be_focused()
    desk.keyboard.press("Alt+j")
    expect(desk.locator("#tick-1")).to_be_focused()
    expect(desk.locator("#query")).to_have_value("wifi absent dépôt")


def test_enter_ticks_and_goes_on_until_all_is_done(desk: Page, server: Served) -> None:
    before = {one["call"] for one in calls(server)}
    desk.keyboard.press("Alt+n")
    desk.keyboard.press("Alt+j")
    for n in range(1, 13):
        expect(desk.locator(f"#tick-{n}")).to_be_focused()
        desk.keyboard.press("Enter")
        expect(desk.locator(f"#tick-{n}")).to_be_checked()
    expect(desk.locator("#tick-12")).to_be_focused()
    expect(desk.locator("#article-done")).to_have_text("Toutes les étapes sont cochées.")
    desk.keyboard.press("Enter")
    expect(desk.locator("#tick-12")).to_be_checked()
    is_sent(desk)
    (call,) = new_calls(server, before)
    assert [(one["article"], one["step"]) for one in told(server, call, "ticked")] == [(ID, n) for n in range(1, 13)]


def test_what_was_left_out_is_gone_back_to(desk: Page) -> None:
    desk.locator("#tick-1").focus()
    desk.keyboard.press("Alt+j")
    for _ in range(11):
        desk.keyboard.press("Enter")
    expect(desk.locator("#tick-12")).to_be_checked()
    expect(desk.locator("#tick-1")).to_be_focused()


@pytest.mark.parametrize("size", [(1440, 900), (320, 640), (640, 400)])
def test_the_step_is_in_sight(desk: Page, size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    is_drawn(desk)
    for _ in range(12):
        desk.keyboard.press("Alt+j")
        top, bottom, bar = desk.evaluate(
            """() => [document.activeElement, document.querySelector('.bar')].map(one => one.getBoundingClientRect())
              .flatMap((box, at) => at ? [box.bottom] : [box.top, box.bottom])"""
        )
        assert bar <= top, size
        assert bottom <= size[1], size


def test_without_an_article_or_steps_nothing_happens_or_is_said(page: Page) -> None:
    find(page, "imprimante hors ligne", "Imprimante")
    page.keyboard.press("Alt+j")
    page.keyboard.press("Alt+k")
    expect(page.locator("#query")).to_be_focused()
    expect(page.locator("#article")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_be_visible()
    steps = page.locator("#article-body .tick").count()
    page.evaluate("document.querySelectorAll('.tick').forEach(one => one.remove())")
    page.keyboard.press("Alt+j")
    expect(page.locator("#article-done")).to_have_text("Cet article n’a pas d’étapes.")
    assert steps > 0


def test_no_new_key_is_a_browsers_own_and_the_help_says_all(desk: Page) -> None:
    desk.keyboard.press("F1")
    keys = desk.get_by_role("dialog", name="Touches")
    expect(keys).to_contain_text("Alt J, Alt K")
    expect(keys).to_contain_text("Espace, Entrée")
    expect(keys).to_contain_text("Alt U")
    expect(keys).not_to_contain_text("Alt G")
    assert not [browser for browser, letters in MENUS.items() if set("jku") & set(letters)]
    expect(desk.locator("#gap-report")).to_have_attribute("aria-keyshortcuts", "Alt+U")


def test_the_tab_says_what_is_read_and_for_whom(desk: Page) -> None:
    whose = "Acme & Fils – kbsearch"
    expect(desk).to_have_title(f"{TITLE} – {whose}")
    desk.go_back()
    expect(desk.locator("#article")).to_be_hidden()
    expect(desk).to_have_title(whose)
    desk.go_forward()
    expect(desk).to_have_title(f"{TITLE} – {whose}")
    desk.keyboard.press("Alt+x")
    expect(desk).to_have_title(whose)
    desk.keyboard.press("/")
    desk.keyboard.press("Control+A")
    find(desk, "vpn connexion impossible", "VPN")
    expect(desk).to_have_title(whose)
    desk.keyboard.press("Enter")
    expect(desk).to_have_title(f"VPN : connexion impossible – {whose}")
    desk.keyboard.press("Control+Enter")
    desk.keyboard.press("Enter")
    expect(desk.locator("#last")).to_contain_text("Appel clos")
    expect(desk).to_have_title(whose)
