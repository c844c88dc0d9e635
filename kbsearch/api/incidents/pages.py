"""Known incidents of one client: seen by whoever searches, declared and closed by whoever may."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec
from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.articles.pages import outcome
from kbsearch.api.catalogue import TEXTS
from kbsearch.api.errors.field_errors import field_errors
from kbsearch.api.incidents.shapes import IncidentIn
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.visits import Visit
from kbsearch.api.requests.cursors import Cursors
from kbsearch.api.requests.forms import Form, form_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, incidents
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.local_time import unclear
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest, EventConflict

PAGE = 50
STATES = {"open": "incident-open", "planned": "incident-planned", "closed": "incident-over"}
"""`Incident.state` → how it is called."""
TIMES = {"never": "row-time-never", "twice": "row-time-twice", "beyond": "row-time-beyond"}
"""What is wrong with a local time → what to write."""
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?", re.ASCII)
Faults = dict[str, str]
"""Field of the form → what is wrong with it, in words."""


class IncidentPages(Controller):
    """The list with its form, and each incident."""

    path = "/c/{client:str}/incidents"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    include_in_schema = False

    @get("/")
    async def browse(self, visit: NamedDependency[Visit]) -> Response[str]:
        return await on_a_thread(visit.kb, lambda: _list(visit.kb, visit.client, visit.page("incidents")))

    @post("/", opt=needs(Scope.EDIT_INCIDENTS), status_code=303)
    async def declare(self, visit: NamedDependency[Visit]) -> Response[str]:
        one_client, kb, form = visit.client, visit.kb, await form_of(visit.request)

        def work() -> Response[str]:
            page = visit.page("incidents")
            made, faults = read_incident(page, one_client, form)
            if made is not None:
                try:
                    incidents.declare(kb, one_client, page.principal.actor, made)
                    return redirected(_address(one_client, made.id))
                except (BadRequest, EventConflict) as error:
                    faults = _refused(page, error)
            return _list(kb, one_client, page, form, faults)

        return await on_a_thread(kb, work)

    @get("/{incident:str}")
    async def read(self, visit: NamedDependency[Visit], incident: FromPath[str]) -> Response[str]:
        one_client, kb = visit.client, visit.kb

        def work() -> Response[str]:
            page = visit.page("incidents")
            one = still_own(one_client, kb.calls.incident(one_client, incident))
            sees_calls = page.may(Scope.RECORD)
            calls = incidents.calls_about(kb, one_client, one) if sees_calls else []
            return page.show(
                "incident.html",
                incident=one,
                state=_state(one),
                close_at=f"{_address(one_client, one.id)}/close" if _may_close(page, one) else "",
                calls=[still_own(one_client, call) for call in calls],
                outcome=outcome,
                sees_calls=sees_calls,
            )

        return await on_a_thread(kb, work)

    @post("/{incident:str}/close", opt=needs(Scope.EDIT_INCIDENTS), status_code=303)
    async def close(self, visit: NamedDependency[Visit], incident: FromPath[str]) -> Response[str]:
        """Now; one that is only planned never begins."""
        one_client, kb, actor = visit.client, visit.kb, principal_of(visit.request).actor

        def work() -> Response[str]:
            one = kb.calls.incident(one_client, incident)
            incidents.close(kb, one_client, actor, incident, max(one.opened, datetime.now(UTC)))
            return redirected(_address(one_client, incident))

        return await on_a_thread(kb, work)


def _list(
    kb: App, client: OneClient, page: Page, form: Form | None = None, faults: Mapping[str, str] | None = None
) -> Response[str]:
    """Open ones first; on the pages after the first, only older ones that are over."""
    cursors = Cursors.of(kb.calls, client, "incidents")
    given = str(page.request.query_params.get("cursor", ""))
    last = cursors.position(given, tuple[datetime, str])
    known = kb.calls.incidents.incidents(client, PAGE + 1, last) if kb.calls.holds_any() else ()
    shown, rest = cursors.page(list(known), PAGE, lambda one: (one.opened, one.id))
    now = datetime.now(UTC)
    planned = [one for one in shown if one.state(now) == "planned"] if last is None else []
    current = [*planned, *kb.calls.active_incidents(client, now)] if last is None else []
    past = [one for one in shown if one.state(now) == "closed"]
    for one in (*current, *past):
        still_own(client, one)
    return page.show(
        "incidents.html",
        status=400 if faults else 200,
        is_first=last is None,
        current=current,
        past=past,
        state=_state,
        place=lambda one: _address(client, one.id),
        rest=rest,
        may_edit=page.may(Scope.EDIT_INCIDENTS),
        form=form or Form(),
        faults=faults or {},
        fresh=_fresh(page, now),
    )


def _fresh(page: Page, now: datetime) -> Faults:
    """What an empty form proposes. Sent twice, it is one incident: its id and its time are in it."""
    local = now.astimezone(page.zone)
    return {"id": f"INC-{local:%Y%m%d-%H%M}-{secrets.token_hex(2)}", "opened_at": f"{local:%Y-%m-%dT%H:%M}"}


def read_incident(page: Page, client: OneClient, form: Form) -> tuple[Incident | None, Faults]:
    """What was filled in, by the rules of the API; None with what is wrong, field by field."""
    values: dict[str, object] = {name: form.one(name) for name in ("id", "title", "message")}
    symptoms = tuple(filter(None, (line.strip() for line in form.one("symptoms").split("\n"))))
    values["symptoms"] = symptoms
    faults: Faults = {}
    for known in msgspec.structs.fields(IncidentIn):
        if known.name in values:
            try:
                msgspec.convert(values[known.name], known.type, strict=True)
            except msgspec.ValidationError as error:
                said = str(error).partition(" - at `$")[0]
                faults[known.name] = field_errors([{"message": said, "key": known.name}], page.lang)[0].message
    opened, wrong = _moment(page, form.one("opened_at"))
    if opened is None:
        faults["opened_at"] = wrong
    if opened is None or faults:
        return None, faults
    title, message = form.one("title"), form.one("message")
    return Incident(client.id, form.one("id"), title, symptoms, message, opened), {}


def _moment(page: Page, text: str) -> tuple[datetime | None, str]:
    """A local time in UTC; None with what is wrong with it."""
    try:
        local = datetime.fromisoformat(text) if _LOCAL.fullmatch(text) else None
    except ValueError:
        local = None
    if local is None:
        return None, page.said("field-time")
    if wrong := unclear(local, page.zone):
        return None, page.said(TIMES[wrong], zone=str(page.zone))
    return local.replace(tzinfo=page.zone).astimezone(UTC), ""


def _refused(page: Page, error: BadRequest | EventConflict) -> Faults:
    if isinstance(error, EventConflict):
        return {"id": page.said("incident-taken")}
    return {error.field or "title": page.said(error.key if error.key in TEXTS else "value-refused")}


def _address(client: OneClient, incident: str) -> str:
    return f"/c/{client.id}/incidents/{quote(incident, safe='')}"


def _state(one: Incident) -> str:
    return STATES[one.state(datetime.now(UTC))]


def _may_close(page: Page, one: Incident) -> bool:
    return not one.is_over(datetime.now(UTC)) and page.may(Scope.EDIT_INCIDENTS)
