"""The same figures of parts of a period: by queue, by level, by hour, by day and so on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Literal, TypeAlias, get_args
from zoneinfo import ZoneInfo

import numpy as np

from kbsearch.core.figures.counting import Counting, with_counts
from kbsearch.core.figures.counts import OF_QUEUE, Count
from kbsearch.core.figures.kinds import CallKind
from kbsearch.core.figures.nouns import Agreed, ClientFigures, Figure, FigureCalls, GoalShare, Length, Share
from kbsearch.core.figures.period import DAY, Period
from kbsearch.core.figures.queue import CAME_TO, came_to
from kbsearch.core.figures.shelf import BY_NAME, FIGURES, NOTHING_AGREED, Place, get
from kbsearch.core.figures.table import NEVER, CallTable, Codes, Numbers
from kbsearch.core.figures.told import NOTHING_TOLD, Told
from kbsearch.core.moments import moment
from kbsearch.core.one_client import OneClient

By: TypeAlias = Literal["queue", "level", "hour", "weekday", "day", "week", "month"]
InTurn: TypeAlias = Literal["day", "week", "month"]
"""Those of `By` that follow one another."""
CallsBy: TypeAlias = By | Literal["disposition"]
"""What the calls of a figure are parted by: of those of the queue, what came of the call too."""
_HOUR = 3_600_000_000
_DAY = 24 * _HOUR
_QUARTER = _HOUR // 4
"""Clocks are a multiple of it apart, and change at one."""
_MICROSECOND = timedelta(microseconds=1)
_FIRST_DAY = date(1970, 1, 1)
_THURSDAY = 3
"""It was one, Monday being 0."""
DAYS_A_WEEK = 7
LEVELS = ("N1", "N2", "N3", "on-call")
"""From the lowest."""
AS_PRESENTED = frozenset(
    place.name for place in FIGURES if isinstance(place, Share | GoalShare | Length) and place.when == "presented"
)
"""Figures of the queue: of calls by when they were presented."""
OF_THE_QUEUE = AS_PRESENTED | {one.name for one in OF_QUEUE}
"""Those, and its plain counts."""
_CAME_TO = tuple(CAME_TO.values())


@dataclass(frozen=True, slots=True)
class Part:
    """What counts for one part of a period."""

    key: str
    """Its queue, empty = not told; the highest of `LEVELS` that the call reached, with those that are one with it; `00`
    to `23`; `1` = Monday to `7`; or `2026-11-02`, `2026-W45`, `2026-11`."""
    began: int
    """Calls in all."""
    figures: tuple[Figure, ...]
    """In the order of the shelf."""


@dataclass(frozen=True, slots=True)
class FigureParts:
    """One client's period, part by part."""

    client: str
    period: Period
    by: By
    parts: tuple[Part, ...]
    """Those in which anything was counted, by key; queues with most calls first."""


@dataclass(frozen=True, slots=True)
class FigurePart:
    """One part of one figure."""

    figure: str
    by: CallsBy
    key: str
    """As `Part.key`; of `disposition` a part of `QueueCounts`."""


