"""Abandonment rate, *taux d'abandon*: of the calls presented, those whose caller hung up in the queue.

    calls abandoned in the queue
    ----------------------------
          calls presented

Presented as in the answer rate. Answered, abandoned, sent on to others, turned away, called back on request and the
rest make up all that is presented: however soon somebody hung up, it counts.

Four calls: one taken, two whose callers hung up in the queue, one whose caller hung up in the menu: 2 / 3 = 67 %.

>>> calls = [phoned("answered"), phoned("abandoned_in_queue"), phoned("abandoned_in_queue"), phoned("abandoned_in_ivr")]
>>> [abandonment_rate(one) for one in calls]
[False, True, True, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.queue import is_abandoned


def abandonment_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return None if not call.is_presented else is_abandoned(call)
