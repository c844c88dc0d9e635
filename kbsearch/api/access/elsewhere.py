"""To another service and back: the two addresses of signing in with OpenID Connect."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.access.identity import PUBLIC, cookie_name
from kbsearch.api.access.sign_in import cookie, own_path, redirected, sign_in_page
from kbsearch.api.errors.problems import DEFAULT_RETRY_AFTER_S
from kbsearch.api.pages.web import Web, html
from kbsearch.api.transport.options import is_head
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.app.elsewhere import MOST_ONWARD, Elsewhere
from kbsearch.core.access.elsewhere import LASTS, Answer
from kbsearch.errors import NotFound, SignInRefused

BACK = "/sign-in/oidc/callback"
Onward = Annotated[str, QueryParameter(name="next", max_length=MOST_ONWARD, required=False)]


@get("/sign-in/oidc", opt=PUBLIC, include_in_schema=False)
async def go_elsewhere(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web], onward: Onward = "/"
) -> Response[str]:
    """Send the browser to the other service, with a cookie that says where it was going."""
    service, now = configured(kb), datetime.now(UTC)

    def work(until: float) -> tuple[str, str]:
        return service.begin(own_path(onward), redirect_uri(request), now, until)

    try:
        url, sealed = await asyncio.wrap_future(service.submit(work))
    except SignInRefused as error:
        return await _refused(request, kb, web, error)
    return redirected(url, cookie(request, login_cookie(request), sealed, max_age=int(LASTS.total_seconds())))


@get(BACK, opt=PUBLIC, include_in_schema=False)
async def come_back(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
) -> Response[str]:
    """Let in whoever the other service sent back, with a session of ours."""
    service, now = configured(kb), datetime.now(UTC)
    if is_head(request):
        return html(sign_in_page(request, web))
    answer = Answer(*(_once(request, name) for name in ("state", "code", "iss", "error")))
    sealed, before = (request.cookies.get(name, "") for name in (login_cookie(request), cookie_name(request)))

    def work(until: float) -> tuple[str, str]:
        session, onward = service.end(answer, sealed, redirect_uri(request), now, until)
        if before:
            kb.access.sign_out(before, now)
        return session, onward

    try:
        session, onward = await asyncio.wrap_future(service.submit(work))
    except SignInRefused as error:
        return await _refused(request, kb, web, error)
    done = cookie(request, login_cookie(request), "", max_age=0)
    return redirected(own_path(onward), cookie(request, cookie_name(request), session), done)


def configured(kb: App) -> Elsewhere:
    """Raises `NotFound` where no other service is set."""
    if kb.elsewhere is None:
        raise NotFound("No other service is set to sign in at.")
    return kb.elsewhere


def redirect_uri(request: Request[Any, Any, Any]) -> str:
    """Under the name that the browser used, which the envelope has let through because it is one of ours."""
    return f"{request.scope['scheme']}://{request.headers.get('host', '')}{BACK}"


def login_cookie(request: Request[Any, Any, Any]) -> str:
    return f"{cookie_name(request)}-login"


def _once(request: Request[Any, Any, Any], name: str) -> str:
    """A parameter that is there once; twice is as good as not at all."""
    found = request.query_params.getall(name, [])
    return str(found[0]) if len(found) == 1 else ""


async def _refused(request: Request[Any, Any, Any], kb: App, web: Web, error: SignInRefused) -> Response[str]:
    """One page for whatever was wrong with who came, one for whatever is with the service; the audit trail knows what.

    A session that the browser has already stays, and the page says so.
    """
    before, now = request.cookies.get(cookie_name(request), ""), datetime.now(UTC)
    is_in = bool(before) and await on_a_thread(kb, lambda: kb.access.by_session(before, now)) is not None
    if error.is_the_providers:
        fault, status = "sign-in-elsewhere-away", 503
    else:
        fault, status = "sign-in-elsewhere-refused", 401
    page = html(sign_in_page(request, web, fault=fault, is_in=is_in), status=status)
    if error.is_the_providers:
        page.headers["Retry-After"] = str(DEFAULT_RETRY_AFTER_S)
    page.set_cookie(cookie(request, login_cookie(request), "", max_age=0))
    return page
