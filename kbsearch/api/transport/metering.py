"""Requests counted for operators, and the one address where operators read the totals: on a listener of its own.

Nobody is asked who they are there, so it is of this machine alone and answers under its names only.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from socket import socket

import uvicorn
from litestar.enums import ScopeType
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from kbsearch.api.errors.problems import REASON
from kbsearch.api.transport.envelope import is_local
from kbsearch.api.transport.serving import uvicorn_config
from kbsearch.core.metering import Meter
from kbsearch.settings import Settings

NO_OPERATION = "none"
"""Refused before a route was looked for, or there is none: unknown addresses, wrong methods, limits, OPTIONS."""
NO_STATUS = "none"
"""Who asked was gone before there was an answer."""
TO_COME_BACK = ("429", "503")
PATH = "/metrics"
FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def operation_of(handler: HTTPRouteHandler) -> str:
    """The operation's id in the API's contract; of pages and the like, which have none, the function's name."""
    return str(handler.operation_id) if handler.operation_id else f"page:{handler.handler_name}"


def metered(app: ASGIApp, meter: Meter) -> ASGIApp:
    """`app`, each answer counted under what the program calls it and nothing that a request says."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        began, status, took_s = time.perf_counter(), NO_STATUS, None

        async def timed(message: Message) -> None:
            nonlocal status, took_s
            if message["type"] == "http.response.start":
                status, took_s = str(message["status"]), time.perf_counter() - began
            await send(message)

        try:
            await app(scope, receive, timed)
        finally:
            handler = scope.get("route_handler")
            operation = operation_of(handler) if isinstance(handler, HTTPRouteHandler) else NO_OPERATION
            meter.answered(operation, status, took_s)
            if status in TO_COME_BACK and (reason := scope.get("state", {}).get(REASON)):
                meter.refused(reason)

    return wrapped


def totals(meter: Meter) -> ASGIApp:
    """`GET /metrics` for a scraper on this machine, and nothing else. The host check is against DNS rebinding."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        if not is_local(host):
            await _answer(send, 421, b"Not a name of this machine.\n")
        elif scope["path"] != PATH:
            await _answer(send, 404, b"Only /metrics is here.\n")
        elif scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, b"Only GET.\n", (b"allow", b"GET, HEAD"))
        else:
            await _answer(send, 200, meter.text(), (b"content-type", FORMAT.encode()))

    return app


async def _answer(send: Send, status: int, body: bytes, *more: tuple[bytes, bytes]) -> None:
    kind = () if status == 200 else ((b"content-type", b"text/plain; charset=utf-8"),)
    headers = [*kind, *more, (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


class TotalsServer:
    """Serves `totals` on a thread and an event loop of its own: no search waits for a reader."""

    def __init__(self, meter: Meter, listener: socket, settings: Settings) -> None:
        plain = replace(settings, proxies=(), tls_certificate=None, tls_key=None)
        config = uvicorn_config(totals(meter), plain)
        config.lifespan = "off"
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: self._server.run(sockets=[listener]), name="metrics", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop listening. A reading under way is finished."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join()
