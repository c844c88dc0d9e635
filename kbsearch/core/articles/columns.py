"""Where the lines of a Markdown text stand, as far as it matters to what is done before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

INDENT = 4
"""Columns that make code of a line, and by which MkDocs sets apart what a box or tab holds."""
_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_ITEM = re.compile(r"(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,4}(?=\S)|(?=[ \t]|$))")


def columns_of(lines: Sequence[str]) -> Iterator[int | None]:
    """Where the text of the list item around each line begins, 0 outside lists; `None` of blank lines and of code."""
    fence, items = "", [0]
    for line in lines:
        said, indent = line.strip(), width(line)
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
        if opening := _FENCE.match(said[item.end() :] if item else said):
            fence = opening[1] or opening[2]
        yield None if fence else items[-1]
        if item:
            items.append(indent + item.end())


def width(line: str) -> int:
    """Columns before the first character."""
    expanded = line.expandtabs(INDENT)
    return len(expanded) - len(expanded.lstrip(" "))
