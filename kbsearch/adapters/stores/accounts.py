"""Who may sign in, in the access file: every change ends what it must end, in the commit that makes it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kbsearch.adapters.stores.access import AccessFile
from kbsearch.adapters.stores.people import begin_session, encoded, person_of
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import Role
from kbsearch.core.moments import microseconds
from kbsearch.errors import BadRequest, NotFound

_ONE = "SELECT id, name, source, grants, disabled, password FROM people WHERE id = ?"
_MAY_COME = "SELECT 1 FROM people WHERE source = 'local' AND password IS NOT NULL AND disabled IS NULL LIMIT 1"


class StoredAccounts:
    """Any thread may call. Every change is one commit with its audit entry."""

    def __init__(self, file: AccessFile) -> None:
        self._file = file

    def find(self, id: str) -> tuple[Person, str | None] | None:
        """The person, whatever their state, and what is kept of their password."""
        rows: list[Any] = self._file.read(_ONE, id)
        return (person_of(*rows[0][:5]), rows[0][5]) if rows else None

    def may_anybody_sign_in(self) -> bool:
        """Whether there is an account with a password that is not disabled."""
        return bool(self._file.read(_MAY_COME))

    def add(self, person: Person, password: str, now: datetime, entry: Entry) -> None:
        """Raises `BadRequest` if the name is taken."""
        row = (person.id, person.name, person.source, encoded(person.roles), password, microseconds(now))
        with self._file.writing(entry) as connection:
            add = (
                "INSERT INTO people (id, name, source, grants, password, created) VALUES (?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO NOTHING"
            )
            if connection.execute(add, row).rowcount != 1:
                raise BadRequest(f"There is an account {person.id!r} already.", field="account")

    def set_password(self, id: str, password: str, now: datetime, entry: Entry) -> None:
        """And everybody who sits in one of their sessions is out. Raises `NotFound`."""
        with self._file.writing(entry) as connection:
            _change(connection, "UPDATE people SET password = ?1 WHERE id = ?2 AND source = 'local'", password, id)
            _end_sessions(connection, id, now)

    def set_roles(self, id: str, roles: Mapping[str, tuple[Role, ...]], now: datetime, entry: Entry) -> None:
        """Likewise."""
        with self._file.writing(entry) as connection:
            _change(connection, "UPDATE people SET grants = ?1 WHERE id = ?2 AND source = 'local'", encoded(roles), id)
            _end_sessions(connection, id, now)

    def set_disabled(self, id: str, is_disabled: bool, now: datetime, entry: Entry) -> None:
        """Likewise."""
        with self._file.writing(entry) as connection:
            at = microseconds(now) if is_disabled else None
            _change(connection, "UPDATE people SET disabled = ?1 WHERE id = ?2 AND source != 'link'", at, id)
            _end_sessions(connection, id, now)

    def rehash(self, id: str, old: str, new: str) -> None:
        """The same password under other parameters, unless it was changed meanwhile."""
        with self._file.writing(None) as connection:
            connection.execute("UPDATE people SET password = ?1 WHERE id = ?2 AND password = ?3", (new, id, old))

    def begin(self, id: str, password: str, session: bytes, now: datetime, entry: Entry) -> bool:
        """A session for somebody whose kept password, `password`, was found right; False, and nothing is done, if it
        was changed or the account was disabled while that took its time."""
        with self._file.writing(None) as connection:
            held = "SELECT 1 FROM people WHERE id = ? AND password = ? AND disabled IS NULL"
            if connection.execute(held, (id, password)).fetchone() is None:
                return False
            begin_session(connection, session, id, now)
            self._file.append(connection, entry)
        return True

    def begin_for(self, person: Person, session: bytes, now: datetime, entry: Entry) -> bool:
        """A session for somebody another service has recognised, with the name and the roles that it says now; False,
        and nothing is done, if this instance has disabled them."""
        row = (person.id, person.name, person.source, encoded(person.roles), microseconds(now))
        with self._file.writing(None) as connection:
            put = (
                "INSERT INTO people (id, name, source, grants, created) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET name = excluded.name, grants = excluded.grants "
                "WHERE disabled IS NULL AND source = excluded.source"
            )
            if connection.execute(put, row).rowcount != 1:
                return False
            begin_session(connection, session, person.id, now)
            self._file.append(connection, entry)
        return True

    def shut_out(self, id: str, now: datetime, entry: Entry) -> None:
        """Somebody whom another service gives no role any more: known or not, they have none from now on."""
        with self._file.writing(entry) as connection:
            connection.execute("UPDATE people SET grants = '{}' WHERE id = ?", (id,))
            _end_sessions(connection, id, now)


def _change(connection: sqlite3.Connection, update: str, value: object, id: str) -> None:
    if connection.execute(update, (value, id)).rowcount != 1:
        raise NotFound(f"There is no account {id!r}. `kbsearch people list` shows those that there are.")


def _end_sessions(connection: sqlite3.Connection, id: str, now: datetime) -> None:
    """With links that were made for them and not used yet."""
    at = microseconds(now)
    connection.execute("UPDATE sessions SET ended = coalesce(ended, ?1) WHERE person = ?2", (at, id))
    connection.execute("UPDATE links SET used = coalesce(used, ?1) WHERE person = ?2", (at, id))
