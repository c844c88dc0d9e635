"""Known incidents, in the calls file. Implements `store_ports.IncidentStore`.

Opening and closing are rows of their own, added and never changed, but that an end still to come can be brought
forward.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.faults import shown
from kbsearch.core.moments import microseconds, moment
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import BadRequest, EventConflict, NotFound

_OPENED = "SELECT opened FROM incidents WHERE client = ? AND id = ?"
_CLOSE = """
    INSERT INTO incidents_closed (client, id, closed) VALUES (?, ?, ?) ON CONFLICT (client, id)
    DO UPDATE SET closed = excluded.closed WHERE incidents_closed.closed > max(excluded.closed, ?)
"""
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


class SqliteIncidents(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def open(self, client: OneClient, incident: Incident, *, now: datetime) -> bool:
        require_own(client, (incident.client,))
        body = msgspec.json.encode([incident.title, incident.symptoms, incident.message]).decode()
        row = (client.id, incident.id, microseconds(incident.opened), body)
        with self._writing() as connection:
            insert = "INSERT INTO incidents (client, id, opened, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            if connection.execute(insert, row).rowcount:
                return True
            kept = connection.execute(_ONE, (*row[:2], 1)).fetchone()
        is_same = kept[:4] == row
        if is_same and not _incident(*kept).is_over(now):
            return False
        named = f"The incident {shown(incident.id)} of {client.id}"
        if is_same:
            message = f"{named} was closed and cannot be opened again. Declare the new one under another id."
            raise EventConflict(message, event=incident.id, about="incident-over")
        raise EventConflict(
            f"{named} was opened with other words. Give each its own id.", event=incident.id, about="incident"
        )

    def close_incident(self, client: OneClient, id: str, at: datetime, *, now: datetime) -> bool:
        with self._writing() as connection:
            found = connection.execute(_OPENED, (client.id, id)).fetchone()
            if found is None:
                raise NotFound("This client has no such incident.")
            if microseconds(at) < found[0]:
                message = f"The incident {shown(id)} began at {moment(found[0])}. Close it at that time or later."
                raise BadRequest(message, field="at", key="value-closed-early")
            row = (client.id, id, microseconds(at), microseconds(now))
            return bool(connection.execute(_CLOSE, row).rowcount)

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

    def _read(self, query: str, client: OneClient, *values: int | str) -> tuple[Incident, ...]:
        with self._told():
            rows = self._readers.mine().execute(query, (client.id, *values)).fetchall()
        return tuple(_incident(*row) for row in rows)


def _incident(client: str, id: str, opened: int, body: str, closed: int | None) -> Incident:
    title, symptoms, message = msgspec.json.decode(body)
    ended = None if closed is None else moment(closed)
    return Incident(client, id, title, tuple(symptoms), message, moment(opened), ended)
