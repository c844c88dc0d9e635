"""What a topic is: calls of one client about the same, made once and never changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

NAMED_BEFORE = -1


@dataclass(frozen=True, slots=True)
class Member:
    """One call, and what it is about."""

    call: str
    """Its id."""
    topic: str
    """A topic's id; empty = it is about none of them."""
    place: int | None = None
    """0 = its words are the topic's name, 1 … = they are the next nearest to all of the topic's; None = it was told to
    be about the topic by those. `NAMED_BEFORE` = its words were the topic's name when it was frozen before, and are
    still, though none of the calls that it is made of now has them."""


@dataclass(frozen=True)
class Topics:
    """One client's topics as they were frozen at a moment: which there are is settled, calls may still come to them.

    They are made of calls, not of words: who deletes a call takes its words out of its topic.
    """

    client: str
    frozen: datetime
    """UTC; what tells them from those frozen at another moment."""
    since: datetime
    until: datetime
    """UTC: of calls that began in `since <= began < until`, so that nothing later has a say in what they are."""
    members: Sequence[Member]
    unread: Mapping[str, int] = field(default_factory=dict)
    """Call → the number of its wording, of the later calls whose words nobody has read yet: there were too many. They
    are kept nowhere, and are among those that are looked at the next time."""

    def days(self, zone: ZoneInfo) -> tuple[date, date]:
        """The first and the last one of those calls, there."""
        last = self.until - timedelta(microseconds=1)
        return self.since.astimezone(zone).date(), last.astimezone(zone).date()

    @property
    def looked_at(self) -> Sequence[Member]:
        """Without the calls of other days that topics have their names of."""
        return [one for one in self.members if one.place != NAMED_BEFORE]

    @cached_property
    def of_call(self) -> Mapping[str, str]:
        """Call → topic, of the calls that were looked at."""
        return {one.call: one.topic for one in self.members}

    @cached_property
    def founders(self) -> Mapping[str, Sequence[str]]:
        """Topic → the calls whose words it is made of: its name first, then those nearest to all of them; the topic of
        most calls first."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        calls: dict[str, int] = defaultdict(int)
        for one in self.members:
            calls[one.topic] += 1
            if one.place is not None:
                found[one.topic].append((one.place, one.call))
        by_calls = sorted(found, key=lambda topic: (-calls[topic], topic))
        return {topic: [call for _, call in sorted(found[topic])] for topic in by_calls}
