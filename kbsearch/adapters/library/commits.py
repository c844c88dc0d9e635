"""Which commits touched one article's file. Plumbing commands only: no setting of the repository runs anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kbsearch.adapters.library.git import git
from kbsearch.core.articles.revisions import Revision

MOST_REVISIONS = 20
TIMEOUT_S = 2.0
"""For each of the two commands: somebody waits for the page."""
_FORMAT = "--format=%H%x00%ct%x00%an%x00%s"


def revisions(root: Path, commit: str, path: str, folders: Collection[str]) -> tuple[Revision, ...]:
    """The newest `MOST_REVISIONS` commits, at `commit` or before, that touched the file at `path`; newest first.

    `path` is from the articles folder `root`; `folders` are those below it that are the reader's, `""` = all of it. A
    commit that touched another one says when it was and no word. Raises `StateError` or `UserError` where Git does not
    answer, in time or at all.
    """
    arguments = ("rev-list", f"--max-count={MOST_REVISIONS}", _FORMAT, "--end-of-options", commit, "--", path)
    lines = git(root, *arguments, timeout_s=TIMEOUT_S).decode("utf-8", "replace").split("\n")
    rows = [line.split("\0", 3) for line in lines if "\0" in line]
    touched = _touched(root, [row[0] for row in rows])
    found = []
    for id, at, author, subject in rows:
        is_own = "" in folders or all(name.partition("/")[0] in folders for name in touched[id] if "/" in name)
        words = (author, subject) if is_own else ("", "")
        found.append(Revision(id, datetime.fromtimestamp(int(at), UTC), *words, is_own))
    return tuple(found)


def committed_at(root: Path, commit: str) -> datetime:
    """When this commit was made, UTC. Raises like `revisions`."""
    arguments = ("rev-list", "--max-count=1", "--format=%ct", "--end-of-options", commit)
    return datetime.fromtimestamp(int(git(root, *arguments, timeout_s=TIMEOUT_S).split(b"\n")[1]), UTC)


def _touched(root: Path, commits: Sequence[str]) -> dict[str, list[str]]:
    """Commit → files below the articles folder that it changed; of a merge, from any of its parents on."""
    found: dict[str, list[str]] = {commit: [] for commit in commits}
    if not commits:
        return found
    arguments = ("diff-tree", "--stdin", "--root", "-m", "-r", "--name-only", "-z", "--no-renames", "--relative")
    output = git(root, *arguments, stdin="".join(f"{one}\n" for one in commits).encode(), timeout_s=TIMEOUT_S)
    names = found.get("")
    for field in output.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        if field in found:
            names = found[field]
        elif names is not None:
            names.append(field)
    return found
