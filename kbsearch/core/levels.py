"""Who takes calls over, and when: the nouns of `client.toml`.

Times are wall-clock times in the client's zone. Minutes count from midnight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

LEVELS = ("N1", "N2", "N3", "on-call")
"""Levels that can take a call over, lowest first: the order in which a path climbs."""

TAKERS = LEVELS[1:]
"""Levels that somebody who takes calls hands one to."""

READERS = ("N1", "N2", "N3")
"""Levels that an article can be written for."""

Priority = Literal["P1", "P2", "P3", "P4"]
PRIORITIES: tuple[Priority, ...] = ("P1", "P2", "P3", "P4")
"""Gravest first."""
DEFAULT_PRIORITY: Priority = "P3"

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a day, `[opens, closes)`."""

    opens: int
    """0 to 1439."""
    closes: int
    """Above `opens`, at most 24 hours later: more than 1440 ends on the next day."""


WHOLE_DAY = Span(0, DAY_MINUTES)


@dataclass(frozen=True, slots=True)
class Hours:
    """A week of opening hours. A span belongs to the day on which it opens."""

    week: tuple[tuple[Span, ...], ...]
    """Seven entries, Monday first; empty = closed."""
    holidays: tuple[Span, ...] = ()
    """On public holidays and the client's own closing days, in the weekday's place. A group's hold also where
    the client opens exceptionally; without any, a group works its weekday's hours then."""


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days on which a client is not open as on others. A day is `2026-12-24`, or `12-24` for every year."""

    country: str = ""
    """As the `holidays` library names it: `FR`. Empty = no public holidays."""
    region: str = ""
    """The library's subdivision: `57` (Moselle), `6AE` (Alsace), `971`."""
    closed: tuple[str, ...] = ()
    """The client's own closing days."""
    opened: tuple[tuple[str, tuple[Span, ...]], ...] = ()
    """Exceptional hours of one day, stronger than everything else; only where the client's own hours apply."""


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's repeating turn."""

    who: str
    days: tuple[int, ...]
    """Weekdays on which it begins, 0 = Monday."""
    span: Span
    contact: str = ""
    """Empty = the level's."""
    every: int = 1
    """Weeks between two turns."""
    since: date | None = None
    """Day of the first turn; weeks are counted from this one's Monday. Always given when `every` is above 1."""
    last: date | None = None
    """Last day on which a turn begins."""


@dataclass(frozen=True, slots=True)
class Override:
    """Someone who stands in between two moments, whatever the turns and the hours say."""

    who: str
    start: datetime
    """Wall clock, without a zone."""
    end: datetime
    contact: str = ""
    """Empty = that of this person's own turns, else the level's."""


@dataclass(frozen=True, slots=True)
class Rota:
    """Who of a group is on duty: turns or a calendar, and who stands in."""

    shifts: tuple[Shift, ...] = ()
    overrides: tuple[Override, ...] = ()
    calendar: str = ""
    """Text of an iCalendar file; each event's summary is who is on duty. Of two at once the one begun later counts, of
    two begun together the shorter one."""


OwnHours = Hours | Literal["client", "outside", "always"]
"""`client`: as the client; `outside`: whenever the client is closed; `always`: day and night, every day."""


@dataclass(frozen=True, slots=True)
class Level:
    """One entry of `[[levels]]`: a group that takes calls over. The first one of a level is that level's default."""

    level: str
    """One of `LEVELS`."""
    group: str
    contact: str = ""
    channel: str = ""
    delay_minutes: int | None = None
    """Target until the group answers, for priorities that `delays` does not name."""
    facts: tuple[str, ...] = ()
    """What to ask the caller before handing over."""
    delays: tuple[tuple[Priority, int], ...] = ()
    """Target by priority, minutes."""
    hours: OwnHours = "client"
    rota: Rota | None = None
    """None = whoever answers for the group."""
    name: str = ""
    """The group's, for people; empty = `readable(group, level)`."""

    @property
    def called(self) -> str:
        """What people call the group."""
        return self.name or readable(self.group, self.level)

    def delay(self, priority: Priority) -> int | None:
        """Target for a call of this priority, minutes."""
        return dict(self.delays).get(priority, self.delay_minutes)


def readable(group: str, level: str = "") -> str:
    """A group's id as words, without the level that stands beside it.

    >>> readable("support-terminaux"), readable("n2-reseau", "N2"), readable("Service Desk")
    ('support terminaux', 'reseau', 'Service Desk')
    """
    words = " ".join(re.split(r"[-_\s]+", group.strip("-_ ")))
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() == level.lower() else words


def group_called(levels: Sequence[Level], group: str, level: str = "") -> str:
    """What people call a group that one of `levels` may declare."""
    return next((one.called for one in levels if one.group == group), None) or readable(group, level)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sends a call to one group or level at once.

    It fires on one of its phrases or one of its categories, at one of its priorities if it names any. With priorities
    only, those fire it.
    """

    phrases: tuple[str, ...] = ()
    """Matched by their words and by meaning."""
    categories: tuple[str, ...] = ()
    """Of articles."""
    priorities: tuple[Priority, ...] = ()
    level: str = ""
    group: str = ""
    why: str = ""
    """The reason, in the words of who wrote it."""
