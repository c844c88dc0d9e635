"""From the end of a call one key leads to what the next level asks for first."""

from __future__ import annotations

from dataclasses import replace

from playwright.sync_api import Page, expect

from kbsearch.core.snapshot import Snapshot
from tests.e2e.desk import begun, find, is_sent, told
from tests.e2e.test_handing_over import LEVELS, _levels
from tests.served import Served

__all__ = ["_levels"]


def test_a_key_leads_to_the_first_fact_that_nobody_told_yet(page: Page, server: Served) -> None:
    names = ("modèle", "code affiché", "ville", "poste")
    entries = server.live.entries
    snapshot = entries["acme"]
    assert isinstance(snapshot, Snapshot)
    asked = (replace(LEVELS[0], facts=names), replace(LEVELS[1], facts=()))
    entries["acme"] = replace(snapshot, client=replace(snapshot.client, levels=asked))
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    call = begun(page)
    facts = page.locator("#ending-facts")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("2")
    expect(facts.locator("input")).to_have_count(len(names))
    page.keyboard.press("Alt+q")
    for value in ("TPE 4471", "E204"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    expect(facts.get_by_label("ville")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Alt+q")
    expect(facts.get_by_label("ville")).to_be_focused()
    page.get_by_role("radio", name="3 Passé au N3").check()
    expect(facts.locator("input")).to_have_count(0)
    expect(page.locator("#ending-sheet > p", has_text="À demander d’abord")).to_be_hidden()
    page.keyboard.press("Alt+q")
    expect(page.locator("#ending-impact")).to_be_focused()
    page.get_by_role("radio", name="2 Passé au N2").check()
    page.keyboard.press("Control+Enter")
    is_sent(page)
    [handed] = told(server, call, "escalated")
    assert {one["name"]: one["value"] for one in handed["facts"]} == {"modèle": "TPE 4471", "code affiché": "E204"}


def test_where_nobody_takes_over_the_key_leaves_the_end_as_it_is(page: Page) -> None:
    page.reload()
    find(page, "imprimante hors ligne", "Imprimante")
    begun(page)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("1")
    page.keyboard.press("Alt+q")
    expect(page.get_by_role("radio", name="1 Résolu")).to_be_focused()
