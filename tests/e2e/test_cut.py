"""What is pasted and too long for its field: cut, and said beside it wherever it stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.axe import needs_axe
from tests.e2e.desk import begun, find, is_clean, open_first

TITLE = "VPN : connexion impossible"
LONG = "mot " * 1350


def pasted(page: Page, field: Locator, most: int) -> Locator:
    """The notice, once it is there."""
    page.evaluate("(text) => navigator.clipboard.writeText(text)", LONG)
    field.focus()
    notice = page.get_by_role("status").and_(page.locator("#cut-there"))
    expect(notice).to_be_empty()
    page.keyboard.press("Control+V")
    expect(field).to_have_value(LONG[:most])
    expect(notice).to_contain_text(f"seuls les {most} premiers caractères")
    expect(notice).to_be_in_viewport()
    return notice


def test_at_the_end_of_a_call_it_is_said_within_the_dialog_until_it_is_shorter(page: Page) -> None:
    begun(page)
    find(page, "vpn connexion", "VPN")
    page.keyboard.press("Control+Enter")
    comment = page.locator("#ending-comment")
    notice = pasted(page, comment, 2000)
    expect(page.locator("#ending").locator("#cut-there")).to_have_count(1)
    page.keyboard.press("Backspace")
    expect(notice).to_be_empty()


@needs_axe
@pytest.mark.parametrize("size", [(1440, 900), (320, 640)])
def test_of_a_flags_words_too(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    begun(page)
    find(page, "vpn connexion", "VPN")
    open_first(page, TITLE)
    page.keyboard.press("Alt+s")
    pasted(page, page.locator("#flag-comment"), 500)
    is_clean(page)


def test_what_fits_is_not_said_to_be_cut_and_the_box_says_it_of_itself(page: Page) -> None:
    begun(page)
    find(page, "vpn connexion", "VPN")
    page.keyboard.press("Control+Enter")
    page.evaluate("navigator.clipboard.writeText('mot')")
    page.locator("#ending-comment").focus()
    page.keyboard.press("Control+V")
    expect(page.locator("#ending-comment")).to_have_value("mot")
    expect(page.locator("#cut-there")).to_be_empty()
    page.keyboard.press("Escape")
    page.evaluate("(text) => navigator.clipboard.writeText(text)", LONG)
    page.locator("#query").select_text()
    page.keyboard.press("Control+V")
    expect(page.locator("#cut")).to_contain_text("premiers caractères")
    expect(page.locator("#cut-there")).to_be_empty()
