"""Link rate: of the closed calls, those with an article that was used in them or written from them.

    closed calls with an article used or created
    -------------------------------------------- · 60 to 80 % is healthy
                   closed calls

Whatever the outcome: an abandoned call is closed too, mostly without an article. Nobody is made to link one in order
to close a call: that would make the figure, and what search learns from it, worthless.

Four calls: one closed with an article that there was, one with an article written from it, one abandoned without, one
with an article and still open. The last is not counted, so 2 / 3 = 66.7 %.

>>> calls = [call("resolved", used="tpe"), call("escalated_n2", created="tpe-neuf"), call("abandoned"),
...          call("", used="tpe")]
>>> [link_rate(one) for one in calls]
[True, True, False, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Knowledge
from kbsearch.core.figures.kinds import CallKind


def link_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.knowledge is not Knowledge.UNKNOWN if call.knowledge is not None else None
