"""N2 share: of the calls handled, those that reached level N2.

    calls handed to N2, or closed as handed to it
    ---------------------------------------------
                   calls handled

Handled: closed, and not abandoned. A call that reached both N2 and N3 is in the share of each; one for the on-call
person is in neither, for that level is not told.

Five calls: one closed as handed to N2, one that N2 and then N3 took, one for the on-call person, one solved at N1, one
abandoned. The last is not counted, so 2 / 4 = 50 %.

>>> calls = [call("escalated_n2"), call("escalated_n3", handed="N2"), call("escalated_on_call"), call("resolved"),
...          call("abandoned")]
>>> [n2_share(one) for one in calls]
[True, True, False, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def n2_share(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return "N2" in call.reached if call.is_handled else None
