"""Service level, *objectif 80/90*: of the calls answered or abandoned, those answered within 90 seconds.

    calls answered within 90 s
    -------------------------- · the trade aims at 80 %
    calls answered + abandoned

Both numbers are the client's own where its `client.toml` has others, below `[telephone.service_level]`.
There are five conventions in use, and they differ by points on the same day: this is the one of the queue's callers,
with what went to others left out. An answered call of which a time is not known, or cannot be true, is not counted.

Five calls: taken after 30, 90 and 91 seconds, one whose caller hung up, one sent on to others: 2 / 4 = 50 %.

>>> calls = [phoned("answered", 30), phoned("answered", 90), phoned("answered", 91), phoned("abandoned_in_queue"),
...          phoned("overflow")]
>>> in_time = [True, True, False, None, None]
>>> [service_level(one, is_in_time) for one, is_in_time in zip(calls, in_time, strict=True)]
[True, True, False, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.queue import is_abandoned


def service_level(call: CallKind, is_in_time: bool | None) -> bool | None:
    """A `nouns.GoalRule`."""
    if not call.is_presented:
        return None
    if call.is_answered:
        return is_in_time
    return False if is_abandoned(call) else None
