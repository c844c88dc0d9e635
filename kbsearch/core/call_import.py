"""Calls with outcomes from a file of another tool: one call a row, as JSON Lines or CSV, and a list of what is wrong.

    call_id      required; the other tool's own id, at most 100 characters
    started_at   required; 2026-11-02T09:14:00+01:00, or 2026-11-02 09:14 for local time of the client
    closed_at    when it ended; needed with an outcome
    outcome      resolved, escalated_n2, escalated_n3, escalated_on_call, call_back_promised, known_incident,
                 not_for_us or abandoned; empty = the call is open
    channel, queue
    caller       the number, or a name for who called; never stored, only a key is
    symptom      what the caller said; stored redacted
    used, tried, refused
                 ids of articles: a list in JSON, separated by blanks or commas in CSV
    confirmed    yes / no: what the caller answered to “was it solved?”

A row becomes the same events every time, so a file can be imported again; a row that was changed since is refused.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta

from kbsearch.core import happenings as ev
from kbsearch.core import jsonl
from kbsearch.core.events import Event, encode
from kbsearch.core.local_time import exact
from kbsearch.core.misfits import read_misfit
from kbsearch.errors import BadRequest

Format: TypeAlias = Literal["jsonl", "csv"]

CallId: TypeAlias = Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,100}(?![\s\S])")]
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


@dataclass(frozen=True, slots=True)
class ImportFault:
    """What is wrong with one row. It repeats no text of the row: a symptom may hold a caller's name."""

    line: int
    """1-based, counted in the file."""
    field: str
    """Empty = the row as a whole."""
    message: str


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
    for line, fields in _rows(data, form):
        try:
            row = _row(fields)
            if (first := seen.setdefault(row.call_id, line)) != line:
                raise BadRequest(f"This call stands on line {first} already.", field="call_id")
            calls.append(ImportedCall(line, tuple(_events(row, client, zone))))
        except BadRequest as error:
            faults.append(ImportFault(line, error.field, str(error)))
    return ReadCalls(tuple(calls), tuple(faults))


def _rows(data: bytes, form: Format) -> Iterator[tuple[int, Mapping[str, Any] | BadRequest]]:
    if form == "csv":
        yield from _csv_rows(data)
        return
    for row in jsonl.rows(data):
        yield row.line, BadRequest(f"The row is {row.problem}.") if row.problem else row.fields


def _csv_rows(data: bytes) -> Iterator[tuple[int, Mapping[str, Any] | BadRequest]]:
    """Comma or semicolon, whichever the first line has more of. Empty cells are left out."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield line, BadRequest("The file is not UTF-8 from here on. Save it as “CSV UTF-8”.")
        return
    first = text.partition("\n")[0]
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",", strict=True
    )
    names: list[str] = []
    begun = 1
    try:
        for cells in reader:
            line, begun = begun, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [name.strip().lower() for name in cells]
                continue
            if len(cells) > len(names):
                yield line, BadRequest(f"The row has {len(cells)} cells and the header {len(names)}.")
                continue
            yield line, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    except csv.Error as error:
        yield reader.line_num, BadRequest(f"Not CSV from here on: {error}.")


def _row(fields: Mapping[str, Any] | BadRequest) -> Row:
    if isinstance(fields, BadRequest):
        raise fields
    read = {name: _plain(name, value) for name, value in fields.items()}
    data = json.dumps(read).encode()
    try:
        return msgspec.json.decode(data, type=Row)
    except msgspec.ValidationError as error:
        misfit = read_misfit(str(error), data)
        field = misfit.field.partition("[")[0] or "".join(re.findall(r"field `(\w+)`", misfit.said)[:1])
        raise BadRequest(f"{misfit.said}. {_advice(field)}", field=field) from None


def _plain(name: str, value: Any) -> Any:
    """A cell's text as the JSON that it stands for."""
    if name in _LISTS and isinstance(value, str):
        return [part for part in re.split(r"[\s,]+", value) if part]
    if name == "confirmed" and isinstance(value, str):
        return _YES_NO.get(value.strip().lower(), value)
    if name.endswith("_at") and isinstance(value, str):
        return _MINUTES.sub(r"\1T\2:00", value.strip().replace(" ", "T", 1))
    return value


def _advice(field: str) -> str:
    if field == "outcome":
        return f"Write one of: {', '.join(ev.Outcome)}."
    if field.endswith("_at"):
        return "Write for instance 2026-11-02T09:14:00+01:00."
    if field == "confirmed":
        return "Write yes or no."
    if field in Row.__struct_fields__:
        return "Correct it and import the file again."
    return f"The columns are: {', '.join(Row.__struct_fields__)}."


def _events(row: Row, client: str, zone: tzinfo) -> Iterator[Event]:
    started = exact(row.started_at, zone, field="started_at")
    closed = exact(row.closed_at, zone, field="closed_at") if row.closed_at else None
    if (row.outcome is None) != (closed is None):
        missing = "outcome" if closed else "closed_at"
        raise BadRequest("An outcome and the time of closing belong together.", field=missing)
    if closed and closed < started:
        raise BadRequest("The call ends before it starts.", field="closed_at")
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
        happened.append(("closed", last, ev.Closed(row.outcome)))
    if row.confirmed is not None:
        happened.append(("confirmed", last, ev.Confirmed(row.confirmed)))
    for name, at, what in happened:
        event = Event(f"import:{row.call_id}:{name}", client, row.call_id, at, what)
        encode(event)
        yield event


def _named(name: str, at: datetime, happenings: Sequence[ev.Happening]) -> list[tuple[str, datetime, ev.Happening]]:
    return [(f"{name}:{number}", at, what) for number, what in enumerate(happenings, 1)]
