"""A Git repository of another user: refused, and what is said to help helps."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary, changed_paths, open_library
from kbsearch.errors import UserError
from tests.adapters.test_library import FILES, commit, git, write


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose articles are in a sub-folder."""
    git(tmp_path, "init", "-q", "-b", "main")
    write(tmp_path / "docs", FILES)
    commit(tmp_path)
    return tmp_path / "docs"


def test_a_repository_of_another_user_is_refused_and_nothing_in_it_is_run(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git" / "config").write_text(f"[core]\n\tfsmonitor = touch {tmp_path}/sprung\n")
    wrapper = f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n'
    write(tmp_path, {"bin/git": wrapper})
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:{os.environ['PATH']}")
    with pytest.raises(UserError) as refused:
        changed_paths(repository, "HEAD")
    assert str(refused.value) == (
        f"The Git repository {tmp_path} belongs to another user, and git opens none of another user. "
        "Run kbsearch as that user."
    )
    with pytest.raises(UserError, match=r"that user\. KBSEARCH_SOURCE=worktree reads the files on disk"):
        open_library(repository)
    assert open_library(repository, "worktree").read("acme").files
    assert not (tmp_path / "sprung").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_is_said_to_help_with_a_repository_of_another_user_helps() -> None:
    with tempfile.TemporaryDirectory() as folder:  # of pytest's own, others than root may enter none
        top = Path(folder)
        top.chmod(0o755)
        git(top, "init", "-q")
        write(top / "docs", FILES)
        commit(top)
        for path in (top, *top.rglob("*")):
            os.chown(path, 4242, -1)
        with pytest.raises(
            UserError, match=r"belongs to the user 4242, .* Run kbsearch as the user 4242; or "
        ) as refused:
            open_library(top / "docs")
        assert "safe.directory" not in str(refused.value), "no configuration of a user is read"
        os.seteuid(4242)
        try:
            assert GitLibrary(top / "docs").read("acme").files
        finally:
            os.seteuid(0)
        (command,) = re.findall("`(chown -R root .*)`", str(refused.value))
        subprocess.run(["sh", "-c", command], check=True)
        assert GitLibrary(top / "docs").read("acme").files
        os.chown(top / ".git", 4242, -1)
        with pytest.raises(UserError, match="belongs to the user 4242"):
            GitLibrary(top / "docs")
