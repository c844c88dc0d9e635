"""One client's calls, newest first, page by page: a page costs the same however many calls there are. And all of a
span, oldest first, in the memory of one.

Each list is read along an index of `calls`, from where the page before it ended, and then the events of its calls.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from itertools import groupby

from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_list import Wanted
from kbsearch.core.calls.events import decode
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient

OF_LIST = """
    WITH page (call, began) AS (
        SELECT call, began FROM calls
        WHERE client = ?1 AND began >= ?2 AND (began, call) < (?3, ?4) {}
        ORDER BY began DESC, call DESC LIMIT ?5
    )
    SELECT page.call, events.body FROM page CROSS JOIN events ON events.client = ?1 AND events.call = page.call
    ORDER BY page.began DESC, page.call DESC
"""
"""One statement, so that a call is not closed between the choice and the reading. CROSS JOIN: in this order."""
OF_SPAN = """
    SELECT calls.call, events.body FROM calls CROSS JOIN events ON events.client = ?1 AND events.call = calls.call
    WHERE calls.client = ?1 AND calls.began >= ?2 AND calls.began < ?3
    ORDER BY calls.began, calls.call
"""
_MARK = "SELECT count(*), max(rowid), sum(at % 1000000007) FROM events WHERE client = ? AND at >= ?"
"""From the index alone. A place that was left may be taken again: hence the times, of which no sum is too large."""
_ALWAYS = 2**63 - 1
_NEVER = -(2**63)


def page(
    connection: sqlite3.Connection, client: OneClient, wanted: Wanted, limit: int, after: tuple[datetime, str] | None
) -> Sequence[Call]:
    """See `core.calls.call_list.CallList`. Raises `sqlite3.Error`."""
    query, values = statement(client, wanted, limit, after)
    groups = groupby(connection.execute(query, values).fetchall(), key=lambda row: str(row[0]))
    return [fold(decode(body.encode()) for _, body in rows) for _, rows in groups]


def each(
    connection: sqlite3.Connection, client: OneClient, since: datetime, until: datetime, besides: Container[str] = ()
) -> Iterator[Call]:
    """See `core.calls.call_list.CallList`: rows are read as calls are asked for. Raises `sqlite3.Error`."""
    rows = connection.execute(OF_SPAN, (client.id, microseconds(since), microseconds(until)))
    for id, events in groupby(rows, key=lambda row: str(row[0])):
        if id in besides:
            continue
        yield fold(decode(body.encode()) for _, body in events)


def mark(connection: sqlite3.Connection, client: OneClient, since: datetime) -> tuple[int, ...]:
    """See `core.calls.call_list.CallList`. Raises `sqlite3.Error`."""
    return tuple(one or 0 for one in connection.execute(_MARK, (client.id, microseconds(since))).fetchone())


def statement(
    client: OneClient, wanted: Wanted, limit: int, after: tuple[datetime, str] | None
) -> tuple[str, list[int | str]]:
    """The query and its values. What `until` and `after` say is one bound, which is where the index is entered."""
    since = _NEVER if wanted.since is None else microseconds(wanted.since)
    until = (_ALWAYS if wanted.until is None else microseconds(wanted.until), "")
    below = until if after is None else min(until, (microseconds(after[0]), after[1]))
    values: list[int | str] = [client.id, since, *below, limit]
    of_agent = ""
    if wanted.agent is not None:
        values.append(wanted.agent)
        of_agent = f"AND agent = ?{len(values)} "
    if wanted.state == "open":
        return OF_LIST.format(of_agent + ("AND outcome = ''" if wanted.outcome is None else "AND FALSE")), values
    if wanted.outcome is not None:
        return OF_LIST.format(f"{of_agent}AND outcome = ?{len(values) + 1}"), [*values, wanted.outcome.value]
    return OF_LIST.format(of_agent + ("AND outcome <> ''" if wanted.state == "closed" else "")), values
