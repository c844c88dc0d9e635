"""Who waited longest, of those answered and of those who gave up: against each call, looked at one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.figures import count
from kbsearch.core.figures.longest_waits import LongestWaits, Wait, longest_waits
from kbsearch.core.figures.table import tabulate
from kbsearch.errors import ScopeViolation
from tests.clients import ACME, ZETA
from tests.core.figures.test_queue import CALLS, DAY, NOON, NOW, phoned
from tests.happenings import calls


def gave_up(
    name: str, after: float | None, *, day: int = 0, came: Disposition = Disposition.ABANDONED_IN_QUEUE
) -> Call:
    offered = NOON + timedelta(days=day)
    ended = None if after is None else offered + timedelta(seconds=after)
    told = ev.Telephoned(offered_at=offered, ended_at=ended, disposition=came)
    closed = ev.Closed(ev.Outcome.ABANDONED)
    happened = [(offered, ev.Started("phone")), (offered, told), (offered + timedelta(hours=1), closed)]
    return fold([Event(f"{name}-{n}", "acme", name, at, what) for n, (at, what) in enumerate(happened)])


def test_by_hand() -> None:
    told = [call for call, _ in CALLS]
    told += [gave_up("soon", 30), gave_up("late", 240.2), gave_up("nobody knows when", None)]
    told += [gave_up("another day", 3000, day=1), gave_up("a day and an hour", 25 * 3600)]
    told += [
        gave_up("sent on", 5000, came=Disposition.OVERFLOW),
        gave_up("menu", 6000, came=Disposition.ABANDONED_IN_IVR),
    ]
    found = longest_waits(ACME, DAY, tabulate(ACME, told))
    assert found == LongestWaits("acme", Wait("taken at 91 s", 91), Wait("hung up in the queue", 540))
    without = [one for one in told if one.id != "hung up in the queue"]
    assert longest_waits(ACME, DAY, tabulate(ACME, without)).abandoned == Wait("late", 241)


def test_none_and_anothers() -> None:
    assert longest_waits(ACME, DAY, tabulate(ACME, [])) == LongestWaits("acme")
    assert longest_waits(ACME, DAY, tabulate(ACME, [gave_up("c", 9)])).answered is None
    with pytest.raises(ScopeViolation):
        longest_waits(ZETA, DAY, tabulate(ACME, []))


def test_who_gave_up_has_no_waiting_time() -> None:
    told = [phoned("a", NOON, Disposition.ANSWERED, 10), gave_up("b", 300)]
    figures = {one.name: one for one in count(ACME, DAY, tabulate(ACME, told), NOW).figures}
    assert (figures["waiting_time"].numerator, figures["waiting_time"].denominator) == (10, 1)
    assert (figures["service_level"].numerator, figures["service_level"].denominator) == (1, 2)
    soon = [told[0], gave_up("b", 3)]
    level = next(one for one in count(ACME, DAY, tabulate(ACME, soon), NOW).figures if one.name == "service_level")
    assert (level.numerator, level.denominator) == (1, 2), "nobody answered in time"


@given(st.lists(calls(), max_size=6))
def test_nobody_waited_longer(folded: list[list[Event]]) -> None:
    known = {f"c{n}": fold(events) for n, events in enumerate(folded)}
    told = [
        fold([Event(one.id, one.client, name, one.at, one.what) for one in events])
        for name, events in zip(known, folded, strict=True)
    ]
    found = longest_waits(ACME, DAY, tabulate(ACME, told))
    for wait, waits in (
        (found.answered, [(one.id, one.telephony.waited) for one in told]),
        (found.abandoned, [(one.id, one.telephony.given_up_after) for one in told]),
    ):
        if wait is not None:
            took = dict(waits)[wait.call]
            assert took is not None
            assert 0 <= wait.seconds - took.total_seconds() < 1
