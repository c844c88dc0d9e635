"""Evidence of solved calls, kept beside the generations and published like them.

    indexes/<client>/evidence/LOCK         held by the one process that publishes this client's evidence
    indexes/<client>/evidence/CURRENT      name of the memory to use, empty = none; `held` below it: a person chose it
    indexes/<client>/evidence/memory-<n>   see `memory_file`

A memory is written aside, synced, renamed, read back, and only then named in CURRENT. Searching must never stop for
evidence: one that is damaged is left out with a message, and search goes on without.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kbsearch.adapters.snapshots import disk, lock, memory_file
from kbsearch.adapters.snapshots.layout import ASIDE, is_link
from kbsearch.core.learning.evidence import Solved
from kbsearch.core.learning.memory import Memory
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import IndexDamaged, NotFound, StateError

FOLDER, LOCK, CURRENT, HELD = "evidence", "LOCK", "CURRENT", "held"

_NAME = re.compile(r"memory-(\d{1,12})")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says."""

    name: str
    """Of the memory to use; empty = none."""
    is_held: bool = False
    """Somebody went back to it: only those whom a person asks may replace it."""
    is_known: bool = True
    """False: it cannot be read."""

    def encoded(self) -> bytes:
        lines = [self.name, HELD] if self.is_held else [self.name]
        return "".join(f"{line}\n" for line in lines).encode()


class MemoryStore:
    """The evidence below an indexes folder. Any thread may call."""

    def __init__(self, root: Path, *, keep: int = 3) -> None:
        self._root = root
        self._keep = keep

    def current(self, client: OneClient) -> str:
        """Name of the memory to use; empty when there is none. One small read. Raises `IndexDamaged`."""
        return self._read_pointer(client).name

    def pointer(self, client: OneClient) -> Pointer:
        """What CURRENT says, also when it cannot be read."""
        with suppress(IndexDamaged):
            return self._read_pointer(client)
        return Pointer("", is_known=False)

    def open(self, client: OneClient) -> Memory | None:
        """The current memory, verified; None when there is none. Raises `IndexDamaged`."""
        name = self.current(client)
        while name:
            try:
                return memory_file.read(self._folder(client) / name, client.id)
            except IndexDamaged:
                again = self.current(client)
                if again == name:
                    raise
                name = again  # replaced and collected between the two reads
        return None

    def written(self, client: OneClient) -> datetime | None:
        """When the current memory's file was written, UTC; None without one. For people only: a deletion of calls
        writes it anew."""
        with suppress(IndexDamaged, OSError):
            if name := self.current(client):
                return datetime.fromtimestamp((self._folder(client) / name).lstat().st_mtime, UTC)
        return None

    def publish(self, client: OneClient, memory: Memory, *, instead_of: Pointer | None = None) -> str:
        """Make this memory, the client's, current and return its name. It is not held, whatever the one before was.

        With `instead_of` only while CURRENT says that. Raises `ScopeViolation` for another client's, and `StateError`;
        the one before then stays current.
        """
        require_own(client, (memory.client, *(row.client for row in memory.rows)))
        folder = self._folder(client)
        try:
            folder.mkdir(exist_ok=True)
            with lock.held(folder / LOCK, client.id):
                before = self.pointer(client)
                if instead_of not in (None, before):
                    raise StateError(f"The evidence of {client.id!r} was changed meanwhile. Search stays as it is.")
                name = self._write(folder, memory)
                disk.replace(folder / CURRENT, Pointer(name).encoded())
                self._collect(folder, before, name)
        except OSError as error:
            raise StateError(
                f"The evidence of {client.id!r} cannot be written to {folder}: {error}. Search stays as it was."
            ) from error
        return name

    def restore(self, client: OneClient) -> str:
        """Make the last memory before the current one that can be used current, and hold it; empty = there is none,
        and search goes without evidence.

        Raises `StateError` when there is nothing to go back from.
        """
        folder = self._folder(client)
        if not self.pointer(client).name:
            raise StateError(f"The client {client.id!r} uses no evidence; there is nothing to go back from.")
        try:
            with lock.held(folder / LOCK, client.id):
                now = self.pointer(client).name
                older = sorted((name for name in _names(folder) if _number(name) < _number(now)), key=_number)
                name = next((name for name in reversed(older) if _is_usable(folder / name, client)), "")
                disk.replace(folder / CURRENT, Pointer(name, is_held=True).encoded())
        except OSError as error:
            raise StateError(f"The evidence of {client.id!r} cannot be changed in {folder}: {error}.") from error
        return name

    def erase(self, client: OneClient, store: str, is_kept: Callable[[Solved], bool]) -> None:
        """Take rows out of the client's evidence for good: the current memory is replaced by what is left of it, others
        that hold such a row are deleted, and so is what cannot be read. Cheap, and changes nothing, when there is none.

        `store`: the id of the one that `is_kept` looks into. Raises `StateError` for evidence of another, untouched.
        """
        folder = self._folder(client)
        try:
            if not folder.is_dir():
                return
            with lock.held(folder / LOCK, client.id):
                self._erase(folder, client, store, is_kept)
        except OSError as error:
            raise StateError(f"Old evidence of {client.id!r} cannot be deleted from {folder}: {error}.") from error

    def _erase(self, folder: Path, client: OneClient, store: str, is_kept: Callable[[Solved], bool]) -> None:
        left = {name: self._left(folder / name, client, store, is_kept) for name in _names(folder)}
        for path in folder.glob(f"memory-*{ASIDE}"):
            path.unlink()
        gone = [name for name, (is_whole, _) in left.items() if not is_whole]
        if not gone:
            return
        now = self.pointer(client)
        if now.name in gone:
            memory = left[now.name][1]
            name = self._write(folder, memory) if memory is not None and memory.rows else ""
            disk.replace(folder / CURRENT, Pointer(name, now.is_held).encoded())
        for name in gone:
            (folder / name).unlink()
        disk.sync(folder)

    def _left(
        self, path: Path, client: OneClient, store: str, is_kept: Callable[[Solved], bool]
    ) -> tuple[bool, Memory | None]:
        """Whether all of its rows are kept, and a memory of those that are; None when it cannot be read."""
        try:
            memory = memory_file.read(path, client.id)
        except IndexDamaged:
            return False, None
        require_store(memory, store)
        rows = [at for at, row in enumerate(memory.rows) if is_kept(row)]
        return len(rows) == len(memory.rows), memory.only(rows)

    def _write(self, folder: Path, memory: Memory) -> str:
        """A new file that no reader is pointed at yet, read back; its name. The caller holds the lock."""
        name = f"memory-{max([0, *map(_number, _names(folder))]) + 1}"
        aside = folder / (name + ASIDE)
        aside.unlink(missing_ok=True)
        disk.write(aside, memory_file.packed(memory))
        disk.rename(aside, folder / name)
        memory_file.read(folder / name, memory.client)
        return name

    def _collect(self, folder: Path, before: Pointer, current: str) -> None:
        """Remove what a crash left, all but the newest memories, and those that somebody went back from."""
        for path in folder.glob(f"memory-*{ASIDE}"):
            path.unlink(missing_ok=True)
        names = sorted(_names(folder), key=_number, reverse=True)
        never = [name for name in names if before.is_known and _number(name) > _number(before.name)]
        for name in {*never, *names[self._keep :]} - {current}:
            (folder / name).unlink(missing_ok=True)

    def _read_pointer(self, client: OneClient) -> Pointer:
        path = self._folder(client) / CURRENT
        try:
            name, *more = disk.read(path).decode("ascii").split("\n")
        except FileNotFoundError:
            return Pointer("")
        except (OSError, UnicodeDecodeError) as error:
            raise IndexDamaged(f"{path} cannot be read: {error}.", remedy=f"kbsearch learn {client.id}") from error
        if name and not _NAME.fullmatch(name):
            raise IndexDamaged(f"{path} names no memory: {name[:40]!r}.", remedy=f"kbsearch learn {client.id}")
        return Pointer(name, is_held=HELD in more)

    def _folder(self, client: OneClient) -> Path:
        if is_link(self._root / client.id):
            raise NotFound("There is no such client.")
        return self._root / client.id / FOLDER


