"""Calls and contacts as the examples of the shelf of figures have them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.contacts import ContactKind
from kbsearch.core.figures.kinds import CallKind, kind_of
from tests.happenings import START


def example_phoned(
    disposition: str, waited: float = 10, took: float | None = 540, wrap_up: float | None = None
) -> Call:
    """A call that a telephone system told of: taken after so many seconds, over after so many more, and worked on after
    so many yet."""
    offered, came = START, ev.Disposition(disposition)
    answered = offered + timedelta(seconds=waited) if came is ev.Disposition.ANSWERED else None
    ended = None if took is None else (answered or offered) + timedelta(seconds=took)
    free = None if ended is None or wrap_up is None else ended + timedelta(seconds=wrap_up)
    told = ev.Telephoned(
        offered_at=offered, answered_at=answered, ended_at=ended, wrapup_ended_at=free, disposition=came
    )
    return fold([Event("began", "acme", "c", START, ev.Started("phone")), Event("told", "acme", "c", START, told)])


def example_kind(*told: Any, **more: Any) -> CallKind:
    return kind_of(example_phoned(*told, **more))


def example_searched(happened: str, ended: int, *, is_closed: bool = True) -> Call:
    """A call in which something happened every five seconds: `s` = a search, `o` = an article opened, `.` = nothing; so
    many seconds after the last of these the caller was gone."""
    kinds = {"s": ev.Searched("vpn", "hybrid", "c" * 40, "g1"), "o": ev.Opened("vpn")}
    told: list[ev.Happening | None] = [kinds.get(one) for one in happened]
    over = START + timedelta(seconds=5 * max(0, len(told) - 1) + ended)
    events = [Event("began", "acme", "c", START, ev.Started("phone"))]
    events += [Event(f"e{n}", "acme", "c", START + timedelta(seconds=5 * n), one) for n, one in enumerate(told) if one]
    return fold([*events, *([Event("over", "acme", "c", over, ev.Closed(Outcome.RESOLVED))] if is_closed else [])])


def example_contact(
    outcome: str, *, first: bool = True, ripe: bool = True, handed: bool = False, called_back: bool = False
) -> ContactKind:
    """A contact as they have it."""
    is_handled, is_resolved = outcome not in ("", "abandoned"), outcome == "resolved"
    return ContactKind(first, ripe, is_handled, is_resolved, False, handed, called_back)
