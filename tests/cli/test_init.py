"""A starter base that is sound, in the layout that the other commands expect."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch.adapters.stores.data_folder import in_use
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


def added(folder: Path) -> list[str]:
    """What `git init && git add .` takes."""
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    done = subprocess.run(["git", "ls-files", "-z"], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.split("\0")[:-1]


@pytest.mark.parametrize("ignore", ["as written", "of before", "none"])
def test_calls_and_secrets_do_not_go_into_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ignore: str) -> None:
    monkeypatch.setenv("KBSEARCH_ARTICLES", str(tmp_path / "base" / "articles"))
    assert invoke("init", str(tmp_path / "base"))[0] == 0
    monkeypatch.chdir(tmp_path / "base")
    assert {"/data/", "/data.*/"} <= set(Path(".gitignore").read_text("utf-8").splitlines())
    if ignore != "as written":
        Path(".gitignore").write_text("/indexes/\n" if ignore == "of before" else "", "utf-8")
    code, said = invoke("keys", "create", "GLPI", "--client", "exemple", "--scope", "search")
    assert code == 0, said
    with in_use(Path("served")):
        (Path("served") / "calls.db").write_bytes(b"calls")
    assert Path("data/secrets").is_dir()
    assert Path("data/access.db").is_file()
    files = added(Path())
    assert "kbsearch.toml" in files
    assert [name for name in files if name.startswith(("data/", "served/"))] == []


def test_what_a_data_folder_s_own_ignore_file_says_stays(tmp_path: Path) -> None:
    for said, becomes in (("", "*\n"), ("calls.db\n", "calls.db\n")):
        (tmp_path / ".gitignore").write_text(said, "utf-8")
        with in_use(tmp_path):
            assert (tmp_path / ".gitignore").read_text("utf-8") == becomes


def test_the_file_of_queries_that_the_help_names_is_there(tmp_path: Path) -> None:
    assert invoke("init", str(tmp_path / "base"))[0] == 0
    named = [word for word in invoke("--help")[1].split() if word.endswith(".jsonl") and word != "answers.jsonl"]
    assert named == ["articles/exemple/golden.jsonl"]
    assert (tmp_path / "base" / named[0]).is_file()
