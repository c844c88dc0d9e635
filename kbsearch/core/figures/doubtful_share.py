"""Calls whose times cannot all be true: how far the figures of time are to be trusted.

    calls with a fault of their times, or that begin later than now
    ---------------------------------------------------------------
                                calls

Faults are those that each call names: closed before it began, answered before it was offered, one time told twice and
differently, handled for more than a day, answered and said to be lost. Such a call is counted in the other figures as
far as it can be; an end that cannot be believed is left out of lengths. Open calls are counted too.

Three calls: one in order, one that was over before it was answered, one in order that begins next year. 2 / 3 = 67 %.

>>> calls = [phoned("answered"), phoned("answered", took=-60), phoned("answered")]
>>> [doubtful_share(one, is_ahead) for one, is_ahead in zip(calls, (False, False, True))]
[False, True, True]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def doubtful_share(call: CallKind, is_ahead: bool) -> bool:
    """A `nouns.ClockRule`."""
    return is_ahead or call.is_doubtful
