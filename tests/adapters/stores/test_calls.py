from __future__ import annotations

import queue
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.calls import _HISTORY, SqliteCalls
from kbsearch.adapters.stores.database import open_reading, open_writing, require_wal
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended
from kbsearch.errors import BadRequest, EventConflict, ScopeViolation, StateError
from tests.clients import ACME, ZETA
from tests.happenings import START, event

OPENED = ev.Opened("tpe")
HOUR = timedelta(hours=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "with ? and #" / "calls.db"


def test_what_is_appended_is_read_back_folded(store: SqliteCalls) -> None:
    events = [event("1", ev.Started("phone")), event("2", OPENED, minute=1), event("3", ev.Reopened(), minute=2)]
    assert store.append(ACME, events) == Appended(3, 0)
    assert store.call(ACME, "call-1") == fold(events)
    assert store.call(ACME, "call-2") is None
    assert store.append(ACME, []) == Appended(0, 0)


def test_a_repetition_is_counted_and_changes_nothing(store: SqliteCalls) -> None:
    one, two = event("1", OPENED), event("2", OPENED)
    assert store.append(ACME, [one, one]) == Appended(1, 1)
    assert store.append(ACME, [two, one]) == Appended(1, 1)
    assert store.append(ACME, [two, one]) == Appended(0, 2)
    assert store.call(ACME, "call-1") == fold([one, two])


@pytest.mark.parametrize(
    "other", [event("2", ev.Reopened()), event("2", OPENED, call="c2"), event("2", OPENED, minute=1)]
)
def test_a_conflict_names_the_event_and_writes_none_of_the_batch(store: SqliteCalls, other: Event) -> None:
    store.append(ACME, [event("2", OPENED)])
    with pytest.raises(EventConflict, match="“2”") as refused:
        store.append(ACME, [event("1", OPENED), other, event("3", OPENED)])
    assert refused.value.event == "2"
    with pytest.raises(EventConflict):
        store.append(ACME, [event("4", OPENED), event("4", ev.Reopened())])
    assert store.append(ACME, [event(id, OPENED) for id in "1234"]) == Appended(3, 1)


def test_an_unreadable_event_writes_none_of_the_batch(store: SqliteCalls) -> None:
    with pytest.raises(BadRequest):
        store.append(ACME, [event("1", OPENED), event("2", ev.Opened(""))])
    assert store.call(ACME, "call-1") is None


def test_clients_with_the_same_ids_never_meet(store: SqliteCalls) -> None:
    store.append(ACME, [event("1", OPENED)])
    store.append(ZETA, [event("1", ev.Refused("z"), client="zeta")])
    ours, theirs = store.call(ACME, "call-1"), store.call(ZETA, "call-1")
    assert ours is not None
    assert theirs is not None
    assert (ours.client, ours.opened, ours.refused) == ("acme", ("tpe",), ())
    assert (theirs.client, theirs.opened, theirs.refused) == ("zeta", (), ("z",))
    assert list(store.calls(ACME, START, START + HOUR)) == [ours]
    assert store.call(OneClient("other"), "call-1") is None
    assert list(store.calls(OneClient("other"), START, START + HOUR)) == []


def test_an_event_of_another_client_keeps_all_of_them_out(store: SqliteCalls) -> None:
    with pytest.raises(ScopeViolation):
        store.append(ACME, [event("1", OPENED), event("2", OPENED, client="zeta")])
    with pytest.raises(ScopeViolation):
        store.send(ACME, [event("1", OPENED, client="zeta")], pytest.fail)
    assert (store.call(ACME, "call-1"), store.call(ZETA, "call-1")) == (None, None)


def test_calls_are_those_that_began_in_the_span(store: SqliteCalls) -> None:
    store.append(ACME, [
        event("a", ev.Started(), call="before", minute=-1),
        event("b", OPENED, call="before", minute=5),
        event("c", ev.Started(), call="second", minute=30),
        event("d", OPENED, call="first", minute=0),
        event("e", OPENED, call="late", minute=60),
    ])  # fmt: skip
    assert [call.id for call in store.calls(ACME, START, START + HOUR)] == ["first", "second"]
    with pytest.raises(BadRequest, match="offset"):
        store.calls(ACME, datetime(2026, 11, 2), START)


def test_a_call_that_was_told_of_later_is_found_where_it_began(store: SqliteCalls) -> None:
    began, days = START - HOUR * 100, timedelta(days=3)
    store.append(ACME, [event("a", ev.Started(began=began)), event("b", OPENED), event("c", OPENED, call="other")])
    store.append(ZETA, [event("a", ev.Started(began=began), client="zeta", call="theirs")])
    assert [call.id for call in store.calls(ACME, began - HOUR, began + HOUR)] == ["call-1"]
    assert [call.id for call in store.calls(ACME, START - days, START + HOUR)] == ["other"]


def test_eight_threads_and_what_each_of_them_reads(store: SqliteCalls) -> None:
    def work(worker: int) -> int:
        new = 0
        for at in range(100):
            events = [event(f"{worker}-{at}", OPENED, call=f"c{worker}"), event(f"same-{at}", OPENED)]
            new += store.append(ACME, events).new
            call = store.call(ACME, f"c{worker}")
            assert call is not None
        return new

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 900
    assert len(store.calls(ACME, START, START + HOUR)) == 9


def test_a_file_is_opened_again_and_migrated_once(path: Path) -> None:
    for turn in range(3):
        with closing(SqliteCalls(path)) as store:
            store.append(ACME, [event(str(turn), OPENED)])
        assert [one.name for one in path.parent.iterdir()] == ["calls.db"]  # the log is emptied into it
    with closing(open_reading(path, timeout_s=1)) as connection:
        assert len(MIGRATIONS.applied(Database(connection))) == len(MIGRATIONS.pending(Database(memory=True)))
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (3,)
    assert path.stat().st_mode & 0o777 == 0o600


def test_several_may_open_a_new_file_at_once(path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: SqliteCalls(path), range(6)))
    assert sum(store.append(ACME, [event("1", OPENED)]).new for store in stores) == 1
    for store in stores:
        store.close()


