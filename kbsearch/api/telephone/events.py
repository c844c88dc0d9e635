"""Calls as a telephone system tells them that knows one short message alone: rings, taken, over.

The shape is Zammad's “generic CTI”, which many telephone systems can be made to post: `newCall`, `answer`, `hangup`.
Whatever it says is said of the call of that id as by `putCall`, at the moment at which it arrives.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from msgspec import Meta

from kbsearch.api.access.guards import decoded, requires_body, requires_client
from kbsearch.api.access.identity import Connection, needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sent_keys import BY_BASIC
from kbsearch.api.calls import examples
from kbsearch.api.calls.bodies import CallIn, came_in
from kbsearch.api.calls.controller import RECORDING, opened, told
from kbsearch.api.calls.shapes import RecordedOut, recorded_out
from kbsearch.api.contract.described import found
from kbsearch.api.requests.forms import fields_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.call import Call, usual_channel
from kbsearch.core.calls.happenings import AddressId, Disposition, Label
from kbsearch.core.calls.telephony import NOTHING
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended
from kbsearch.errors import BadRequest, EventConflict, NotFound

CAME_TO: Mapping[str, Disposition] = {
    "cancel": Disposition.ABANDONED_IN_QUEUE,
    "busy": Disposition.DISSUADED,
    "noAnswer": Disposition.DISSUADED,
    "forwarded": Disposition.OVERFLOW,
    "congestion": Disposition.FAILED,
    "notFound": Disposition.FAILED,
}
"""Cause of a `hangup` → what came of a call that nobody took. `normalClearing`, or any other, does not tell."""
FORM = "application/x-www-form-urlencoded"
RENAMED = {"call_id": "callId", "caller": "from", "answering": "answeringNumber"}


class TelephoneEventIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=RENAMED):
    """One message."""

    event: Literal["newCall", "answer", "hangup"]
    call_id: Annotated[AddressId, Meta(description="The telephone system's own id of the call: the call's id here.")]
    direction: Annotated[
        Literal["in", "out"], Meta(description="Of calls that somebody here makes, `out`, nothing is kept.")
    ] = "in"
    caller: Annotated[str, Meta(max_length=200, description="The caller's number. A key is kept in its place.")] = ""
    queue: Annotated[
        Label, Meta(description="That the call waits in: where the client lists queues among its `lines`, one of them.")
    ] = ""
    cause: Annotated[
        Label,
        Meta(
            description="Of `hangup`, where nobody took the call: `cancel` = the caller gave up in the queue, `busy` "
            "and `noAnswer` = turned away, `forwarded` = sent to somebody else, `congestion` and `notFound` = failed; "
            "anything else says nothing."
        ),
    ] = ""
    to: Annotated[
        str,
        Meta(
            max_length=200,
            description="The number that was dialled: where the client lists numbers among its `lines`, one of them. "
            "Not kept: the client is in the address.",
        ),
    ] = ""
    user: Annotated[str | tuple[str, ...], Meta(description="Whose telephone it is. Not kept.")] = ""
    answering: Annotated[str, Meta(max_length=200, description="Not kept.")] = ""


async def event_of(request: Request[Any, Any, Any]) -> TelephoneEventIn:
    """What is told, as JSON or as a form, whose several `user[]` are one list. Raises like `guards.decoded`."""
    body = await request.body()
    if is_form(request):
        given = fields_of(body).items()
        body = msgspec.json.encode({_plain(name): _value(name, values) for name, values in given})
    return decoded(TelephoneEventIn, body)


def is_form(connection: Connection) -> bool:
    return connection.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM


async def requires_event(connection: Connection, handler: BaseRouteHandler) -> None:
    """A message in either form. A page elsewhere can post one too: with a session it needs our token, like any."""
    if isinstance(connection, Request) and is_form(connection):
        await event_of(connection)
    else:
        await requires_body(TelephoneEventIn)(connection, handler)


def _plain(name: str) -> str:
    return name.removesuffix("[]")


def _value(name: str, values: list[str]) -> str | list[str]:
    return values[0] if len(values) == 1 and name == _plain(name) else values


class TelephoneEventController(Controller):
    """Of one client's telephone line."""

    path = "/api/v1/clients/{client:str}/telephone-events"
    guards = (requires_client,)
    opt = needs(Scope.RECORD) | BY_BASIC
    tags = ("calls",)

    @post(
        "/",
        status_code=200,
        guards=[requires_event],
        opt={"takes": TelephoneEventIn, "also_as": (FORM,)},
        operation_id="postTelephoneEvent",
        name="telephone-event",
        summary="A call rings, is taken, or is over",
        description="The shape of Zammad's generic CTI, as a form or as JSON, for telephone systems that can post no "
        "other. What is said of a call has the time at which it arrives; said again, it changes nothing. A tool that "
        "knows the times itself, or more than that, should say so with `putCall`.\n\nHere alone a key may also come as "
        "the password of HTTP Basic, for systems that can be given an address and no header, under any name: "
        "`https://cti:kbs_…@host/api/v1/clients/{client}/telephone-events`. It is not taken in the path or after `?`: "
        "servers, proxies and browsers keep those, in logs and histories.\n\nAn event of a number or a queue that is "
        "none of the `lines` that the client lists is refused (400), and nothing of it is kept: its call would stand "
        "among another line's figures.",
        security=[{"key": []}, {"key_as_password": []}],
        responses=found(RecordedOut, "Kept.", examples.RECORDED) | RECORDING,
    )
    async def post_event(
        self, one_client: NamedDependency[OneClient], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> RecordedOut:
        data = await event_of(request)
        if data.direction == "out":
            return recorded_out(one_client, data.call_id, Appended(0, 0))
        await opened(kb)
        known = await on_a_thread(kb, lambda: _known(kb, one_client, data))
        now = datetime.now(UTC)
        said = said_by(data, known, now)
        if said is None:
            return recorded_out(one_client, data.call_id, Appended(0, 1))
        came = came_in(said, "")
        try:
            kept = await told(lambda tell: kb.calls.send_start(one_client, data.call_id, came, now, tell))
        except EventConflict:  # the same was said before, at another moment
            kept = await on_a_thread(kb, lambda: kb.calls.say_again(one_client, data.call_id, came, now))
        return recorded_out(one_client, data.call_id, kept)


def said_by(event: TelephoneEventIn, call: Call | None, now: datetime) -> CallIn | None:
    """What the message says of its call, as that is known; None = nothing that was not said before."""
    known = call.telephony if call else NOTHING
    said = CallIn(channel=usual_channel(call), queue=event.queue, caller=event.caller)
    match event.event:
        case "newCall" if known.offered_at is None:
            return msgspec.structs.replace(said, received_at=now, offered_at=now)
        case "answer" if known.answered_at is None:
            return msgspec.structs.replace(said, answered_at=now, disposition=Disposition.ANSWERED)
        case "hangup" if known.ended_at is None:
            came = None if known.is_answered else CAME_TO.get(event.cause)
            return msgspec.structs.replace(said, ended_at=now, disposition=came)
        case _:
            return None


def _check_lines(kb: App, client: OneClient, event: TelephoneEventIn) -> None:
    """Raises `BadRequest` for what cannot be this client's, as far as it says itself which lines are."""
    from kbsearch.flows.telephone import is_not_its_line, is_not_its_queue  # tables of numbers

    snapshot = kb.snapshot_if_any(client)
    if snapshot is None or not snapshot.client.telephone.lines:
        return
    if is_not_its_line(event.to, snapshot.client):
        raise BadRequest("The number is none of the client's.", field="to", key="value-line")
    if is_not_its_queue(event.queue, snapshot.client):
        raise BadRequest("The queue is none of the client's.", field="queue", key="value-queue")


def _known(kb: App, client: OneClient, event: TelephoneEventIn) -> Call | None:
    """Its call, before; None where nothing of it is known. Raises like `_check_lines`."""
    _check_lines(kb, client, event)
    try:
        return still_own(client, kb.calls.call(client, event.call_id))
    except NotFound:
        return None
