"""The end of a call as a plain form says it."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeAlias

import msgspec

from kbsearch.api.access.second_wall import still_own
from kbsearch.app import App
from kbsearch.core.calls.call import Call, fold, usual_channel
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import (
    AddressId,
    ArticleId,
    Closed,
    Described,
    Happening,
    Id,
    Outcome,
    Started,
    Unused,
    Used,
)
from kbsearch.core.one_client import OneClient
from kbsearch.core.redaction.cuts import cut
from kbsearch.core.text import MAX_QUERY_CHARS
from kbsearch.errors import BadRequest, NotFound

FormId: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{16}(?![\s\S])")]
MOST_COMMENT_CHARS = 2000
OWN = "console-"
"""What the name of a call begins with that a page of ours named, as its script has it."""


@dataclass(frozen=True, slots=True)
class Closing:
    """What the form says."""

    id: str
    """The form's own; empty = it has none."""
    call: str
    """Empty = one that nobody named."""
    outcome: Outcome
    used: tuple[str, ...]
    symptom: str
    comment: str
    incident: str = ""
    """The known incident that the call was about; empty = none, or another."""
    had: tuple[str, ...] = ()
    """What was said to have served before, of what the form asks about."""

    def events(self, client: OneClient, call: str, at: datetime, known: Call | None) -> list[Event]:
        """Named after the form: sent again, and the call is still closed once. One that was reopened has another.

        `known`: what is on record of the call."""
        channel = usual_channel(known)
        what: dict[str, Happening] = {"started": Started(channel)} if channel else {}
        if self.symptom:
            what["said"] = Described(self.symptom)
        what |= {f"used:{n}": Used(article) for n, article in enumerate(self.used, 1)}
        taken_back = [article for article in self.had if article not in self.used]
        what |= {f"unused:{n}": Unused(article) for n, article in enumerate(taken_back, 1)}
        what["closed"] = Closed(self.outcome, self.incident or None, self.comment)
        return [Event(f"{self.id or call}:{name}", client.id, call, at, one) for name, one in what.items()]

    def is_of(self, history: Sequence[Event], as_kept: Callable[[str], str]) -> bool:
        """Whether the form ended the call of which this is on record, or else the call ended, as it says, in the words
        that `as_kept` leaves of its own: with the articles that it names, and with none that it named before and does
        not name now. What came after it does not matter."""
        call = fold(history)
        own = [one.what for one in history if one.id.startswith(f"{self.id or self.call}:")]
        linked = {one.article for one in own if isinstance(one, Used)}
        left_out = (linked | {*self.had}) - {*self.used}
        is_served = {*self.used} <= linked.union(call.used) and left_out.isdisjoint(call.used)
        ends = [(one.outcome, one.incident or "", one.comment) for one in own if isinstance(one, Closed)]
        end = ends[-1] if ends else (call.outcome, call.incident or "", call.comment)
        return is_served and end == (self.outcome, self.incident, as_kept(self.comment))


def is_kept(kb: App, client: OneClient, call: str, closing: Closing) -> bool:
    """Whether the form was sent before and said the same of this call, which stands so. For an `EventConflict`: then
    it was only sent at another moment."""
    try:
        history = [still_own(client, kept).event for kept in kb.calls.history(client, call)]
    except NotFound:  # the form ended another call, which it named otherwise
        return False
    return closing.is_of(history, kb.calls.as_kept)


def call_of(session: str, closing: Closing, at: datetime) -> str:
    """The name of a call that nobody named: the same for the same form of one session, however often it is sent; of a
    form without an id, within a minute.

    `session` is a secret of the session's; nothing can be read from the name.
    """
    said = msgspec.json.encode(
        (closing.outcome, closing.incident, closing.used, closing.symptom, closing.comment, closing.id or minute(at))
    )
    return named(session, said)


def named(session: str, said: bytes) -> str:
    """A call's name for what a form of one session said."""
    return f"{OWN}{hmac.digest(session.encode(), said, 'sha256')[:9].hex()}"


def minute(at: datetime) -> str:
    """A form that is sent again within it is the same form."""
    return at.strftime("%Y-%m-%dT%H:%M")


def read_closing(form: Mapping[str, Sequence[str]]) -> Closing:
    """Raises `BadRequest` for what none of our forms sends."""

    def first(name: str) -> str:
        return next(iter(form.get(name, ())), "")

    try:
        outcome = Outcome(first("outcome"))
        incident = first("incident") if outcome is Outcome.KNOWN_INCIDENT else ""
        return Closing(
            id=msgspec.convert(first("id"), FormId) if first("id") else "",
            call=msgspec.convert(first("call"), AddressId) if first("call") else "",
            outcome=outcome,
            used=msgspec.convert(tuple(form.get("used", ())), tuple[ArticleId, ...]),
            symptom=cut(first("query").strip(), MAX_QUERY_CHARS),
            comment=cut(first("comment").strip(), MOST_COMMENT_CHARS),
            incident=msgspec.convert(incident, Id) if incident else "",
            had=msgspec.convert(tuple(form.get("had", ())), tuple[ArticleId, ...]),
        )
    except (msgspec.ValidationError, ValueError):
        raise BadRequest("The form was not filled in as it should be.", field="outcome") from None
