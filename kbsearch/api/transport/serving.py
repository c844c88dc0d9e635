"""How the application is served: uvicorn, with bounds on connections, on slowness and on who may speak for another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import uvicorn
from litestar.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from kbsearch.api.transport.connections import BoundedConnection, ProxiedConnection
from kbsearch.api.transport.tls import behind_tls, context_of
from kbsearch.settings import Settings

GRACE_S = 5
"""How long requests under way may take once the server is told to stop."""
KEEP_ALIVE_S = 5
"""How long a connection may be idle between two requests."""


def behind_proxies(app: ASGIApp, proxies: Sequence[str]) -> ASGIApp:
    """`app` told the address and scheme that a listed proxy names: the right-most hop that is no proxy itself.

    Without proxies nobody may say so. List proxies alone, never a network that callers are in as well: of a chain
    that is all proxies, the left-most hop counts.
    """
    return cast("ASGIApp", ProxyHeadersMiddleware(cast("Any", app), list(proxies))) if proxies else app


def uvicorn_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """The one way kbsearch is served, by its command and in its tests."""
    kind: Any = ProxiedConnection if settings.proxies else BoundedConnection
    if settings.tls_certificate is not None:
        kind = behind_tls(kind, context_of(settings.tls_certificate, settings.tls_key))
    return uvicorn.Config(
        cast("Any", app),
        http=kind,
        ws="none",
        proxy_headers=False,  # uvicorn's own default believes whoever is on this machine
        log_config=None,
        log_level="error",  # anybody can cause its warnings, one a request
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACE_S,
    )
