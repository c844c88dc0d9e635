"""Webhooks at which nothing arrives, in the calls file. Implements `alerts.ports.FailingStore`."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.alerts.deliveries import TOO_OLD, Fate
from kbsearch.core.alerts.failing import Failing, Tried, after
from kbsearch.core.moments import microseconds, moment, moment_or_none
from kbsearch.core.one_client import OneClient

_OF = "SELECT client, destination, since, tries, told, disabled FROM failing_webhooks WHERE client = ?"
_WORKS = "DELETE FROM failing_webhooks WHERE client = ?"
_FAILS = """
    INSERT OR REPLACE INTO failing_webhooks (client, destination, since, tries, told, disabled)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_GIVE_UP_OLD = """
    UPDATE webhook_deliveries SET state = 'failed' WHERE client = ? AND state = 'pending' AND made < ?
"""
_BEGIN_AGAIN = "UPDATE webhook_deliveries SET due = ?, tries = 0 WHERE client = ? AND state = 'pending'"


class SqliteFailing(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread, any process may call."""

    def of(self, client: OneClient) -> Failing | None:
        with self._told():
            return _of(self._readers.mine(), client)

    def enable(self, client: OneClient, now: datetime) -> bool:
        with self._writing() as connection:
            found = _of(connection, client)
            if found is None or found.disabled is None:
                return False
            _enable(connection, client, now)
            return True


def note(connection: sqlite3.Connection, client: OneClient, fate: Fate, tried: Tried) -> None:
    """What a try says of where it went, within somebody's transaction."""
    made = after(client, _of(connection, client), fate, tried)
    if made is None:
        connection.execute(_WORKS, (client.id,))
        return
    disabled = None if made.disabled is None else microseconds(made.disabled)
    row = (client.id, made.destination, microseconds(made.since), made.tries, made.told, disabled)
    connection.execute(_FAILS, row)


def is_held(connection: sqlite3.Connection, client: OneClient, destination: str, now: datetime) -> bool:
    """The same: whether nothing is to be sent, as it is disabled; what grew too old meanwhile is given up. Another
    destination enables it; empty = not known, which does not."""
    found = _of(connection, client)
    if found is None or found.disabled is None:
        return False
    if destination not in ("", found.destination):
        _enable(connection, client, now)
        return False
    _give_up_old(connection, client, now)
    return True


def _of(connection: sqlite3.Connection, client: OneClient) -> Failing | None:
    row = connection.execute(_OF, (client.id,)).fetchone()
    if row is None:
        return None
    owner, destination, since, tries, told, disabled = row
    return Failing(owner, destination, moment(since), tries, told, moment_or_none(disabled))


def _enable(connection: sqlite3.Connection, client: OneClient, now: datetime) -> None:
    """What was kept is due at once, with all its tries before it."""
    connection.execute(_WORKS, (client.id,))
    _give_up_old(connection, client, now)
    connection.execute(_BEGIN_AGAIN, (microseconds(now), client.id))


def _give_up_old(connection: sqlite3.Connection, client: OneClient, now: datetime) -> None:
    connection.execute(_GIVE_UP_OLD, (client.id, microseconds(now - TOO_OLD)))
