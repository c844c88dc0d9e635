"""What an address accepts, for who asks with OPTIONS.

Litestar's own answer leaves out all methods but one where several handlers share an address.
"""

from __future__ import annotations

from litestar import Litestar
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from kbsearch.api.problems import methods_of


def answering_options(app: Litestar) -> ASGIApp:
    """`app` with OPTIONS answered here; an address that there is not is left to it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "OPTIONS":
            await app(scope, receive, send)
            return
        allowed = methods_of(app, scope["path"])
        if not allowed:
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 204, "headers": [(b"allow", allowed.encode())]})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return wrapped
