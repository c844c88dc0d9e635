"""At most so many searches in hand at once: what comes beside them is told to come back, before it costs anything.

How long an answer takes under load is how many are in hand over how many are done a second (Little's law). Lines in
front of the threads do not bound that: requests also wait for the event loop and the interpreter's lock.
"""

from __future__ import annotations

import os

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send
from litestar.types.asgi_types import ReceiveMessage

from kbsearch.api.errors.problems import MAX_BODY_BYTES, TooSlowError
from kbsearch.api.errors.refusals import SlowRefusals, refuse
from kbsearch.api.transport.limits import kind_of
from kbsearch.app import App

MOST_IN_HAND = 4 * max(2, os.cpu_count() or 2)
"""Eight on two cores. Twenty agents who type have less than one in hand on the mean."""
RETRY_AFTER_S = 1


def uncrowded(app: ASGIApp, kb: App, slow: SlowRefusals) -> ASGIApp:
    """`app` with at most `MOST_IN_HAND` questions in it: those that are posted, and the results of one on a page.

    Each is in hand from the end of its body to the beginning of its answer: not while somebody sends or reads slowly.
    """

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _is_question(scope):
            await app(scope, receive, send)
            return
        try:
            read = await _body(receive)
        except TooSlowError:
            await refuse(scope, send, "too-slow", {})
            return
        if kb.in_hand >= MOST_IN_HAND:
            await slow.refuse(scope, send, "not-ready", {"retry-after": str(RETRY_AFTER_S)}, detail="busy-detail")
            return
        is_in_hand = True
        kb.in_hand += 1

        def let_go() -> None:
            nonlocal is_in_hand
            kb.in_hand -= is_in_hand
            is_in_hand = False

        async def again() -> ReceiveMessage:
            return read.pop(0) if read else await receive()

        async def answered(message: Message) -> None:
            let_go()
            await send(message)

        try:
            await app(scope, again, answered)
        finally:
            let_go()

    return wrapped


def _is_question(scope: HTTPScope) -> bool:
    is_shown_again = scope["path"].startswith("/c/") and b"asked=" in scope["query_string"]
    return kind_of(scope) == "searches" and (scope["method"] == "POST" or is_shown_again)


async def _body(receive: Receive) -> list[ReceiveMessage]:
    """All messages of a body, or those up to its limit, which the application says itself."""
    read: list[ReceiveMessage] = []
    size = 0
    while size <= MAX_BODY_BYTES:
        message = await receive()
        read.append(message)
        if message["type"] != "http.request" or not message.get("more_body"):
            break
        size += len(message.get("body", b""))
    return read
