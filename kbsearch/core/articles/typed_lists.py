"""Lists as people type them who do not write Markdown: `1/ …`, `1°) …`, `1- …`, `• …`, `Étape 1 : …`, a line an item.

Their lines run together in one paragraph otherwise, and no step of them is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kbsearch.core.articles.columns import columns_of

_SAID = r"(?=[^\W\d_]|[«\"“*_`\[(<])"
_NUMBER = re.compile(rf"([ \t]*)(\d{{1,2}})((?:[ \t]?(?:/|°[ \t]?[)./-]?|[-–]|[.)]-)[ \t]*|[.)]){_SAID})")
"""Not `1. ` and `1) `, which are Markdown's; `1.Ouvrir` is meant as one."""
_BULLET = re.compile(r"([ \t]*)[•●▪◦‣►▶➢➤][ \t]*(?=\S)")
_STEP = re.compile(r"[ \t]*[*_]{0,3}(?:[ÉéEe]tape|[Ss]tep)[ \t]+\d{1,2}\b")
_DEFINITION = re.compile(r"( {0,3}):(?=[ \t]{1,3}\S)")
"""As MkDocs and Pandoc write what the line above it means."""
_LONGEST_TERM = 80
_NO_PARAGRAPH = re.compile(r"[ \t]*(?:#|\||>|[-+*][ \t]|\d+[.)][ \t]|$)|.*(?:  |\\)$")
"""A line below which a break is not needed."""
MAY_BE = re.compile(
    rf"(?:^|[\r\n])(?:{_NUMBER.pattern}|{_BULLET.pattern}|{_STEP.pattern}|{_DEFINITION.pattern})",
)
"""Whether there may be anything to do."""


def as_lists(lines: Sequence[str]) -> list[str]:
    """As many lines, with Markdown's lists. Numbers are those of a list where a 1 and a 2 follow each other, written
    alike and under one heading, and no 0 comes before: `0 - off`, `1 - on` are values."""
    made = list(lines)
    is_text = [column is not None for column in columns_of(lines)]
    for at, number in _numbered(lines, is_text):
        made[at] = f"{number[1]}{number[2]}. {lines[at][number.end() :]}"
    for at, line in enumerate(lines):
        if is_text[at] and (bullet := _BULLET.match(line)):
            made[at] = f"{bullet[1]}- {line[bullet.end() :]}"
        elif is_text[at] and _DEFINITION.match(line) and _defines(lines, at):
            made[at] = line.replace(":", "-", 1)
        elif at and is_text[at] and is_text[at - 1] and _STEP.match(line) and not _NO_PARAGRAPH.match(made[at - 1]):
            made[at - 1] = f"{made[at - 1].rstrip()}  "
    return made


def _defines(lines: Sequence[str], at: int) -> bool:
    """Whether a term, a short line of its own, or another definition of it stands above."""
    above = at - 1 if at and lines[at - 1].strip() else at - 2
    if above < 0 or not lines[above].strip():
        return False
    is_apart = above == 0 or not lines[above - 1].strip()
    is_term = is_apart and len(lines[above]) <= _LONGEST_TERM and not _NO_PARAGRAPH.match(lines[above])
    return is_term or _DEFINITION.match(lines[above]) is not None


def _numbered(lines: Sequence[str], is_text: Sequence[bool]) -> Iterator[tuple[int, re.Match[str]]]:
    run: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate([*lines, "#"]):
        number = _NUMBER.match(line) if at < len(lines) and is_text[at] else None
        if number is None and not line.startswith("#"):
            continue
        if number and run and _goes_on(run[-1][1], number):
            run.append((at, number))
            continue
        if len(run) > 1 and int(run[0][1][2]) == 1:
            yield from run
        run = [(at, number)] if number and int(number[2]) < 2 else []


def _goes_on(before: re.Match[str], number: re.Match[str]) -> bool:
    is_alike = (before[1], before[3].strip()) == (number[1], number[3].strip())
    return is_alike and int(number[2]) == int(before[2]) + 1
