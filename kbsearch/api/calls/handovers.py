"""The hand-over sheet of a call, ready to be copied or sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import Meta

from kbsearch.api.access.guards import requires_body, requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls import examples
from kbsearch.api.calls.controller import CallName
from kbsearch.api.calls.details import AnsweredOut
from kbsearch.api.catalogue import choose
from kbsearch.api.contract.described import found, problems
from kbsearch.api.search.path_shapes import At, CallPriority, ChosenLevel, PathOut, Symptom, path_out
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.calls.handover import MOST_DISPLAYED, Handover, Seen, Told, VersionBy
from kbsearch.core.calls.handover_text import markdown, plain
from kbsearch.core.calls.happenings import Fact, Spoken
from kbsearch.core.escalation import Asked
from kbsearch.core.escalation.words import Lang
from kbsearch.core.levels import DEFAULT_PRIORITY
from kbsearch.core.one_client import OneClient


class HandoverIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the call's events do not say, or say otherwise; none of it is stored. The call says what is left out.

    Symptom and impact are redacted. The values of facts stand on the sheet as said, for they are what the next level
    asks for, a number to call back among them; those that an `escalated` event keeps are redacted.
    """

    symptom: Symptom = ""
    priority: Annotated[
        CallPriority | None,
        Meta(description=f"Else the last escalation's that names one, else {DEFAULT_PRIORITY}."),
    ] = None
    impact: Annotated[
        str,
        Meta(max_length=2000, description="Who and what stands still; else as the last escalation has it. Redacted."),
    ] = ""
    facts: Annotated[
        tuple[Fact, ...], Meta(max_length=50, description="What the next level asks for, by name, as said.")
    ] = ()
    article: Annotated[str, Meta(max_length=160, description="Id of the article that the call is about.")] = ""
    category: Annotated[str, Meta(max_length=300)] = ""
    at: At = ""
    level: ChosenLevel = ""


class FactOut(msgspec.Struct, frozen=True):
    """A fact for the next level; `asked` is false where nobody asked yet, and `value` is then empty."""

    name: str
    value: str
    asked: bool


class SeenOut(msgspec.Struct, frozen=True):
    """An article that was more than a row on the screen. `did`: `refused` or `used`, whichever was said last, else
    `tried`, `copied` or `opened`; `displayed` in the list of those that nobody opened."""

    article: str
    title: str
    version: str
    did: str
    steps: tuple[int, ...]
    version_by: Annotated[
        VersionBy,
        Meta(
            description="`event`: of what was read or shown; `search`: of the index that answered the call's last "
            "search before, in which the article was not shown; `unknown`: `version` is empty."
        ),
    ] = "event"


def seen_out(seen: Seen) -> SeenOut:
    return SeenOut(seen.article, seen.title, seen.version, seen.did, seen.steps, seen.version_by)


class HandoverOut(msgspec.Struct, frozen=True):
    """The sheet, for programs and, as `markdown` and `text`, for people, in the reader's language."""

    client: str
    call: str
    begun: str
    came: str
    caller_key: str
    priority: str
    impact: str
    symptoms: tuple[str, ...]
    answers: tuple[AnsweredOut, ...]
    facts: tuple[FactOut, ...]
    articles: tuple[SeenOut, ...]
    path: PathOut
    markdown: str
    text: str
    displayed: Annotated[
        tuple[SeenOut, ...],
        Meta(description=f"Stood first on the screen, and nothing was done with them: the last {MOST_DISPLAYED}."),
    ] = ()
    caller_lang: Annotated[Spoken, Meta(description="What the caller speaks; empty = nobody said.")] = ""


def handover_out(client: OneClient, sheet: Handover, lang: Lang) -> HandoverOut:
    still_own(client, sheet)
    return HandoverOut(
        client=client.id,
        call=sheet.call,
        begun=sheet.begun.isoformat(),
        came=sheet.came,
        caller_key=sheet.caller,
        priority=sheet.priority,
        impact=sheet.impact,
        symptoms=sheet.symptoms,
        answers=tuple(AnsweredOut(*one) for one in sheet.answers),
        facts=tuple(FactOut(one.name, one.value, bool(one.value)) for one in sheet.facts),
        articles=tuple(map(seen_out, sheet.articles)),
        displayed=tuple(map(seen_out, sheet.displayed)),
        path=path_out(client, sheet.path, lang),
        markdown=markdown(sheet, lang),
        text=plain(sheet, lang),
        caller_lang=sheet.speaks,
    )


class HandoverController(Controller):
    """Sheets of one client's calls."""

    path = "/api/v1/clients/{client:str}/calls/{call:str}/handover"
    guards = (requires_client,)
    opt = needs(Scope.ESCALATE)
    tags = ("calls",)

    @post(
        "/",
        status_code=200,
        guards=[requires_body(HandoverIn)],
        operation_id="handOver",
        name="hand-over",
        summary="The sheet for who takes the call over",
        description="Symptoms, answers, articles with their versions, and what nobody asked yet. Nothing is stored.",
        responses=found(HandoverOut, "The sheet.", examples.HANDOVER)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, call or article, or not yours.",
            _413="The body is too large.",
            _415="The body is not JSON.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def hand_over(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        data: JSONBody[HandoverIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> HandoverOut:
        told = Told(data.impact, data.symptom, tuple((one.name, one.value) for one in data.facts))
        asked = Asked(datetime.now(UTC), data.at, data.priority, data.symptom, data.article, data.category, data.level)
        sheet = await on_a_thread(kb, lambda: kb.handover(one_client, call, asked, told), kb.threads.encoders)
        return handover_out(one_client, sheet, choose(request.headers.get("accept-language", "")))
