"""Alerts of a client's figures, in the calls file. Implements `alerts.ports.AlertStore`."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

import msgspec

from kbsearch.adapters.stores.deliveries import insert, sweep
from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.alerts.nouns import Alert, Looked, Raised, Settled
from kbsearch.core.alerts.ports import Write
from kbsearch.core.moments import microseconds, moment, moment_or_none
from kbsearch.core.one_client import OneClient, require_own

APART = timedelta(seconds=30)
"""Of two looks running, so that two servers that look at once are not taken for two looks."""
KEPT = timedelta(days=366)
"""How long what is closed stays on record."""

_COLUMNS = "client, opened, closed, body"
_OPEN = f"SELECT {_COLUMNS}, missed FROM alerts WHERE client = ? AND closed IS NULL ORDER BY opened DESC, kind"  # noqa: S608
_LIST = f"SELECT {_COLUMNS} FROM alerts WHERE client = ? {{}} ORDER BY opened DESC, kind LIMIT ?"  # noqa: S608
_ALL = _LIST.format("")
_AFTER = _LIST.format("AND (opened < ? OR opened = ? AND kind > ?)")
_RAISE = "INSERT INTO alerts (client, kind, opened, body) VALUES (?, ?, ?, ?)"
_MISS = "UPDATE alerts SET missed = ? WHERE client = ? AND kind = ? AND opened = ?"
_CLOSE = "UPDATE alerts SET closed = ? WHERE client = ? AND kind = ? AND opened = ?"
_FORGET = "DELETE FROM alerts WHERE client = ? AND closed < ?"


class SqliteAlerts(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def settle(self, client: OneClient, looked: Looked, write: Write | None) -> Settled:
        require_own(client, (looked.client,))
        opened, closed = list[Raised](), list[Raised]()
        holding = {alert.kind: alert for alert in looked.alerts}
        if self._changes_nothing(client, looked):
            return Settled((), ())
        with self._writing() as connection:
            there = _open(connection, client)
            for one, missed in there:
                holds = one.alert.kind in holding
                if one.alert.kind in looked.kinds and _is_over(connection, one, missed, looked.at, holds=holds):
                    closed.append(msgspec.structs.replace(one, closed=max(looked.at, one.opened)))
            for kind in sorted(holding.keys() - {one.alert.kind for one, _ in there}):
                opened.append(_raise(connection, client, holding[kind], looked.at))
            if write is not None:
                for one in (*closed, *opened):
                    id, body = write(one)
                    insert(connection, client, id, body, looked.at)
            if opened or closed:
                connection.execute(_FORGET, (client.id, microseconds(looked.at - KEPT)))
                sweep(connection, client, looked.at)
        return Settled(tuple(opened), tuple(closed))

    def open(self, client: OneClient) -> tuple[Raised, ...]:
        with self._told():
            return tuple(one for one, _ in _open(self._readers.mine(), client))

    def page(self, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> tuple[Raised, ...]:
        with self._told():
            reading = self._readers.mine()
            if after is None:
                rows = reading.execute(_ALL, (client.id, limit)).fetchall()
            else:
                at = microseconds(after[0])
                rows = reading.execute(_AFTER, (client.id, at, at, after[1], limit)).fetchall()
        return tuple(_raised(*row) for row in rows)

    def _changes_nothing(self, client: OneClient, looked: Looked) -> bool:
        """As nearly every look, which then keeps nobody from writing."""
        with self._told():
            there = {one.alert.kind: missed for one, missed in _open(self._readers.mine(), client)}
        holding = {alert.kind for alert in looked.alerts}
        is_steady = all(there[kind] is None and kind in holding for kind in there.keys() & set(looked.kinds))
        return is_steady and holding <= there.keys()


def _open(connection: sqlite3.Connection, client: OneClient) -> list[tuple[Raised, int | None]]:
    """Those that hold, with when each was seen first not to."""
    return [(_raised(*row[:4]), row[4]) for row in connection.execute(_OPEN, (client.id,)).fetchall()]


def _is_over(connection: sqlite3.Connection, one: Raised, missed: int | None, at: datetime, *, holds: bool) -> bool:
    """Whether this look closes it. The first look at which it does not hold is noted, and one at which it does holds it
    open as if nothing had been."""
    key, now = (one.client, one.alert.kind.value, microseconds(one.opened)), microseconds(at)
    if holds or missed is None:
        if holds != (missed is None):
            connection.execute(_MISS, (None if holds else now, *key))
        return False
    if now - missed < APART // timedelta(microseconds=1):
        return False
    connection.execute(_CLOSE, (max(now, key[2]), *key))
    return True


def _raise(connection: sqlite3.Connection, client: OneClient, alert: Alert, at: datetime) -> Raised:
    body = msgspec.json.encode(alert).decode()
    connection.execute(_RAISE, (client.id, alert.kind.value, microseconds(at), body))
    return Raised(client.id, alert, at)


def _raised(client: str, opened: int, closed: int | None, body: str) -> Raised:
    return Raised(client, msgspec.json.decode(body, type=Alert), moment(opened), moment_or_none(closed))
