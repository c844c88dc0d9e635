"""Time spent searching: how long, in a call, something was looked for before an article was opened.

    seconds from a search to the article opened next, or to the call's end, in all
    ------------------------------------------------------------------------------
                          closed calls with a search

Searches are those that are kept: that somebody looked at, not each letter. One search after another is one stretch of
searching, from the first of them; it ends where an article is opened, the call is handed over, the caller hangs up or
the call is closed, whichever comes first. Searching after an article was opened is another stretch, and so is searching
after the call was reopened: the time between counts for neither. A stretch of more than two hours is a screen that
somebody left, so its call is not counted, and searches after the end are not either.

Four calls: one that opened an article 20 s after its search; one that searched, searched again after 10 s, opened an
article after 15 s more, searched anew and hung up 10 s later; one without a search; one that is open. (20 + 35) / 2.

>>> calls = [searched("s...o", 5), searched("s.s..o.s.", 5), searched("", 5), searched("s...o", 5, is_closed=False)]
>>> [search_time(one) for one in calls]
[20, 35, None, None]
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import IntEnum

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call
from kbsearch.core.moments import microseconds

LONGEST = timedelta(hours=2)
_SECOND = 1_000_000
_LONGEST = LONGEST // timedelta(microseconds=1)


class _Step(IntEnum):
    """What a stretch of searching begins or ends with, in the order of those of one moment."""

    SEARCHED = 0
    OVER = 1
    """An article was opened, the call was handed over, or the caller hung up."""
    CLOSED = 2
    REOPENED = 3


def search_time(call: Call) -> int | None:
    """A `nouns.Measure`."""
    asked = (microseconds(one.at) for one in call.searches)
    opened = (microseconds(one.at) for one in call.handled if isinstance(one.what, ev.Opened))
    return searching(call, asked, opened)


def searching(call: Call, asked: Iterable[int], opened: Iterable[int]) -> int | None:
    """Seconds, as `search_time`, of a call that need not have its searches and openings: when each of those was, in
    microseconds since 1970."""
    if call.closed_at is None:
        return None
    left = [one.at for one in call.escalations] + [at for at in (call.telephony.ended_at,) if at is not None]
    steps = [(at, _Step.SEARCHED) for at in asked]
    steps += [(at, _Step.OVER) for at in (*opened, *map(microseconds, left))]
    steps += [(microseconds(at), _Step.CLOSED) for at in call.closings]
    steps += [(microseconds(at), _Step.REOPENED) for at in call.reopenings]
    searched, since, is_closed, after_end = list[int](), None, False, None
    for at, step in sorted(steps):
        if step is _Step.SEARCHED and is_closed:
            after_end = at
        elif step is _Step.SEARCHED or (step is _Step.REOPENED and after_end == at):  # of one second, told in any order
            since = at if since is None else since
        elif step is not _Step.REOPENED and since is not None:
            searched.append(at - since)
            since = None
        is_closed = step is _Step.CLOSED or (is_closed and step is not _Step.REOPENED)
    if not searched or max(searched) > _LONGEST:
        return None
    return round(sum(searched) / _SECOND)
