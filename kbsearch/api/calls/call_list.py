"""One client's calls, page by page: by who took them for whoever asks alone, never for anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args
from zoneinfo import ZoneInfo

from litestar import Controller, Request, get
from litestar.di import NamedDependency, Provide
from litestar.exceptions import ValidationException
from litestar.params import QueryParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.calls import examples
from kbsearch.api.calls.shapes import CallsOut, call_row_out
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests.cursors import Cursor, Cursors
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope, account_of
from kbsearch.core.calls.call_list import CallState, Wanted
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.duty.moments import read_moment
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest

MOST_SHOWN = 100
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_SHOWN, description="Most calls to return.")]
_MOMENT = (
    "ISO 8601, from 2000 to 2098; without an offset in the client's local time, `+` written as `%2B`. Empty = whenever."
)
MOMENT = {"format": "moment"}
Since = Annotated[
    str, QueryParameter(max_length=40, description=f"Calls that began then or later. {_MOMENT}", schema_extra=MOMENT)
]
Until = Annotated[
    str, QueryParameter(max_length=40, description=f"Calls that began before. {_MOMENT}", schema_extra=MOMENT)
]
STATES: tuple[CallState, ...] = get_args(CallState)
State = Annotated[str, QueryParameter(name="state", description="Empty = both.", schema_extra={"enum": ["", *STATES]})]
How = Annotated[
    str,
    QueryParameter(
        description="Of closed calls. Empty = any, and open calls too.",
        schema_extra={"enum": ["", *(one.value for one in Outcome)]},
    ),
]
FLAGS = ("true", "false")
Mine = Annotated[
    str,
    QueryParameter(
        description="`true` = the calls that you took last, told by your account: for people who are signed in.",
        schema_extra={"enum": ["", *FLAGS]},
    ),
]
Choice = TypeVar("Choice", bound=str)


async def provide_agent(
    one_client: NamedDependency[OneClient],
    request: Request[Any, Any, Any],
    kb: NamedDependency[App],
    mine: Mine = "",
) -> str | None:
    """Whose calls are asked for; None = everybody's. Raises `BadRequest` and `ValidationException`, which name the
    parameter."""
    if one_of(FLAGS, "mine", mine) != "true":
        return None
    account = account_of(principal_of(request))
    if not account:
        raise BadRequest("A key took no call.", field="mine", key="value-mine")
    return await on_a_thread(kb, lambda: kb.calls.agent_key(one_client, account))


async def provide_wanted(
    one_client: NamedDependency[OneClient],
    kb: NamedDependency[App],
    since: Since = "",
    until: Until = "",
    is_in: State = "",
    outcome: How = "",
) -> Wanted:
    """Raises `BadRequest` and `ValidationException`, which name the parameter."""
    return await on_a_thread(
        kb,
        lambda: Wanted(
            moment(kb, one_client, "since", since),
            moment(kb, one_client, "until", until),
            one_of(STATES, "state", is_in),
            one_of(tuple(Outcome), "outcome", outcome),
        ),
    )


class CallListController(Controller):
    """Lists of one client's calls."""

    path = "/api/v1/clients/{client:str}/calls"
    guards = (requires_client,)
    opt = needs(Scope.RECORD)
    dependencies = MappingProxyType({"wanted": Provide(provide_wanted), "agent": Provide(provide_agent)})
    tags = ("calls",)

    @get(
        "/",
        operation_id="listCalls",
        name="calls",
        summary="List calls, newest first",
        description="By when they began. Follow `next_cursor` until it is null: each is listed once, whatever begins "
        "meanwhile; only one whose beginning is told otherwise meanwhile may be missed, or come twice.",
        responses=found(CallsOut, "One page.", examples.CALLS)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Calls cannot be read now.",
        ),
    )
    async def list_calls(
        self,
        one_client: NamedDependency[OneClient],
        kb: NamedDependency[App],
        wanted: NamedDependency[Wanted],
        agent: NamedDependency[str | None],
        cursor: Cursor = "",
        limit: Limit = 50,
    ) -> CallsOut:
        def read() -> CallsOut:
            cursors = Cursors.of(kb.calls, one_client, "calls")
            last = cursors.position(cursor, tuple[datetime, str])
            known = kb.calls.page(one_client, replace(wanted, agent=agent), limit + 1, last)
            shown, rest = cursors.page(list(known), limit, lambda one: (one.started, one.id))
            return CallsOut(one_client.id, tuple(call_row_out(one_client, one) for one in shown), rest)

        return await on_a_thread(kb, read)


def moment(kb: App, client: OneClient, field: str, text: str) -> datetime | None:
    """What a bound says, in UTC; None for an empty one. Raises `BadRequest` naming the field, and `StateError` while
    the client's local time is not known."""
    if not text:
        return None
    try:
        return read_moment(text, ZoneInfo(kb.snapshot(client).client.time_zone)).at.astimezone(UTC)
    except BadRequest as error:
        raise BadRequest(str(error), field=field, key="value-at") from None


def one_of(choices: Sequence[Choice], field: str, text: str) -> Choice | None:
    """The choice that is written so; None for an empty text. Raises `ValidationException`, which lists them."""
    if not text:
        return None
    for choice in choices:
        if choice == text:
            return choice
    raise ValidationException(extra=[{"key": field, "message": "Invalid", "allowed": list(choices)}])
