"""Response rate of CSAT: of the calls handled, those whose caller said how satisfied they were.

    handled calls whose caller rated them 1 to 5
    --------------------------------------------
                   calls handled

Handled: closed, and not abandoned. Four calls: two ratings, one without, one abandoned. The last is not counted, so
2 / 3 = 66.7 %.

>>> calls = [call("resolved", satisfied=5), call("escalated_n2", satisfied=1), call("resolved"), call("abandoned")]
>>> [csat_response_rate(one) for one in calls]
[True, True, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def csat_response_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.is_satisfied is not None if call.is_handled else None
