"""What axe-core finds on a page: the rules of WCAG 2.2 AA, and what else it advises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOUR_RULES = ("color-contrast", "link-in-text-block")
RUN = """rules => axe.run(document, {runOnly: rules})
  .then(({passes, violations}) => ({passes: passes.length, violations}))"""
"""Every element that keeps a rule takes three times as long to be told as to be looked at: they are counted."""

needs_axe = pytest.mark.skipif(not AXE.exists(), reason="npm is not on this machine, so axe-core is not either")


def violations(page: Page) -> list[str]:
    """One line for each element at fault. It is run by the browser itself: a page's policy stands as it is."""
    found = _run(page, {"type": "tag", "values": TAGS})
    assert found["passes"] > 10, "it has looked"
    return _lines(found)


def of_colour(page: Page) -> list[str]:
    """The same by the rules that colours decide: all that a page may break in one theme and keep in the other, for
    nothing else of it depends on the theme."""
    return _lines(_run(page, {"type": "rule", "values": COLOUR_RULES}))


def _run(page: Page, rules: dict[str, Any]) -> dict[str, Any]:
    page.wait_for_load_state("load")  # with its stylesheets, else the browser's own sizes and colours are measured
    page.evaluate("window.scrollTo(0, 0)")  # else the bar covers part of what is measured
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8") + "; void 0")
    found: dict[str, Any] = page.evaluate(RUN, rules)
    return found


def _lines(found: dict[str, Any]) -> list[str]:
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} – {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
