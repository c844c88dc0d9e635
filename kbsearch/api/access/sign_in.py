"""Signing in and out of the pages."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.access.guards import requires_session
from kbsearch.api.access.identity import PUBLIC, cookie_name, csrf_of, is_same_origin
from kbsearch.api.pages.web import Web, html, language
from kbsearch.api.requests.forms import fields_of
from kbsearch.api.requests.last_asked import last_asked
from kbsearch.api.telephone.pop_waiting import waiting
from kbsearch.api.transport.limits import address_of
from kbsearch.api.transport.options import is_head
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.app.elsewhere import MOST_ONWARD
from kbsearch.app.sign_ins import Attempt
from kbsearch.core.hosts import is_loopback
from kbsearch.core.rates import asker
from kbsearch.errors import Forbidden

Link = Annotated[str, QueryParameter(name="link", max_length=100, required=False)]
POP = "/agent/pop"
"""Where a telephone system leads when a call comes in."""
_OURS = re.compile(
    r"/(?:(?:calls|docs|problems|agent/pop|(?:admin|c)(?:/[A-Za-z0-9_.~%-]+)+)/?)?(?:\?[A-Za-z0-9_.~%&=+-]+)?",
    re.ASCII,
)


@get("/sign-in", opt=PUBLIC, include_in_schema=False)
async def sign_in(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web], link: Link = ""
) -> Response[str]:
    """How to come in; with a link from the server's terminal, the way in itself, once: no preview uses it up. `next`:
    where to go then."""
    if not link or is_head(request):
        return html(sign_in_page(request, web, onward=str(request.query_params.getall("next", ["/"])[0])))
    now, before = datetime.now(UTC), request.cookies.get(cookie_name(request), "")

    def work() -> str | None:
        session = kb.access.sign_in_by_link(link, now)
        if session and before:
            kb.access.sign_out(before, now)
        return session

    session = await on_a_thread(kb, work)
    if session is None:
        return html(sign_in_page(request, web, fault="sign-in-link-used"), status=401)
    return signed_in(request, session, "/")


@post("/sign-in", opt=PUBLIC, include_in_schema=False, status_code=303)
async def sign_in_with_password(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
) -> Response[str]:
    """From our own form alone: a page elsewhere could else sign somebody in to an account that it watches."""
    if not is_same_origin(request):
        raise Forbidden("The form was not sent by a page of this server.")
    form = fields_of(await request.body())
    account, password, onward = (form.get(name, [""])[0] for name in ("account", "password", "next"))
    attempt = Attempt(account, password, asker(address_of(request.scope)))
    now, before = datetime.now(UTC), request.cookies.get(cookie_name(request), "")

    def work() -> tuple[str, int]:
        outcome = kb.sign_ins.by_password(attempt, now)
        if outcome.session and before:
            kb.access.sign_out(before, now)
        return outcome.session, outcome.retry_after_s

    session, retry_after_s = await asyncio.wrap_future(kb.sign_ins.pool.submit(work))
    if session:
        return signed_in(request, session, onward)
    refused = html(sign_in_page(request, web, fault="sign-in-refused", onward=onward), status=401)
    if retry_after_s:
        refused.headers["Retry-After"] = str(retry_after_s)
    return refused


@post("/sign-out", guards=[requires_session], include_in_schema=False, status_code=303)
async def sign_out(request: Request[Any, Any, Any], kb: NamedDependency[App]) -> Response[str]:
    """End this session, here and for whoever else may hold its cookie."""
    last_asked(request).leave(csrf_of(request))
    waiting(request).leave(csrf_of(request))
    token = request.cookies.get(cookie_name(request), "")
    await on_a_thread(kb, lambda: kb.access.sign_out(token, datetime.now(UTC)))
    left = redirected("/sign-in", cookie(request, cookie_name(request), "", max_age=0))
    left.headers["Clear-Site-Data"] = '"storage"'  # what was typed in a call is not for whoever sits here next
    return left


def sign_in_page(
    request: Request[Any, Any, Any], web: Web, *, fault: str = "", onward: str = "/", is_in: bool = False
) -> str:
    """`onward`: where to go then; anything that is no page of ours is the first page. `is_in`: has a session anyway."""
    kb: App = request.app.state.kb
    shown = {
        "fault": fault,
        "is_in": is_in,
        "next": own_path(onward),
        "is_of_call": own_path(onward).partition("?")[0] == POP,
        "is_local": is_loopback(kb.settings.host.strip("[]")),
        "provider": kb.elsewhere.name if kb.elsewhere else "",
    }
    return web.page("sign-in.html", language(request), **shown)


def own_path(path: str) -> str:
    """A page of this server: what was given if it can be one, else the first.

    >>> own_path("/c/acme/a/reseau/vpn"), own_path("//elsewhere.example"), own_path("/c/..//elsewhere.example")
    ('/c/acme/a/reseau/vpn', '/', '/')
    """
    return path if len(path) <= MOST_ONWARD and _OURS.fullmatch(path) and "/.." not in path else "/"


def signed_in(request: Request[Any, Any, Any], session: str, onward: str) -> Response[str]:
    """Until the browser is closed; how long it is worth anything, the server decides (`people.IDLE`, `LONGEST`)."""
    return redirected(own_path(onward), cookie(request, cookie_name(request), session))


def cookie(request: Request[Any, Any, Any], name: str, value: str, *, max_age: int | None = None) -> Cookie:
    """Of this very host, for no script, and on HTTPS for nothing else."""
    is_secure = request.scope["scheme"] == "https"
    return Cookie(key=name, value=value, path="/", max_age=max_age, httponly=True, samesite="lax", secure=is_secure)


def redirected(place: str, *cookies: Cookie) -> Response[str]:
    headers = {"Location": place, "Cache-Control": "no-store"}
    return Response("", status_code=303, headers=headers, cookies=list(cookies), media_type="text/plain")
