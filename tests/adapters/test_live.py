from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kbsearch.adapters import live as module
from kbsearch.adapters.live import LiveSnapshots
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexDamaged, IndexMissing, NotFound
from tests.adapters.snapshots import damage, draft, make_store, publish
from tests.clients import ACME, ZETA
from tests.fakes import article


def eventually(check: Callable[[], bool], within_s: float = 30) -> None:
    end = time.monotonic() + within_s
    while not check():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def test_unknown_and_unbuilt_clients_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    live = LiveSnapshots(make_store(tmp_path))
    with pytest.raises(NotFound):
        live.get(ZETA)
    with pytest.raises(NotFound):
        live.get(OneClient("../acme"))
    with pytest.raises(IndexMissing, match="kbsearch build acme"):
        live.get(ACME)
    assert (live.held(), list(live.problems())) == ({}, ["acme"])


def test_a_client_that_appears_later_is_served(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    live = LiveSnapshots(store)
    assert live.clients() == ()
    name = publish(store)
    assert live.get(ACME).generation == name
    live.refresh()
    assert list(live.clients()) == ["acme"]


def test_a_new_generation_replaces_the_old_one(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    first = publish(store)
    live = LiveSnapshots(store, every_s=0.01)
    live.start()
    try:
        held = live.get(ACME)
        second = publish(store, draft(article("neuf")))
        eventually(lambda: live.get(ACME).generation == second)
        assert held.generation == first
        assert len(held.vectors.search(draft().vectors[0], 1)[0]) == 1
    finally:
        live.close()
    assert [thread for thread in threading.enumerate() if thread.name == "snapshots"] == []


def test_what_a_model_makes_of_two_languages_is_found_once_for_all_clients_and_generations(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    live = LiveSnapshots(store)
    first = live.get(ACME)
    publish(store, draft(article("neuf")))
    live.refresh()
    assert live.get(ACME) is not first
    assert live.get(ACME).language_costs is first.language_costs


def test_a_damaged_new_generation_keeps_the_old_one_serving(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    first = publish(store)
    live = LiveSnapshots(store)
    live.refresh()
    second = publish(store, draft(article("neuf")))
    damage(tmp_path / "acme" / second / "vectors.faiss")
    live.refresh()
    assert live.get(ACME).generation == live.held()["acme"].generation == first
    assert second in live.problems()["acme"]
    third = publish(store, draft(article("encore")))
    live.refresh()
    assert live.get(ACME).generation == third
    assert live.problems() == {}


def test_at_start_a_damaged_generation_falls_back_and_says_so(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    first = publish(store)
    damage(tmp_path / "acme" / publish(store, draft(article("neuf"))) / "articles.jsonl")
    live = LiveSnapshots(store)
    assert live.get(ACME).generation == first
    assert "articles.jsonl is damaged" in live.problems()["acme"]


def test_what_could_not_be_loaded_is_tried_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store(tmp_path)
    path = tmp_path / "acme" / publish(store) / "articles.jsonl"
    whole = path.read_bytes()
    damage(path)
    live = LiveSnapshots(store)
    with pytest.raises(IndexDamaged):
        live.get(ACME)
    path.write_bytes(whole)
    live.refresh()
    with pytest.raises(IndexDamaged):
        live.get(ACME)
    monkeypatch.setattr(module, "RETRY_S", 0.0)
    live.refresh()
    assert live.get(ACME).articles


def test_a_generation_that_fails_its_first_search_is_not_served(tmp_path: Path) -> None:
    def warm_up(snapshot: Snapshot) -> None:
        if snapshot.by_id.get("piege"):
            raise ZeroDivisionError("first search")

    store = make_store(tmp_path)
    first = publish(store)
    live = LiveSnapshots(store, warm_up=warm_up)
    live.refresh()
    publish(store, draft(article("piege")))
    live.refresh()
    assert live.get(ACME).generation == first
    assert "fails its first search" in live.problems()["acme"]


def test_a_client_that_is_not_served_waits_for_nobodys_load(tmp_path: Path) -> None:
    """Head-of-line blocking: while a reload of one client hangs, others are answered or refused at once."""
    store = make_store(tmp_path)
    publish(store)
    (tmp_path / "zeta").mkdir()
    is_loading, go_on = threading.Event(), threading.Event()

    def warm_up(snapshot: Snapshot) -> None:
        if snapshot.by_id.get("neuf"):
            is_loading.set()
            go_on.wait(20)

    live = LiveSnapshots(store, warm_up=warm_up, every_s=0.01)
    live.refresh()
    second = publish(store, draft(article("neuf")))
    live.start()
    try:
        assert is_loading.wait(10)
        started = time.monotonic()
        with pytest.raises(IndexMissing):
            live.get(ZETA)
        assert live.get(ACME).generation != second
        assert time.monotonic() - started < 5, "a request waited for another client's load"
        go_on.set()
        eventually(lambda: live.get(ACME).generation == second)
    finally:
        go_on.set()
        live.close()


def test_what_is_published_later_is_served_by_the_watch(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    (tmp_path / "acme").mkdir()
    live = LiveSnapshots(store, every_s=0.01)
    live.start()
    try:
        with pytest.raises(IndexMissing):
            live.get(ACME)
        publish(store)
        eventually(lambda: "acme" in live.held())
    finally:
        live.close()


@pytest.mark.parametrize("break_it", ["remove", "garbage", "link"])
def test_losing_current_keeps_what_is_served(tmp_path: Path, break_it: str) -> None:
    store = make_store(tmp_path)
    first = publish(store)
    live = LiveSnapshots(store)
    live.refresh()
    current = tmp_path / "acme" / "CURRENT"
    current.unlink()
    if break_it == "garbage":
        current.write_text("gen-x")
    elif break_it == "link":
        current.symlink_to(tmp_path / "elsewhere")
    live.refresh()
    assert live.get(ACME).generation == first
    assert "acme" in live.problems()


def test_a_client_whose_folder_is_gone_is_not_served_any_more(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    live = LiveSnapshots(store)
    live.refresh()
    (tmp_path / "acme").rename(tmp_path / ".gone")
    live.refresh()
    with pytest.raises(NotFound):
        live.get(ACME)


@pytest.mark.slow
def test_readers_during_100_publications_always_see_a_whole_generation(tmp_path: Path) -> None:
    """P2: text, vectors and words of one answer are of one generation; no request fails or waits for a load."""
    store = make_store(tmp_path)
    publish(store, draft(article("n0", "texte 0"), commit=f"{0:040d}"))
    live = LiveSnapshots(store, every_s=0.001)
    live.start()
    stop, seen, faults = threading.Event(), set[int](), list[str]()

    def read() -> None:
        while not stop.is_set():
            snapshot = live.get(ACME)
            number = int(snapshot.commit)
            seen.add(number)
            ids = [f"n{at}" for at in range(number % 7 + 1)]
            if [a.id for a in snapshot.articles] != ids or len(snapshot.vectors.search(vector, 99)[0]) != 2 * len(ids):
                faults.append(f"{snapshot.generation}: {snapshot.articles}")
            time.sleep(0.001)

    vector = draft(article("x")).vectors[0]
    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 101):
        made = draft(*[article(f"n{at}", f"texte {number}") for at in range(number % 7 + 1)])
        publish(store, replace(made, commit=f"{number:040d}"))
    eventually(lambda: int(live.get(ACME).commit) == 100)
    stop.set()
    for reader in readers:
        reader.join()
    live.close()
    assert faults == []
    assert len(seen) > 10
    assert live.problems() == {}
