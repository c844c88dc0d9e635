"""Which calls of a client a list is of, and what the list needs from outside."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeAlias

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.one_client import OneClient

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
    agent: str | None = None
    """The key of who took the call last, as `Call.start` has it."""


class CallList(Protocol):
    """The calls that the events make, page by page, or one after the other. Any thread may call."""

    def page(
        self, client: OneClient, wanted: Wanted, limit: int, after: tuple[datetime, str] | None = None
    ) -> Sequence[Call]:
        """This client's, newest first: by start, ties by id, the greatest first. `after`: start and id of the one
        before the first. It takes the same time however many calls there are."""

    def each(
        self, client: OneClient, since: datetime, until: datetime, *, besides: Container[str] = ()
    ) -> Iterator[Call]:
        """This client's with `since <= Call.started < until`, oldest first, as they are at one moment, without those of
        the ids in `besides`, which cost little. It takes the same memory however many calls there are. To be read to
        its end, or closed, on the thread that asked."""

    def mark(self, client: OneClient, since: datetime) -> tuple[int, ...]:
        """Another one when an event of this client's calls with `since <= Event.at` was added or deleted."""


def state_of(call: Call) -> CallState:
    return "open" if call.closed_at is None and not call.is_unanswered else "closed"


def symptom_of(call: Call) -> str:
    """What the problem is said to be: as it was described last, else searched last; empty = nobody said."""
    if call.described:
        return call.described[-1].what.symptom
    return call.searches[-1].what.query if call.searches else ""
