"""Keys alone: a whole call in English, and keys that an input method takes for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import signed_in
from tests.e2e.desk import begun, calls, find, is_sent, read, results
from tests.e2e.long_article import ID, TITLE, with_long_article
from tests.served import Served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with with_long_article(tmp_path_factory.mktemp("keys")) as served:
        yield served


@pytest.fixture
def english(browser: Browser, server: Served) -> Iterator[Page]:
    context = signed_in(browser, server, locale="en-GB", viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto("/c/acme")
    yield page
    context.close()
    assert said == []


def test_a_whole_call_in_english_by_keys_alone(english: Page, server: Served) -> None:
    page, before = english, {one["call"] for one in calls(server)}
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.keyboard.press("Alt+n")
    expect(page.locator("#call-name")).to_have_text("On a call")
    find(page, "wifi absent dépôt", TITLE)
    expect(page.locator("#count")).to_have_text("4 articles")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(TITLE)
    step = page.get_by_role("checkbox", name="Step 1: Ouvrir l’armoire")
    for _ in range(40):
        if step.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(step).to_be_checked()
    for key, said in (
        ("c", "What to say is copied."),
        ("p", "Procedure copied, internal notes"),
        ("l", "Link copied."),
    ):
        page.keyboard.press(f"Alt+{key}")
        expect(page.locator("#article-done")).to_contain_text(said)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("radio", name="1 Resolved")).to_be_checked()
    expect(page.get_by_role("checkbox", name=TITLE)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#last")).to_contain_text("Call closed: Resolved.")
    expect(page.locator("#query")).to_be_focused()
    is_sent(page)
    [call] = [one for one in calls(server) if one["call"] not in before]
    whole = read(server, call["call"])
    assert (whole["outcome"], whole["used"], whole["tried"]) == ("resolved", [ID], [ID])
    kinds = [one["what"]["kind"] for one in read(server, call["call"], "/replay")["timeline"]]
    assert kinds.count("copied") == 2, "the link is no text of the article"


def test_in_english_a_call_is_handed_over_by_keys_alone(english: Page, server: Served) -> None:
    page, before = english, {one["call"] for one in calls(server)}
    find(page, "wifi absent dépôt", TITLE)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(page.locator("#sheet")).to_contain_text("Hand-over to")
    page.keyboard.press("Alt+c")
    expect(page.locator("#sheet-done")).to_have_text("Sheet copied.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#last")).to_contain_text("Handed to N2")
    is_sent(page)
    [call] = [one for one in calls(server) if one["call"] not in before]
    assert call["outcome"] == "escalated_n2"


def test_a_key_that_an_input_method_takes_does_nothing_here(page: Page) -> None:
    find(page, "wifi absent dépôt", TITLE)
    page.evaluate("""() => {
      window.told = [];
      document.addEventListener('keydown', event => told.push(event.isComposing && !event.defaultPrevented));
    }""")
    method = page.context.new_cdp_session(page)
    address = page.url
    for key in ("ArrowDown", "Enter", "Alt+n", "Alt+l", "F1", "Control+Enter", "Control+k", "Alt+1"):
        method.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
        page.keyboard.press(key)
        expect(page.locator("dialog[open]")).to_have_count(0)
        expect(page.locator('#results [aria-selected="true"]')).to_have_count(0)
    told = page.evaluate("told")
    assert len(told) >= 8
    assert all(told), "the browser says that they are part of a composition, and nothing of ours takes them"
    expect(page.locator("#article")).to_be_hidden()
    expect(page.locator("#call-name")).to_have_text("Sans appel")
    assert page.url == address
    method.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    page.locator("#query").fill("wifi absent dépôt")
    expect(results(page).first).to_contain_text(TITLE)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(TITLE)


def test_no_letter_of_ours_is_left_to_the_menus_of_the_browser(english: Page) -> None:
    """Firefox opens a menu by Alt and its letter, in French F N A H M O E, in English F E V S B T H, unless the page
    takes the key; of Chrome's D, E and F none is ours."""
    page = english
    page.evaluate("""() => {
        window.left = [];
        addEventListener("keydown", ({ altKey, key, defaultPrevented }) => {
            if (altKey && key !== "Alt" && !defaultPrevented) left.push(key);
        });
    }""")
    listed = page.locator("#help dt").all_text_contents()
    letters = sorted(set(re.findall(r"Alt ([A-Z])\b", " ".join(listed))))
    assert {"N", "S"} < set(letters)
    assert not {"D", "E", "F"} & set(letters)
    for opened in ("", "F1", "Control+Enter"):
        if opened == "Control+Enter":
            find(page, "wifi absent dépôt", TITLE)
        if opened:
            page.keyboard.press(opened)
            expect(page.locator("dialog[open]")).to_be_visible()
        for letter in letters:
            page.keyboard.press(f"Alt+{letter.lower()}")
        page.keyboard.press("Alt+v")  # none of ours
        assert page.evaluate("left.splice(0)") == ["v"], opened
        if opened:
            expect(page.locator("dialog[open]")).to_be_visible()
            page.keyboard.press("Escape")
            expect(page.locator("dialog[open]")).to_have_count(0)
        page.locator("#query").focus()


@pytest.mark.parametrize("sign", ["Dead", "ñ", "˜"])
def test_alt_and_a_letter_act_where_alt_makes_another_sign_of_it(page: Page, sign: str) -> None:
    """As on a Mac."""
    pressed = (
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {...%s, bubbles: true, cancelable: true}))"
    )
    page.evaluate(pressed % f"{{key: '{sign}', code: 'KeyN', altKey: false}}")
    expect(page.locator("#call-name")).to_have_text("Sans appel")
    assert not page.evaluate(pressed % f"{{key: '{sign}', code: 'KeyN', altKey: true}}"), "the page takes it"
    expect(page.locator("#call-name")).to_have_text("Appel en cours")


@pytest.mark.parametrize("is_on", [True, False])
def test_digits_at_the_end_of_a_call_are_single_keys_but_on_the_outcomes(page: Page, is_on: bool) -> None:
    begun(page)
    page.keyboard.press("F1")
    page.locator("#single-keys").set_checked(is_on)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    chosen = page.locator('#ending input[name="outcome"]:checked')
    before = chosen.get_attribute("value")
    page.get_by_role("button", name="Retour").focus()
    page.keyboard.press("8")
    expect(chosen).to_have_attribute("value", "abandoned" if is_on else str(before))
    chosen.focus()
    page.keyboard.press("5")
    expect(chosen).to_have_attribute("value", "call_back_promised")
