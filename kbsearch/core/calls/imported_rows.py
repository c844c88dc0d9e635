"""One row of another tool's file of calls, and the events that it stands for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from itertools import count, pairwise
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event, encode
from kbsearch.core.calls.imported_tables import RowError
from kbsearch.core.calls.telephony import LONGEST, TIMES, UNANSWERED, WITHIN
from kbsearch.core.local_time import Unclear, exact, unclear
from kbsearch.core.moments import AHEAD
from kbsearch.errors import BadRequest

CallId: TypeAlias = Annotated[str, Meta(pattern=ev.ADDRESS_ID, max_length=100)]
"""A call that was imported is followed and corrected at its address, like any other."""
Articles: TypeAlias = Annotated[tuple[ev.ArticleId, ...], Meta(max_length=20)]


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call of a file. Field names are those of the columns."""

    call_id: CallId
    started_at: datetime
    closed_at: datetime | None = None
    outcome: ev.Outcome | None = None
    channel: ev.Label = ""
    queue: ev.Label = ""
    ivr: Annotated[tuple[ev.Label, ...], Meta(max_length=20)] = ()
    received_at: datetime | None = None
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrapup_ended_at: datetime | None = None
    disposition: ev.Disposition | None = None
    caller: Annotated[str, Meta(max_length=200)] = ""
    symptom: ev.Text = ""
    used: Articles = ()
    tried: Articles = ()
    refused: Articles = ()
    confirmed: bool | None = None
    satisfaction: Annotated[int, Meta(ge=1, le=5)] | None = None
    recommendation: Annotated[int, Meta(ge=0, le=10)] | None = None
    comment: ev.Text = ""


_UNCLEAR: Mapping[Unclear, str] = {"never": "row-time-never", "twice": "row-time-twice", "beyond": "row-time-beyond"}


@dataclass(frozen=True, slots=True)
class Clock:
    """What times of a file are read by."""

    zone: tzinfo
    """Of those without an offset."""
    now: datetime

    def instant(self, at: datetime, field: str) -> datetime:
        """In UTC. Raises `RowError` for what is no time, and for one that is still to come."""
        if why := unclear(at, self.zone):
            raise RowError(field, _UNCLEAR[why], zone=str(self.zone))
        found = exact(at, self.zone, field=field)
        if found > self.now + AHEAD:
            raise RowError(field, "row-time-future")
        return found


def events_of(row: Row, client: str, clock: Clock) -> Iterator[Event]:
    """Raises `RowError` for what cannot be so."""
    started = clock.instant(row.started_at, "started_at")
    closed = clock.instant(row.closed_at, "closed_at") if row.closed_at else None
    if (row.outcome is None) != (closed is None):
        raise RowError("outcome" if closed else "closed_at", "row-half-closed")
    if row.comment and not closed:
        raise RowError("comment", "row-comment-open")
    if closed and closed < started:
        raise RowError("closed_at", "row-ends-before")
    last = closed or started
    happened: list[tuple[str, datetime, ev.Happening]] = [
        ("started", started, ev.Started(row.channel, row.queue, row.ivr, row.caller, started))
    ]
    happened += [("telephoned", at, what) for at, what in _telephoned(row, clock, started, closed)]
    if row.symptom:
        happened.append(("described", started, ev.Described(row.symptom)))
    happened += _named("tried", last, [ev.Tried(article) for article in row.tried])
    happened += _named("refused", last, [ev.Refused(article) for article in row.refused])
    happened += _named("used", last, [ev.Used(article) for article in row.used])
    if row.outcome is not None:
        happened.append(("closed", last, ev.Closed(row.outcome, comment=row.comment)))
    if row.confirmed is not None:
        happened.append(("confirmed", last, ev.Confirmed(row.confirmed)))
    if row.satisfaction is not None or row.recommendation is not None:
        happened.append(("rated", last, ev.Rated(row.satisfaction, row.recommendation)))
    for name, at, what in happened:
        event = Event(import_id(row.call_id, name), client, row.call_id, at, what)
        try:
            encode(event)
        except BadRequest:
            raise RowError("", "row-value") from None
        yield event


def import_id(call: str, name: str) -> str:
    """Id of the event of that name which a row about the call stands for."""
    return f"import:{call}:{name}"


