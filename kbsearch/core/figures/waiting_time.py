"""Waiting time, *attente moyenne*: how long callers who were answered had waited in the queue.

    seconds from the queue to the answer in all
    --------------------------------------------
    answered calls of which both times are known

As the telephone system tells it, in seconds begun. Who hung up before is not in it: how many those are, and how many
waited longer than they should, the abandonment rate and the service level say. A time that is not known, or cannot be
true, is not counted.

Five calls: taken after 30, 90 and 45.2 seconds, one whose caller hung up, one sent on to others: 166 / 3 = 55.3 s.

>>> calls = [phoned("answered", 30), phoned("answered", 90), phoned("answered", 45.2), phoned("abandoned_in_queue"),
...          phoned("overflow")]
>>> [waiting_time(one) for one in calls]
[30, 90, 46, None, None]
"""

from __future__ import annotations

from datetime import timedelta

from kbsearch.core.calls.call import Call

_SECOND = timedelta(seconds=1)


def waiting_time(call: Call) -> int | None:
    """A `nouns.Measure`."""
    waited = call.telephony.waited
    return None if waited is None else -(-waited // _SECOND)
