"""N3 share: of the calls handled, those that reached level N3.

    calls handed to N3, or closed as handed to it
    ---------------------------------------------
                   calls handled

Handled: closed, and not abandoned. A call that reached both N2 and N3 is in the share of each; one for the on-call
person is in neither, for that level is not told.

The same five calls as for N2: only the second came so far, 1 / 4 = 25 %.

>>> calls = [call("escalated_n2"), call("escalated_n3", handed="N2"), call("escalated_on_call"), call("resolved"),
...          call("abandoned")]
>>> [n3_share(one) for one in calls]
[False, True, False, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def n3_share(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return "N3" in call.reached if call.is_handled else None
