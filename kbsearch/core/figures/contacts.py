"""Calls → contacts: what a caller wanted once, and whether they called again. What FCR is a share of.

The issue of a contact is its client and its caller: there are no topics yet, so that any later call of the same caller
counts as one about the same. A figure of this is a lower bound.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from kbsearch.core.calls import Call
from kbsearch.core.figures.levels import is_handled, reached
from kbsearch.core.happenings import Outcome

WINDOW = timedelta(days=7)
"""W: who calls again within it was not helped by the first contact."""
REDIAL = timedelta(minutes=15)
"""From the end of a call: who calls again sooner was cut off or passed on, and it is one contact."""
LONGEST = timedelta(hours=2)
"""An end told later than this after the beginning is when somebody filled the form in, not when they hung up."""


@dataclass(slots=True)
class Contact:
    """Calls of one caller, each begun within `REDIAL` of the end of the one before."""

    call: str
    """Id of its first call."""
    began: datetime
    """UTC, of that one."""
    hung_up: datetime
    """UTC, of its last call; its beginning where no end is known that can be believed."""
    is_first: bool
    """No contact of the same issue that somebody took began in the `WINDOW` before."""
    is_ripe: bool
    """The `WINDOW` after it is over: whether they called again is known."""
    is_handled: bool = False
    """One of its calls was closed, and not as given up by the caller."""
    is_resolved: bool = False
    """Its last call is closed as solved."""
    is_escalated: bool = False
    """One of its calls reached a level above N1."""
    taken: datetime | None = None
    """When the last one that somebody took began, this one included: one that was given up unheard helps nobody, and
    makes the next one no repetition. None = there was none."""
    called_back: bool = False
    """Another one of the same issue began in the `WINDOW` after, whatever came of it."""


ContactRule: TypeAlias = Callable[[Contact], bool | None]
"""What one handled contact is to a share of contacts: above the line and below (True), below alone (False), or
nothing (None)."""


def contacts(calls: Iterable[Call], now: datetime) -> Iterator[Contact]:
    """Contacts of calls given oldest first, each once what there is to know of it by `now` (UTC) is known.

    For a period, give the calls of a `WINDOW` before it and after it too. Calls without a caller are none's: leave them
    out. In the memory of one contact per caller.
    """
    last: dict[str, Contact] = {}
    for call in calls:
        before = last.get(call.start.caller)
        if before is not None and call.started - before.hung_up < REDIAL:
            _add(before, call)
            continue
        taken = before.taken if before is not None else None
        if before is not None:
            before.called_back = call.started - before.began <= WINDOW
            yield before
        is_first, is_ripe = taken is None or call.started - taken > WINDOW, call.started + WINDOW <= now
        last[call.start.caller] = made = Contact(call.id, call.started, call.started, is_first, is_ripe, taken=taken)
        _add(made, call)
    yield from last.values()


def _add(contact: Contact, call: Call) -> None:
    ended = call.telephony.ended_at or call.closed_at or call.started
    is_believed = timedelta() <= ended - call.started <= LONGEST
    contact.hung_up = max(contact.hung_up, ended if is_believed else call.started)
    contact.is_handled |= is_handled(call)
    if call.outcome is not Outcome.ABANDONED and not call.is_unanswered:
        contact.taken = contact.began
    contact.is_resolved = call.outcome is Outcome.RESOLVED
    contact.is_escalated |= bool(reached(call))
