"""`[telephone]` of `client.toml`: the lines that are this client's alone, what its voice menu is about, and how soon
its calls are to be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbsearch.core.clients.table import Table
from kbsearch.core.faults import shown
from kbsearch.core.levels import Holidays
from kbsearch.core.telephone.lines import USUAL, MenuEntry, ServiceGoal, Telephone

MOST = 200
"""Lines, and entries of the menu."""
MOST_STEPS = 20
"""Of one path, as a call has."""
LONGEST = 128
"""Characters of a line and of a step, as of a call's."""
LONGEST_WAIT_S = 3600
"""That can be aimed at."""

_DIALLED = re.compile(r"(?:\+|00)[\d\s().-]*")
"""Meant as a number with its country."""


def read(table: Table, holidays: Holidays) -> Telephone:
    """What can be used of it; `holidays`: for the country of numbers without a prefix."""
    inner = table.child("telephone")
    if inner is None:
        return Telephone()
    inner.note_unknown(("lines", "menu", "service_level"))
    return Telephone(tuple(dict.fromkeys(_lines(inner, holidays))), tuple(_menu(inner)), _goal(inner))


def _lines(table: Table, holidays: Holidays) -> Iterator[str]:
    from kbsearch.core.calls.callers import is_number, line_key, region_of  # tables of numbers, for who has lines alone

    region = region_of(holidays)
    lines = table.texts("lines")
    if len(lines) > MOST:
        table.refuse("lines", f"“lines” lists {len(lines)} lines; at most {MOST} are read.", "List fewer.")
    for line in lines[:MOST]:
        key = line_key(line, region=region)
        if len(line) > LONGEST:
            message = f"The line {shown(line)} has more than {LONGEST} characters."
            table.refuse("lines", message, "Write the number, or the queue's name.")
        elif _DIALLED.fullmatch(line) and not is_number(key):
            message = f"The line {shown(line)} is no telephone number that there can be."
            table.refuse("lines", message, 'Write it with its country: "+33 1 84 80 00 10".')
        else:
            yield key


def _menu(table: Table) -> Iterator[MenuEntry]:
    entries = table.children("menu")
    if len(entries) > MOST:
        table.refuse("menu", f"“menu” has {len(entries)} entries; at most {MOST} are read.", "Write fewer.")
    seen: set[tuple[str, ...]] = set()
    for inner in entries[:MOST]:
        inner.note_unknown(("path", "product", "lang"))
        path, product, lang = _path(inner), inner.text("product"), inner.text("lang")
        if not product:
            inner.refuse("product", "This choice is about no product.", "Write the product as the articles do.")
        if lang not in ("", "fr", "en"):
            inner.refuse("lang", f"“lang” is {shown(lang)}, not fr or en.", 'Write lang = "en", or leave it out.')
            lang = ""
        if path in seen:
            message = f"The path {shown(', '.join(path))} is there twice; the first one counts."
            inner.refuse("path", message, "Keep one of the two.")
        elif path and product:
            seen.add(path)
            yield MenuEntry(path, product, lang)


def _goal(table: Table) -> ServiceGoal:
    """Each number by itself: where one is missing or faulty, the usual one."""
    inner = table.child("service_level")
    if inner is None:
        return USUAL
    inner.note_unknown(("percent", "seconds"))
    return ServiceGoal(
        inner.whole("percent", USUAL.percent, 100, "percent"),
        inner.whole("seconds", USUAL.seconds, LONGEST_WAIT_S, "seconds"),
    )


def _path(table: Table) -> tuple[str, ...]:
    """The steps as written, repeated ones too; none after a fault."""
    steps = table.values.get("path")
    if isinstance(steps, list) and 0 < len(steps) <= MOST_STEPS and all(map(_is_step, steps)):
        return tuple(step.strip() for step in steps)
    message = f"“path” must list the choices as texts, 1 to {MOST_STEPS} of at most {LONGEST} characters."
    table.refuse("path", message, 'Write for instance path = ["1", "2"].')
    return ()


def _is_step(step: object) -> bool:
    return isinstance(step, str) and 0 < len(step.strip()) <= LONGEST
