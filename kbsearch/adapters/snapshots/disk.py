"""The few writes that publication is made of, each durable when it returns."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path

_READ = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
_BLOCK = 1 << 20


def write(path: Path, data: bytes) -> None:
    """A new file with these bytes, synced. Fails if anything of that name is there."""
    descriptor = os.open(path, _CREATE, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace(path: Path, data: bytes) -> None:
    """`path` holds `data` from one moment to the next: readers see the old bytes or the new ones."""
    aside = path.with_name(path.name + ".tmp")
    aside.unlink(missing_ok=True)
    write(aside, data)
    os.replace(aside, path)  # noqa: PTH105  the publication recipe, named as it is known
    sync(path.parent)


def rename(old: Path, new: Path) -> None:
    """Rename inside one folder, durably."""
    os.rename(old, new)  # noqa: PTH104
    sync(new.parent)


def sync(path: Path) -> None:
    """Everything written to this file, or every name in this folder, is on the disk when this returns."""
    descriptor = os.open(path, _READ)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_folder(path: Path, aside: Path) -> None:
    """Remove a folder: first out of the readers' sight by one rename to `aside`, then piece by piece."""
    if path != aside:
        os.rename(path, aside)  # noqa: PTH104
    shutil.rmtree(aside)


def read(path: Path) -> bytes:
    """All bytes of a regular file; a link is refused with `OSError`."""
    descriptor = _open_regular(path)
    with os.fdopen(descriptor, "rb") as file:
        return file.read()


def fingerprint(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a regular file, read in blocks; a link is refused with `OSError`."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(_open_regular(path), "rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


def has_refused(error: Exception) -> bool:
    """Whether this was raised from what the disk said, which tells nothing of what a file holds."""
    return isinstance(error.__cause__, OSError)


def free_bytes(path: Path) -> int:
    """Room that this user has left on the disk that holds `path`."""
    room = os.statvfs(path)
    return room.f_bavail * room.f_frsize


def _open_regular(path: Path) -> int:
    descriptor = os.open(path, _READ | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is not a regular file")
    return descriptor
