"""No text is kept that nothing shows."""

from __future__ import annotations

import re
from pathlib import Path

from kbsearch.api.catalogue import TEXTS

ROOT = Path(__file__).parents[2]
WORDS = ("catalogue.py", "problem_catalogue.py", "row_texts.py", "page_texts.py", "admin_texts.py")


def test_every_text_is_used() -> None:
    """By its name in quotes; `note-…`, `reason-…` and the like by what they tell of, `…-detail` by its problem."""
    files = [*(ROOT / "kbsearch").rglob("*.py"), *(ROOT / "web").rglob("*.*")]
    source = "\n".join(path.read_text("utf-8") for path in files if path.name not in WORDS and path.is_file())
    quoted = set(re.findall(r"[\"'`]([A-Za-z0-9_-]+)[\"'`]", source))
    told = re.compile("^(note|reason|answer|c-outcome|c-priority|c-flag|c-key|c-does|c|did)-")
    counts = re.compile("-[1n]$")
    unused = {
        name
        for name in TEXTS
        if not {name, told.sub("", name), counts.sub("", name), name.removesuffix("-detail")} & quoted
    }
    assert unused == set()
