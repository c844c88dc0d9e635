"""One client's calls as a table: a row of numbers for each call, and what kinds of calls there are. What all figures
are counted from, in one go for all calls."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import REDIAL, WINDOW
from kbsearch.core.calls.telephony import LONGEST
from kbsearch.core.figures.handle_time import handle_time
from kbsearch.core.figures.kinds import CallKind, kind_of
from kbsearch.core.figures.search_time import search_time
from kbsearch.core.figures.talk_time import talk_time
from kbsearch.core.figures.waiting_time import waiting_time
from kbsearch.core.moments import microseconds
from kbsearch.core.one_client import OneClient, require_own

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Codes: TypeAlias = NDArray[np.uint16]
"""Small numbers that stand for something, so that very many are sorted soon."""

Column: TypeAlias = Literal["took", "waited", "searched", "talked", "wrapped_up"]
"""Of a row: how long something took, in seconds. See `CallTable.seconds`."""

ROW = np.dtype(
    [
        ("began", "<i8"),
        ("hung_up", "<i8"),
        ("presented", "<i8"),
        ("caller", "<u8"),
        ("kind", "<u4"),
        ("took", "<i4"),
        ("waited", "<i4"),
        ("searched", "<i4"),
        ("talked", "<i4"),
        ("settled", "<i8"),
        ("stood", "<i8"),
    ]
)
"""One call, as it is kept too. See `Row`."""
NEVER = int(np.iinfo(np.int64).min)
NOT_TOLD = -1
NOBODY = 0
LONGEST_FORM = timedelta(minutes=30)
"""A call that is closed later than this after its beginning was closed when somebody filled the form in, not when they
hung up."""
_MOST_SECONDS = 2**31 - 1
_SECOND, _MICROSECOND = timedelta(seconds=1), timedelta(microseconds=1)


class Row(NamedTuple):
    """Times in microseconds since 1970, UTC."""

    began: int
    hung_up: int
    """As the telephone system told it, else when it was closed, before that was put right; its beginning, where neither
    can be believed."""
    presented: int
    """When it reached the client's queue; `NEVER` = it did not, or nobody told."""
    caller: int
    """Of whose key these are 64 bits, so that two of a million callers are taken for one once in 37 million times;
    `NOBODY` = not told."""
    kind: int
    """Place of its kind in the table."""
    took: int
    """Seconds of talk, hold and wrap-up; `NOT_TOLD`."""
    waited: int
    """Seconds from the queue to the answer, or until the caller gave up, begun ones too; `NOT_TOLD`."""
    searched: int
    """Seconds of searching; `NOT_TOLD`."""
    talked: int
    """Of `took`, seconds of talk and hold; `NOT_TOLD`, also where nobody told how much of it is wrap-up."""
    settled: int
    """`Call.settled_at`; `NEVER` = it is open."""
    stood: int
    """Microseconds that it stood solved before it was reopened, the shortest from `REDIAL` on; `NOT_TOLD`."""


def row_of(call: Call, kind: CallKind, searched: int | None, place: int = 0) -> Row:
    """A call as numbers; `kind`: what it is, and `place`: which one that is in the table. `searched`: its
    `search_time`, which is not asked of `call` because that may be folded without its searches."""
    told = call.telephony
    ended, most = (told.ended_at, LONGEST) if told.ended_at else (call.over_at or call.started, LONGEST_FORM)
    is_believed = timedelta() <= ended - call.started <= most
    took, waited, talked = handle_time(call), waiting_time(call), talk_time(call)
    if waited is None and told.given_up_after is not None:
        waited = -(-told.given_up_after // _SECOND)
    presented = told.offered_at if kind.is_presented else None
    stood = [one.stood // _MICROSECOND for one in call.relapses if one.stood >= REDIAL]
    return Row(
        began=microseconds(call.started),
        hung_up=microseconds(ended if is_believed else call.started),
        presented=NEVER if presented is None else microseconds(presented),
        caller=caller_number(call.start.caller),
        kind=place,
        took=NOT_TOLD if took is None else min(took, _MOST_SECONDS),
        waited=NOT_TOLD if waited is None else min(waited, _MOST_SECONDS),
        searched=NOT_TOLD if searched is None else min(searched, _MOST_SECONDS),
        talked=NOT_TOLD if talked is None else talked,
        settled=NEVER if call.settled_at is None else microseconds(call.settled_at),
        stood=min(stood, default=NOT_TOLD),
    )


def caller_number(key: str) -> int:
    """Of a caller's key; `NOBODY` of none."""
    if not key:
        return NOBODY
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little") or 1


@dataclass(frozen=True, slots=True)
class CallTable:
    """Calls of one client, oldest first, ties by id."""

    client: str
    rows: NDArray[Any]
    """A `ROW` each."""
    kinds: Sequence[CallKind]
    """Those that rows are of; there may be more."""
    ids: Sequence[str] = ()
    """Of each row its call, where somebody wants to know which calls were counted; else empty."""
    window: timedelta = WINDOW
    """Within which a later call of the same caller, or a reopening, is a call-back, as the client agreed."""

    def of_kinds(self, each: NDArray[Any]) -> NDArray[Any]:
        """For each call, what is told there of its kind."""
        return each[self.rows["kind"]] if len(each) else np.zeros(len(self.rows), each.dtype)

    def seconds(self, column: Column) -> NDArray[Any]:
        """Of each call; `NOT_TOLD`. Wrap-up is what of the handling time is not talk, and who gave up has no waiting
        time."""
        if column == "waited":
            is_answered = self.of_kinds(np.array([one.is_answered for one in self.kinds], np.bool_))
            return np.where(is_answered, self.rows["waited"], NOT_TOLD)
        if column != "wrapped_up":
            return self.rows[column]
        talked = self.rows["talked"]
        return np.where(talked == NOT_TOLD, talked, self.rows["took"] - talked)

    def only(self, chosen: Flags) -> CallTable:
        """Some of the calls."""
        ids = [id for id, is_one in zip(self.ids, chosen.tolist(), strict=True) if is_one] if self.ids else ()
        return CallTable(self.client, self.rows[chosen], self.kinds, ids, self.window)


def tabulate(client: OneClient, calls: Iterable[Call], window: timedelta = WINDOW) -> CallTable:
    """These calls, in the order they come in. Raises `ScopeViolation` for one of another client."""
    kinds: dict[CallKind, int] = {}
    rows: list[Row] = []
    ids: list[str] = []
    for call in calls:
        require_own(client, (call.client,))
        kind = kind_of(call)
        rows.append(row_of(call, kind, search_time(call), kinds.setdefault(kind, len(kinds))))
        ids.append(call.id)
    return CallTable(client.id, np.array(rows, ROW) if rows else np.empty(0, ROW), [*kinds], ids, window)
