"""People, and how long one stays signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from kbsearch.core.access.principals import EVERY_CLIENT, Principal, Role, granted

Source = Literal["link", "local", "oidc"]
"""How somebody is recognised: by a link that the server's terminal printed, a password kept here, another service."""

IDLE = timedelta(minutes=30)
"""Without a request for so long, a session is over…"""
LONGEST = timedelta(hours=12)
"""…and after so long in any case."""
LINK_LASTS = timedelta(minutes=30)
"""A sign-in link that nobody used is worthless after that."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in."""

    id: str
    name: str
    source: Source
    roles: Mapping[str, tuple[Role, ...]]
    """Client's id, or `EVERY_CLIENT` → roles."""
    is_disabled: bool = False

    def principal(self) -> Principal:
        return Principal("person", self.id, self.name, granted(self.roles))


AT_THE_MACHINE = Person("local", "local", "link", {EVERY_CLIENT: (Role.ADMIN,)})
"""Whoever can read the server's terminal could read its files as well."""


@dataclass(frozen=True, slots=True)
class Session:
    """One person's browser, from signing in to signing out."""

    person: Person
    created: datetime
    seen: datetime
    """When it was last used, to the minute."""
    ended: datetime | None = None
    """Signed out, or thrown out."""

    def is_open(self, now: datetime) -> bool:
        """Never longer than `LONGEST`, nor `IDLE` after the last use, nor for somebody who may not come in any more.

        A clock that was set back does not open a session again: before its own beginning it is closed.
        """
        if self.ended is not None or self.person.is_disabled or now < self.created - timedelta(minutes=1):
            return False
        return now - self.created < LONGEST and now - self.seen < IDLE
