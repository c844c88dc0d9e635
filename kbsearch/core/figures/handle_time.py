"""Handling time, *TMT*: how long a call takes, from the answer until whoever took it is free again.

    seconds of talk, hold and wrap-up in all
    ----------------------------------------
       calls of which both ends are known

As the telephone system tells it; where it tells no end of the wrap-up, until the caller was gone. A time that is not
known, or cannot be true, is not counted. Whole seconds, so that the calls that are told give the same mean.

Four calls: one of ten minutes, one of twenty, one of which no end is known, one that nobody took: 1800 / 2 = 900 s.

>>> calls = [phoned("answered", took=600), phoned("answered", took=1200), phoned("answered", took=None),
...          phoned("overflow")]
>>> [handle_time(one) for one in calls]
[600, 1200, None, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Call


def handle_time(call: Call) -> int | None:
    """A `nouns.Measure`."""
    took = call.telephony.handling
    return None if took is None else round(took.total_seconds())
