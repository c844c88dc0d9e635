"""Before the server starts: every route is public on purpose, or asks who comes and what they may do."""

from __future__ import annotations

from collections.abc import Iterator

from litestar import Litestar
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.routes import HTTPRoute

from kbsearch.api.access.guards import requires_administrator, requires_client, requires_scope, requires_session
from kbsearch.core.access.principals import Scope

PUBLIC_ROUTES = frozenset(
    {
        "/livez",
        "/readyz",
        "/docs",
        "/schema",
        "/schema/openapi.json",
        "/schema/{path}",
        "/problems",
        "/assets/{name}",
        "/sign-in",
        "/sign-in/oidc",
        "/sign-in/oidc/callback",
    }
)
"""What anybody may read: nothing of any client, and no number about any."""
SESSION_ROUTES = frozenset({"/api/v1/clients", "/sign-out"})
"""What needs no scope of whoever is signed in: it is about nobody but themselves."""
OF_NO_CLIENT = frozenset({"/api/v1/clients"})
"""Below `/api/v1`, what is of no single client: everything else names one, and passes its wall."""


class UnguardedRouteError(RuntimeError):
    """A handler that would let somebody in unasked. The message names each."""


def require_guarded(app: Litestar) -> None:
    """Raises `UnguardedRouteError` unless every handler is listed as public, or is guarded for what it needs."""
    if found := sorted(faults(app)):
        raise UnguardedRouteError("Routes without a guard, not started: " + "; ".join(found) + ".")


def faults(app: Litestar) -> Iterator[str]:
    """What is wrong with each handler that is not guarded as it must be."""
    for route in app.routes:
        path = route.path_format
        if not isinstance(route, HTTPRoute):
            yield f"{path} is no HTTP route"
            continue
        for handler in route.route_handlers:
            if wrong := _fault(path, handler):
                yield f"{' '.join(sorted(handler.http_methods))} {path} {wrong}"


def _fault(path: str, handler: HTTPRouteHandler) -> str:
    if "OPTIONS" in handler.http_methods and len(handler.http_methods) == 1:
        return ""  # Litestar's own answer to OPTIONS: the methods of a path, and nothing else
    if handler.opt.get("public") or path in PUBLIC_ROUTES:
        return "" if path in PUBLIC_ROUTES else "calls itself public and is not in the list"
    guards = _guards(handler)
    is_of_a_client = "{client}" in path or (path.startswith("/api/") and path not in OF_NO_CLIENT)
    if is_of_a_client and requires_client not in guards:
        return "is of a client and does not pass requires_client"
    for_a_scope: set[object] = {requires_client, requires_scope, requires_administrator}
    if not guards & {*for_a_scope, requires_session}:
        return "asks nobody who they are"
    if path not in SESSION_ROUTES and not guards & for_a_scope:
        return "asks for no scope and is not in the list"
    if path not in SESSION_ROUTES and not isinstance(handler.opt.get("scope"), Scope):
        return "needs no scope"
    return ""


def _guards(handler: BaseRouteHandler) -> set[object]:
    return set(handler.resolve_guards())
