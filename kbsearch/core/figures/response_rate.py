"""Response rate: of the calls handled, those whose caller answered whether it was solved.

    handled calls whose caller answered
    -----------------------------------
               calls handled

Handled: closed, and not abandoned. Four calls: two answers, one without, one abandoned. The last is not counted, so
2 / 3 = 66.7 %.

>>> calls = [call("resolved", said=True), call("escalated_n2", said=False), call("resolved"), call("abandoned")]
>>> [response_rate(one) for one in calls]
[True, True, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def response_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.confirmed is not None if call.is_handled else None
