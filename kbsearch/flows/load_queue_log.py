"""The log of a telephone system's queues → events on record, client by client, in memory that does not grow with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Happening, Started, Telephoned
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.store_ports import EventLog
from kbsearch.core.telephone.queue_calls import QueueCall, QueueCalls
from kbsearch.core.telephone.queue_log import UNFINISHED, LineError, QueueLine, log_lines, read_line
from kbsearch.core.telephone.queue_map import queue_key
from kbsearch.errors import BadRequest
from kbsearch.flows.record import ID_PERSONAL, Wall, logged

CALLS_AT_ONCE = 100
MOST_FAULTS = 200
"""Faults that are listed, the first of them; all are counted."""
MOST_QUEUES = 1000
"""Names of queues that are remembered. There are dozens; a broken file may hold any number."""
LINES_BETWEEN = 2000
"""From one word of progress to the next."""
CHANNEL = "phone"
NOBODYS = "queue-log-nobody"
"""Code of a line about a queue that is no client's. It is not among the faulty ones."""


@dataclass(frozen=True, slots=True)
class QueueFault:
    """What is wrong with one line; nothing of it was kept. It repeats nothing that stands there, but a queue's name
    where the queue is nobody's."""

    source: str
    line: int
    """1-based, counted in its file."""
    code: str
    """Which of the doors' texts says it."""
    values: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class QueueLoaded:
    """What became of some calls of one client."""

    new: int
    """Events."""
    repeated: int
    """Events that were on record before."""
    personal: tuple[QueueCall, ...]
    """Calls whose id tells of a person: nothing of them was kept."""


@dataclass(slots=True)
class ClientCount:
    """What one client's calls in the log came to. Those of which it does not tell the end are neither."""

    calls: int = 0
    offered: int = 0
    """Of which it tells that they reached the queue."""
    answered: int = 0
    abandoned: int = 0
    overflowed: int = 0
    new: int = 0
    """Events kept now."""
    repeated: int = 0
    """Events that were on record before."""


@dataclass(slots=True)
class UnknownQueue:
    """A queue that is no client's."""

    source: str
    line: int
    """Where it was met first."""
    lines: int = 0


@dataclass(slots=True)
class QueueReport:
    """What became of a log."""

    lines: int = 0
    skipped: int = 0
    """Lines of no call in a queue, and empty ones."""
    unknown: dict[str, UnknownQueue] = field(default_factory=dict)
    """Key of its name → where it was met first; at most `MOST_QUEUES`."""
    unknown_lines: int = 0
    """Lines about all queues that are no client's."""
    faulty: Counter[str] = field(default_factory=Counter)
    """Code → lines."""
    faults: list[QueueFault] = field(default_factory=list)
    """The first `MOST_FAULTS`."""
    clients: dict[str, ClientCount] = field(default_factory=dict)
    unfinished: list[QueueFault] = field(default_factory=list)
    """Last lines that are left for the next import, at most one of a file. They are no faults."""
    going_on: int = 0
    """Calls that left a queue lately, perhaps for another one: their end is left for the next import."""
    empty: list[str] = field(default_factory=list)
    """Files in which nothing is."""

    def fault(self, fault: QueueFault) -> None:
        self.faulty[fault.code] += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def load_queue_calls(client: OneClient, log: EventLog, calls: Sequence[QueueCall], wall: Wall) -> QueueLoaded:
    """Keep what the log tells of these calls of the client's. Raises `ScopeViolation` for another's, and `StateError`:
    import the log again then.

    Each time is an event of its own, so that two logs of which each has a part of a call tell the same events.
    """
    require_own(client, (call.client for call in calls))
    events: list[Event] = []
    personal: list[QueueCall] = []
    for call in calls:
        try:
            events += logged(client, call.id, [*happenings(call)], wall).events
        except BadRequest as error:
            if error.key != ID_PERSONAL:
                raise
            personal.append(call)
    appended = log.append(client, events)
    return QueueLoaded(appended.new, appended.repeated, tuple(personal))


def happenings(call: QueueCall) -> Iterator[tuple[datetime, Happening]]:
    """What the log tells of it, each at its time. Answered, it begins with the answer, else with the offer."""
    if call.offered_at is None:
        yield _utc(call.first_at), Started(CHANNEL, call.queue)
    else:
        at = _utc(call.offered_at)
        yield at, Started(CHANNEL, call.queue, (), call.caller)
        yield at, Telephoned(offered_at=at)
    if call.path:
        yield _utc(call.path_at), Started(ivr=call.path)
    if call.answered_at is not None:
        at = _utc(call.answered_at)
        yield at, Started(began=at)
        yield at, Telephoned(answered_at=at)
    if call.ended_at is not None:
        at = _utc(call.ended_at)
        yield at, Telephoned(ended_at=at, disposition=call.came_of)


