"""Calls taken out of the file for good, and the proof that nothing of them is left in it."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import msgspec

from kbsearch.adapters.stores.database import RETRY_S, open_writing, raw_blocks, transaction
from kbsearch.adapters.stores.replies import forget
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Erased

AT_ONCE = 100
"""Calls, or texts, in one transaction, so that those who write meanwhile never wait long."""
PAUSE_S = 0.03
"""Between two transactions: who waits for the lock looks for it only now and then, at most 25 ms apart at first."""
BLOCK_BYTES = 16 << 20
OVERLAP_BYTES = 4096
"""More than the beginning of an event can take: an id of 128 characters, escaped."""

_OLD = "GROUP BY call HAVING max(iif(met = ?, NULL, coalesce(met, at))) < ? ORDER BY call"
"""What is met only now does not count yet: one event of a wrong clock must not keep a call for ever. What has arrived
since does."""
_Still: TypeAlias = Callable[[Sequence[str]], Sequence[str]]
"""Calls that were chosen → those of them that are to go all the same, whatever arrived since."""
_MEET = "UPDATE events SET met = ?2 WHERE client = ?1 AND at > ?2 AND met IS NULL"
_UNUSED = "NOT EXISTS (SELECT 1 FROM events WHERE events.client = texts.client AND events.shown = texts.hash)"
_KINDS = "SELECT id, body FROM call_kinds WHERE client = ? ORDER BY id"
_IS_OF_A_CALL = "SELECT 1 FROM call_numbers WHERE client = ? AND substr(numbers, 33, 4) = ? LIMIT 1"
_DELETE_KIND = "DELETE FROM call_kinds WHERE client = ? AND id = ?"
_WRITE_KINDS_ANEW = (
    "CREATE TEMP TABLE kinds_kept AS SELECT id, client, body FROM call_kinds",
    "DELETE FROM call_kinds",
    "INSERT INTO call_kinds (id, client, body) SELECT id, client, body FROM kinds_kept ORDER BY id",
    "DROP TABLE kinds_kept",
)
"""As they are: where pages were joined copies stay in the parts that are not used, see `compact`, and this table is
small."""
_IS_KIND = "SELECT 1 FROM call_kinds WHERE client = ? AND body = ?"
_UNUSED_TEXTS = f"SELECT hash FROM texts WHERE client = ? AND {_UNUSED}"  # noqa: S608


def calls_before(connection: sqlite3.Connection, client: OneClient, before: datetime) -> list[str]:
    """Calls of which nothing happened since.

    An event whose own time is still to come is marked with the moment at which it was met here first, which counts in
    the place of its time from then on: when it was received is known no better.
    """
    return _old(connection, client, before, _meet(connection, client))


def erase(path: Path, client: OneClient, choose: datetime | Sequence[str], *, timeout_s: float) -> Erased:
    """Delete a client's calls of these ids, or of which nothing happened since that moment. Others may write meanwhile:
    a call that a moment chose is kept if it went on before its turn came.

    `secure_delete` overwrites what is deleted; the log is then copied and cut to nothing, and both files are read from
    end to end for any event of this client that is not on record: also for those of an erasure that was cut short. What
    kinds of calls there were, which hold their queues and articles, goes with the last call of each, and is looked for
    too.
    """
    with closing(open_writing(path, timeout_s=timeout_s)) as connection:
        forget(connection, time.time_ns() // 1000)
        calls, still = _chosen(connection, client, choose)
        deleted = [row for some in _portions(calls) for row in _delete(connection, client, some, still)]
        kinds = _delete_kinds(connection, client)
        texts = sum(_delete_texts(connection, client, some) for some in _portions(_unused_texts(connection, client)))
        is_log_empty = _emptied(connection, timeout_s)
        files = [file for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]
        seen, seen_kinds = set[str](), set[str]()
        for block in chain.from_iterable(map(_blocks, files)):
            seen |= _unknown(connection, client, _ids(client, block))
            seen_kinds |= _kinds_in(client, block, kinds)
        with transaction(connection):  # what somebody was about to commit is on record now
            left = len(_unknown(connection, client, seen))
            left += sum(not connection.execute(_IS_KIND, (client.id, kind)).fetchone() for kind in seen_kinds)
    return Erased(len(set(deleted)), len(deleted), texts, left, is_log_empty=is_log_empty)


def compact(path: Path, *, timeout_s: float) -> bool:
    """Rewrite the file, for where pages are joined SQLite leaves old keys in the parts that it does not use, whatever
    `secure_delete` says: ids of calls and articles, with times. False when the log could not be emptied."""
    with closing(open_writing(path, timeout_s=timeout_s)) as connection:
        connection.execute("VACUUM")
        return _emptied(connection, timeout_s)


def _portions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """What goes into one transaction each."""
    return (names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE))


def _unused_texts(connection: sqlite3.Connection, client: OneClient) -> list[str]:
    return [hash_ for (hash_,) in connection.execute(_UNUSED_TEXTS, (client.id,))]


def _emptied(connection: sqlite3.Connection, timeout_s: float) -> bool:
    """Copy the log into the file and cut it to nothing; False when others kept it in use for all of `timeout_s`.

    One try is not enough beside a busy writer: it is refused as soon as somebody begins to write in between.
    """
    until = time.monotonic() + timeout_s
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() >= until:
            return False
        time.sleep(RETRY_S)
    return True


def _chosen(
    connection: sqlite3.Connection, client: OneClient, choose: datetime | Sequence[str]
) -> tuple[Sequence[str], _Still]:
    """The calls, and which of some of them are chosen still."""
    if not isinstance(choose, datetime):
        return choose, list
    old = partial(_old, connection, client, choose, _meet(connection, client))
    return old(), old


def _meet(connection: sqlite3.Connection, client: OneClient) -> int:
    """Mark what is still to come, and with which moment."""
    now = time.time_ns() // 1000
    connection.execute(_MEET, (client.id, now))
    return now


def _old(
    connection: sqlite3.Connection, client: OneClient, before: datetime, met: int, among: Sequence[str] | None = None
) -> list[str]:
    """The client's calls, or those `among` them, of which nothing happened since `before`; `met`: see `_meet`."""
    chosen = "" if among is None else f"AND call IN ({_marks(among)})"
    query = f"SELECT call FROM events WHERE client = ? {chosen} {_OLD}"  # noqa: S608
    return [call for (call,) in connection.execute(query, (client.id, *(among or ()), met, microseconds(before)))]


