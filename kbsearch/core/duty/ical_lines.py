"""Where an iCalendar file says what: the line of an event's property, for whoever mends the file by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.text import NEWLINE

_NAME = re.compile(r"[A-Za-z0-9-]{1,40}")


def property_lines(text: str) -> list[dict[str, list[tuple[int, str]]]]:
    """Of each event in the order of the file: the name of each property → the first line of each of that name, and its
    value there. An event's own line stands under `BEGIN`; what stands inside its alarms is not its own."""
    return list(_events(text))


def _events(text: str) -> Iterator[dict[str, list[tuple[int, str]]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    depth = 0
    for number, line in enumerate(NEWLINE.split(text), start=1):
        name, value = _parts(line)
        if depth == 0 and (name, value.strip().upper()) != ("BEGIN", "VEVENT"):
            continue
        if depth <= 1 and name and (depth == 0 or name not in ("BEGIN", "END")):
            found.setdefault(name, []).append((number, value))
        depth += (name == "BEGIN") - (name == "END")
        if depth == 0:
            yield found
            found = {}


def _parts(line: str) -> tuple[str, str]:
    """Name and value of a line; no name of one that goes on from the line above. A parameter may hold `:` in quotes."""
    name = _NAME.match(line)
    if name is None:
        return "", ""
    is_quoted = False
    for place in range(name.end(), len(line)):
        if line[place] == '"':
            is_quoted = not is_quoted
        elif line[place] == ":" and not is_quoted:
            return name[0].upper(), line[place + 1 :]
    return name[0].upper(), ""
