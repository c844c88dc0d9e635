"""Calls with known answers: of the calls closed, those linked to articles that existed before.

    closed calls linked to articles that existed before
    ---------------------------------------------------
                        calls closed

With the other share of the two it makes the link rate; the rest is unknown to the knowledge base. Both kinds of article
used: new. Five calls: one with an article, one with a written one, one with both, one with none, one open. The last is
not counted, so 1 / 4 = 25 %.

>>> calls = [call("resolved", used="tpe"), call("resolved", created="tpe"), call("resolved", used="a", created="b"),
...          call("escalated_n2"), call("", used="tpe")]
>>> [known_share(one) for one in calls]
[True, False, False, False, None]
"""

from __future__ import annotations

from kbsearch.core.calls.call import Knowledge
from kbsearch.core.figures.kinds import CallKind


def known_share(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.knowledge is Knowledge.KNOWN if call.knowledge is not None else None
