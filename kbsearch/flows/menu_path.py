"""What a caller keyed in a voice menu, level by level: choices stay, the caller's numbers do not.

Telephone systems hand over a number that was keyed as one choice, or cut into several: `06`, `52`, `71`, `41`, `27`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

KEYED = "[digits]"
"""What stands for digits that are kept nowhere."""
_AT_ONCE = re.compile(r"\d(?:[\s.#*-]?\d){4,}")
"""More digits than a choice in a voice menu has: the caller's number, account or code."""
_FEWEST_AT_ONCE = 5
"""Digits of `_AT_ONCE`, also where they stand in choices of two and more: nobody chooses `44`, then `719`."""
_FEWEST_IN_ALL = 8
"""Keys pressed one after the other of which no menu has so many levels."""
_ONLY_KEYS = re.compile(rf"(?:[\d\s.#*+()/_-]|{re.escape(KEYED)})*")
_DIGIT = re.compile(r"\d")


def kept_path(choices: Sequence[str], redact: Callable[[str], str], *, longest: int) -> tuple[str, ...]:
    """The choices as they may be kept, as many as there were, none longer than `longest`. Twice changes nothing.

    >>> kept_path(["2", "facturation", "0652", "7141", "27"], str, longest=20)
    ('2', 'facturation', '[digits]', '[digits]', '[digits]')
    """
    said = [redact(choice) if choice else "" for choice in choices]
    kept = [_AT_ONCE.sub(KEYED, choice)[:longest] for choice in said]
    digits = [_count(choice) for choice in said]
    for run in _runs(kept):
        first = next((at for at in run if KEYED in kept[at]), run.stop)
        before, behind = range(run.start, first), range(first, run.stop)
        for part in (_cut_up(digits, before), _led_in(digits, before, behind), _cut_up(digits, behind)):
            for at in part:
                if _DIGIT.search(kept[at]):
                    kept[at] = KEYED[:longest]
    return tuple(kept)


def _runs(choices: Sequence[str]) -> Iterator[range]:
    """Places of choices one after the other that are keys and nothing else, or stand for keys."""
    start = 0
    for at, choice in enumerate([*choices, "end"]):
        if not _ONLY_KEYS.fullmatch(choice):
            yield range(start, at)
            start = at + 1


def _cut_up(digits: Sequence[int], run: range) -> range:
    """The part of a run that is a number of the caller's, cut into choices; empty = none of it."""
    counts = {at: min(digits[at], _FEWEST_AT_ONCE) for at in run}  # what was keyed at once is one whole, however long
    groups = [at for at in run if counts[at] > 1]
    part = range(groups[0], groups[-1] + 1) if len(groups) > 1 else range(0)
    if sum(counts[at] for at in part) >= _FEWEST_AT_ONCE:
        return part
    return run if sum(counts.values()) >= _FEWEST_IN_ALL else range(0)


def _led_in(digits: Sequence[int], before: range, behind: range) -> range:
    """The groups of digits directly before what was keyed at once, where all of it is long: `06`, then `52714127`.

    Single keys there are choices, and so is a group before a short number: `1`, `2`, `48213` or `12`, `48213`.
    """
    start = before.stop
    while start > before.start and digits[start - 1] > 1:
        start -= 1
    part = range(start, before.stop)
    return part if sum(digits[at] for at in (*part, *behind[:1])) >= _FEWEST_IN_ALL else range(0)


def _count(choice: str) -> int:
    """Digits that were keyed at once; where they are kept no more, as few as there can have been."""
    return len(_DIGIT.findall(choice)) + _FEWEST_AT_ONCE * choice.count(KEYED)
