"""A Git repository that is there and cannot be read: an error, and never the drafts on disk instead."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary, WorktreeLibrary, open_library
from kbsearch.errors import StateError
from tests.adapters.test_library import FILES, commit, git, write


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with its articles two folders below."""
    made = tmp_path / "base"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    write(made / "docs" / "fr", FILES)
    commit(made)
    return made


def lose_object(top: Path, name: str) -> None:
    known = git(top, "rev-parse", name)
    (top / ".git" / "objects" / known[:2] / known[2:]).unlink()


def empty_objects(top: Path) -> None:
    for folder in (top / ".git" / "objects").iterdir():
        shutil.rmtree(folder)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "HEAD emptied": lambda top: (top / ".git" / "HEAD").write_text(""),
    "HEAD of nonsense": lambda top: (top / ".git" / "HEAD").write_text("ref: \0\0\n"),
    "no objects folder": lambda top: shutil.rmtree(top / ".git" / "objects"),
    "objects lost": empty_objects,
    "branch lost": lambda top: (top / ".git" / "refs" / "heads" / "main").unlink(),
    "branch emptied": lambda top: (top / ".git" / "refs" / "heads" / "main").write_text(""),
    "commit lost": lambda top: lose_object(top, "HEAD"),
    "its folder lost": lambda top: lose_object(top, "HEAD^{tree}"),
    "a folder lost": lambda top: lose_object(top, "HEAD:docs"),
    "all of it lost": lambda top: (shutil.rmtree(top / ".git"), (top / ".git").mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_repository_is_an_error_and_not_a_plain_folder(top: Path, damage: str) -> None:
    DAMAGES[damage](top)
    with pytest.raises(StateError, match=rf"^The Git repository {top} cannot be read: .* Run: git -C {top} fsck$"):
        open_library(top / "docs" / "fr")
    assert open_library(top / "docs" / "fr", "worktree").read("acme").files


def test_a_linked_folder_whose_repository_was_moved_is_an_error(top: Path, tmp_path: Path) -> None:
    git(top, "worktree", "add", "-q", str(tmp_path / "linked"))
    linked = tmp_path / "linked" / "docs" / "fr"
    assert isinstance(open_library(linked), GitLibrary)
    top.rename(tmp_path / "moved")
    with pytest.raises(StateError, match=f"{tmp_path}/linked cannot be read: .*not a git repository: {top}"):
        open_library(linked)


def test_a_bare_one_is_an_error_too(top: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(top), str(bare))
    assert isinstance(open_library(bare), GitLibrary)
    (bare / "HEAD").write_text("")
    with pytest.raises(StateError, match=f"{bare} cannot be read"):
        open_library(bare)


def test_one_within_a_sound_one_is_an_error_too(top: Path, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    write(tmp_path, {"README.md": "# outer"})
    git(tmp_path, "add", "README.md")
    git(tmp_path, "commit", "-qm", "x")
    (top / ".git" / "HEAD").write_text("")
    with pytest.raises(StateError, match=f"{top} cannot be read: git passes it over"):
        open_library(top / "docs" / "fr")


def test_nothing_committed_yet_is_a_plain_folder(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    assert isinstance(open_library(tmp_path), WorktreeLibrary)
    git(tmp_path, "add", "-A")
    assert isinstance(open_library(tmp_path), WorktreeLibrary)


def test_a_new_branch_without_a_commit_does_not_publish_drafts(top: Path) -> None:
    git(top, "checkout", "-q", "--orphan", "draft")
    with pytest.raises(StateError, match="its HEAD names no commit that it has"):
        open_library(top / "docs" / "fr")
