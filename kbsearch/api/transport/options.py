"""What every address answers beside its own methods: OPTIONS, what it accepts, and HEAD, what GET would say of itself.

Litestar's own answer to OPTIONS leaves out all methods but one where several handlers share an address.
"""

from __future__ import annotations

from typing import Any

from litestar import Litestar, Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from kbsearch.api.errors.problems import methods_of

_HEAD = "kbsearch_head"


def is_head(request: Request[Any, Any, Any]) -> bool:
    """Whether nothing but the head of the answer is asked for, as previews of links and monitors do: where GET does
    something, it must not be done."""
    return bool(request.scope["state"].get(_HEAD))


def answering_options(app: Litestar) -> ASGIApp:
    """`app` with OPTIONS answered here, and HEAD as GET; an address that there is not is left to it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":
            scope.setdefault("state", {})[_HEAD] = True
            asked = scope.copy()  # the server's own says HEAD still, so that it leaves out the body
            asked["method"] = "GET"
            await app(asked, receive, send)
            scope["route_handler"] = asked.get("route_handler")  # for whoever asks afterwards what it was
            return
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
