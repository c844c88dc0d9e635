"""When a call was over, where its end was put right later: it decides who called back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.table import tabulate
from tests.clients import ACME
from tests.core.figures.test_contacts import LATER, Rung, call_of


@pytest.mark.parametrize(
    ("happened", "called_back"),
    [
        ([(5, ev.Closed(Outcome.RESOLVED))], True),
        ([(5, ev.Closed(Outcome.ABANDONED)), (26, ev.Closed(Outcome.RESOLVED))], True),
        ([(22, ev.Closed(Outcome.ABANDONED)), (24 * 60, ev.Closed(Outcome.RESOLVED))], False),
        ([(5, ev.Closed(Outcome.ABANDONED)), (6, ev.Reopened()), (26, ev.Closed(Outcome.RESOLVED))], False),
        ([(5, ev.Closed(Outcome.RESOLVED)), (26, ev.Reopened())], True),
    ],
)
def test_an_end_that_is_put_right_is_no_later_end(happened: list[tuple[int, ev.Happening]], called_back: bool) -> None:
    """The caller calls again after 35 minutes: within fifteen of the end it would be the same contact."""
    began = datetime(2026, 11, 2, 9, tzinfo=UTC)
    told = [(0, ev.Started("phone", "", (), "key-a")), *happened]
    first = fold(Event(f"e{n}", "acme", "c0", began + timedelta(minutes=at), what) for n, (at, what) in enumerate(told))
    again = call_of(1, Rung("11-02T10:35"))
    assert again.started - began == timedelta(minutes=35)
    found = contacts(tabulate(ACME, [first, again]), LATER)
    assert found.called_back.tolist() == ([True, False] if called_back else [False])
