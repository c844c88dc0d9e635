"""Calls that are one: who is passed on, or dials again within a quarter of an hour, has not called twice.

Figures of what was handled count them once, as `contacts` does for first call resolution: a call that N1 passes to N2,
who has another record of it, is one call that reached N2. Figures of the queue count each, as the telephone system
does, and so do the numbers of calls beside the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from msgspec.structs import replace

from kbsearch.core.figures.contacts import Contacts
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.table import NOBODY, NOT_TOLD, CallTable, Codes, Column, Flags, Numbers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AsOne:
    """One entry of each array for each call, or calls that are one; in no order.

    Few are made of more than one leg: what those come to is worked out apart, all others are what their only leg is.
    """

    first: Numbers
    """Row of the table: the first leg of each."""
    table: CallTable
    kinds: Sequence[CallKind]
    kind: Numbers
    """Place in `kinds` of what each is, all its legs together."""
    several: Numbers
    """Which of them have more legs than one."""
    legs: Numbers
    """Rows of those legs: those that are one stand together, the first one first."""
    starts: Numbers
    """Where in `legs` each of `several` begins."""

    def any_of(self, flags: Flags) -> Flags:
        """Whether that holds of one of its legs; `flags`: of each row of the table."""
        found = flags[self.first]
        if len(self.several):
            found[self.several] = np.logical_or.reduceat(flags[self.legs], self.starts)
        return found

    def most_of(self, codes: Codes) -> Codes:
        """Of each row of the table, the highest code of the legs that it is one with; `codes`: of each row."""
        found = codes.copy()
        if len(self.several):
            sizes = np.diff(np.append(self.starts, len(self.legs)))
            found[self.legs] = np.repeat(np.maximum.reduceat(codes[self.legs], self.starts), sizes)
        return found

    def seconds(self, column: Column) -> Numbers:
        """Of its legs in all, as far as they are told; `NOT_TOLD` where none is."""
        each = self.table.seconds(column)
        found = each[self.first].astype(np.int64)
        if len(self.several):
            of_legs = each[self.legs].astype(np.int64)
            is_told = of_legs != NOT_TOLD
            in_all = np.add.reduceat(np.where(is_told, of_legs, 0), self.starts)
            found[self.several] = np.where(np.logical_or.reduceat(is_told, self.starts), in_all, NOT_TOLD)
        return found


def as_one(table: CallTable, found: Contacts) -> AsOne:
    """`found`: the contacts of the table. A call without a caller is one by itself."""
    first = np.concatenate((found.first, np.flatnonzero(table.rows["caller"] == NOBODY)))
    sizes = np.diff(np.append(found.starts, len(found.calls)))
    several = np.flatnonzero(sizes > 1)
    legs = found.calls[np.repeat(sizes > 1, sizes)]
    starts = np.cumsum(sizes[several]) - sizes[several]
    kind_of_row = table.rows["kind"].astype(np.int64)
    kinds, kind, of_legs = [*table.kinds], kind_of_row[first], kind_of_row[legs]
    place_of: dict[tuple[int, ...], int] = {}
    for at, start, size in zip(several.tolist(), starts.tolist(), sizes[several].tolist(), strict=True):
        told = tuple(of_legs[start : start + size].tolist())
        if told not in place_of:
            place_of[told] = len(kinds)
            kinds.append(together([kinds[one] for one in told]))
        kind[at] = place_of[told]
    return AsOne(first, table, kinds, kind, several, legs, starts)


def together(legs: Sequence[CallKind]) -> CallKind:
    """What calls are that are one, in the order in which they began: it ended as the last one that somebody took did,
    and reached and used what any of them did. What callers answer counts where the call was handled, the last of it."""
    taken = [one for one in legs if one.is_taken]
    last, handled = (taken or legs)[-1], [one for one in legs if one.is_handled]
    could = {level: said for one in legs for level, said in _judged(one)}
    return replace(
        last,
        reached=tuple(sorted({level for one in legs for level in one.reached})),
        used=tuple(sorted({article for one in legs for article in one.used})),
        is_created=any(one.is_created for one in legs),
        confirmed=_last([one.confirmed for one in handled]),
        queue=legs[0].queue,
        n1_could=tuple(sorted(level for level, said in could.items() if said)),
        n1_could_not=tuple(sorted(level for level, said in could.items() if not said)),
        is_satisfied=_last([one.is_satisfied for one in handled]),
        recommends=_last([one.recommends for one in handled]),
        is_doubtful=any(one.is_doubtful for one in legs),
        is_of_incident=any(one.is_of_incident for one in legs),
    )


def _judged(kind: CallKind) -> list[tuple[str, bool]]:
    return [*((level, True) for level in kind.n1_could), *((level, False) for level in kind.n1_could_not)]


def _last(said: Sequence[T | None]) -> T | None:
    return next((one for one in reversed(said) if one is not None), None)
