"""What webhooks are to carry, in the calls file, until it arrived. Implements `alerts.ports.DeliveryStore`.

Whoever sends holds a row for a minute. Who dies in between, before or after the other side has it, leaves it to the
next, who sends the same bytes under the same id.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from kbsearch.adapters.stores.failing_webhooks import is_held, note
from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.alerts.deliveries import Delivery, Fate, Outbox
from kbsearch.core.alerts.failing import Tried
from kbsearch.core.moments import microseconds, moment
from kbsearch.core.one_client import OneClient

LEASE = timedelta(minutes=1)
"""Longer than any try lasts."""
KEPT = timedelta(days=30)
"""How long what arrived, or was given up, stays on record."""

_INSERT = """
    INSERT INTO webhook_deliveries (client, id, body, made, state, tries, due) VALUES (?, ?, ?, ?, 'pending', 0, ?)
    ON CONFLICT DO NOTHING
"""
_WAITING = "SELECT DISTINCT client FROM webhook_deliveries WHERE state = 'pending'"
_OUTBOX = """
    SELECT state, count(*) FROM webhook_deliveries WHERE client = ? AND state <> 'sent' GROUP BY state
"""
_LAST_TOLD = """
    SELECT told FROM webhook_deliveries WHERE client = ? AND state <> 'sent' AND told IS NOT NULL
    ORDER BY made DESC, id DESC LIMIT 1
"""
_DUE = """
    SELECT id, body, made, tries FROM webhook_deliveries
    WHERE client = ?1 AND state = 'pending' AND due <= ?2 AND (leased IS NULL OR leased <= ?2) ORDER BY made, id LIMIT 1
"""
_LEASE = "UPDATE webhook_deliveries SET holder = ?, leased = ?, tries = tries + 1 WHERE client = ? AND id = ?"
_SETTLE = """
    UPDATE webhook_deliveries SET state = ?, due = ?, told = ?, holder = NULL, leased = NULL
    WHERE client = ? AND id = ? AND holder = ?
"""
_SWEEP = "DELETE FROM webhook_deliveries WHERE client = ? AND state <> 'pending' AND made < ?"


class SqliteDeliveries(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread, any process may call."""

    def waiting(self) -> Sequence[str]:
        with self._told():
            return [client for (client,) in self._readers.mine().execute(_WAITING).fetchall()]

    def outbox(self, client: OneClient) -> Outbox:
        with self._told():
            reading = self._readers.mine()
            many = dict(reading.execute(_OUTBOX, (client.id,)).fetchall())
            told = reading.execute(_LAST_TOLD, (client.id,)).fetchone()
        return Outbox(client.id, many.get("pending", 0), many.get("failed", 0), told[0] if told else "")

    def add(self, client: OneClient, id: str, body: bytes, now: datetime) -> None:
        with self._writing() as connection:
            insert(connection, client, id, body, now)

    def claim(self, client: OneClient, holder: str, now: datetime, destination: str = "") -> Delivery | None:
        at = microseconds(now)
        with self._writing() as connection:
            if is_held(connection, client, destination, now):
                return None
            found = connection.execute(_DUE, (client.id, at)).fetchone()
            if found is None:
                return None
            id, body, made, tries = found
            connection.execute(_LEASE, (holder, microseconds(now + LEASE), client.id, id))
        return Delivery(client.id, id, body, moment(made), tries + 1)

    def settle(self, client: OneClient, id: str, holder: str, fate: Fate, tried: Tried | None = None) -> bool:
        row = (fate.state.value, microseconds(fate.due), fate.told, client.id, id, holder)
        with self._writing() as connection:
            is_held_still = connection.execute(_SETTLE, row).rowcount == 1
            if is_held_still and tried is not None:
                note(connection, client, fate, tried)
            return is_held_still


def insert(connection: sqlite3.Connection, client: OneClient, id: str, body: bytes, now: datetime) -> None:
    """Within somebody's transaction."""
    at = microseconds(now)
    connection.execute(_INSERT, (client.id, id, body, at, at))


def sweep(connection: sqlite3.Connection, client: OneClient, now: datetime) -> None:
    """The same: what is over and old goes."""
    connection.execute(_SWEEP, (client.id, microseconds(now - KEPT)))
