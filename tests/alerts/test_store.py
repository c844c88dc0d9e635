"""An alert is opened once, stays while it holds, and is closed at the second look at which it does not; what is to be
posted of it is kept with it, or neither is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.alerts.deliveries import (
    BACK_OFF,
    TOO_OLD,
    Answer,
    Delivery,
    Fate,
    Outbox,
    State,
    asked_to_wait,
    fate,
)
from kbsearch.core.alerts.letters import written
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked, Raised
from kbsearch.errors import ScopeViolation
from tests.alerts.conftest import NOON
from tests.clients import ACME, ZETA

MINUTE = timedelta(minutes=1)
ALL = tuple(Kind)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteCalls]:
    with closing(SqliteCalls(tmp_path / "calls.db")) as made:
        yield made


def low(kind: Kind = Kind.ANSWER_RATE) -> Alert:
    return Alert(kind, Count(10, 40, NOON - 3 * MINUTE, NOON), 0.85, 20)


def look(minutes: int, *alerts: Alert, client: str = "acme", kinds: tuple[Kind, ...] = ALL) -> Looked:
    return Looked(client, NOON + minutes * MINUTE, kinds, alerts)


def write(raised: Raised) -> tuple[str, bytes]:
    return written(raised, "https://kb.example.org/c/acme/alerts")


def test_it_is_opened_once_and_closed_at_the_second_look_without_it(store: SqliteCalls) -> None:
    opened = store.alerts.settle(ACME, look(0, low()), write).opened
    assert [(one.alert, one.opened, one.closed) for one in opened] == [(low(), NOON, None)]
    assert store.alerts.settle(ACME, look(1, low()), write) == store.alerts.settle(ACME, look(2, low()), write)
    assert store.alerts.open(ACME) == opened
    assert store.alerts.settle(ACME, look(3), write).closed == (), "one look may be chance"
    assert store.alerts.open(ACME) == opened
    store.alerts.settle(ACME, look(4, low()), write)
    assert store.alerts.settle(ACME, look(5), write).closed == (), "the two are to be running"
    closed = store.alerts.settle(ACME, look(6), write).closed
    assert closed == (msgspec.structs.replace(opened[0], closed=NOON + 6 * MINUTE),)
    assert store.alerts.open(ACME) == ()
    assert store.alerts.page(ACME, 10) == closed
    again = store.alerts.settle(ACME, look(7, low()), write).opened
    assert store.alerts.page(ACME, 10) == (*again, *closed)
    assert store.alerts.page(ACME, 10, (again[0].opened, again[0].alert.kind.value)) == closed


def test_two_looks_at_the_same_moment_are_one(store: SqliteCalls) -> None:
    store.alerts.settle(ACME, look(0, low()), write)
    gone = look(1)
    assert store.alerts.settle(ACME, gone, write).closed == ()
    assert store.alerts.settle(ACME, msgspec.structs.replace(gone, at=gone.at + MINUTE / 10), write).closed == ()
    assert len(store.alerts.settle(ACME, look(2), write).closed) == 1


def test_what_was_not_looked_at_stays_as_it_is(store: SqliteCalls) -> None:
    store.alerts.settle(ACME, look(0, low(Kind.FCR_DROP)), write)
    for minute in (1, 2, 3):
        assert store.alerts.settle(ACME, look(minute, kinds=(Kind.ANSWER_RATE,)), write).closed == ()
    assert len(store.alerts.open(ACME)) == 1


def test_two_servers_that_look_at_once_open_one(store: SqliteCalls, tmp_path: Path) -> None:
    with closing(SqliteCalls(tmp_path / "calls.db")) as other, ThreadPoolExecutor(8) as pool:
        settled = [*pool.map(lambda at: (store, other)[at % 2].alerts.settle(ACME, look(0, low()), write), range(16))]
    assert sum(len(one.opened) for one in settled) == 1
    assert len(rows(tmp_path)) == 1


def test_an_alert_and_what_is_posted_of_it_are_kept_together_or_not_at_all(store: SqliteCalls, tmp_path: Path) -> None:
    def failing(_: Raised) -> tuple[str, bytes]:
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        store.alerts.settle(ACME, look(0, low()), failing)
    assert store.alerts.open(ACME) == ()
    store.alerts.settle(ACME, look(1, low()), write)
    store.alerts.settle(ACME, look(2), write)
    with pytest.raises(RuntimeError):
        store.alerts.settle(ACME, look(3), failing)
    assert len(store.alerts.open(ACME)) == 1
    store.alerts.settle(ACME, look(3), write)
    assert [id.rpartition("_")[2] for id in rows(tmp_path)] == ["opened", "closed"]


def test_a_look_at_another_client_is_refused(store: SqliteCalls) -> None:
    with pytest.raises(ScopeViolation):
        store.alerts.settle(ZETA, look(0, low()), write)
    store.alerts.settle(ACME, look(0, low()), write)
    assert store.alerts.open(ZETA) == store.alerts.page(ZETA, 10) == ()
    assert store.deliveries.claim(ZETA, "me", NOON) is None
    assert store.deliveries.waiting() == ["acme"]


def test_only_its_holder_settles_a_delivery_and_only_for_a_minute(store: SqliteCalls) -> None:
    store.deliveries.add(ACME, "msg_1", b"{}", NOON)
    assert store.deliveries.claim(ACME, "one", NOON) == Delivery("acme", "msg_1", b"{}", NOON, 1)
    assert store.deliveries.claim(ACME, "other", NOON + MINUTE / 2) is None
    assert store.deliveries.claim(ACME, "other", NOON + MINUTE) == Delivery("acme", "msg_1", b"{}", NOON, 2)
    assert not store.deliveries.settle(ACME, "msg_1", "one", Fate(State.SENT, NOON, "200"))
    assert not store.deliveries.settle(ZETA, "msg_1", "other", Fate(State.SENT, NOON, "200"))
    assert store.deliveries.settle(ACME, "msg_1", "other", Fate(State.SENT, NOON, "200"))
    assert store.deliveries.waiting() == []
    assert store.deliveries.claim(ACME, "other", NOON + 60 * MINUTE) is None


def test_how_the_outbox_fares_is_told_by_client(store: SqliteCalls) -> None:
    assert store.deliveries.outbox(ACME) == Outbox("acme", 0, 0, "")
    for number in range(4):
        store.deliveries.add(ACME, f"msg_{number}", b"{}", NOON + number * MINUTE)
    for number, became in enumerate(
        (Fate(State.SENT, NOON, "200"), Fate(State.FAILED, NOON, "410"), Fate(State.PENDING, NOON + 60 * MINUTE, "503"))
    ):
        held = store.deliveries.claim(ACME, "me", NOON + 5 * MINUTE)
        assert held is not None
        assert held.id == f"msg_{number}"
        assert store.deliveries.settle(ACME, held.id, "me", became)
    assert store.deliveries.outbox(ACME) == Outbox("acme", 2, 1, "503")
    assert store.deliveries.outbox(ZETA) == Outbox("zeta", 0, 0, "")


def test_what_is_over_goes_after_a_while(store: SqliteCalls, tmp_path: Path) -> None:
    store.alerts.settle(ACME, look(0, low()), write)
    store.alerts.settle(ACME, look(1), write)
    store.alerts.settle(ACME, look(2), write)
    for number in range(2):
        id = rows(tmp_path)[number]
        while (held := store.deliveries.claim(ACME, "me", NOON + 2 * MINUTE)) is not None:
            store.deliveries.settle(ACME, held.id, "me", Fate(State.SENT, NOON, "200"))
        assert id in rows(tmp_path)
    year = 367 * 24 * 60
    store.alerts.settle(ACME, look(year, low()), write)
    assert [one.opened for one in store.alerts.page(ACME, 10)] == [NOON + year * MINUTE]
    assert len(rows(tmp_path)) == 1


def test_each_try_waits_longer_and_the_last_one_gives_up() -> None:
    tries = [fate(Delivery("acme", "m", b"", NOON, number), Answer(500), NOON) for number in range(1, 10)]
    assert [one.due - NOON for one in tries[:-1]] == [*BACK_OFF]
    assert [one.total_seconds() for one in BACK_OFF] == [5, 30, 120, 600, 3600, 21600, 43200, 43200]
    assert timedelta(days=1) < sum(BACK_OFF, timedelta()) < TOO_OLD
    assert [one.state for one in tries] == [State.PENDING] * 8 + [State.FAILED]


@pytest.mark.parametrize("status", [0, 100, 301, 302, 307, 400, 401, 404, 429, 500, 503])
def test_all_but_success_is_tried_again(status: int) -> None:
    assert fate(Delivery("acme", "m", b"", NOON, 1), Answer(status), NOON).state is State.PENDING


def test_gone_or_too_old_is_given_up() -> None:
    assert fate(Delivery("acme", "m", b"", NOON, 1), Answer(410), NOON).state is State.FAILED
    old = Delivery("acme", "m", b"", NOON - TOO_OLD - MINUTE, 1)
    assert fate(old, Answer(500), NOON).state is State.FAILED
    assert fate(old, Answer(204), NOON).state is State.SENT


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("60", 60), ("0", 0), ("", 0), ("soon", 0), ("-5", 0), ("1.5", 0), ("9" * 50, 21600),
        ("Mon, 02 Nov 2026 12:05:00 GMT", 300), ("Mon, 02 Nov 2026 11:00:00 GMT", 0), ("²", 0),
        ("Mon, 02 Nov 99999 12:00:00 GMT", 0),
    ],
)  # fmt: skip
def test_how_long_the_other_side_asks_to_wait(said: str, seconds: int) -> None:
    assert asked_to_wait(said, NOON) == timedelta(seconds=seconds)


def test_nobody_asks_for_longer_than_six_hours() -> None:
    far = Answer(503, retry_after="Mon, 09 Nov 2026 12:00:00 GMT")
    assert fate(Delivery("acme", "m", b"", NOON, 1), far, NOON).due == NOON + timedelta(hours=6)


def rows(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "calls.db")) as connection:
        return [id for (id,) in connection.execute("SELECT id FROM webhook_deliveries ORDER BY made, id")]
