"""Who asks: a key of another tool, or a person; and what each may do for which client."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

EVERY_CLIENT = "*"
"""In a grant, instead of a client's id: all of them, those included that are added later."""


class Scope(Enum):
    """What a key may be allowed to do, and what each operation of the API asks for. Names are part of the API."""

    SEARCH = "search"
    """Search, read articles, see known incidents."""
    RECORD = "record"
    """Open calls, post what happens in them, close them; read them back."""
    ESCALATE = "escalate"
    """Ask who takes over, and make hand-over sheets."""
    READ_FIGURES = "read-figures"
    """See a client's figures."""
    EDIT_INCIDENTS = "edit-incidents"
    """Open and close known incidents; enable a webhook again."""
    EDIT_ARTICLES = "edit-articles"
    """See what is wrong in the articles' files, and who changed them."""
    ADMIN = "admin"
    """For every client: the state of the whole instance, its keys and its people."""


class Role(Enum):
    """What a person is for a client."""

    AGENT = "agent"
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    CLIENT_READER = "client-reader"
    """Somebody of the client itself, who may see its figures and nothing else."""
    ADMIN = "admin"


SCOPES_OF: Mapping[Role, frozenset[Scope]] = {
    Role.AGENT: frozenset({Scope.SEARCH, Scope.RECORD, Scope.ESCALATE}),
    Role.EDITOR: frozenset({Scope.SEARCH, Scope.EDIT_ARTICLES}),
    Role.SUPERVISOR: frozenset(Scope) - {Scope.ADMIN},
    Role.CLIENT_READER: frozenset({Scope.READ_FIGURES}),
    Role.ADMIN: frozenset(Scope),
}

NOTHING: frozenset[Scope] = frozenset()

Kind = Literal["key", "person"]


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever was recognised behind a request."""

    kind: Kind
    id: str
    """Of the key or of the person; unique within its kind."""
    name: str
    """For people to read; never compared."""
    grants: Mapping[str, frozenset[Scope]]
    """Client's id, or `EVERY_CLIENT` → what may be done for it. No entry = the client does not exist for this one."""

    def scopes(self, client: str) -> frozenset[Scope]:
        """What may be done for `client`; empty where it may not even be known of."""
        return self.grants.get(client, NOTHING) | self.grants.get(EVERY_CLIENT, NOTHING)

    def may(self, scope: Scope, client: str) -> bool:
        return scope in self.scopes(client)

    def may_somewhere(self, scope: Scope) -> bool:
        return any(scope in scopes for scopes in self.grants.values())

    def may_everywhere(self, scope: Scope) -> bool:
        """For all clients there are and will be, as what concerns the instance as a whole asks for."""
        return scope in self.grants.get(EVERY_CLIENT, NOTHING)

    @property
    def actor(self) -> str:
        """As the audit trail names it: `key:…` or `person:…`."""
        return f"{self.kind}:{self.id}"


def account_of(principal: Principal) -> str:
    """The account of whoever asks; empty for a key, which is nobody's."""
    return principal.id if principal.kind == "person" else ""


def granted(roles: Mapping[str, Iterable[Role]]) -> dict[str, frozenset[Scope]]:
    """The grants of somebody who has these roles, per client or `EVERY_CLIENT`.

    >>> sorted(scope.value for scope in granted({"acme": [Role.AGENT]})["acme"])
    ['escalate', 'record', 'search']
    """
    return {client: NOTHING.union(*(SCOPES_OF[role] for role in held)) for client, held in roles.items()}


def read_roles(texts: Iterable[str]) -> dict[str, tuple[Role, ...]]:
    """Roles as people write them. Raises `ValueError`, which says how that is.

    >>> read_roles(["acme=agent", "acme=editor"])
    {'acme': (<Role.AGENT: 'agent'>, <Role.EDITOR: 'editor'>)}
    """
    roles: dict[str, tuple[Role, ...]] = {}
    known = [role.value for role in Role]
    for text in texts:
        client, _, name = text.partition("=")
        if not client or name not in known:
            raise ValueError(f"{text!r} is no role; write acme=agent, or *=agent for every client: {', '.join(known)}")
        if Role(name) not in roles.get(client, ()):
            roles[client] = (*roles.get(client, ()), Role(name))
    return roles
