"""Pages elsewhere (CORS): a page reads a client's answers only where that client lists its origin, and with a key.

A client's list is `[api] origins` of its `client.toml`; without one there is nothing here for any page. Cookies are
never taken from elsewhere: no answer allows credentials. Before anybody is let in, all clients, there or not, are one
answer: what a browser asks first, and a refusal, which tells nothing, are for the pages that any client lists.
"""

from __future__ import annotations

import re

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kbsearch.api.access.guards import entered
from kbsearch.app import App

_CLIENT = re.compile(r"/api/v1/clients/[a-z0-9][a-z0-9_-]{0,63}(?:/.*)?", re.DOTALL)
SENT = "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-None-Match, X-Request-Id"
READ = (
    "Deprecation, ETag, Idempotency-Replayed, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, "
    "Sunset, X-Request-Id"
)
KEPT_S = 600
"""How long a browser may remember what it asked first."""


def for_listed_origins(app: ASGIApp, kb: App) -> ASGIApp:
    """`app` with what a browser needs to hand its answers to a listed page. It answers OPTIONS with `Allow`."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or not _CLIENT.fullmatch(scope["path"]):
            await app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        is_preflight = scope["method"] == "OPTIONS" and b"access-control-request-method" in headers

        async def allowing(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                is_listed = bool(origin) and kb.lists_origin(origin, entered(scope))
                extra = _allowing(origin, given, is_preflight=is_preflight) if is_listed else []
                message["headers"] = [*given, (b"vary", b"Origin"), *extra]
            await send(message)

        await app(scope, receive, allowing)

    return wrapped


def _allowing(origin: str, given: list[tuple[bytes, bytes]], *, is_preflight: bool) -> list[tuple[bytes, bytes]]:
    """The headers of one answer to a listed page."""
    to_say = {"access-control-allow-origin": origin}
    if is_preflight:
        allowed = next((value.decode("latin-1") for name, value in given if name.lower() == b"allow"), "")
        to_say |= {
            "access-control-allow-methods": allowed,
            "access-control-allow-headers": SENT,
            "access-control-max-age": str(KEPT_S),
        }
    else:
        to_say["access-control-expose-headers"] = READ
    return [(name.encode(), value.encode("latin-1")) for name, value in to_say.items()]
