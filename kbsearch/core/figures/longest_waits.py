"""The longest waits of a period, *les plus longues attentes*: of a call that was answered, and of one whose caller gave
up in the queue. No figures: each is one call, which whoever asks wants to open.

As the telephone system tells them, in seconds begun, of the calls presented in the period. A wait that is not known, or
cannot be true, is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.period import Period
from kbsearch.core.figures.queue import is_abandoned
from kbsearch.core.figures.table import NOT_TOLD, CallTable
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own


@dataclass(frozen=True, slots=True)
class Wait:
    """Of one call."""

    call: str
    """Its id."""
    seconds: int


@dataclass(frozen=True, slots=True)
class LongestWaits:
    """The first of those that are equally long; None = there is none."""

    client: str
    answered: Wait | None = None
    abandoned: Wait | None = None


def longest_waits(client: OneClient, period: Period, table: CallTable) -> LongestWaits:
    """Of the calls of `table` that were presented in `period`; with ids. Raises `ScopeViolation` for another client's
    calls."""
    require_own(client, (table.client,))
    presented, waited = table.rows["presented"], table.rows["waited"]
    is_in = (microseconds(period.begins) <= presented) & (presented < microseconds(period.ends)) & (waited != NOT_TOLD)

    def longest(is_one: Callable[[CallKind], bool]) -> Wait | None:
        found = np.flatnonzero(is_in & table.of_kinds(np.array([is_one(one) for one in table.kinds], np.bool_)))
        if not len(found):
            return None
        first = int(found[np.argmax(waited[found])])
        return Wait(table.ids[first], int(waited[first]))

    return LongestWaits(table.client, longest(lambda one: one.is_answered), longest(is_abandoned))
