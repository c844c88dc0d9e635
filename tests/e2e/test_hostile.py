"""A client whose every text is an attack, in a real browser: nothing runs, nothing is fetched, nothing is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.abuse.hostile import HOSTILE, serving_attacks
from tests.e2e.conftest import signed_in
from tests.served import Served


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving_attacks(tmp_path_factory.mktemp("hostile-e2e")) as served:
        yield served


@pytest.mark.parametrize("has_script", [True, False])
def test_nothing_of_it_runs_or_is_fetched(browser: Browser, hostile: Served, has_script: bool) -> None:
    context = signed_in(browser, hostile, locale="fr-FR", java_script_enabled=has_script)
    page = context.new_page()
    said: list[str] = []
    fetched: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/c/acme")
    page.locator("#query").fill(f"vpn E-204 {HOSTILE}")
    page.keyboard.press("Enter")
    results = page.locator("#results").filter(has_text="<script>alert(2)")
    expect(results).to_be_visible()
    page.goto("/c/acme/a/reseau/attaque")
    expect(page.locator("#article-body")).to_contain_text("onerror=alert(1)")
    page.goto("/")
    expect(page.locator("body")).to_contain_text("<script>alert(2)")
    assert all(url.startswith(hostile.url) for url in fetched), fetched
    assert not any(url.endswith("/x") for url in fetched), "the image of the attack"
    context.close()
    assert said == []