class QueueImport:
    """One log, of one file or of several that follow each other."""

    def __init__(
        self,
        client_of: Callable[[str], str],
        keep: Callable[[str, Sequence[QueueCall]], QueueLoaded],
        now: datetime,
        *,
        held: QueueCalls | None = None,
        tell: Callable[[QueueFault], None] = lambda _: None,
    ) -> None:
        """`client_of`: key of a queue → its client, empty = nobody's. `keep` puts a client's calls on record. `tell`
        hears of every faulty line as it comes, and of those about a queue that is nobody's, its name as `queue`."""
        self.report = QueueReport()
        self._client_of, self._keep, self._now, self._tell = client_of, keep, now, tell
        self._held = held or QueueCalls()
        self._clients: dict[str, str] = {}
        """Key of a queue → its client, of the first `MOST_QUEUES`."""
        self._ready: dict[str, list[QueueCall]] = {}
        """Client → calls for the next commit."""

    def read(self, source: str, file: BinaryIO, *, progress: Callable[[int], None] = lambda _: None) -> None:
        """Every line of a file; what is wrong with one is noted. `progress` is told how many bytes more were read."""
        new = number = 0
        for number, data in log_lines(file):
            self.report.lines += 1
            try:
                self._hear(read_line(data, self._now), source, number)
            except LineError as error:
                self._note(source, number, error)
            new += len(data or b"")
            if number % LINES_BETWEEN == 0:
                progress(new)
                new = 0
        if number == 0:
            self.report.empty.append(source)
        progress(new)

    def end(self) -> QueueReport:
        """Keep what is known of the calls that are held yet. Nothing is read after."""
        for call in self._held.rest():
            if call.may_go_on(self._now.timestamp()):
                call.ended_at = call.came_of = None
                self.report.going_on += 1
            self._take(call)
        for client in [*self._ready]:
            self._flush(client)
        return self.report

    def _hear(self, said: QueueLine | None, source: str, line: int) -> None:
        if said is None:
            self.report.skipped += 1
        elif client := self._whose(said.queue):
            for call in self._held.hear(said, client, source, line):
                self._take(call)
        else:
            self._note_unknown(said.queue, source, line)

    def _whose(self, queue: str) -> str:
        key = queue_key(queue)
        known = self._clients.get(key)
        if known is None:
            known = self._client_of(key)
            if len(self._clients) < MOST_QUEUES:
                self._clients[key] = known
        return known

    def _note_unknown(self, queue: str, source: str, line: int) -> None:
        report, key = self.report, queue_key(queue)
        report.unknown_lines += 1
        if key in report.unknown or len(report.unknown) < MOST_QUEUES:
            report.unknown.setdefault(key, UnknownQueue(source, line)).lines += 1
        self._tell(QueueFault(source, line, NOBODYS, {"queue": key}))

    def _note(self, source: str, line: int, error: LineError) -> None:
        fault = QueueFault(source, line, error.code, error.values)
        if error.code == UNFINISHED:
            self.report.unfinished.append(fault)
            return
        self.report.fault(fault)
        self._tell(fault)

    def _take(self, call: QueueCall) -> None:
        ready = self._ready.setdefault(call.client, [])
        ready.append(call)
        if len(ready) >= CALLS_AT_ONCE:
            self._flush(call.client)

    def _flush(self, client: str) -> None:
        calls = self._ready.pop(client)
        loaded = self._keep(client, calls)
        for call in loaded.personal:
            self._note(call.source, call.line, LineError("queue-log-call-id-personal"))
        count = self.report.clients.setdefault(client, ClientCount())
        count.new += loaded.new
        count.repeated += loaded.repeated
        left_out = {id(call) for call in loaded.personal}
        for call in calls:
            if id(call) not in left_out:
                _count(count, call)


def _count(count: ClientCount, call: QueueCall) -> None:
    is_answered = call.answered_at is not None or call.came_of is Disposition.ANSWERED
    count.calls += 1
    count.offered += call.offered_at is not None
    count.answered += is_answered
    if call.ended_at is not None and not is_answered:
        count.abandoned += call.came_of is Disposition.ABANDONED_IN_QUEUE
        count.overflowed += call.came_of is Disposition.OVERFLOW


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
