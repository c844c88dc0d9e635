"""Talk time, *conversation*: of the handling time, from the answer until the caller was gone.

                    seconds of talk and hold in all
    --------------------------------------------------------------
    calls of which the answer and the ends of both parts are known

As the telephone system tells it. A call of which no end of the wrap-up is told is in the handling time and not here:
its talk alone would make the two parts means of different calls. Whole seconds, so that the calls that are told give
the same mean, and both parts of a call are its handling time.

Four calls: ten minutes of which two are wrap-up, twenty of which one is, one of which no end of the wrap-up is told,
one that nobody took: (480 + 1140) / 2 = 810 s.

>>> calls = [phoned("answered", took=480, wrap_up=120), phoned("answered", took=1140, wrap_up=60), phoned("answered"),
...          phoned("overflow")]
>>> [talk_time(one) for one in calls]
[480, 1140, None, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Call


def talk_time(call: Call) -> int | None:
    """A `nouns.Measure`."""
    talk = call.telephony.talk
    return None if talk is None else round(talk.total_seconds())
