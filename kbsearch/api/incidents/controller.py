"""Known incidents of one client: opened, closed, counted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from kbsearch.api.access.guards import requires_body, requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls import examples
from kbsearch.api.contract.described import found, problems
from kbsearch.api.incidents.shapes import (
    IncidentCallsOut,
    IncidentClose,
    IncidentIn,
    IncidentOut,
    IncidentsOut,
    incident_out,
)
from kbsearch.api.requests.cursors import Cursor, Cursors
from kbsearch.api.requests.once import REPLAYED_HEADER, Once
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, incidents
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.happenings import ADDRESS_ID
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.one_client import OneClient

MOST_SHOWN = 100

IncidentName = Annotated[
    str, PathParameter(description="Your id of the incident, without `/`.", pattern=ADDRESS_ID, max_length=128)
]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST_SHOWN, description="Most incidents to return.")]
FAILURES = problems(
    _400="A field is wrong; `errors` names it.",
    _404="No such client or incident, or not yours.",
    _409="An incident of this client has this id and other words, or is over.",
    _413="The body is too large.",
    _415="The body is not JSON.",
    _422="The idempotency key is that of another post.",
    _503="Nothing was kept: send the same again.",
)
READING = problems(
    _400="The address is malformed.",
    _404="No such client or incident, or not yours.",
    _503="Incidents cannot be read now.",
)


class IncidentController(Controller):
    """Incidents of one client. Its searches show those that are open."""

    path = "/api/v1/clients/{client:str}/incidents"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    tags = ("incidents",)

    @post(
        "/",
        status_code=200,
        guards=[requires_body(IncidentIn)],
        opt=needs(Scope.EDIT_INCIDENTS),
        operation_id="openIncident",
        response_headers=[REPLAYED_HEADER],
        name="open-incident",
        summary="Declare a known incident",
        description="From `opened_at` on, searches that say or mean one of its symptoms show it. One word alone, a "
        "title or a search, is compared by that word and not by its meaning. What is over is not opened again. "
        "Personal data in its words is taken out before they are kept and shown: no caller's name, no mobile number "
        "to call back.",
        responses=found(IncidentOut, "Open.", examples.INCIDENT) | FAILURES,
    )
    async def open_incident(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[IncidentIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[IncidentOut]:
        made = Incident(one_client.id, data.id, data.title, data.symptoms, data.message, data.opened_at.astimezone(UTC))

        async def opened() -> IncidentOut:
            actor = principal_of(request).actor
            return incident_out(
                one_client, await on_a_thread(kb, lambda: incidents.declare(kb, one_client, actor, made))
            )

        return await once.answer(opened)

    @post(
        "/{incident:str}/close",
        status_code=200,
        guards=[requires_body(IncidentClose)],
        opt=needs(Scope.EDIT_INCIDENTS),
        operation_id="closeIncident",
        response_headers=[REPLAYED_HEADER],
        name="close-incident",
        summary="Say that an incident is over",
        description="Not before it was opened. Searches show it until then. Closed again while its end is still to "
        "come, it ends at the earlier of the two times. Once it is over, closing it again changes nothing.",
        responses=found(IncidentOut, "Closed.", examples.INCIDENT | {"closed": "2026-11-02T11:30:00Z"}) | FAILURES,
    )
    async def close_incident(
        self,
        one_client: NamedDependency[OneClient],
        incident: IncidentName,
        data: JSONBody[IncidentClose],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[IncidentOut]:
        at = data.at.astimezone(UTC)

        async def closed() -> IncidentOut:
            actor = principal_of(request).actor
            return incident_out(
                one_client, await on_a_thread(kb, lambda: incidents.close(kb, one_client, actor, incident, at))
            )

        return await once.answer(closed)

    @get(
        "/",
        operation_id="listIncidents",
        name="incidents",
        summary="List incidents, newest first",
        description="Follow `next_cursor` until it is null: each is listed once, whatever is declared meanwhile.",
        responses=found(IncidentsOut, "Open and closed ones.", examples.INCIDENTS) | READING,
    )
    async def list_incidents(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], cursor: Cursor = "", limit: Limit = 20
    ) -> IncidentsOut:
        def read() -> IncidentsOut:
            cursors = Cursors.of(kb.calls, one_client, "incidents")
            last = cursors.position(cursor, tuple[datetime, str])
            known = kb.calls.incidents.incidents(one_client, limit + 1, last)
            shown, rest = cursors.page(list(known), limit, lambda one: (one.opened, one.id))
            return IncidentsOut(one_client.id, tuple(incident_out(one_client, one) for one in shown), rest)

        return await on_a_thread(kb, read)

    @get(
        "/{incident:str}",
        operation_id="readIncident",
        name="incident",
        summary="An incident and its calls",
        responses=found(IncidentCallsOut, "With the calls closed with it.", examples.INCIDENT_CALLS) | READING,
    )
    async def read_incident(
        self,
        one_client: NamedDependency[OneClient],
        incident: IncidentName,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> IncidentCallsOut:
        sees_calls = Scope.RECORD in principal_of(request).scopes(one_client.id)

        def read() -> IncidentCallsOut:
            one = kb.calls.incident(one_client, incident)
            about = incidents.calls_about(kb, one_client, one) if sees_calls else ()
            calls = tuple(still_own(one_client, call).id for call in about)
            return IncidentCallsOut(incident_out(one_client, one), calls)

        return await on_a_thread(kb, read)
