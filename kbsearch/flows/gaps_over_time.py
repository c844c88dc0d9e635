"""What callers bring and no article solves, and how often they brought the same before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from kbsearch.core.calls.call import Call
from kbsearch.core.figures.period import Period
from kbsearch.core.gaps import Finder, Unread
from kbsearch.core.gaps.over_time import GapsOverTime, before
from kbsearch.core.one_client import OneClient
from kbsearch.core.text import fold
from kbsearch.core.topics.clusters import Known, nearest
from kbsearch.flows.embedding import vectors_of
from kbsearch.flows.gaps import at_most, grouped
from kbsearch.flows.topics import MOST_FOUNDERS, Reader


@dataclass(frozen=True, slots=True)
class Spells:
    """What is kept of calls of a period, and of as many days before."""

    period: Finder
    before: Finder | None
    """None = no year that calls may be of comes before."""
    days: Period | None
    """Of `before`."""

    @classmethod
    def of(cls, client: OneClient, period: Period) -> Spells:
        days = before(period)
        return cls(Finder(client, period), Finder(client, days) if days else None, days)

    def add(self, call: Call) -> None:
        """Raises `ScopeViolation` for a call of another client."""
        self.period.add(call)
        if self.before is not None:
            self.before.add(call)


def gaps_over_time(
    client: OneClient, period: Period, calls: Iterable[Call], reader: Reader, now: datetime, *, most: int | None = None
) -> GapsOverTime:
    """Of `calls`, those of the period make gaps, as for `flows.gaps.gaps`; those of as many days before come to them.

    No more than `most` different symptoms are read: those of the period first, of most calls first, then those of the
    time before that nobody said again. None = as many of either as are compared. What is left is counted as unread.
    """
    spells = Spells.of(client, period)
    for call in calls:
        spells.add(call)
    return compared(spells, reader, now, most=most)


def compared(spells: Spells, reader: Reader, now: datetime, *, most: int | None = None) -> GapsOverTime:
    """The same of the calls that `spells` was given, for whoever reads them for more than this."""
    finder, earlier = spells.period, spells.before
    symptoms = finder.symptoms[: at_most(most)]
    groups = grouped(symptoms, reader.embedder, reader.titles, reader.progress)
    found = finder.found(groups)
    if earlier is None:
        return GapsOverTime(found, None, 0, {}, Unread(), now)
    ids = {one.label: one.id for one in found.gaps}
    of_group = [ids[symptoms[group[0]]] for group in groups]
    same = {fold(symptoms[at]): place for place, group in enumerate(groups) for at in group}
    told: dict[str, list[str]] = defaultdict(list)
    others = list[str]()
    for said in earlier.symptoms:
        if (known := same.get(fold(said))) is None:
            others.append(said)
        else:
            told[of_group[known]].append(said)
    room = at_most(None) if most is None else most - len(symptoms)
    read, left = others[:room], others[room:]
    for at, said in zip(_places(symptoms, groups, read, reader), read, strict=True):
        if at >= 0:
            told[of_group[at]].append(said)
    calls_before = {id: earlier.calls_of(symptoms_before) for id, symptoms_before in told.items()}
    unread = Unread(len(left), len(earlier.calls_of(left)))
    return GapsOverTime(found, spells.days, earlier.looked_at, calls_before, unread, now)


def _places(symptoms: Sequence[str], groups: Sequence[Sequence[int]], said: Sequence[str], reader: Reader) -> list[int]:
    """For each of `said`, which is none of the symptoms, the group that it is about, −1 = none."""
    if not symptoms or not said:
        return [-1] * len(said)
    known = [(symptoms[at], place) for place, group in enumerate(groups) for at in group[:MOST_FOUNDERS]]
    texts = [text for text, _ in known]
    rows = None
    if reader.embedder is not None:
        rows = vectors_of(reader.embedder, [*texts, *said], reader.progress)
    settled = Known(texts, None if rows is None else rows[: len(texts)], [place for _, place in known])
    return nearest(said, None if rows is None else rows[len(texts) :], settled)
