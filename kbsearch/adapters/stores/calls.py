"""The events of every call, in one SQLite file, and the calls that they make. Implements `ports.CallStore`.

One file for all clients, so that their events share commits; the client is the first column of every key and an
argument of every read.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from kbsearch.adapters.stores.database import open_reading, open_writing, refusal
from kbsearch.adapters.stores.writer import MOST_WAITING, Writer
from kbsearch.core.calls import Call, fold
from kbsearch.core.events import Event, decode, encode
from kbsearch.core.faults import shown
from kbsearch.core.ports import Appended
from kbsearch.errors import BadRequest, EventConflict, KbsearchError, StateError

BUSY_TIMEOUT_S = 5.0

MIGRATIONS = Migrations("calls")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROW = "(?, ?, ?, ?, ?)"
_INSERT = "INSERT INTO events (client, id, call, at, body) VALUES "
_INSERT_NEW = f"{_INSERT}{_ROW} ON CONFLICT DO NOTHING"
_MOST_AT_ONCE = 200
"""Rows in one statement: a thousand variables, which every SQLite accepts."""
_KNOWN = "SELECT body FROM events WHERE client = ? AND id = ?"
_OF_CALL = "SELECT body FROM events WHERE client = ? AND call = ?"
_OF_CALLS = """
    SELECT call, body FROM events
    WHERE client = ? AND call IN (SELECT call FROM events WHERE client = ? AND at >= ? AND at < ?)
    ORDER BY call
"""


@MIGRATIONS()
def m001_events(db: Database) -> None:
    """`at`: microseconds since 1970, UTC. `body`: the whole event as `events.encode` writes it."""
    columns = {"client": str, "id": str, "call": str, "at": int, "body": str}
    events = db.table("events").create(columns, pk=("client", "id"), not_null=set(columns), strict=True)
    events.create_index(["client", "call"])
    events.create_index(["client", "at", "call"])


class _Row(NamedTuple):
    """In the order of `_INSERT`."""

    client: str
    id: str
    call: str
    at: int
    body: str


class SqliteCalls:
    """The file at `path`, made if there is none; its folder too. Raises `StateError` when it cannot be used.

    Other processes may have it open too; each write waits up to `timeout_s` for theirs.
    """

    def __init__(self, path: Path, *, timeout_s: float = BUSY_TIMEOUT_S, most_waiting: int = MOST_WAITING) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._lock = threading.Lock()
        self._readers: dict[threading.Thread, sqlite3.Connection] = {}
        self._closed = False
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            _migrate(path, timeout_s)
        self._writer = Writer(path, lambda: open_writing(path, timeout_s=timeout_s), _write, most_waiting=most_waiting)

    def append(self, events: Sequence[Event]) -> Appended:
        rows: dict[tuple[str, str], _Row] = {}
        for event in events:
            row = _Row(event.client, event.id, event.call, _microseconds(event.at), encode(event).decode())
            if rows.setdefault((row.client, row.id), row) != row:
                raise _conflict(row)
        if not rows:
            return Appended(0, 0)
        new = self._writer.submit(list(rows.values()))
        return Appended(new, len(events) - new)

    def call(self, client: str, id: str) -> Call | None:
        with self._told():
            found = self._reader().execute(_OF_CALL, (client, id)).fetchall()
        return fold(decode(body.encode()) for (body,) in found) if found else None

    def calls(self, client: str, since: datetime, until: datetime) -> list[Call]:
        span = [_microseconds(since), _microseconds(until)]
        with self._told():
            found = self._reader().execute(_OF_CALLS, (client, client, *span)).fetchall()
        groups = groupby(found, key=lambda row: str(row[0]))
        calls = [fold(decode(body.encode()) for _, body in rows) for _, rows in groups]
        return sorted((c for c in calls if since <= c.started < until), key=lambda call: (call.started, call.id))

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for connection in self._readers.values():
                connection.close()
            self._readers.clear()
        self._writer.close()  # last: only a connection that can write empties the log when it closes

    def _reader(self) -> sqlite3.Connection:
        """The calling thread's own connection; those of threads that ended are closed when a new one is opened."""
        me = threading.current_thread()
        if connection := self._readers.get(me):
            return connection
        with self._lock:
            if self._closed:
                raise StateError(f"{self._path} was closed; nothing more is read from it.")
            for thread in [thread for thread in self._readers if not thread.is_alive()]:
                self._readers.pop(thread).close()
            return self._readers.setdefault(me, open_reading(self._path, timeout_s=self._timeout_s))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise refusal(error, self._path) from error


def _migrate(path: Path, timeout_s: float) -> None:
    """Bring the file to this version, one process at a time."""
    connection = open_writing(path, timeout_s=timeout_s)
    db = Database(connection)
    try:
        connection.execute("BEGIN IMMEDIATE")  # sqlite-utils' own is deferred: two processes would both begin
        MIGRATIONS.apply(db)
        connection.execute("COMMIT")
    finally:
        db.close()


def _write(connection: sqlite3.Connection, batches: Sequence[Sequence[_Row]]) -> list[int | KbsearchError]:
    """Per batch, how many of its rows are new, or the `EventConflict` that kept all of them out.

    Nearly always all are new, so that is tried first, in one statement, which is a transaction by itself: each further
    statement costs this thread two more waits for the interpreter's lock.
    """
    rows = list(chain.from_iterable(batches))
    if len(rows) <= _MOST_AT_ONCE:
        with suppress(sqlite3.IntegrityError):  # some are known: nothing was written
            connection.execute(_INSERT + ", ".join([_ROW] * len(rows)), list(chain.from_iterable(rows)))
            return [len(batch) for batch in batches]
    connection.execute("BEGIN IMMEDIATE")
    answers = [_write_batch(connection, batch) for batch in batches]
    connection.execute("COMMIT")
    return answers


def _write_batch(connection: sqlite3.Connection, rows: Sequence[_Row]) -> int | KbsearchError:
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


def _conflict(row: _Row) -> EventConflict:
    message = f"The event id {shown(row.id)} of {row.client} is that of another event. Give each event its own id."
    return EventConflict(message, event=row.id)


def _microseconds(at: datetime) -> int:
    if at.tzinfo is None:
        raise BadRequest(f"The time {at} has no offset. Write it too.", field="at")
    return (at - _EPOCH) // timedelta(microseconds=1)