def count_parts(
    client: OneClient, period: Period, by: By, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> FigureParts:
    """As `counting.count`, of each part. A call is of the hour and the day in which it began, for figures of the queue
    in which it was presented, in the local time of the period; a contact is of the queue and the time
    of its first call."""
    return count_with_parts(client, period, by, table, now, agreed)[1]


def count_with_parts(
    client: OneClient, period: Period, by: By, table: CallTable, now: datetime, agreed: Agreed = NOTHING_AGREED
) -> tuple[ClientFigures, FigureParts]:
    """`count` and `count_parts` in one go. One figure after the other, so that what it counts of a million calls is in
    the memory once."""
    counting = Counting(client, period, table, now, agreed)
    keys = _Keys(by, counting)
    began = np.bincount(keys.began[counting.begun])
    whole, of_parts = list[Figure](), list[dict[int, Figure]]()
    for place in FIGURES:
        told = counting.told(place)
        whole.append(counting.figure(place, told))
        split = told.split(keys.of(place, told))
        of_parts.append({code: counting.figure(place, of_code) for code, of_code in split.items()})
    empty = [counting.figure(place, NOTHING_TOLD) for place in FIGURES]
    parts = [
        Part(
            keys.name(code),
            int(began[code]) if code < len(began) else 0,
            tuple(of_code.get(code, none) for of_code, none in zip(of_parts, empty, strict=True)),
        )
        for code in sorted({*np.flatnonzero(began).tolist()}.union(*of_parts))
    ]
    if by == "queue":
        parts.sort(key=lambda one: (-one.began, one.key))
    return with_counts(counting, tuple(whole)), FigureParts(client.id, period, by, tuple(parts))


def calls_of_part(
    client: OneClient,
    period: Period,
    part: FigurePart,
    table: CallTable,
    now: datetime,
    agreed: Agreed = NOTHING_AGREED,
) -> FigureCalls:
    """As `counting.calls_of`, those that count in one part: none where nothing does. Raises `KeyError` like `get`, and
    for a `disposition` of what is no figure of the queue."""
    place = BY_NAME.get(part.figure) or get(part.figure)
    if part.by == "disposition" and place.name not in OF_THE_QUEUE:
        raise KeyError(f"{place.name} is no figure of the queue; those are {', '.join(sorted(OF_THE_QUEUE))}.")
    counting = Counting(client, period, table, now, agreed)
    told, keys = counting.told(place), _Keys(part.by, counting)
    codes = keys.of(place, told)
    asked = [code for code in np.unique(codes).tolist() if keys.name(code) == part.key]
    return FigureCalls(client.id, period, place.name, told.only(np.isin(codes, asked)).listed(table))


@dataclass(frozen=True, slots=True)
class Span:
    """A day, a week or a month, as far as it is in a period."""

    key: str
    """Of the `Part`, if anything was counted in it."""
    since: date
    until: date
    """Included."""


def spans(period: Period, by: InTurn) -> list[Span]:
    """All there are, the oldest first.

    >>> days = Period(date(2026, 10, 31), date(2026, 11, 2), ZoneInfo("Europe/Paris"))
    >>> [(one.key, one.since.day, one.until.day) for one in spans(days, "month")]
    [('2026-10', 31, 31), ('2026-11', 1, 2)]
    >>> [one.key for one in spans(days, "week")]
    ['2026-W44', '2026-W45']
    """
    written = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m"}[by]
    days = [period.since + n * DAY for n in range(period.days)]
    grouped = [(key, [*some]) for key, some in groupby(days, lambda day: day.strftime(written))]
    return [Span(key, some[0], some[-1]) for key, some in grouped]


class _Keys:
    """Which part each call of a table is of, as a code, and how that part is called."""

    def __init__(self, by: CallsBy, counting: Counting) -> None:
        table = counting.table
        self._by, self._zone, self._least = by, counting.period.zone, 0
        self._queues = sorted({one.queue for one in table.kinds})
        if by in ("queue", "level", "disposition"):
            each: Codes = table.of_kinds(np.array([self._of_kind(one) for one in table.kinds], np.uint16))
            self.began: Codes = counting.as_one.most_of(each) if by == "level" else each
            """By when it began; `presented`: by when it was presented, if it was."""
            self.presented: Codes = self.began
            return
        began, presented = table.rows["began"], table.rows["presented"]
        both = [self._numbers(at) for at in (began, np.where(presented == NEVER, began, presented))]
        self._least = min((int(one.min()) for one in both if len(one)), default=0) if by in get_args(InTurn) else 0
        self.began, self.presented = ((one - self._least).astype(np.uint16) for one in both)

    def of(self, place: Place | Count, told: Told) -> Codes:
        """The part of each entry that the figure counts."""
        return (self.presented if place.name in OF_THE_QUEUE else self.began)[told.calls]

    def _of_kind(self, call: CallKind) -> int:
        match self._by:
            case "queue":
                return self._queues.index(call.queue)
            case "level":
                return _level(call)
        came = came_to(call)  # of a call that was not presented it may be no part
        return _CAME_TO.index(came) if came in _CAME_TO else len(_CAME_TO)

    def _numbers(self, at: Numbers) -> Numbers:
        """`at`: when it counts, in microseconds since 1970, UTC."""
        local = at + _offsets(at, self._zone)
        day = local // _DAY
        match self._by:
            case "hour":
                return local % _DAY // _HOUR
            case "weekday":
                return (day + _THURSDAY) % DAYS_A_WEEK
            case "week":
                return day - (day + _THURSDAY) % DAYS_A_WEEK
            case "month":
                months: Numbers = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
                return months
        return day

    def name(self, code: int) -> str:
        match self._by:
            case "queue":
                return self._queues[code]
            case "level":
                return LEVELS[code]
            case "disposition":
                return [*CAME_TO][code]
            case "hour":
                return f"{code:02}"
            case "weekday":
                return str(code + 1)
            case "month":
                return str(np.datetime64(code + self._least, "M"))
        day = _FIRST_DAY + timedelta(days=code + self._least)
        return f"{day:%G-W%V}" if self._by == "week" else day.isoformat()


def _level(call: CallKind) -> int:
    return max((LEVELS.index(level) for level in call.reached), default=0)


def _offsets(at: Numbers, zone: ZoneInfo) -> Numbers:
    """How far local clocks are ahead of UTC then, in microseconds."""
    quarters, which = np.unique(at // _QUARTER, return_inverse=True)
    told = (moment(one * _QUARTER).astimezone(zone).utcoffset() for one in quarters.tolist())
    return np.array([(one or timedelta()) // _MICROSECOND for one in told], np.int64)[which]
