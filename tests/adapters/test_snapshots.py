"""Publication and opening, without crashes: those are in test_snapshot_crashes."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import numpy as np
import pytest

from kbsearch.adapters.snapshots import SnapshotStore, layout, publication, require_model
from kbsearch.core.model import Article, ArticleState, Audience, Client, Escalation, Level
from kbsearch.errors import IndexDamaged, IndexMissing, ModelMismatch, NotFound
from tests.adapters.snapshots import damage, draft, make_store, publish
from tests.fakes import HashingEmbedder, article

FILES = [
    "articles.jsonl",
    "chunks.jsonl",
    "client.json",
    "keywords.json",
    "labels.chunks",
    "labels.faiss",
    "manifest.json",
    "seal.json",
    "vectors.faiss",
]


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


def test_equal_content_gives_equal_bytes_in_all_but_the_seal(store: SnapshotStore, tmp_path: Path) -> None:
    """P5."""
    first, second = (tmp_path / "acme" / publish(store) for _ in range(2))
    different = [name for name in FILES if (first / name).read_bytes() != (second / name).read_bytes()]
    assert different == ["seal.json"]
    seals = [json.loads((folder / "seal.json").read_bytes()) for folder in (first, second)]
    assert [seal["generation"] for seal in seals] == [first.name, second.name]
    assert [seal["parent"] for seal in seals] == ["", first.name]
    assert seals[0]["manifest"] == seals[1]["manifest"]


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
        "counts": manifest["counts"],
    }
    assert (manifest["counts"]["articles"], manifest["counts"]["chunks"]) == (1, 3)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", ["flip first", "flip middle", "flip last", "cut", "empty", "missing", "link"])
def test_a_damaged_file_is_never_served(store: SnapshotStore, tmp_path: Path, name: str, harm: str) -> None:
    """P4: found at load, named, and the generation before it is served."""
    first = publish(store)
    second = publish(store, draft(article("neuf")))
    path = tmp_path / "acme" / second / name
    whole = path.read_bytes()
    match harm:
        case "flip first" | "flip middle" | "flip last":
            damage(path, {"first": 0, "middle": len(whole) // 2, "last": len(whole) - 1}[harm.split()[1]])
        case "cut":
            path.write_bytes(whole[:-1])
        case "empty":
            path.write_bytes(b"")
        case "missing":
            path.unlink()
        case "link":
            path.rename(tmp_path / "elsewhere")
            path.symlink_to(tmp_path / "elsewhere")
    opened = store.open("acme")
    assert opened.snapshot.generation == first
    assert second in opened.note
    assert f"Serving {first} instead." in opened.note
    with pytest.raises(IndexDamaged, match=second):
        store.open_generation("acme", second)
    assert (store.status("acme").generation, second in store.status("acme").problem) == (first, True)
    third = publish(store, draft(article("neuf")))
    assert store.open("acme").snapshot.generation == third


def test_with_nothing_good_left_the_message_says_what_to_run(store: SnapshotStore, tmp_path: Path) -> None:
    damage(tmp_path / "acme" / publish(store) / "vectors.faiss")
    with pytest.raises(IndexDamaged, match=r"vectors.faiss is damaged.*Run: kbsearch build acme"):
        store.open("acme")
    assert store.status("acme").generation == ""


def test_a_newer_schema_names_both_versions(
    store: SnapshotStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publication, "SCHEMA", layout.SCHEMA + 7)
    with pytest.raises(IndexDamaged, match="newer"):
        publish(store)  # it reads back what it wrote
    with pytest.raises(IndexDamaged, match=f"schema {layout.SCHEMA + 7}, this one reads {layout.SCHEMA}.*Upgrade"):
        store.open("acme")


def test_another_clients_generation_is_refused(store: SnapshotStore, tmp_path: Path) -> None:
    """T1: whatever is copied or renamed into a client's folder, only that client's own articles are served."""
    foreign = publish(store, draft(client="zeta"))
    (tmp_path / "acme").mkdir()
    shutil.copytree(tmp_path / "zeta" / foreign, tmp_path / "acme" / foreign)
    shutil.copy(tmp_path / "zeta" / "CURRENT", tmp_path / "acme" / "CURRENT")
    with pytest.raises(IndexDamaged, match="an index of the client 'zeta', not of 'acme'"):
        store.open("acme")


def test_a_manifest_that_lies_about_the_client_is_refused(store: SnapshotStore, tmp_path: Path) -> None:
    """Even with every checksum right: the articles themselves say whose they are."""
    name = publish(store, draft(article("secret", owner="zeta"), client="zeta"))
    shutil.copytree(tmp_path / "zeta", tmp_path / "acme")
    folder = tmp_path / "acme" / name
    forge(folder, client="acme")
    with pytest.raises(IndexDamaged, match="another client than its manifest says"):
        store.open("acme")
    (folder / "client.json").write_bytes((folder / "client.json").read_bytes().replace(b"zeta", b"acme"))
    forge(folder, client="acme")
    with pytest.raises(IndexDamaged, match="'secret' belongs to 'zeta', not to 'acme'"):
        store.open("acme")


def forge(folder: Path, **changes: object) -> None:
    """Change the manifest and make every checksum right again."""
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=layout.Manifest)
    files = {
        name: layout.FileEntry(hashlib.sha256((folder / name).read_bytes()).hexdigest(), (folder / name).stat().st_size)
        for name in manifest.files
    }
    data = layout.encode(msgspec.structs.replace(manifest, **{"files": files, **changes}))
    (folder / "manifest.json").write_bytes(data)
    seal = msgspec.json.decode((folder / "seal.json").read_bytes(), type=layout.Seal)
    sealed = msgspec.structs.replace(seal, manifest=hashlib.sha256(data).hexdigest()).sealed()
    (folder / "seal.json").write_bytes(layout.encode(sealed))


def test_a_renamed_generation_is_refused(store: SnapshotStore, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    (folder / publish(store)).rename(folder / "gen-9-00000000")
    (folder / "CURRENT").write_text("gen-9-00000000\n")
    with pytest.raises(IndexDamaged, match="renamed or copied"):
        store.open("acme")


def test_a_manifest_cannot_point_outside_its_folder(store: SnapshotStore, tmp_path: Path) -> None:
    folder = tmp_path / "acme" / publish(store)
    manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=layout.Manifest)
    entry = manifest.files["client.json"]
    forge(folder, files={**manifest.files, f"../{folder.name}/client.json": entry})
    with pytest.raises(IndexDamaged, match="outside its folder"):
        store.open("acme")


@pytest.mark.parametrize("what", ["CURRENT", "generation", "client"])
def test_links_are_refused(store: SnapshotStore, tmp_path: Path, what: str) -> None:
    first, second = publish(store), publish(store)
    path = {
        "CURRENT": tmp_path / "acme" / "CURRENT",
        "generation": tmp_path / "acme" / second,
        "client": tmp_path / "acme",
    }[what]
    path.rename(tmp_path / ".elsewhere")
    path.symlink_to(tmp_path / ".elsewhere")
    if what == "client":
        with pytest.raises(IndexDamaged, match="symbolic link"):
            store.open("acme")
        assert store.clients() == []
        with pytest.raises(IndexDamaged, match="symbolic link"):
            publish(store)
        return
    opened = store.open("acme")
    assert "link" in opened.note
    assert opened.snapshot.generation == (second if what == "CURRENT" else first)
    assert publish(store).startswith("gen-3-")
    assert store.open("acme").note == ""
    assert (tmp_path / ".elsewhere").exists(), "what a link pointed at is not touched"


@pytest.mark.parametrize("text", ["", "gen-1", "../zeta/gen-1-00000000", "gen-1-00000000\0", "é", "x" * 10000])
def test_a_current_that_names_no_generation(store: SnapshotStore, tmp_path: Path, text: str) -> None:
    name = publish(store)
    (tmp_path / "acme" / "CURRENT").write_text(text)
    opened = store.open("acme")
    assert opened.snapshot.generation == name
    assert "CURRENT" in opened.note
    assert store.open_generation("acme", publish(store)).generation == store.current("acme")


def test_a_lost_current_is_not_a_lost_index(store: SnapshotStore, tmp_path: Path) -> None:
    name = publish(store)
    (tmp_path / "acme" / "CURRENT").unlink()
    opened = store.open("acme")
    assert (opened.snapshot.generation, "no CURRENT" in opened.note) == (name, True)


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
    require_model(snapshot, HashingEmbedder())
    with pytest.raises(ModelMismatch, match=r"ffffffffffff.*eeeeeeeeeeee.*Run: kbsearch build acme"):
        require_model(snapshot, HashingEmbedder(fingerprint="e" * 64))
