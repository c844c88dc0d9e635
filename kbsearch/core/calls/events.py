"""One thing that happened in one call, and the one way it is written as JSON.

Events are appended and never changed; a `Call` is a fold of them (`call.py`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core.calls.happenings import KINDS, Closed, Happening, Id, Outcome, Reopened, Started
from kbsearch.core.faults import shown
from kbsearch.core.misfits import read_misfit
from kbsearch.core.one_client import CLIENT_ID
from kbsearch.errors import BadRequest

ClientId: TypeAlias = Annotated[str, Meta(pattern=rf"^{CLIENT_ID.pattern}(?![\s\S])")]


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
        if self.at.tzinfo is UTC:
            return
        if self.at.tzinfo is None:
            raise BadRequest(f"The event {shown(self.id)} is at {self.at}. {_OFFSET}", field="at")
        try:
            msgspec.structs.force_setattr(self, "at", self.at.astimezone(UTC))
        except OverflowError:
            message = (
                f"The event {shown(self.id)} is at {self.at}, which is no time in UTC. Write the time it happened."
            )
            raise BadRequest(message, field="at") from None


def turn(event: Event) -> tuple[datetime, int, str]:
    """What sorts the events of a call as they happened: by time; of one moment the beginning first and the end last,
    then by id."""
    return event.at, _PLACES.get(type(event.what), 1), event.id


_PLACES = {Started: 0, Closed: 2, Reopened: 2}


_OFFSET = "This names no offset. Write it too: 2026-11-02T09:14:00+01:00, or …Z for UTC."
_KIND = '"what":{"kind":"'
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Event)
_HAPPENINGS: msgspec.json.Decoder[Happening] = msgspec.json.Decoder(Happening)


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


def kind_in(encoded: str) -> str:
    """The kind of what `encode` wrote, without reading the rest; empty where it stands in no such place. No text within
    has these quotes as they are."""
    at = encoded.find(_KIND)
    return encoded[at + len(_KIND) : encoded.find('"', at + len(_KIND))] if at >= 0 else ""


def decode_happening(data: bytes) -> Happening:
    """What happened, without an event around it, as JSON. Raises `BadRequest` like `decode`, naming the field in it."""
    try:
        return _HAPPENINGS.decode(data)
    except msgspec.ValidationError as error:
        misfit = read_misfit(str(error), data)
        advice = _advice(str(error), f"what.{misfit.field}", misfit.found)
        raise BadRequest(f"{misfit.sentence('fields')} {advice}", field=misfit.field or "fields") from None


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
    return "Correct it and send it again."
