"""Backups in the terminal: made, checked, put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.adapters.stores import backup_file
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.data_folder import in_use
from kbsearch.core.calls import happenings as ev
from kbsearch.errors import StateError
from tests.cli.building import run
from tests.cli.test_init import added
from tests.clients import ACME
from tests.happenings import event


@pytest.fixture
def backup(folder: Path) -> Path:
    with closing(SqliteCalls(folder / "data" / "calls.db")) as store:
        store.append(ACME, [event(f"{at}", ev.Opened("tpe"), call=f"c{at}") for at in range(50)])
        run("keys", "create", "GLPI", "--client", "acme", "--scope", "search")
        made = run("backup", "make", "kb.backup")  # while the store is open: its events are in the log only
    assert made.exit_code == 0, made.output
    return folder / "kb.backup"


def rows(path: Path, query: str) -> list[object]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_restore_equals_what_was_backed_up(folder: Path, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert "50 calls, 50 events" in run("backup", "verify", str(backup)).output
    done = run("backup", "restore", str(backup), "--data", "other")
    assert done.exit_code == 0, done.output
    for name, table in (("calls.db", "events"), ("access.db", "keys"), ("access.db", "secrets")):
        query = f"SELECT * FROM {table} ORDER BY 1, 2"  # noqa: S608
        assert rows(folder / "other" / name, query) == rows(folder / "data" / name, query) != []
    for secret in (folder / "data" / "secrets").iterdir():
        copy = folder / "other" / "secrets" / secret.name
        assert copy.read_bytes() == secret.read_bytes()
        assert copy.stat().st_mode & 0o777 == 0o600
    assert run("audit", "verify", "--data", "other").exit_code == 0


def test_a_folder_in_use_or_with_something_in_it_stays(folder: Path, backup: Path) -> None:
    assert "--replace" in run("backup", "restore", str(backup)).stderr
    with in_use(folder / "data"):
        assert "A server" in run("backup", "restore", str(backup), "--replace").stderr
    assert "is now" in run("backup", "restore", str(backup), "--replace").output
    assert len(list(folder.glob("data.before-*/calls.db"))) == 1


def test_what_is_put_aside_stays_out_of_git(folder: Path, backup: Path) -> None:
    """A data folder from before they had an ignore file of their own, in a repository that ignores nothing."""
    (folder / "data" / ".gitignore").unlink()
    assert run("backup", "restore", str(backup), "--replace").exit_code == 0
    (before,) = folder.glob("data.before-*")
    assert (before / "access.db").is_file()
    assert [name for name in added(folder) if name.startswith("data")] == []


def test_a_folder_that_only_a_server_made_holds_nothing(folder: Path, backup: Path) -> None:
    with in_use(folder / "fresh"):
        pass
    assert (folder / "fresh" / ".gitignore").is_file()
    done = run("backup", "restore", str(backup), "--data", "fresh")
    assert done.exit_code == 0, done.output
    assert list(folder.glob("fresh.*")) == []
    assert (folder / "fresh" / ".gitignore").read_text("ascii") == "*\n"


@pytest.mark.parametrize("others", [[], ["notes"]])
def test_what_a_data_folder_s_own_ignore_file_says_stays(folder: Path, backup: Path, others: list[str]) -> None:
    fresh = folder / "fresh"
    fresh.mkdir()
    for name in (".gitignore", *others):
        (fresh / name).write_text("*.db\nsecrets/\n", "ascii")
    done = run("backup", "restore", str(backup), "--data", "fresh", *["--replace"] * len(others))
    assert done.exit_code == 0, done.output
    assert (fresh / "access.db").is_file()
    ignores = [fresh / ".gitignore", *folder.glob("fresh.before-*/.gitignore")]
    assert [path.read_text("ascii") for path in ignores] == ["*.db\nsecrets/\n"] * (1 + len(others))


def test_every_flip_and_cut_is_found(folder: Path, backup: Path) -> None:
    whole = backup.read_bytes()
    bad = folder / "bad.backup"
    for part in (0, whole.index(b"SQLite format 3"), whole.index(b'"format"')):
        bad.write_bytes(whole[:part] + bytes([whole[part] ^ 1]) + whole[part + 1 :])
        assert run("backup", "restore", "bad.backup", "--data", "other").exit_code == 3
    for size in (0, 700, len(whole) // 2):
        bad.write_bytes(whole[:size])
        assert run("backup", "restore", "bad.backup", "--data", "other").exit_code == 3
    assert not (folder / "other").exists()


def test_a_full_disk_leaves_nothing(folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    stamp = backup_file.Stamp("x", datetime.now(UTC).isoformat(), "1")
    with pytest.raises(StateError, match="No space"):
        backup_file.make(folder / "data", folder / "second.backup", stamp, lambda *_: None)
    assert not (folder / "second.backup").exists()
    assert not list(folder.glob(".kbsearch-backup-*"))
