"""The plain counts beside the figures: how many calls, or contacts, of a period are what.

A count has one rule, by which its calls are counted and listed, so that the number is as long as its list. Each call
counts, those that are one too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from kbsearch.core.calls.happenings import Disposition, Outcome
from kbsearch.core.figures.contacts import Contacts
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.queue import CAME_TO, came_to
from kbsearch.core.figures.table import Flags

Among: TypeAlias = Literal["begun", "presented", "unattached"]
"""Calls that began in the period, or reached the queue in it; of the former, those without a caller to be told from
others."""


@dataclass(frozen=True, slots=True)
class CallCount:
    """Calls of one kind."""

    name: str
    """Stable, part of the API; its title and formula in words are the doors'."""
    is_one: Callable[[CallKind], bool]
    among: Among = "begun"


@dataclass(frozen=True, slots=True)
class ContactCount:
    """Contacts of one kind, each listed by its first call."""

    name: str
    are_such: Callable[[Contacts], Flags]
    """For each contact."""


Count: TypeAlias = CallCount | ContactCount


def _ended_as(outcome: Outcome, call: CallKind) -> bool:
    return call.outcome is outcome


def _came_to(disposition: Disposition | None, call: CallKind) -> bool:
    return came_to(call) is disposition


def _never_presented(disposition: Disposition, call: CallKind) -> bool:
    return call.came_of is disposition and not call.is_answered


OF_CALLS: tuple[CallCount, ...] = (
    CallCount("began", lambda call: True),
    CallCount("handled", lambda call: call.is_handled),
    CallCount("abandoned", partial(_ended_as, Outcome.ABANDONED)),
    CallCount("unfinished", lambda call: call.outcome is None and not call.is_unanswered),
    CallCount("unanswered", lambda call: call.is_unanswered),
)
"""All but the first add up to it."""
OF_CONTACTS: tuple[Count, ...] = (
    ContactCount("first_contacts", lambda found: found.is_handled & found.is_first),
    ContactCount("unripe_contacts", lambda found: found.is_handled & found.is_first & ~found.is_ripe),
    ContactCount("repeated_contacts", lambda found: found.is_handled & ~found.is_first),
    CallCount("unattached", lambda call: call.is_handled, "unattached"),
)
OUTCOMES = {one: f"outcome_{one}" for one in Outcome if one is not Outcome.ABANDONED}
"""Of the calls handled how each may have ended → the count of those that did; they add up to `handled`."""
OF_OUTCOMES: tuple[CallCount, ...] = tuple(
    CallCount(name, partial(_ended_as, outcome)) for outcome, name in OUTCOMES.items()
)
OF_QUEUE: tuple[CallCount, ...] = (
    CallCount("queue_presented", lambda call: True, "presented"),
    *(CallCount(f"queue_{part}", partial(_came_to, what), "presented") for part, what in CAME_TO.items()),
)
"""All but the first add up to it: the fields of `QueueCounts`."""
NOT_PRESENTED: tuple[CallCount, ...] = (
    CallCount("menu_abandoned", partial(_never_presented, Disposition.ABANDONED_IN_IVR)),
    CallCount("closed_hours", partial(_never_presented, Disposition.CLOSED_HOURS)),
)
"""Calls that never reached the queue, which no figure of the queue counts."""
COUNTS: tuple[Count, ...] = (*OF_CALLS, *OF_CONTACTS, *OF_OUTCOMES, *OF_QUEUE, *NOT_PRESENTED)
"""In the order in which they are shown."""
