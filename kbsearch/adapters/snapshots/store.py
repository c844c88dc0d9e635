"""All clients' index folders: who is there, what is current, who may build."""

from __future__ import annotations

import dataclasses
import logging
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kbsearch.adapters.snapshots import calibrations, disk, fault_file, lock, reading
from kbsearch.adapters.snapshots.layout import (
    LOCK,
    REMOVED,
    Parts,
    generations,
    is_link,
    is_real_folder,
    may_be_folder,
    number,
)
from kbsearch.adapters.snapshots.publication import Building
from kbsearch.core.answers.answer import Calibration
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.client import Client
from kbsearch.core.faults import FoundFaults
from kbsearch.core.one_client import is_client_id
from kbsearch.core.ports import Embedder
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexDamaged, IndexMissing, ModelMismatch, NotFound, StateError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A snapshot, and what was wrong on the way to it."""

    snapshot: Snapshot
    note: str = ""
    """Empty when this is what CURRENT names; else why it is an older generation."""


@dataclass(frozen=True, slots=True)
class Status:
    """One client's index in a few words."""

    client: str
    generation: str = ""
    """What would be served; empty when nothing can be."""
    commit: str = ""
    fingerprint: str = ""
    english: str = ""
    """Fingerprint of the English model, where it was asked too."""
    published: str = ""
    """ISO 8601, UTC."""
    articles: int = 0
    chunks: int = 0
    size: int = 0
    """Bytes of the generation's files."""
    problem: str = ""
    """Damage, or why nothing is served; empty when all is well."""
    damaged: bool = False
    """Whether nothing can be served although something was built."""


