"""Calls → contacts: what a caller wanted once, and whether they called again. What FCR is a share of.

The issue of a contact is its client and its caller, and where topics are told its topic too. Without topics any later
call of the same caller counts as one about the same: a figure of that is a lower bound, and with topics an upper one,
for who calls again may say it in other words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from kbsearch.core.calls import Call
from kbsearch.core.figures.handle_time import handle_time
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
    is_taken: bool = False
    """Somebody took one of its calls: one that was given up unheard helps nobody, and makes the next one no
    repetition."""
    called_back: bool = False
    """Another one of the same issue began in the `WINDOW` after, whatever came of it."""
    is_first_of_all: bool = True
    """As `is_first`, whatever the other one was about."""
    called_back_at_all: bool = False
    """As `called_back`, whatever the other one was about."""
    topic: str = ""
    """Of its first call that has one; empty = of none, which may be any."""
    used: frozenset[str] = frozenset()
    """Articles that were used in it."""
    seconds: int = 0
    """How long its calls took whose length is known, in all."""
    timed: int = 0
    """How many calls those are."""
    outcomes: frozenset[Outcome] = frozenset()
    """As its calls were closed."""


ContactRule: TypeAlias = Callable[[Contact], bool | None]
"""What one handled contact is to a share of contacts: above the line and below (True), below alone (False), or
nothing (None)."""


TopicOf: TypeAlias = Callable[[Call], str]
"""The topic that a call is about; empty = not known."""


def no_topic(call: Call) -> str:
    return ""


def contacts(calls: Iterable[Call], now: datetime, topic_of: TopicOf = no_topic) -> Iterator[Contact]:
    """Contacts of calls given oldest first, each once what there is to know of it by `now` (UTC) is known.

    For a period, give the calls of a `WINDOW` before it and after it too. Calls without a caller are none's: leave them
    out. A call whose topic is not known is about the same as any other of its caller. In the memory of the contacts
    that callers had last.
    """
    open_: dict[str, list[Contact]] = {}
    for call in calls:
        mine, topic = open_.setdefault(call.start.caller, []), topic_of(call)
        if mine and call.started - mine[-1].hung_up < REDIAL:
            _add(mine[-1], call, topic)
            continue
        while mine and call.started - mine[0].began > WINDOW:
            yield mine.pop(0)
        same = [one for one in mine if not topic or one.topic in ("", topic)]
        for one in mine:
            one.called_back_at_all = True
        for one in same:
            one.called_back = True
        is_first, is_ripe = not any(one.is_taken for one in same), call.started + WINDOW <= now
        is_first_of_all = not any(one.is_taken for one in mine)
        mine.append(Contact(call.id, call.started, call.started, is_first, is_ripe, is_first_of_all=is_first_of_all))
        _add(mine[-1], call, topic)
    for mine in open_.values():
        yield from mine


def _add(contact: Contact, call: Call, topic: str) -> None:
    contact.topic = contact.topic or topic
    ended = call.telephony.ended_at or call.closed_at or call.started
    is_believed = timedelta() <= ended - call.started <= LONGEST
    contact.hung_up = max(contact.hung_up, ended if is_believed else call.started)
    contact.is_handled |= is_handled(call)
    contact.is_taken |= call.outcome is not Outcome.ABANDONED and not call.is_unanswered
    contact.outcomes |= {call.outcome} if call.outcome else frozenset()
    contact.is_resolved = call.outcome is Outcome.RESOLVED
    contact.is_escalated |= bool(reached(call))
    contact.used |= frozenset(call.used)
    if (seconds := handle_time(call)) is not None:
        contact.seconds, contact.timed = contact.seconds + seconds, contact.timed + 1
