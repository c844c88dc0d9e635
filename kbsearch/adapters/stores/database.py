"""SQLite files whose commits are on disk when they return: how they are opened, and what their errors mean.

Nobody may open such a file past SQLite and close it again: closing *any* descriptor of a file drops every lock that the
process holds on it (POSIX). Another process would then take itself for the last one, and delete the write-ahead log
that this one goes on writing to.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kbsearch.errors import StateError

RETRY_S = 0.005
"""Between two tries of what SQLite refuses at once instead of waiting."""
PRAGMAS = ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", f"journal_size_limit = {64 << 20}")
"""FULL: in WAL mode NORMAL may lose the last commits with the power. What is deleted is overwritten, not unlinked.
A log that a long reader let grow is cut back to 64 MB once it is copied."""
_ROOM = 64 << 10

_making = threading.Lock()
_raw: dict[tuple[int, int], int] = {}
"""Device and inode → a descriptor that is never closed."""


def open_writing(path: Path, *, timeout_s: float) -> sqlite3.Connection:
    """A connection for one thread, in autocommit mode, which waits up to `timeout_s` for other writers.

    Makes the file, readable by its owner alone, if there is none. Raises `StateError` when the file system has no
    write-ahead log, `sqlite3.Error`.
    """
    _make(path)
    connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=None)
    try:
        require_wal(connection, path, timeout_s=timeout_s)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _make(path: Path) -> None:
    """An empty file for its owner alone; one that is there is not touched. Raises `OSError`."""
    with _making, suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def raw_blocks(path: Path, *, size: int, overlap: int) -> Iterator[bytes]:
    """A file's bytes past SQLite, in pieces of `size` that begin with the last `overlap` of the one before.

    The descriptor stays open until the process ends: see the module's head. There is one per file, however often it is
    read. Raises `OSError`.
    """
    with _making:
        known = path.stat()
        descriptor = _raw.get((known.st_dev, known.st_ino))
        if descriptor is None:
            descriptor = _raw[known.st_dev, known.st_ino] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    at, before = 0, b""
    while block := os.pread(descriptor, size, at):
        yield before + block
        at, before = at + len(block), block[-overlap:]


def open_reading(path: Path, *, timeout_s: float) -> sqlite3.Connection:
    """A connection that cannot write. Used by one thread at a time, closed by any."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=timeout_s, check_same_thread=False)


def require_wal(connection: sqlite3.Connection, path: Path, *, timeout_s: float) -> None:
    """Raises `StateError` unless SQLite answers that it keeps a write-ahead log, as it cannot on network shares."""
    mode = _write_ahead(connection, timeout_s)
    if mode != "wal":
        message = f"{path} cannot have a write-ahead log (SQLite answers {mode!r}): keep it on a local disk."
        raise StateError(message, remedy=f"df -T {path.parent}")


def _write_ahead(connection: sqlite3.Connection, timeout_s: float) -> str:
    """The journal's mode after asking for a write-ahead log, which a new file gets from the first who opens it.

    SQLite does not wait for a lock here as it does elsewhere: two who open a new file at once would fail.
    """
    until = time.monotonic() + timeout_s
    while True:
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(RETRY_S)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of what is written within, or nothing. Raises `sqlite3.Error`."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # else SQLite has undone it already, as it does where the disk is full
            connection.execute("ROLLBACK")
        raise


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Errors of the file as `StateError`."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise refusal(error, path) from error


def is_passing(error: sqlite3.Error) -> bool:
    """Whether the connection is sound and only the lock or the room on the disk was missing."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL)


def refusal(error: BaseException, path: Path) -> StateError:
    """What went wrong with the file, for the person who can mend it."""
    if isinstance(error, StateError):
        return StateError(str(error))
    code = _code(error) if isinstance(error, sqlite3.Error) else None
    if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and not _has_room(path)):
        return StateError(f"There is no room left to write to {path}; make some.", remedy=f"df -h {path.parent}")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StateError(f"Another process keeps {path} locked; end it.", remedy=f"fuser -v {path}")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        message = f"{path} is damaged ({error}); put a backup in its place."
        return StateError(message, remedy=f"sqlite3 {path} 'PRAGMA integrity_check'")
    return StateError(f"{path} cannot be used: {error or type(error).__name__}.", remedy=f"ls -l {path.parent}")


def _has_room(path: Path) -> bool:
    """Whether a page or two could be written there, as far as is known: some writes to a full disk are I/O errors."""
    try:
        return shutil.disk_usage(path.parent).free >= _ROOM
    except OSError:
        return True


def _code(error: sqlite3.Error) -> int | None:
    """The primary result code; errors of Python's own module carry none."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
