"""A desk whose server goes away and comes back, and what its tab keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.desk import find

API = "**/api/v1/clients/**"
SEARCH, ARTICLES = "**/api/v1/clients/acme/search", "**/api/v1/clients/acme/articles/**"
SHELVES = "Object.keys(sessionStorage).filter(key => key.endsWith(':shelf'))"


def read(page: Page, query: str, title: str) -> None:
    page.locator("#query").focus()
    page.keyboard.press("Control+a")
    find(page, query, title)
    page.keyboard.press("Enter")
    expect(page.locator("#article-title")).to_have_text(title)


def lose(page: Page, what: str = API, status: int = 0) -> None:
    page.route(what, lambda route: route.fulfill(status=status, json={}) if status else route.abort())


def rewrite(page: Page, change: Callable[[list[dict[str, Any]]], object]) -> None:
    """What is kept, changed behind the page's back; the page is loaded anew, with nothing open."""
    key = page.evaluate(SHELVES)[0]
    copies = json.loads(page.evaluate("key => sessionStorage[key]", key))
    page.evaluate("([key, copies]) => { sessionStorage[key] = copies }", [key, json.dumps(change(copies))])
    page.goto("/c/acme")
    page.locator("#query").fill("")


def come_back(page: Page) -> None:
    page.unroute_all(behavior="ignoreErrors")
    page.evaluate("window.dispatchEvent(new Event('online'))")
