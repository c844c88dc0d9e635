"""Articles as they stand on disk: for authors, and for folders that are not in Git."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kbsearch.adapters.library.entries import (
    MOST_DEPTH,
    Entry,
    Kind,
    is_hidden,
    is_owner,
    most_bytes,
    root_faults,
    sift,
)
from kbsearch.core.model import Fault
from kbsearch.core.ports import OwnerFiles, SourceFile
from kbsearch.errors import UserError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_Found = tuple[Entry, bytes]
"""An entry, with its bytes if it is a file that is read."""


def blob_id(data: bytes) -> str:
    """The id Git (SHA-1) gives to a file with these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class WorktreeLibrary:
    """The articles folder `root` on disk. Each call looks again; below `root`, no link is followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folders()

    @property
    def commit(self) -> str:
        return "worktree"

    def owners(self) -> Sequence[str]:
        return [name for name in self._folders() if is_owner(name) and self._holds_something(name)]

    def read(self, owner: str) -> OwnerFiles:
        found = {entry.path: (entry, data) for entry, data in self._walk(owner)}
        sifted = sift(owner, (entry for entry, _ in found.values()))
        files = tuple(SourceFile(e.path, found[e.path][1], e.blob) for e in sifted.files)
        return OwnerFiles(files, sifted.faults, sifted.others)

    def faults(self) -> tuple[Fault, ...]:
        folders, others = self._top()
        return tuple(root_faults(others, filter(self._holds_something, folders)))

    def blob_ids(self) -> dict[str, str]:
        """Path from the articles folder → blob id, of every file an owner has; empty for a file that is not read."""
        owners = filter(is_owner, self._folders())
        return {f"{owner}/{entry.path}": entry.blob for owner in owners for entry, _ in self._walk(owner)}

    def _folders(self) -> list[str]:
        return self._top()[0]

    def _top(self) -> tuple[list[str], list[Entry]]:
        """Folders directly in the articles folder, sorted, and everything else there, submodules included."""
        folders, others = [], []
        with _opened(self._root) as root, os.scandir(root) as listing:
            for item in listing:
                if not item.is_dir(follow_symlinks=False):
                    others.append(Entry(item.name, _kind(item), 0, ""))
                elif _holds_git(root, item.name):
                    others.append(Entry(item.name, "submodule", 0, ""))
                else:
                    folders.append(item.name)
        return sorted(folders), others

    def _holds_something(self, owner: str) -> bool:
        found = (entry for entry, _ in self._walk(owner))
        return any(entry.kind == "file" and most_bytes(entry.path) is not None for entry in found)

    def _walk(self, owner: str) -> Iterator[_Found]:
        if not is_owner(owner) and owner not in self._folders():
            return
        with _opened(self._root) as root:
            yield from _folder(root, owner, "", 0)


def _folder(parent: int, name: str, path: str, depth: int) -> Iterator[_Found]:
    """Everything below the folder `name` of the open folder `parent`; `path` is its own, `""` for the owner's."""
    try:
        with _opened(name, os.O_NOFOLLOW, parent) as here, os.scandir(here) as listing:
            if _holds_git(here, "."):
                if path:  # an owner's own folder is told with those at the top
                    yield Entry(path, "submodule", 0, ""), b""
                return
            for item in sorted(listing, key=lambda found: found.name):
                below = f"{path}/{item.name}" if path else item.name
                if is_hidden(below) or (item.is_dir(follow_symlinks=False) and item.name.startswith("_")):
                    continue
                if not item.is_dir(follow_symlinks=False):
                    yield _file(here, item, below)
                elif depth < MOST_DEPTH:
                    yield from _folder(here, item.name, below, depth + 1)
                else:
                    yield Entry(below, "too-deep", 0, ""), b""
    except PermissionError:
        yield Entry(path or name, "unreadable", 0, ""), b""
    except FileNotFoundError:
        return  # deleted while we were looking


def _file(parent: int, item: os.DirEntry[str], path: str) -> _Found:
    """One file, read if it is of those that are read and not too large; what it is was checked on the open file."""
    kind, most = _kind(item), most_bytes(path)
    if kind != "file" or most is None:
        return Entry(path, kind, 0, ""), b""
    try:
        file = os.open(item.name, _FILE, dir_fd=parent)
    except OSError:
        return Entry(path, "unreadable", 0, ""), b""
    with os.fdopen(file, "rb") as stream:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return Entry(path, "special", 0, ""), b""
        data = stream.read(most + 1)
    if len(data) > most:
        return Entry(path, "file", max(status.st_size, len(data)), ""), b""
    return Entry(path, "file", len(data), blob_id(data)), data


def _holds_git(parent: int, folder: str) -> bool:
    """Whether `folder` is a repository of its own: Git would commit its id, never its files."""
    try:
        os.stat(f"{folder}/.git", dir_fd=parent, follow_symlinks=False)
    except OSError:
        return False
    return True


def _kind(item: os.DirEntry[str]) -> Kind:
    if item.is_symlink():
        return "symlink"
    return "file" if item.is_file(follow_symlinks=False) else "special"


@contextmanager
def _opened(folder: Path | str, flags: int = 0, parent: int | None = None) -> Iterator[int]:
    """A descriptor of `folder`. Without `parent` it is the articles folder, whose absence is a `UserError`."""
    try:
        descriptor = os.open(folder, _FOLDER | flags, dir_fd=parent)
    except (FileNotFoundError, NotADirectoryError):
        if parent is not None:
            raise FileNotFoundError(folder) from None
        raise UserError(f"There is no folder {folder}. Give the articles folder with --articles DIR.") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)
