"""Wrap-up, *post-appel*: of the handling time, from when the caller was gone until whoever took the call is free again.

                       seconds of wrap-up in all
    --------------------------------------------------------------
    calls of which the answer and the ends of both parts are known

As the telephone system tells it, of the same calls as the talk time, and what of the handling time is not that. A call
of which no end of the wrap-up is told has none that is known, which is not none: it is not counted.

Four calls: ten minutes of which two are wrap-up, twenty of which one is, one of which no end of the wrap-up is told,
one that nobody took: (120 + 60) / 2 = 90 s.

>>> calls = [phoned("answered", took=480, wrap_up=120), phoned("answered", took=1140, wrap_up=60), phoned("answered"),
...          phoned("overflow")]
>>> [wrap_up_time(one) for one in calls]
[120, 60, None, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Call


def wrap_up_time(call: Call) -> int | None:
    """A `nouns.Measure`."""
    took, talk = call.telephony.handling, call.telephony.talk
    return None if took is None or talk is None else round(took.total_seconds()) - round(talk.total_seconds())
