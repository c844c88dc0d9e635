"""What the API gives about calls. Fields are added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.details import AnsweredOut, TickedOut, answers_of, ticked_of
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_list import CallState, state_of, symptom_of
from kbsearch.core.calls.happenings import Disposition, Happening, Outcome, Spoken, Started
from kbsearch.core.calls.telephony import NOTHING, TIMES, Telephony
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended, Kept

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""In an answer; UTC."""
NextCursor: TypeAlias = Annotated[
    str | None, Meta(description="What to ask for the next page with; null = this is the last one.")
]
"""Of any list."""


class NoArticleOut(msgspec.Struct, frozen=True):
    """An article that was named and that this client does not have."""

    field: Annotated[str, Meta(description="What was said of it: `tried`, `refused` or `used`.")]
    message: str


class RecordedOut(msgspec.Struct, frozen=True):
    """On disk. `repeated` were known before, with the same content, and count once."""

    client: str
    call: str
    new: int
    repeated: int
    warnings: Annotated[
        tuple[NoArticleOut, ...],
        Meta(
            description="Articles tried, refused or used that this client does not have: mistyped, or deleted since. "
            "What was said is kept all the same."
        ),
    ] = ()


class TelephoneOut(msgspec.Struct, frozen=True):
    """What the telephone system says of a call; null = it has not said."""

    received_at: Instant | None
    offered_at: Instant | None
    answered_at: Instant | None
    ended_at: Instant | None
    wrapup_ended_at: Instant | None
    disposition: Disposition | None


class CallOut(msgspec.Struct, frozen=True):
    """A call, as its events make it. Article ids stand in the order they were first mentioned."""

    client: str
    call: str
    started: Instant
    closed: Instant | None
    outcome: Outcome | None
    incident: str
    knowledge: Annotated[
        str | None,
        Meta(
            description="Of a closed call: `known` = linked to an article that existed, `new` = to one written from "
            "it, `unknown` = to none."
        ),
    ]
    confirmed: bool | None
    reopened: int
    channel: str
    queue: str
    ivr: tuple[str, ...]
    caller_key: str
    searches: int
    displayed: int
    opened: tuple[str, ...]
    copied: tuple[str, ...]
    tried: tuple[str, ...]
    refused: tuple[str, ...]
    used: tuple[str, ...]
    created: tuple[str, ...]
    n1_could: Annotated[
        bool | None,
        Meta(description="Whether N1 could have solved it, as the level that did says; null = nobody said."),
    ] = None
    n1_article: Annotated[str | None, Meta(description="With which article N1 could have.")] = None
    faults: Annotated[
        tuple[str, ...],
        Meta(
            description="What cannot be true of the call as it is known: `closed-before-started`, `closed-ahead` (its "
            "end is still to come: the clock of who told it is ahead, and what happened since counts before that end), "
            "`telephone-times-conflict` (one time told twice, and differently: the first stays), "
            "`telephone-times-order`, `telephone-times-length` (it would have taken more than 24 hours: not counted), "
            "`telephone-answer-conflict` (answered at some time, and come to something "
            "else: the time counts). It is kept all the same, since events may come late; the fault goes when the "
            "right one comes."
        ),
    ] = ()
    symptom: Annotated[str, Meta(description="As in a list of calls.")] = ""
    query: Annotated[str, Meta(description="As searched last, and kept: redacted.")] = ""
    answers: Annotated[
        tuple[AnsweredOut, ...], Meta(description="What was asked and answered: of each question the last answer.")
    ] = ()
    ticked: Annotated[tuple[TickedOut, ...], Meta(description="Steps that were done, article by article.")] = ()
    comment: Annotated[
        str, Meta(description="Of a closed call: what was said of its end, and kept: redacted. Empty = nothing.")
    ] = ""
    telephone: Annotated[TelephoneOut | None, Meta(description="Null = no telephone system has said anything.")] = None
    lang: Annotated[Spoken, Meta(description="What the caller speaks; empty = nobody said.")] = ""
    satisfaction: Annotated[int | None, Meta(description="The caller's answer to a survey, 1 to 5; null = none.")] = (
        None
    )
    recommendation: Annotated[int | None, Meta(description="The same, 0 to 10.")] = None


