"""Evidence on disk: whole or not at all, one client's, taken back, forgotten."""

from __future__ import annotations

import dataclasses
import os
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kbsearch.adapters.snapshots import LiveMemories, MemoryStore, Pointer, disk
from kbsearch.core.learning.evidence import SOLVED, Solved
from kbsearch.core.learning.memory import Memory, Trust
from kbsearch.core.learning.usual import Usual
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BuildBusy, IndexDamaged, NotFound, ScopeViolation, StateError
from tests.clients import ACME, ZETA
from tests.unreadable import unreadable

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def memory(*calls: str, client: str = "acme") -> Memory:
    rows = tuple(Solved(client, call, "k", "vpn coupé", "vpn", 0.8, AT, SOLVED) for call in calls)
    return Memory(client, "", "f" * 64, rows, np.tile(np.float32([0.6, 0.8]), (len(rows), 1)), Trust(0.95, 0.7))


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    (tmp_path / "acme").mkdir()
    return MemoryStore(tmp_path, keep=3)


def test_what_is_published_is_read_back(store: MemoryStore) -> None:
    assert store.open(ACME) is None
    assert store.publish(ACME, memory("c1", "c2")) == "memory-1"
    found = store.open(ACME)
    assert found is not None
    assert (found.version, found.rows, found.trust) == ("memory-1", memory("c1", "c2").rows, Trust(0.95, 0.7))
    assert np.array_equal(found.vectors, memory("c1", "c2").vectors)


def test_an_empty_memory_is_one_too(store: MemoryStore) -> None:
    store.publish(ACME, memory())
    found = store.open(ACME)
    assert found is not None
    assert found.rows == ()


def test_the_previous_one_comes_back_and_then_none(store: MemoryStore, tmp_path: Path) -> None:
    for call in ("c1", "c2", "c3", "c4"):
        store.publish(ACME, memory(call))
    assert sorted(path.name for path in (tmp_path / "acme/evidence").glob("memory-*")) == [
        "memory-2",
        "memory-3",
        "memory-4",
    ]
    assert [store.restore(ACME) for _ in range(3)] == ["memory-3", "memory-2", ""]
    assert store.open(ACME) is None
    with pytest.raises(StateError, match="nothing to go back from"):
        store.restore(ACME)
    assert store.publish(ACME, memory("c5")) == "memory-5"


@pytest.mark.parametrize("at", [0, 40, 70, 200, -1])
def test_a_flipped_byte_is_found(store: MemoryStore, tmp_path: Path, at: int) -> None:
    store.publish(ACME, memory("c1"))
    path = tmp_path / "acme/evidence/memory-1"
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(IndexDamaged, match="kbsearch learn acme"):
        store.open(ACME)


def test_another_clients_evidence_is_refused(store: MemoryStore, tmp_path: Path) -> None:
    (tmp_path / "zeta").mkdir()
    with pytest.raises(ScopeViolation):
        store.publish(ACME, memory("c1", client="zeta"))
    store.publish(ZETA, memory("c1", client="zeta"))
    (tmp_path / "zeta/evidence").rename(tmp_path / "acme/evidence")
    with pytest.raises(IndexDamaged, match="another client's"):
        store.open(ACME)
    with pytest.raises(NotFound):
        store.open(OneClient("../acme"))


