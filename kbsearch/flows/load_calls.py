"""Calls of another tool's file → events on record, as many at a time as share a commit well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from kbsearch.core.call_import import ImportedCall, ImportFault, ReadCalls
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended, EventLog
from kbsearch.errors import EventConflict
from kbsearch.flows.record import Wall, told

CALLS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file."""

    calls: int
    """Rows that are on record now."""
    new: int
    """Events."""
    repeated: int
    """Events that were on record before."""
    faults: tuple[ImportFault, ...]
    """By line; nothing of these rows was kept."""


def load_calls(
    client: OneClient,
    log: EventLog,
    read: ReadCalls,
    wall: Wall,
    *,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Loaded:
    """Keep every call of the client that was read without a fault.

    Raises `StateError`: what was kept stays, import it again.
    """
    personal = {call.line for call in read.calls if wall.is_personal(call.events[0].call)}
    faults = [*read.faults, *(ImportFault(line, "call_id", "row-call-id-personal", {}) for line in personal)]
    calls = [call for call in read.calls if call.line not in personal]
    told_before = len(faults)
    appended: list[Appended] = []
    for at in range(0, len(calls), CALLS_AT_ONCE):
        batch = calls[at : at + CALLS_AT_ONCE]
        try:
            appended.append(_append(client, log, batch, wall))
        except EventConflict:
            for call in batch:
                appended += _alone(client, log, call, wall, faults)
        progress(min(at + CALLS_AT_ONCE, len(calls)), len(calls))
    conflicts = len(faults) - told_before
    return Loaded(
        calls=len(calls) - conflicts,
        new=sum(one.new for one in appended),
        repeated=sum(one.repeated for one in appended),
        faults=tuple(sorted(faults, key=lambda fault: fault.line)),
    )


def _append(client: OneClient, log: EventLog, calls: Sequence[ImportedCall], wall: Wall) -> Appended:
    events = list(chain.from_iterable(call.events for call in calls))
    return log.append(client, told(client, events, None, wall).events)


def _alone(
    client: OneClient, log: EventLog, call: ImportedCall, wall: Wall, faults: list[ImportFault]
) -> Iterator[Appended]:
    try:
        yield _append(client, log, [call], wall)
    except EventConflict:
        faults.append(ImportFault(call.line, "call_id", "row-changed", {}))
