"""Topics keep their names from one freezing to the next."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from itertools import count

LIKE = 0.5
"""Share of a group's calls that were of one topic before, from which it is that topic still."""
ID_CHARS = 8


def name(groups: Sequence[Sequence[str]], before: Mapping[str, str]) -> list[str]:
    """An id for each group of calls: that of the topic that half of its calls or more were of `before`, else a new one.

    `before`: call → topic, of the freezing before, empty = of none; calls that it does not know have no say. Where two
    groups come of one topic, the one with more of its calls keeps the name. A new id is made of the ids of the group's
    calls, so that the same calls give the same one.
    """
    shared: list[tuple[int, int, str]] = []
    for at, calls in enumerate(groups):
        known = Counter(before[call] for call in calls if call in before)
        shared += [(n, at, topic) for topic, n in known.items() if topic and n >= LIKE * known.total()]
    kept: dict[int, str] = {}
    for _, at, topic in sorted(shared, key=lambda one: (-one[0], one[1], one[2])):
        if at not in kept and topic not in kept.values():
            kept[at] = topic
    taken = {*before.values(), *kept.values()}
    for at, calls in enumerate(groups):
        if at not in kept:
            kept[at] = _new(calls, taken)
            taken.add(kept[at])
    return [kept[at] for at in range(len(groups))]


def _new(calls: Sequence[str], taken: Set[str]) -> str:
    words = "\n".join(sorted(calls))
    made = (hashlib.sha256(f"{words}{turn or ''}".encode("utf-8", "replace")).hexdigest() for turn in count())
    return next(id for one in made if (id := one[:ID_CHARS]) not in taken)
