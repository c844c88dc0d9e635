"""What the API takes and gives about calls. Fields are added, never renamed or removed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from kbsearch.api.call_details import AnsweredOut, TickedOut, answers_of, ticked_of
from kbsearch.api.second_wall import still_own
from kbsearch.core.call_list import CallState, state_of, symptom_of
from kbsearch.core.calls import Call
from kbsearch.core.happenings import STEM_ID, ArticleId, Happening, Id, Label, Outcome, Started, Text
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Appended, Kept

MOST_EVENTS = 100

At: TypeAlias = Annotated[
    datetime,
    Meta(
        tz=True,
        description="When it happened, with an offset, from 2000 to 2098.",
        examples=["2026-11-02T09:14:00+01:00"],
    ),
]
Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""In an answer; UTC."""
NextCursor: TypeAlias = Annotated[
    str | None, Meta(description="What to ask for the next page with; null = this is the last one.")
]
"""Of any list."""
EventId: TypeAlias = Annotated[
    Id,
    Meta(
        description="Your idempotency key, without personal data: one id of one client is one event, however often it "
        "is sent."
    ),
]
StemId: TypeAlias = Annotated[
    str,
    Meta(
        pattern=STEM_ID,
        description="Your idempotency key, as of any event; several events are named after it.",
    ),
]


class CallIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a call came in, as far as you know it: fields left out keep what was said before.

    `caller` is the number, or your own name for who called. It is never stored: only a key is, which is equal for every
    spelling of one number, `sip:` and `tel:` addresses among them, and means nothing outside this client. A number
    without a prefix is read in the country of the client's `[holidays]`, else in France. A withheld number is left out,
    or what telephone systems write for one: `anonymous`, `numéro masqué`, zeros.

    A person who is signed in takes the call by this, and finds it with `mine` in the list of calls. Of that too only a
    key is kept, for that list alone; a key's post takes no call.
    """

    started_at: Annotated[At | None, Meta(description="When it was picked up.")] = None
    at: Annotated[
        At | None,
        Meta(
            description="When you knew it; default: now. With it, the same sent again late changes nothing said since."
        ),
    ] = None
    channel: Label = ""
    queue: Label = ""
    ivr: Annotated[tuple[Label, ...], Meta(max_length=20, description="The path chosen in the voice menu.")] = ()
    caller: Annotated[str, Meta(max_length=200, examples=["+33 6 12 34 56 78"])] = ""


class EventIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that happened. Texts are redacted, and caller and agent of a `started` made keys, before they are kept.

    An `article` or `chunk` that is none of the client's is redacted too, where personal data is found in it.
    """

    id: EventId
    at: At
    what: Happening


class EventsIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events of one call, in any order: all of them are kept or none."""

    events: Annotated[tuple[EventIn, ...], Meta(min_length=1, max_length=MOST_EVENTS)]


class CloseIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the call ended, and what solved it."""

    id: StemId
    at: At
    outcome: Outcome
    used: Annotated[tuple[ArticleId, ...], Meta(max_length=20, description="Articles that served, by id.")] = ()
    incident: Annotated[
        Id | None,
        Meta(
            description="The known incident that the call was about: one that was declared for this client. A `closed` "
            "event and an imported call may name one that is not there: they are told afterwards, and kept."
        ),
    ] = None
    comment: Annotated[Text, Meta(description="What there is to say of this end, whichever it is; kept redacted.")] = ""


class ReopenIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The call goes on after all."""

    id: EventId
    at: At


class ConfirmIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the caller answered to “was it solved?”."""

    id: EventId
    at: At
    solved: bool


class RecordedOut(msgspec.Struct, frozen=True):
    """On disk. `repeated` were known before, with the same content, and count once."""

    client: str
    call: str
    new: int
    repeated: int


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
            description="What cannot be true of the call as it is known: `closed-before-started`. It is kept all the "
            "same, since events may come late; the fault goes when the right one comes."
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
        faults=call.faults,
        symptom=symptom_of(call),
        query=call.searches[-1].what.query if call.searches else "",
        answers=answers_of(call),
        ticked=ticked_of(call),
        comment=call.comment,
    )


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
