"""One client's index folder that cannot be read is that client's trouble, and nobody else's."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from kbsearch.adapters import live as module
from kbsearch.adapters.live import LiveSnapshots
from kbsearch.adapters.snapshots import LiveMemories, MemoryStore, Opened, SnapshotStore
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.errors import IndexDamaged, StateError
from tests.adapters.snapshots import draft, make_store, publish
from tests.clients import ACME, ZETA
from tests.fakes import article
from tests.unreadable import Refused, unreadable

EVERY: tuple[Refused, ...] = ("inside", "listing", "entries", "all")


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    """One client before, one after by name."""
    store = make_store(tmp_path)
    for client in ("acme", "zeta"):
        publish(store, draft(client=client))
    return store


@pytest.mark.parametrize("refused", ["inside", "entries", "all"])
def test_at_the_start_the_others_are_loaded_and_it_is_said_once(
    store: SnapshotStore, tmp_path: Path, refused: Refused
) -> None:
    said: list[str] = []
    with unreadable(tmp_path / "acme", refused):
        live = LiveSnapshots(store, warn=said.append)
        for _ in range(3):
            live.refresh()
        assert (list(live.clients()), list(live.held())) == (["acme", "zeta"], ["zeta"])
        with pytest.raises(IndexDamaged, match=r"acme.* cannot be read"):
            live.get(ACME)
        assert live.get(ZETA).client.id == "zeta"
        assert len(said) == 1
        assert list(live.problems().values()) == said


@pytest.mark.parametrize("refused", EVERY)
def test_while_it_runs_the_others_get_what_is_new_and_it_is_served_as_before(
    store: SnapshotStore, tmp_path: Path, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    live = LiveSnapshots(store, warn=said.append)
    live.refresh()
    before = live.get(ACME)
    with unreadable(tmp_path / "acme", refused):
        new = publish(store, draft(article("neuf", owner="zeta"), client="zeta"))
        for retry_s in (30.0, 30.0, -1.0, -1.0):
            monkeypatch.setattr(module, "RETRY_S", retry_s)
            live.refresh()
            assert live.get(ZETA).generation == new
            assert live.get(ACME) is before
            assert list(live.problems()) == ["acme"]
        assert len(said) == 1, said
    live.refresh()
    assert (live.problems(), live.get(ACME)) == ({}, before)


def test_whatever_a_load_meets_is_its_clients_trouble(store: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> None:
    original = SnapshotStore.open

    def too_large(store: SnapshotStore, client: str) -> Opened:
        if client == "acme":
            raise MemoryError
        return original(store, client)

    monkeypatch.setattr(SnapshotStore, "open", too_large)
    live = LiveSnapshots(store)
    live.refresh()
    assert (list(live.held()), list(live.problems())) == (["zeta"], ["acme"])
    with pytest.raises(IndexDamaged, match=r"'acme' cannot be used: MemoryError\(\)"):
        live.get(ACME)


@pytest.mark.parametrize("refused", EVERY)
def test_what_is_asked_of_all_clients_has_an_answer_for_each(
    store: SnapshotStore, tmp_path: Path, refused: Refused
) -> None:
    with unreadable(tmp_path / "acme", refused):
        assert store.clients() == ["acme", "zeta"]
        found = {client: store.status(client) for client in store.clients()}
        assert (found["zeta"].articles, found["zeta"].problem) == (1, "")
        assert found["acme"].damaged == (refused != "listing")
        assert store.newest() is not None
        assert store.calibration("acme") == SHIPPED
        if refused != "listing":
            with pytest.raises(StateError), store.building("acme"):
                pass


@pytest.mark.parametrize("refused", ["inside", "all"])
def test_search_goes_on_without_its_evidence_which_is_not_said_to_be_forgotten(
    store: SnapshotStore, tmp_path: Path, refused: Refused
) -> None:
    memories = MemoryStore(tmp_path)
    said: list[str] = []
    with unreadable(tmp_path / "acme", refused):
        assert LiveMemories(memories, warn=said.append).get(ACME) is None
        assert len(said) == 1
        with pytest.raises(StateError):
            memories.erase(ACME, "", lambda _: False)
        with pytest.raises(StateError):
            memories.restore(ACME)
        memories.erase(ZETA, "", lambda _: False)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become another")
def test_a_folder_of_another_user() -> None:
    with tempfile.TemporaryDirectory() as folder:  # of pytest's own, others than root may enter none
        root = Path(folder)
        root.chmod(0o755)
        store = make_store(root)
        for client in ("acme", "zeta"):
            publish(store, draft(client=client))
        (root / "acme").chmod(0o700)
        os.seteuid(4242)
        try:
            live = LiveSnapshots(store)
            live.refresh()
        finally:
            os.seteuid(0)
        assert (list(live.held()), list(live.problems())) == (["zeta"], ["acme"])
