"""Folders that are filled aside and then renamed; what a killed process left of one is removed by the next."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kbsearch.errors import StateError

_OPEN = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY | os.O_NOFOLLOW


@contextmanager
def staging(parent: Path, prefix: str) -> Iterator[Path]:
    """A new folder for its owner alone, removed at the end unless it was renamed. Raises `OSError`.

    Its holder keeps it locked for as long as it lives, so that nobody takes it for a leftover.
    """
    for left in parent.glob(f"{prefix}*"):
        _remove_leftover(left)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    descriptor = os.open(folder, _OPEN)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_leftover(folder: Path) -> None:
    """Unless somebody holds it, or it is not ours to remove."""
    with suppress(OSError):
        descriptor = os.open(folder, _OPEN)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(descriptor)


def require_room(folder: Path, needed: int) -> None:
    """Raises `StateError` when the disk of `folder` has less than `needed` bytes, and a reserve, left."""
    free = shutil.disk_usage(folder).free
    if free < needed + (needed >> 4) + (1 << 20):
        message = f"{folder} has {free >> 20} MB of room, and {(needed >> 20) + 2} MB are needed. Nothing was written."
        raise StateError(message, remedy=f"df -h {folder}")


def sync(path: Path) -> None:
    """What was written to this file, or the names in this folder, are on the disk when it returns."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        sync(path)
