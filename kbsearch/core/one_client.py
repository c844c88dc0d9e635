"""The one client that a piece of work is for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kbsearch.errors import NotFound, ScopeViolation

CLIENT_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""The whole of a client's id."""


def is_client_id(name: str) -> bool:
    """Whether a folder of this name can be a client: `[a-z0-9][a-z0-9_-]*`, 64 characters at most."""
    return CLIENT_ID.fullmatch(name) is not None


@dataclass(frozen=True, slots=True)
class OneClient:
    """Says whose things may be looked at, and so that somebody was let in to look at them.

    The first argument, without a default, of everything that touches what is a client's. It is made only where it was
    decided that this client may be entered: by the guard of the API for one request, by the command line for the
    operator, and by the server for its own upkeep, client after client. Who holds one may use it for that client and
    that piece of work; nothing makes one client's out of another's. Raises `NotFound` for what is no client's id.

    It promises that the id can be a client's, not that there is such a client now.
    """

    id: str
    """The name of the client's folder."""

    def __post_init__(self) -> None:
        if not is_client_id(self.id):
            raise NotFound("There is no such client.")


def require_own(client: OneClient, owners: Iterable[str]) -> None:
    """Raises `ScopeViolation`, which names nobody, unless all owners are this client."""
    if any(owner != client.id for owner in owners):
        raise ScopeViolation("Something of another client was met and held back.")
