"""Reading the articles folder: from a Git commit, or as it stands on disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

from kbsearch.adapters.library.commits import MOST_REVISIONS, committed_at, revisions
from kbsearch.adapters.library.git import GitLibrary, NotInGitError, commit_of, git
from kbsearch.adapters.library.past import GitPast
from kbsearch.adapters.library.versions import file_at
from kbsearch.adapters.library.worktree import WorktreeLibrary, folder_below, folders_on_disk
from kbsearch.core.articles import is_article
from kbsearch.errors import UserError

__all__ = [
    "MOST_REVISIONS",
    "GitLibrary",
    "GitPast",
    "NotInGitError",
    "Source",
    "WorktreeLibrary",
    "changed_paths",
    "committed_at",
    "file_at",
    "folder_below",
    "folders_on_disk",
    "holds_articles",
    "open_library",
    "revisions",
]

Source = Literal["auto", "git", "worktree"]


def open_library(root: Path, source: Source = "auto", *, ref: str = "HEAD") -> GitLibrary | WorktreeLibrary:
    """The articles folder `root`: from commit `ref` (`git`), from disk (`worktree`), or `auto`.

    `auto` is Git when the commit holds the folder, else the disk, so that any plain folder works.
    """
    if not root.is_dir():
        raise UserError(f"There is no folder {root}. Give the articles folder with --articles DIR.")
    match source:
        case "git":
            return GitLibrary(root, ref)
        case "worktree":
            return WorktreeLibrary(root)
        case "auto":
            try:
                return GitLibrary(root, ref)
            except NotInGitError:
                if ref != "HEAD":
                    raise
                return WorktreeLibrary(root)


def holds_articles(root: Path, owner: str) -> bool:
    """Whether `owner` has a folder on disk, itself and not a link to one, with an article somewhere in it.

    Stops at the first one found and opens no file: cheap enough to ask for each request.
    """
    folder = folders_on_disk(root).get(owner)
    if folder is None:
        return False
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(("_", "."))]
        below = os.path.relpath(here, folder)
        paths = (name if below == "." else f"{Path(below).as_posix()}/{name}" for name in files)
        if any(is_article(path) and not (folder / path).is_symlink() for path in paths):
            return True
    return False


def changed_paths(root: Path, ref: str) -> frozenset[str]:
    """Paths, from the articles folder, of files that differ on disk from where the branch left `ref`; deleted ones too.

    Compared by content, without `git diff`, so that no filter of the repository's configuration runs.
    """
    base = commit_of(root, ref)
    with suppress(UserError):  # no common ancestor, or a shallow clone: compare with the reference itself
        base = git(root, "merge-base", base, "HEAD").decode().strip()
    try:
        before = GitLibrary(root, base).blob_ids()
    except NotInGitError:
        before = {}
    after = WorktreeLibrary(root).blob_ids()
    same = {path for path, blob in after.items() if before.get(path) == blob or (not blob and path in before)}
    return frozenset((before.keys() | after.keys()) - same)
