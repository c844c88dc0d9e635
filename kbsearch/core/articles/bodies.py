"""What keeps an article's body from being shown: agents would miss a part of it, or read both sides of a merge."""

from __future__ import annotations

import re

from kbsearch.core.articles import markdown
from kbsearch.core.articles.frontmatter import Parts
from kbsearch.core.faults import FaultLog, shown

_MARKER = re.compile(r"(?:<{7}|>{7}) ")
_VERBATIM = ("fence", "code_block")


def note(parts: Parts, log: FaultLog) -> None:
    """All of it, as errors."""
    _note_nesting(parts, log)
    _note_conflicts(parts, log)


def _note_nesting(parts: Parts, log: FaultLog) -> None:
    """An error where a part would be missing."""
    line = markdown.first_lost_line(parts.body)
    if line is not None:
        message = f"Lists or quotes are nested deeper than {markdown.MOST_NESTING} levels (a list counts for two)."
        log.error(parts.body_line + line, "nested-too-deep", message, "Cut the inner ones out, or into an article.")


def _note_conflicts(parts: Parts, log: FaultLog) -> None:
    """An error for each conflict marker outside code."""
    found = [(at, line) for at, line in enumerate(markdown.lines_of(parts.body)) if _MARKER.match(line)]
    if not found:
        return
    tokens = (token for token in markdown.blocks(parts.body) if token.type in _VERBATIM and token.map)
    verbatim = {line for token in tokens for line in range(*(token.map or ()))}
    for at, line in found:
        if at not in verbatim:
            hint = "Keep one of the two sides, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
            log.error(parts.body_line + at, "conflict-marker", f"A merge was not finished here: {shown(line)}.", hint)
