"""Keys, people, sessions and the audit trail, in one SQLite file.

What is done and the entry that says so are one commit.

Secrets are kept as HMAC-SHA-256 under a secret that lies in another file: whoever copies this one cannot sign in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database, Migrations

from kbsearch.adapters.stores.audit_rows import append
from kbsearch.adapters.stores.database import open_writing, told, transaction
from kbsearch.adapters.stores.readers import Readers
from kbsearch.adapters.stores.schema import migrate
from kbsearch.core.access.audit import Entry, Sealed

MIGRATIONS = Migrations("access")
BUSY_TIMEOUT_S = 5.0


@MIGRATIONS()
def m001_keys(db: Database) -> None:
    """Times are microseconds since 1970, UTC; `clients` and `scopes` are JSON arrays."""
    keys = {"id": str, "name": str, "clients": str, "scopes": str, "created": int, "expires": int, "revoked": int}
    required = {"id", "name", "clients", "scopes", "created"}
    db.table("keys").create({**keys, "used": int}, pk="id", not_null=required, strict=True)
    columns = {"key": str, "digest": bytes, "created": int, "ends": int}
    db.table("secrets").create(columns, pk=("key", "digest"), not_null={"key", "digest", "created"}, strict=True)


@MIGRATIONS()
def m002_audit(db: Database) -> None:
    """Rows are added and nothing else: even a program with a mistake in it cannot change one in passing."""
    columns = {"seq": int, "body": bytes, "seal": bytes}
    db.table("audit").create(columns, pk="seq", not_null=set(columns), strict=True)
    for doing in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER audit_no_{doing.lower()} BEFORE {doing} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is only ever added to'); END"
        )


@MIGRATIONS()
def m003_people(db: Database) -> None:
    """`grants`: client or `*` → roles, as JSON. `password`: an argon2id string, or NULL for who signs in elsewhere."""
    people = {"id": str, "name": str, "source": str, "grants": str, "password": str, "created": int, "disabled": int}
    required = {"id", "name", "source", "grants", "created"}
    db.table("people").create(people, pk="id", not_null=required, strict=True)
    sessions = {"digest": bytes, "person": str, "created": int, "seen": int, "ended": int}
    required = {"digest", "person", "created", "seen"}
    db.table("sessions").create(sessions, pk="digest", not_null=required, strict=True)
    db.table("sessions").create_index(["person"])
    links = {"digest": bytes, "person": str, "ends": int, "used": int}
    db.table("links").create(links, pk="digest", not_null={"digest", "person", "ends"}, strict=True)


class AccessFile:
    """The file at `path`, made if there is none. Any thread may call; each write waits up to `BUSY_TIMEOUT_S`.

    `secret` seals the audit trail. Raises `StateError` when the file cannot be used.
    """

    def __init__(self, path: Path, secret: bytes) -> None:
        self._path, self._secret, self._timeout_s = path, secret, BUSY_TIMEOUT_S
        self._readers = Readers(path, timeout_s=self._timeout_s)
        with self.told():
            path.parent.mkdir(parents=True, exist_ok=True)
            migrate(path, MIGRATIONS, timeout_s=self._timeout_s)

    @contextmanager
    def writing(self, entry: Entry | None) -> Iterator[sqlite3.Connection]:
        """One transaction, with the audit's `entry` as its last write: neither is ever there without the other.

        None where there is nothing to account for.
        """
        with (
            self.told(),
            closing(open_writing(self._path, timeout_s=self._timeout_s)) as connection,
            transaction(connection),
        ):
            yield connection
            if entry is not None:
                self.append(connection, entry)

    def append(self, connection: sqlite3.Connection, entry: Entry) -> None:
        """Add to the audit trail within a transaction of `writing`."""
        append(connection, self._secret, entry)

    def read(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self.told():
            return self._readers.mine().execute(query, values).fetchall()

    def record(self, entry: Entry) -> None:
        """Add to the audit trail; on disk when it returns. Raises `StateError`: what it is about must not be done."""
        with self.writing(entry):
            pass

    def trail(self, after: int = 0) -> Iterator[Sealed]:
        """The audit trail, first to last."""
        with self.told():
            rows = self._readers.mine().execute(
                "SELECT seq, body, seal FROM audit WHERE seq > ? ORDER BY seq", (after,)
            )
            for seq, body, seal in rows:
                yield Sealed(seq, body, seal)

    def last(self) -> Sealed | None:
        """The trail's newest entry."""
        rows: list[Any] = self.read("SELECT seq, body, seal FROM audit ORDER BY seq DESC LIMIT 1")
        return Sealed(*rows[0]) if rows else None

    def close(self) -> None:
        self._readers.close()

    def told(self) -> AbstractContextManager[None]:
        """Errors of the file as `StateError`."""
        return told(self._path)
