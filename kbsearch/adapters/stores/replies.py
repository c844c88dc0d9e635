"""Answers to posts that were given a key, in the calls file. Implements `store_ports.Replies`.

A mark is on disk before anything is done for it, with who does it, and its answer after. A process that ends in between
leaves a mark without an answer: a moment later the same post is done again, which changes nothing a second time, since
whatever it keeps has an id of its own; another post under that key is refused as before.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeAlias

from kbsearch.adapters.stores.database import open_writing
from kbsearch.adapters.stores.writer import Writer
from kbsearch.core.calls.replies import KEPT_FOR, Mark
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient
from kbsearch.errors import KbsearchError, KeyInUse, KeyReused

LOST_AFTER_S = 60.0
"""What is under way for longer has lost whoever did it; doing it again changes nothing twice."""
HELD_FOR = timedelta(seconds=2)
"""How long other processes leave a mark to who made it: most posts take milliseconds, and who died would be waited for
no longer than it takes to start again. What takes longer may be done twice by two processes, and changes nothing twice.
"""
_UNDER_WAY = "A post with this key is still under way. Send it again in a moment."
_NAMED = "client = ? AND principal = ? AND key = ?"
_KNOWN = f"SELECT digest, reply, holder, held FROM replies WHERE {_NAMED}"  # noqa: S608
_CLAIM = "INSERT INTO replies (client, principal, key, digest, call, at, holder, held) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_HOLD = f"UPDATE replies SET holder = ?, held = ? WHERE {_NAMED}"  # noqa: S608
_KEEP = f"UPDATE replies SET reply = ? WHERE {_NAMED} AND digest = ?"  # noqa: S608
_RELEASE = f"DELETE FROM replies WHERE {_NAMED} AND digest = ? AND reply IS NULL"  # noqa: S608


Name: TypeAlias = tuple[str, str, str]
"""Client, principal and key."""


def named(client: OneClient, mark: Mark) -> Name:
    return (client.id, mark.principal, mark.key)


class Claim(NamedTuple):
    name: Name
    mark: Mark
    now: int
    holder: str


class Keep(NamedTuple):
    name: Name
    mark: Mark
    reply: bytes


class Release(NamedTuple):
    name: Name
    mark: Mark


Step: TypeAlias = Claim | Keep | Release


class SqliteReplies:
    """The file at `path`, which `SqliteCalls` has made. Any thread may call; each call waits for its commit."""

    def __init__(self, path: Path, *, timeout_s: float, lost_after_s: float = LOST_AFTER_S) -> None:
        self._lost_after_s, self._holder = lost_after_s, secrets.token_hex(8)
        self._writer: Writer[Step, bytes | None] = Writer(path, lambda: open_writing(path, timeout_s=timeout_s), write)
        self._lock = threading.Lock()
        self._under_way: dict[Name, float] = {}
        """And since when, by `time.monotonic`."""

    def claim(self, client: OneClient, mark: Mark, now: datetime) -> bytes | None:
        with self._lock:
            since = time.monotonic() - self._lost_after_s
            self._under_way = {name: begun for name, begun in self._under_way.items() if begun > since}
            if named(client, mark) in self._under_way:
                raise KeyInUse(_UNDER_WAY)
            self._under_way[named(client, mark)] = time.monotonic()
        try:
            reply = self._writer.submit([Claim(named(client, mark), mark, microseconds(now), self._holder)])
        except BaseException:
            self.leave(client, mark)
            raise
        if reply is not None:
            self.leave(client, mark)
        return reply

    def keep(self, client: OneClient, mark: Mark, reply: bytes) -> None:
        try:
            self._writer.submit([Keep(named(client, mark), mark, reply)])
        finally:
            self.leave(client, mark)

    def release(self, client: OneClient, mark: Mark) -> None:
        try:
            self._writer.submit([Release(named(client, mark), mark)])
        finally:
            self.leave(client, mark)

    def leave(self, client: OneClient, mark: Mark) -> None:
        with self._lock:
            self._under_way.pop(named(client, mark), None)

    def close(self) -> None:
        self._writer.close()


def forget(connection: sqlite3.Connection, now: int) -> None:
    """Delete what is older than `KEPT_FOR`. `now`: microseconds since 1970, UTC."""
    connection.execute("DELETE FROM replies WHERE at < ?", (now - KEPT_FOR // timedelta(microseconds=1),))


def write(connection: sqlite3.Connection, steps: Sequence[Sequence[Step]]) -> list[bytes | KbsearchError | None]:
    """One transaction."""
    connection.execute("BEGIN IMMEDIATE")
    answers = [_do(connection, step) for (step,) in steps]
    connection.execute("COMMIT")
    return answers


def _do(connection: sqlite3.Connection, step: Step) -> bytes | KbsearchError | None:
    match step:
        case Claim():
            return _claim(connection, step)
        case Keep(name, mark, reply):
            connection.execute(_KEEP, (reply, *name, mark.digest))
        case Release(name, mark):
            connection.execute(_RELEASE, (*name, mark.digest))
    return None


def _claim(connection: sqlite3.Connection, step: Claim) -> bytes | KbsearchError | None:
    """The answer that was kept; None = go on. `KeyInUse` while another process has just begun."""
    name, mark, now, holder = step
    forget(connection, now)
    known = connection.execute(_KNOWN, name).fetchone()
    if known is None:
        connection.execute(_CLAIM, (*name, mark.digest, mark.call, now, holder, now))
        return None
    digest, reply, other, held = known
    if digest != mark.digest:
        return KeyReused("This key was used for another post. Give each post its own, and the same post the same one.")
    if reply is None:
        if other not in (None, holder) and 0 <= now - held < HELD_FOR // timedelta(microseconds=1):
            return KeyInUse(_UNDER_WAY)
        connection.execute(_HOLD, (holder, now, *name))
    kept: bytes | None = reply
    return kept
