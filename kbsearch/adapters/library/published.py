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
    arguments = ("rev-list", "--first-parent", "--reverse", "--parents", "--timestamp", "--end-of-options", commit)
    lines = git(root, *arguments, "--", folder or ".").decode().splitlines()
    commits = [line.split() for line in lines]  # when, commit, its parents as far as they touched the folder
    when = {commit: datetime.fromtimestamp(int(at), UTC) for at, commit, *_ in commits}
    pairs = "".join(f"{' '.join(some[1:3])}\n" for some in commits)
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


def sources(root: Path, versions: Sequence[FileVersion]) -> list[SourceFile]:
    """Their contents, in order. Raises like `file_versions`."""
    data = blobs(root, [one.blob for one in versions])
    return [SourceFile(one.path, bytes_, one.blob) for one, bytes_ in zip(versions, data, strict=True)]
