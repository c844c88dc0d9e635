"""Reading the articles folder: from a Git commit, or as it stands on disk."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Literal

from kbsearch.adapters.library.commits import MOST_REVISIONS, committed_at, revisions
from kbsearch.adapters.library.git import HEAD, ForeignRepositoryError, GitLibrary, NotInGitError, commit_of, git
from kbsearch.adapters.library.past import GitPast
from kbsearch.adapters.library.versions import file_at
from kbsearch.adapters.library.worktree import WorktreeLibrary, folder_below, folders_on_disk
from kbsearch.core.articles.reading import is_article
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
    "library_before",
    "open_library",
    "revisions",
]

Source = Literal["auto", "git", "worktree"]


def open_library(root: Path, source: Source = "auto", *, ref: str = HEAD) -> GitLibrary | WorktreeLibrary:
    """The articles folder `root`: from commit `ref` (`git`), from disk (`worktree`), or `auto`.

    `auto` is Git when the commit holds the folder, else the disk, so that any plain folder works. Raises `StateError`
    where a repository is there and cannot be read.
    """
    if not root.is_dir():
        raise UserError(f"There is no folder {root}. Give the articles folder with --articles DIR.")
    if source == "worktree":
        return WorktreeLibrary(root)
    try:
        return GitLibrary(root, ref)
    except NotInGitError:
        if source == "git" or ref != HEAD:
            raise
        return WorktreeLibrary(root)
    except ForeignRepositoryError as error:
        if ref != HEAD:
            raise
        raise ForeignRepositoryError(
            f"{error} KBSEARCH_SOURCE=worktree reads the files on disk, without Git."
        ) from None


_SHA256_DIGITS = 64
"""Of an id in a repository that was made with `git init --object-format=sha256`."""


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
        if any(is_article(path) and _is_itself(folder / path) for path in paths):
            return True
    return False


def _is_itself(path: Path) -> bool:
    """Whether this is no link; what the system does not tell of is nobody's article."""
    try:
        return not path.is_symlink()
    except OSError:
        return False


def changed_paths(root: Path, ref: str) -> frozenset[str]:
    """Paths, from the articles folder, of files that differ on disk from where the branch left `ref`; deleted ones too.

    Compared by content, without `git diff`, so that no filter of the repository's configuration runs.
    """
    library = library_before(root, ref)
    before = library.blob_ids() if library else {}
    after = WorktreeLibrary(root).blob_ids("sha256" if library and len(library.commit) == _SHA256_DIGITS else "sha1")
    same = {path for path, blob in after.items() if before.get(path) == blob or (not blob and path in before)}
    return frozenset((before.keys() | after.keys()) - same)


def library_before(root: Path, ref: str) -> GitLibrary | None:
    """The articles as they were where the branch left `ref`; None where that commit does not hold the folder."""
    base = commit_of(root, ref)
    with suppress(UserError):  # no common ancestor, or a shallow clone: compare with the reference itself
        base = git(root, "merge-base", base, "HEAD").decode().strip()
    try:
        return GitLibrary(root, base)
    except NotInGitError:
        return None
