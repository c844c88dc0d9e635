"""What calls are about, in the calls file. Implements `store_ports.TopicStore`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.moments import microseconds, moment
from kbsearch.core.one_client import OneClient, require_own
from kbsearch.core.topics import Member, Topics
from kbsearch.errors import NotFound

_LAST = """
    SELECT frozen, since, until FROM topics WHERE client = ? AND until <= ? ORDER BY until DESC, frozen DESC LIMIT 1
"""
_NEWEST = "SELECT MAX(frozen) FROM topics WHERE client = ?"
_MEMBERS = "SELECT call, topic, place FROM topic_calls WHERE client = ? AND frozen = ? ORDER BY rowid"
_FREEZE = "INSERT INTO topics (client, frozen, since, until) VALUES (?, ?, ?, ?)"
_ADD = """
    INSERT INTO topic_calls (client, frozen, call, topic, place) SELECT ?1, ?2, ?3, ?4, ?5
    WHERE EXISTS (SELECT 1 FROM calls WHERE client = ?1 AND call = ?3) ON CONFLICT DO NOTHING
"""
"""A call that was deleted while somebody made out what it was about stays deleted."""
_IS_THERE = "SELECT 1 FROM topics WHERE client = ? AND frozen = ?"
AT_ONCE = 2000
"""Calls in one transaction, so that those who write meanwhile never wait long."""


class SqliteTopics(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def freeze(self, client: OneClient, topics: Topics) -> None:
        """What the topics are is written at once; who else is of them portion by portion, and where that is cut short,
        those calls come to the topics later as new ones do."""
        require_own(client, (topics.client,))
        row = (client.id, *map(microseconds, (topics.frozen, topics.since, topics.until)))
        founders = [one for one in topics.members if one.place is not None]
        with self._writing() as connection:
            connection.execute(_FREEZE, row)
            connection.executemany(_ADD, _rows(client, topics.frozen, founders))
        self.assign(client, topics.frozen, [one for one in topics.members if one.place is None])

    def last(self, client: OneClient, until: datetime) -> Topics | None:
        with self._told():
            reading = self._readers.mine()
            found = reading.execute(_LAST, (client.id, microseconds(until))).fetchone()
            if found is None:
                return None
            members = [Member(*row) for row in reading.execute(_MEMBERS, (client.id, found[0]))]
        frozen, since, until = map(moment, found)
        return Topics(client.id, frozen, since, until, members)

    def newest(self, client: OneClient) -> datetime | None:
        with self._told():
            found = self._readers.mine().execute(_NEWEST, (client.id,)).fetchone()[0]
        return None if found is None else moment(found)

    def assign(self, client: OneClient, frozen: datetime, members: Sequence[Member]) -> None:
        rows = _rows(client, frozen, members)
        while some := [*islice(rows, AT_ONCE)]:
            with self._writing() as connection:
                if connection.execute(_IS_THERE, some[0][:2]).fetchone() is None:
                    raise NotFound("This client froze no topics at that moment.")
                connection.executemany(_ADD, some)


def _rows(
    client: OneClient, frozen: datetime, members: Sequence[Member]
) -> Iterator[tuple[str, int, str, str, int | None]]:
    at = microseconds(frozen)
    return ((client.id, at, one.call, one.topic, one.place) for one in members)
