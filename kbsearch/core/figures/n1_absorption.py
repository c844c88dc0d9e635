"""N1 absorption: of the calls handled, those that the first level solved without functional escalation.

    calls closed as solved that reached no level above N1
    ----------------------------------------------------- · the trade aims at 60 to 80 %
                      calls handled

Handled: closed, and not abandoned. A known incident, a promised call-back and a call that is for somebody else are
handled and not solved: this is the gross figure, nothing is left out of it. It is not first call resolution, for
nothing is said of whether the caller called again.

Six calls: two solved at N1, one handed to N2 and solved there, one closed as handed to N3, one abandoned, one still
open. The last two are not counted, so 2 / 4 = 50 %.

>>> calls = [call("resolved"), call("resolved"), call("resolved", handed="N2"), call("escalated_n3"),
...          call("abandoned"), call("")]
>>> [n1_absorption(one) for one in calls]
[True, True, False, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.kinds import CallKind


def n1_absorption(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.outcome is Outcome.RESOLVED and not call.reached if call.is_handled else None
