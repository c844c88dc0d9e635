"""Calls of another tool's file → events on record, as many at a time as share a commit well."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeAlias

from kbsearch.core.call_file import CallFile
from kbsearch.core.calls.call import fold
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.calls.imported import Found, ImportedCall, ImportFault
from kbsearch.core.calls.imported_rows import beside, import_id
from kbsearch.core.faults import printable
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.store_ports import Appended
from kbsearch.errors import EventConflict
from kbsearch.flows.absent import NO_ARTICLE, absent
from kbsearch.flows.record import Wall, told

CALLS_AT_ONCE = 100
MOST_FAULTS = 200
"""Faults that are listed, the first of them, and warnings; all are counted."""
FAULTS_AT_ONCE = 1000
"""How many are held until those of the calls between them are known too."""
Heard: TypeAlias = Callable[[ImportFault], None]
"""What is told of each fault and warning."""


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against."""

    articles: Container[str]
    """Ids of the articles that the client has now, and of those that they replace."""
    kept_from: datetime | None = None
    """Calls in which nothing happened since are deleted within a day; None = none are."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file."""

    calls: int
    """Rows that are on record now."""
    new: int
    """Events."""
    repeated: int
    """Events that were on record before."""
    faulty: int
    """Rows of which nothing was kept."""
    faults: tuple[ImportFault, ...]
    """The first `MOST_FAULTS` of them, by line."""
    warned: int = 0
    """Articles that rows name and the client does not have: each is a warning, and the call is kept."""
    warnings: tuple[ImportFault, ...] = ()
    """The first `MOST_FAULTS` of them, by line."""
    expiring: int = 0
    """Rows on record now that `Known.kept_from` has deleted within a day."""
    unvouched: int = 0
    """Rows on record now that were resolved with an article and name neither a caller nor that one confirmed it:
    search learns nothing from them, and they are in no share of calls without a call-back."""


def known_to(snapshot: Snapshot, now: datetime) -> Known:
    return Known(snapshot.known_ids, now - timedelta(days=snapshot.client.retention_days))


def load_calls(
    client: OneClient,
    log: CallFile,
    found: Iterable[Found],
    wall: Wall,
    *,
    known: Known,
    tell: Heard = lambda _: None,
) -> Loaded:
    """Keep every call of the client that was read without a fault; `found` is what a file holds, in its order.

    A row that names an article that is not `known` is kept, with a warning: it may have been deleted since, or be
    mistyped. Several that are a text with personal data when they are read together are a fault of the row.
    `tell` hears of every fault and warning, by line, as they come.
    Raises `StateError`: what was kept stays, import it again.
    """
    loading = _Loading(client, log, wall, known, tell)
    for one in found:
        loading.take(one)
    loading.flush()
    return loading.loaded()


