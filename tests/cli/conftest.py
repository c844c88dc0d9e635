"""A base to build without a model."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kbsearch import workshop
from kbsearch.cli import build
from tests.cli.building import GOOD, run
from tests.cli.two_clients import fill
from tests.fakes import HashingEmbedder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two clients' articles that are not in Git, and an embedder that needs no model."""
    for client in ("acme", "zeta"):
        (tmp_path / "articles" / client).mkdir(parents=True)
        (tmp_path / "articles" / client / "client.toml").touch()
        (tmp_path / "articles" / client / "vpn.md").write_text(GOOD, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("KBSEARCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KBSEARCH_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("KBSEARCH_MODEL_ENGLISH", "none")
    embedder = HashingEmbedder()
    monkeypatch.setattr(build, "prepare_if_missing", lambda settings: None)
    monkeypatch.setattr(workshop, "LateEmbedder", lambda settings: embedder)
    return tmp_path


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two clients' calls, incidents, replies and secrets. Not to be changed."""
    data = tmp_path_factory.mktemp("two-clients") / "data"
    fill(data)
    return data


@pytest.fixture
def two_clients(folder: Path, filled: Path) -> Path:
    """`folder` with that data, a key and a trail."""
    shutil.copytree(filled, folder / "data")
    assert run("keys", "create", "GLPI", "--client", "acme", "--scope", "search").exit_code == 0
    return folder
