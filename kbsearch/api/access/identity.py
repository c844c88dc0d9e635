"""Who asks: found once per request, from its key or its session."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import Any, TypeAlias

from litestar import Request
from litestar.connection import ASGIConnection

from kbsearch.api.access.sent_keys import is_basic, sent_key
from kbsearch.api.requests.forms import fields_of
from kbsearch.app import App
from kbsearch.core.access.audit import Act, Action
from kbsearch.core.access.principals import Principal, Scope
from kbsearch.core.one_client import OneClient
from kbsearch.errors import Forbidden, PageOutdated, Unauthenticated

Connection: TypeAlias = ASGIConnection[Any, Any, Any, Any]

COOKIE = "kbsearch"
"""On plain HTTP, which only this machine is served by."""
SECURE_COOKIE = "__Host-kbsearch"
"""On HTTPS: a browser takes it from this very host alone, and gives it back to it alone."""
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def needs(scope: Scope, *instead: Scope) -> dict[str, Any]:
    """For a handler's `opt`: whoever calls it must have this scope, for the client in the path where there is one.

    `instead`: of what is of no single client, scopes that will do as well.
    """
    return {"scope": scope, "instead": instead}


PUBLIC: dict[str, Any] = {"public": True}
"""For a handler's `opt`: anybody may call it. It must also be named in `route_audit.PUBLIC_ROUTES`."""


async def identify(connection: Connection) -> Principal:
    """Raises `Unauthenticated`, and for what a browser sends by itself, a person's session or a password: `Forbidden`
    for a page elsewhere, `PageOutdated` for ours of another session.
    """
    state = connection.scope.setdefault("state", {})
    if (known := state.get("principal")) is not None:
        return known  # type: ignore[no-any-return]
    kb: App = connection.app.state.kb
    principal = await _by_session(connection, kb) if "authorization" not in connection.headers else None
    if principal is None:
        principal = _by_key(connection, kb)
    state["principal"] = principal
    return principal


def principal_of(connection: Connection) -> Principal:
    """Whom a guard has identified. Raises `Unauthenticated` if none did."""
    found = connection.scope.get("state", {}).get("principal")
    if not isinstance(found, Principal):
        raise Unauthenticated("Nobody was identified.")
    return found


def still_in(connection: Connection) -> Principal | None:
    """Whoever sent this request, as they are now, and None when their key or session is over: for an answer that goes
    on. It is no use of a session. Raises `StateError` when that cannot be read."""
    kb: App = connection.app.state.kb
    if connection.headers.get("authorization"):
        key = sent_key(connection)
        return None if key is None else kb.access.by_key(key, datetime.now(UTC))
    return kb.access.holder(connection.cookies.get(cookie_name(connection), ""), datetime.now(UTC))


def act(connection: Connection, action: Action, client: OneClient, object: str) -> Act:
    """What whoever asks is about to do, for `Access.audited`."""
    return Act(principal_of(connection).actor, action, client.id, object, datetime.now(UTC))


def csrf_of(connection: Connection) -> str:
    """What a page of this session must send along; empty for a key, which needs none."""
    return str(connection.scope.get("state", {}).get("csrf", ""))


def who_of(connection: Connection) -> str:
    """Stands for whom a guard has identified in what their browser keeps; nobody can be read from it."""
    kb: App = connection.app.state.kb
    return kb.access.keyed("console", principal_of(connection).actor)[:12]


def cookie_name(connection: Connection) -> str:
    return SECURE_COOKIE if connection.scope["scheme"] == "https" else COOKIE


def _by_key(connection: Connection, kb: App) -> Principal:
    key = sent_key(connection)
    principal = None if key is None else kb.access.by_key(key, datetime.now(UTC))
    if principal is None:
        raise Unauthenticated("The request carries no key and no session that hold.")
    if is_basic(connection) and is_same_origin(connection) is False:
        raise Forbidden("A browser sends by itself the password that it was told once.")
    return principal


async def _by_session(connection: Connection, kb: App) -> Principal | None:
    token = connection.cookies.get(cookie_name(connection), "")
    signed_in = kb.access.by_session(token, datetime.now(UTC)) if token else None
    if signed_in is None:
        return None
    connection.scope["state"]["csrf"] = signed_in.csrf
    if str(connection.scope.get("method", "")) not in SAFE:
        await _check_our_page(connection, signed_in.csrf)
    return signed_in.principal


async def _check_our_page(connection: Connection, csrf: str) -> None:
    """A cookie goes along with what any page sends: the token, which only our pages know, does not.

    Raises `Forbidden`, and `PageOutdated` for a token that is not this session's.
    """
    sent = await _sent_token(connection) if is_same_origin(connection) is not False else ""
    if not sent:
        raise Forbidden("The request does not come from a page of this server.")
    if not hmac.compare_digest(sent.encode("utf-8", "replace"), csrf.encode()):
        raise PageOutdated("The page that sends was made for another session.")


def is_same_origin(connection: Connection) -> bool | None:
    """Whether a browser says that a page of this very server sends; None where nothing says from where it comes."""
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return False
    if origin == "null" and site == "same-origin":
        origin = None  # what a form of ours says, since our pages send no referrer
    if origin is None:
        return None if site is None else True
    return origin.partition("://")[2] == connection.headers.get("host")


async def _sent_token(connection: Connection) -> str:
    if token := connection.headers.get(CSRF_HEADER):
        return token
    form = "application/x-www-form-urlencoded"
    if not isinstance(connection, Request) or not connection.headers.get("content-type", "").startswith(form):
        return ""
    return fields_of(await connection.body()).get(CSRF_FIELD, [""])[0]
