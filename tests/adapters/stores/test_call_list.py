"""Lists of calls: what the file sums up is what the events make, and a page is read along an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlite_utils import Database

from kbsearch.adapters.stores.call_list import statement
from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_list import Wanted
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.moments import microseconds
from tests.clients import ACME, ZETA
from tests.happenings import START, calls, event

HOUR = timedelta(hours=1)
CLOSED = ev.Closed(Outcome.RESOLVED)
MINE = "k-marie"
SUMMED = "SELECT client, call, began, outcome, coalesce(agent, '') FROM calls ORDER BY client, call"


def summed(path: Path) -> list[tuple[str, str, int, str, str]]:
    with closing(open_reading(path, timeout_s=5)) as connection:
        return connection.execute(SUMMED).fetchall()


def of(call: Call) -> tuple[str, str, int, str, str]:
    outcome = call.outcome.value if call.outcome else "unanswered" if call.is_unanswered else ""
    return (call.client, call.id, microseconds(call.started), outcome, call.start.agent)


def walked(store: SqliteCalls, wanted: Wanted, limit: int) -> list[str]:
    found: list[Call] = []
    while True:
        page = store.page(ACME, wanted, limit, (found[-1].started, found[-1].id) if found else None)
        found += page
        if len(page) < limit:
            return [one.id for one in found]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=calls(), data=st.data())
def test_what_is_summed_up_is_what_the_events_make(
    events: list[Event], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("summed") / "calls.db"
    told = data.draw(st.permutations(events))
    with closing(SqliteCalls(path)) as store:
        for at in range(len(told)):
            store.append(ACME, told[at : at + 2])
        assert summed(path) == [of(fold(events))]


def test_of_two_at_one_moment_the_last_by_id_counts(store: SqliteCalls, path: Path) -> None:
    events = [
        event("b", ev.Reopened()),
        event("a", CLOSED),
        event("s2", ev.Started(began=START - HOUR, agent="k2")),
        event("s1", ev.Started(began=START + HOUR, agent="k1")),
    ]
    for one in events:
        store.append(ACME, [one])
    assert summed(path) == [of(fold(events))] == [("acme", "call-1", microseconds(START - HOUR), "", "k2")]


def test_what_is_erased_is_listed_no_more(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [event("1", CLOSED), event("2", CLOSED, call="call-2")])
    store.append(ZETA, [event("1", CLOSED, client="zeta")])
    store.erase(ACME, ["call-1"])
    assert [row[:2] for row in summed(path)] == [("acme", "call-2"), ("zeta", "call-1")]
    assert walked(store, Wanted(), 5) == ["call-2"]


def without_agents(events: list[Event]) -> list[Event]:
    """As they were told before anybody could be said to have taken a call, or telephone systems were heard."""

    def before(what: ev.Happening) -> ev.Happening:
        if isinstance(what, ev.Telephoned):
            return ev.Described("vpn")
        return replace(what, agent="") if isinstance(what, ev.Started) else what

    return [replace(one, what=before(one.what)) for one in events]


@settings(max_examples=10)
@given(events=calls().map(without_agents))
def test_an_older_file_is_summed_up_when_it_is_opened(
    events: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("older") / "calls.db"
    rows = [
        {
            "client": one.client,
            "id": one.id,
            "call": one.call,
            "at": microseconds(one.at),
            "body": encode(one).decode(),
            "began": microseconds(one.what.began) if isinstance(one.what, ev.Started) and one.what.began else None,
        }
        for one in {one.id: one for one in events}.values()
    ]
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        MIGRATIONS.apply(db, stop_before="m008_calls")
        db.table("events").insert_all(rows)
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert summed(path) == [of(fold(events))]
        assert [one.id for one in store.page(ACME, Wanted(), 5)] == [events[0].call]


@settings(max_examples=10)
@given(old=calls().map(without_agents), after=calls())
def test_a_file_from_before_anybody_took_a_call_keeps_who_does(
    old: list[Event], after: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("older") / "calls.db"
    with closing(sqlite3.connect(path)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m010_agents")
        rows = [(one.client, one.id, one.call, microseconds(one.at), encode(one).decode()) for one in old]
        connection.executemany("INSERT INTO events (client, id, call, at, body) VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    new = [Event(f"new-{one.id}", one.client, one.call, one.at, one.what) for one in after]
    with closing(SqliteCalls(path)) as store:
        assert summed(path) == [of(fold(old))]
        store.append(ACME, new)
        call = fold([*old, *new])
        assert summed(path) == [of(call)]
        for agent in ("a1", "a2"):
            found = [one.id for one in store.page(ACME, Wanted(agent=agent), 5)]
            assert found == ([call.id] if call.start.agent == agent else [])


def filled(store: SqliteCalls) -> None:
    """Twelve calls, three at each hour: the first open, the second resolved, the third escalated."""
    for number in range(12):
        hour, name = 60 * (number // 3), f"c{number:02}"
        events = [event(f"{name}-s", ev.Started("phone", agent=MINE if number < 9 else ""), call=name, minute=hour)]
        if number % 3:
            outcome = Outcome.RESOLVED if number % 3 == 1 else Outcome.ESCALATED_N2
            events.append(event(f"{name}-c", ev.Closed(outcome), call=name, minute=hour + 5))
        store.append(ACME, events)
    store.append(ACME, [event("c05-t", ev.Started(agent="k-autre"), call="c05", minute=70)])
    store.append(ZETA, [event("z", CLOSED, client="zeta", call="other")])
    store.append(ZETA, [event("z-s", ev.Started(agent=MINE), client="zeta", call="other")])


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_a_list_is_walked_newest_first(store: SqliteCalls, limit: int) -> None:
    filled(store)
    everything = [f"c{number:02}" for number in reversed(range(12))]
    assert walked(store, Wanted(), limit) == everything
    assert walked(store, Wanted(state="open"), limit) == everything[2::3]
    assert walked(store, Wanted(outcome=Outcome.RESOLVED), limit) == everything[1::3]
    assert walked(store, Wanted(state="closed", outcome=Outcome.ESCALATED_N2), limit) == everything[::3]
    assert walked(store, Wanted(state="closed"), limit) == [one for one in everything if int(one[1:]) % 3]
    assert walked(store, Wanted(state="open", outcome=Outcome.RESOLVED), limit) == []
    assert walked(store, Wanted(since=START + HOUR, until=START + 2 * HOUR), limit) == ["c05", "c04", "c03"]
    assert walked(store, Wanted(agent=MINE), limit) == [one for one in everything[3:] if one != "c05"]
    assert walked(store, Wanted(state="open", agent=MINE), limit) == ["c06", "c03", "c00"]
    assert walked(store, Wanted(outcome=Outcome.RESOLVED, agent=MINE), limit) == ["c07", "c04", "c01"]
    assert walked(store, Wanted(state="closed", agent=MINE, until=START + HOUR), limit) == ["c02", "c01"]
    assert walked(store, Wanted(agent="k-autre"), limit) == ["c05"]
    assert walked(store, Wanted(agent=""), limit) == walked(store, Wanted(agent="k"), limit) == []
    assert walked(store, Wanted(until=START), limit) == walked(store, Wanted(since=START + 4 * HOUR), limit) == []


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "idx_calls_began"),
        (Wanted(since=START, until=START + HOUR), "idx_calls_began"),
        (Wanted(state="closed"), "idx_calls_closed"),
        (Wanted(state="open"), "idx_calls_outcome"),
        (Wanted(outcome=Outcome.RESOLVED), "idx_calls_outcome"),
        (Wanted(agent=MINE), "idx_calls_agent"),
        (Wanted(agent=MINE, since=START, until=START + HOUR), "idx_calls_agent"),
        (Wanted(agent=MINE, state="closed"), "idx_calls_agent_closed"),
        (Wanted(agent=MINE, state="open"), "idx_calls_agent_outcome"),
        (Wanted(agent=MINE, outcome=Outcome.RESOLVED), "idx_calls_agent_outcome"),
    ],
)
def test_a_page_is_entered_and_read_along_an_index(store: SqliteCalls, path: Path, wanted: Wanted, index: str) -> None:
    """No scan, and the only sorting is that of the page itself."""
    filled(store)
    with closing(open_reading(path, timeout_s=5)) as connection:
        for after in (None, (START, "c")):
            query, values = statement(ACME, wanted, 20, after)
            plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}", values)]
            reads = [line for line in plan if line.startswith(("SCAN", "SEARCH"))]
            assert len(reads) == 3, plan
            assert f"INDEX {index} (client=?" in reads[0], plan
            assert reads[0].endswith(("(began,call)<(?,?))", "began>? AND began<?)", "began>? AND (began,call)<(?,?))"))
            assert reads[1] == "SCAN page", plan
            assert "INDEX idx_events_client_call (client=? AND call=?)" in reads[2], plan


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(agent=agent, state=state, outcome=outcome)
        for agent in (None, MINE)
        for state, outcome in ((None, None), ("open", None), ("closed", None), (None, Outcome.RESOLVED))
    ],
)
def test_a_page_costs_the_same_however_many_calls_there_are(path: Path, wanted: Wanted) -> None:
    """Counted in steps of SQLite's machine, not in time."""
    with closing(SqliteCalls(path)) as store:
        filled(store)

        def steps(after: tuple[object, str] | None) -> int:
            counted = 0

            def step() -> int:
                nonlocal counted
                counted += 1
                return 0

            with closing(open_reading(path, timeout_s=5)) as connection:
                query, values = statement(ACME, wanted, 2, after)  # type: ignore[arg-type]
                connection.set_progress_handler(step, 1)
                assert connection.execute(query, values).fetchall()
            return counted

        after = (START + 2 * HOUR, "c06")
        few = (steps(None), steps(after))
        for at in range(40):
            events = []
            for number in range(50):
                for side, minute in ((-1, -10 - number), (1, 1000 + number)):
                    name = f"more-{at}-{number}-{side}"
                    begun = ev.Started("phone", agent="k-autre" if number % 4 < 2 else MINE)
                    events.append(event(f"{name}-s", begun, call=name, minute=minute))
                    if number % 2:
                        events.append(event(f"{name}-c", CLOSED, call=name, minute=minute + 1))
            store.append(ACME, events)
        many = (steps(None), steps(after))
    assert max(many) <= max(few) * 1.2
