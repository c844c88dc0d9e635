"""A starter base that is sound, in the layout that the other commands expect."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch.cli import main


def invoke(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(arguments))
    return done.exit_code, done.output


def test_the_starter_passes_check_with_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("KBSEARCH_")]:
        monkeypatch.delenv(name)
    code, said = invoke("init", str(tmp_path / "base"))
    assert code == 0
    assert "kbsearch up" in said
    monkeypatch.chdir(tmp_path / "base")
    code, said = invoke("check", "--strict")
    assert code == 0, said
    assert "0 errors, 0 warnings" in said


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine", "utf-8")
    code, said = invoke("init", str(tmp_path))
    assert code == 2
    assert "--force" in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.md"]
    assert invoke("init", str(tmp_path), "--force")[0] == 0
    assert (tmp_path / "mine.md").read_text("utf-8") == "mine"
