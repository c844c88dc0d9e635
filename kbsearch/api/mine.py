"""Which clients whoever asks may enter, and what for: how a tool finds out what its key is good for."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, get
from litestar.di import NamedDependency
from msgspec import Meta

from kbsearch.api import examples
from kbsearch.api.call_shapes import NextCursor
from kbsearch.api.described import found, problems
from kbsearch.api.guards import requires_session
from kbsearch.api.identity import principal_of
from kbsearch.api.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import EVERY_CLIENT, Principal


class EntryOut(msgspec.Struct, frozen=True):
    """One client that may be entered."""

    client: str
    scopes: Annotated[tuple[str, ...], Meta(description="What may be done for it, for instance `search`.")]


class EntriesOut(msgspec.Struct, frozen=True):
    """By client. All of them stand on one page for now."""

    items: tuple[EntryOut, ...]
    next_cursor: NextCursor


@get(
    "/api/v1/clients",
    guards=[requires_session],
    operation_id="listClients",
    name="clients",
    summary="List the clients that the key is for",
    description="With what may be done for each. No other client is named or counted.",
    tags=["client"],
    responses=found(EntriesOut, "Those that there are.", examples.ENTRIES)
    | problems(
        _400="The address is malformed.",
        _404="There is nothing at this address.",
        _503="Nothing can be served; `remedy` is the command to run.",
    ),
)
async def list_clients(request: Request[Any, Any, Any], kb: NamedDependency[App]) -> EntriesOut:
    principal = principal_of(request)
    return EntriesOut(await on_a_thread(kb, lambda: _entries(kb, principal)), None)


def _entries(kb: App, principal: Principal) -> tuple[EntryOut, ...]:
    asked = kb.names() if EVERY_CLIENT in principal.grants else sorted(principal.grants)
    may = {client: principal.scopes(client) for client in asked if kb.knows(client)}
    return tuple(
        EntryOut(client, tuple(sorted(one.value for one in scopes))) for client, scopes in may.items() if scopes
    )
