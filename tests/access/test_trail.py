"""The audit trail on a real file: what is done and the entry that says so are never apart."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kbsearch.adapters.stores.access import AccessFile
from kbsearch.adapters.stores.anchors import Anchor, add_anchor, read_anchors
from kbsearch.app.access import Access
from kbsearch.core.access.audit import Act, Action, Entry
from kbsearch.errors import StateError
from tests.access.keeping import HOUR, SEARCH, T0, actions


def test_every_change_is_one_commit_with_its_entry(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    made, text = access.create_key("terminal:me", T0, SEARCH)
    link = access.make_link(T0, actor="terminal:me")

    def no_room(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("kbsearch.adapters.stores.access.append", no_room)
    with pytest.raises(StateError):
        access.revoke_key("terminal:me", T0, made.id)
    with pytest.raises(StateError):
        access.create_key("terminal:me", T0, SEARCH)
    with pytest.raises(StateError):
        access.rotate_key("terminal:me", T0, made.id, HOUR)
    with pytest.raises(StateError):
        access.sign_in_by_link(link, T0)
    with pytest.raises(StateError):
        access.make_link(T0)
    monkeypatch.undo()
    assert access.file.read("SELECT count(*) FROM links") == [(1,)]
    assert json.loads(actions(access)[-1]) == {
        "at": T0.isoformat(),
        "actor": "terminal:me",
        "action": "link.create",
        "result": "done",
        "client": "",
        "object": "local",
        "detail": "",
    }
    assert access.by_key(text, T0) is not None
    assert len(access.keys.all()) == 1
    assert access.verify().entries == 2


def test_what_cannot_be_accounted_for_is_not_done(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    act, done = Act("key:k", Action.INCIDENT_OPEN, "acme", "inc-1", T0), []
    with access.audited(act) as made:
        done.append(1)
        made.append("what came of it")
    with pytest.raises(ZeroDivisionError), access.audited(act):
        raise ZeroDivisionError
    told = [(entry["result"], entry["detail"]) for entry in map(json.loads, actions(access))]
    assert told == [("begun", ""), ("done", "what came of it"), ("begun", ""), ("failed", "ZeroDivisionError")]

    def no_room(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("kbsearch.adapters.stores.access.append", no_room)
    with pytest.raises(StateError), access.audited(act):
        done.append(2)
    assert done == [1]


def test_the_trail_refuses_to_be_changed_and_shows_when_it_was(access: Access, tmp_path: Path) -> None:
    for _ in range(3):
        access.create_key("terminal:me", T0, SEARCH)
    anchor = access.anchor(T0)
    assert anchor is not None
    assert access.anchor(T0) is None
    path = tmp_path / "data" / "access.db"
    with sqlite3.connect(path) as raw:
        for change in ("UPDATE audit SET body = x'7b7d' WHERE seq = 2", "DELETE FROM audit WHERE seq = 3"):
            with pytest.raises(sqlite3.IntegrityError, match="only ever added to"):
                raw.execute(change)
        assert access.verify().broken is None
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("DROP TRIGGER audit_no_delete")
        raw.execute("DELETE FROM audit WHERE seq = 3")
    raw.close()
    verdict = access.verify()
    assert (verdict.broken, verdict.entries) == (3, 2)
    assert "anchored" in verdict.why


def test_a_full_disk_leaves_no_half_an_anchor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be taken for one that was tampered with, for ever."""
    path, real = tmp_path / "anchors.jsonl", os.write
    add_anchor(path, Anchor(T0.isoformat(), 1, "ab"))
    before = path.read_bytes()
    left = [10]

    def full(descriptor: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = real(descriptor, bytes(data)[: left[0]])
        left[0] -= written
        return written

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        add_anchor(path, Anchor(T0.isoformat(), 2, "cd"))
    assert path.read_bytes() == before
    monkeypatch.setattr(os, "write", real)
    add_anchor(path, Anchor(T0.isoformat(), 2, "cd"))
    assert read_anchors(path) == {1: b"\xab", 2: b"\xcd"}


def test_entries_of_many_writers_make_one_chain(tmp_path: Path) -> None:
    files = [AccessFile(tmp_path / "access.db", b"s" * 32) for _ in range(3)]

    def write(file: AccessFile) -> None:
        for at in range(20):
            file.record(Entry(T0.isoformat(), "key:k", "incident.open", "done", object=str(at)))

    threads = [threading.Thread(target=write, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.seq for one in files[0].trail()] == list(range(1, 61))
    for file in files:
        file.close()


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from kbsearch.adapters.stores.access import AccessFile
from kbsearch.core.access.audit import Act, Entry
file = AccessFile(Path(sys.argv[1]), b"s" * 32)
for at in range(10**6):
    file.record(Entry("2026-11-02", "key:k", "incident.open", "done", object=str(at)))
    print(at, flush=True)
"""


@pytest.mark.slow
def test_acknowledged_entries_survive_sigkill(tmp_path: Path) -> None:
    acknowledged = 0
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "access.db")], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(25):
            assert writer.stdout.readline()
        writer.kill()
        acknowledged += 25 + len(writer.stdout.read().splitlines())
        writer.stdout.close()
        writer.wait()
    file = AccessFile(tmp_path / "access.db", b"s" * 32)
    kept = list(file.trail())
    assert len(kept) >= acknowledged
    assert [one.seq for one in kept] == list(range(1, len(kept) + 1))
    file.close()
