"""Lines of Asterisk's `queue_log`, `epoch|callid|queue|agent|EVENT|data…`: what each says of a call, or what is wrong.

    ENTERQUEUE                  url|caller|position|name
    CONNECT                     wait|channel|ring
    COMPLETEAGENT, COMPLETECALLER
                                wait|talk|position
    ABANDON, EXITWITHTIMEOUT, EXITEMPTY
                                position|first position|wait
    EXITWITHKEY                 key|position|first position|wait
    BLINDTRANSFER, TRANSFER     extension|context|wait|talk|position
    ATTENDEDTRANSFER            BRIDGE|id, APP|name or LINK|channel|channel, then wait|talk|position
    RINGNOANSWER, RINGCANCELED  milliseconds
    WITHDRAW                    position|first position|wait|info
    INFO                        IVR|path=1-3|…, which the dial plan writes: the choice in the voice menu

Every other event is of no call in a queue. Who took the call, the fourth field, is read by nobody and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import BinaryIO

from kbsearch.core.calls.happenings import ADDRESS_ID, Disposition
from kbsearch.core.local_time import FIRST

MOST_BYTES = 8192
"""Of one line. Asterisk's own are shorter than a quarter of it."""
MOST_ID_CHARS = 100
MOST_QUEUE_CHARS = 128
MOST_CALLER_CHARS = 200
MOST_STEPS, MOST_STEP_CHARS = 20, 128
"""Of a path through the voice menu, as a call has it."""
CLOCKS_DIFFER_S = 300
"""How far the clock of the telephone system may be ahead of ours."""
NOBODY = "NONE"
"""What Asterisk writes for a call or a queue that there is not."""
UNFINISHED = "queue-log-unfinished"
"""Code of a last line of which a part is not written yet, as it seems: no fault."""

