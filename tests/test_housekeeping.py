"""What a server does by itself: calls go when their client's retention is over, and only those."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from kbsearch.app import App, housekeeping
from kbsearch.app.beside import Beside
from kbsearch.app.housekeeping import Housekeeper
from kbsearch.core.access.audit import Entry
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.store_ports import Erased
from kbsearch.errors import StateError
from tests.clients import ACME
from tests.served import MemoryLive, make_app
from tests.waiting import wait_for

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[App, MemoryLive]]:
    kb, live = make_app(tmp_path)
    yield kb, live
    kb.close()


def keep(kb: App, client: str, days: int) -> None:
    happened = Event(f"e{days}", client, f"c{days}", NOW - timedelta(days=days), ev.Opened("reseau/vpn"))
    kb.calls.record(OneClient(client), [happened], None)


def kept(kb: App, client: str) -> list[str]:
    return [call.id for call in kb.calls.between(OneClient(client), NOW - timedelta(days=5000), NOW)]


def test_each_clients_old_calls_go(running: tuple[App, MemoryLive], tmp_path: Path) -> None:
    kb, live = running
    keeper = Housekeeper(kb, now=lambda: NOW)
    keeper.run_once()
    assert not (tmp_path / "data").exists()
    acme = live.get(ACME)
    live.entries["acme"] = dataclasses.replace(acme, client=dataclasses.replace(acme.client, retention_days=30))
    for days in (1, 29, 31, 364, 366):
        keep(kb, "acme", days)
        keep(kb, "zeta", days)
    keeper.run_once()
    assert kept(kb, "acme") == ["c29", "c1"]
    assert kept(kb, "zeta") == ["c364", "c31", "c29", "c1"]
    said = [msgspec.json.decode(one.body, type=Entry) for one in kb.access.file.trail()]
    assert [(one.actor, one.action, one.client, one.object, one.result) for one in said] == [
        ("server", "calls.expire", client, calls, result)
        for client, calls in (("acme", "3 calls"), ("zeta", "1 calls"))
        for result in ("begun", "done")
    ]


def test_no_call_is_deleted_that_cannot_be_accounted_for(
    running: tuple[App, MemoryLive], monkeypatch: pytest.MonkeyPatch
) -> None:
    kb, _ = running
    keep(kb, "acme", 366)

    def full(entry: Entry) -> None:
        raise StateError("The disk is full.")

    monkeypatch.setattr(kb.access.file, "record", full)
    with pytest.raises(StateError, match="full"):
        housekeeping.forget_old_calls(kb, OneClient("acme"), NOW)
    assert kept(kb, "acme") == ["c366"]


def test_the_audit_trail_is_anchored_and_old_sessions_go(running: tuple[App, MemoryLive], tmp_path: Path) -> None:
    kb, _ = running
    early = NOW - timedelta(days=8)
    old, new = (kb.access.sign_in_by_link(kb.access.make_link(at), at) for at in (early, NOW))
    assert old is not None
    assert new is not None
    Housekeeper(kb, now=lambda: NOW).run_once()
    assert kb.access.by_session(old, early) is None
    assert kb.access.by_session(new, NOW) is not None
    anchors = (tmp_path / "data" / "audit-anchors.jsonl").read_text("utf-8").splitlines()
    assert [msgspec.json.decode(line)["seq"] for line in anchors] == [4]
    assert kb.access.verify().broken is None


@pytest.mark.parametrize(("busy", "said"), [(1, ""), (9, "calls deleted of acme are still in the log")])
def test_what_somebody_was_reading_is_erased_again(
    running: tuple[App, MemoryLive], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
    busy: int, said: str,
) -> None:  # fmt: skip
    """The next day nothing is old any more, and nobody would look at the log again."""
    kb, _ = running
    keep(kb, "acme", 400)
    real, answers = kb.calls.erase, list[Erased]()

    def reading(client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        answers.append(dataclasses.replace(real(client, choose), is_log_empty=len(answers) >= busy))
        return answers[-1]

    monkeypatch.setattr(kb.calls, "erase", reading)
    with caplog.at_level(logging.WARNING, "kbsearch"):
        Housekeeper(kb, now=lambda: NOW).run_once()
    assert (kept(kb, "acme"), len(answers) > 1) == ([], True)
    warned = [record.getMessage() for record in caplog.records if "acme" in record.getMessage()]
    assert (said in "".join(warned), bool(warned)) == (True, bool(said))
    assert not said or "kbsearch privacy purge acme" in warned[0]


def test_anchors_that_cannot_be_read_keep_no_old_call(
    running: tuple[App, MemoryLive], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor end the thread: what is too old would stay until somebody starts the server again."""
    kb, _ = running
    kb.access.make_link(NOW)
    keep(kb, "acme", 400)
    (tmp_path / "data" / "audit-anchors.jsonl").mkdir()
    Housekeeper(kb, now=lambda: NOW).run_once()
    assert kept(kb, "acme") == []
    assert "audit-anchors.jsonl cannot be read: Is a directory" in caplog.text


def test_a_thread_beside_outlives_what_one_round_throws(caplog: pytest.LogCaptureFixture) -> None:
    rounds: list[int] = []

    class Failing(Beside):
        def run_once(self) -> None:
            rounds.append(1)
            raise ValueError("a bug")

    beside = Failing("failing", first_after_s=0.001, every_s=0.001)
    beside.start()
    assert wait_for(lambda: len(rounds) > 2)
    beside.close()
    assert "failing: a round failed" in caplog.text


def test_one_that_fails_does_not_stop_the_others(
    running: tuple[App, MemoryLive], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb, live = running
    keep(kb, "acme", 400)
    keep(kb, "zeta", 400)
    live.entries["acme"] = StateError("not now")
    broken: list[str] = []

    def breaks(_: App, client: OneClient, __: datetime) -> None:
        broken.append(client.id)
        raise ValueError("a bug")

    monkeypatch.setattr(housekeeping, "JOBS", (breaks, *housekeeping.JOBS))
    with caplog.at_level(logging.WARNING, "kbsearch"):
        Housekeeper(kb, now=lambda: NOW).run_once()
    assert (kept(kb, "acme"), kept(kb, "zeta")) == (["c400"], [])
    assert "acme" in broken
    assert "zeta" in broken
    assert "not now" in caplog.text


def test_it_starts_by_itself_and_stops_when_told(running: tuple[App, MemoryLive]) -> None:
    kb, _ = running
    keep(kb, "zeta", 400)
    keeper = Housekeeper(kb, first_after_s=0.01, now=lambda: NOW)
    keeper.start()
    for _ in range(500):
        if not kept(kb, "zeta"):
            break
        keeper._stop.wait(0.01)
    keeper.close()
    assert kept(kb, "zeta") == []
    assert not keeper._thread.is_alive()


def test_a_job_that_meets_what_is_anothers_is_counted_and_the_others_are_done(
    running: tuple[App, MemoryLive], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    kb, _ = running
    done: list[str] = []

    def mistaken(kb: App, client: OneClient, now: datetime) -> None:
        if client.id == "acme":
            require_own(client, ("zeta",))
        done.append(client.id)

    monkeypatch.setattr(housekeeping, "JOBS", (mistaken,))
    Housekeeper(kb, now=lambda: NOW).run_once()
    assert done == ["vide", "zeta"]
    assert (kb.violations.since_start, len(kb.violations.ever())) == (1, 1)
    said = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert said == ["mistaken for acme met what is another client's; nothing was done with it"]
