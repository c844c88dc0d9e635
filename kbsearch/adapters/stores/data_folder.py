"""The data folder as a whole: how it is made, who has it open, and how another takes its place."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from kbsearch.adapters.stores.staging import sync
from kbsearch.errors import StateError

LOCK = ".lock"
"""Held, shared, by every server of the folder: by the system, which lets go of it when the holder dies."""
IGNORE = ".gitignore"
_OWN = (LOCK, IGNORE)
"""What is there where nothing is kept."""
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


def make(folder: Path) -> None:
    """The folder, made if there is none, and kept out of Git: it may lie in a repository, and holds calls and secrets.

    A `.gitignore` that says anything stays as it is. Raises `OSError` where the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / IGNORE
    with suppress(OSError):  # a full disk is told where calls are written; the next start tries again
        if not ignore.exists() or not ignore.stat().st_size:
            ignore.write_text("*\n", "ascii")


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Keep the folder, made if there is none, from being replaced. Raises `StateError` while it is, and `OSError`."""
    make(folder)
    message = f"{folder} is being restored from a backup. Start again when that is done."
    with _locked(folder, fcntl.LOCK_SH, message):
        yield


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep servers from opening the folder, if there is one. Raises `StateError` while one has it open."""
    if not folder.is_dir():
        yield
        return
    with _locked(folder, fcntl.LOCK_EX, f"A server has {folder} open. Stop it first, or restore to another --data."):
        yield


@contextmanager
def _locked(folder: Path, kind: int, message: str) -> Iterator[None]:
    path = folder / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateError(message, remedy=f"fuser -v {path}") from None
        if not path.exists() or not os.path.samestat(os.fstat(descriptor), path.stat()):
            raise StateError(message)  # the folder was replaced between the two
        yield
    finally:
        os.close(descriptor)


def holds_anything(folder: Path) -> bool:
    return folder.is_dir() and any(path.name not in _OWN for path in folder.iterdir())


def require_unlinked(folder: Path, names: Sequence[str]) -> None:
    """Raises `StateError` where one of these files is reached through a link: it may lead out of the folder."""
    for path in (folder.resolve() / name for name in names):
        if path.resolve() != path:
            raise StateError(f"{path} is reached through a link. Put the file itself in the data folder.")


def put_in_place(new: Path, folder: Path, stamp: str) -> Path | None:
    """`new`, whole and synced, becomes `folder`; where the one before, if it held anything, is now. Raises `OSError`.

    A `.gitignore` of the one before is that of the new one too: see `make`.
    From one moment to the next where the system can exchange two names (Linux). Killed at any point, both folders are
    whole, whatever they are called.
    """
    if not folder.is_dir():
        os.rename(new, folder)  # noqa: PTH104
        sync(folder.parent)
        return None
    make(folder)  # the one put aside stays out of Git too, when it is from before a data folder was
    _keep_ignore(folder, new)
    ready = _free(folder, f"restored-{stamp}")
    os.rename(new, ready)  # noqa: PTH104 - under a name that nobody takes for a leftover, as it becomes the old one's
    before = _free(folder, f"before-{stamp}")
    if not _exchange(ready, folder):
        os.rename(folder, before)  # noqa: PTH104
        os.rename(ready, folder)  # noqa: PTH104
    else:
        os.rename(ready, before)  # noqa: PTH104
    sync(folder.parent)
    if holds_anything(before):
        return before
    for name in _OWN:
        (before / name).unlink(missing_ok=True)
    before.rmdir()
    return None


def _keep_ignore(folder: Path, new: Path) -> None:
    own = folder / IGNORE
    if own.is_file() and not own.is_symlink():
        shutil.copyfile(own, new / IGNORE)
        sync(new / IGNORE)
        sync(new)


def _free(folder: Path, ending: str) -> Path:
    wanted, at = folder.with_name(f"{folder.name}.{ending}"), 1
    while wanted.exists():
        at += 1
        wanted = folder.with_name(f"{folder.name}.{ending}-{at}")
    return wanted


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system cannot. Raises `OSError`. See renameat2(2)."""
    swap = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if swap is None:
        return False
    if swap(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))
