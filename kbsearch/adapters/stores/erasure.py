"""Calls taken out of the file for good, and the proof that nothing of them is left in it."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from kbsearch.adapters.stores.call_rows import microseconds
from kbsearch.adapters.stores.database import RETRY_S, open_writing
from kbsearch.core.ports import Erased

CALLS_AT_ONCE = 200
"""In one transaction, so that those who write meanwhile never wait long."""
BLOCK_BYTES = 16 << 20
OVERLAP_BYTES = 4096
"""More than the beginning of an event can take: an id of 128 characters, escaped."""

_OLD = "SELECT call FROM events WHERE client = ? GROUP BY call HAVING max(at) < ? ORDER BY call"
_UNUSED_TEXTS = """
    DELETE FROM texts WHERE client = ? AND NOT EXISTS (
        SELECT 1 FROM events WHERE events.client = texts.client AND events.shown = texts.hash
    )
"""


def calls_before(connection: sqlite3.Connection, client: str, before: datetime) -> list[str]:
    """Calls of which nothing happened since."""
    return [call for (call,) in connection.execute(_OLD, (client, microseconds(before)))]


def erase(path: Path, client: str, choose: datetime | Sequence[str], *, timeout_s: float) -> Erased:
    """Delete a client's calls of these ids, or of which nothing happened since that moment. Others may write meanwhile.

    `secure_delete` overwrites what is deleted; the log is then copied and cut to nothing, and both files are read from
    end to end for any event that was deleted.
    """
    with closing(open_writing(path, timeout_s=timeout_s)) as connection:
        calls = calls_before(connection, client, choose) if isinstance(choose, datetime) else list(choose)
        deleted: set[str] = set()
        beginnings: set[bytes] = set()
        for at in range(0, len(calls), CALLS_AT_ONCE):
            for call, body in _delete(connection, client, calls[at : at + CALLS_AT_ONCE]):
                deleted.add(call)
                beginnings |= set(_beginning(client).findall(body.encode()))
        texts = connection.execute(_UNUSED_TEXTS, (client,)).rowcount if beginnings else 0
        is_log_empty = _emptied(connection, timeout_s)
    files = [path, path.with_name(f"{path.name}-wal")]
    left = beginnings & set().union(*(_beginnings_in(file, client) for file in files if file.exists()))
    return Erased(len(deleted), len(beginnings), texts, len(left), is_log_empty=is_log_empty)


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


def _delete(connection: sqlite3.Connection, client: str, calls: Sequence[str]) -> list[tuple[str, str]]:
    """Call and body of each event that was deleted."""
    marks = ", ".join("?" * len(calls))
    delete = f"DELETE FROM events WHERE client = ? AND call IN ({marks}) RETURNING call, body"  # noqa: S608
    connection.execute("BEGIN IMMEDIATE")
    found = connection.execute(delete, (client, *calls)).fetchall()
    connection.execute("COMMIT")
    return found


def _beginnings_in(path: Path, client: str) -> set[bytes]:
    return {found for block in _blocks(path) for found in _beginning(client).findall(block)}


def _beginning(client: str) -> re.Pattern[bytes]:
    """How an event of this client begins, its id included: what tells it from every other event."""
    return re.compile(rb'\{"id":"(?:[^"\\]|\\.){1,1000}","client":"' + re.escape(client.encode()) + rb'"')


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in pieces that overlap."""
    with path.open("rb") as file:
        before = b""
        while block := file.read(BLOCK_BYTES):
            yield before + block
            before = block[-OVERLAP_BYTES:]
