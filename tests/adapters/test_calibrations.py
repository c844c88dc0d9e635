"""A client's own weights beside its generations: kept, served, undone, and never in the way when damaged."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kbsearch.adapters.live import LiveSnapshots
from kbsearch.core.answer import Calibration
from kbsearch.core.answer_weights import SHIPPED
from kbsearch.errors import IndexMissing, NotFound
from tests.adapters.snapshots import make_store, publish
from tests.clients import ACME

OWN = Calibration(dataclasses.replace(SHIPPED.hybrid, bias=-1.0), SHIPPED.keyword)
OTHER = Calibration(dataclasses.replace(SHIPPED.hybrid, bias=-2.5), SHIPPED.keyword)


def test_the_newest_counts_until_it_is_undone(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    assert store.open("acme").snapshot.calibration == SHIPPED
    assert store.keep_calibration("acme", OWN) == "calibration-1.json"
    assert store.keep_calibration("acme", OTHER) == "calibration-2.json"
    assert store.open("acme").snapshot.calibration == OTHER
    publish(store)  # another generation keeps them
    assert store.open("acme").snapshot.calibration == OTHER
    assert store.undo_calibration("acme") == "calibration-1.json"
    assert store.calibration("acme") == OWN
    assert store.keep_calibration("acme", OTHER) == "calibration-3.json"  # a number is never used twice
    store.undo_calibration("acme")
    assert store.undo_calibration("acme") == ""
    assert store.calibration("acme") == SHIPPED
    with pytest.raises(NotFound):
        store.undo_calibration("acme")
    with pytest.raises(IndexMissing):
        store.keep_calibration("absent", OWN)
    assert not (tmp_path / "absent").exists()


@pytest.mark.parametrize("damage", [b"", b"{", b'{"clues": []}', b"\xff"])
def test_damaged_weights_do_not_count(tmp_path: Path, damage: bytes) -> None:
    store = make_store(tmp_path)
    publish(store)
    path = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    path.write_bytes(damage or path.read_bytes().replace(b"lead_label", b"lead_libel"))
    assert store.open("acme").snapshot.calibration == SHIPPED


def test_a_running_server_takes_new_weights_and_old_ones_back(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    live = LiveSnapshots(store)
    first = live.get(ACME)
    store.keep_calibration("acme", OWN)
    live.refresh()
    assert live.get(ACME).calibration == OWN
    assert live.get(ACME).generation == first.generation
    assert first.calibration == SHIPPED  # a search under way keeps its own
    store.undo_calibration("acme")
    live.refresh()
    live.refresh()
    assert live.get(ACME).calibration == SHIPPED
