"""Evidence of solved calls, kept beside the generations and published like them.

    indexes/<client>/evidence/LOCK         held by the one process that publishes this client's evidence
    indexes/<client>/evidence/CURRENT      name of the memory to use; empty = none
    indexes/<client>/evidence/memory-<n>   SHA-256 of what follows, a line end, then MessagePack

A memory is written aside, synced, renamed, read back, and only then named in CURRENT. Searching must never stop for
evidence: one that is damaged is left out with a message, and search goes on without.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np

from kbsearch.adapters.snapshots import disk, lock
from kbsearch.adapters.snapshots.layout import ASIDE, is_client
from kbsearch.core.evidence import Solved
from kbsearch.core.memory import Memory, Trust
from kbsearch.errors import IndexDamaged, NotFound, StateError

FOLDER, LOCK, CURRENT = "evidence", "LOCK", "CURRENT"
SCHEMA = 1
"""Raised when the file changes so that an older kbsearch would misread it."""

_NAME = re.compile(r"memory-(\d{1,12})")
_log = logging.getLogger(__name__)


class _File(msgspec.Struct, frozen=True):
    """What stands after the checksum."""

    schema: int
    client: str
    fingerprint: str
    dim: int
    trust: Trust
    rows: list[Solved]
    vectors: bytes
    """`(len(rows), dim)` float32, little endian."""


class MemoryStore:
    """The evidence below an indexes folder. Any thread may call."""

    def __init__(self, root: Path, *, keep: int = 3) -> None:
        self._root = root
        self._keep = keep

    def current(self, client: str) -> str:
        """Name of the memory to use; empty when there is none. One small read. Raises `IndexDamaged`."""
        path = self._folder(client) / CURRENT
        try:
            name = disk.read(path).decode("ascii").strip()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{path} cannot be read: {error}.", remedy=f"kbsearch learn {client}") from error
        if name and not _NAME.fullmatch(name):
            raise IndexDamaged(f"{path} names no memory: {name[:40]!r}.", remedy=f"kbsearch learn {client}")
        return name

    def open(self, client: str) -> Memory | None:
        """The current memory, verified; None when there is none. Raises `IndexDamaged`."""
        name = self.current(client)
        return self._read(client, name) if name else None

    def publish(self, memory: Memory) -> str:
        """Make this memory current and return its name. Raises `StateError`; the one before then stays current."""
        folder = self._folder(memory.client)
        try:
            folder.mkdir(exist_ok=True)
            with lock.held(folder / LOCK, memory.client):
                name = f"memory-{max([0, *map(_number, self._names(folder))]) + 1}"
                aside = folder / (name + ASIDE)
                aside.unlink(missing_ok=True)
                disk.write(aside, _packed(memory))
                disk.rename(aside, folder / name)
                self._read(memory.client, name)
                disk.replace(folder / CURRENT, f"{name}\n".encode())
                self._collect(folder, name)
        except OSError as error:
            raise StateError(
                f"The evidence of {memory.client!r} cannot be written to {folder}: {error}. Search stays as it was."
            ) from error
        return name

    def restore(self, client: str) -> str:
        """Make the memory before the current one current; empty = none was before, and search goes without evidence.

        Raises `StateError` when there is nothing to go back from.
        """
        folder = self._folder(client)
        if not folder.is_dir() or not (now := _current_or_none(self, client)):
            raise StateError(f"The client {client!r} uses no evidence; there is nothing to go back from.")
        with lock.held(folder / LOCK, client):
            older = [name for name in self._names(folder) if _number(name) < _number(now)]
            name = max(older, key=_number, default="")
            if name:
                self._read(client, name)
            disk.replace(folder / CURRENT, f"{name}\n".encode())
        return name

    def erase(self, client: str, is_kept: Callable[[Solved], bool]) -> None:
        """Take rows out of the current memory for good, and delete every other one. Raises `StateError`."""
        folder = self._folder(client)
        if not folder.is_dir():
            return
        memory = None
        with suppress(IndexDamaged):
            memory = self.open(client)
        rows = [at for at, row in enumerate(memory.rows) if is_kept(row)] if memory else []
        name = ""
        if memory is not None and rows:
            name = memory.version
            if len(rows) < len(memory.rows):
                kept = tuple(memory.rows[at] for at in rows)
                name = self.publish(replace(memory, rows=kept, vectors=memory.vectors[rows]))
        try:
            with lock.held(folder / LOCK, client):
                disk.replace(folder / CURRENT, f"{name}\n".encode())
                for other in self._names(folder):
                    if other != name:
                        (folder / other).unlink()
                disk.sync(folder)
        except OSError as error:
            raise StateError(f"Old evidence of {client!r} cannot be deleted from {folder}: {error}.") from error

    def _read(self, client: str, name: str) -> Memory:
        path = self._folder(client) / name
        try:
            checksum, _, data = disk.read(path).partition(b"\n")
            if hashlib.sha256(data).hexdigest().encode() != checksum:
                raise ValueError("its bytes differ from its checksum")
            return replace(_unpacked(data, client), version=name)
        except (OSError, ValueError, msgspec.DecodeError) as error:
            raise IndexDamaged(
                f"The evidence {path} cannot be used: {error}. Search goes on without.",
                remedy=f"kbsearch learn {client}",
            ) from error

    def _names(self, folder: Path) -> list[str]:
        return [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)]

    def _collect(self, folder: Path, current: str) -> None:
        """Remove what a crash left, and all but the newest memories."""
        for path in folder.glob(f"memory-*{ASIDE}"):
            path.unlink(missing_ok=True)
        for name in sorted(self._names(folder), key=_number, reverse=True)[self._keep :]:
            if name != current:
                (folder / name).unlink(missing_ok=True)

    def _folder(self, client: str) -> Path:
        if not is_client(client) or (self._root / client).is_symlink():
            raise NotFound("There is no such client.")
        return self._root / client / FOLDER


class LiveMemories:
    """What a running server uses: CURRENT is looked at once in a while, and one reference swapped when it has moved."""

    def __init__(self, store: MemoryStore, *, every_s: float = 1.0, warn: Callable[[str], None] | None = None) -> None:
        self._store = store
        self._every_s = every_s
        self._warn = warn or _log.warning
        self._held: dict[str, tuple[float, str, Memory | None]] = {}
        self._lock = threading.Lock()

    def get(self, client: str) -> Memory | None:
        """The client's evidence; None when there is none or it is damaged, which is said once. Never raises."""
        held = self._held.get(client)
        if held is not None and time.monotonic() - held[0] < self._every_s:
            return held[2]
        if not self._lock.acquire(blocking=held is None):
            return held[2] if held else None  # somebody else is looking; a request must not wait for that
        try:
            return self._looked(client)
        finally:
            self._lock.release()

    def _looked(self, client: str) -> Memory | None:
        held = self._held.get(client)
        try:
            name = self._store.current(client)
            memory = held[2] if held is not None and held[1] == name else self._store.open(client)
        except (StateError, NotFound) as error:
            name, memory = str(error), None
            if held is None or held[1] != name:
                self._warn(name)
        self._held[client] = (time.monotonic(), name, memory)
        return memory


