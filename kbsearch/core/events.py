"""What can happen in a call, one frozen type per kind, and the one way it is written as JSON.

Events are appended and never changed; a `Call` is a fold of them (`calls.py`). Texts that a person typed or said
(`Searched.query`, `Flagged.reason`) arrive here already redacted, and `Started.caller` is a key, never a number.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from kbsearch.core.faults import shown
from kbsearch.core.misfits import read_misfit
from kbsearch.core.model import AnswerState, Mode
from kbsearch.errors import BadRequest

ClientId: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}(?![\s\S])")]
Id: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,128}(?![\s\S])")]
"""Somebody else's name for something: any characters but control characters."""
ArticleId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=160)]
Version: TypeAlias = Annotated[str, Meta(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64}|worktree)(?![\s\S])")]
"""Full Git commit id, or `worktree`."""
Label: TypeAlias = Annotated[str, Meta(max_length=128)]
Text: TypeAlias = Annotated[str, Meta(max_length=2000)]
Priority: TypeAlias = Literal["P1", "P2", "P3", "P4"]
"""P1 = everything stands still."""
Number: TypeAlias = Annotated[int, Meta(ge=1, le=10_000)]


class Outcome(StrEnum):
    """How a call ended."""

    RESOLVED = "resolved"
    ESCALATED_N2 = "escalated_n2"
    ESCALATED_N3 = "escalated_n3"
    ESCALATED_ON_CALL = "escalated_on_call"
    CALL_BACK_PROMISED = "call_back_promised"
    KNOWN_INCIDENT = "known_incident"
    NOT_FOR_US = "not_for_us"
    ABANDONED = "abandoned"


class _Strict(
    msgspec.Struct, frozen=True, tag_field="kind", tag=str.lower, forbid_unknown_fields=True, omit_defaults=True
):
    """How every kind is written: its own fields and `kind`, the class's name in lower case."""


class Started(_Strict, frozen=True):
    """The call was picked up, or more became known about how it came in."""

    channel: Label = ""
    """`phone`, `chat`…"""
    queue: Label = ""
    ivr: Annotated[tuple[Label, ...], Meta(max_length=20)] = ()
    """The path chosen in the voice menu, outermost first."""
    caller: Label = ""
    """The caller's key: equal for equal callers of one client, and nothing can be read from it."""
    began: Annotated[datetime, Meta(tz=True)] | None = None
    """When it was picked up, where that is another time than the event's."""


class Searched(_Strict, frozen=True):
    """The agent searched."""

    query: Text
    """Redacted."""
    mode: Mode
    commit: Version
    generation: Label
    """The index that answered."""
    state: AnswerState | None = None
    """None when the answer carried no state."""


class Displayed(_Strict, frozen=True):
    """An article stood on the screen."""

    article: ArticleId
    rank: Number
    """1 = first."""
    version: Version
    chunk: Annotated[str, Meta(max_length=180)]
    """`Chunk.id` of the passage shown."""
    search: Id | None = None
    """Id of the `searched` event whose answer it stood in; None when it was shown otherwise."""


class Opened(_Strict, frozen=True):
    """The agent opened an article."""

    article: ArticleId
    version: Version | None = None


class Ticked(_Strict, frozen=True):
    """A step of an article was done."""

    article: ArticleId
    step: Number
    """1 = first step of the article."""
    version: Version | None = None


class Copied(_Strict, frozen=True):
    """The agent took a piece of an article along."""

    article: ArticleId
    version: Version | None = None


class Tried(_Strict, frozen=True):
    """The procedure was tried with the caller."""

    article: ArticleId
    version: Version | None = None


class Refused(_Strict, frozen=True):
    """The agent said that the article is not about this."""

    article: ArticleId
    version: Version | None = None


class Used(_Strict, frozen=True):
    """The article is linked to the call: this is what served."""

    article: ArticleId
    version: Version | None = None
    created: bool = False
    """The article was written from this call."""


class Answered(_Strict, frozen=True):
    """The caller answered a question."""

    question: Text
    answer: Text
    """Redacted."""


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the next level needs to know."""

    name: Label
    """As in the client's `client.toml` or the article."""
    value: Text
    """Redacted."""


