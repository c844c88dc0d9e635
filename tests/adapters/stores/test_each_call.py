"""All calls of a span, one after the other: the same as in one list, at one moment, in the memory of one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kbsearch.adapters.stores.call_list import OF_SPAN
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Outcome
from kbsearch.errors import StateError
from tests.clients import ACME, ZETA
from tests.happenings import START, calls, event

HOUR = timedelta(hours=1)
CLOSED = ev.Closed(Outcome.RESOLVED)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def renamed(events: list[Event], call: str, hours: int) -> list[Event]:
    return [
        replace(one, id=f"{call}-{one.id}", call=call, at=one.at + hours * HOUR)
        for one in {e.id: e for e in events}.values()
    ]


def by_start(call: Call) -> tuple[datetime, str]:
    return call.started, call.id


@settings(max_examples=20)
@given(
    drawn=st.lists(st.tuples(calls(), st.integers(0, 3)), max_size=4), since=st.integers(0, 4), until=st.integers(0, 4)
)
def test_they_are_those_of_the_list(
    drawn: list[tuple[list[Event], int]], since: int, until: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with closing(SqliteCalls(tmp_path_factory.mktemp("each") / "calls.db")) as store:
        moved = [renamed(events, f"c{number}", hours) for number, (events, hours) in enumerate(drawn)]
        for events in moved:
            store.append(ACME, events)
        store.append(ZETA, [event("z", CLOSED, client="zeta")])
        span = (START + since * HOUR, START + until * HOUR)
        every = sorted((call for call in map(fold, moved) if span[0] <= call.started < span[1]), key=by_start)
        assert [*store.each(ACME, *span)] == store.calls(ACME, *span) == every
        assert [*store.each(ACME, *span, besides={"c1", "z"})] == [one for one in every if one.id != "c1"]


def test_only_the_span_is_read_along_an_index_and_nothing_is_sorted(store: SqliteCalls, tmp_path: Path) -> None:
    with closing(open_reading(tmp_path / "calls.db", timeout_s=5)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {OF_SPAN}", ("acme", 0, 1))]
    assert len(plan) == 2
    assert "INDEX idx_calls_began (client=? AND began>? AND began<?)" in plan[0]
    assert "INDEX idx_events_client_call (client=? AND call=?)" in plan[1]


def test_what_happens_meanwhile_is_not_seen(store: SqliteCalls) -> None:
    """A call is not counted twice because its beginning is told otherwise."""
    for number in range(40):
        store.append(ACME, [event(f"{number}", ev.Started(), call=f"c{number:02}", minute=number)])
    reading = store.each(ACME, START, START + HOUR)
    first = next(reading)
    moved = ev.Started(began=START + timedelta(minutes=59))
    store.append(ACME, [event("again", moved, call=first.id, minute=1), event("new", CLOSED, call="new", minute=50)])
    assert [first.id, *(one.id for one in reading)] == [f"c{number:02}" for number in range(40)]
    assert [one.id for one in store.each(ACME, START, START + HOUR)][-2:] == ["new", "c00"]


def test_the_memory_is_that_of_one_call(store: SqliteCalls) -> None:
    def peak(read: Callable[..., Iterable[Call]]) -> int:
        tracemalloc.start()
        calls = sum(1 for _ in read(ACME, START, START + 40 * HOUR))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert calls == 60 * 40
        return found

    for number in range(60 * 40):
        searched = ev.Searched("le terminal ne se connecte plus " * 10, "hybrid", "c" * 40, "g1")
        store.append(ACME, [event(f"{number}", searched, call=f"c{number}", minute=number)])
    assert peak(store.each) < peak(store.calls) / 10


def test_a_store_that_is_closed_says_so_when_it_is_read(store: SqliteCalls) -> None:
    reading = store.each(ACME, START, START + HOUR)
    store.close()
    with pytest.raises(StateError):
        next(reading)
