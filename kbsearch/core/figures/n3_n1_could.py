"""Calls at N3 that N1 could have solved: of those that N3 judged, the ones it says so of.

    handled calls of which N3 says that N1 could have
    --------------------------------------------------
     handled calls of which N3 says whether N1 could

Handled: closed, and not abandoned. The rest of them needed N3; a call that nobody judged is neither, so that this
share is of fewer calls than reached N3. The last word counts. Four calls: N1 could, N1 could not, handed over and
never judged, judged by another level. The last two are not counted, so 1 / 2 = 50 %.

>>> calls = [call("resolved", judged=("N3", True)), call("escalated_n3", judged=("N3", False)),
...          call("escalated_n3"), call("resolved", judged=("on-call", True))]
>>> [n3_n1_could(one) for one in calls]
[True, False, None, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def n3_n1_could(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    if not call.is_handled or "N3" not in (*call.n1_could, *call.n1_could_not):
        return None
    return "N3" in call.n1_could
