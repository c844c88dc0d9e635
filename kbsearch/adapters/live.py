"""What a running server answers from: one snapshot per client, swapped by one reference when a new one is published.

A thread of its own looks at each CURRENT twice a second, opens what is new, verifies it, warms it up, and only then
puts it in the old one's place. A request takes the reference that is there, or the stored reason why there is none, so
it never waits for a load (but for the very first one of its client) and never sees two generations. Whatever goes wrong
with one client's index is that client's trouble: the others are looked at all the same.
"""

from __future__ import annotations

import copy
import dataclasses
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from kbsearch.core.answers.answer import Calibration
from kbsearch.core.one_client import OneClient
from kbsearch.core.search.tongues import LanguageCost
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import IndexDamaged, NotFound, StateError

RETRY_S = 30.0
"""What could not be loaded is tried again after this long, even if CURRENT stays as it is."""

_log = logging.getLogger(__name__)


class _Opened(Protocol):
    @property
    def snapshot(self) -> Snapshot: ...
    @property
    def note(self) -> str: ...


class Store(Protocol):
    """The published generations; see `adapters.snapshots.SnapshotStore`."""

    def clients(self) -> list[str]: ...

    def current(self, client: str) -> str: ...

    def open_generation(self, client: str, name: str) -> Snapshot: ...

    def open(self, client: str) -> _Opened: ...

    def calibration_name(self, client: str) -> str: ...

    def weights(self, client: str) -> Calibration: ...


@dataclass(frozen=True, slots=True)
class _Entry:
    """All that is known of one client; replaced as a whole, never changed."""

    seen: str
    """What CURRENT held, or said, when this was made."""
    snapshot: Snapshot | None
    error: StateError | None
    """Why there is no snapshot, or why it is not the one that CURRENT names."""
    tried: float
    """Monotonic seconds."""
    calibration: str | None = None
    """Name of the weights that the snapshot decides with; None = not looked yet."""


def touch(snapshot: Snapshot) -> None:
    """Make what a first search would make, and prove that the parts answer."""
    if len(snapshot.chunks) != len(snapshot.article_of_chunk) or len(snapshot.articles) != len(snapshot.by_id):
        raise IndexDamaged(f"The generation {snapshot.generation} does not fit together.")


