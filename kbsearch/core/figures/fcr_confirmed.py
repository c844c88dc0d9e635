"""FCR as confirmed: of the callers who answered whether it was solved, those who said yes.

    closed calls whose caller said yes
    ---------------------------------- · who answers is not who calls: read it with the response rate
     closed calls whose caller answered

The last answer counts. Four calls: yes, no, no answer, yes to a call that is open again. The last two are not counted,
so 1 / 2 = 50 %.

>>> calls = [call("resolved", said=True), call("resolved", said=False), call("resolved"), call("", said=True)]
>>> [fcr_confirmed(one) for one in calls]
[True, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.calls import Call


def fcr_confirmed(call: Call) -> bool | None:
    """A `nouns.Rule`."""
    return call.confirmed if call.outcome is not None else None
