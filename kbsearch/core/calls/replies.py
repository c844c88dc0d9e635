"""The first answer to a post that may be sent twice, and what marks the second one as the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

KEPT_FOR = timedelta(hours=24)
"""How long a key stands for its first answer; after that it is as though it had never been used."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One post to one client that was given a key. Neither the key nor the body can be read from it."""

    principal: str
    """Who posted: keys of two of them never meet."""
    key: str
    """Keyed hash of the key."""
    digest: str
    """Keyed hash of the method, the address and the body."""
    call: str = ""
    """Which call it was about, so that its answer is deleted with it."""
