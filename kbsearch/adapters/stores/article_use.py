"""Which calls of a client did something with an article, read along an index of `events` by article and time."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from kbsearch.adapters.stores.call_sums import ARTICLE, KIND
from kbsearch.core.articles.use import ArticleUse
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient

_TAKEN_BACK = f"""({KIND} = 'used' AND EXISTS (
    SELECT 1 FROM (SELECT call AS of_call, at AS later, id AS name FROM events
                   WHERE client = ?1 AND {ARTICLE} = ?2 AND {KIND} = 'unused')
    WHERE of_call = call AND (later, name) > (at, id)
))"""  # noqa: S608
"""As `calls.call.fold` has it: said later, ties by event id."""
COUNTED = f"""
    SELECT {KIND} AS kind, count(DISTINCT call) FROM events
    WHERE client = ?1 AND {ARTICLE} = ?2 AND at >= ?3 AND {KIND} IN ('opened', 'used', 'refused')
    AND NOT {_TAKEN_BACK} GROUP BY kind
"""  # noqa: S608
USING = f"""
    SELECT call FROM events WHERE client = ?1 AND {ARTICLE} = ?2 AND {KIND} = 'used' AND NOT {_TAKEN_BACK}
    GROUP BY +call ORDER BY max(at) DESC, call LIMIT ?3
"""  # noqa: S608
"""`+`: without it SQLite may read all of the client's events along their calls, to have them grouped."""


def use_of(connection: sqlite3.Connection, client: OneClient, article: str, since: datetime) -> ArticleUse:
    """See `core.articles.use.ArticleUses`. Raises `sqlite3.Error`."""
    found = dict(connection.execute(COUNTED, (client.id, article, microseconds(since))).fetchall())
    return ArticleUse(client.id, found.get("opened", 0), found.get("used", 0), found.get("refused", 0))


def calls_using(connection: sqlite3.Connection, client: OneClient, article: str, limit: int) -> list[str]:
    """Ids of those calls. Raises `sqlite3.Error`."""
    return [str(call) for (call,) in connection.execute(USING, (client.id, article, limit))]
