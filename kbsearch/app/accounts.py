"""Accounts of people, as the operator of this instance makes and changes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kbsearch.adapters.passwords import Passwords
from kbsearch.app.access import Access
from kbsearch.core.access.audit import Action, Entry
from kbsearch.core.access.passwords import account_named, fault, is_account
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import EVERY_CLIENT, Role
from kbsearch.core.clients import is_client_id
from kbsearch.errors import BadRequest

MOST_NAME_CHARS = 100


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked of an account to be made."""

    id: str
    name: str
    """For people to read."""
    roles: Mapping[str, tuple[Role, ...]]
    password: str = field(repr=False)


class Accounts:
    """Every change is one commit with its audit entry, and ends that person's sessions."""

    def __init__(self, access: Access) -> None:
        self._access, self._passwords = access, Passwords()

    def all(self) -> list[Person]:
        """By id; without the one who comes by the terminal's link."""
        return [person for person in self._access.people.all() if person.source != "link"]

    def add(self, actor: str, now: datetime, account: NewAccount) -> Person:
        """Raises `BadRequest`."""
        id = account_named(account.id)
        if not is_account(id):
            raise BadRequest(
                f"{account.id!r} cannot be an account: letters without accents, digits and . _ @ + - are taken, "
                "64 at most.",
                field="account",
            )
        if not account.name.strip() or len(account.name) > MOST_NAME_CHARS or not account.name.isprintable():
            raise BadRequest(f"A name has 1 to {MOST_NAME_CHARS} characters.", field="name")
        require_roles(account.roles)
        kept = self._hashed(account.password, id)
        person = Person(id, account.name, "local", account.roles)
        entry = Entry(now.isoformat(), actor, Action.PERSON_CREATE, "done", object=id, detail=said(account.roles))
        self._access.accounts.add(person, kept, now, entry)
        return person

    def set_password(self, actor: str, now: datetime, id: str, password: str) -> None:
        """Raises `BadRequest`, `NotFound`."""
        kept = self._hashed(password, id)
        entry = Entry(now.isoformat(), actor, Action.PERSON_PASSWORD, "done", object=id)
        self._access.accounts.set_password(id, kept, now, entry)

    def set_roles(self, actor: str, now: datetime, id: str, roles: Mapping[str, tuple[Role, ...]]) -> None:
        """These and no others. Raises `BadRequest`, `NotFound`."""
        require_roles(roles)
        entry = Entry(now.isoformat(), actor, Action.PERSON_ROLES, "done", object=id, detail=said(roles))
        self._access.accounts.set_roles(id, roles, now, entry)

    def set_disabled(self, actor: str, now: datetime, id: str, *, is_disabled: bool) -> None:
        """Raises `NotFound`."""
        action = Action.PERSON_DISABLE if is_disabled else Action.PERSON_ENABLE
        self._access.accounts.set_disabled(
            id, is_disabled, now, Entry(now.isoformat(), actor, action, "done", object=id)
        )

    def _hashed(self, password: str, id: str) -> str:
        if wrong := fault(password, id):
            raise BadRequest(f"This password is refused. {wrong}", field="password")
        return self._passwords.hash(password)


def require_roles(roles: Mapping[str, tuple[Role, ...]]) -> None:
    """Raises `BadRequest` for none, and for what can be no client."""
    wrong = [client for client in roles if client != EVERY_CLIENT and not is_client_id(client)]
    if wrong or not any(roles.values()):
        raise BadRequest(
            f"Roles are given per client, by its id: acme=agent, or *=agent for all; not: {wrong}.", field="role"
        )


def said(roles: Mapping[str, tuple[Role, ...]]) -> str:
    """`acme=agent *=supervisor`."""
    return " ".join(f"{client}={role.value}" for client, held in sorted(roles.items()) for role in held)