class LiveSnapshots:
    """Every method may be called from any thread. `start` the watching, `close` it; `get` works before and after.

    `warn` is told of each new trouble; None = it is logged. Without the watch, `refresh` is what sees new generations.
    """

    def __init__(
        self,
        store: Store,
        *,
        warm_up: Callable[[Snapshot], None] = touch,
        every_s: float = 0.5,
        warn: Callable[[str], None] | None = None,
    ) -> None:
        self._store = store
        self._warn = warn or _log.warning
        self._warm_up = warm_up
        self._every_s = every_s
        self._entries: dict[str, _Entry] = {}
        self._language_costs: dict[str, LanguageCost] = {}
        """The model's own, so one for all clients: half a second that no other's first search pays again."""
        self._names: tuple[str, ...] = tuple(store.clients())
        self._loading = threading.RLock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Load every client in the background, then watch for new generations until `close`."""
        self._thread = threading.Thread(target=self._watch, name="snapshots", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop watching. Snapshots in use stay whole."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def clients(self) -> Sequence[str]:
        """Clients with an index folder, sorted; as of the last look at the disk."""
        return self._names

    def get(self, client: OneClient) -> Snapshot:
        """The snapshot to answer from. Raises `NotFound`, `IndexMissing` or `IndexDamaged`.

        Only a client that was never looked at is loaded here; to try again what failed is the watch's task.
        """
        entry = self._entries.get(client.id)
        if entry is None:
            if client.id not in self._names and client.id not in self._store.clients():
                raise NotFound("There is no such client.")
            entry = self._first(client.id)
        if entry.snapshot is None:
            raise copy.copy(entry.error) if entry.error else NotFound("There is no such client.")
        return entry.snapshot

    def held(self) -> dict[str, Snapshot]:
        """Client → what it is served from at this moment, for those that are. Never waits for a load."""
        return {client: entry.snapshot for client, entry in [*self._entries.items()] if entry.snapshot}

    def problems(self) -> dict[str, str]:
        """Client → why what is served is not what CURRENT names, or why nothing is."""
        return {client: str(entry.error) for client, entry in sorted([*self._entries.items()]) if entry.error}

    def refresh(self) -> None:
        """One look at the disk: load what is new, let go of clients whose folder is gone."""
        names = tuple(self._store.clients())
        for client in [*self._entries]:
            if client not in names:
                self._entries.pop(client)
                _log.warning("The index folder of %s is gone; it is not served any more.", client)
        self._names = names
        for client in names:
            self._refreshed(client)

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                self.refresh()
            except Exception:  # the watch must outlive whatever one look at the disk throws
                _log.exception("Looking for new generations failed; trying again.")
            self._stop.wait(self._every_s)

    def _first(self, client: str) -> _Entry:
        """The client's entry, made here unless someone else made it while this waited for its turn."""
        with self._loading:
            return self._entries.get(client) or self._refreshed(client)

    def _refreshed(self, client: str) -> _Entry:
        """The client's entry as CURRENT is now. One load at a time: two would only be slower and need more memory."""
        with self._loading:
            entry, seen = self._entries.get(client), self._seen(client)
            is_known = entry is not None and entry.seen == seen and not self._is_due(entry)
            fresh = entry if is_known and entry else self._load(client, seen, entry.snapshot if entry else None)
            fresh = self._calibrated(client, fresh, entry)
            if fresh.error and str(fresh.error) != str(entry.error if entry else ""):
                self._warn(str(fresh.error))
            self._entries[client] = fresh
            return fresh

    def _calibrated(self, client: str, entry: _Entry, before: _Entry | None) -> _Entry:
        """The entry with the weights that its client's answers are decided with now; where the disk or the weights
        refuse, with those `before`, until the next look: that is its trouble unless it has another."""
        try:
            name = self._store.calibration_name(client)
            if entry.snapshot is None or entry.calibration == name:
                return entry
            snapshot, weights = entry.snapshot, self._store.weights(client)
            if snapshot.calibration != weights:
                snapshot = dataclasses.replace(snapshot, calibration=weights)
                self._warm_up(snapshot)
        except Exception as problem:
            error = entry.error or _damage(client, problem)
            tried = entry.tried if entry.error else time.monotonic()
            new, held = entry.snapshot, before.snapshot if before else None
            if new is not None and held is not None and new is not held:
                new = dataclasses.replace(new, calibration=held.calibration)
            return dataclasses.replace(entry, snapshot=new, error=error, tried=tried)
        return dataclasses.replace(entry, snapshot=snapshot, calibration=name)

    def _seen(self, client: str) -> str:
        try:
            return self._store.current(client)
        except (IndexDamaged, OSError) as error:
            return f"damaged: {error}"

    def _is_due(self, entry: _Entry) -> bool:
        return entry.error is not None and time.monotonic() - entry.tried > RETRY_S

    def _load(self, client: str, seen: str, held: Snapshot | None) -> _Entry:
        snapshot: Snapshot | None = held
        error: StateError | None = None
        try:
            if held is None:
                opened = self._store.open(client)
                snapshot = opened.snapshot
                error = IndexDamaged(opened.note, remedy=f"kbsearch build {client}") if opened.note else None
            elif seen.startswith("damaged: ") or not seen:
                error = IndexDamaged(
                    f"{seen.removeprefix('damaged: ') or 'CURRENT is gone.'} Serving {held.generation} as before.",
                    remedy=f"kbsearch build {client}",
                )
            elif held.generation != seen:
                snapshot = self._store.open_generation(client, seen)
            if snapshot is not None and snapshot is not held:
                snapshot = dataclasses.replace(snapshot, language_costs=self._language_costs)
                self._prove(snapshot)
        except Exception as problem:
            snapshot = held
            error = _damage(client, problem)
        if error is not None and held is None and self._seen(client) != seen:
            return _Entry("", snapshot, error, time.monotonic())  # overtaken by a publication: the next look tells
        return _Entry(seen, snapshot, error, time.monotonic())

    def _prove(self, snapshot: Snapshot) -> None:
        try:
            self._warm_up(snapshot)
        except StateError:
            raise
        except Exception as error:  # a snapshot that fails its first search must not be put in a working one's place
            _log.exception("The first search of a new generation failed.")
            raise IndexDamaged(f"The generation {snapshot.generation} fails its first search: {error!r}.") from error


def _damage(client: str, problem: Exception) -> StateError:
    """What is said of a client whose index could not be looked at, whatever was met there."""
    if isinstance(problem, StateError):
        return problem
    if not isinstance(problem, OSError):  # no disk's doing: for who can mend it, once
        _log.error("The index of %s could not be looked at.", client, exc_info=problem)
    return IndexDamaged(f"The index of {client!r} cannot be used: {problem!r}.", remedy=f"kbsearch build {client}")
