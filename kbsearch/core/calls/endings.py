"""How a call was closed and reopened: since when it is over, and whether it went on after it was solved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeAlias

import msgspec

from kbsearch.core.calls.happenings import Closed, Outcome, Reopened

Turn: TypeAlias = tuple[datetime, Closed | Reopened]
"""UTC; when it was closed or reopened."""


class Relapse(msgspec.Struct, frozen=True):
    """That a solved call was reopened."""

    at: datetime
    """UTC; when."""
    stood: timedelta
    """How long it had been solved."""


def over_at(turns: Sequence[Turn]) -> datetime | None:
    """When the first of the closings was that nothing reopened; None while the call is open."""
    last = [at for at, _ in takewhile(lambda one: isinstance(one[1], Closed), reversed(turns))]
    return last[-1] if last else None


def settled_at(turns: Sequence[Turn]) -> datetime | None:
    """Since when it has stood closed with the outcome that it has; None while the call is open."""
    return _stood(turns)[0]


def relapses(turns: Sequence[Turn]) -> tuple[Relapse, ...]:
    """Each time that it was reopened when it stood solved, in their order."""
    return tuple(_stood(turns)[1])


def _stood(turns: Sequence[Turn]) -> tuple[datetime | None, list[Relapse]]:
    since: datetime | None = None
    outcome: Outcome | None = None
    found = []
    for at, what in turns:
        if isinstance(what, Reopened):
            if since is not None and outcome is Outcome.RESOLVED:
                found.append(Relapse(at, at - since))
            since = outcome = None
        elif what.outcome is not outcome:
            since, outcome = at, what.outcome
    return since, found
