"""An agent's desk in a browser, and what the server has of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

from tests.e2e.axe import violations
from tests.served import Served, master_key

NAME = "#call-name"
LONGEST_ANSWER_S = 2
LONGEST_S = 30
IS_ANSWERED = "import('/assets/asking.js').then((box) => box.isAnswered())"


def results(page: Page) -> Locator:
    return page.locator("#results").get_by_role("option")


def until(page: Page, is_so: Callable[[], object]) -> None:
    """Wait for what no element shows; other tabs and routes go on meanwhile."""
    deadline = time.monotonic() + LONGEST_S
    while not is_so():
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)


def is_answered(page: Page) -> None:
    """Wait until what stands in the list answers all that stands in the box, and not a part of it."""
    until(page, lambda: page.evaluate(IS_ANSWERED))


def is_drawn(page: Page) -> None:
    """Wait until what covers the screen has been measured: the page does it after it is laid out."""
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def ask(page: Page, query: str) -> None:
    """Type it, and wait until all that is in the box is answered: what was typed before is answered too, on the way."""
    answered: list[str] = []

    def note(answer: Response) -> None:
        if answer.url.endswith("/search"):
            answered.append(json.loads(answer.request.post_data or "{}").get("query", ""))

    page.on("response", note)
    page.keyboard.type(query, delay=10)
    typed, deadline = page.locator("#query").input_value().strip(), time.monotonic() + LONGEST_ANSWER_S
    while typed not in answered and time.monotonic() < deadline:  # or it was answered before, and is not asked again
        page.wait_for_timeout(20)
    page.remove_listener("response", note)
    is_answered(page)


def find(page: Page, query: str, first: str) -> None:
    ask(page, query)
    expect(results(page).first).to_contain_text(first)


def calls(server: Served, **wanted: str) -> list[dict[str, Any]]:
    """The client's, newest first, as another tool reads them."""
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    found = server.http.get("/api/v1/clients/acme/calls", params={"limit": 100, **wanted}, headers=headers).json()
    return [one for one in found["items"] if one["call"].startswith("console-")]


def read(server: Served, call: str, what: str = "") -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {master_key(server.kb)}"}
    found: dict[str, Any] = server.http.get(f"/api/v1/clients/acme/calls/{call}{what}", headers=headers).json()
    return found


def is_sent(page: Page, *, after_all: bool = False) -> None:
    """Wait until the server has all; `after_all`: what was refused before is sent now, not when its time has come."""
    deadline = time.monotonic() + LONGEST_S
    while page.evaluate("Object.keys(sessionStorage).some(key => key.endsWith(':outbox'))"):
        assert time.monotonic() < deadline, page.locator("#unsent").inner_text()
        if after_all:
            page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(20)


def later() -> str:
    """After whatever a desk tells in a test."""
    return (datetime.now(UTC) + timedelta(hours=12)).isoformat()


def begun(page: Page) -> str:
    page.keyboard.press("Alt+n")
    expect(page.locator(NAME)).to_have_text("Appel en cours")
    return page.locator(NAME).get_attribute("title") or ""


def is_clean(page: Page) -> None:
    """To axe, in both themes, whatever is open."""
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert violations(page) == [], theme


def told(server: Served, call: str, kind: str) -> list[dict[str, Any]]:
    return [one["what"] for one in read(server, call, "/replay")["timeline"] if one["what"]["kind"] == kind]


def new_calls(server: Served, before: set[str]) -> list[str]:
    return [one["call"] for one in calls(server) if one["call"] not in before]


def open_first(page: Page, title: str) -> None:
    page.keyboard.press("Enter")
    expect(page.locator("#article")).to_be_visible()
    expect(page.locator("#article-title")).to_have_text(title)


def end(page: Page, *keys: str) -> None:
    for key in ("Control+Enter", *keys, "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#last")).to_contain_text("Appel clos")


def is_used(page: Page, title: str) -> bool:
    return page.locator("#ending-articles").get_by_role("checkbox", name=title).is_checked()


def reopen(page: Page) -> None:
    page.get_by_role("button", name="Rouvrir").click()


def reopen_on_its_page(page: Page, call: str) -> None:
    """As who has no desk with it, until the server has it."""
    page.goto(f"/c/acme/calls/{call}")
    page.get_by_role("button", name="Rouvrir").click()
    expect(page.get_by_role("link", name="Reprendre")).to_be_visible()
