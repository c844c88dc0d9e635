"""Folders of a commit whose names lead elsewhere, or into Git's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.adapters.library import GitLibrary
from tests.adapters.test_library import git, mktree


@pytest.mark.parametrize("folder", [b".git", b".GIT", b"/etc", b"a/b", b"."])
def test_folders_that_lead_elsewhere_are_not_read_from_a_commit(tmp_path: Path, folder: bytes) -> None:
    """A name that ends with NUL is no case: that byte ends a name in a tree, so that none can hold it."""
    git(tmp_path, "init", "-q")
    blob = git(tmp_path, "hash-object", "-w", "--stdin", stdin=b"# A")
    inner = mktree(tmp_path, [("100644", "blob", blob, b"x.md")])
    acme = mktree(tmp_path, [("100644", "blob", blob, b"good.md"), ("040000", "tree", inner, folder)])
    tree = mktree(tmp_path, [("040000", "tree", acme, b"acme")])
    read = GitLibrary(tmp_path, git(tmp_path, "commit-tree", "-m", "x", tree)).read("acme")
    paths = [file.path for file in read.files]
    assert "good.md" in paths
    assert all(part not in ("", ".", "..") and part.lower() != ".git" for path in paths for part in path.split("/"))
