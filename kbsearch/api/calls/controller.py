"""One client's calls: what happened in them, and what is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from kbsearch.api.access.guards import requires_client, requires_told
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.calls import examples
from kbsearch.api.calls.bodies import CallIn, CloseIn, ConfirmIn, EventsIn, ReopenIn, came_in
from kbsearch.api.calls.shapes import CallOut, NoArticleOut, RecordedOut, ReplayOut, call_out, recorded_out, replay_out
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests.once import REPLAYED_HEADER, Once
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope, account_of
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import ADDRESS_ID, Closed, Confirmed, Happening, Reopened, Used
from kbsearch.core.client import Client
from kbsearch.core.faults import printable, shown
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended, Kept
from kbsearch.errors import EventConflict, KbsearchError
from kbsearch.flows.absent import NO_ARTICLE, absent
from kbsearch.flows.on_screen import call_of

CallName = Annotated[
    str,
    PathParameter(
        description="Your own id of the call, without `/` and without personal data.",
        pattern=ADDRESS_ID,
        max_length=128,
    ),
]
RECORDING = problems(
    _400="A field is wrong; `errors` names it.",
    _404="No such client, or not yours.",
    _409="An event of this client has this id and another content.",
    _413="The body is too large.",
    _415="The body is not JSON.",
    _422="The idempotency key is that of another post.",
    _503="Nothing was kept: send the same again.",
)
READING = problems(
    _400="The address is malformed.",
    _404="No such client or call, or not yours.",
    _503="Calls cannot be read now.",
)


class CallController(Controller):
    """Calls of one client."""

    path = "/api/v1/clients/{client:str}/calls/{call:str}"
    guards = (requires_client,)
    opt = needs(Scope.RECORD)
    tags = ("calls",)

    @put(
        "/",
        status_code=200,
        guards=[requires_told(CallIn)],
        operation_id="putCall",
        name="put-call",
        summary="Begin a call, or say more of how it came in",
        description="Safe to resend: the same again changes nothing, and events may arrive before it. What is said "
        "last counts, or what has the latest `at`.",
        responses=found(RecordedOut, "Kept.", examples.RECORDED) | RECORDING,
    )
    async def put_call(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[CallIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> RecordedOut:
        agent = account_of(principal_of(request))
        came = came_in(data, agent)
        await opened(kb)
        now, dated = data.at or datetime.now(UTC), data.at is not None
        try:
            appended = await told(lambda tell: kb.calls.send_start(one_client, call, came, now, tell, dated=dated))
        except EventConflict:  # the same was said before, at another moment
            appended = await on_a_thread(kb, lambda: kb.calls.say_again(one_client, call, came, now))
        return recorded_out(one_client, call, appended)

    @get(
        "/",
        operation_id="readCall",
        name="call",
        summary="Read a call",
        responses=found(CallOut, "The call, as its events make it.", examples.CALL) | READING,
    )
    async def read_call(
        self, one_client: NamedDependency[OneClient], call: CallName, kb: NamedDependency[App]
    ) -> CallOut:
        known, _ = await on_a_thread(kb, lambda: _read(kb, one_client, call))
        return call_out(one_client, known)

    @get(
        "/replay",
        operation_id="replayCall",
        name="replay",
        summary="What was on the screen, moment by moment",
        responses=found(ReplayOut, "Every event, with what was shown.", examples.REPLAY) | READING,
    )
    async def replay(
        self, one_client: NamedDependency[OneClient], call: CallName, kb: NamedDependency[App]
    ) -> ReplayOut:
        known, history = await on_a_thread(kb, lambda: _read(kb, one_client, call))
        return replay_out(one_client, known, history)

    @post(
        "/events",
        status_code=200,
        guards=[requires_told(EventsIn)],
        operation_id="postEvents",
        response_headers=[REPLAYED_HEADER],
        name="post-events",
        summary="Say what happened",
        description="All events are kept or none. A repeated or reordered event never counts twice.",
        responses=found(RecordedOut, "Kept, on disk.", examples.RECORDED) | RECORDING,
    )
    async def post_events(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[EventsIn],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[RecordedOut]:
        events = [Event(one.id, one_client.id, call, one.at, one.what) for one in data.events]
        return await once.answer(lambda: warned(kb, one_client, call, events, once.lang), call=call)

    @post(
        "/close",
        status_code=200,
        guards=[requires_told(CloseIn)],
        operation_id="closeCall",
        response_headers=[REPLAYED_HEADER],
        name="close-call",
        summary="Close a call with its outcome",
        description="It may arrive before the call's other events.",
        responses=found(RecordedOut, "Kept, on disk.", examples.RECORDED) | RECORDING,
    )
    async def close(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[CloseIn],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[RecordedOut]:
        what: dict[str, Happening] = {f"{data.id}:{at:02}": Used(article) for at, article in enumerate(data.used, 1)}
        what[data.id] = Closed(data.outcome, data.incident, data.comment)
        events = [Event(id, one_client.id, call, data.at, one) for id, one in what.items()]

        async def closed() -> RecordedOut:
            if data.incident is not None:
                await on_a_thread(kb, lambda: kb.calls.check_incident(one_client, data.incident))
            kept = await warned(kb, one_client, call, events, once.lang)
            if not kept.new:
                await on_a_thread(kb, lambda: _require_as_many(kb, one_client, call, data))
            return kept

        return await once.answer(closed, call=call)

    @post(
        "/reopen",
        status_code=200,
        guards=[requires_told(ReopenIn)],
        operation_id="reopenCall",
        response_headers=[REPLAYED_HEADER],
        name="reopen-call",
        summary="Reopen a call",
        responses=found(RecordedOut, "Kept, on disk.", examples.RECORDED) | RECORDING,
    )
    async def reopen(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[ReopenIn],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[RecordedOut]:
        events = [Event(data.id, one_client.id, call, data.at, Reopened())]
        return await once.answer(lambda: keep(kb, one_client, call, events), call=call)

    @post(
        "/confirm",
        status_code=200,
        guards=[requires_told(ConfirmIn)],
        operation_id="confirmCall",
        response_headers=[REPLAYED_HEADER],
        name="confirm-call",
        summary="Say whether the caller found it solved",
        responses=found(RecordedOut, "Kept, on disk.", examples.RECORDED) | RECORDING,
    )
    async def confirm(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[ConfirmIn],
        kb: NamedDependency[App],
        once: NamedDependency[Once],
    ) -> Response[RecordedOut]:
        events = [Event(data.id, one_client.id, call, data.at, Confirmed(data.solved))]
        return await once.answer(lambda: keep(kb, one_client, call, events), call=call)


def _read(kb: App, client: OneClient, call: str) -> tuple[Call, Sequence[Kept]]:
    """The call and all that is kept of it. Raises `NotFound`."""
    snapshot, history = kb.snapshot_if_any(client), kb.calls.history(client, call)
    return call_of(history, (snapshot.client if snapshot else Client(client.id)).lang), history


def _require_as_many(kb: App, client: OneClient, call: str, data: CloseIn) -> None:
    """Raises `EventConflict` for an end that is on record with more articles than are told now."""
    more = f"{data.id}:{len(data.used) + 1:02}"
    if any(one.event.id == more and isinstance(one.event.what, Used) for one in kb.calls.history(client, call)):
        message = (
            f"The end {shown(data.id)} is on record with more articles used. Give another end its own id, and say "
            "what did not serve with an “unused” event."
        )
        raise EventConflict(message, event=data.id)


async def keep(kb: App, client: OneClient, call: str, events: Sequence[Event]) -> RecordedOut:
    """Answer once the events are on disk. Raises what keeping them raises."""
    await opened(kb)
    snapshot = kb.snapshot_if_any(client)
    return recorded_out(client, call, await told(lambda tell: kb.calls.send(client, events, snapshot, tell)))


async def warned(kb: App, client: OneClient, call: str, events: Sequence[Event], lang: Lang) -> RecordedOut:
    """The same, with a warning for each article that the client does not have."""
    kept = await keep(kb, client, call, events)
    snapshot = kb.snapshot_if_any(client)
    named = absent((event.what for event in events), snapshot.known_ids) if snapshot else ()
    told = ((field, text(lang, NO_ARTICLE, article=printable(kb.calls.as_kept(article)))) for field, article in named)
    return msgspec.structs.replace(kept, warnings=tuple(NoArticleOut(*one) for one in dict.fromkeys(told)))


async def opened(kb: App) -> None:
    """Make sure that sending does not open the file, which may take a while."""
    if not kb.calls.is_open:
        await on_a_thread(kb, kb.calls.file)


async def told(send: Callable[[Callable[[Appended | KbsearchError], None]], None]) -> Appended:
    """What `send` tells, from whatever thread, once it is known."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Appended | KbsearchError] = loop.create_future()

    def settle(found: Appended | KbsearchError) -> None:
        if not answer.done():  # the asker may have gone away
            answer.set_result(found)

    def tell(found: Appended | KbsearchError) -> None:
        with suppress(RuntimeError):  # the server is gone: nobody waits any more
            loop.call_soon_threadsafe(settle, found)

    send(tell)
    found = await answer
    if isinstance(found, KbsearchError):
        raise found
    return found
