"""What the search page's forms tell of a call for who has no scripts: what no article answers, and how it ended."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, post
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import csrf_of, needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.calls.closing import call_of, is_kept, read_closing
from kbsearch.api.calls.controller import keep
from kbsearch.api.pages.web import language
from kbsearch.api.requests.forms import fields_of, form_of
from kbsearch.api.requests.last_asked import last_asked
from kbsearch.api.search.nothing_found import read_gap
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient
from kbsearch.errors import EventConflict


class PlainForms(Controller):
    """Of the search page of one client. Each leads on to a page that Back and a reload bring again, with nothing of
    what was typed in its address."""

    path = "/c/{client:str}"
    guards = (requires_client,)
    opt = needs(Scope.RECORD)
    include_in_schema = False

    @post("/gap", status_code=303)
    async def gap(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[str]:
        """What no article answers, in the caller's words. The call begins with it at the latest, as in the console."""
        form, session, now = await form_of(request), csrf_of(request), datetime.now(UTC)
        gap = read_gap(form, session, now)
        events = gap.events(one_client, now, language(request))
        with suppress(EventConflict):  # the same form, sent a moment before
            await keep(kb, one_client, gap.call, events)
        asked = last_asked(request)
        if gap.begins:
            asked.begin(session, one_client, gap.call)
        name = asked.keep(session, one_client, replace(gap.question, call=gap.call, is_gap=True))
        place = f"?asked={name}" if name else f"/call/{quote(gap.call, safe='')}"
        return redirected(f"/c/{one_client.id}{place}")

    @post("/close", status_code=303)
    async def close(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[str]:
        """The end of a call: sent twice at once, it is one call all the same."""
        closing, now = read_closing(fields_of(await request.body())), datetime.now(UTC)
        call = closing.call or call_of(csrf_of(request), closing, now)
        if closing.incident:
            await on_a_thread(kb, lambda: kb.calls.check_incident(one_client, closing.incident))
        known = await on_a_thread(kb, lambda: kb.calls.file().call(one_client, call)) if closing.call else None
        known = still_own(one_client, known) if known else None
        try:
            await keep(kb, one_client, call, closing.events(one_client, call, now, known))
        except EventConflict:
            if not await on_a_thread(kb, lambda: is_kept(kb, one_client, call, closing)):
                raise
        last_asked(request).forget(csrf_of(request), one_client, closing.call)
        return redirected(f"/c/{one_client.id}?closed={closing.outcome.value}")
