"""Calls with new answers: of the calls closed, those linked to an article that was written from them.

    closed calls linked to an article written from them
    ---------------------------------------------------
                        calls closed

With the other share of the two it makes the link rate; the rest is unknown to the knowledge base. Both kinds of article
used: new. Five calls: one with an article, one with a written one, one with both, one with none, one open. The last is
not counted, so 2 / 4 = 50 %.

>>> calls = [call("resolved", used="tpe"), call("resolved", created="tpe"), call("resolved", used="a", created="b"),
...          call("escalated_n2"), call("", used="tpe")]
>>> [new_share(one) for one in calls]
[False, True, True, False, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Knowledge
from kbsearch.core.figures.kinds import CallKind


def new_share(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.knowledge is Knowledge.NEW if call.knowledge is not None else None
