"""One client's search. Everything below `/api/v1/clients/{client}` passes the guard first."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kbsearch.api.access.guards import require_scope, requires_body, requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.calls.controller import opened, told
from kbsearch.api.catalogue import choose
from kbsearch.api.contract import examples
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests.once import Once
from kbsearch.api.search.answering import Search, answered
from kbsearch.api.search.question_shapes import chosen
from kbsearch.api.search.shapes import SearchIn, SearchOut, search_out
from kbsearch.api.search.shown import shown
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.escalation import Asked
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, EventConflict, KeyReused, StateError
from kbsearch.flows.record import Shown

log = logging.getLogger("kbsearch.api")

KEPT_WITHIN_S = 0.3
"""A commit takes some milliseconds; another process may hold the file for seconds."""


async def kept_search(kb: App, client: OneClient, asked: SearchIn, name: str, screen: Shown) -> str | None:
    """The event id under which the search and its answer were kept for their call; None when they could not be.

    The agent gets the answer in any case, and does not wait for a disk or a lock: what takes longer than
    `KEPT_WITHIN_S` may still be kept. An id that was used before stands for what was kept then: if not for this search,
    None. `name` is the event's that the post's idempotency key gives, empty without one: used for another search, it
    raises `KeyReused`.
    """
    call = asked.call or ""

    async def keep() -> None:
        await opened(kb)
        await told(lambda tell: kb.calls.send_search(client, call, screen, tell))

    keeping = asyncio.ensure_future(keep())
    try:
        await asyncio.wait_for(asyncio.shield(keeping), KEPT_WITHIN_S)
    except EventConflict:
        is_same = await on_a_thread(kb, lambda: kb.calls.holds_search(client, call, screen))
        if name and not is_same and not asked.event:
            raise KeyReused("This key was used for another search.") from None
        return screen.id if is_same else None
    except TimeoutError:
        log.warning("a search of %s was answered before it was kept", client.id)
        keeping.add_done_callback(partial(_late, client.id))
        return None
    except StateError as error:
        log.warning("a search of %s was answered and not kept: %s", client.id, error)
        return None
    return screen.id


def _late(client: str, keeping: asyncio.Future[None]) -> None:
    """What became of a search that was answered before it was kept."""
    if not keeping.cancelled() and (error := keeping.exception()) is not None:
        log.warning("a search of %s was answered and not kept: %s", client, error)


class ClientController(Controller):
    """Search of one client."""

    path = "/api/v1/clients/{client:str}"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    tags = ("client",)

    @post(
        "/search",
        status_code=200,
        guards=[requires_body(SearchIn)],
        operation_id="search",
        name="search",
        summary="Search one client's articles",
        description="One result per article, best first, with its best passage, and who takes over. Exact codes first. "
        "With `call`, the search is kept: under one `Idempotency-Key` (or `event`) once, and answered anew each time. "
        "With `kept` false it is answered for the call and not kept: for what is searched while a query is typed. "
        "It is kept under its `at`, and under now where that is still to come: who takes over is answered for `at` "
        "all the same.",
        responses=found(SearchOut, "Best articles first; none is an answer too.", examples.SEARCH)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _413="The body is too large.",
            _415="The body is not JSON.",
            _422="The idempotency key is that of another search.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def search(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[SearchIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> SearchOut:
        if data.call:
            require_scope(Scope.RECORD, principal_of(request).scopes(one_client.id))
        elif not data.kept:
            message = "Only a search of a call is kept, so none without one can be left out."
            raise BadRequest(message, field="kept", key="value-kept")
        asked = Asked(datetime.now(UTC), data.at, data.priority)
        lang = choose(request.headers.get("accept-language", ""))

        search = Search(data.query, asked, data.limit, chosen(data.choices), data.call or "")
        reply, path = await answered(kb, one_client, search, lang)
        event = None
        if data.call and data.kept:
            name = await once.name("search")
            searched = min(reply.path.at.astimezone(UTC), asked.now)  # told later, it has the moment that it was made
            screen = shown(one_client, data.event or name or f"search:{uuid4().hex}", searched, reply, path)
            event = await kept_search(kb, one_client, data, name, screen)
        return search_out(one_client, reply, path, lang, event)
