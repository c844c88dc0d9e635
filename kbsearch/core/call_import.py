"""Calls with outcomes from a file of another tool: one call a row, as JSON Lines or CSV, and a list of what is wrong.

    call_id      required; the other tool's own id, at most 100 characters, no `/`, without personal data
    started_at   required; 2026-11-02T09:14:00+01:00, or 2026-11-02 09:14 for local time of the client
    closed_at    when it ended; needed with an outcome
    outcome      resolved, escalated_n2, escalated_n3, escalated_on_call, call_back_promised, known_incident,
                 not_for_us or abandoned; empty = the call is open
    channel, queue
    caller       the number, or a name for who called; never stored, only a key is
    symptom      what the caller said; stored redacted
    used, tried, refused
                 ids of articles: a list in JSON, separated by blanks, commas or semicolons in CSV
    confirmed    yes / no: what the caller answered to “was it solved?”
    comment      what was said of its end, only with an outcome; stored redacted

A row becomes the same events every time, so a file can be imported again; a row that was changed since is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Annotated, Any, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core import happenings as ev
from kbsearch.core.call_tables import Fields, Format, RowError, rows
from kbsearch.core.events import Event, encode
from kbsearch.core.local_time import Unclear, exact, unclear
from kbsearch.errors import BadRequest

CallId: TypeAlias = Annotated[str, Meta(pattern=ev.ADDRESS_ID, max_length=100)]
"""A call that was imported is followed and corrected at its address, like any other."""
Articles: TypeAlias = Annotated[tuple[ev.ArticleId, ...], Meta(max_length=20)]

_MINUTES = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?!:)")
_LISTS = ("used", "tried", "refused")
_YES_NO = {"yes": True, "oui": True, "true": True, "1": True, "no": False, "non": False, "false": False, "0": False}


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One call of a file. Field names are those of the columns."""

    call_id: CallId
    started_at: datetime
    closed_at: datetime | None = None
    outcome: ev.Outcome | None = None
    channel: ev.Label = ""
    queue: ev.Label = ""
    caller: Annotated[str, Meta(max_length=200)] = ""
    symptom: ev.Text = ""
    used: Articles = ()
    tried: Articles = ()
    refused: Articles = ()
    confirmed: bool | None = None
    comment: ev.Text = ""


REQUIRED = ("call_id", "started_at")
_ALLOWED: Mapping[str, tuple[str, Mapping[str, str | int]]] = {
    "call_id": ("row-call-id", {}),
    "outcome": ("row-outcome", {"allowed": ", ".join(ev.Outcome)}),
    "confirmed": ("row-yes-no", {}),
    **dict.fromkeys(("started_at", "closed_at"), ("row-time", {})),
    **dict.fromkeys(_LISTS, ("row-articles", {})),
    **dict.fromkeys(("channel", "queue"), ("row-text", {"limit": 128})),
    "caller": ("row-text", {"limit": 200}),
    **dict.fromkeys(("symptom", "comment"), ("row-text", {"limit": 2000})),
}
"""Column → what is said of a value that it cannot hold, and with which limits."""
_UNCLEAR: Mapping[Unclear, str] = {"never": "row-time-never", "twice": "row-time-twice", "beyond": "row-time-beyond"}


@dataclass(frozen=True, slots=True)
class ImportFault:
    """What is wrong with one row. It repeats no value of the row, whichever column: any may hold a caller's name."""

    line: int
    """1-based, counted in the file."""
    field: str
    """A column's name; empty = the row as a whole."""
    code: str
    """Which of the doors' texts says it."""
    values: Mapping[str, str | int]
    """What fills that text: numbers, names of columns, what a column may hold."""


@dataclass(frozen=True, slots=True)
class ImportedCall:
    """The events of one row, as told: callers and symptoms not made safe to keep yet."""

    line: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class ReadCalls:
    """What a file holds."""

    calls: tuple[ImportedCall, ...]
    faults: tuple[ImportFault, ...]