@pytest.mark.parametrize("step", ["write", "rename", "replace"])
def test_a_full_disk_leaves_the_old_one(store: MemoryStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    store.publish(ACME, memory("c1"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, step, full)
        with pytest.raises(StateError, match="No space left"):
            store.publish(ACME, memory("c2"))
    found = store.open(ACME)
    assert found is not None
    assert [row.call for row in found.rows] == ["c1"]
    store.publish(ACME, memory("c3"))
    again = store.open(ACME)
    assert again is not None
    assert [row.call for row in again.rows] == ["c3"]


def test_what_is_forgotten_is_in_no_file(store: MemoryStore, tmp_path: Path) -> None:
    store.erase(ACME, "", lambda _: True)
    store.publish(ACME, memory("secret-1"))
    store.publish(ACME, memory("secret-1", "c2"))
    store.erase(ACME, "", lambda row: row.call != "secret-1")
    found = store.open(ACME)
    assert found is not None
    assert [row.call for row in found.rows] == ["c2"]
    assert found.vectors.shape == (1, 2)
    assert b"secret-1" not in b"".join(path.read_bytes() for path in (tmp_path / "acme/evidence").iterdir())
    store.erase(ACME, "", lambda _: False)
    assert store.open(ACME) is None
    assert not [*(tmp_path / "acme/evidence").glob("memory-*")]


def test_what_holds_nothing_forgotten_stays(store: MemoryStore, tmp_path: Path) -> None:
    store.publish(ACME, memory("c1"))
    store.publish(ACME, memory("c1", "c2"))
    store.publish(ACME, memory("c3"))
    (tmp_path / "acme/evidence/memory-9.tmp").write_bytes(b"half of a symptom")
    store.erase(ACME, "", lambda row: row.call != "c2")
    assert sorted(path.name for path in (tmp_path / "acme/evidence").glob("memory-*")) == ["memory-1", "memory-3"]
    assert store.restore(ACME) == "memory-1"
    store.erase(ACME, "", lambda _: False)
    assert store.pointer(ACME) == Pointer("", is_held=True)


def test_evidence_of_another_store_is_left_alone(store: MemoryStore) -> None:
    store.publish(ACME, dataclasses.replace(memory("c1"), store="a" * 32))
    with pytest.raises(StateError, match=r"store aaaaaaaa.*store bbbbbbbb"):
        store.erase(ACME, "b" * 32, lambda _: False)
    found = store.open(ACME)
    assert found is not None
    assert (found.store, len(found.rows)) == ("a" * 32, 1)
    store.restore(ACME)
    store.publish(ACME, dataclasses.replace(memory("c2"), store="b" * 32))
    store.erase(ACME, "b" * 32, lambda _: True)
    assert store.current(ACME) == "memory-2"


def test_what_was_gone_back_from_never_comes_back(store: MemoryStore) -> None:
    for call in ("c1", "c2"):
        store.publish(ACME, memory(call))
    store.restore(ACME)
    used = store.pointer(ACME)
    assert used == Pointer("memory-1", is_held=True)
    with pytest.raises(StateError, match="changed meanwhile"):
        store.publish(ACME, memory("c3"), instead_of=Pointer("memory-2"))
    assert store.publish(ACME, memory("c3"), instead_of=used) == "memory-3"
    assert store.restore(ACME) == "memory-1"


def test_two_at_once_are_told(store: MemoryStore, tmp_path: Path) -> None:
    from kbsearch.adapters.snapshots import lock

    store.publish(ACME, memory("c1"))
    with lock.held(tmp_path / "acme/evidence/LOCK", "acme"), pytest.raises(BuildBusy):
        store.publish(ACME, memory("c2"))


def test_a_running_server_takes_over_what_is_published(store: MemoryStore, tmp_path: Path) -> None:
    said: list[str] = []
    live = LiveMemories(store, every_s=0, warn=said.append)
    assert live.get(ACME) is None
    store.publish(ACME, memory("c1"))
    first = live.get(ACME)
    assert first is not None
    assert live.get(ACME) is first
    store.publish(ACME, memory("c2"))
    second = live.get(ACME)
    assert second is not None
    assert second.version == "memory-2"
    (tmp_path / "acme/evidence/memory-2").write_bytes(b"nothing")
    assert live.get(ACME) is second
    os.rename(tmp_path / "acme/evidence/memory-2", tmp_path / "acme/evidence/memory-7")  # noqa: PTH104
    (tmp_path / "acme/evidence/CURRENT").write_text("memory-7\n", "ascii")
    assert live.get(ACME) is None
    assert live.get(ACME) is None
    assert len(said) == 1
    assert "Search goes on without" in said[0]
    assert live.get(ZETA) is None


def test_between_two_looks_the_disk_is_left_alone(store: MemoryStore) -> None:
    live = LiveMemories(store, every_s=60)
    assert live.get(ACME) is None
    store.publish(ACME, memory("c1"))
    assert live.get(ACME) is None


def test_a_newer_schema_is_not_misread(store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbsearch.adapters.snapshots import memory_file

    with monkeypatch.context() as patch:
        patch.setattr(memory_file, "SCHEMA", 3)
        patch.setattr(memory_file, "READ", (3,))
        store.publish(ACME, dataclasses.replace(memory("c1")))
    with pytest.raises(IndexDamaged, match="schema 3"):
        store.open(ACME)


def test_what_is_usual_is_kept_and_a_memory_from_before_goes_on_without(
    store: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kbsearch.adapters.snapshots import memory_file

    before = memory("c1")
    with monkeypatch.context() as patch:
        patch.setattr(memory_file, "SCHEMA", 1)
        store.publish(ACME, before)
    old = store.open(ACME)
    assert old is not None
    assert old.usual is None
    usual = usual_for(before)
    store.publish(ACME, dataclasses.replace(before, usual=usual))
    opened = store.open(ACME)
    assert opened is not None
    assert opened.usual is not None
    assert opened.usual.mean.tolist() == usual.mean.tolist()
    assert opened.usual.worth == usual.worth


@pytest.mark.parametrize(("length", "worth"), [(3, 0.2), (0, 0.0), (0, 1.5), (0, float("nan")), (0, 1.0)])
def test_what_cannot_be_usual_is_refused(store: MemoryStore, length: int, worth: float) -> None:
    before = memory("c1")
    labels = np.full(length or before.vectors.shape[1], np.inf if worth == 1.0 else 0.0, np.float32)
    with pytest.raises(IndexDamaged, match="takes off"):
        store.publish(ACME, dataclasses.replace(before, usual=Usual(labels, labels, worth)))
    assert store.open(ACME) is None


def test_what_is_forgotten_is_no_part_of_what_is_usual(store: MemoryStore) -> None:
    both = dataclasses.replace(memory("c1", "c2"), vectors=np.float32([[0.6, 0.8], [1, 0]]))
    one = dataclasses.replace(memory("c1"), vectors=both.vectors[:1])
    store.publish(ACME, dataclasses.replace(both, usual=usual_for(both)))
    store.erase(ACME, "", lambda row: row.call != "c2")
    left = store.open(ACME)
    assert left is not None
    assert left.usual is not None
    assert left.usual.mean.tolist() == usual_for(one).mean.tolist() != usual_for(both).mean.tolist()


def usual_for(of: Memory) -> Usual:
    labels = np.full(of.vectors.shape[1], 0.25, np.float32)
    return Usual(labels, labels, 0.2).again(of.vectors, [row.caller for row in of.rows])


def test_going_back_passes_over_damaged_evidence_and_not_over_a_disk(store: MemoryStore, tmp_path: Path) -> None:
    for call in ("c1", "c2", "c3"):
        store.publish(ACME, memory(call))
    path = tmp_path / "acme/evidence/memory-2"
    with unreadable(path, "all"), pytest.raises(StateError, match=r"memory-2 cannot be used"):
        store.restore(ACME)
    assert store.pointer(ACME) == Pointer("memory-3")
    path.write_bytes(b"half")
    assert store.restore(ACME) == "memory-1"
    assert store.pointer(ACME) == Pointer("memory-1", is_held=True)
