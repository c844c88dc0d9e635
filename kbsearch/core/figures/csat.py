"""CSAT: of the callers who said how satisfied they were, those who were.

    handled calls whose caller rated them 4 or 5 of 5
    ------------------------------------------------- · who answers is not who calls: read it with its response rate
            handled calls whose caller rated them

Handled: closed, and not abandoned. The last rating counts. Five calls: 5, 3, none, 4 of a call that is open again, 1
after giving up. The last three are not counted, so 1 / 2 = 50 %.

>>> calls = [call("resolved", satisfied=5), call("escalated_n2", satisfied=3), call("resolved"), call("", satisfied=4),
...          call("abandoned", satisfied=1)]
>>> [csat(one) for one in calls]
[True, False, None, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def csat(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.is_satisfied if call.is_handled else None
