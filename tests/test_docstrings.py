"""What docstrings show is what comes out."""

from __future__ import annotations

import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ELSEWHERE = ("kbsearch.core.figures.", "kbsearch.core.alerts.", "kbsearch.core.effects.estimating")
"""Their examples are about calls and weeks, which their own tests make."""
SHOWING = sorted(
    name
    for path in (ROOT / "kbsearch").rglob("*.py")
    if re.search(r"^ *>>> ", path.read_text("utf-8"), re.MULTILINE)
    for name in [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")]
    if not name.startswith(ELSEWHERE)
)


@pytest.mark.parametrize("name", SHOWING)
def test_examples_are_true(name: str) -> None:
    tried = doctest.testmod(importlib.import_module(name))
    assert tried.attempted
    assert not tried.failed
