"""Response rate of NPS: of the calls handled, those whose caller said whether they would recommend the hotline.

    handled calls whose caller answered, 0 to 10
    --------------------------------------------
                   calls handled

Handled: closed, and not abandoned. Four calls: two answers, one without, one abandoned. The last is not counted, so
2 / 3 = 66.7 %.

>>> calls = [call("resolved", recommended=10), call("resolved", recommended=0), call("resolved"), call("abandoned")]
>>> [nps_response_rate(one) for one in calls]
[True, True, False, None]
"""

from __future__ import annotations

from kbsearch.core.figures.kinds import CallKind


def nps_response_rate(call: CallKind) -> bool | None:
    """A `nouns.Rule`."""
    return call.recommends is not None if call.is_handled else None
