"""Keys and the audit trail in the terminal."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.building import run


def created(*options: str) -> dict[str, object]:
    made = run("keys", "create", "GLPI", "--client", "acme", "--scope", "search", "--json", *options)
    assert made.exit_code == 0, made.output
    found: dict[str, object] = json.loads(made.stdout)
    return found


def test_a_key_is_shown_once_and_listed_without_its_secret(folder: Path) -> None:
    made = run("keys", "create", "GLPI", "--client", "acme", "--client", "zeta", "--scope", "search", "--expires", "7d")
    assert made.exit_code == 0
    assert made.stdout.startswith("kbs_")
    assert "cannot be shown again" in made.stderr
    id, secret = made.stdout.strip().split("_", 2)[1:]
    listed = run("keys", "list").output
    assert id in listed
    assert "GLPI" in listed
    assert "acme zeta" in listed
    assert "active" in listed
    assert secret not in listed + run("keys", "list", "--json").output + run("audit", "list").output


def test_without_keys_the_list_says_how_to_make_one(folder: Path) -> None:
    assert "kbsearch keys create" in run("keys", "list").output


def test_a_key_is_replaced_and_revoked(folder: Path) -> None:
    made = created()
    replaced = run("keys", "rotate", str(made["id"]), "--overlap", "0h")
    assert replaced.stdout.startswith(f"kbs_{made['id']}_")
    assert replaced.stdout.strip() != made["key"]
    assert run("keys", "revoke", str(made["id"])).exit_code == 0
    assert "revoked" in run("keys", "list").output
    again = run("keys", "rotate", str(made["id"]))
    assert again.exit_code == 2
    assert "revoked" in again.stderr
    listed = [json.loads(line) for line in run("audit", "list", "--json").output.splitlines()]
    assert [entry["action"] for entry in listed] == ["key.create", "key.rotate", "key.revoke"]
    assert all(entry["actor"].startswith("terminal:") for entry in listed)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--client", "acme", "--scope", "everything"), "is not one of"),
        (("--client", "../x", "--scope", "search"), "There is no client"),
        (("--client", "acmee", "--scope", "search"), "Did you mean 'acme'?"),
        (("--client", "acme", "--scope", "search", "--expires", "soon"), "90d"),
        (("--scope", "search"), "--client"),
        (("--client", "acme"), "--scope"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(folder: Path, options: tuple[str, ...], said: str) -> None:
    refused = run("keys", "create", "GLPI", *options)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert not (folder / "data" / "access.db").exists()


def test_unknown_keys_are_named(folder: Path) -> None:
    refused = run("keys", "revoke", "aaaaaaaaaa")
    assert refused.exit_code == 2
    assert "kbsearch keys list" in refused.stderr


def test_the_trail_is_verified_and_a_change_in_it_is_found(folder: Path) -> None:
    for _ in range(3):
        created()
    whole = run("audit", "verify")
    assert whole.exit_code == 0
    assert "Whole: 3 entries." in whole.output
    assert "Entry 3 is anchored" in run("audit", "anchor").output
    assert "Nothing new" in run("audit", "anchor").output
    with sqlite3.connect(folder / "data" / "access.db") as raw:
        raw.execute("DROP TRIGGER audit_no_update")
        raw.execute("UPDATE audit SET body = CAST(replace(CAST(body AS TEXT), 'acme', 'zeta') AS BLOB) WHERE seq = 2")
    raw.close()
    broken = run("audit", "verify")
    assert broken.exit_code == 1
    assert "Broken at entry 2" in broken.output
    assert json.loads(run("audit", "verify", "--json").output)["broken"] == 2


def test_it_is_said_for_which_entries_no_anchor_vouches(folder: Path) -> None:
    def said() -> str:
        return run("audit", "verify").output.splitlines()[-1]

    created()
    assert said().startswith("Anchors vouch for nothing: the last 1 entry is newer")
    run("audit", "anchor")
    assert said() == "Anchors vouch for every entry."
    created()
    created()
    assert said() == (
        "Anchors vouch for the trail up to entry 1: the last 2 entries are newer than the last anchor, "
        "and could be cut off unnoticed."
    )
    assert json.loads(run("audit", "verify", "--json").output)["anchored"] == 1


def test_a_lost_secret_is_no_broken_trail(folder: Path) -> None:
    created()
    (folder / "data" / "secrets" / ".access.key").unlink()
    refused = run("audit", "verify")
    assert refused.exit_code == 3
    assert "backup restore" in refused.stderr
    assert "Broken" not in refused.output


def test_a_torn_anchor_file_is_said(folder: Path) -> None:
    created()
    run("audit", "anchor")
    path = folder / "data" / "audit-anchors.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    refused = run("audit", "verify")
    assert refused.exit_code == 3
    assert "Line 1 of" in refused.stderr


def test_what_is_done_at_the_terminal_is_on_the_trail(folder: Path) -> None:
    assert run("build", "acme").exit_code == 0
    (folder / "calls.csv").write_text("call_id,started_at\nappel-1,2026-11-02 09:14\n", "utf-8")
    run("calls", "import", "acme", "calls.csv")
    run("incidents", "open", "acme", "i1", "Panne")
    run("incidents", "close", "acme", "i2")
    run("privacy", "forget", "acme", "appel-1")
    entries = [json.loads(line) for line in run("audit", "list", "--json").output.splitlines()]
    assert [(e["action"], e["result"], e["object"]) for e in entries] == [
        ("index.publish", "begun", "worktree"),
        ("index.publish", "done", "worktree"),
        ("calls.import", "begun", "file of calls"),
        ("calls.import", "done", "file of calls"),
        ("incident.open", "begun", "i1"),
        ("incident.open", "done", "i1"),
        ("incident.close", "begun", "i2"),
        ("incident.close", "failed", "i2"),
        ("calls.forget", "begun", "1 call"),
        ("calls.forget", "done", "1 call"),
    ]
    assert "appel-1" not in json.dumps(entries), "no shorter name: a build's own letters may hold two of any"
