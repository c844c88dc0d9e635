"""What `kbsearch up` makes of the outcome of a build."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.cli import up
from kbsearch.errors import StateError
from kbsearch.settings import Settings, load_settings

pytestmark = pytest.mark.model

GOOD = "# VPN coupé\n\nRelancer le client VPN.\n"


@pytest.fixture
def settings(tmp_path: Path, default_model: PreparedModel, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in [name for name in os.environ if name.startswith("KBSEARCH_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles" / "acme").mkdir(parents=True)
    (tmp_path / "articles" / "acme" / "vpn.md").write_text(GOOD, "utf-8")
    return load_settings({"models": default_model.folder.parent})


def test_what_is_sound_is_served_when_faulty_articles_were_left_out(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    (settings.articles / "acme" / "mauvais.md").write_text("---\nid: [\n---\n", "utf-8")
    up.step(settings, "build")
    assert (settings.indexes / "acme" / "CURRENT").exists()
    assert "acme/mauvais.md:" in capfd.readouterr().out


def test_what_was_built_before_is_served_when_a_client_file_broke(
    settings: Settings, capfd: pytest.CaptureFixture[str]
) -> None:
    (settings.articles / "acme" / "client.toml").write_text("shared = [", "utf-8")
    with pytest.raises(StateError, match="kbsearch build"):
        up.step(settings, "build")
    (settings.articles / "acme" / "client.toml").unlink()
    up.step(settings, "build")
    (settings.articles / "acme" / "client.toml").write_text("shared = [", "utf-8")
    up.step(settings, "build")
    said = capfd.readouterr()
    assert "acme/client.toml:1" in said.out
    assert "what stands is served" in said.err
