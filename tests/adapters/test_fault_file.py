"""What a build found wrong, kept beside the generations for whoever keeps the articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.snapshots import fault_file, lock
from kbsearch.app.wiring import open_store
from kbsearch.core.faults import FoundFaults
from kbsearch.core.model import Fault, Severity
from kbsearch.errors import BuildBusy, IndexDamaged, NotFound
from kbsearch.settings import load_settings

FAULTS = (
    Fault("acme/a.md", 3, "x", "“é” is wrong.", "Mend it."),
    Fault("acme/b.md", 1, "y", "m", "", Severity.WARNING),
)


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    store = open_store(load_settings({"indexes": tmp_path}))
    store.keep_faults(FoundFaults("acme", FAULTS))
    assert store.clients() == [], "a client that never was built is none for its faults"
    assert store.faults("acme") is None
    (tmp_path / "acme").mkdir()
    store.keep_faults(FoundFaults("acme", FAULTS))
    assert store.faults("acme") == FoundFaults("acme", FAULTS)
    path = tmp_path / "acme" / fault_file.FILE
    before = path.stat().st_ino
    store.keep_faults(FoundFaults("acme", FAULTS))
    assert path.stat().st_ino == before, "the same is not written again"
    store.keep_faults(FoundFaults("acme", ()))
    assert store.faults("acme") == FoundFaults("acme", ())


def test_what_is_damaged_or_anothers_is_not_believed(tmp_path: Path) -> None:
    store = open_store(load_settings({"indexes": tmp_path}))
    for client in ("acme", "zeta"):
        (tmp_path / client).mkdir()
    store.keep_faults(FoundFaults("zeta", FAULTS))
    path = tmp_path / "acme" / fault_file.FILE
    path.write_bytes((tmp_path / "zeta" / fault_file.FILE).read_bytes())
    with pytest.raises(IndexDamaged, match="another client"):
        store.faults("acme")
    path.write_bytes(b"{")
    with pytest.raises(IndexDamaged):
        store.faults("acme")
    path.unlink()
    path.symlink_to(tmp_path / "zeta" / fault_file.FILE)
    with pytest.raises(IndexDamaged):
        store.faults("acme")
    with pytest.raises(NotFound):
        store.faults("../zeta")


def test_a_build_under_way_is_waited_for_by_nobody(tmp_path: Path) -> None:
    store = open_store(load_settings({"indexes": tmp_path}))
    (tmp_path / "acme").mkdir()
    with lock.held(tmp_path / "acme" / "LOCK", "acme"), pytest.raises(BuildBusy):
        store.keep_faults(FoundFaults("acme", ()))
