"""FCR as confirmed: of the callers who answered whether it was solved, those who said yes.

    handled calls whose caller said yes
    ----------------------------------- · who answers is not who calls: read it with the response rate
    handled calls whose caller answered

Handled: closed, and not abandoned. The last answer counts. Five calls: yes, no, no answer, yes to a call that is open
again, no after giving up. The last three are not counted, so 1 / 2 = 50 %.

>>> calls = [call("resolved", said=True), call("resolved", said=False), call("resolved"), call("", said=True),
...          call("abandoned", said=False)]
>>> [fcr_confirmed(one) for one in calls]
[True, False, None, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def fcr_confirmed(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.confirmed if call.is_handled else None
