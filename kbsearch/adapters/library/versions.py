"""One article's file at an earlier commit. Plumbing commands only: no setting of the repository runs anything."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from kbsearch.adapters.library.commits import TIMEOUT_S
from kbsearch.adapters.library.git import blobs, git
from kbsearch.core.articles.reading import MOST_BYTES
from kbsearch.core.ports import SourceFile
from kbsearch.errors import UserError

_FILES = (b"100644", b"100755")


def file_at(root: Path, commit: str, path: str, *, folders: Collection[str], until: str) -> SourceFile | None:
    """The file at `path` as it was at `commit`, a full id; None where the reader is to know of no such version.

    `path` is from the articles folder `root`; `folders` are those below it that are the reader's, `""` = all of it.
    Known is a commit that lies in the past of `until` and changed something in these folders: not a neighbour's, nor
    one of a branch that was never served. Raises `StateError` or `UserError` where Git does not answer at all.
    """
    git(root, "rev-parse", "--git-dir", timeout_s=TIMEOUT_S)
    with suppress(UserError):  # no such commit, or no ancestor
        touched = ("rev-list", "--max-count=1", "--end-of-options", commit, "--", *(one or "." for one in folders))
        if git(root, *touched, timeout_s=TIMEOUT_S).decode().strip() != commit:
            return None
        git(root, "merge-base", "--is-ancestor", commit, until, timeout_s=TIMEOUT_S)
        return _blob(root, commit, path)
    return None


def _blob(root: Path, commit: str, path: str) -> SourceFile | None:
    for record in git(root, "ls-tree", "-z", "-l", commit, "--", path, timeout_s=TIMEOUT_S).split(b"\0")[:-1]:
        mode, _, blob, size = record.partition(b"\t")[0].split()
        if mode in _FILES and int(size) <= MOST_BYTES:
            return SourceFile(path, blobs(root, [blob.decode()])[0], blob.decode())
    return None
