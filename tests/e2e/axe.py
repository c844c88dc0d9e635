"""What axe-core finds on a page: the rules of WCAG 2.2 AA, and what else it advises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

needs_axe = pytest.mark.skipif(not AXE.exists(), reason="npm is not on this machine, so axe-core is not either")


def violations(page: Page) -> list[str]:
    """One line for each element at fault. It is run by the browser itself: a page's policy stands as it is."""
    page.wait_for_load_state("load")  # with its stylesheets, else the browser's own sizes and colours are measured
    page.evaluate("window.scrollTo(0, 0)")  # else the bar covers part of what is measured
    page.evaluate(AXE.read_text("utf-8") + "; void 0")
    run = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})"
    found: dict[str, Any] = page.evaluate(run, list(TAGS))
    assert len(found["passes"]) > 10, "it has looked"
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:160]} – {node['failureSummary'].splitlines()[-1].strip()}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