def read_calls(data: bytes, form: Format, *, client: str, zone: tzinfo) -> ReadCalls:
    """Every row of a file, good or faulty; a call id that stands on two lines is a fault of the second."""
    calls: list[ImportedCall] = []
    faults: list[ImportFault] = []
    seen: dict[str, int] = {}
    for line, fields in rows(data, form, required=REQUIRED):
        try:
            row = _row(fields)
            if (first := seen.setdefault(row.call_id, line)) != line:
                raise RowError("call_id", "row-twice", first=first)
            calls.append(ImportedCall(line, tuple(_events(row, client, zone))))
        except RowError as error:
            faults.append(ImportFault(line, error.field, error.code, error.values))
    return ReadCalls(tuple(calls), tuple(faults))


def _row(fields: Fields) -> Row:
    if isinstance(fields, RowError):
        raise fields
    read = {name: _plain(name, value) for name, value in fields.items()}
    for name, value in read.items():
        if not _is_unicode((name, value)):
            raise RowError(name, "row-half-character")
    try:
        return msgspec.convert(read, Row)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from None


def _is_unicode(value: Any) -> bool:
    """Whether no half of a character stands in it, which JSON can name and nothing can keep."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _misfit(said: str) -> RowError:
    """What msgspec says of a row, without its words: they repeat values, and names that stand there."""
    if missing := re.search(r"missing required field `(\w+)`", said):
        return RowError(missing[1], "row-missing")
    if unknown := re.search(r"unknown field `(.*)`", said, re.DOTALL):
        return RowError(unknown[1], "row-unknown", columns=", ".join(Row.__struct_fields__))
    place = re.search(r" - at `\$\.(\w+)", said)
    field = place[1] if place else ""
    code, values = _ALLOWED.get(field, ("row-value", {}))
    return RowError(field, code, **values)


def _plain(name: str, value: Any) -> Any:
    """A cell's text as the JSON that it stands for."""
    if name in _LISTS and isinstance(value, str):
        return [part for part in re.split(r"[\s,;]+", value) if part]
    if name == "confirmed" and isinstance(value, str):
        return _YES_NO.get(value.strip().lower(), value)
    if name.endswith("_at") and isinstance(value, str):
        return _MINUTES.sub(r"\1T\2:00", value.strip().replace(" ", "T", 1))
    return value


def _events(row: Row, client: str, zone: tzinfo) -> Iterator[Event]:
    started = _instant(row.started_at, zone, "started_at")
    closed = _instant(row.closed_at, zone, "closed_at") if row.closed_at else None
    if (row.outcome is None) != (closed is None):
        raise RowError("outcome" if closed else "closed_at", "row-half-closed")
    if row.comment and not closed:
        raise RowError("comment", "row-comment-open")
    if closed and closed < started:
        raise RowError("closed_at", "row-ends-before")
    last = closed or started
    happened: list[tuple[str, datetime, ev.Happening]] = [
        ("started", started, ev.Started(row.channel, row.queue, (), row.caller, started))
    ]
    if row.symptom:
        happened.append(("described", started, ev.Described(row.symptom)))
    happened += _named("tried", last, [ev.Tried(article) for article in row.tried])
    happened += _named("refused", last, [ev.Refused(article) for article in row.refused])
    happened += _named("used", last, [ev.Used(article) for article in row.used])
    if row.outcome is not None:
        happened.append(("closed", last, ev.Closed(row.outcome, comment=row.comment)))
    if row.confirmed is not None:
        happened.append(("confirmed", last, ev.Confirmed(row.confirmed)))
    for name, at, what in happened:
        event = Event(f"import:{row.call_id}:{name}", client, row.call_id, at, what)
        try:
            encode(event)
        except BadRequest:
            raise RowError("", "row-value") from None
        yield event


def _instant(at: datetime, zone: tzinfo, field: str) -> datetime:
    if why := unclear(at, zone):
        raise RowError(field, _UNCLEAR[why], zone=str(zone))
    return exact(at, zone, field=field)


def _named(name: str, at: datetime, happenings: Sequence[ev.Happening]) -> list[tuple[str, datetime, ev.Happening]]:
    return [(f"{name}:{number}", at, what) for number, what in enumerate(happenings, 1)]
