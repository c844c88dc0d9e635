"""Whole backups that cannot be made or used, and what is said then."""

from __future__ import annotations

import random
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from kbsearch.adapters.stores import backup_file
from kbsearch.adapters.stores.backup_file import Stamp
from kbsearch.app import backups
from kbsearch.core.backups import FORMAT
from kbsearch.errors import StateError
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.cli.two_clients import repacked
from tests.happenings import START

STAMP = Stamp("x", START.isoformat(), "1")


@pytest.fixture
def backup(two_clients: Path) -> Path:
    assert run("backup", "make", "kb.backup").exit_code == 0
    return two_clients / "kb.backup"


def files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Everything below the folder, with its size and when it was written."""
    return {path: (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_folder_that_is_not_there_is_not_made_a_file(folder: Path, backup: Path) -> None:
    refused = run("backup", "make", "absent")
    assert refused.exit_code == 3
    assert "There is no folder absent. Make it, or name a file: absent.backup" in refused.stderr
    assert not (folder / "absent").exists()


def test_a_newer_format_is_refused(folder: Path, backup: Path) -> None:
    newer = repacked(backup, folder / "newer.backup", format=FORMAT + 1)
    for arguments in (("verify",), ("restore", "--data", "other")):
        refused = run("backup", *arguments, str(newer))
        assert refused.exit_code == 3
        assert f"format {FORMAT + 1} of a newer kbsearch" in refused.stderr
        assert "Run: pip install --upgrade kbsearch" in refused.stderr
    assert not (folder / "other").exists()


@pytest.mark.parametrize(("name", "migrations"), [("calls.db", "calls"), ("access.db", "access")])
def test_a_newer_migration_is_refused(folder: Path, backup: Path, name: str, migrations: str) -> None:
    with closing(sqlite3.connect(folder / "data" / name)) as raw, raw:
        raw.execute("INSERT INTO _sqlite_migrations VALUES (999, ?, 'm999_later', '')", (migrations,))
    backup_file.make(folder / "data", folder / "newer.backup", STAMP, lambda *_: None)
    for arguments in (("verify",), ("restore", "--data", "other")):
        refused = run("backup", *arguments, "newer.backup")
        assert refused.exit_code == 3, refused.output
        assert f"The backup's {name} was written by a newer kbsearch (m999_later)" in refused.stderr
        assert "Run: pip install --upgrade kbsearch" in refused.stderr
    assert not (folder / "other").exists()


def test_too_little_room_is_refused_before_anything_is_written(
    folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    with pytest.raises(StateError, match="Nothing was written"):
        backup_file.make(folder / "data", folder / "second.backup", STAMP, lambda *_: None)
    for arguments in (("verify",), ("restore", "--data", "other"), ("restore", "--replace")):
        refused = run("backup", *arguments, str(backup))
        assert (refused.exit_code, "Nothing was written" in refused.stderr) == (3, True)
    assert files(folder).keys() - before.keys() <= {folder / "data" / ".lock"}
    assert {path: files(folder)[path] for path in before} == before


@pytest.mark.parametrize("name", ["notes", "x.db-wal", "secrets/zeta.key", "calls.db", "folder"])
def test_a_link_is_named_and_never_followed(folder: Path, backup: Path, name: str) -> None:
    elsewhere, link = folder / "elsewhere", folder / "data" / name
    if link.exists():
        link.rename(elsewhere)
    elif name == "folder":
        elsewhere.mkdir()
        (elsewhere / "file").write_bytes(b"outside")
    link.symlink_to(elsewhere)
    refused = run("backup", "make", "second.backup")
    assert refused.exit_code == 3, refused.output
    assert f"{link} is no file that a backup can hold" in refused.stderr
    assert not (folder / "second.backup").exists()
    before = files(folder / "elsewhere")
    assert run("backup", "restore", "--replace", str(backup)).exit_code == 0
    assert elsewhere.exists() is (name not in ("notes", "x.db-wal"))
    assert files(folder / "elsewhere") == before
    assert not link.is_symlink()


def test_a_broken_trail_is_told_and_backed_up(folder: Path, backup: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "access.db")) as raw, raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("UPDATE audit SET body = x'7b7d' WHERE seq = 2")
    made = run("backup", "make", "broken.backup")
    assert (made.exit_code, "broken, and so it is in the backup: entry 2" in made.stderr) == (0, True)
    for arguments in (("verify",), ("restore", "--data", "other")):
        told = run("backup", *arguments, "broken.backup")
        assert told.exit_code == 1
        assert "was broken when the backup was made: entry 2" in told.output
    assert (folder / "other" / "calls.db").exists()
    assert "broken" not in run("backup", "verify", str(backup)).output


def test_every_bit_that_counts_is_verified(folder: Path, backup: Path) -> None:
    rng, settings = random.Random(11), load_settings({})  # noqa: S311
    whole, bad = backup.read_bytes(), folder / "bad.backup"
    with tarfile.open(backup) as tar:
        held = [(entry.offset, entry.offset_data + entry.size) for entry in tar]
    end = held[-1][1]
    for _ in range(60):
        at = rng.randrange(*rng.choice(held))
        bad.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rng.randrange(8)]) + whole[at + 1 :])
        with pytest.raises(StateError):
            backups.verify(settings, bad, lambda *_: None)
        bad.write_bytes(whole[: rng.randrange(end)])
        with pytest.raises(StateError):
            backups.verify(settings, bad, lambda *_: None)
    bad.write_bytes(whole)
    assert backups.verify(settings, bad, lambda *_: None).held.calls == 100


def test_the_trail_says_who_made_and_restored_it(folder: Path, backup: Path) -> None:
    id = backup_file.manifest_of(backup).id
    before = run("audit", "list").output
    assert [line.split()[2:4] for line in before.splitlines() if line.endswith(f" {id}")] == [
        ["begun", "backup.make"], ["done", "backup.make"],
    ]  # fmt: skip
    assert run("backup", "verify", str(backup)).exit_code == 0
    assert run("audit", "list").output == before  # who verifies changes nothing
    assert run("backup", "make", str(backup)).exit_code == 2
    assert "failed   backup.make" in run("audit", "list").output
    assert run("backup", "restore", str(backup), "--data", "other").exit_code == 0
    last = run("audit", "list", "--data", "other").output.splitlines()[-1]
    assert "done     backup.restore" in last
    assert f" {id} made " in last