def beside(events: Sequence[Event], kept: Sequence[Event]) -> tuple[Event, ...]:
    """Events of a row, safe to keep, about a call of which `kept` were kept from earlier rows: what the row says as
    they do stays theirs, and what it says more of the same stands beside it."""
    found: list[Event] = []
    for event in events:
        if isinstance(event.what, _OF_ARTICLES):
            found.append(_of_article(event, kept, {one.id for one in found}))
            continue
        alike = [one for one in kept if one.id == event.id or _is_more_of(one.id, event.id)]
        alike.sort(key=lambda one: (len(one.id), one.id))
        if alike and _is_same(event, alike[-1]):
            found += alike
        elif alike and _says_more(event, alike[-1]):
            found += (*alike, msgspec.structs.replace(event, id=f"{event.id}:{len(alike) + 1}"))
        else:
            found.append(event)
    return tuple(found)


def _of_article(event: Event, kept: Sequence[Event], taken: Collection[str]) -> Event:
    """The kept event of the same article, at whatever place a row named it; else `event`, by the next free number."""
    name, _, _ = event.id.rpartition(":")
    for one in kept:
        if one.id.startswith(f"{name}:") and one.what == event.what and one.id not in taken:
            return one
    used = {*taken, *(one.id for one in kept)}
    return msgspec.structs.replace(event, id=next(id for at in count(1) if (id := f"{name}:{at}") not in used))


_OF_ARTICLES = (ev.Tried, ev.Refused, ev.Used)
"""What a row says of any number of articles."""
_PARTLY = (ev.Started, ev.Telephoned, ev.Closed, ev.Rated)
"""Of which a later row may say more: each field is told by itself."""
_MORE = (":started", ":telephoned", ":closed", ":rated")
"""Ends of their ids."""
_UNTIMED = (ev.Telephoned, ev.Rated, ev.Confirmed)
"""Which happened at a time that depends on what else the row says, as what it says of articles does."""
_NOTHING = (None, "", ())


def _is_more_of(id: str, first: str) -> bool:
    return id.startswith(f"{first}:") and first.endswith(_MORE)


def _is_same(event: Event, known: Event) -> bool:
    return event.what == known.what and (event.at == known.at or isinstance(event.what, _UNTIMED))


def _says_more(event: Event, known: Event) -> bool:
    """Whether it tells all that is known, and something besides."""
    what = event.what
    if not isinstance(what, _PARTLY) or not (event.at == known.at or isinstance(what, _UNTIMED)):
        return False
    told = [(getattr(what, name), getattr(known.what, name)) for name in what.__struct_fields__]
    return what != known.what and all(before in (*_NOTHING, now) for now, before in told)


def _telephoned(
    row: Row, clock: Clock, started: datetime, closed: datetime | None
) -> Iterator[tuple[datetime, ev.Telephoned]]:
    """What the telephone system says of it, if it says anything, at the last of its times."""
    told = {name: at for name in TIMES if (at := getattr(row, name)) is not None}
    known = {name: clock.instant(at, name) for name, at in told.items()}
    for (_, before), (name, after) in pairwise(known.items()):
        if before - after > WITHIN:
            raise RowError(name, "row-times-order")
    if known and not min(known.values()) - LONGEST <= started <= known.get("ended_at", started) + WITHIN:
        raise RowError("started_at", "row-times-apart")
    answered, over = known.get("answered_at"), known.get("wrapup_ended_at", known.get("ended_at"))
    if answered and closed and answered - closed > WITHIN:
        raise RowError("closed_at", "row-times-apart")
    if answered and over and over - answered > LONGEST:
        field = "wrapup_ended_at" if row.wrapup_ended_at else "ended_at"
        raise RowError(field, "row-times-length", hours=LONGEST // timedelta(hours=1))
    if answered and row.disposition in UNANSWERED:
        raise RowError("disposition", "row-answered")
    if known or row.disposition:
        yield max(known.values(), default=started), ev.Telephoned(**known, disposition=row.disposition)


def _named(name: str, at: datetime, happenings: Sequence[ev.Happening]) -> list[tuple[str, datetime, ev.Happening]]:
    return [(f"{name}:{number}", at, what) for number, what in enumerate(happenings, 1)]
