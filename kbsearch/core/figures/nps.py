"""NPS: of the callers who said whether they would recommend the hotline, promoters less detractors, in points.

    answers of 9 or 10 − answers of 0 to 6
    -------------------------------------- × 100 · read it with its response rate
             answers, 0 to 10

Of handled calls: closed, and not abandoned. The last answer counts. Six calls: 10, 9, 8, 3, none, 0 after giving up.
The last two are not counted, so (2 − 1) / 4 = +25 points. Its interval is that of the mean of values 1, 0 and −1:
±1.96 · sqrt((p + d − (p − d)²) / n), p and d the shares of promoters and detractors; see `intervals.balance`.

>>> calls = [call("resolved", recommended=10), call("resolved", recommended=9), call("escalated_n2", recommended=8),
...          call("resolved", recommended=3), call("resolved"), call("abandoned", recommended=0)]
>>> [nps(one) for one in calls]
[1, 1, 0, -1, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def nps(call: CallKind) -> int | None:
    """A `nouns.BalanceRule`."""
    return call.recommends if call.is_handled else None
