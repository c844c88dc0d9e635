"""Where the lines of a Markdown text stand, as far as it matters to what is done before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

INDENT = 4
"""Columns that make code of a line, and by which MkDocs sets apart what a box or tab holds."""
MOST_QUOTES = 8
"""Quotes within each other; what is deeper counts as code."""
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|(?=[ \t]|$))")


def columns_of(lines: Sequence[str], depth: int = 0) -> Iterator[int | None]:
    """Where the text of the list item around each line begins, 0 outside lists; `None` of blank lines and of code.

    Within a quote it is counted from its text; `None` too where quotes are deeper than `MOST_QUOTES`."""
    fence, items = "", [0]
    quoted_before = 0
    for at, line in enumerate(lines):
        if at < quoted_before:
            continue
        said, indent = line.strip(), width(line)
        if fence and said and indent < items[-1]:
            fence = ""  # it ends with the item that holds it
        if fence:
            if said.startswith(fence) and not said.strip(fence[0]):
                fence = ""
            yield None
            continue
        if not said:
            yield None
            continue
        while items[-1] > indent:
            items.pop()
        if indent - items[-1] >= INDENT:
            yield None
            continue
        item = _ITEM.match(said)
        held = said[item.end() :] if item else said
        if item:
            items.append(indent + item.end())
        if held.startswith(">"):
            quoted = _quoted(held, lines, at)
            quoted_before = at + len(quoted)
            yield from columns_of(quoted, depth + 1) if depth < MOST_QUOTES else [None] * len(quoted)
            continue
        if opening := _FENCE.match(held):
            fence = opening[1] or opening[2]
        yield None if fence else items[-2 if item else -1]


def _quoted(held: str, lines: Sequence[str], at: int) -> list[str]:
    """What the quote that begins on line `at` holds, one level of `>` taken off."""
    below = takewhile(lambda line: line.lstrip()[:1] == ">", (lines[below] for below in range(at + 1, len(lines))))
    return [line.expandtabs(INDENT).lstrip()[1:].removeprefix(" ") for line in (held, *below)]


def width(line: str) -> int:
    """Columns before the first character."""
    expanded = line.expandtabs(INDENT)
    return len(expanded) - len(expanded.lstrip(" "))
