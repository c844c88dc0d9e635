"""What the API takes about calls. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core.calls.happenings import (
    STEM_ID,
    ArticleId,
    Disposition,
    Happening,
    Id,
    Label,
    Outcome,
    Spoken,
    Started,
    Telephoned,
    Text,
)
from kbsearch.core.calls.telephony import TIMES
from kbsearch.flows.record import CameIn

MOST_EVENTS = 100

At: TypeAlias = Annotated[
    datetime,
    Meta(
        tz=True,
        description="When it happened, with an offset, from 2000 to two days after now.",
        examples=["2026-11-02T09:14:00+01:00"],
    ),
]
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

    Telephone times may come one by one, at every step and in any order: of each the first that was told stays, and
    another one that contradicts it makes a fault of the call; of dispositions the last counts.
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
    lang: Annotated[Spoken, Meta(description="What the caller speaks; empty = not said.")] = ""
    received_at: Annotated[At | None, Meta(description="When it reached the telephone system.")] = None
    offered_at: Annotated[At | None, Meta(description="When it reached the client's queue: it is presented.")] = None
    answered_at: Annotated[At | None, Meta(description="When somebody took it.")] = None
    ended_at: Annotated[At | None, Meta(description="When the caller was gone.")] = None
    wrapup_ended_at: Annotated[At | None, Meta(description="When who took it was free again.")] = None
    disposition: Annotated[
        Disposition | None,
        Meta(description="What came of it. One that nobody took is closed by that, unless somebody says how it ended."),
    ] = None


def came_in(said: CallIn, agent: str) -> CameIn:
    """What was said: when it began is no telephone time, for another one that is told later may be a better one."""
    times = {name: getattr(said, name) for name in TIMES}
    start = Started(said.channel, said.queue, said.ivr, said.caller, said.started_at, agent, said.lang)
    is_told = said.disposition is not None or any(times.values())
    return CameIn(start, Telephoned(**times, disposition=said.disposition) if is_told else None)


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