class SnapshotStore:
    """The indexes folder. Reading needs no lock; building takes one per client."""

    def __init__(self, root: Path, parts: Parts, *, keep: int = 3) -> None:
        self._root = root
        self._parts = parts
        self._keep = keep

    def clients(self) -> list[str]:
        """Clients with an index folder, sorted. The folder may hold nothing yet, or be one that cannot be read."""
        try:
            return sorted(path.name for path in self._root.iterdir() if is_client_id(path.name) and may_be_folder(path))
        except (FileNotFoundError, NotADirectoryError):
            return []

    def current(self, client: str) -> str:
        """Name of the current generation, empty when there is none. One small read. Raises `IndexDamaged`."""
        return reading.current_name(self._folder(client))

    def open_generation(self, client: str, name: str) -> Snapshot:
        """This very generation, verified and loaded. Raises `IndexDamaged`."""
        snapshot = reading.load(reading.verify(self._folder(client) / name, client), self._parts)
        return dataclasses.replace(snapshot, calibration=self.calibration(client))

    def open(self, client: str) -> Opened:
        """The current generation, or the newest good one before it with a note. `IndexMissing`, `IndexDamaged`."""
        seen = self._current_or_damage(client)
        while True:
            try:
                return self._open(client, *seen)
            except IndexDamaged:
                # Publications may have overtaken us and removed what we were about to read: then CURRENT has moved.
                now = self._current_or_damage(client)
                if now == seen:
                    raise
                seen = now

    def status(self, client: str) -> Status:
        """What `open` would serve, without loading it."""
        name, problem = self._current_or_damage(client)
        for candidate in self._candidates(client, name):
            try:
                found = reading.verify(self._folder(client) / candidate, client)
            except IndexDamaged as error:
                problem = problem or str(error)
                continue
            return Status(
                client,
                generation=found.name,
                commit=found.manifest.commit,
                fingerprint=found.manifest.fingerprint,
                english=found.manifest.english,
                published=found.seal.published,
                articles=found.manifest.counts["articles"],
                chunks=found.manifest.counts["chunks"],
                size=found.manifest.size,
                problem=problem,
            )
        return Status(client, problem=problem or "Nothing was built yet.", damaged=bool(problem))

    def newest(self) -> datetime | None:
        """When the newest of all clients' current generations was published, as it says; None where none does."""
        return max(filter(None, map(self._published, self.clients())), default=None)

    @contextmanager
    def building(self, client: str, *, afresh: bool = False) -> Iterator[Building]:
        """Hold the client's lock, leftovers collected. Raises `BuildBusy`, or `StateError` when the folder refuses.

        With `afresh` the previous generation is not looked at, so that everything is made and published again.
        """
        folder = self._folder(client)
        with ExitStack() as stack:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(lock.held(folder / LOCK, client))
                building = Building(folder, client, self._parts, self._keep)
                if not afresh:
                    building.read_previous()
            except OSError as error:
                raise StateError(f"The index folder {folder} cannot be written: {error}.") from error
            yield building

    def published(self, client: str, generation: str) -> datetime | None:
        """When this generation was published, as it says; None where it says nothing that can be read."""
        try:
            return datetime.fromisoformat(reading.read_seal(self._folder(client) / generation).published)
        except (IndexDamaged, ValueError):  # whoever serves it says so
            return None

    def keep_faults(self, found: FoundFaults) -> None:
        """What is wrong in the client's articles, whether that was built or not. Raises like `building`.

        Nothing is kept of a client that never was built: a folder would make it a client.
        """
        folder = self._folder(found.client)
        if not is_real_folder(folder):
            return
        try:
            with lock.held(folder / LOCK, found.client):
                fault_file.keep(folder, found)
        except OSError as error:
            raise StateError(f"The index folder {folder} cannot be written: {error}.") from error

    def faults(self, client: str) -> FoundFaults | None:
        """What the last build found wrong; None where none has said. Raises `IndexDamaged`."""
        return fault_file.read(self._folder(client), client)

    def calibration_name(self, client: str) -> str:
        """Which weights of its own the client decides answers with; empty = the shipped ones. Raises `IndexDamaged`."""
        return next(iter(calibrations.names(self._folder(client))), "")

    def weights(self, client: str) -> Calibration:
        """Those weights. What cannot be used is logged and does not count: the shipped ones do.

        Raises `IndexDamaged` where the disk does not let them be read.
        """
        try:
            if name := self.calibration_name(client):
                return calibrations.read(self._folder(client) / name)
        except IndexDamaged as error:
            if disk.has_refused(error):
                raise
            _log.warning("%s The shipped weights are used.", error)
        return SHIPPED

    def calibration(self, client: str) -> Calibration:
        """The same for whoever asks once: what the disk does not let be read does not count either."""
        try:
            return self.weights(client)
        except IndexDamaged as error:
            _log.warning("%s The shipped weights are used.", error)
        return SHIPPED

    def keep_calibration(self, client: str, calibration: Calibration) -> str:
        """From now on these; those before stay for `undo_calibration`. Raises like `building`, and `IndexMissing`."""
        with self._calibrating(client) as folder:
            return calibrations.keep(folder, calibration)

    def undo_calibration(self, client: str) -> str:
        """Back to the weights before; their name, empty for the shipped ones. Raises the same, and `NotFound`."""
        with self._calibrating(client) as folder:
            return calibrations.undo(folder)

    @contextmanager
    def _calibrating(self, client: str) -> Iterator[Path]:
        folder = self._folder(client)
        if not is_real_folder(folder):
            raise IndexMissing(f"Nothing was built for the client {client!r} yet.", remedy=f"kbsearch build {client}")
        try:
            with lock.held(folder / LOCK, client):
                yield folder
        except OSError as error:
            raise StateError(f"The index folder {folder} cannot be written: {error}.") from error

    def remove(self, client: str) -> None:
        """Take the client's index away, out of the readers' sight by one rename. Raises like `building`."""
        folder, aside = self._folder(client), self._root / f"{REMOVED}{client}-{secrets.token_hex(4)}"
        try:
            with lock.held(folder / LOCK, client):
                disk.remove_folder(folder, aside)
        except OSError as error:
            raise StateError(f"The index folder {folder} cannot be removed: {error}.") from error

    def remove_leftovers(self) -> None:
        """Take away what is left of indexes whose removal was cut short. Raises `StateError`."""
        for left in self._root.glob(f"{REMOVED}*"):
            try:
                disk.remove_folder(left, left)
            except OSError as error:
                raise StateError(f"{left}, of an index that was removed, cannot be removed: {error}.") from error

    def _open(self, client: str, name: str, damage: str) -> Opened:
        candidates = self._candidates(client, name)
        if not candidates and not damage:
            raise IndexMissing(f"Nothing was built for the client {client!r} yet.", remedy=f"kbsearch build {client}")
        reasons = [damage] if damage else []
        for candidate in candidates:
            try:
                snapshot = self.open_generation(client, candidate)
            except IndexDamaged as error:
                reasons.append(str(error))
                continue
            note = f"{' '.join(reasons)} Serving {candidate} instead." if reasons else ""
            return Opened(snapshot, note)
        raise IndexDamaged(
            f"No good index of {client!r} is left. {' '.join(reasons[:2])}", remedy=f"kbsearch build {client}"
        )

    def _current_or_damage(self, client: str) -> tuple[str, str]:
        """The name in CURRENT, and what is wrong with it."""
        try:
            name = self.current(client)
            if not name and generations(self._folder(client)):
                return "", f"{self._folder(client)} has generations but no CURRENT."
        except IndexDamaged as error:
            return "", str(error)
        return name, ""

    def _candidates(self, client: str, name: str) -> list[str]:
        """What may be served, best first: the current one, then those before it; all, newest first, without one."""
        try:
            there = generations(self._folder(client))
        except IndexDamaged:  # what CURRENT names may be read all the same
            there = []
        older = [other for other in there if not name or number(other) < number(name)]
        return [name, *older] if name else older

    def _published(self, client: str) -> datetime | None:
        try:
            name = self.current(client)
        except IndexDamaged:  # whoever serves it says so
            return None
        return self.published(client, name) if name else None

    def _folder(self, client: str) -> Path:
        if not is_client_id(client):
            raise NotFound("There is no such client.")
        folder = self._root / client
        if is_link(folder):
            raise IndexDamaged(f"{folder} is a symbolic link; index folders are never followed through links.")
        return folder


def require_model(client: Client, built_with: str, embedder: Embedder) -> None:
    """Raise `ModelMismatch` unless this very model made the client's vectors, by the fingerprint `built_with`."""
    if built_with != embedder.fingerprint:
        raise ModelMismatch(
            f"The index of {client.id!r} was built with the model {built_with[:12]}, "
            f"but {embedder.fingerprint[:12]} is configured.",
            remedy=f"kbsearch build {client.id}",
        )
