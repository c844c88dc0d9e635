"""What is no TOML: the line to mend, and how, for people who write `client.toml` by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kbsearch.core.faults import shown

LISTS = ("levels", "triggers", "levels.shifts", "levels.overrides", "telephone.menu")
"""Tables that there may be several of: `[[levels]]`."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]{1,80})\s*\]")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Duplicate inline table key")
_HINTS = (
    (_TWICE, "It is written twice: keep one of the two."),
    (("Expected '=' after a key",), 'A line is a key, =, and its value: name = "Acme".'),
    (("Unclosed array", "Unclosed inline table"), "Put commas between the values, and close the list with ] or }."),
    (("Expected ']'", "Expected ']]'"), "Close the name of the table: [hours], [[levels]]."),
    (("Illegal character '\\n'", "Expected \"'\"", "Unterminated string"), "Close the text with its first quote."),
    (("Unescaped '\\'",), "Write \\\\ for one backslash, or put the text in single quotes."),
    (("Invalid statement", "Invalid initial character"), "A key of more than a-z, 0-9, - and _ needs double quotes."),
    (("Expected newline",), "One key and its value per line; texts, times and days need double quotes."),
)  # fmt: skip


def mended(problem: str, line: int, text: str, keys: Iterable[tuple[str, int]]) -> tuple[int, str, str]:
    """The line to mend, what is wrong there and how to mend it, from what the TOML reader says (`problem`, `line`) of a
    `text`, whose keys stand on these lines."""
    hint = next((hint for begins, hint in _HINTS if problem.startswith(begins)), "Texts need double quotes.")
    if not problem.startswith(_TWICE):
        return line, problem, hint
    lines = text.split("\n")
    here = _HEADER.match(lines[line - 1]) if line <= len(lines) else None
    if here is not None and (other := _of_other_kind(lines, line, here)) is not None:
        name = here[2]
        one, several = (line, other) if here[1] == "[" else (other, line)
        if name in LISTS:
            return one, f"[{name}] is one table, and [[{name}]] on line {several} one of several", f"Write [[{name}]]."
        return several, f"[[{name}]] is one of several tables, and [{name}] on line {one} one alone", f"Write [{name}]."
    known = list(keys)
    said = next((name for name, at in known if at == line), "")
    before = next((at for name, at in known if said and name == said and at < line), None)
    if before is not None:
        hint = f"{shown(said.rpartition('.')[2])} is on line {before} already: keep one of the two."
    return line, problem, hint


def _of_other_kind(lines: list[str], line: int, here: re.Match[str]) -> int | None:
    """The first line above that begins the table of this name with as many brackets as `here` does not."""
    for number, above in enumerate(lines[: line - 1], start=1):
        found = _HEADER.match(above)
        if found is not None and found[2] == here[2] and found[1] != here[1]:
            return number
    return None
