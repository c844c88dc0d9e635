"""Callers left without an answer, and those of them who say alike things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kbsearch.core.calls.call import Call
from kbsearch.core.gaps.reasons import reasons_of
from kbsearch.core.model import AnswerState
from kbsearch.core.text import fold
from kbsearch.core.topics.wording import words_of

Alike: TypeAlias = Callable[[Sequence[str]], Sequence[Sequence[int]]]
"""Wordings, each once → places in them of those that are about the same, every place in one group."""
MOST_COMPARED = 500
"""Different wordings that are compared with one another: a quarter of a second, and ten to be read for the first
time."""
_UNKNOWN = -1
"""Group of what was not compared."""


@dataclass(frozen=True, slots=True)
class Left:
    """Of the calls that began in some time."""

    callers: int
    """Who called; one of whom nothing is known is another one each time."""
    without: frozenset[tuple[str, str]]
    """Who of them was left without an answer, with the words, redacted; empty where nobody said any."""

    @property
    def count(self) -> int:
        """Callers left without an answer, each once."""
        return len({caller for caller, _ in self.without})


@dataclass(frozen=True, slots=True)
class Subject:
    """Alike wordings."""

    callers: int
    """Left without an answer now."""
    usual: int
    """The same of all usual hours together; a caller counts once in each."""


def left_of(calls: Iterable[Call]) -> Left:
    everybody, without = set[str](), set[tuple[str, str]]()
    for call in calls:
        name = call.start.caller or f"call {call.id}"
        everybody.add(name)
        if is_left(call):
            without.add((name, words_of(call)))
    return Left(len(everybody), frozenset(without))


def is_left(call: Call) -> bool:
    """Of a closed call what `gaps.reasons` says: no answer, every article ruled out, asked in other words, reported, or
    passed on without an article. Of an open one, that its last search found nothing reliable."""
    if call.outcome is not None:
        return bool(reasons_of(call))
    return not call.used and bool(call.searches) and call.searches[-1].what.state is AnswerState.NOTHING_RELIABLE


def subjects(now: Left, usual: Sequence[Left], alike: Alike) -> list[Subject]:
    """What those who are left now say, the most callers first. Who says nothing now is in none.

    Wordings beyond `MOST_COMPARED`, those of now first, are not compared. Whoever used them in a usual hour, or no
    words at all, is usual in every subject: what is not known never makes a burst.
    """
    wordings = dict[str, str]()
    for one in (now, *usual):
        for _, words in sorted(one.without):
            if words and len(wordings) < MOST_COMPARED:
                wordings.setdefault(fold(words), words)
    places = {key: at for at, key in enumerate(wordings)}
    groups = alike([*wordings.values()]) if wordings else ()
    group_of = {at: group for group, its in enumerate(groups) for at in its}
    hours = [_by_group(one, places, group_of) for one in usual]
    found = [
        Subject(len(callers), sum(len(hour[group] | hour[_UNKNOWN]) for hour in hours))
        for group, callers in _by_group(now, places, group_of).items()
        if group != _UNKNOWN
    ]
    return sorted(found, key=lambda one: (-one.callers, one.usual))


def _by_group(left: Left, places: dict[str, int], group_of: dict[int, int]) -> defaultdict[int, set[str]]:
    """Group → its callers."""
    found = defaultdict[int, set[str]](set)
    for caller, words in left.without:
        at = places.get(fold(words))
        found[_UNKNOWN if at is None else group_of[at]].add(caller)
    return found
