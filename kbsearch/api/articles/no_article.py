"""What stands at the address of an article that a client has not: that it is not there, what took its place, and a way
on."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.titles import call_title
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.last_asked import call_named
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.errors import NotFound, Replaced


async def no_article(
    one_client: OneClient, missing: NotFound | Replaced, request: Request[Any, Any, Any], kb: App, web: Web
) -> Response[str]:
    """For who may search this client. The same page, byte for byte, for one that was deleted, one that never was and
    one that another client has: it has nothing of what was asked for, nor of the request.

    Raises `missing` for who is no browser.
    """
    if "text/html" not in request.headers.get("accept", ""):
        raise missing
    instead = missing if isinstance(missing, Replaced) else None

    def work() -> Response[str]:
        client = still_own(one_client, kb.snapshot(one_client)).client
        page = Page(web, request, "articles", client)
        call = call_named(request.query_params.get("call", "")) if page.may(Scope.RECORD) else ""
        about = call_title(kb, one_client, page, call)
        return page.show("no-article.html", status=404, instead=instead, call=call, about=about)

    return await on_a_thread(kb, work)