class CallRowOut(msgspec.Struct, frozen=True):
    """One call of a list."""

    call: str
    started: Instant
    closed: Instant | None
    state: CallState
    outcome: Outcome | None
    incident: Annotated[str, Meta(description="The known incident that it was about; empty = none.")]
    symptom: Annotated[
        str, Meta(description="As it was described last, else searched last, and kept: redacted. Empty = nobody said.")
    ]
    used: Annotated[tuple[str, ...], Meta(description="Articles that served.")]


class CallsOut(msgspec.Struct, frozen=True):
    """A page of calls, newest first."""

    client: str
    items: tuple[CallRowOut, ...]
    next_cursor: NextCursor


class MomentOut(msgspec.Struct, frozen=True):
    """One event, and what stood on the screen then: null where nothing was kept."""

    id: str
    at: Instant
    what: Happening
    shown: dict[str, Any] | None


class ReplayOut(msgspec.Struct, frozen=True):
    """Everything that happened in a call, by time, as it was on the screen, whatever became of the articles since."""

    call: CallOut
    timeline: tuple[MomentOut, ...]


def recorded_out(client: OneClient, call: str, appended: Appended) -> RecordedOut:
    return RecordedOut(client.id, call, appended.new, appended.repeated)


def call_out(client: OneClient, call: Call) -> CallOut:
    still_own(client, call)
    return CallOut(
        client=client.id,
        call=call.id,
        started=call.started,
        closed=call.closed_at,
        outcome=call.outcome,
        incident=call.incident,
        knowledge=call.knowledge,
        confirmed=call.confirmed,
        reopened=call.reopened,
        channel=call.start.channel,
        queue=call.start.queue,
        ivr=call.start.ivr,
        caller_key=call.start.caller,
        searches=len(call.searches),
        displayed=len(call.shown),
        opened=call.opened,
        copied=call.copied,
        tried=call.tried,
        refused=call.refused,
        used=call.used,
        created=call.created,
        n1_could=call.reviews[-1].what.n1_could if call.reviews else None,
        n1_article=call.reviews[-1].what.article if call.reviews else None,
        faults=call.faults_at(datetime.now(UTC)),
        symptom=symptom_of(call),
        query=call.searches[-1].what.query if call.searches else "",
        answers=answers_of(call),
        ticked=ticked_of(call),
        comment=call.comment,
        telephone=_telephone_out(call.telephony),
        lang=call.start.lang,
        satisfaction=call.satisfaction,
        recommendation=call.recommendation,
    )


def _telephone_out(said: Telephony) -> TelephoneOut | None:
    return None if said is NOTHING else TelephoneOut(*(getattr(said, name) for name in (*TIMES, "disposition")))


def call_row_out(client: OneClient, call: Call) -> CallRowOut:
    still_own(client, call)
    return CallRowOut(
        call=call.id,
        started=call.started,
        closed=call.closed_at,
        state=state_of(call),
        outcome=call.outcome,
        incident=call.incident,
        symptom=symptom_of(call),
        used=call.used,
    )


def replay_out(client: OneClient, call: Call, history: Sequence[Kept]) -> ReplayOut:
    moments = (
        MomentOut(
            kept.event.id,
            kept.event.at,
            _shown(kept.event.what),
            msgspec.json.decode(kept.shown) if kept.shown else None,
        )
        for kept in (still_own(client, one) for one in history)
    )
    return ReplayOut(call_out(client, call), tuple(moments))


def _shown(what: Happening) -> Happening:
    """Whatever happened, without who took the call."""
    return replace(what, agent="") if isinstance(what, Started) else what
