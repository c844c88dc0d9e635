"""Articles as they stand on disk: for authors, and for folders that are not in Git."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from kbsearch.adapters.library.entries import (
    MOST_DEPTH,
    Entry,
    Kind,
    is_hidden,
    makes_owner,
    most_bytes,
    sift,
)
from kbsearch.adapters.library.owners import Arrangement, arrange, marks_arranged, name_of, told_apart
from kbsearch.core.model import SHARED, Fault
from kbsearch.core.ports import OwnerFiles, SourceFile
from kbsearch.errors import StateError, UserError

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

_HERE = "."
"""The articles folder itself, from its own descriptor. It may be a repository's root."""

_OF_THE_DISK = "lost+found"
"""What a disk of its own has at its top: root's alone, and nobody's articles."""

_Found = tuple[Entry, bytes]
"""An entry, with its bytes if it is a file that is read."""


Hashing = Literal["sha1", "sha256"]
"""How a repository names what it holds."""


def blob_id(data: bytes, hashing: Hashing = "sha1") -> str:
    """The id Git gives to a file with these bytes."""
    return hashlib.new(hashing, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


class WorktreeLibrary:
    """The articles folder `root` on disk; below it, no link is followed.

    Whose each folder is was seen when this was made; each call reads the files again.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        folders, others = _top(root)
        self._arrangement = _arranged(root, filter(self._holds_something, folders), others)

    @property
    def commit(self) -> str:
        return "worktree"

    def owners(self) -> Mapping[str, str]:
        return self._arrangement.owners

    def read(self, owner: str) -> OwnerFiles:
        found = {entry.path: (entry, data) for entry, data in self._of(owner)}
        sifted = sift(owner, (entry for entry, _ in found.values()))
        files = tuple(SourceFile(e.path, found[e.path][1], e.blob) for e in sifted.files)
        return OwnerFiles(files, sifted.faults, sifted.others)

    def faults(self) -> tuple[Fault, ...]:
        apart = told_apart(self._arrangement, lambda: any(map(marks_arranged, _names(self._root))))
        return (*self._arrangement.faults, *apart)

    def blob_ids(self, hashing: Hashing = "sha1") -> dict[str, str]:
        """Path from the articles folder → blob id, of every file an owner has; empty for a file that is not read."""
        return {
            f"{folder}/{entry.path}" if folder else entry.path: entry.blob and blob_id(data, hashing)
            for folder in self.owners().values()
            for entry, data in self._walk(folder)
            if entry.path
        }

    def _of(self, owner: str) -> Iterator[_Found]:
        folder = self._arrangement.owners.get(owner)
        return iter(()) if folder is None else self._walk(folder)

    def _holds_something(self, folder: str) -> bool:
        """What cannot be read itself may hold anything: it is somebody's, with a fault, and not gone."""
        found = (entry for entry, _ in self._walk(folder))
        return any(
            makes_owner(entry.path) if entry.kind == "file" else not entry.path and folder != _OF_THE_DISK
            for entry in found
        )

    def _walk(self, folder: str) -> Iterator[_Found]:
        with _opened(self._root) as root:
            yield from _folder(root, folder or _HERE, "", 0)


def folders_on_disk(root: Path) -> dict[str, Path]:
    """Owner → its folder on disk, be there something to read in it or not; empty without an articles folder.

    Opens no file and, of a base that was laid out for kbsearch, only the articles folder itself.
    """
    try:
        folders, others = _top(root)
    except (OSError, StateError, UserError):
        return {}
    return {owner: root / folder for owner, folder in _arranged(root, folders, others).owners.items()}


def folder_below(root: Path, owner: str) -> str:
    """The owner's folder, from the articles folder `root`; `""` = it is all of it. One that has none has it by name."""
    folder = folders_on_disk(root).get(owner)
    return owner if folder is None else folder.relative_to(root).as_posix().removeprefix(".")


def _arranged(root: Path, folders: Iterable[str], others: Iterable[Entry]) -> Arrangement:
    return arrange(name_of(root), others, folders, lambda: any(map(marks_arranged, _names(root))))


def _names(root: Path) -> Iterator[str]:
    """Paths of the files below `root` that may be read. No link is followed, nothing is opened."""
    for here, folders, files in os.walk(root):
        below = Path(os.path.relpath(here, root)).as_posix()
        at_top = below == "."
        folders[:] = [name for name in folders if not name.startswith(("_", ".")) or (at_top and name == SHARED)]
        yield from (name if at_top else f"{below}/{name}" for name in files)


def _top(root: Path) -> tuple[list[str], list[Entry]]:
    """Folders right in the articles folder, sorted, and everything else there, submodules included.

    Raises `UserError` where there is none, `StateError` where it cannot be read.
    """
    folders, others = [], []
    try:
        with _opened(root) as here, os.scandir(here) as listing:
            items = [(item, _is_folder(item) and _holds_git(here, item.name)) for item in listing]
    except OSError as error:
        raise StateError(f"{root} cannot be read: {error.strerror or error}.", remedy=f"ls -ld {root}") from error
    for item, holds_git in items:
        if not _is_folder(item):
            others.append(Entry(item.name, _kind(item), 0, ""))
        elif holds_git:
            others.append(Entry(item.name, "submodule", 0, ""))
        else:
            folders.append(item.name)
    return sorted(folders), others


def _folder(parent: int, name: str, path: str, depth: int) -> Iterator[_Found]:
    """Everything below the folder `name` of the open folder `parent`; `path` is its own, `""` for the owner's.

    A folder that cannot be read is one entry, with its own path.
    """
    try:
        with _opened(name, os.O_NOFOLLOW, parent) as here, os.scandir(here) as listing:
            if name != _HERE and _holds_git(here, "."):
                if path:  # an owner's own folder is told with those at the top
                    yield Entry(path, "submodule", 0, ""), b""
                return
            for item in sorted(listing, key=lambda found: found.name):
                below = f"{path}/{item.name}" if path else item.name
                if is_hidden(below) or (_is_folder(item) and item.name.startswith("_")):
                    continue
                if not _is_folder(item):
                    yield _file(here, item, below)
                elif depth < MOST_DEPTH:
                    yield from _folder(here, item.name, below, depth + 1)
                else:
                    yield Entry(below, "too-deep", 0, ""), b""
    except FileNotFoundError:
        return  # deleted while we were looking
    except OSError:
        yield Entry(path, "unreadable", 0, ""), b""


def _file(parent: int, item: os.DirEntry[str], path: str) -> _Found:
    """One file, read if it is of those that are read and not too large; what it is was checked on the open file."""
    kind, most = _kind(item), most_bytes(path)
    if kind != "file" or most is None:
        return Entry(path, kind, 0, ""), b""
    try:
        file = os.open(item.name, _FILE, dir_fd=parent)
        with os.fdopen(file, "rb") as stream:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                return Entry(path, "special", 0, ""), b""
            data = stream.read(most + 1)
    except OSError:
        return Entry(path, "unreadable", 0, ""), b""
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


def _is_folder(item: os.DirEntry[str]) -> bool:
    return item.is_dir(follow_symlinks=False)


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