_HEAD = 5
"""Fields before an event's own."""
_UP_TO_CALLER = 3
"""Fields of `ENTERQUEUE` that begin when the caller's has ended."""
_EPOCH = re.compile(r"-?[0-9]{1,15}")
_NUMBER = re.compile(r"-?[0-9]{1,12}")
_NAME = re.compile(r"[A-Z][A-Z_]{2,40}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NO_TEXT = re.compile(r"[\udc80-\udcff]")
"""What stands in place of bytes that are not UTF-8."""
_BOM = b"\xef\xbb\xbf"
_CALL = re.compile(ADDRESS_ID)
_NO_CHUNK = 1 << 16


class Step(Enum):
    """What a line says of a call."""

    ENTERED = auto()
    CONNECTED = auto()
    LEFT = auto()
    CHOSE = auto()
    RANG = auto()
    """Somebody did not take it; it waits on."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the data of one event is laid out."""

    step: Step
    least: int
    most: int
    numbers: tuple[int, ...]
    """Which of its fields are numbers, where they are there; negative = from the right."""
    came_of: Disposition | None = None
    goes_on: bool = False
    """Who left may be sent on to another queue."""


_COMPLETED = _Layout(Step.LEFT, 2, 3, (0, 1, 2), Disposition.ANSWERED)
_GIVEN_UP = _Layout(Step.LEFT, 3, 3, (0, 1, 2), Disposition.ABANDONED_IN_QUEUE)
_SENT_ON = _Layout(Step.LEFT, 1, 3, (0, 1, 2), Disposition.OVERFLOW, goes_on=True)
_TRANSFERRED = _Layout(Step.LEFT, 4, 5, (2, 3, 4), Disposition.ANSWERED, goes_on=True)
_RANG = _Layout(Step.RANG, 1, 1, (0,))
_LAYOUTS: Mapping[str, _Layout] = {
    "ENTERQUEUE": _Layout(Step.ENTERED, 2, 4, (2,)),
    "CONNECT": _Layout(Step.CONNECTED, 1, 3, (0, 2)),
    "COMPLETEAGENT": _COMPLETED,
    "COMPLETECALLER": _COMPLETED,
    "ABANDON": _GIVEN_UP,
    "EXITWITHTIMEOUT": _SENT_ON,
    "EXITEMPTY": _SENT_ON,
    "EXITWITHKEY": _Layout(Step.LEFT, 2, 4, (1, 2, 3), Disposition.OVERFLOW, goes_on=True),
    "BLINDTRANSFER": _TRANSFERRED,
    "TRANSFER": _TRANSFERRED,
    "RINGNOANSWER": _RANG,
    "RINGCANCELED": _RANG,
    "WITHDRAW": _Layout(Step.LEFT, 3, 4, (0, 1, 2), Disposition.OVERFLOW, goes_on=True),
}
"""Older versions of Asterisk leave the last fields out."""
_ATTENDED = {
    head: _Layout(Step.LEFT, most, most, (-3, -2, -1), Disposition.ANSWERED, goes_on=True)
    for head, most in (("BRIDGE", 5), ("APP", 5), ("LINK", 6))
}


class LineError(Exception):
    """What is wrong with one line, without a word of it: `code` names a text of the doors', `values` fill it."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.values = code, values


@dataclass(frozen=True, slots=True)
class QueueLine:
    """What one line says."""

    at: int
    """Seconds since 1970, UTC."""
    call: str
    queue: str
    step: Step
    caller: str = ""
    """As the telephone system has it; of `ENTERED`. Empty where it is no UTF-8 text: two callers could look alike."""
    path: tuple[str, ...] = ()
    """Of `CHOSE`, outermost first."""
    came_of: Disposition | None = None
    """Of `LEFT`."""
    goes_on: bool = False
    """Of `LEFT`: who left may be sent on to another queue."""


def log_lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Every line with its number, 1-based, and its end; None = it is longer than `MOST_BYTES`. No more than one is held
    in memory, however long. A byte order mark before the first is passed over."""
    number = 0
    while data := file.readline(MOST_BYTES + 1):
        number += 1
        data = data.removeprefix(_BOM) if number == 1 else data
        is_whole = len(data) <= MOST_BYTES or data.endswith(b"\n")
        rest = data
        while not rest.endswith(b"\n") and (rest := file.readline(_NO_CHUNK)):
            is_whole = False
        yield number, data if is_whole else None


def read_line(data: bytes | None, now: datetime) -> QueueLine | None:
    """What a line of `log_lines` says; None = nothing of a call in a queue. Raises `LineError`.

    A last line without an end is taken where nothing that is read of it can be missing; else its error is `UNFINISHED`.

    >>> from datetime import UTC
    >>> sample = b"1763805600|1763805600.10|support|NONE|ENTERQUEUE||0144556677|1\\n"
    >>> read_line(sample, datetime(2026, 1, 1, tzinfo=UTC)).step.name
    'ENTERED'
    """
    if data is None:
        raise LineError("queue-log-too-long", limit=MOST_BYTES)
    is_ended = data.endswith(b"\n")
    try:
        fields = _fields(data)
        if fields == [""]:
            return None
        if not is_ended and _may_be_cut(fields):
            raise LineError(UNFINISHED)
        return _said(fields, now)
    except LineError:
        if is_ended:
            raise
        raise LineError(UNFINISHED) from None


def _said(fields: list[str], now: datetime) -> QueueLine | None:
    if len(fields) < _HEAD:
        raise LineError("queue-log-head", found=len(fields), least=_HEAD)
    at = _moment(fields[0], now)
    call, queue, event, said = fields[1], fields[2], fields[4], fields[_HEAD:]
    if _NAME.fullmatch(event) is None:
        raise LineError("queue-log-event")
    if event == "INFO":
        path = _chosen(said)
        return QueueLine(at, *_names(call, queue), Step.CHOSE, path=path) if path else None
    layout = _layout(event, said)
    if layout is None:
        return None
    _check(event, layout, said)
    caller = said[1][:MOST_CALLER_CHARS] if layout.step is Step.ENTERED and not _NO_TEXT.search(said[1]) else ""
    return QueueLine(at, *_names(call, queue), layout.step, caller, came_of=layout.came_of, goes_on=layout.goes_on)


def _fields(data: bytes) -> list[str]:
    """Those of the head are UTF-8 text, but for the agent: a name in another encoding costs nothing else."""
    text = data.decode("utf-8", "surrogateescape").removesuffix("\n").removesuffix("\r")
    if _CONTROL.search(text):
        raise LineError("queue-log-control")
    fields = text.strip().split("|")
    needed = fields if len(fields) < _HEAD else (*fields[:3], fields[4])
    if any(map(_NO_TEXT.search, needed)):
        raise LineError("queue-log-not-utf8")
    return fields


def _may_be_cut(fields: list[str]) -> bool:
    """Whether a line without an end may lack a part of its event, of the caller or of the path in the menu."""
    said = fields[_HEAD:]
    return not said or (fields[4] == "ENTERQUEUE" and len(said) < _UP_TO_CALLER) or said[-1].startswith("path=")


def _moment(field: str, now: datetime) -> int:
    if _EPOCH.fullmatch(field) is None:
        raise LineError("queue-log-epoch")
    at = int(field)
    if at < FIRST.timestamp():
        raise LineError("queue-log-before", year=FIRST.year)
    if at > now.timestamp() + CLOCKS_DIFFER_S:
        raise LineError("queue-log-future")
    return at


def _layout(event: str, said: list[str]) -> _Layout | None:
    if event != "ATTENDEDTRANSFER":
        return _LAYOUTS.get(event)
    if layout := _ATTENDED.get(said[0] if said else ""):
        return layout
    raise LineError("queue-log-head-unknown", event=event, allowed=", ".join(_ATTENDED))


def _check(event: str, layout: _Layout, said: list[str]) -> None:
    if not layout.least <= len(said) <= layout.most:
        raise LineError("queue-log-fields", event=event, found=len(said), least=layout.least, most=layout.most)
    numbers = [said[at] for at in layout.numbers if at < len(said)]
    if not all(map(_NUMBER.fullmatch, numbers)):
        raise LineError("queue-log-number", event=event)
    if any(number.startswith("-") for number in numbers):
        raise LineError("queue-log-negative", event=event)


def _names(call: str, queue: str) -> tuple[str, str]:
    """Of the call and its queue, as they may be kept."""
    if call == NOBODY or len(call) > MOST_ID_CHARS or _CALL.fullmatch(call) is None:
        raise LineError("queue-log-call-id", limit=MOST_ID_CHARS)
    if queue in ("", NOBODY) or len(queue) > MOST_QUEUE_CHARS:
        raise LineError("queue-log-queue", limit=MOST_QUEUE_CHARS)
    return call, queue


def _chosen(said: list[str]) -> tuple[str, ...]:
    """The path of `IVR|path=1-3|…`; empty where it is none, or any other information."""
    if not said or said[0] != "IVR":
        return ()
    path = next((field.removeprefix("path=") for field in said[1:] if field.startswith("path=")), "")
    if _NO_TEXT.search(path):
        raise LineError("queue-log-not-utf8")
    steps = [step.strip()[:MOST_STEP_CHARS] for step in path.split("-")]
    return tuple(step for step in steps if step)[:MOST_STEPS]