class _Loading:
    """A file that is being loaded: what waits for the next commit, and the counts so far."""

    def __init__(
        self,
        client: OneClient,
        log: CallFile,
        wall: Wall,
        known: Known,
        tell: Heard,
    ) -> None:
        self._client, self._log, self._wall, self._known, self._tell = client, log, wall, known, tell
        self._calls: list[ImportedCall] = []
        self._faults: list[ImportFault] = []
        self._first: list[ImportFault] = []
        self._warnings: list[ImportFault] = []
        self._kept = self._new = self._repeated = self._faulty = self._warned = self._expiring = 0
        self._unvouched = 0

    def take(self, one: Found) -> None:
        if isinstance(one, ImportFault):
            self._faults.append(one)
        elif self._wall.is_personal(one.events[0].call):
            self._faults.append(ImportFault(one.line, "call_id", "row-call-id-personal", {}))
        elif column := self._told_of_somebody(one):
            self._faults.append(ImportFault(one.line, column, "row-articles-personal", {}))
        else:
            self._calls.append(one)
        if len(self._calls) >= CALLS_AT_ONCE or len(self._faults) >= FAULTS_AT_ONCE:
            self.flush()

    def _told_of_somebody(self, row: ImportedCall) -> str | None:
        """The first column of articles that holds a text with personal data instead. It was parted at its blanks, and a
        name's or a number's parts say nothing each by itself, so that they would be kept."""
        parts: dict[str, list[str]] = {}
        for column, article in absent((event.what for event in row.events), self._known.articles):
            parts.setdefault(column, []).append(article)
        for column, unknown in parts.items():
            if len(unknown) > 1 and self._wall.redact(" ".join(unknown)) != " ".join(map(self._wall.redact, unknown)):
                return column
        return None

    def flush(self) -> None:
        kept = len(self._calls)
        for one in self._append():
            self._new += one.new
            self._repeated += one.repeated
        self._kept += kept - self._conflicts()
        self._expiring += sum(map(self._expires, self._calls))
        self._unvouched += sum(map(self._is_unvouched, self._calls))
        for fault in sorted([*self._faults, *self._unknown()], key=lambda fault: fault.line):
            self._faulty += not fault.is_kept
            self._warned += fault.is_kept
            listed = self._warnings if fault.is_kept else self._first
            if len(listed) < MOST_FAULTS:
                listed.append(fault)
            self._tell(fault)
        self._calls, self._faults = [], []

    def loaded(self) -> Loaded:
        faults, warnings = tuple(self._first), tuple(self._warnings)
        counts = (self._kept, self._new, self._repeated, self._faulty)
        return Loaded(*counts, faults, self._warned, warnings, self._expiring, self._unvouched)

    def _append(self) -> Iterator[Appended]:
        calls: list[ImportedCall] = []
        for row in self._calls:
            call, is_less = self._beside(row)
            if is_less:
                self._faults.append(ImportFault(row.line, "call_id", CHANGED, {}))
            else:
                calls.append(call)
        if not calls:
            return
        try:
            yield _append(self._client, self._log, calls)
        except EventConflict:
            for call in calls:
                yield from self._alone(call)

    def _beside(self, row: ImportedCall) -> tuple[ImportedCall, bool]:
        """The row, safe to keep, as it stands beside what the call was imported with before, and whether it does not
        say all of that any more."""
        call = row.events[0].call
        said = told(self._client, row.events, None, self._wall, articles=self._known.articles).events
        history = (one.event for one in self._log.history(self._client, call))
        kept = [event for event in history if event.id.startswith(import_id(call, ""))]
        events = beside(said, kept)
        return replace(row, events=events), not {event.id for event in kept} <= {event.id for event in events}

    def _alone(self, call: ImportedCall) -> Iterator[Appended]:
        try:
            yield _append(self._client, self._log, [call])
        except EventConflict:
            self._faults.append(ImportFault(call.line, "call_id", CHANGED, {}))

    def _expires(self, call: ImportedCall) -> bool:
        since = self._known.kept_from
        return since is not None and not self._is_refused(call) and max(event.at for event in call.events) < since

    def _is_unvouched(self, row: ImportedCall) -> bool:
        call = fold(row.events)
        is_solution = call.outcome is Outcome.RESOLVED and bool(call.used) and call.confirmed is None
        return is_solution and not self._wall.caller_key(self._client, call.start.caller) and not self._is_refused(row)

    def _is_refused(self, call: ImportedCall) -> bool:
        return any(fault.line == call.line and fault.code == CHANGED for fault in self._faults)

    def _unknown(self) -> Iterator[ImportFault]:
        """A warning for each article that a row which was kept names and the client does not have."""
        changed = {fault.line for fault in self._faults if fault.code == CHANGED}
        for call in self._calls:
            happened = (event.what for event in call.events if call.line not in changed)
            for column, article in absent(happened, self._known.articles):
                named = {"article": printable(self._wall.redact(article))}
                yield ImportFault(call.line, column, NO_ARTICLE, named, is_kept=True)

    def _conflicts(self) -> int:
        return sum(fault.code == CHANGED for fault in self._faults)


CHANGED = "row-changed"
"""Code of a row whose call was kept before, and otherwise."""


def _append(client: OneClient, log: CallFile, calls: Sequence[ImportedCall]) -> Appended:
    return log.append(client, list(chain.from_iterable(call.events for call in calls)))
