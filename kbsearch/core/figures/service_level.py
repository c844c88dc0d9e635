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
>>> [service_level(one) for one in calls]
[True, True, False, False, None]
>>> [service_level(one, ServiceGoal(seconds=60)) for one in calls]
[True, False, False, False, None]
"""

from __future__ import annotations

from datetime import timedelta

from kbsearch.core.calls import Call
from kbsearch.core.figures.queue import is_abandoned, presented_at
from kbsearch.core.telephone import USUAL, ServiceGoal


def service_level(call: Call, goal: ServiceGoal = USUAL) -> bool | None:
    """A `nouns.GoalRule`."""
    if presented_at(call) is None:
        return None
    if call.telephony.is_answered:
        return None if (waited := call.telephony.waited) is None else waited <= timedelta(seconds=goal.seconds)
    return False if is_abandoned(call) else None
