"""P4 and T1: what is damaged, foreign or a link is never served; what was good before it is."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import msgspec
import pytest

from kbsearch.adapters.snapshots import SnapshotStore, layout, publication
from kbsearch.errors import IndexDamaged
from tests.adapters.snapshots import FILES, damage, draft, make_store, publish
from tests.fakes import article


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return make_store(tmp_path)


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


def test_an_older_schema_says_to_build_again(store: SnapshotStore, tmp_path: Path) -> None:
    forge(tmp_path / "acme" / publish(store), schema=layout.SCHEMA - 1)
    with pytest.raises(IndexDamaged, match=f"older kbsearch: schema {layout.SCHEMA - 1}.*Run: kbsearch build"):
        store.open("acme")
    with store.building("acme") as building:
        assert building.previous is None


def test_a_generation_of_before_passages_kept_what_is_shown_is_built_again(
    store: SnapshotStore, tmp_path: Path
) -> None:
    folder = tmp_path / "acme" / publish(store)
    chunks = [msgspec.json.decode(line) for line in (folder / "chunks.jsonl").read_bytes().splitlines()]
    old = [{key: value for key, value in chunk.items() if key != "shown"} for chunk in chunks]
    (folder / "chunks.jsonl").write_bytes(b"".join(msgspec.json.encode(chunk) + b"\n" for chunk in old))
    forge(folder)
    with pytest.raises(IndexDamaged, match=r"cannot be read by this version.*`shown`"):
        store.open("acme")
    with store.building("acme") as building:
        assert building.previous is None
        building.publish(draft())
    assert store.open("acme").note == ""


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
