"""What owners' folders were at earlier commits. Plumbing commands only: no setting of the repository runs anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from kbsearch.adapters.library.entries import is_hidden, most_bytes
from kbsearch.adapters.library.git import blobs, git
from kbsearch.core.ports import SourceFile

_FILES = (b"100644", b"100755")


class GitPast:
    """The history of the articles folder `root` up to `commit`.

    `owners` as of that commit, owner → folder; one that it has no more had the folder of its name.
    """

    def __init__(self, root: Path, commit: str, owners: Mapping[str, str]) -> None:
        self._root, self._commit, self._owners = root, commit, owners

    def last_touched(self, commit: str, owners: Collection[str]) -> tuple[str, tuple[str, ...]]:
        """The newest commit, at `commit` or before, that touched a folder of these, and its parents; `""` for none.

        Of a merge that left the folders as one parent had them, only that parent's past counts. Where a shallow clone
        ends, the last commit that is there touches everything and has no parent.
        """
        found = git(self._root, "rev-list", "--max-count=1", commit, "--", *self._folders(owners)).decode().strip()
        parents = git(self._root, "rev-parse", f"{found}^@").decode().split() if found else ()
        return found, tuple(parents)

    def before(self, commit: str, owners: Collection[str]) -> Mapping[tuple[str, str], SourceFile | None]:
        """(owner, path) of each file to read that is another one by now → the one at `commit`, None for none.

        Raises `StateError` or `UserError` where the clone does not hold it.
        """
        arguments = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--relative", commit, self._commit)
        fields = iter(git(self._root, *arguments, "--", *self._folders(owners)).split(b"\0")[:-1])
        blob_at: dict[tuple[str, str], str] = {}
        for meta, name in zip(fields, fields, strict=True):
            mode, _, blob, *_ = meta.removeprefix(b":").split()
            whose = self._whose(name.decode("utf-8", "surrogateescape"), owners)
            if whose is not None:
                blob_at[whose] = blob.decode() if mode in _FILES else ""
        there = {whose: blob for whose, blob in blob_at.items() if blob}
        data = dict(zip(there, blobs(self._root, list(there.values())), strict=True))
        return {whose: _file(whose[1], data.get(whose), blob) for whose, blob in blob_at.items()}

    def _folders(self, owners: Collection[str]) -> list[str]:
        return [self._folder(owner) or "." for owner in owners]

    def _folder(self, owner: str) -> str:
        return self._owners.get(owner, owner)

    def _whose(self, name: str, owners: Collection[str]) -> tuple[str, str] | None:
        """Owner and path of a file, by its path from the articles folder; None for one that is not read."""
        for owner in owners:
            folder = self._folder(owner)
            path = name.removeprefix(f"{folder}/") if folder else name
            if (not folder or path != name) and not is_hidden(path) and most_bytes(path) is not None:
                return owner, path
        return None


def _file(path: str, data: bytes | None, blob: str) -> SourceFile | None:
    return None if data is None or len(data) > (most_bytes(path) or 0) else SourceFile(path, data, blob)
