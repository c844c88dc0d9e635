"""Every version that the files of a folder had, and since when. Plumbing commands only: no setting of the repository
runs anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kbsearch.adapters.library.git import blobs, git
from kbsearch.core.ports import SourceFile

_FILES = ("100644", "100755")


class FileVersion(NamedTuple):
    """A file as one commit made it."""

    at: datetime
    """When that was committed, UTC."""
    path: str
    """From the folder."""
    blob: str


def file_versions(root: Path, commit: str, folder: str) -> Iterator[FileVersion]:
    """Of every file below `folder`, `""` = all of `root`, oldest first, on the way to `commit` by first parents: what a
    branch did counts when it was merged. Raises `StateError` or `UserError` where Git does not answer.
    """
    arguments = ("rev-list", "--first-parent", "--reverse", "--timestamp", "--end-of-options", commit)
    lines = git(root, *arguments, "--", folder or ".").decode().splitlines()
    when = {commit: datetime.fromtimestamp(int(at), UTC) for at, commit in map(str.split, lines)}
    pairs = _with_first_parents(root, [*when])
    compare = ("diff-tree", "--stdin", "--root", "-r", "--raw", "-z", "--no-renames", "--relative", "--no-abbrev")
    fields = iter(git(root, *compare, "--", folder or ".", stdin=pairs.encode()).split(b"\0")[:-1])
    at = datetime.min.replace(tzinfo=UTC)
    for field in fields:
        head = field.decode("utf-8", "surrogateescape")
        if not head.startswith(":"):
            at = when[head.strip()]
            continue
        _, mode, _, blob, _ = head.split()
        path = next(fields).decode("utf-8", "surrogateescape")
        if mode in _FILES:
            yield FileVersion(at, path.removeprefix(f"{folder}/") if folder else path, blob)


def _with_first_parents(root: Path, commits: Sequence[str]) -> str:
    """A line each: the commit, and the one that it was made on, whether that touched the folder or not."""
    if not commits:
        return ""
    command = ("rev-list", "--no-walk=unsorted", "--parents", "--stdin")
    lines = git(root, *command, stdin="".join(f"{one}\n" for one in commits).encode()).decode().splitlines()
    return "".join(f"{' '.join(line.split()[:2])}\n" for line in lines)


def sources(root: Path, versions: Sequence[FileVersion]) -> list[SourceFile]:
    """Their contents, in order. Raises like `file_versions`."""
    data = blobs(root, [one.blob for one in versions])
    return [SourceFile(one.path, bytes_, one.blob) for one, bytes_ in zip(versions, data, strict=True)]
