"""How much one asker may send: requests by address before anything is known of it, then by its key; and how large.

A plain ASGI wrapper, so that a flood is refused before a route is looked for, a key compared or a body read.
"""

from __future__ import annotations

import time
from typing import Any, Literal, TypeAlias

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from kbsearch.api.errors.problems import RateLimitedError
from kbsearch.api.errors.refusals import SlowRefusals, refuse
from kbsearch.core.rates import Buckets, Rate, Taken, asker
from kbsearch.settings import Settings

Kind: TypeAlias = Literal["searches", "writes"]

FAILED_COST = 10
"""What a failed authentication costs its address, beside the request itself."""
LONGEST_ADDRESS = 4_096
"""Bytes, as sent, of the path; and as many of what stands after `?`."""
MOST_HEADERS = 100
MOST_HEADER_BYTES = 16_384
SAID_ONCE = (b"authorization", b"content-type", b"idempotency-key", b"x-csrf-token", b"origin")
ASKING = ("/search", "/escalation", "/articles")
"""Ends of the addresses that are posted to in order to ask."""
UNLIMITED = "/livez"
"""A monitor behind a busy address must still hear that the process lives; it costs nothing."""


def buckets_of(who: Literal["address", "key"], settings: Settings) -> dict[Kind, Buckets]:
    """The buckets of all askers of one sort, as set."""

    def buckets(per_second: int) -> Buckets:
        return Buckets(Rate(per_second, max(1, per_second * settings.rate_burst_s)))

    if who == "address":
        return {"searches": buckets(settings.rate_address_searches), "writes": buckets(settings.rate_address_writes)}
    return {"searches": buckets(settings.rate_key_searches), "writes": buckets(settings.rate_key_writes)}


class KeyLimits:
    """The buckets of keys and people. Only ever called from the server's event loop."""

    def __init__(self, settings: Settings) -> None:
        self._buckets = buckets_of("key", settings)

    async def take(self, request: Request[Any, Any, Any]) -> None:
        """For `before_request`, which runs after the guards. Raises `RateLimitedError`."""
        principal = request.scope.get("state", {}).get("principal")
        if principal is None:
            return
        buckets = self._buckets[kind_of(request.scope)]
        taken = buckets.take(principal.actor, time.monotonic())
        request.scope["state"]["rate"] = taken if buckets.rate.per_second else None
        if not taken.is_allowed:
            raise RateLimitedError(taken.retry_after_s)


def kind_of(scope: HTTPScope) -> Kind:
    """What a request is counted as. Reading and asking is one kind, whatever the method."""
    if scope["method"] in ("GET", "HEAD", "OPTIONS"):
        return "searches"
    if scope["method"] != "POST":
        return "writes"
    path = scope["path"].rstrip("/")
    return "searches" if path.endswith(ASKING) or (path.startswith("/c/") and path.count("/") == 2) else "writes"


def limited(app: ASGIApp, settings: Settings, slow: SlowRefusals) -> ASGIApp:
    """`app` behind the limits of sizes and of the address. An answer says how much is left of the asker's own bucket.

    That is its key's; the address's, which others behind it use too, only where nobody was identified.
    """
    addresses = buckets_of("address", settings)

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        if (fault := faulty(scope)) is not None:
            await refuse(scope, send, fault, {"connection": "close"}, limit=LONGEST_ADDRESS)
            return
        if scope["path"] == UNLIMITED:
            await app(scope, receive, send)
            return
        buckets, name = addresses[kind_of(scope)], asker(address_of(scope))
        taken = buckets.take(name, time.monotonic())
        state: dict[str, Any] = scope.setdefault("state", {})
        if not taken.is_allowed:
            headers = {"retry-after": str(taken.retry_after_s)}
            await slow.refuse(scope, send, "rate-limited", headers, seconds=taken.retry_after_s)
            return

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                left = buckets.charge(name, time.monotonic(), cost=FAILED_COST) if message["status"] == 401 else taken
                own = state.get("rate") if "principal" in state else left if buckets.rate.per_second else None
                if own is not None:
                    given = ((key.encode(), value.encode()) for key, value in headers_of(own).items())
                    message["headers"] = [*message.get("headers", []), *given]
            await send(message)

        await app(scope, receive, counted)

    return wrapped


def headers_of(taken: Taken) -> dict[str, str]:
    """How many may come at once, how many are left, and in how many seconds all are back."""
    return {
        "ratelimit-limit": str(taken.limit),
        "ratelimit-remaining": str(taken.remaining),
        "ratelimit-reset": str(round(taken.full_s)),
    }


def address_of(scope: Scope) -> str:
    """The peer's, or what a listed proxy says that it is: uvicorn's `ProxyHeadersMiddleware` has put it here."""
    return str((scope.get("client") or ("",))[0])


def faulty(scope: HTTPScope) -> str | None:
    """The problem of a request whose head is too large, tells two lengths of its body, or says twice what can be said
    once; None for any other.

    A proxy that believes the other length would take the rest of the body for somebody else's request; one that looks
    at the other key would let somebody else in.
    """
    if max(len(scope.get("raw_path") or scope["path"].encode()), len(scope["query_string"])) > LONGEST_ADDRESS:
        return "address-too-long"
    headers = list(scope["headers"])
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > MOST_HEADER_BYTES:
        return "headers-too-large"
    said = dict(headers)
    if b"content-length" in said and b"transfer-encoding" in said:
        return "bad-request"
    if len(said) == len(headers):
        return None
    names = [name for name, _ in headers]
    return "bad-request" if any(names.count(name) > 1 for name in SAID_ONCE) else None
