"""Backups of one client: nothing of another in them, and added to what is there."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kbsearch.adapters.stores import backup_file
from kbsearch.adapters.stores.backup_file import Stamp, make_client
from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.client_rows import DERIVED, TABLES
from kbsearch.adapters.stores.data_folder import in_use
from kbsearch.errors import StateError
from tests.cli.building import run
from tests.cli.two_clients import CALLS, WORDS, add_calls, declare, repacked
from tests.clients import ACME, ZETA
from tests.happenings import START

STAMP = Stamp("x", START.isoformat(), "1")
OF_NO_CLIENT = {"meta", "_sqlite_migrations"}


@pytest.fixture
def backup(two_clients: Path) -> Path:
    made = run("backup", "make", "--client", "acme", "acme.backup")
    assert made.exit_code == 0, made.output
    assert "2 files of acme alone" in made.output
    return two_clients / "acme.backup"


def rows(data: Path, client: str) -> dict[str, list[object]]:
    with closing(sqlite3.connect(data / "calls.db")) as connection:
        query = "SELECT * FROM {} WHERE client = ? ORDER BY 1, 2, 3"
        return {table.name: connection.execute(query.format(table.name), (client,)).fetchall() for table in TABLES}


def trail(*data: str) -> str:
    return run("audit", "list", *data).output


def test_not_a_byte_of_anybody_else_is_in_it(folder: Path, backup: Path) -> None:
    with tarfile.open(backup) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    held = {path.relative_to(folder / "unpacked").as_posix(): path for path in (folder / "unpacked").rglob("*.*")}
    assert sorted(name for name in held if not name.startswith("manifest.")) == ["calls.db", "secrets/acme.key"]
    bytes_ = backup.read_bytes() + b"".join(path.read_bytes() for path in held.values())
    (keys,) = trail().split("key.create")[1].split()[2:3]
    foreign = [WORDS[ZETA].encode(), b"zeta", keys.encode(), b"GLPI", b"key.create"]
    secrets = {path.name: path.read_bytes() for path in (folder / "data" / "secrets").iterdir()}
    foreign += [secret for name, secret in secrets.items() if name != "acme.key"]
    source = (folder / "data" / "calls.db").read_bytes()
    assert source.count(foreign[0]) > CALLS
    assert len(secrets) == 3
    assert [one for one in foreign if one in bytes_] == []
    assert bytes_.count(WORDS[ACME].encode()) > CALLS
    assert secrets["acme.key"] in bytes_


def test_every_table_of_calls_is_a_clients_or_nobodys(folder: Path, backup: Path) -> None:
    with closing(sqlite3.connect(folder / "data" / "calls.db")) as connection:
        found = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert found == {table.name for table in TABLES} | DERIVED | OF_NO_CLIENT
    assert all(rows(folder / "data", "acme").values())


def test_it_is_verified_and_added_to_an_empty_folder_once(folder: Path, backup: Path) -> None:
    verified = run("backup", "verify", str(backup))
    assert verified.exit_code == 0
    assert verified.output.strip() == "Whole, of acme alone: 50 calls, 100 events, 1 incident."
    for new, known in ((100, 0), (0, 101)):
        done = run("backup", "restore", str(backup), "--data", "other")
        assert done.exit_code == 0, done.output
        assert f"added {new} events and {int(new > 0)} incident" in done.output
        assert f"{known} were there already" in done.output
        assert rows(folder / "other", "acme") == rows(folder / "data", "acme")
    assert not any(rows(folder / "other", "zeta").values())
    one, other = (folder / place / "secrets" / "acme.key" for place in ("data", "other"))
    assert one.read_bytes() == other.read_bytes()
    assert other.stat().st_mode & 0o777 == 0o600
    assert trail("--data", "other").count("backup.restore") == 4
    assert run("audit", "verify", "--data", "other").exit_code == 0
    kinds = {path: sqlite3.connect(folder / path / "calls.db") for path in ("data", "other")}
    ids = {kind.execute("SELECT value FROM meta").fetchone() for kind in kinds.values()}
    for kind in kinds.values():
        kind.close()
    assert len(ids) == 2  # what was learnt from all the calls is not looked up among these


def test_it_is_added_to_what_is_there(folder: Path, backup: Path) -> None:
    with closing(SqliteCalls(folder / "data" / "calls.db")) as store:
        store.erase(ACME, [f"c{at}" for at in range(20)])
        add_calls(store, ACME, [CALLS])
        declare(store, ACME, "later")
    before, others = rows(folder / "data", "acme"), rows(folder / "data", "zeta")
    done = run("backup", "restore", str(backup))
    assert "added 40 events and 0 incidents; 61 were there already" in done.output
    after = rows(folder / "data", "acme")
    assert len(after["events"]) == 102
    assert all({*before[name]} <= {*after[name]} for name in before)
    assert len(after["incidents"]) == 2
    assert rows(folder / "data", "zeta") == others
    last = [line.split() for line in trail().splitlines()][-2:]
    assert [(words[2], words[3], words[5]) for words in last] == [
        ("begun", "backup.restore", "acme"), ("done", "backup.restore", "acme"),
    ]  # fmt: skip


def test_an_incidents_end_that_was_brought_forward_since_stays(folder: Path, backup: Path) -> None:
    with closing(SqliteCalls(folder / "data" / "calls.db")) as store:
        store.incidents.close_incident(ACME, "inc-perroquet", START + timedelta(minutes=1), now=START)
    before = rows(folder / "data", "acme")["incidents_closed"]
    assert run("backup", "restore", str(backup)).exit_code == 0
    assert rows(folder / "data", "acme")["incidents_closed"] == before


def test_who_deletes_a_call_is_told_that_a_restore_brings_it_back(folder: Path, backup: Path) -> None:
    shutil.rmtree(folder / "articles" / "acme")  # a client that left
    deleted = run("privacy", "forget", "acme", "c0")
    assert "those of `kbsearch backup` too" in deleted.output
    assert "A backup that is restored brings deleted calls back" in deleted.output
    assert len(rows(folder / "data", "acme")["events"]) == 98
    assert run("backup", "make", "--client", "acme", "later.backup").exit_code == 0
    assert "added 2 events" in run("backup", "restore", str(backup)).output
    assert len(rows(folder / "data", "acme")["events"]) == 100


def test_what_contradicts_is_named_and_nothing_is_added(folder: Path, backup: Path) -> None:
    with closing(SqliteCalls(folder / "other" / "calls.db")) as store:
        add_calls(store, ZETA, [0])
        declare(store, ACME, "inc-perroquet", title="Autre titre")
    done = run("backup", "restore", str(backup), "--data", "other")
    assert done.exit_code == 3
    assert "incidents “inc-perroquet”" in done.stderr
    found = rows(folder / "other", "acme")
    assert {name for name, there in found.items() if there} == {"incidents"}
    assert len(found["incidents"]) == 1
    assert not (folder / "other" / "secrets" / "acme.key").exists()
    assert "failed   backup.restore" in trail("--data", "other")


def test_another_secret_is_not_replaced(folder: Path, backup: Path) -> None:
    (folder / "other" / "secrets").mkdir(parents=True)
    shutil.copy(folder / "data" / "secrets" / "zeta.key", folder / "other" / "secrets" / "acme.key")
    done = run("backup", "restore", str(backup), "--data", "other")
    assert done.exit_code == 3
    assert "another secret" in done.stderr
    assert not any(rows(folder / "other", "acme").values())


def test_no_server_no_replacing_no_link(folder: Path, backup: Path) -> None:
    assert "whole backups" in run("backup", "restore", str(backup), "--replace").stderr
    with in_use(folder / "data"):
        refused = run("backup", "restore", str(backup))
    assert (refused.exit_code, "Stop it first" in refused.stderr) == (3, True)
    elsewhere = (folder / "data" / "secrets" / "acme.key").rename(folder / "elsewhere")
    (folder / "data" / "secrets" / "acme.key").symlink_to(elsewhere)
    for arguments in (("make", "--client", "acme", "second.backup"), ("restore", str(backup))):
        refused = run("backup", *arguments)
        assert (refused.exit_code, "reached through a link" in refused.stderr) == (3, True)
    assert not (folder / "second.backup").exists()


@pytest.mark.parametrize(("client", "words"), [("acmee", "Nothing is kept"), ("../zeta", "no such client")])
def test_nothing_is_made_of_an_unknown_client(folder: Path, backup: Path, client: str, words: str) -> None:
    done = run("backup", "make", "--client", client, "second.backup")
    assert (done.exit_code, words in done.stderr) == (2, True)
    assert not (folder / "second.backup").exists()


def test_a_full_disk_leaves_nothing(folder: Path, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StateError, match="No space"):
        make_client(ACME, folder / "data", folder / "second.backup", STAMP, lambda *_: None)
    assert not list(folder.glob(".kbsearch-backup-*"))
    assert not (folder / "second.backup").exists()


def test_a_folder_as_the_place_names_the_client(folder: Path, backup: Path) -> None:
    (folder / "place").mkdir()
    assert run("backup", "make", "--client", "acme", "place").exit_code == 0
    assert len(list(folder.glob("place/kbsearch-acme-*.backup"))) == 1
    assert "backup.make       terminal" in trail()


def test_one_that_says_it_is_one_clients_and_is_not(folder: Path, backup: Path) -> None:
    assert run("backup", "make", "kb.backup").exit_code == 0
    whole = repacked(folder / "kb.backup", folder / "whole.backup", client="acme")
    renamed = repacked(backup, folder / "renamed.backup", client="zeta")
    assert "holds more" in run("backup", "verify", str(whole)).stderr
    assert "holds more" in run("backup", "restore", str(renamed), "--data", "other").stderr
    (folder / "calls").mkdir()
    (folder / "data" / "calls.db").rename(folder / "calls" / "calls.db")
    backup_file.make(folder / "calls", folder / "calls.backup", STAMP, lambda *_: None)
    both = repacked(folder / "calls.backup", folder / "both.backup", client="acme")
    assert "its texts are not" in run("backup", "restore", str(both), "--data", "other").stderr
    assert not (folder / "other").exists()
