"""Which clients whoever asks may enter, and what for: how a tool finds out what its key is good for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from msgspec import Meta

from kbsearch.api.access.guards import requires_session
from kbsearch.api.access.identity import principal_of
from kbsearch.api.calls.shapes import NextCursor
from kbsearch.api.contract import examples
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests.cursors import Cursor, Cursors
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import EVERY_CLIENT, Principal

MOST_SHOWN = 200
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_SHOWN, description="Most clients to return.")]


class EntryOut(msgspec.Struct, frozen=True):
    """One client that may be entered."""

    client: str
    scopes: Annotated[tuple[str, ...], Meta(description="What may be done for it, for instance `search`.")]


class EntriesOut(msgspec.Struct, frozen=True):
    """A page of clients, by id."""

    items: tuple[EntryOut, ...]
    next_cursor: NextCursor


@get(
    "/api/v1/clients",
    guards=[requires_session],
    operation_id="listClients",
    name="clients",
    summary="List the clients that the key is for",
    description="By id, with what may be done for each. No other client is named or counted. Follow `next_cursor` "
    "until it is null.",
    tags=["client"],
    responses=found(EntriesOut, "Those that there are.", examples.ENTRIES)
    | problems(
        _400="A field is wrong; `errors` names it.",
        _404="There is nothing at this address.",
        _503="Nothing can be served; `remedy` is the command to run.",
    ),
)
async def list_clients(
    request: Request[Any, Any, Any], kb: NamedDependency[App], cursor: Cursor = "", limit: Limit = 100
) -> EntriesOut:
    principal = principal_of(request)

    def read() -> EntriesOut:
        cursors = Cursors(lambda data: kb.access.keyed(f"cursor clients {principal.actor}", data.decode()))
        last = cursors.position(cursor, str)
        ahead = (one for one in _entries(kb, principal) if last is None or one.client > last)
        shown, rest = cursors.page(list(islice(ahead, limit + 1)), limit, lambda one: one.client)
        return EntriesOut(shown, rest)

    return await on_a_thread(kb, read)


def _entries(kb: App, principal: Principal) -> Iterator[EntryOut]:
    for client in sorted(kb.names() if EVERY_CLIENT in principal.grants else principal.grants):
        scopes = principal.scopes(client)
        if scopes and kb.knows(client):
            yield EntryOut(client, tuple(sorted(one.value for one in scopes)))
