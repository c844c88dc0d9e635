"""Each call as the numbers that figures are made of, in the calls file beside its events. Implements
`store_ports.CallNumbers`.

The file itself notes which calls an event more was written of. Those are folded again before anybody reads, and the
others are not looked at: what one event costs does not depend on how many calls there are.
"""

from __future__ import annotations

import sqlite3
import struct
import threading
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec
import numpy as np

from kbsearch.adapters.stores.database import open_writing, transaction
from kbsearch.adapters.stores.seldom import Seldom
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event, decode, kind_in
from kbsearch.core.figures.kinds import CallKind, kind_of
from kbsearch.core.figures.search_time import searching
from kbsearch.core.figures.table import ROW, CallTable, Row, row_of
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient

AT_ONCE = 500
"""Calls in one transaction, so that those who write meanwhile never wait long: 10 ms or so."""
NOT_ASKED = frozenset(
    {"described", "searched", "displayed", "opened", "ticked", "copied", "tried", "refused", "answered", "flagged"}
)
"""Kinds of events that no figure looks into: most of them. Of searches and openings figures ask when they were."""
READ_AT_ONCE = 10_000
"""Calls, so that there is no second copy of all in the memory."""
_PACK = struct.Struct("<qqqQIiiiiqq").pack
"""A `table.Row` as `table.ROW` has it."""
_CHANGED = """
    SELECT chosen.call, chosen.mark, events.at, events.body
    FROM (SELECT call, mark FROM calls_changed WHERE client = ?1 ORDER BY call LIMIT ?2) AS chosen
    CROSS JOIN events ON events.client = ?1 AND events.call = chosen.call ORDER BY chosen.call
"""
"""One statement, so that the mark is that of the events. CROSS JOIN: in this order."""
_SETTLED = "DELETE FROM calls_changed WHERE client = ? AND call = ? AND mark = ?"
_GONE = "DELETE FROM call_numbers WHERE client = ? AND call = ?"
_ADD = "INSERT INTO call_numbers (client, began, call, numbers) VALUES (?, ?, ?, ?)"
_ADD_KIND = "INSERT INTO call_kinds (client, body) VALUES (?, ?) ON CONFLICT DO NOTHING"
_KIND = "SELECT id FROM call_kinds WHERE client = ? AND body = ?"
_KINDS = "SELECT id, body FROM call_kinds WHERE client = ? ORDER BY id"
_SPAN = "FROM call_numbers WHERE client = ? AND began >= ? AND began < ? ORDER BY began, call"
_LEFT = "SELECT count(*) FROM calls_changed WHERE client = ?"
_CLIENTS = "SELECT DISTINCT client FROM calls_changed"


_Told: TypeAlias = tuple[int, str, str]
"""An event's time, kind and body."""


class _Folded(NamedTuple):
    """A call that is to be written."""

    call: str
    mark: int
    """Another one for each event that was written of it."""
    kind: str
    """As it is kept, in JSON."""
    row: Row
    """Its `kind` is not known yet."""


class SqliteCallNumbers(Seldom):
    """The file at `path`, which `SqliteCalls` has made. Any thread may call."""

    def __init__(self, path: Path, *, timeout_s: float) -> None:
        super().__init__(path, timeout_s=timeout_s)
        self._folding = threading.Lock()
        """Two threads that fold the same calls would only do it twice."""

    def catch_up(self, client: OneClient, at_most: int) -> bool:
        left = at_most
        with self._folding, self._told(), closing(open_writing(self._path, timeout_s=self._timeout_s)) as connection:
            while left:
                limit = min(AT_ONCE, left)
                some = _folded(connection, client, limit)
                _write(connection, client, some)
                if len(some) < limit:
                    return True
                left -= limit
        return self.waiting(client) == 0

    def waiting(self, client: OneClient) -> int:
        with self._told():
            return int(self._readers.mine().execute(_LEFT, (client.id,)).fetchone()[0])

    def changed(self) -> list[str]:
        with self._told():
            return [client for (client,) in self._readers.mine().execute(_CLIENTS)]

    def table(self, client: OneClient, since: datetime, until: datetime, *, with_ids: bool = False) -> CallTable:
        span, ids, packed = (client.id, microseconds(since), microseconds(until)), list[str](), bytearray()
        with self._told():
            reading = self._readers.mine()
            reading.execute("BEGIN")
            try:
                kinds = reading.execute(_KINDS, (client.id,)).fetchall()
                found = reading.execute(f"SELECT numbers{', call' * with_ids} {_SPAN}", span)
                while some := found.fetchmany(READ_AT_ONCE):
                    packed += b"".join([row[0] for row in some])
                    ids += [row[1] for row in some] if with_ids else ()
            finally:
                reading.execute("COMMIT")
        rows = np.frombuffer(packed, ROW)
        rows["kind"] = np.searchsorted(np.array([id for id, _ in kinds], np.int64), rows["kind"])
        return CallTable(client.id, rows, [msgspec.json.decode(body, type=CallKind) for _, body in kinds], ids)


def _folded(connection: sqlite3.Connection, client: OneClient, limit: int) -> list[_Folded]:
    """Each step of all of them before the next step, which takes a fifth less than call by call."""
    rows = connection.execute(_CHANGED, (client.id, limit)).fetchall()
    by_call = [(one, [*its]) for one, its in groupby(rows, itemgetter(0, 1))]
    told = [[(at, kind_in(body), body) for *_, at, body in its] for _, its in by_call]
    known = [fold(_asked(one)) for one in told]
    kinds = [kind_of(one) for one in known]
    numbers = [row_of(*one) for one in zip(known, kinds, map(_searched, known, told), strict=True)]
    bodies = [msgspec.json.encode(kind).decode() for kind in kinds]
    return [
        _Folded(call, mark, body, row) for ((call, mark), _), body, row in zip(by_call, bodies, numbers, strict=True)
    ]


def _searched(call: Call, told: Sequence[_Told]) -> int | None:
    asked = [at for at, kind, _ in told if kind == "searched"]
    return searching(call, asked, [at for at, kind, _ in told if kind == "opened"]) if asked else None


def _asked(events: Sequence[_Told]) -> list[Event]:
    """Those that figures ask about, and the first one, which says when the call began if nothing else does."""
    first = min([at for at, *_ in events])
    return [decode(body.encode()) for at, kind, body in events if at == first or kind not in NOT_ASKED]


def _write(connection: sqlite3.Connection, client: OneClient, some: list[_Folded]) -> None:
    """What was changed again since it was read stays marked. Kinds are looked up each time: an erasure deletes those of
    which no call is."""
    kinds: dict[str, int] = {}
    with transaction(connection):
        settled = [one for one in some if connection.execute(_SETTLED, (client.id, one.call, one.mark)).rowcount]
        for kind in {one.kind for one in settled}:
            connection.execute(_ADD_KIND, (client.id, kind))
            kinds[kind] = connection.execute(_KIND, (client.id, kind)).fetchone()[0]
        rows = [(one.call, one.row._replace(kind=kinds[one.kind])) for one in settled]
        connection.executemany(_GONE, [(client.id, call) for call, _ in rows])
        connection.executemany(_ADD, [(client.id, row.began, call, _PACK(*row)) for call, row in rows])
