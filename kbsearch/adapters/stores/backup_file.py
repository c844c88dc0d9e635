"""A backup: one tar file with everything below the data folder, or what is one client's alone; its manifest last.

SQLite files are copied through SQLite, each as of one moment, while others write to it; a plain copy would miss what is
still in the write-ahead log.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import IO, TypeAlias

from kbsearch.adapters.stores.backup_check import check_database
from kbsearch.adapters.stores.client_rows import copy_rows, holds_rows
from kbsearch.adapters.stores.data_folder import IGNORE, LOCK
from kbsearch.adapters.stores.database import open_reading, told
from kbsearch.adapters.stores.staging import require_room, staging, sync
from kbsearch.core.backups import FORMAT, Held, Manifest, files_of, is_manifest, is_safe, packed, read, require_same
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, NotFound, StateError

MAKING = ".kbsearch-backup-"
ANCHORS = "audit-anchors.jsonl"
Progress = Callable[[int, int], None]
"""Bytes done, bytes in all."""
Copy: TypeAlias = Callable[[Path, Path], tuple[str, ...]]
"""Puts a database that others write to into a new file, as of one moment; its migrations."""

_DATABASE = ".db"
_PASSING = re.compile(r".*\.db-(wal|shm|journal)|\..+\.[0-9a-f]{16}", re.ASCII)
"""What SQLite keeps beside its files, and a secret that is being made: see `secret_files`."""
_PAGES = 4096
_BLOCK = 1 << 20
_MOST_IN_A_MANIFEST = 64 << 20
_TIMEOUT_S = 5.0
_CUT_OFF = "The backup is cut off: its end, the manifest, is missing. Use another backup."


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a manifest says of its making."""

    id: str
    made: str
    """ISO 8601, UTC."""
    kbsearch: str
    client: str = ""


def make(data: Path, target: Path, stamp: Stamp, progress: Progress) -> Manifest:
    """Write everything below `data` to the new file `target`, whole and on disk, or not at all.

    Raises `BadRequest` for a target that is there or lies in `data`, `StateError` for what cannot be read or written, a
    damaged database, a link among the files, or too little room.
    """
    _require_new(target, data)
    with told(target):
        names = _names(data)
        sizes = [_size(data / name) for name in names]
        require_room(target.parent, sum(sizes) + max(sizes, default=0))
        return _put(data, names, target, stamp, _counting(progress, sum(sizes)), _copy)


def make_client(client: OneClient, data: Path, target: Path, stamp: Stamp, progress: Progress) -> Manifest:
    """Like `make`, of what is this client's alone. How much room that takes is known when it is written: a full disk
    leaves nothing either. The calls file must have its last version, and no link lead to it or to the secret.

    Raises like `make`, and `NotFound` where nothing of this client is kept.
    """
    _require_new(target, data)
    with told(target):
        calls, secret = files_of(client.id)
        has_rows = (data / calls).exists() and holds_rows(client, data / calls)
        taken = ((calls, has_rows), (secret, (data / secret).exists()))
        names = [name for name, is_there in taken if is_there]
        if not names:
            raise NotFound(f"Nothing is kept of a client {client.id!r} in {data}.")
        require_room(target.parent, 0)
        tell = _counting(progress, sum(_size(data / name) for name in names))
        return _put(data, names, target, replace(stamp, client=client.id), tell, partial(copy_rows, client))


def manifest_of(backup: Path) -> Manifest:
    """What the backup says of itself; nothing else in it is checked. Raises `StateError`."""
    with _opened(backup) as tar:
        for entry in tar:
            if is_manifest(entry.name):
                return _read(tar, entry)
    raise StateError(_CUT_OFF)


def unpack(backup: Path, folder: Path, progress: Progress) -> Manifest:
    """Write what is in the backup into an empty folder, every byte checked. Raises `StateError`."""
    with _opened(backup) as tar:
        require_room(folder, backup.stat().st_size)
        return _unpack(tar, folder, _counting(progress, backup.stat().st_size))


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    with told(backup):
        try:
            with tarfile.open(backup, "r:") as tar:
                yield tar
        except (tarfile.TarError, EOFError) as error:
            message = f"{backup} is damaged, or no backup ({error}). One that was encrypted must be decrypted first."
            raise StateError(message) from None


def _require_new(target: Path, data: Path) -> None:
    if target.exists():
        raise BadRequest(f"{target} is there already. Give each backup its own name.", field="target")
    if target.resolve().is_relative_to(data.resolve()):
        raise BadRequest(f"{target} lies in the folder that is backed up. Choose another place.", field="target")


