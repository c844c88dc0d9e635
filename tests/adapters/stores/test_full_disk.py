"""A disk that is full is told as what it is, whoever writes, and nothing is left half written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias

import pytest

from kbsearch.adapters.stores import database
from kbsearch.adapters.stores.access import AccessFile
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.core.access.audit import Entry
from kbsearch.core.calls import happenings as ev
from kbsearch.errors import StateError
from tests.clients import ACME
from tests.happenings import START, event

MANY = 400
Write: TypeAlias = Callable[[SqliteCalls], object]


def fill(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files opened from now on grow no more."""
    monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, "max_page_count = 1"))


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.deliveries.add(ACME, "big", b"x" * 1_000_000, START),
        lambda store: store.numbers.catch_up(ACME, MANY),
    ],
    ids=["written seldom", "folded"],
)
def test_what_is_written_to_the_calls_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    with closing(SqliteCalls(tmp_path / "calls.db")) as store:
        store.append(ACME, [event(f"{at}", ev.Started("phone", f"q{at}"), call=f"c{at}") for at in range(MANY)])
        fill(monkeypatch)
        with pytest.raises(StateError, match="no room left") as told:
            write(store)
        assert told.value.remedy == f"df -h {tmp_path}"
        monkeypatch.undo()
        write(store)
        assert store.numbers.waiting(ACME) in (0, MANY)


def test_what_is_written_to_the_file_of_who_may_do_what(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(AccessFile(tmp_path / "access.db", b"s" * 32)) as file:
        fill(monkeypatch)
        entry = Entry(START.isoformat(), "key:k", "incident.open", "done", object="x" * 100_000)
        with pytest.raises(StateError, match="no room left"):
            file.record(entry)
        monkeypatch.undo()
        assert file.last() is None
        file.record(entry)
        assert file.last() is not None


@pytest.mark.parametrize(("free", "said"), [(0, "no room left"), (1 << 30, "cannot be used: disk I/O error")])
def test_a_failed_write_is_want_of_room_where_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, said: str
) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_WRITE
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    assert said in str(database.refusal(error, tmp_path / "calls.db"))
