"""Answer rate, *taux de décroché*: of the calls presented, those that somebody took.

    calls answered
    --------------- · the trade aims at 95 to 97 %; below 85 % clients are lost
    calls presented

Presented: it reached the client's queue. The voice menu is before it, and calls outside opening hours are not
presented. What went to others, was turned away or is still waiting is presented and not answered.

Five calls: two taken, one whose caller hung up in the queue, one sent on to others, one out of hours: 2 / 4 = 50 %.

>>> calls = [phoned("answered"), phoned("answered"), phoned("abandoned_in_queue"), phoned("overflow"),
...          phoned("closed_hours")]
>>> [answer_rate(one) for one in calls]
[True, True, False, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def answer_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return None if not call.is_presented else call.is_answered
