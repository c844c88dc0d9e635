from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from kbsearch.adapters.stores.vector_cache import VectorCache
from kbsearch.core.ports import Vectors

MODEL = "f" * 64


def vector(value: float = 1.0) -> Vectors:
    return np.array([value, 0.5, -0.25], np.float32)


class Told:
    """A cache, and what it warned of."""

    def __init__(self, folder: Path) -> None:
        self.warnings: list[str] = []
        self.cache = VectorCache(folder, warn=self.warnings.append)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "cache")


def test_what_was_put_is_got_bit_for_bit(told: Told) -> None:
    texts = {f"texte {at} œ \ud800": vector(at) for at in range(1200)}
    told.cache.put_many("acme", MODEL, texts)
    got = told.cache.get_many("acme", MODEL, [*texts, "inconnu"])
    assert got.keys() == texts.keys()
    assert all(np.array_equal(got[text], texts[text]) for text in texts)
    assert told.warnings == []


def test_nothing_is_written_to_read_from_an_empty_cache(told: Told, tmp_path: Path) -> None:
    assert told.cache.get_many("acme", MODEL, ["a"]) == {}
    assert list(tmp_path.iterdir()) == []


def test_owners_and_models_are_apart(told: Told, tmp_path: Path) -> None:
    told.cache.put_many("acme", MODEL, {"a": vector()})
    assert told.cache.get_many("zeta", MODEL, ["a"]) == {}
    assert told.cache.get_many("acme", "e" * 64, ["a"]) == {}
    told.cache.put_many("_shared", MODEL, {"b": vector()})
    names = {path.name for path in (tmp_path / "cache").iterdir() if path.suffix == ".db"}
    assert names == {"acme.db", "_shared.db"}


def test_the_last_vector_of_a_text_counts(told: Told) -> None:
    told.cache.put_many("acme", MODEL, {"a": vector(1)})
    told.cache.put_many("acme", MODEL, {"a": vector(2)})
    assert told.cache.get_many("acme", MODEL, ["a"])["a"][0] == 2


@pytest.mark.parametrize("harm", ["garbage", "middle", "empty", "cut"])
def test_a_damaged_database_is_begun_again(told: Told, tmp_path: Path, harm: str) -> None:
    texts = {f"texte {at}": vector(at) for at in range(300)}
    told.cache.put_many("acme", MODEL, texts)
    path = tmp_path / "cache" / "acme.db"
    data = path.read_bytes()
    for extra in path.parent.glob("acme.db-*"):
        extra.unlink()
    middle = len(data) // 2
    damaged = {
        "garbage": b"x" * 8192,
        "middle": data[: middle - 2048] + b"\xff" * 4096 + data[middle + 2048 :],
        "empty": b"",
        "cut": data[: middle // 4096 * 4096],
    }
    path.write_bytes(damaged[harm])
    for text, got in told.cache.get_many("acme", MODEL, list(texts)).items():
        assert np.array_equal(got, texts[text])
    told.cache.put_many("acme", MODEL, texts)  # may meet the damage only now
    told.cache.put_many("acme", MODEL, texts)
    got = told.cache.get_many("acme", MODEL, list(texts))
    assert len(got) == 300
    if harm != "empty":
        assert [w for w in told.warnings if "begun again" in w]
        assert path.with_suffix(".damaged").exists()


def test_a_vector_with_a_flipped_bit_is_not_believed(told: Told, tmp_path: Path) -> None:
    told.cache.put_many("acme", MODEL, {"a": vector(1), "b": vector(2)})
    connection = sqlite3.connect(tmp_path / "cache" / "acme.db")
    with connection:
        connection.execute("UPDATE vectors SET vector = ? WHERE vector = ?", [vector(3).tobytes(), vector(1).tobytes()])
    connection.close()
    assert list(told.cache.get_many("acme", MODEL, ["a", "b"])) == ["b"]


def test_a_folder_that_cannot_be_made_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    told = Told(tmp_path / "cache")
    told.cache.put_many("acme", MODEL, {"a": vector()})
    assert told.cache.get_many("acme", MODEL, ["a"]) == {}
    assert len(told.warnings) == 1
    assert "was not used" in told.warnings[0]


def test_a_transaction_of_another_process_is_waited_for(told: Told, tmp_path: Path) -> None:
    told.cache.put_many("acme", MODEL, {"a": vector()})
    other = sqlite3.connect(tmp_path / "cache" / "acme.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    assert list(told.cache.get_many("acme", MODEL, ["a"])) == ["a"], "readers do not wait"
    release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    release.start()
    told.cache.put_many("acme", MODEL, {"b": vector()})
    release.join()
    other.close()
    assert told.warnings == []
    assert sorted(told.cache.get_many("acme", MODEL, ["a", "b"])) == ["a", "b"]
