"""`[[triggers]]` of `client.toml`, and the target delays by priority of one level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kbsearch.core.clients.table import MOST_MINUTES, Table
from kbsearch.core.faults import shown
from kbsearch.core.levels import LEVELS, PRIORITIES, Level, Priority, Trigger
from kbsearch.core.text import fold

MOST_PHRASES = 200
"""Of one client: each is embedded once per snapshot."""

_KEYS = ("phrases", "categories", "priorities", "level", "group", "why")


def read(table: Table, levels: Sequence[Level]) -> Iterator[Trigger]:
    """The triggers that lead somewhere; one that does not is a fault and left out."""
    count = 0
    before: dict[tuple[str, str], list[Trigger]] = {}
    for inner in table.children("triggers"):
        trigger = _trigger(inner, levels)
        if trigger is not None:
            _note_repeated(inner, trigger, before)
            count += len(trigger.phrases)
            if count > MOST_PHRASES:
                inner.refuse("phrases", f"More than {MOST_PHRASES} phrases in all.", "Keep those that callers say.")
                return
            yield trigger


def delays(level: Table) -> tuple[tuple[Priority, int], ...]:
    """`delays = { P1 = 15, P2 = 60 }`, gravest first."""
    inner = level.child("delays")
    if inner is None:
        return ()
    inner.note_unknown(PRIORITIES)
    found = [(priority, inner.minutes(priority)) for priority in PRIORITIES]
    known = [(priority, minutes) for priority, minutes in found if minutes is not None]
    others = level.values.get("delay_minutes")  # of priorities that are not named; what is no number is told of it
    default = others if isinstance(others, int) and not isinstance(others, bool) else None
    filled = [(priority, default if minutes is None else minutes) for priority, minutes in found]
    for (grave, long), (less, short) in pairwise((one, each) for one, each in filled if each is not None):
        if long > short:
            message = f"{grave} may wait {long} minutes, longer than {less} with {short}."
            line = inner.line(grave if grave in inner.values else less)
            inner.log.warning(line, "delay-order", message, f"P1 is the gravest; at most {MOST_MINUTES}.")
    return tuple(known)


def _note_repeated(inner: Table, trigger: Trigger, before: dict[tuple[str, str], list[Trigger]]) -> None:
    """What an earlier trigger fires on at every priority that this one does: this one never counts for it. `before`:
    what fires → the triggers that it fires; takes this one in."""
    said = {("phrases", " ".join(fold(phrase).split())): phrase for phrase in trigger.phrases}
    said |= {("categories", name.casefold()): name for name in trigger.categories}
    if not said:
        said = {("priorities", name): name for name in trigger.priorities}
    for (key, what), written in said.items():
        earlier = before.setdefault((key, what), [])
        if any(key == "priorities" or _covers(one, trigger) for one in earlier):
            message = f"{shown(written)} is in an earlier trigger, which counts: this one never fires by it."
            inner.log.warning(inner.line(key), "trigger-repeated", message, "Keep it in one of the two.")
        earlier.append(trigger)


def _covers(one: Trigger, other: Trigger) -> bool:
    """Whether the first fires at every priority at which the other does."""
    return not one.priorities or (bool(other.priorities) and set(other.priorities) <= set(one.priorities))


def _trigger(inner: Table, levels: Sequence[Level]) -> Trigger | None:
    inner.note_unknown(_KEYS)
    level, group = _level(inner, levels), _group(inner, levels)
    phrases, categories, priorities = inner.texts("phrases"), inner.texts("categories"), tuple(_priorities(inner))
    if not (phrases or categories or priorities):
        inner.refuse("phrases", "This trigger never fires.", "Give it phrases, categories or priorities.")
        return None
    if not (level or group):
        if not {"level", "group"}.intersection(inner.values):
            inner.refuse("group", "This trigger leads nowhere.", 'Write group = "…" or level = "N3".')
        return None
    own = next((one.level for one in levels if one.group == group), level)
    if level and own != level:
        message = f"The level {level} is not that of the group {shown(group)}, {own}: the group counts."
        inner.log.warning(inner.line("level"), "trigger-level", message, "Write one of the two alone.")
    return Trigger(phrases, categories, priorities, level, group, inner.text("why"))


def _group(inner: Table, levels: Sequence[Level]) -> str:
    group = inner.text("group")
    known = [level.group for level in levels]
    if not group or group in known:
        return group
    near = get_close_matches(group, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(known) or 'none: declare [[levels]] first'}."
    inner.refuse("group", f"The group {shown(group)} is not in [[levels]].", hint)
    return ""


def _level(inner: Table, levels: Sequence[Level]) -> str:
    written = inner.text("level")
    if not written:
        return ""
    name = next((one for one in LEVELS if one.lower() == written.lower()), "")
    if not any(level.level == name for level in levels):
        known = ", ".join(dict.fromkeys(level.level for level in levels)) or "none"
        inner.refuse("level", f"The level {shown(written)} is not in [[levels]].", f"Declared: {known}.")
        return ""
    return name


def _priorities(inner: Table) -> Iterator[Priority]:
    for word in inner.texts("priorities"):
        found = next((one for one in PRIORITIES if one == word.upper()), None)
        if found is None:
            inner.refuse("priorities", f"{shown(word)} is not a priority.", f"Use some of {', '.join(PRIORITIES)}.")
        else:
            yield found
