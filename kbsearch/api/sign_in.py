"""Signing in and out of the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.guards import requires_session
from kbsearch.api.identity import PUBLIC, cookie_name
from kbsearch.api.pages import Web, html, language
from kbsearch.api.threads import on_a_thread
from kbsearch.app import App

Link = Annotated[str, QueryParameter(name="link", max_length=100, required=False)]


@get("/sign-in", opt=PUBLIC, include_in_schema=False)
async def sign_in(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web], link: Link = ""
) -> Response[str]:
    """How to come in; with a link from the server's terminal, the way in itself."""
    if not link:
        return html(sign_in_page(request, web))
    session = await on_a_thread(kb, lambda: kb.access.sign_in_by_link(link, datetime.now(UTC)))
    if session is None:
        return html(sign_in_page(request, web, fault="sign-in-link-used"), status=401)
    return _to("/", _cookie(request, session))


@post("/sign-out", guards=[requires_session], include_in_schema=False, status_code=303)
async def sign_out(request: Request[Any, Any, Any], kb: NamedDependency[App]) -> Response[str]:
    """End this session, here and for whoever else may hold its cookie."""
    token = request.cookies.get(cookie_name(request), "")
    await on_a_thread(kb, lambda: kb.access.sign_out(token, datetime.now(UTC)))
    return _to("/sign-in", _cookie(request, "", max_age=0))


def sign_in_page(request: Request[Any, Any, Any], web: Web, *, fault: str = "") -> str:
    return web.page("sign-in.html", language(request), fault=fault)


def _cookie(request: Request[Any, Any, Any], value: str, *, max_age: int | None = None) -> Cookie:
    """Until the browser is closed; how long it is worth anything, the server decides (`people.IDLE`, `LONGEST`)."""
    is_secure = request.scope["scheme"] == "https"
    return Cookie(
        key=cookie_name(request),
        value=value,
        path="/",
        max_age=max_age,
        httponly=True,
        samesite="lax",
        secure=is_secure,
    )


def _to(place: str, cookie: Cookie) -> Response[str]:
    headers = {"Location": place, "Cache-Control": "no-store"}
    return Response("", status_code=303, headers=headers, cookies=[cookie], media_type="text/plain")
