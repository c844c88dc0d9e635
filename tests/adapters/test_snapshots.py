"""Publication and opening, without crashes: those are in test_snapshot_crashes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from kbsearch.adapters.snapshots import SnapshotStore, content, layout, publication, require_model
from kbsearch.core.client import Client
from kbsearch.core.levels import Level
from kbsearch.core.model import Article, ArticleState, Audience, Escalation
from kbsearch.errors import IndexDamaged, IndexMissing, ModelMismatch, NotFound
from tests.adapters.snapshots import FILES, damage, draft, make_store, publish
from tests.core.escalation.written import cases
from tests.fakes import HashingEmbedder


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return make_store(tmp_path)


def test_every_file_is_in_the_tests_below(store: SnapshotStore, tmp_path: Path) -> None:
    assert sorted(path.name for path in (tmp_path / "acme" / publish(store)).iterdir()) == FILES


def test_every_field_of_the_nouns_survives(store: SnapshotStore) -> None:
    full = Article(
        id="vpn/cassé",
        owner="_shared",
        path="vpn/cassé.md",
        title="Le VPN « tombe »\u2028",
        body="Texte\r\n\n| a | b |\n\x85fin",
        body_line=7,
        symptoms=("ça coupe",),
        error_codes=("E-30",),
        product="Pare-feu",
        category="vpn",
        keywords=("tunnel",),
        lang="fr",
        state=ArticleState.NOT_VALIDATED,
        audience=Audience.SAYABLE,
        steward="réseau",
        reviewed=date(2026, 2, 28),
        review_every_days=180,
        escalation=Escalation("N2", "réseau", "après l'étape 3", ("site",)),
        blob="ab" * 20,
    )
    client = Client("acme", "Acmé", shared=("vpn",), levels=(Level("N2", "réseau", delay_minutes=30),))
    made = replace(draft(full), client=client)
    publish(store, made)
    snapshot = store.open("acme").snapshot
    assert (snapshot.client, snapshot.articles, snapshot.chunks) == (client, (full,), made.chunks)
    assert list(snapshot.label_chunks) == list(made.label_chunks)
    assert (len(snapshot.vectors), len(snapshot.labels)) == (len(made.chunks), 1)


@pytest.mark.parametrize("client", list({case.client: None for case in cases()}), ids=lambda client: client.time_zone)
def test_hours_rotas_and_triggers_come_back(client: Client) -> None:
    assert content.read_client(content.write_client(client)) == client


def test_equal_content_gives_equal_bytes_in_all_but_the_seal(store: SnapshotStore, tmp_path: Path) -> None:
    """P5."""
    first, second = (tmp_path / "acme" / publish(store) for _ in range(2))
    different = [name for name in FILES if (first / name).read_bytes() != (second / name).read_bytes()]
    assert different == ["seal.json"]
    seals = [json.loads((folder / "seal.json").read_bytes()) for folder in (first, second)]
    assert [seal["generation"] for seal in seals] == [first.name, second.name]
    assert [seal["parent"] for seal in seals] == ["", first.name]
    assert seals[0]["manifest"] == seals[1]["manifest"]


def test_english_vectors_are_kept_beside_the_others(store: SnapshotStore, tmp_path: Path) -> None:
    made = draft()
    rows = HashingEmbedder(8).embed_documents([chunk.text for chunk in made.chunks])
    name = publish(store, replace(made, english=rows, english_fingerprint="e" * 64))
    snapshot = store.open("acme").snapshot
    assert snapshot.english is not None
    assert (len(snapshot.english), snapshot.english_fingerprint) == (len(made.chunks), "e" * 64)
    assert store.status("acme").english == "e" * 64
    damage(tmp_path / "acme" / name / "english.faiss")
    with pytest.raises(IndexDamaged, match=r"english\.faiss"):
        store.open("acme")


def test_english_vectors_for_other_chunks_are_refused(store: SnapshotStore) -> None:
    made = draft()
    rows = HashingEmbedder(8).embed_documents(["too", "many", "rows", "by", "far"])
    with pytest.raises(ValueError, match="5 English vectors"):
        publish(store, replace(made, english=rows, english_fingerprint="e" * 64))
    with pytest.raises(IndexMissing):
        store.open("acme")


def test_the_manifest_says_what_the_generation_was_made_of(store: SnapshotStore, tmp_path: Path) -> None:
    manifest = json.loads((tmp_path / "acme" / publish(store) / "manifest.json").read_bytes())
    files = manifest.pop("files")
    assert sorted(files) == [name for name in FILES if name not in ("manifest.json", "seal.json")]
    assert all(len(entry["sha256"]) == 64 and entry["size"] > 0 for entry in files.values())
    assert manifest == {
        "schema": layout.SCHEMA,
        "client": "acme",
        "commit": "c" * 40,
        "config": "test",
        "chunker": "lines/1",
        "fingerprint": "f" * 64,
        "dim": 16,
        "content": "content",
        "english": "",
        "counts": manifest["counts"],
    }
    assert (manifest["counts"]["articles"], manifest["counts"]["chunks"]) == (1, 3)


def test_the_clock_decides_nothing(store: SnapshotStore, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(1999 - len(names), 1, 1, tzinfo=UTC)

    names: list[str] = []
    monkeypatch.setattr(publication, "datetime", Clock)
    for _ in range(5):
        names.append(publish(store))  # noqa: PERF401  each publication sees how many came before
    assert store.open("acme").snapshot.generation == names[-1]
    assert store.status("acme").published == "1995-01-01T00:00:00+00:00"


@pytest.mark.parametrize("keep", [2, 3, 5])
def test_the_newest_generations_are_kept(tmp_path: Path, keep: int) -> None:
    store = make_store(tmp_path, keep=keep)
    names = [publish(store) for _ in range(7)]
    assert sorted(p.name for p in (tmp_path / "acme").iterdir() if p.name.startswith("gen-")) == names[-keep:]


def test_a_snapshot_in_use_outlives_its_files(store: SnapshotStore, tmp_path: Path) -> None:
    snapshot = (publish(store), store.open("acme").snapshot)[1]
    shutil.rmtree(tmp_path / "acme")
    assert len(snapshot.vectors.search(draft().vectors[0], 9)[0]) == len(snapshot.chunks)


def test_names_that_are_no_clients(store: SnapshotStore, tmp_path: Path) -> None:
    for name in ("..", "", "A", "a/b", ".cache", "_shared", "a" * 65):
        with pytest.raises(NotFound):
            store.open(name)
    (tmp_path / ".cache").mkdir()
    (tmp_path / "file").write_text("")
    assert store.clients() == []
    with pytest.raises(IndexMissing):
        store.open("acme")
    assert make_store(tmp_path / "absent").clients() == []


def test_a_draft_that_does_not_fit_is_not_published(store: SnapshotStore, tmp_path: Path) -> None:
    good = draft()
    for bad, why in [
        (replace(good, vectors=good.vectors[:2]), "2 vectors were given for 3 chunks"),
        (replace(good, chunks=good.chunks[::-1]), "out of order"),
        (replace(good, articles=()), "belongs to no article"),
        (replace(good, articles=good.articles * 2), "same id"),
        (replace(good, vectors=good.vectors * np.float32(2)), "length 2.0"),
    ]:
        with pytest.raises(ValueError, match=why):
            publish(store, bad)
    with store.building("acme") as building, pytest.raises(ValueError, match="'zeta' cannot be published as 'acme'"):
        building.publish(draft(client="zeta"))
    assert sorted(path.name for path in (tmp_path / "acme").iterdir()) == ["LOCK"]


def test_another_model_is_refused_with_the_command_that_mends_it(store: SnapshotStore) -> None:
    publish(store)
    snapshot = store.open("acme").snapshot
    require_model(snapshot.client, snapshot.fingerprint, HashingEmbedder())
    with pytest.raises(ModelMismatch, match=r"ffffffffffff.*eeeeeeeeeeee.*Run: kbsearch build acme"):
        require_model(snapshot.client, snapshot.fingerprint, HashingEmbedder(fingerprint="e" * 64))
