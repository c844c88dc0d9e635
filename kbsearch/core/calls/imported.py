"""Calls with outcomes from a file of another tool: one call a row, as JSON Lines or CSV, and a list of what is wrong.

    call_id      required; the other tool's own id, at most 100 characters, no `/`, without personal data
    started_at   required; 2026-11-02T09:14:00+01:00, or 2026-11-02 09:14 for local time of the client
    closed_at    when it ended; needed with an outcome
    outcome      resolved, escalated_n2, escalated_n3, escalated_on_call, call_back_promised, known_incident,
                 not_for_us or abandoned; empty = the call is open
    channel, queue
    ivr          the path chosen in the voice menu: a list in JSON, separated by > in CSV
    received_at, offered_at, answered_at, ended_at, wrapup_ended_at
                 what the telephone system says of it, as far as it does, in this order
    disposition  what came of it there: answered, abandoned_in_ivr, abandoned_in_queue, overflow, dissuaded,
                 callback_requested, voicemail, closed_hours or failed
    caller       the number, or a name for who called; never stored, only a key is
    symptom      what the caller said; stored redacted
    used, tried, refused
                 ids of articles: a list in JSON, separated by blanks, commas or semicolons in CSV
    confirmed    yes / no: what the caller answered to “was it solved?”
    satisfaction, recommendation
                 what the caller answered to a survey, 1 to 5 and 0 to 10
    comment      what was said of its end, only with an outcome; stored redacted

A table may say its separator above its header, as spreadsheets want it (`sep=;`), and has no other columns: of one
that has, nothing is read.

A row becomes the same events every time, so a file can be imported again; a row that was changed since is refused, also
one that says less than before. One that says more, as when the call is closed by now or its caller known, adds that.
Its events join those that a console or a telephone system tells of a call of that id.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

import msgspec

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.imported_rows import Clock, Row, events_of
from kbsearch.core.calls.imported_tables import Columns, Fields, Format, RowError, rows
from kbsearch.core.calls.telephony import TIMES

_MINUTES = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?!:)")
_LISTS = ("used", "tried", "refused")
_SCORES = ("satisfaction", "recommendation")
_SCORE = re.compile(r"[0-9]{1,2}(?![\s\S])")
_YES_NO = {"yes": True, "oui": True, "true": True, "1": True, "no": False, "non": False, "false": False, "0": False}
REQUIRED = ("call_id", "started_at")
_ROUNDED = re.compile(r"[0-9]([.,][0-9]+)?E\+[0-9]{2}")
"""What a spreadsheet makes of a long number; others look the same then."""
_ALLOWED: Mapping[str, tuple[str, Mapping[str, str | int]]] = {
    "call_id": ("row-call-id", {}),
    "outcome": ("row-outcome", {"allowed": ", ".join(ev.Outcome)}),
    "confirmed": ("row-yes-no", {}),
    "satisfaction": ("row-number", {"least": 1, "most": 5}),
    "recommendation": ("row-number", {"least": 0, "most": 10}),
    **dict.fromkeys(("started_at", "closed_at", *TIMES), ("row-time", {})),
    "disposition": ("row-outcome", {"allowed": ", ".join(ev.Disposition)}),
    "ivr": ("row-ivr", {}),
    **dict.fromkeys(_LISTS, ("row-articles", {})),
    **dict.fromkeys(("channel", "queue"), ("row-text", {"limit": 128})),
    "caller": ("row-text", {"limit": 200}),
    **dict.fromkeys(("symptom", "comment"), ("row-text", {"limit": 2000})),
}
"""Column → what is said of a value that it cannot hold, and with which limits."""


@dataclass(frozen=True, slots=True)
class ImportFault:
    """What is wrong with one row. It repeats no value of the row, whichever column: any may hold a caller's name. Only
    an article that the client does not have is named, redacted."""

    line: int
    """1-based, counted in the file."""
    field: str
    """A column's name; empty = the row as a whole."""
    code: str
    """Which of the doors' texts says it."""
    values: Mapping[str, str | int]
    """What fills that text: numbers, names of columns, what a column may hold."""
    is_kept: bool = False
    """Whether the call is on record all the same: a warning."""


@dataclass(frozen=True, slots=True)
class ImportedCall:
    """The events of one row, as told: callers and symptoms not made safe to keep yet."""

    line: int
    events: tuple[Event, ...]


Found: TypeAlias = ImportedCall | ImportFault


@dataclass(frozen=True, slots=True)
class ReadCalls:
    """What a file holds."""

    calls: tuple[ImportedCall, ...]
    faults: tuple[ImportFault, ...]


def read_calls(data: bytes, form: Format, *, client: str, clock: Clock) -> ReadCalls:
    """Every row of a file: see `each_call`."""
    found = [*each_call(io.BytesIO(data), form, client=client, clock=clock)]
    calls = tuple(one for one in found if isinstance(one, ImportedCall))
    return ReadCalls(calls, tuple(one for one in found if isinstance(one, ImportFault)))


def each_call(file: BinaryIO, form: Format, *, client: str, clock: Clock) -> Iterator[Found]:
    """Every row of a file, good or faulty, in its order; a call id that stands on two lines is a fault of the second.

    Nothing but these ids grows in memory.
    """
    seen: dict[str, int] = {}
    for line, fields in rows(file, form, Columns(Row.__struct_fields__, REQUIRED)):
        try:
            row = _row(fields)
            if (first := seen.setdefault(row.call_id, line)) != line:
                raise RowError("call_id", "row-twice", first=first)
            yield ImportedCall(line, tuple(events_of(row, client, clock)))
        except RowError as error:
            yield ImportFault(line, error.field, error.code, error.values)


def _row(fields: Fields) -> Row:
    if isinstance(fields, RowError):
        raise fields
    said = {name: value for name, value in fields.items() if name == "call_id" or value not in (None, "")}
    read = {name: _plain(name, value) for name, value in said.items()}
    for name, value in read.items():
        if not _is_unicode((name, value)):
            raise RowError(name, "row-half-character")
        if name in ("call_id", "caller") and isinstance(value, str) and _ROUNDED.fullmatch(value.strip()):
            raise RowError(name, "row-rounded")
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
    if name == "ivr" and isinstance(value, str):
        return [step for part in value.split(">") if (step := part.strip())]
    if name == "confirmed" and isinstance(value, str):
        return _YES_NO.get(value.strip().lower(), value)
    if name in _SCORES and isinstance(value, str):
        return int(value) if _SCORE.match(value.strip()) else value
    if name.endswith("_at") and isinstance(value, str):
        return _MINUTES.sub(r"\1T\2:00", value.strip().replace(" ", "T", 1))
    return value