class Escalated(_Strict, frozen=True):
    """Somebody else took over."""

    level: Literal["N2", "N3", "on-call"]
    group: Label
    """As in the client's `client.toml`."""
    priority: Priority | None = None
    impact: Text = ""
    """Who and what stands still, in words. Redacted."""
    facts: Annotated[tuple[Fact, ...], Meta(max_length=50)] = ()


class Reviewed(_Strict, frozen=True):
    """The level that solved it said whether N1 could have."""

    level: Literal["N2", "N3", "on-call"]
    n1_could: bool
    article: ArticleId | None = None
    """With which article."""


class Flagged(_Strict, frozen=True):
    """The agent said that something is wrong with the knowledge."""

    reason: Text
    """Redacted."""
    article: ArticleId | None = None


class Closed(_Strict, frozen=True):
    """The call ended."""

    outcome: Outcome
    incident: Id | None = None
    """The known incident that the call was about."""


class Reopened(_Strict, frozen=True):
    """The call goes on after all."""


class Confirmed(_Strict, frozen=True):
    """The caller answered “was it solved?”."""

    solved: bool


Happening: TypeAlias = (
    Started
    | Searched
    | Displayed
    | Opened
    | Ticked
    | Copied
    | Tried
    | Refused
    | Used
    | Answered
    | Escalated
    | Reviewed
    | Flagged
    | Closed
    | Reopened
    | Confirmed
)

KINDS: dict[str, type[_Strict]] = {kind.__name__.lower(): kind for kind in get_args(Happening)}


class Event(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that happened in one call.

    >>> Event("e1", "acme", "c1", datetime(2026, 11, 2, 9, tzinfo=UTC), Closed(Outcome.RESOLVED)).what.outcome.value
    'resolved'
    """

    id: Id
    """The poster's idempotency key: one id of one client is one event, however often it is sent."""
    client: ClientId
    call: Id
    """The poster's own id of the call."""
    at: Annotated[datetime, Meta(tz=True)]
    """When it happened, by the poster's clock; given with an offset, kept in UTC."""
    what: Happening

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise BadRequest(f"The event {shown(self.id)} is at {self.at}. {_OFFSET}", field="at")
        try:
            msgspec.structs.force_setattr(self, "at", self.at.astimezone(UTC))
        except OverflowError:
            message = (
                f"The event {shown(self.id)} is at {self.at}, which is no time in UTC. Write the time it happened."
            )
            raise BadRequest(message, field="at") from None


_OFFSET = "This names no offset. Write it too: 2026-11-02T09:14:00+01:00, or …Z for UTC."
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event as JSON, the same bytes for equal events. Raises `BadRequest` for what `decode` would refuse."""
    try:
        data = _ENCODER.encode(event)
    except UnicodeEncodeError:
        message = f"The event {shown(event.id)} holds half a character (a lone surrogate). Send text that is Unicode."
        raise BadRequest(message, field="what") from None
    decode(data)
    return data


def decode(data: bytes) -> Event:
    """Read what `encode` wrote, or a poster sent. Raises `BadRequest`: what is wrong, which value, what to do."""
    try:
        return _DECODER.decode(data)
    except msgspec.ValidationError as error:
        raise _refusal(str(error), data) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"The event is not JSON ({error}), {len(data)} bytes. Send one object in UTF-8."
        raise BadRequest(message, field="event") from None


def _refusal(said: str, data: bytes) -> BadRequest:
    """msgspec's sentence with the event's id, the value at fault and what to do about it."""
    misfit = read_misfit(said, data)
    name = misfit.document.get("id") if isinstance(misfit.document, dict) else None
    whose = f"The event {shown(name)}" if isinstance(name, str) else "An event without a readable id"
    place = misfit.field or "event"
    return BadRequest(f"{whose}: {misfit.sentence('event')} {_advice(said, misfit.field, misfit.found)}", field=place)


def _advice(said: str, field: str, found: Any) -> str:
    if field == "what.kind" or "`kind`" in said:
        return f"Write one of: {', '.join(KINDS)}."
    if "timezone" in said:
        return _OFFSET
    if field == "what.outcome":
        return f"Write one of: {', '.join(Outcome)}."
    if "unknown field" in said or "missing required" in said:
        kind = KINDS.get(str(found.get("kind"))) if isinstance(found, dict) else None
        fields = ("kind", *kind.__struct_fields__) if kind else Event.__struct_fields__
        return f"The fields are: {', '.join(fields)}."
    return "Correct it and send the event again."
