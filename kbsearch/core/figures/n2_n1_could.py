"""Calls at N2 that N1 could have solved: of those that N2 judged, the ones it says so of.

    handled calls of which N2 says that N1 could have
    --------------------------------------------------
     handled calls of which N2 says whether N1 could

Handled: closed, and not abandoned. The rest of them needed N2; a call that nobody judged is neither, so that this
share is of fewer calls than reached N2. The last word counts. Four calls: N1 could, N1 could not, handed over and
never judged, judged by another level. The last two are not counted, so 1 / 2 = 50 %.

>>> calls = [call("resolved", judged=("N2", True)), call("escalated_n2", judged=("N2", False)),
...          call("escalated_n2"), call("resolved", judged=("on-call", True))]
>>> [n2_n1_could(one) for one in calls]
[True, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def n2_n1_could(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    if not call.is_handled or "N2" not in (*call.n1_could, *call.n1_could_not):
        return None
    return "N2" in call.n1_could
