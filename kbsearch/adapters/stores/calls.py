"""The events of every call, in one SQLite file, and the calls that they make. `store_ports.EventLog`,
`store_ports.CallStore`, `call_list.CallList` and `articles.use.ArticleUses`.

One file for all clients, so that their events share commits; the client is the first column of every key and an
argument of every read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from kbsearch.adapters.stores import article_use, call_list, call_rows
from kbsearch.adapters.stores.alerts import SqliteAlerts
from kbsearch.adapters.stores.apart import SqliteApart
from kbsearch.adapters.stores.call_numbers import SqliteCallNumbers
from kbsearch.adapters.stores.call_rows import Row, rows_of
from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.database import open_writing, told
from kbsearch.adapters.stores.deliveries import SqliteDeliveries
from kbsearch.adapters.stores.erasure import calls_before, compact, erase
from kbsearch.adapters.stores.failing_webhooks import SqliteFailing
from kbsearch.adapters.stores.incidents import SqliteIncidents
from kbsearch.adapters.stores.readers import Readers
from kbsearch.adapters.stores.replies import SqliteReplies
from kbsearch.adapters.stores.schema import migrate
from kbsearch.adapters.stores.topics import SqliteTopics
from kbsearch.adapters.stores.writer import Writer
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_list import Wanted
from kbsearch.core.calls.events import Event, decode
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended, Erased, Kept
from kbsearch.errors import KbsearchError

BUSY_TIMEOUT_S = 5.0
_CLIENTS = """
    WITH RECURSIVE found (client) AS (
        SELECT min(client) FROM events
        UNION ALL SELECT (SELECT min(client) FROM events WHERE client > found.client)
        FROM found WHERE client IS NOT NULL
    ) SELECT client FROM found WHERE client IS NOT NULL
"""
"""One step in the index per client; DISTINCT would read every event."""
NOTHING_SHOWN: Mapping[str, str] = MappingProxyType({})

_OF_CALL = "SELECT body FROM events WHERE client = ? AND call = ?"
_HISTORY = """
    SELECT events.body, coalesce(texts.body, '') FROM events
    LEFT JOIN texts ON texts.client = events.client AND texts.hash = events.shown
    WHERE events.client = ? AND events.call = ?
    ORDER BY +events.at, events.id
"""
"""`+`: along an index of times SQLite would read all of a client's events to sort those of one call."""


class SqliteCalls:
    """The file at `path`, made if there is none; its folder too. Raises `StateError` when it cannot be used.

    Other processes may have it open too; each write waits up to `timeout_s` for theirs.
    """

    def __init__(self, path: Path, *, timeout_s: float = BUSY_TIMEOUT_S) -> None:
        self._path, self._timeout_s = path, timeout_s
        self._readers = Readers(path, timeout_s=timeout_s)
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
            migrate(path, MIGRATIONS, timeout_s=timeout_s)
        self.incidents = SqliteIncidents(path, timeout_s=timeout_s)
        self.replies = SqliteReplies(path, timeout_s=timeout_s)
        self.topics = SqliteTopics(path, timeout_s=timeout_s)
        self.apart = SqliteApart(path, timeout_s=timeout_s)
        self.numbers = SqliteCallNumbers(path, timeout_s=timeout_s)
        self.alerts = SqliteAlerts(path, timeout_s=timeout_s)
        self.deliveries = SqliteDeliveries(path, timeout_s=timeout_s)
        self.failing = SqliteFailing(path, timeout_s=timeout_s)
        self._writer: Writer[Row, int] = Writer(path, lambda: open_writing(path, timeout_s=timeout_s), call_rows.write)

    def append(self, client: OneClient, events: Sequence[Event], shown: Mapping[str, str] = NOTHING_SHOWN) -> Appended:
        if not events:
            return Appended(0, 0)
        new = self._writer.submit(rows_of(client, events, shown))
        return Appended(new, len(events) - new)

    def send(
        self,
        client: OneClient,
        events: Sequence[Event],
        tell: Callable[[Appended | KbsearchError], None],
        shown: Mapping[str, str] = NOTHING_SHOWN,
    ) -> None:
        if not events:
            tell(Appended(0, 0))
            return

        def told(new: int | KbsearchError) -> None:
            tell(new if isinstance(new, KbsearchError) else Appended(new, len(events) - new))

        self._writer.send(rows_of(client, events, shown), told)

    @property
    def id(self) -> str:
        with self._told():
            return str(self._readers.mine().execute("SELECT value FROM meta WHERE name = 'id'").fetchone()[0])

    def call(self, client: OneClient, id: str) -> Call | None:
        with self._told():
            found = self._readers.mine().execute(_OF_CALL, (client.id, id)).fetchall()
        return fold(decode(body.encode()) for (body,) in found) if found else None

    def calls(self, client: OneClient, since: datetime, until: datetime) -> list[Call]:
        return [*self.each(client, since, until)]

    def page(
        self, client: OneClient, wanted: Wanted, limit: int, after: tuple[datetime, str] | None = None
    ) -> Sequence[Call]:
        with self._told():
            return call_list.page(self._readers.mine(), client, wanted, limit, after)

    def each(
        self, client: OneClient, since: datetime, until: datetime, *, besides: Container[str] = ()
    ) -> Iterator[Call]:
        with self._told():
            yield from call_list.each(self._readers.mine(), client, since, until, besides)

    def mark(self, client: OneClient, since: datetime) -> tuple[int, ...]:
        with self._told():
            return call_list.mark(self._readers.mine(), client, since)

    def use_of(self, client: OneClient, article: str, since: datetime) -> ArticleUse:
        with self._told():
            return article_use.use_of(self._readers.mine(), client, article, since)

    def calls_using(self, client: OneClient, article: str, limit: int) -> list[Call]:
        with self._told():
            ids = article_use.calls_using(self._readers.mine(), client, article, limit)
        return [call for call in (self.call(client, id) for id in ids) if call is not None]

    def history(self, client: OneClient, id: str) -> list[Kept]:
        with self._told():
            found = self._readers.mine().execute(_HISTORY, (client.id, id)).fetchall()
        return [Kept(decode(body.encode()), shown) for body, shown in found]

    def clients(self) -> list[str]:
        with self._told():
            return [client for (client,) in self._readers.mine().execute(_CLIENTS)]

    def old(self, client: OneClient, before: datetime) -> Sequence[str]:
        with self._told(), closing(open_writing(self._path, timeout_s=self._timeout_s)) as connection:
            return calls_before(connection, client, before)

    def erase(self, client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        with self._told():
            return erase(self._path, client, choose, timeout_s=self._timeout_s)

    def compact(self) -> bool:
        with self._told():
            return compact(self._path, timeout_s=self._timeout_s)

    def close(self) -> None:
        self._readers.close()
        self.incidents.close()
        self.replies.close()
        self.topics.close()
        self.apart.close()
        self.numbers.close()
        self.alerts.close()
        self.deliveries.close()
        self.failing.close()
        self._writer.close()  # last: only a connection that can write empties the log when it closes

    def _told(self) -> AbstractContextManager[None]:
        return told(self._path)
