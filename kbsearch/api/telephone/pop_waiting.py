"""What the telephone system said of a call, while the agent is asked whose it is.

It says who calls: it stands in no address and no cookie, in memory alone, and not for long.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from litestar import Request

from kbsearch.api.transport.sweeping import Sweeper

WITHIN_S = 600.0
MOST_KEPT = 1000


class Waiting:
    """Calls that wait for their client, each under a word that says nothing of them and is worth something in its own
    session alone. For one thread, the event loop's."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, str], tuple[float, Mapping[str, str]]] = {}
        self._sweeper = Sweeper(self._sweep)

    def keep(self, session: str, said: Mapping[str, str]) -> str:
        """The word to ask for it with; empty for who has no session: nothing is kept then."""
        if not session:
            return ""
        now, word = time.monotonic(), secrets.token_urlsafe(12)
        self._said[session, word] = (now, said)
        for old in list(self._said)[: max(0, len(self._said) - MOST_KEPT)]:
            del self._said[old]
        self._sweeper.begin()
        return word

    def of(self, session: str, word: str) -> Mapping[str, str]:
        """Empty where nothing is kept."""
        at, said = self._said.get((session, word), (0.0, {}))
        return said if time.monotonic() - at <= WITHIN_S else {}

    def _sweep(self) -> float | None:
        now = time.monotonic()
        self._said = {key: (at, said) for key, (at, said) in self._said.items() if now - at <= WITHIN_S}
        return next((at + WITHIN_S - now for at, _ in self._said.values()), None)

    def forget(self, session: str, call: str) -> None:
        """The call has its client."""
        for key in [key for key, (_, said) in self._said.items() if key[0] == session and said["call"] == call]:
            del self._said[key]

    def leave(self, session: str) -> None:
        """The session is over."""
        for key in [key for key in self._said if key[0] == session]:
            del self._said[key]


def waiting(request: Request[Any, Any, Any]) -> Waiting:
    """The server's own."""
    found: Waiting = request.app.state.waiting
    return found
