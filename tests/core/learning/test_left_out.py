"""Why resolved calls teach nothing, each for one reason, and that no call is both learned from and left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.learning.evidence import evidence
from kbsearch.core.learning.left_out import Reason, left_out

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOLVED = ev.Closed(Outcome.RESOLVED)
USED = ev.Used("vpn")
SAID = ev.Described("vpn coupé")


def call(id: str, days: float, *what: ev.Happening, caller: str = "k") -> Call:
    start = NOW - timedelta(days=days)
    told = (ev.Started(caller=caller), *what)
    return fold(Event(f"{id}-{at}", "acme", id, start + timedelta(minutes=at), one) for at, one in enumerate(told))


@pytest.mark.parametrize(
    ("calls", "reasons"),
    [
        ([call("c", 9, SAID, USED, ev.Closed(Outcome.RESOLVED, incident="panne"), caller="")], [Reason.INCIDENT]),
        ([call("c", 9, SAID, USED, SOLVED, ev.Confirmed(False), caller="")], [Reason.DENIED]),
        ([call("c", 9, SAID, USED, SOLVED, caller="")], [Reason.NO_CALLER]),
        ([call("c", 1, SAID, USED, SOLVED)], [Reason.UNRIPE]),
        ([call("c", 9, USED, SOLVED)], [Reason.NO_WORDS]),
        ([call(f"c{at}", 20 - at, SAID, USED, SOLVED) for at in range(4)], [Reason.CALLED_BACK] * 3),
        ([call("c", 9, SAID, USED, SOLVED)], []),
        ([call("c", 9, SAID, SOLVED)], []),
        ([call("c", 9, SAID, USED, ev.Closed(Outcome.ESCALATED_N2))], []),
        ([call("c", -1, SAID, USED, SOLVED)], []),
    ],
)
def test_each_is_left_out_for_one_reason(calls: list[Call], reasons: list[Reason]) -> None:
    found = left_out(calls, NOW)
    assert found == {reason: reasons.count(reason) for reason in Reason}
    resolved = [one for one in calls if one.outcome is Outcome.RESOLVED and one.used and one.started <= NOW]
    assert len(evidence(calls, NOW)) + sum(found.values()) == len(resolved)
