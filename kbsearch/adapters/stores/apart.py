"""Pairs of articles of which somebody said that they are not the same, in the calls file. Implements
`store_ports.ApartStore`."""

from __future__ import annotations

from datetime import datetime

from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.health.alike import Pair, pair_of
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient

_TELL = "INSERT INTO articles_apart (client, first, second, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_TAKE_BACK = "DELETE FROM articles_apart WHERE client = ? AND first = ? AND second = ?"
_TOLD = "SELECT first, second FROM articles_apart WHERE client = ? ORDER BY at DESC, first, second"


class SqliteApart(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def tell(self, client: OneClient, one: str, other: str, at: datetime) -> bool:
        with self._writing() as connection:
            row = (client.id, *pair_of(one, other), microseconds(at))
            return bool(connection.execute(_TELL, row).rowcount)

    def take_back(self, client: OneClient, one: str, other: str) -> bool:
        with self._writing() as connection:
            return bool(connection.execute(_TAKE_BACK, (client.id, *pair_of(one, other))).rowcount)

    def told(self, client: OneClient) -> tuple[Pair, ...]:
        with self._told():
            return tuple(self._readers.mine().execute(_TOLD, (client.id,)).fetchall())
