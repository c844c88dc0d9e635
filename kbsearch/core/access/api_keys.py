"""Keys of other tools: `kbs_<id>_<secret>`, bound to clients and scopes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kbsearch.core.access.principals import Principal, Scope

PREFIX = "kbs_"
ID_CHARS = 10
"""Letters and digits of an id, about 51 bits: unique, not secret."""
SECRET_CHARS = 43
"""32 random bytes in base64url."""
_WRITTEN = re.compile(rf"{PREFIX}([a-z0-9]{{{ID_CHARS}}})_([A-Za-z0-9_-]{{{SECRET_CHARS}}})", re.ASCII)

KeyState = Literal["active", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What is known of a key; its secret is not."""

    id: str
    name: str
    """What it is for, in the words of whoever made it."""
    clients: tuple[str, ...]
    """Sorted ids, or `EVERY_CLIENT` alone."""
    scopes: frozenset[Scope]
    created: datetime
    expires: datetime | None = None
    """None = until it is revoked."""
    revoked: datetime | None = None
    last_used: datetime | None = None
    """To the minute; None = never."""

    def state(self, now: datetime) -> KeyState:
        if self.revoked is not None and self.revoked <= now:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= now else "active"

    def principal(self) -> Principal:
        return Principal("key", self.id, self.name, dict.fromkeys(self.clients, self.scopes))


def written(id: str, secret: str) -> str:
    """The key as its holder sends it."""
    return f"{PREFIX}{id}_{secret}"


def read(text: str) -> tuple[str, str] | None:
    """`(id, secret)` of a key as it was sent; None for anything else.

    >>> read("kbs_0123456789_" + "a" * 43)[0]
    '0123456789'
    >>> read("kbs_0123456789_short") is None
    True
    """
    found = _WRITTEN.fullmatch(text)
    return (found[1], found[2]) if found else None
