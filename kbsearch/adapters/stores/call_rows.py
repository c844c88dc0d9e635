"""How a batch of rows is written into the calls file."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import NamedTuple, TypeAlias

from kbsearch.adapters.stores.call_sums import began_of
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.faults import shown as quoted
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import EventConflict, KbsearchError

_ROW = "(?, ?, ?, ?, ?, ?, ?)"
_INSERT = "INSERT INTO events (client, id, call, at, body, shown, began) VALUES "
_INSERT_NEW = f"{_INSERT}{_ROW} ON CONFLICT DO NOTHING"
_INSERT_TEXT = "INSERT INTO texts (client, hash, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_MOST_AT_ONCE = 140
"""Rows in one statement: 980 variables, which every SQLite accepts."""
_KNOWN = "SELECT body FROM events WHERE client = ? AND id = ?"


class EventRow(NamedTuple):
    """In the order of `_INSERT`."""

    client: str
    id: str
    call: str
    at: int
    body: str
    shown: str | None
    began: int | None


class TextRow(NamedTuple):
    """In the order of `_INSERT_TEXT`."""

    client: str
    hash: str
    body: str


Row: TypeAlias = EventRow | TextRow


def rows_of(client: OneClient, events: Sequence[Event], shown: Mapping[str, str]) -> list[Row]:
    """What `write` takes for these events: each once, the texts first.

    Raises `ScopeViolation` when one is another client's, `EventConflict` when one id stands for two different events,
    `BadRequest` for what cannot be read back.
    """
    require_own(client, (event.client for event in events))
    texts: dict[tuple[str, str], TextRow] = {}
    rows: dict[tuple[str, str], EventRow] = {}
    for event in events:
        body, digest = encode(event).decode(), None
        if text := shown.get(event.id):
            digest = hashlib.sha256(text.encode()).hexdigest()
            texts[event.client, digest] = TextRow(event.client, digest, text)
        row = EventRow(event.client, event.id, event.call, microseconds(event.at), body, digest, began_of(event))
        if rows.setdefault((row.client, row.id), row).body != row.body:
            raise _conflict(row)
    return [*texts.values(), *rows.values()]


def write(connection: sqlite3.Connection, batches: Sequence[Sequence[Row]]) -> list[int | KbsearchError]:
    """One transaction. Per batch, how many events are new, or the `EventConflict` that kept all of them out.

    Nearly always all are new, so that is tried first. Without texts it is one statement, which is a transaction by
    itself: each further statement costs this thread two more waits for the interpreter's lock.
    """
    texts = {row for row in chain.from_iterable(batches) if isinstance(row, TextRow)}
    events = [[row for row in batch if isinstance(row, EventRow)] for batch in batches]
    rows = list(chain.from_iterable(events))
    if not texts and len(rows) <= _MOST_AT_ONCE:
        with suppress(sqlite3.IntegrityError):  # some are known: nothing was written
            connection.execute(_INSERT + ", ".join([_ROW] * len(rows)), list(chain.from_iterable(rows)))
            return [len(batch) for batch in events]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT_TEXT, texts)
    answers = [_write_batch(connection, batch) for batch in events]
    connection.execute("COMMIT")
    return answers


def _write_batch(connection: sqlite3.Connection, rows: Sequence[EventRow]) -> int | KbsearchError:
    whole = len(rows) == 1  # one row has nothing to undo: a conflict wrote nothing
    if not whole:
        connection.execute("SAVEPOINT rows")
    new = 0
    for row in rows:
        written = connection.execute(_INSERT_NEW, row).rowcount
        new += written
        if not written and connection.execute(_KNOWN, (row.client, row.id)).fetchone() != (row.body,):
            if not whole:
                connection.execute("ROLLBACK TO rows")
                connection.execute("RELEASE rows")
            return _conflict(row)
    if not whole:
        connection.execute("RELEASE rows")
    return new


def _conflict(row: EventRow) -> EventConflict:
    message = f"The event id {quoted(row.id)} of {row.client} is that of another event. Give each event its own id."
    return EventConflict(message, event=row.id)
