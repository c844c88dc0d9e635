"""Which calls of a client a list is of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from kbsearch.core.calls import Call
from kbsearch.core.happenings import Outcome

CallState: TypeAlias = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What all calls of the list have in common; None = whatever it is."""

    since: datetime | None = None
    """`since <= Call.started`; with an offset."""
    until: datetime | None = None
    """`Call.started < until`; with an offset."""
    state: CallState | None = None
    outcome: Outcome | None = None


def state_of(call: Call) -> CallState:
    return "open" if call.closed_at is None else "closed"


def symptom_of(call: Call) -> str:
    """What the problem is said to be: as it was described last, else searched last; empty = nobody said."""
    if call.described:
        return call.described[-1].what.symptom
    return call.searches[-1].what.query if call.searches else ""
