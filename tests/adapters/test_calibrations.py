"""A client's own weights beside its generations: kept, served, undone, and never in the way when damaged."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import msgspec
import pytest

from kbsearch.adapters.live import LiveSnapshots
from kbsearch.core.answers.answer import Calibration
from kbsearch.core.answers.clues import CLUES, Clues
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.errors import IndexMissing, NotFound, StateError
from tests.adapters.snapshots import draft, make_store, publish
from tests.clients import ACME
from tests.fakes import article
from tests.unreadable import unreadable

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


def test_weights_from_before_a_clue_are_used_with_the_shipped_one(tmp_path: Path) -> None:
    """A version that reads one clue more does not forget what a client's calls have taught."""
    store = make_store(tmp_path)
    publish(store)
    path = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    file = msgspec.json.decode(path.read_bytes())
    at = file["clues"].index("off_subject")
    del file["clues"][at]
    for mode in ("hybrid", "keyword"):
        del file[mode]["weights"][at], file[mode]["usual"][at]
    path.write_bytes(msgspec.json.encode(file))
    calibration = store.open("acme").snapshot.calibration
    assert (calibration.hybrid.weights, calibration.keyword) == (OWN.hybrid.weights, OWN.keyword)
    usual = Clues(**dict(zip(CLUES, OWN.hybrid.usual, strict=True)))
    unsaid = dataclasses.replace(usual, off_subject=0.0)
    weight = OWN.hybrid.weights[at]
    assert calibration.hybrid.bias == pytest.approx(OWN.hybrid.bias - weight * usual.off_subject)
    assert calibration.hybrid.probability(usual) == pytest.approx(OWN.hybrid.probability(unsaid))


@pytest.mark.parametrize("spoil", ["fewer", "more", "twice", "short"])
def test_weights_of_other_clues_do_not_count(tmp_path: Path, spoil: str, caplog: pytest.LogCaptureFixture) -> None:
    store = make_store(tmp_path)
    publish(store)
    path = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    file = msgspec.json.decode(path.read_bytes())
    columns = [file["clues"], *(file[mode][name] for mode in ("hybrid", "keyword") for name in ("weights", "usual"))]
    for column in columns[: 1 if spoil == "short" else None]:
        if spoil in ("fewer", "short"):
            del column[0]
        else:
            column.append(column[0] if spoil == "twice" else "thirst" if column is file["clues"] else 1.0)
    path.write_bytes(msgspec.json.encode(file))
    assert store.open("acme").snapshot.calibration == SHIPPED
    assert ("need as many numbers" in caplog.text) == (spoil == "short")


def test_weights_that_turn_against_their_clue_do_not_count(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Calls could turn them, before they were bounded; such a file is not served on."""
    store = make_store(tmp_path)
    publish(store)
    path = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    path.write_bytes(path.read_bytes().replace(b"2.105", b"-0.789"))
    assert b"-0.789" in path.read_bytes()
    assert store.open("acme").snapshot.calibration == SHIPPED
    assert "here not: exact." in caplog.text
    assert "The shipped weights are used." in caplog.text


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


@pytest.mark.parametrize("damage", [b"{", b'{"clues": []}'])
def test_going_back_passes_over_weights_that_cannot_be_used(tmp_path: Path, damage: bytes) -> None:
    store = make_store(tmp_path)
    publish(store)
    store.keep_calibration("acme", OWN)
    for _ in range(2):
        (tmp_path / "acme" / store.keep_calibration("acme", OTHER)).write_bytes(damage)
    store.keep_calibration("acme", OTHER)
    assert store.undo_calibration("acme") == "calibration-1.json"
    assert store.calibration("acme") == OWN
    (tmp_path / "acme" / "calibration-1.json").write_bytes(damage)
    store.keep_calibration("acme", OTHER)
    assert store.undo_calibration("acme") == ""
    assert (store.calibration_name("acme"), store.calibration("acme")) == ("", SHIPPED)


def test_going_back_to_weights_that_cannot_be_read_now_changes_nothing(tmp_path: Path) -> None:
    """They may be sound: nobody passes over them because of a disk."""
    store = make_store(tmp_path)
    publish(store)
    first = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    store.keep_calibration("acme", OTHER)
    with unreadable(first, "all"), pytest.raises(StateError, match=r"calibration-1\.json cannot be read"):
        store.undo_calibration("acme")
    assert store.calibration("acme") == OTHER
    assert store.undo_calibration("acme") == "calibration-1.json"


@pytest.mark.parametrize("starts", ["before", "after"])
def test_weights_that_could_not_be_read_in_passing_are_read_again(tmp_path: Path, starts: str) -> None:
    """Nothing changes afterwards that would tell."""
    store = make_store(tmp_path)
    publish(store)
    said: list[str] = []
    live = LiveSnapshots(store, warn=said.append)
    if starts == "before":
        store.keep_calibration("acme", OTHER)
        live.refresh()
    kept = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    with unreadable(kept, "all"):
        live.refresh()
        live.refresh()
        assert live.get(ACME).calibration == (OTHER if starts == "before" else SHIPPED)
        assert (list(live.problems()), len(said)) == (["acme"], 1)
    live.refresh()
    assert live.get(ACME).calibration == OWN


def test_a_new_generation_takes_the_weights_along_when_they_cannot_be_read(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    kept = tmp_path / "acme" / store.keep_calibration("acme", OWN)
    live = LiveSnapshots(store)
    live.refresh()
    new = publish(store, draft(article("neuf")))
    with unreadable(kept, "all"):
        live.refresh()
        assert (live.get(ACME).generation, live.get(ACME).calibration) == (new, OWN)
