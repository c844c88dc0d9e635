"""At most so many searches in hand at once: what comes beside them is told to come back, before it costs anything.

How long an answer takes under load is how many are in hand over how many are done a second (Little's law). Lines in
front of the threads do not bound that: requests also wait for the event loop and the interpreter's lock.
"""

from __future__ import annotations

import os

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from kbsearch.api.limits import kind_of
from kbsearch.api.refusals import pause_and_refuse

MOST_IN_HAND = 6 * max(2, os.cpu_count() or 2)
"""Twelve on two cores. Twenty agents who type have less than one in hand on the mean."""
RETRY_AFTER_S = 1


def uncrowded(app: ASGIApp) -> ASGIApp:
    """`app` with at most `MOST_IN_HAND` posted questions in it."""
    in_hand = 0

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal in_hand
        if scope["type"] != ScopeType.HTTP or scope["method"] != "POST" or kind_of(scope) != "searches":
            await app(scope, receive, send)
            return
        if in_hand >= MOST_IN_HAND:
            await pause_and_refuse(scope, send, "not-ready", {"retry-after": str(RETRY_AFTER_S)}, detail="busy-detail")
            return
        in_hand += 1
        try:
            await app(scope, receive, send)
        finally:
            in_hand -= 1

    return wrapped
