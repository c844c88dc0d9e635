"""Known incidents, in the calls file. Implements `ports.IncidentStore`.

Opening and closing are rows of their own, added and never changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kbsearch.adapters.stores.call_rows import microseconds
from kbsearch.adapters.stores.database import open_writing, refusal
from kbsearch.adapters.stores.readers import Readers
from kbsearch.core.faults import shown
from kbsearch.core.incidents import Incident
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import BadRequest, EventConflict, NotFound

_OPENED = "SELECT opened, body FROM incidents WHERE client = ? AND id = ?"
_CLOSED = "SELECT closed FROM incidents_closed WHERE client = ? AND id = ?"
_LAST = """
    SELECT opened.client, opened.id, opened.opened, opened.body, closed.closed FROM incidents AS opened
    LEFT JOIN incidents_closed AS closed ON closed.client = opened.client AND closed.id = opened.id
    WHERE opened.client = ? {} ORDER BY opened.opened DESC, opened.id LIMIT ?
"""
_ACTIVE = _LAST.format("AND opened.opened <= ? AND (closed.closed IS NULL OR closed.closed > ?)")
_ALL = _LAST.format("")
_AFTER = _LAST.format("AND (opened.opened < ? OR opened.opened = ? AND opened.id > ?)")
_ONE = _LAST.format("AND opened.id = ?")
MOST_ACTIVE = 50


class SqliteIncidents:
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._readers = Readers(path, timeout_s=timeout_s)

    def open(self, client: OneClient, incident: Incident) -> bool:
        require_own(client, (incident.client,))
        body = msgspec.json.encode([incident.title, incident.symptoms, incident.message]).decode()
        row = (client.id, incident.id, microseconds(incident.opened), body)
        with self._writing() as connection:
            insert = "INSERT INTO incidents (client, id, opened, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            if connection.execute(insert, row).rowcount:
                return True
            is_same = connection.execute(_OPENED, row[:2]).fetchone() == row[2:]
            is_over = connection.execute(_CLOSED, row[:2]).fetchone() is not None
        if is_same and not is_over:
            return False
        named = f"The incident {shown(incident.id)} of {client.id}"
        if is_same:
            message = f"{named} was closed and cannot be opened again. Declare the new one under another id."
            raise EventConflict(message, event=incident.id, about="incident-over")
        raise EventConflict(
            f"{named} was opened with other words. Give each its own id.", event=incident.id, about="incident"
        )

    def close_incident(self, client: OneClient, id: str, at: datetime) -> bool:
        with self._writing() as connection:
            found = connection.execute(_OPENED, (client.id, id)).fetchone()
            if found is None:
                raise NotFound("This client has no such incident.")
            if microseconds(at) < found[0]:
                message = f"The incident {shown(id)} began at {_moment(found[0])}. Close it at that time or later."
                raise BadRequest(message, field="at", key="value-closed-early")
            insert = "INSERT INTO incidents_closed (client, id, closed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            return bool(connection.execute(insert, (client.id, id, microseconds(at))).rowcount)

    def active(self, client: OneClient, now: datetime) -> tuple[Incident, ...]:
        return self._read(_ACTIVE, client, microseconds(now), microseconds(now), MOST_ACTIVE)

    def incidents(self, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Incident]:
        if after is None:
            return self._read(_ALL, client, limit)
        opened = microseconds(after[0])
        return self._read(_AFTER, client, opened, opened, after[1], limit)

    def incident(self, client: OneClient, id: str) -> Incident | None:
        with self._told():
            row = self._readers.mine().execute(_ONE, (client.id, id, 1)).fetchone()
        return _incident(*row) if row else None

    def close(self) -> None:
        self._readers.close()

    def _read(self, query: str, client: OneClient, *values: int | str) -> tuple[Incident, ...]:
        with self._told():
            rows = self._readers.mine().execute(query, (client.id, *values)).fetchall()
        return tuple(_incident(*row) for row in rows)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction on a connection of its own: incidents are few."""
        with self._told(), closing(open_writing(self._path, timeout_s=self._timeout_s)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise refusal(error, self._path) from error


def _incident(client: str, id: str, opened: int, body: str, closed: int | None) -> Incident:
    title, symptoms, message = msgspec.json.decode(body)
    ended = None if closed is None else _moment(closed)
    return Incident(client, id, title, tuple(symptoms), message, _moment(opened), ended)


def _moment(microseconds: int) -> datetime:
    seconds, rest = divmod(microseconds, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