def _delete(connection: sqlite3.Connection, client: OneClient, calls: Sequence[str], still: _Still) -> list[str]:
    """The call of each event that was deleted, of those that are `still` chosen. The answers kept about those calls go
    with them."""
    with _transaction(connection):
        gone = still(calls)
        chosen = f"WHERE client = ? AND call IN ({_marks(gone)})"
        connection.execute(f"DELETE FROM replies {chosen}", (client.id, *gone))  # noqa: S608
        deleted = connection.execute(f"DELETE FROM events {chosen} RETURNING call", (client.id, *gone))  # noqa: S608
        return [call for (call,) in deleted.fetchall()]


def _delete_texts(connection: sqlite3.Connection, client: OneClient, hashes: Sequence[str]) -> int:
    """How many were deleted: those that an event has begun to show meanwhile stay."""
    delete = f"DELETE FROM texts WHERE client = ? AND hash IN ({_marks(hashes)}) AND {_UNUSED} RETURNING hash"  # noqa: S608
    with _transaction(connection):
        return len(connection.execute(delete, (client.id, *hashes)).fetchall())


def _delete_kinds(connection: sqlite3.Connection, client: OneClient) -> frozenset[str]:
    """As they stood in the file: those of which no call is any more."""
    known = connection.execute(_KINDS, (client.id,)).fetchall()
    unused = [(id, body) for id, body in known if not _is_of_a_call(connection, client, id)]
    deleted = []
    for at in range(0, len(unused), AT_ONCE):
        with _transaction(connection):
            for id, body in unused[at : at + AT_ONCE]:
                if not _is_of_a_call(connection, client, id):  # nor has one become so meanwhile
                    connection.execute(_DELETE_KIND, (client.id, id))
                    deleted.append(body)
    if deleted:
        connection.execute("PRAGMA temp_store = MEMORY")
        with transaction(connection):
            for step in _WRITE_KINDS_ANEW:
                connection.execute(step)
    return frozenset(deleted)


def _is_of_a_call(connection: sqlite3.Connection, client: OneClient, kind: int) -> bool:
    return connection.execute(_IS_OF_A_CALL, (client.id, kind.to_bytes(4, "little"))).fetchone() is not None


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Others may write behind it."""
    with transaction(connection):
        yield
    time.sleep(PAUSE_S)


def _ids(client: OneClient, block: bytes) -> set[str]:
    """Of the client's events that begin in these bytes."""
    return {str(msgspec.json.decode(id)) for id in _beginning(client).findall(block)}


def _kinds_in(client: OneClient, block: bytes, kinds: Collection[str]) -> set[str]:
    """Those of these kinds of the client's calls that stand in these bytes."""
    by_bytes = {kind.encode(): kind for kind in kinds}
    sizes = {len(kind) for kind in by_bytes}
    begins = [match.end() for match in re.finditer(re.escape(client.id.encode()) + rb"(?=\[)", block)] if sizes else []
    return {by_bytes[found] for at in begins for size in sizes if (found := block[at : at + size]) in by_bytes}


def _unknown(connection: sqlite3.Connection, client: OneClient, ids: set[str]) -> set[str]:
    """Those of the ids that are of no event on record."""
    known: set[str] = set()
    for some in _portions(sorted(ids)):
        query = f"SELECT id FROM events WHERE client = ? AND id IN ({_marks(some)})"  # noqa: S608
        known.update(id for (id,) in connection.execute(query, (client.id, *some)))
    return ids - known


def _beginning(client: OneClient) -> re.Pattern[bytes]:
    """How an event of this client begins; the group is its id as JSON."""
    return re.compile(rb'\{"id":("(?:[^"\\]|\\.){1,1000}"),"client":"' + re.escape(client.id.encode()) + rb'"')


def _blocks(path: Path) -> Iterator[bytes]:
    return raw_blocks(path, size=BLOCK_BYTES, overlap=OVERLAP_BYTES)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