def test_openers_of_new_files_wait_for_each_other(path: Path) -> None:
    """SQLite refuses a write-ahead log at once where it waits for a lock elsewhere; one round alone rarely shows it."""
    with ThreadPoolExecutor(8) as pool:
        for turn in range(100):
            new = path.with_name(f"calls-{turn}.db")
            stores = list(pool.map(SqliteCalls, [new] * 8))
            assert [store.append(ACME, [event("1", OPENED)]).new for store in stores] == [1, *[0] * 7]
            for store in stores:
                store.close()


class Locked:
    """A connection to a file that others hold for the first `times` statements."""

    def __init__(self, times: int) -> None:
        self.times = times

    def execute(self, _: str) -> Locked:
        self.times -= 1
        if self.times >= 0:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        return self

    def fetchone(self) -> tuple[str]:
        return ("wal",)


def test_a_write_ahead_log_is_asked_for_until_the_time_is_over(path: Path) -> None:
    require_wal(Locked(3), path, timeout_s=10)  # type: ignore[arg-type]
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        require_wal(Locked(10**9), path, timeout_s=0.05)  # type: ignore[arg-type]


def test_the_pragmas_hold_and_a_reader_cannot_write(path: Path, store: SqliteCalls) -> None:
    with closing(open_writing(path, timeout_s=1)) as connection:
        found = [
            connection.execute(f"PRAGMA {p}").fetchone()[0] for p in ("journal_mode", "synchronous", "secure_delete")
        ]
        assert found == ["wal", 2, 1]
    with (
        closing(open_reading(path, timeout_s=1)) as connection,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        connection.execute("DELETE FROM events")


def test_without_a_write_ahead_log_nothing_starts(path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(StateError, match=r"'memory'.*df -T"):
        require_wal(connection, path, timeout_s=1)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calls.db").write_bytes(b"x" * 8192)
    with pytest.raises(StateError, match="damaged"):
        SqliteCalls(tmp_path / "calls.db")
    with pytest.raises(StateError, match="cannot be used"):
        SqliteCalls(tmp_path / "calls.db" / "below")


def test_readers_of_ended_threads_are_let_go(path: Path) -> None:
    with closing(SqliteCalls(path)) as store:
        for _ in range(20):
            thread = threading.Thread(target=store.call, args=(ACME, "c"))
            thread.start()
            thread.join()
        assert len(store._readers._connections) <= 1


def test_a_closed_store_says_so(path: Path) -> None:
    store = SqliteCalls(path)
    store.close()
    store.close()
    with pytest.raises(StateError, match="closed"):
        store.append(ACME, [event("1", OPENED)])
    with pytest.raises(StateError, match="closed"):
        store.call(ACME, "call-1")


def test_what_stood_on_the_screen_is_kept_once_beside_the_events(store: SqliteCalls, path: Path) -> None:
    shown = {"1": '{"title": "VPN"}', "3": '{"title": "VPN"}'}
    events = [event("1", OPENED), event("2", ev.Reopened(), minute=1), event("3", OPENED, minute=2)]
    assert store.append(ACME, events, shown) == Appended(3, 0)
    assert store.append(ZETA, [event("4", OPENED, client="zeta")], {"4": '{"title": "VPN"}'}) == Appended(1, 0)
    assert [(kept.event, kept.shown) for kept in store.history(ACME, "call-1")] == [
        (events[0], '{"title": "VPN"}'),
        (events[1], ""),
        (events[2], '{"title": "VPN"}'),
    ]
    assert store.history(ACME, "call-2") == []
    with closing(open_reading(path, timeout_s=5)) as connection:
        assert connection.execute("SELECT client FROM texts ORDER BY client").fetchall() == [("acme",), ("zeta",)]


def test_a_repetition_keeps_what_was_shown_first(store: SqliteCalls) -> None:
    assert store.append(ACME, [event("1", OPENED)], {"1": "first"}) == Appended(1, 0)
    assert store.append(ACME, [event("1", OPENED)], {"1": "second"}) == Appended(0, 1)
    assert store.append(ACME, [event("1", OPENED)]) == Appended(0, 1)
    assert [kept.shown for kept in store.history(ACME, "call-1")] == ["first"]


def test_sending_tells_another_thread_what_became_of_it(store: SqliteCalls) -> None:
    told: queue.SimpleQueue[object] = queue.SimpleQueue()
    store.send(ACME, [event("1", OPENED), event("2", OPENED)], told.put)
    assert told.get(timeout=10) == Appended(2, 0)
    store.send(ACME, [event("1", ev.Reopened())], told.put)
    assert isinstance(told.get(timeout=10), EventConflict)
    store.send(ACME, [], told.put)
    assert told.get(timeout=10) == Appended(0, 0)
    with pytest.raises(EventConflict):
        store.send(ACME, [event("5", OPENED), event("5", ev.Reopened())], told.put)
    store.close()
    with pytest.raises(StateError, match="closed"):
        store.send(ACME, [event("6", OPENED)], told.put)
    assert told.empty()


def test_a_file_of_a_newer_version_is_refused(path: Path) -> None:
    SqliteCalls(path).close()
    with closing(Database(path)) as db:
        db.table("_sqlite_migrations").insert({"migration_set": "calls", "name": "m999_later", "applied_at": "2030"})
    with pytest.raises(StateError, match=r"newer kbsearch \(m999_later\)"):
        SqliteCalls(path)


def test_what_happened_in_a_call_is_found_without_reading_the_clients_others(store: SqliteCalls, path: Path) -> None:
    with closing(open_reading(path, timeout_s=5)) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {_HISTORY}", ("acme", "c1"))]
    assert "INDEX idx_events_client_call (client=? AND call=?)" in plan[0]


def test_a_file_of_the_first_version_is_brought_up(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with closing(Database(path)) as db:
        MIGRATIONS.apply(db, stop_before="m002_texts")
        one, began = event("1", OPENED), START - HOUR * 100
        db.table("events").insert(
            {"client": "acme", "id": "1", "call": "call-1", "at": 0, "body": encode(one).decode()}
        )
        told = encode(event("3", ev.Started(began=began), call="call-2")).decode()
        db.table("events").insert({"client": "acme", "id": "3", "call": "call-2", "at": 0, "body": told})
    with closing(SqliteCalls(path)) as store:
        assert [(kept.event, kept.shown) for kept in store.history(ACME, "call-1")] == [(one, "")]
        assert store.append(ACME, [one, event("2", OPENED)], {"2": "x"}) == Appended(1, 1)
        assert [call.id for call in store.calls(ACME, began, began + HOUR)] == ["call-2"]
