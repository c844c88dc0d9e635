"""What figures are counted from, kept beside the events: as the calls make it, and only what changed is folded."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlite_utils import Database

from kbsearch.adapters.stores import call_numbers
from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading, open_writing
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.table import NEVER, NOT_TOLD, CallTable, tabulate
from kbsearch.core.moments import microseconds
from tests.clients import ACME, ZETA
from tests.happenings import START, calls, event

CLOSED, DAY = ev.Closed(Outcome.RESOLVED), timedelta(days=1)
ALWAYS = (START - 400 * DAY, START + 400 * DAY)
MANY = 10_000


def told(table: CallTable) -> list[tuple[Any, ...]]:
    """Each call: its id, its numbers, and its kind as it is."""
    columns = [name for name in table.rows.dtype.names or () if name != "kind"]
    rows = zip(*(table.rows[name].tolist() for name in columns), strict=True)
    kinds = [table.kinds[at] for at in table.rows["kind"]]
    return [*zip(table.ids, rows, kinds, strict=True)]


def kept(store: SqliteCalls) -> list[tuple[Any, ...]]:
    return told(store.numbers.table(ACME, *ALWAYS, with_ids=True))


def renamed(events: list[Event], call: str) -> list[Event]:
    return [replace(one, id=f"{call}-{one.id}", call=call) for one in {e.id: e for e in events}.values()]


@settings(max_examples=60)
@given(drawn=st.lists(calls(), max_size=4), chance=st.randoms(use_true_random=False), portion=st.integers(1, 5))
def test_it_is_what_the_calls_make_in_whatever_order_and_portions_they_are_told(
    drawn: list[list[Event]], chance: random.Random, portion: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    named = [renamed(events, f"c{number}") for number, events in enumerate(drawn)]
    every = [one for events in named for one in events]
    chance.shuffle(every)
    with closing(SqliteCalls(tmp_path_factory.mktemp("numbers") / "calls.db")) as store:
        for at in range(0, len(every), portion):
            store.append(ACME, every[at : at + portion])
            assert store.numbers.catch_up(ACME, MANY)
        folded = sorted(map(fold, named), key=lambda call: (call.started, call.id))
        assert kept(store) == told(tabulate(ACME, folded))
        whole = store.numbers.table(ACME, *ALWAYS)
        assert (whole.client, list(whole.ids), len(whole.rows)) == ("acme", [], len(folded))


def test_a_span_is_of_the_calls_that_began_in_it(store: SqliteCalls) -> None:
    for number in range(4):
        store.append(ACME, [event(f"e{number}", CLOSED, call=f"c{number}", minute=60 * number)])
    store.append(ACME, [event("late", ev.Started(began=START), call="c3", minute=60 * 5)])
    store.append(ZETA, [event("z", CLOSED, client="zeta")])
    assert store.numbers.catch_up(ACME, MANY)
    hour = timedelta(hours=1)
    found = store.numbers.table(ACME, START, START + 2 * hour, with_ids=True)
    assert found.ids == ["c0", "c3", "c1"]
    assert store.numbers.changed() == ["zeta"], "nobody asked for it"
    assert store.numbers.table(ZETA, *ALWAYS).rows.size == 0
    assert len(store.numbers.table(ZETA, *ALWAYS).kinds) == 0


def test_only_the_calls_of_which_more_was_written_are_folded(store: SqliteCalls, monkeypatch: Any) -> None:
    for number in range(50):
        store.append(ACME, [event(f"e{number}", CLOSED, call=f"c{number}")])
    assert store.numbers.catch_up(ACME, MANY)
    seen: list[str] = []
    real = call_numbers.fold

    def folding(events: Any) -> Any:
        call = real(events)
        seen.append(call.id)
        return call

    monkeypatch.setattr(call_numbers, "fold", folding)
    assert store.numbers.catch_up(ACME, MANY)
    store.append(ACME, [event("more", ev.Used("vpn"), call="c7")])
    assert store.numbers.waiting(ACME) == 1
    assert store.numbers.catch_up(ACME, MANY)
    assert store.numbers.catch_up(ACME, MANY)
    assert seen == ["c7"]


def test_as_many_as_is_said_and_no_more(store: SqliteCalls) -> None:
    for number in range(7):
        store.append(ACME, [event(f"e{number}", CLOSED, call=f"c{number}")])
    assert not store.numbers.catch_up(ACME, 3)
    assert (store.numbers.waiting(ACME), len(kept(store))) == (4, 3)
    assert store.numbers.catch_up(ACME, 4)
    assert (store.numbers.waiting(ACME), len(kept(store))) == (0, 7)


def test_what_is_written_between_reading_and_writing_is_folded_the_next_time(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [event("e1", ev.Started("phone"))])
    with closing(open_writing(path, timeout_s=5)) as connection:
        read = [*call_numbers._folded(connection, ACME, 10)]
        store.append(ACME, [event("e2", CLOSED, minute=5)])
        call_numbers._write(connection, ACME, read)
    assert store.numbers.waiting(ACME) == 1
    assert kept(store) == []
    assert store.numbers.catch_up(ACME, MANY)
    [(_, _, kind)] = kept(store)
    assert kind.outcome is Outcome.RESOLVED


def test_a_call_that_another_process_folded_and_that_went_on_is_not_taken_back(store: SqliteCalls, path: Path) -> None:
    """The first reader is slow: meanwhile another one folded the call, and it was closed."""
    store.append(ACME, [event("e1", ev.Started("phone"))])
    with closing(open_writing(path, timeout_s=5)) as connection:
        read = [*call_numbers._folded(connection, ACME, 10)]
        assert store.numbers.catch_up(ACME, MANY)
        store.append(ACME, [event("e2", CLOSED, minute=5)])
        call_numbers._write(connection, ACME, read)
        assert store.numbers.catch_up(ACME, MANY)
    [(_, _, kind)] = kept(store)
    assert kind.outcome is Outcome.RESOLVED


def test_a_deleted_call_is_gone_also_one_that_somebody_is_folding(store: SqliteCalls, path: Path) -> None:
    for number in range(3):
        store.append(ACME, [event(f"e{number}", CLOSED, call=f"c{number}")])
    assert store.numbers.catch_up(ACME, MANY)
    store.append(ACME, [event("more", ev.Used("vpn"), call="c1")])
    with closing(open_writing(path, timeout_s=5)) as connection:
        read = [*call_numbers._folded(connection, ACME, 10)]
        store.erase(ACME, ["c0", "c1"])
        call_numbers._write(connection, ACME, read)
    assert [id for id, *_ in kept(store)] == ["c2"]
    assert store.numbers.waiting(ACME) == 0


def test_calls_from_before_there_were_any_are_folded(path: Path) -> None:
    events = [event(f"e{number}", CLOSED, call=f"c{number}") for number in range(3)]
    rows = [(one.client, one.id, one.call, microseconds(one.at), encode(one).decode()) for one in events]
    with closing(sqlite3.connect(path)) as connection:
        MIGRATIONS.apply(Database(connection), stop_before="m014_numbers")
        connection.executemany("INSERT INTO events (client, id, call, at, body) VALUES (?, ?, ?, ?, ?)", rows)
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 3
        assert store.numbers.catch_up(ACME, MANY)
        assert [id for id, *_ in kept(store)] == ["c0", "c1", "c2"]


def test_calls_that_a_level_judged_before_it_was_counted_are_folded_again(path: Path) -> None:
    """Their kinds, as they were kept, are read as those of calls that nobody judged."""
    with closing(SqliteCalls(path)) as store:
        store.append(ACME, [event("e0", CLOSED, call="c0"), event("e1", CLOSED, call="c1")])
        store.append(ACME, [event("judged", ev.Reviewed("N2", n1_could=True), call="c1")])
        assert store.numbers.catch_up(ACME, MANY)
    since = ("n1_could", "n1_could_not", "is_satisfied", "recommends", "is_doubtful")
    with closing(sqlite3.connect(path)) as connection:
        for id, body in connection.execute("SELECT id, body FROM call_kinds").fetchall():
            shortened = json.dumps(json.loads(body)[: -len(since)])
            connection.execute("UPDATE call_kinds SET body = ? WHERE id = ?", (shortened, id))
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm017_judged'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 1
        assert store.numbers.catch_up(ACME, MANY)
        assert {id: kind.n1_could for id, _, kind in kept(store)} == {"c0": (), "c1": ("N2",)}


def test_calls_that_were_counted_before_searching_was_are_folded_again(path: Path) -> None:
    """Their numbers, as they were kept, are shorter."""
    searched = ev.Searched("vpn", "hybrid", "c" * 40, "g1")
    with closing(SqliteCalls(path)) as store:
        for call in ("c0", "c1"):
            store.append(
                ACME, [event(f"{call}-0", searched, call=call), event(f"{call}-1", CLOSED, call=call, minute=5)]
            )
        assert store.numbers.catch_up(ACME, MANY)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE call_numbers SET numbers = substr(numbers, 1, length(numbers) - 4)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm018_searched'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 2
        assert store.numbers.table(ACME, *ALWAYS).rows.size == 0
        assert store.numbers.catch_up(ACME, MANY)
        assert store.numbers.table(ACME, *ALWAYS).rows["searched"].tolist() == [300, 300]


def test_calls_that_were_counted_before_talk_was_are_folded_again(path: Path) -> None:
    """Their numbers, as they were kept, are shorter."""
    at = START.replace(microsecond=0)
    ends = [at + timedelta(seconds=seconds) for seconds in (0, 480, 600)]
    told = ev.Telephoned(answered_at=ends[0], ended_at=ends[1], wrapup_ended_at=ends[2])
    with closing(SqliteCalls(path)) as store:
        store.append(ACME, [event("c0-0", told, call="c0"), event("c1-0", CLOSED, call="c1")])
        assert store.numbers.catch_up(ACME, MANY)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE call_numbers SET numbers = substr(numbers, 1, length(numbers) - 4)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm020_talked'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 2
        assert store.numbers.table(ACME, *ALWAYS).rows.size == 0
        assert store.numbers.catch_up(ACME, MANY)
        table = store.numbers.table(ACME, *ALWAYS)
        assert {(*one,) for one in zip(table.seconds("talked"), table.seconds("wrapped_up"), strict=True)} == {
            (480, 120),
            (NOT_TOLD, NOT_TOLD),
        }


def test_calls_whose_end_was_put_right_before_that_was_looked_at_are_folded_again(path: Path) -> None:
    with closing(SqliteCalls(path)) as store:
        store.append(ACME, [event("c0-0", CLOSED, call="c0"), event("c1-0", CLOSED, call="c1")])
        store.append(ACME, [event("c1-1", CLOSED, call="c1", minute=20)])
        assert store.numbers.catch_up(ACME, MANY)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm024_put_right'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 1
        assert store.numbers.catch_up(ACME, MANY)
        rows = store.numbers.table(ACME, *ALWAYS).rows
        assert rows["hung_up"].tolist() == rows["began"].tolist()


def test_calls_that_were_counted_before_reopening_was_are_folded_again(path: Path) -> None:
    """Their numbers, as they were kept, are shorter."""
    hours = [event(f"c0-{at}", what, call="c0", minute=60 * at) for at, what in enumerate((CLOSED, ev.Reopened()))]
    with closing(SqliteCalls(path)) as store:
        store.append(ACME, [*hours, event("c1-0", CLOSED, call="c1")])
        assert store.numbers.catch_up(ACME, MANY)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE call_numbers SET numbers = substr(numbers, 1, length(numbers) - 16)")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm025_stood'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 2
        assert store.numbers.table(ACME, *ALWAYS).rows.size == 0
        assert store.numbers.catch_up(ACME, MANY)
        table = store.numbers.table(ACME, *ALWAYS, with_ids=True)
        told = dict(zip(table.ids, table.rows[["settled", "stood"]].tolist(), strict=True))
        assert told == {"c0": (NEVER, 3_600_000_000), "c1": (microseconds(START), NOT_TOLD)}


def test_calls_that_went_on_after_an_end_before_it_ended_searching_are_folded_again(path: Path) -> None:
    """Searched in, closed after five minutes, and reopened or searched in again later."""
    searched = ev.Searched("vpn", "hybrid", "c" * 40, "g1")
    then = {"plain": (), "reopened": (ev.Reopened(), CLOSED), "searched": (searched, ev.Opened("reseau/vpn"))}
    with closing(SqliteCalls(path)) as store:
        for call, later in then.items():
            told = [event(f"{call}-0", searched, call=call), event(f"{call}-1", CLOSED, call=call, minute=5)]
            told += [event(f"{call}-{at}", what, call=call, minute=50 + at) for at, what in enumerate(later, 2)]
            store.append(ACME, told)
        assert store.numbers.catch_up(ACME, MANY)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm026_ends'")
        connection.commit()
    with closing(SqliteCalls(path)) as store:
        assert store.numbers.waiting(ACME) == 2
        assert store.numbers.catch_up(ACME, MANY)
        assert store.numbers.table(ACME, *ALWAYS).rows["searched"].tolist() == [300, 300, 300]


def test_a_span_is_read_along_the_key_and_nothing_is_sorted(store: SqliteCalls, path: Path) -> None:
    with closing(open_reading(path, timeout_s=5)) as connection:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT numbers {call_numbers._SPAN}", ("acme", 0, 1)).fetchall()
        assert [row[3] for row in plan] == ["SEARCH call_numbers USING PRIMARY KEY (client=? AND began>? AND began<?)"]
        plan = connection.execute(f"EXPLAIN QUERY PLAN {call_numbers._CHANGED}", ("acme", 10)).fetchall()
        steps = [row[3] for row in plan]
        assert not [one for one in steps if one.startswith("SCAN") and "chosen" not in one], steps
