"""One command asks one client: no other index is opened, and each trouble is said once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch.adapters.snapshots import Opened, SnapshotStore
from kbsearch.cli import main, up
from kbsearch.errors import StateError
from kbsearch.settings import load_settings
from tests.cli.building import run


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The clients whose index was opened since both were built, acme with a golden file."""
    row = {"id": "1", "query": "vpn", "relevant": ["vpn.md"]}
    (folder / "articles" / "acme" / "golden.jsonl").write_text(json.dumps(row), "utf-8")
    assert run("build").exit_code == 0
    clients: list[str] = []
    original = SnapshotStore.open

    def recorded(store: SnapshotStore, client: str) -> Opened:
        clients.append(client)
        return original(store, client)

    monkeypatch.setattr(SnapshotStore, "open", recorded)
    return clients


def damage(folder: Path, client: str) -> None:
    name = (folder / "indexes" / client / "CURRENT").read_text().strip()
    (folder / "indexes" / client / name / "chunks.jsonl").write_text("")


@pytest.mark.parametrize("command", [["ask", "acme", "vpn"], ["eval", "acme"]])
def test_other_clients_are_neither_opened_nor_mentioned(folder: Path, opened: list[str], command: list[str]) -> None:
    damage(folder, "zeta")
    done = run(*command)
    assert (done.exit_code, opened) == (0, ["acme"]), done.output
    assert "zeta" not in done.output


@pytest.mark.parametrize("command", [["ask", "acme", "vpn"], ["eval", "acme"]])
def test_a_damaged_index_is_said_once(folder: Path, opened: list[str], command: list[str]) -> None:
    damage(folder, "acme")
    done = run(*command)
    assert (done.exit_code, done.stdout, opened) == (3, "", ["acme"])
    assert (done.stderr.count("is damaged"), done.stderr.count("Run: kbsearch build acme")) == (1, 1)


def test_an_older_generation_in_its_place_is_said_once(folder: Path, opened: list[str]) -> None:
    assert run("build", "acme", "--force").exit_code == 0
    damage(folder, "acme")
    done = run("ask", "acme", "vpn")
    assert (done.exit_code, " 1. VPN coupé" in done.stdout) == (0, True)
    assert (done.stderr.count("is damaged"), done.stderr.count("Serving gen-1-")) == (1, 1)


def test_after_a_failed_build_up_only_looks_which_clients_there_are(
    folder: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Failed:
        returncode = 3

    monkeypatch.setattr(up.subprocess, "run", lambda *_, **__: Failed)
    up.step(load_settings({}), "build")
    assert "what stands is served" in capsys.readouterr().err
    assert opened == []
    with pytest.raises(StateError, match="kbsearch build"):
        up.step(load_settings({"indexes": folder / "none"}), "build")


@pytest.mark.parametrize(("value", "is_coloured"), [("1", False), ("", True)])
def test_no_color_is_heeded_where_it_is_not_empty(folder: Path, value: str, is_coloured: bool) -> None:
    assert run("build").exit_code == 0
    done = CliRunner(env={"NO_COLOR": value}).invoke(main, ["ask", "acme", "vpn"], color=True)
    assert done.exit_code == 0
    assert ("\x1b[" in done.output) == is_coloured