def require_store(memory: Memory, store: str) -> None:
    """Raises `StateError` unless this evidence was made from that store of calls, or before stores had ids."""
    if memory.store not in ("", store):
        raise StateError(
            f"The evidence of {memory.client!r} was made from other calls (store {memory.store[:8]}) than those in "
            f"this data folder (store {store[:8]}): it was left as it is. Use the data folder that it was made from; "
            "if that is gone, go back until no evidence is used, then learn anew.",
            remedy=f"kbsearch learn {memory.client} --restore",
        )


class LiveMemories:
    """What a running server uses: CURRENT is looked at once in a while, and one reference swapped when it has moved."""

    def __init__(self, store: MemoryStore, *, every_s: float = 1.0, warn: Callable[[str], None] | None = None) -> None:
        self._store = store
        self._every_s = every_s
        self._warn = warn or _log.warning
        self._held: dict[OneClient, tuple[float, str, Memory | None]] = {}
        self._lock = threading.Lock()

    def get(self, client: OneClient) -> Memory | None:
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

    def _looked(self, client: OneClient) -> Memory | None:
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


def _is_usable(path: Path, client: OneClient) -> bool:
    """Raises `IndexDamaged` where the disk refuses, which says nothing of what the file holds."""
    try:
        memory_file.read(path, client.id)
    except IndexDamaged as error:
        if disk.has_refused(error):
            raise
        return False
    return True


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)]


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found.group(1)) if found else 0
