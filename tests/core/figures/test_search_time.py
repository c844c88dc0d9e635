"""How long was searched in a call: stretches of searching, what ends them, and what is not believed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.search_time import search_time
from tests.happenings import START

SEARCHED, OPENED = ev.Searched("vpn", "hybrid", "c" * 40, "g1"), ev.Opened("reseau/vpn")
CLOSED = ev.Closed(Outcome.RESOLVED)
HOUR = 3600


@pytest.mark.parametrize(
    ("happened", "seconds"),
    [
        ([(0, SEARCHED), (30, OPENED), (600, CLOSED)], 30),
        ([(0, SEARCHED), (600, CLOSED)], 600),
        ([(0, SEARCHED), (40, ev.Escalated("N2", "support")), (600, CLOSED)], 40),
        ([(0, SEARCHED), (90, ev.Telephoned(ended_at=START + timedelta(seconds=50))), (600, CLOSED)], 50),
        ([(0, SEARCHED), (0, OPENED), (600, CLOSED)], 0),
        ([(0, OPENED), (20, SEARCHED), (50, OPENED), (90, OPENED), (600, CLOSED)], 30),
        ([(0, SEARCHED), (30, OPENED), (600, CLOSED), (700, SEARCHED)], 30),
        ([(0, SEARCHED), (2 * HOUR, OPENED), (2 * HOUR, CLOSED)], 2 * HOUR),
        ([(0, SEARCHED), (2 * HOUR + 1, OPENED), (2 * HOUR + 9, CLOSED)], None),
        ([(700, SEARCHED), (600, CLOSED)], None),
        ([(0, SEARCHED), (600, CLOSED), (700, ev.Reopened())], None),
        ([(0, SEARCHED), (5, CLOSED), (10, ev.Reopened()), (20, OPENED), (30, CLOSED)], 5),
        ([(0, SEARCHED), (300, CLOSED), (5400, ev.Reopened()), (5700, CLOSED)], 300),
        ([(0, SEARCHED), (300, CLOSED), (72 * HOUR, ev.Reopened()), (73 * HOUR, CLOSED)], 300),
        ([(0, SEARCHED), (300, CLOSED), (5400, ev.Reopened()), (5500, SEARCHED), (5520, OPENED), (5700, CLOSED)], 320),
        ([(0, SEARCHED), (300, CLOSED), (310, SEARCHED), (5400, ev.Reopened()), (5700, CLOSED)], 300),
        ([(0, SEARCHED), (300, CLOSED), (310, SEARCHED), (320, OPENED)], 300),
        ([(0, SEARCHED), (10, ev.Reopened()), (20, OPENED), (30, CLOSED)], 20),
        ([(0, SEARCHED), (5, CLOSED), (99, SEARCHED), (99, ev.Reopened()), (149, OPENED), (200, CLOSED)], 55),
        ([(0, OPENED), (600, CLOSED)], None),
        ([(0, SEARCHED), (60, CLOSED), (1500, CLOSED)], 60),
        ([(0, SEARCHED), (60, CLOSED), (24 * HOUR, CLOSED)], 60),
    ],
)
def test_what_a_call_is_to_it(happened: list[tuple[int, ev.Happening]], seconds: int | None) -> None:
    told = [Event(f"e{n}", "acme", "c", START + timedelta(seconds=at), what) for n, (at, what) in enumerate(happened)]
    assert search_time(fold(told)) == seconds
