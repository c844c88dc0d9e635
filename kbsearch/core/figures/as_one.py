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
    """One entry of each array for each call, or calls that are one; in no order."""

    legs: Numbers
    """Rows of the table: those that are one stand together, the first one first."""
    starts: Numbers
    """Where in `legs` each begins."""
    table: CallTable
    kinds: Sequence[CallKind]
    kind: Numbers
    """Place in `kinds` of what each is, all its legs together."""

    @property
    def first(self) -> Numbers:
        """Row of the first leg of each."""
        return self.legs[self.starts]

    def any_of(self, flags: Flags) -> Flags:
        """Whether that holds of one of its legs; `flags`: of each row of the table."""
        return np.logical_or.reduceat(flags[self.legs], self.starts) if len(self.starts) else np.empty(0, np.bool_)

    def most_of(self, codes: Codes) -> Codes:
        """Of each row of the table, the highest code of the legs that it is one with; `codes`: of each row."""
        found = codes.copy()
        if len(self.starts):
            sizes = np.diff(np.append(self.starts, len(self.legs)))
            found[self.legs] = np.repeat(np.maximum.reduceat(codes[self.legs], self.starts), sizes)
        return found

    def seconds(self, column: Column) -> Numbers:
        """Of its legs in all, as far as they are told; `NOT_TOLD` where none is."""
        if not len(self.starts):
            return np.empty(0, np.int64)
        each = self.table.seconds(column)[self.legs].astype(np.int64)
        is_told = each != NOT_TOLD
        in_all = np.add.reduceat(np.where(is_told, each, 0), self.starts)
        return np.where(np.logical_or.reduceat(is_told, self.starts), in_all, NOT_TOLD)


def as_one(table: CallTable, found: Contacts) -> AsOne:
    """`found`: the contacts of the table. A call without a caller is one by itself."""
    alone = np.flatnonzero(table.rows["caller"] == NOBODY)
    legs = np.concatenate((found.calls, alone))
    starts = np.concatenate((found.starts, len(found.calls) + np.arange(len(alone))))
    kinds = [*table.kinds]
    kind = table.rows["kind"][legs].astype(np.int64)
    sizes = np.diff(np.append(starts, len(legs)))
    of_each = kind[starts]
    place_of: dict[tuple[int, ...], int] = {}
    for at in np.flatnonzero(sizes > 1).tolist():
        told = tuple(kind[starts[at] : starts[at] + sizes[at]].tolist())
        if told not in place_of:
            place_of[told] = len(kinds)
            kinds.append(together([kinds[one] for one in told]))
        of_each[at] = place_of[told]
    return AsOne(legs, starts, table, kinds, of_each)


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