def _packed(memory: Memory) -> bytes:
    vectors = np.ascontiguousarray(memory.vectors, "<f4")
    data = msgspec.msgpack.encode(
        _File(
            SCHEMA,
            memory.client,
            memory.fingerprint,
            vectors.shape[1],
            memory.trust,
            list(memory.rows),
            vectors.tobytes(),
        )
    )
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def _unpacked(data: bytes, client: str) -> Memory:
    """Raises `ValueError`, or msgspec's."""
    file = msgspec.msgpack.decode(data, type=_File)
    if file.schema != SCHEMA:
        raise ValueError(f"it has schema {file.schema}, this kbsearch reads {SCHEMA}")
    if file.client != client or any(row.client != client for row in file.rows):
        raise ValueError("it is another client's")
    if len(file.vectors) != 4 * file.dim * len(file.rows):
        raise ValueError(f"it holds {len(file.vectors)} bytes of vectors for {len(file.rows)} rows of {file.dim}")
    vectors = np.frombuffer(file.vectors, "<f4").reshape(len(file.rows), file.dim).astype(np.float32)
    return Memory(client, "", file.fingerprint, tuple(file.rows), vectors, file.trust)


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found.group(1)) if found else 0


def _current_or_none(store: MemoryStore, client: str) -> str:
    with suppress(IndexDamaged):
        return store.current(client)
    return ""
