"""Keys of other tools, in the access file."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

import msgspec

from kbsearch.adapters.stores.access import AccessFile
from kbsearch.core.access.api_keys import ApiKey
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.principals import Scope
from kbsearch.core.moments import microseconds, moment_or_none
from kbsearch.errors import NotFound

_ALL = "SELECT id, name, clients, scopes, created, expires, revoked, used FROM keys ORDER BY created, id"
_ONE = """
    SELECT digest, id, name, clients, scopes, keys.created, expires, revoked, used
    FROM keys LEFT JOIN secrets ON secrets.key = keys.id AND (secrets.ends IS NULL OR secrets.ends > ?)
    WHERE keys.id = ?
"""


class StoredKeys:
    """Any thread may call. Every change is one commit with its audit entry."""

    def __init__(self, file: AccessFile) -> None:
        self._file = file

    def add(self, key: ApiKey, digest: bytes, entry: Entry) -> None:
        row = (
            key.id,
            key.name,
            msgspec.json.encode(key.clients).decode(),
            msgspec.json.encode(sorted(scope.value for scope in key.scopes)).decode(),
            microseconds(key.created),
            None if key.expires is None else microseconds(key.expires),
        )
        with self._file.writing(entry) as connection:
            connection.execute(
                "INSERT INTO keys (id, name, clients, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?)", row
            )
            _add_secret(connection, key.id, digest, key.created)

    def rotate(self, id: str, digest: bytes, now: datetime, old_ends: datetime, entry: Entry) -> None:
        """A new secret from `now` on; those before it end at `old_ends`, unless they end earlier. Raises `NotFound`."""
        with self._file.writing(entry) as connection:
            _require(connection, id)
            end = "UPDATE secrets SET ends = min(coalesce(ends, ?1), ?1) WHERE key = ?2"
            connection.execute(end, (microseconds(old_ends), id))
            _add_secret(connection, id, digest, now)

    def revoke(self, id: str, now: datetime, entry: Entry) -> None:
        """From now on and for good; what was revoked before stays so since then. Raises `NotFound`."""
        with self._file.writing(entry) as connection:
            _require(connection, id)
            revoke = "UPDATE keys SET revoked = min(coalesce(revoked, ?1), ?1) WHERE id = ?2"
            connection.execute(revoke, (microseconds(now), id))

    def touch(self, id: str, now: datetime) -> None:
        """Note that it was used."""
        with self._file.writing(None) as connection:
            connection.execute("UPDATE keys SET used = ? WHERE id = ?", (microseconds(now), id))

    def find(self, id: str, now: datetime) -> tuple[ApiKey, list[bytes]] | None:
        """The key, whatever its state, and the digests of its secrets that hold at `now`."""
        rows: list[Any] = self._file.read(_ONE, microseconds(now), id)
        return (_key(*rows[0][1:]), [digest for digest, *_ in rows if digest is not None]) if rows else None

    def all(self) -> list[ApiKey]:
        """Oldest first."""
        return [_key(*row) for row in self._file.read(_ALL)]


def _add_secret(connection: sqlite3.Connection, id: str, digest: bytes, now: datetime) -> None:
    insert = "INSERT INTO secrets (key, digest, created) VALUES (?, ?, ?)"
    connection.execute(insert, (id, digest, microseconds(now)))


def _require(connection: sqlite3.Connection, id: str) -> None:
    if connection.execute("SELECT 1 FROM keys WHERE id = ?", (id,)).fetchone() is None:
        raise NotFound(f"There is no key {id!r}. `kbsearch keys list` shows those that there are.")


def _key(
    id: Any, name: Any, clients: Any, scopes: Any, created: Any, *times: Any
) -> ApiKey:  # fmt: skip
    expires, revoked, used = map(moment_or_none, times)
    made = moment_or_none(created)
    assert made is not None  # the column is NOT NULL
    held = frozenset(map(Scope, msgspec.json.decode(scopes)))
    return ApiKey(id, name, tuple(msgspec.json.decode(clients)), held, made, expires, revoked, used)
