"""A call-back in tools that open the same ticket again: a solved call that is reopened, counted by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_backs import REDIAL, WINDOW
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures import count
from kbsearch.core.figures.contacts import contacts
from kbsearch.core.figures.table import tabulate
from tests.clients import ACME
from tests.core.figures.test_contacts import LATER, NOVEMBER, shares

BEGAN = datetime(2026, 11, 2, 9, tzinfo=UTC)
SOLVED, HANDED, AGAIN = ev.Closed(Outcome.RESOLVED), ev.Closed(Outcome.ESCALATED_N2), ev.Reopened()
DAY, MOMENT = timedelta(days=1), timedelta(microseconds=1)


def call_of(happened: Sequence[tuple[timedelta, ev.Happening]]) -> Call:
    told = [(timedelta(), ev.Started("phone", caller="key-a")), *happened]
    return fold(Event(f"e{n:02}", "acme", "c0", BEGAN + after, what) for n, (after, what) in enumerate(told))


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([(DAY, SOLVED)], "1/1"),
        ([(DAY, SOLVED), (2 * DAY, AGAIN), (2 * DAY, SOLVED)], "0/1"),
        ([(DAY, SOLVED), (DAY + WINDOW, AGAIN), (9 * DAY, SOLVED)], "0/1"),
        ([(DAY, SOLVED), (DAY + WINDOW + MOMENT, AGAIN), (9 * DAY, SOLVED)], "1/1"),
        ([(DAY, SOLVED), (DAY + REDIAL, AGAIN), (2 * DAY, SOLVED)], "0/1"),
        ([(DAY, SOLVED), (DAY + REDIAL - MOMENT, AGAIN), (2 * DAY, SOLVED)], "1/1"),
        ([(DAY, SOLVED), (DAY + MOMENT, AGAIN), (2 * DAY, SOLVED), (3 * DAY, AGAIN), (4 * DAY, SOLVED)], "0/1"),
        ([(DAY, HANDED), (2 * DAY, AGAIN), (3 * DAY, SOLVED)], "1/1"),
        ([(DAY, HANDED), (9 * DAY, SOLVED), (10 * DAY, AGAIN), (11 * DAY, SOLVED)], "0/1"),
        ([(DAY, SOLVED), (2 * DAY, AGAIN)], "0/0"),
    ],
)
def test_solved_and_reopened_within_the_window_is_called_back(
    happened: list[tuple[timedelta, ev.Happening]], expected: str
) -> None:
    found = count(ACME, NOVEMBER, tabulate(ACME, [call_of(happened)]), LATER)
    assert shares(found)[0] == expected


def test_the_window_is_the_one_that_was_agreed() -> None:
    call = call_of([(DAY, SOLVED), (3 * DAY, AGAIN), (4 * DAY, SOLVED)])
    assert contacts(tabulate(ACME, [call], WINDOW), LATER).called_back.tolist() == [True]
    found = contacts(tabulate(ACME, [call], DAY), LATER)
    assert found.called_back.tolist() == found.called_back_at_all.tolist() == [False]


@pytest.mark.parametrize(
    ("happened", "ripe"),
    [
        ([(DAY, SOLVED)], DAY + WINDOW),
        ([(DAY, SOLVED), (2 * DAY, SOLVED)], DAY + WINDOW),
        ([(DAY, HANDED), (2 * DAY, SOLVED)], 2 * DAY + WINDOW),
        ([(DAY, SOLVED), (20 * DAY, AGAIN), (21 * DAY, SOLVED)], 21 * DAY + WINDOW),
        ([(-DAY, SOLVED)], WINDOW),
        ([], WINDOW),
    ],
    ids=["closed", "said twice", "put right", "reopened", "closed before it began", "open"],
)
def test_it_is_ripe_the_window_after_it_was_closed_last(
    happened: list[tuple[timedelta, ev.Happening]], ripe: timedelta
) -> None:
    call = call_of([(timedelta(minutes=1), ev.Started(began=BEGAN)), *happened])
    told = tabulate(ACME, [call])
    assert contacts(told, BEGAN + ripe).is_ripe.tolist() == [True]
    assert contacts(told, BEGAN + ripe - MOMENT).is_ripe.tolist() == [False]
