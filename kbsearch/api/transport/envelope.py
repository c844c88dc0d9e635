"""What every response carries, whoever made it, and a door that opens only under the names of this server.

A plain ASGI wrapper around the whole application rather than a framework middleware: routing errors, static files and
refused requests pass through it too.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from kbsearch.api.errors.refusals import refuse
from kbsearch.core.hosts import is_loopback
from kbsearch.settings import Settings

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\[\]]*)(?::\d{1,5})?")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types kbsearch"
)

SECURITY_HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
]
NOT_KEPT = (b"cache-control", b"no-store")
"""What says nothing of caches is for none: a shared one would give a client's answer to whoever asks next."""
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


def envelope(app: ASGIApp, settings: Settings) -> ASGIApp:
    """`app` with a request id (given in `X-Request-Id`, or made), security headers, and foreign host names refused.

    The host check is what keeps a web page elsewhere from reaching this server through DNS rebinding. Served to others,
    it answers them by HTTPS alone, a proxy's or its own: a proxy that does not say so is taken for one without. Whoever
    asks on this machine, for this machine's own name, needs none.
    """
    names, is_open = frozenset(settings.hosts), not is_loopback(settings.host.strip("[]"))

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        request_id = usable_id(headers.get(b"x-request-id", b""))
        state: dict[str, Any] = scope.setdefault("state", {})
        state["request_id"] = request_id
        extra = [*SECURITY_HEADERS, (b"x-request-id", request_id.encode())]
        host = headers.get(b"host", b"").decode("latin-1")
        is_readable = is_open and scope["scheme"] != "https" and not _is_from_here(scope, headers, host)
        if scope["scheme"] == "https":
            extra.append(HTTPS_ONLY)

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                is_said = any(name.lower() == NOT_KEPT[0] for name, _ in given)
                message["headers"] = [*given, *extra, *([] if is_said else [NOT_KEPT])]
            await send(message)

        if (is_local(host) or host_name(host) in names) and not is_readable:
            await app(scope, receive, signed)
        else:
            await refuse(scope, signed, "misdirected", {})

    return wrapped


def _is_from_here(scope: HTTPScope, headers: Mapping[bytes, bytes], host: str) -> bool:
    """Whether nobody but this machine can have read along. A proxy beside us has a loopback address as well: it asks
    under the name that others know, or says that it was asked by plain HTTP."""
    is_forwarded = headers.get(b"x-forwarded-proto", b"https") != b"https"
    return is_loopback((scope.get("client") or ("",))[0]) and is_local(host) and not is_forwarded


def usable_id(given: bytes) -> str:
    """The caller's id when it is short and plain, else a new one."""
    return given.decode() if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def is_local(host: str) -> bool:
    """Whether a Host header names this machine: `localhost` or a loopback address, any port."""
    return is_loopback(host_name(host))


def host_name(host: str) -> str:
    """The name in a Host header, without the port; empty for what is no such header."""
    match = _HOST.fullmatch(host)
    return match[1].strip("[]").lower() if match else ""