def _put(
    data: Path, names: Sequence[str], target: Path, stamp: Stamp, tell: Callable[[int], None], copy: Copy
) -> Manifest:
    with staging(target.parent, MAKING) as aside:
        manifest = _write(data, names, aside, stamp, tell, copy)
        os.rename(aside / "backup", target)  # noqa: PTH104
        sync(target.parent)
    return manifest


def _names(data: Path) -> list[str]:
    """What is taken along, in the order in which it is: whatever is referred to comes after what refers to it.

    Anchors name entries of the trail, and databases hold what was made with secrets.
    """
    found = []
    for path in data.rglob("*"):
        is_link, name = path.is_symlink(), path.relative_to(data).as_posix()
        if not is_link and (path.is_dir() or path.name in (LOCK, IGNORE) or _PASSING.fullmatch(path.name)):
            continue
        if is_link or not path.is_file() or not is_safe(name) or is_manifest(name):
            raise StateError(f"{path} is no file that a backup can hold. Move it out of the data folder.")
        found.append(name)
    return sorted(found, key=lambda name: (name != ANCHORS, not name.endswith(_DATABASE), name))


def _size(path: Path) -> int:
    """Bytes, with those that a database has in its log only."""
    log = path.with_name(f"{path.name}-wal")
    return path.stat().st_size + (log.stat().st_size if path.suffix == _DATABASE and log.exists() else 0)


def _write(
    data: Path, names: Sequence[str], aside: Path, stamp: Stamp, tell: Callable[[int], None], copy: Copy
) -> Manifest:
    descriptor = os.open(aside / "backup", os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123
        held, schemas = [], {}
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
            for name in names:
                source = data / name
                if name.endswith(_DATABASE):
                    source = aside / "copy.db"
                    schemas[name] = copy(data / name, source)
                held.append(_add(tar, name, source, tell))
                if name.endswith(_DATABASE):
                    source.unlink()
            manifest = Manifest(FORMAT, stamp.id, stamp.made, stamp.kbsearch, tuple(held), schemas, stamp.client)
            name, body = packed(manifest)
            tar.addfile(_entry(name, len(body)), io.BytesIO(body))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _copy(source: Path, to: Path) -> tuple[str, ...]:
    """The database as of now, checked, in one file without a log; its migrations.

    The transaction holds that moment: without one, every write of another process would begin the copy anew.
    """
    with closing(open_reading(source, timeout_s=_TIMEOUT_S)) as reading, closing(sqlite3.connect(to)) as copy:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        reading.backup(copy, pages=_PAGES, sleep=0)
        copy.execute("PRAGMA journal_mode = DELETE")
        has_any = copy.execute("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlite_migrations'").fetchone()[0]
        rows = copy.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid").fetchall() if has_any else []
    try:
        check_database(to)
    except StateError as error:
        raise StateError(f"{source}: {error} Mend it, or put a backup in its place.") from None
    return tuple(name for (name,) in rows)


def _add(tar: tarfile.TarFile, name: str, source: Path, tell: Callable[[int], None]) -> Held:
    descriptor = os.open(source, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    with open(descriptor, "rb", buffering=0) as file:  # noqa: PTH123
        size = os.fstat(descriptor).st_size
        hashing = _Hashing(file, tell)
        tar.addfile(_entry(name, size), hashing)
    return Held(name, size, hashing.digest.hexdigest())


class _Hashing(io.RawIOBase):
    """A file read once, whose SHA-256 is known after."""

    def __init__(self, file: IO[bytes], tell: Callable[[int], None]) -> None:
        self._file, self._tell = file, tell
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        self._tell(len(block))
        return block


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, stat.S_IRUSR | stat.S_IWUSR
    return entry


def _unpack(tar: tarfile.TarFile, folder: Path, tell: Callable[[int], None]) -> Manifest:
    found: dict[str, Held] = {}
    for entry in tar:
        if entry.type != tarfile.REGTYPE or entry.issparse() or not is_safe(entry.name) or entry.name in found:
            raise StateError(f"This is no backup of kbsearch: it holds {entry.name[:80]!r}.")
        content = tar.extractfile(entry) or io.BytesIO()
        if is_manifest(entry.name):
            manifest = _read(tar, entry)
            require_same(manifest, found)
            return manifest
        found[entry.name] = _extract(content, folder / entry.name, entry, tell)
    raise StateError(_CUT_OFF)


def _read(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> Manifest:
    content = tar.extractfile(entry) or io.BytesIO()
    return read(entry.name, content.read(_MOST_IN_A_MANIFEST))


def _extract(content: IO[bytes], path: Path, entry: tarfile.TarInfo, tell: Callable[[int], None]) -> Held:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123
        while block := content.read(_BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
            tell(len(block))
    return Held(entry.name, size, digest.hexdigest())


def _counting(progress: Progress, total: int) -> Callable[[int], None]:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        progress(done, total)

    return tell
