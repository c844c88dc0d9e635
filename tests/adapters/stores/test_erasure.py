"""What is erased is gone from the files, and nothing else is."""

from __future__ import annotations

import random
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbsearch.adapters.stores import call_numbers, erasure
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.store_ports import Erased
from tests.clients import ACME, ZETA
from tests.happenings import START, event

HANDLED = (ev.Opened, ev.Tried, ev.Used)


def spoken(id: str, call: str, *, minute: float = 0, client: str = "acme") -> Event:
    return event(id, ev.Flagged(f"canari-{client}-{call}-{id} " * 20), call=call, minute=minute, client=client)


def files(path: Path) -> bytes:
    return b"".join(one.read_bytes() for one in path.parent.glob("calls.db*"))


def test_old_calls_go_and_the_others_stay(store: SqliteCalls, path: Path) -> None:
    for at in range(50):
        store.append(ACME, [spoken(f"a{at}", f"old-{at}"), spoken(f"b{at}", f"old-{at}", minute=10)])
    store.append(ACME, [spoken("c", "recent"), spoken("d", "recent", minute=600)], {"c": "screen kept"})
    store.append(ZETA, [spoken("a1", "old-1", client="zeta")])
    assert store.erase(ACME, START + timedelta(minutes=11)) == Erased(50, 100, 0, 0, is_log_empty=True)
    kept = files(path)
    assert b"canari-acme-old" not in kept
    assert b"old-7" not in kept
    assert b"canari-acme-recent" in kept
    assert b"canari-zeta-old-1" in kept
    assert store.call(ACME, "old-1") is None
    assert len(store.history(ACME, "recent")) == 2
    assert len(store.history(ZETA, "old-1")) == 1
    assert store.erase(ACME, START + timedelta(minutes=11)) == Erased(0, 0, 0, 0, is_log_empty=True)


def test_a_moment_still_to_come_does_not_keep_a_call(store: SqliteCalls) -> None:
    store.append(ACME, [spoken("1", "c1"), spoken("2", "c1", minute=60 * 24 * 365 * 50), spoken("3", "c2", minute=1)])
    assert store.erase(ACME, START + timedelta(seconds=30)).calls == 1
    assert (store.call(ACME, "c1"), store.call(ACME, "c2") is None) == (None, False)


def test_a_call_all_of_whose_times_are_still_to_come_counts_by_when_it_was_met(store: SqliteCalls) -> None:
    years = 60 * 24 * 365
    store.append(ACME, [spoken("1", "c1", minute=years * 50), spoken("2", "c2", minute=years * 50), spoken("3", "c3")])
    before = datetime.now(UTC)
    assert store.old(ACME, START) == [], "it is met, and nothing is old"
    assert store.old(ACME, before) == ["c3"], "when they were received is not known any better"
    store.append(ACME, [spoken("4", "c2", minute=-1), spoken("5", "c4", minute=years * 51)])
    after = datetime.now(UTC) + timedelta(seconds=1)
    assert store.erase(ACME, after).calls == 3
    assert [store.call(ACME, f"c{at}") is None for at in (1, 2, 3, 4)] == [True, True, True, False]
    assert store.erase(ACME, datetime.now(UTC) + timedelta(seconds=1)).calls == 1


def test_one_call_is_forgotten_with_its_screens(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [spoken("1", "c1"), spoken("2", "c2")], {"1": "screen-one", "2": "screen-both"})
    store.append(ACME, [spoken("3", "c1")], {"3": "screen-both"})
    store.append(ZETA, [spoken("4", "c1", client="zeta")], {"4": "screen-one"})
    assert store.erase(ACME, ["c1", "absent"]) == Erased(1, 2, 1, 0, is_log_empty=True)
    assert b"canari-acme-c1" not in files(path)
    assert [kept.shown for kept in store.history(ACME, "c2")] == ["screen-both"]
    assert [kept.shown for kept in store.history(ZETA, "c1")] == ["screen-one"]


