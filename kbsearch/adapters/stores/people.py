"""People, their sessions and their sign-in links, in the access file."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from kbsearch.adapters.stores.access import AccessFile
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.people import Person, Session
from kbsearch.core.access.principals import Role
from kbsearch.core.moments import microseconds, moment_or_none

_ALL = "SELECT id, name, source, grants, disabled FROM people ORDER BY id"
_BEGIN = "INSERT INTO sessions (digest, person, created, seen) VALUES (?1, ?2, ?3, ?3)"
_SESSION = """
    SELECT sessions.created, sessions.seen, sessions.ended,
        people.id, people.name, people.source, people.grants, people.disabled
    FROM sessions JOIN people ON people.id = sessions.person WHERE sessions.digest = ?
"""


class StoredPeople:
    """Any thread may call. Sessions and links are known by digests alone."""

    def __init__(self, file: AccessFile) -> None:
        self._file = file

    def put(self, person: Person, now: datetime, entry: Entry | None) -> None:
        """Add, or change name, source, roles and whether they may come in; a password stays as it is."""
        disabled = microseconds(now) if person.is_disabled else None
        row = (person.id, person.name, person.source, encoded(person.roles), microseconds(now), disabled)
        with self._file.writing(entry) as connection:
            connection.execute(
                "INSERT INTO people (id, name, source, grants, created, disabled) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, source = excluded.source, "
                "grants = excluded.grants, disabled = excluded.disabled",
                row,
            )

    def all(self) -> list[Person]:
        return [person_of(*row) for row in self._file.read(_ALL)]

    def add_link(self, digest: bytes, person: str, ends: datetime, entry: Entry) -> None:
        with self._file.writing(entry) as connection:
            insert = "INSERT INTO links (digest, person, ends) VALUES (?, ?, ?)"
            connection.execute(insert, (digest, person, microseconds(ends)))

    def use_link(self, link: bytes, session: bytes, now: datetime, entry: Entry) -> bool:
        """Begin `session` for whom the link was made; False, and nothing is done, if it was used or has ended."""
        at = microseconds(now)
        with self._file.writing(None) as connection:
            use = "UPDATE links SET used = ?1 WHERE digest = ?2 AND used IS NULL AND ends > ?1 RETURNING person"
            found = connection.execute(use, (at, link)).fetchone()
            if found is None:
                return False
            begin_session(connection, session, found[0], now)
            self._file.append(connection, entry)
        return True

    def session(self, digest: bytes) -> Session | None:
        """Whatever its state; the person as they are now."""
        rows = self._file.read(_SESSION, digest)
        if not rows:
            return None
        (created, seen, ended), person = map(moment_or_none, rows[0][:3]), person_of(*rows[0][3:])
        assert created is not None  # these columns are NOT NULL
        assert seen is not None
        return Session(person, created, seen, ended)

    def touch(self, digest: bytes, now: datetime) -> None:
        """Note that the session is in use."""
        with self._file.writing(None) as connection:
            connection.execute("UPDATE sessions SET seen = ? WHERE digest = ?", (microseconds(now), digest))

    def end(self, digest: bytes, now: datetime, entry: Entry) -> None:
        with self._file.writing(entry) as connection:
            end = "UPDATE sessions SET ended = coalesce(ended, ?) WHERE digest = ?"
            connection.execute(end, (microseconds(now), digest))

    def forget_sessions(self, before: datetime) -> None:
        """Drop sessions and links that ended long ago; the audit trail keeps that they were."""
        at = microseconds(before)
        with self._file.writing(None) as connection:
            connection.execute("DELETE FROM sessions WHERE created < ?", (at,))
            connection.execute("DELETE FROM links WHERE ends < ?", (at,))


def begin_session(connection: sqlite3.Connection, digest: bytes, person: str, now: datetime) -> None:
    """Within a transaction of `AccessFile.writing`."""
    connection.execute(_BEGIN, (digest, person, microseconds(now)))


def encoded(roles: Mapping[str, tuple[Role, ...]]) -> str:
    """As `person_of` reads them."""
    return msgspec.json.encode({client: [role.value for role in held] for client, held in roles.items()}).decode()


def person_of(id: Any, name: Any, source: Any, grants: Any, disabled: Any) -> Person:
    roles = {client: tuple(map(Role, held)) for client, held in msgspec.json.decode(grants).items()}
    return Person(id, name, source, roles, disabled is not None)