def test_what_is_left_is_counted(store: SqliteCalls, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof must be able to fail: here a reader holds on to the pages as they were."""
    monkeypatch.setattr(erasure, "BLOCK_BYTES", 5000)
    monkeypatch.setattr(erasure, "OVERLAP_BYTES", 1000)
    store.append(ACME, [spoken(f'é"\\{at}', "c1") for at in range(30)])
    with closing(open_reading(path, timeout_s=1)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        found = store.erase(ACME, ["c1"])
    assert (found.events, found.left, found.is_log_empty) == (30, 30, False)
    assert store.erase(ACME, ["c1"]) == Erased(0, 0, 0, 0, is_log_empty=True), "the same again finds nothing left"
    store.append(ACME, [spoken("later", "c2")])
    assert store.erase(ACME, ["c2"]) == Erased(1, 1, 0, 0, is_log_empty=True)
    assert b"canari" not in files(path)


def test_an_erasure_that_was_cut_short_is_ended_by_the_next(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [spoken("1", "c1"), spoken("2", "c2")], {"1": "screen-one", "2": "screen-two"})
    with closing(sqlite3.connect(path)) as interrupted:  # its calls are deleted, its screens are not, the log is full
        interrupted.execute("DELETE FROM events WHERE call = 'c1'")
        interrupted.commit()
        assert b"canari-acme-c1" in files(path)
    with closing(open_reading(path, timeout_s=1)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        assert store.erase(ACME, START) == Erased(0, 0, 1, 1, is_log_empty=False)
    assert store.erase(ACME, START) == Erased(0, 0, 0, 0, is_log_empty=True)
    assert b"screen-one" not in files(path)
    assert b"canari-acme-c1" not in files(path)


def test_screens_are_found_without_reading_every_event(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [spoken("1", "c1")], {"1": "screen-one"})
    with closing(open_reading(path, timeout_s=1)) as reader:
        plan = " ".join(str(row[3]) for row in reader.execute(f"EXPLAIN QUERY PLAN {erasure._UNUSED_TEXTS}", ("acme",)))
    assert "INDEX idx_events_client_shown (client=? AND shown=?)" in plan


def test_ids_in_unused_parts_of_the_file_go_when_it_is_rewritten(store: SqliteCalls, path: Path) -> None:
    """Where SQLite joins pages it leaves keys behind, whatever `secure_delete` says: of some calls the id was found."""
    drawn = random.Random(3)  # noqa: S311 - the same calls every time
    calls = [f"call-{number:05}-z" for number in drawn.sample(range(100_000), 600)]
    for at, call in enumerate(calls):
        minute = drawn.randrange(9999)
        done = [event(f"{call}:{kind.__name__}", kind(f"art-{at % 40}"), call=call, minute=minute) for kind in HANDLED]
        store.append(ACME, [spoken(f"{call}:said", call, minute=minute), *done])
    for portion in range(0, 500, 50):
        assert store.erase(ACME, calls[portion : portion + 50]).left == 0
    before = [store.history(ACME, call) for call in calls[500:]]
    assert store.compact()
    kept = files(path)
    assert [call for call in calls[:500] if call.encode() in kept] == []
    assert [store.history(ACME, call) for call in calls[500:]] == before


def test_others_write_meanwhile(store: SqliteCalls) -> None:
    store.append(ACME, [spoken(f"{at}", f"old-{at % 700}") for at in range(5000)])
    written: list[int] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            store.append(ACME, [spoken(f"new-{len(written)}", "new", minute=600)])
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    found = store.erase(ACME, START + timedelta(minutes=1))
    stop.set()
    writer.join()
    assert (found.calls, found.events, found.left) == (700, 5000, 0)
    assert len(store.history(ACME, "new")) == len(written) > 0


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(minutes=4)])
def test_an_old_call_that_goes_on_during_a_purge_is_kept(
    store: SqliteCalls, monkeypatch: pytest.MonkeyPatch, ahead: timedelta
) -> None:
    """Whatever the poster's clock says. What is to be forgotten by its id goes with what arrives of it."""
    monkeypatch.setattr(erasure, "AT_ONCE", 1)
    for call in ("c1", "c2", "c3"):
        store.append(ACME, [spoken(f"{call}-said", call)])
    delete, calls = erasure._delete, iter("456")

    def meanwhile(*asked: Any) -> list[str]:
        gone = delete(*asked)
        store.append(ACME, [Event(f"e{next(calls)}", "acme", "c3", datetime.now(UTC) + ahead, ev.Reopened())])
        return gone

    monkeypatch.setattr(erasure, "_delete", meanwhile)
    assert store.erase(ACME, START + timedelta(days=1)).calls == 2
    assert [kept.event.id for kept in store.history(ACME, "c3")] == ["c3-said", "e4", "e5", "e6"]
    monkeypatch.setattr(erasure, "_delete", delete)
    assert store.erase(ACME, ["c3"]).events == 4


def queued(id: str, call: str, queue: str, client: str = "acme") -> Event:
    return event(id, ev.Started(queue=queue), call=call, client=client)


def test_kinds_of_calls_go_with_the_last_call_of_each(store: SqliteCalls, path: Path) -> None:
    """They hold the queue, which another tool may have named after a person, and the articles."""
    store.append(
        ACME, [queued("1", "c1", "file-canari"), queued("2", "c2", "file-commune"), queued("3", "c3", "file-commune")]
    )
    store.append(ZETA, [queued("4", "c1", "file-canari-zeta", "zeta")])
    assert store.numbers.catch_up(ACME, 100)
    assert store.numbers.catch_up(ZETA, 100)
    assert store.erase(ACME, ["c1", "c2"]) == Erased(2, 2, 0, 0, is_log_empty=True)
    assert store.compact()
    kept = files(path)
    assert (b'"file-canari"' in kept, b"file-commune" in kept, b"file-canari-zeta" in kept) == (False, True, True)
    assert [kind.queue for kind in store.numbers.table(ACME, START, START + timedelta(days=1)).kinds] == [
        "file-commune"
    ]
    store.append(ACME, [queued("5", "c5", "file-canari")])
    assert store.numbers.catch_up(ACME, 100)
    table = store.numbers.table(ACME, START, START + timedelta(days=1), with_ids=True)
    assert {id: table.kinds[kind].queue for id, kind in zip(table.ids, table.rows["kind"], strict=True)} == {
        "c3": "file-commune",
        "c5": "file-canari",
    }


def test_kinds_that_are_left_are_counted(store: SqliteCalls, path: Path) -> None:
    store.append(ACME, [queued("1", "c1", "file-canari")])
    assert store.numbers.catch_up(ACME, 100)
    with closing(open_reading(path, timeout_s=1)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchone()
        assert store.erase(ACME, ["c1"]).left == 2, "the event and the kind"


def test_a_kind_that_is_deleted_between_two_portions_is_made_again(
    store: SqliteCalls, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call_numbers, "AT_ONCE", 1)
    store.append(ACME, [queued("1", "c1", "file"), queued("2", "c2", "file")])
    folded, said = call_numbers._folded, list[str]()

    def meanwhile(*asked: Any) -> Any:
        if said:
            erasure.erase(path, ACME, said, timeout_s=5)
        found = folded(*asked)
        said[:] = [one.call for one in found]
        return found

    monkeypatch.setattr(call_numbers, "_folded", meanwhile)
    assert store.numbers.catch_up(ACME, 2)
    assert [kind.queue for kind in store.numbers.table(ACME, START, START + timedelta(days=1)).kinds] == ["file"]
