"""A simulated client's year, call by call, with what was planted in it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from benchmarks.quarter.subjects import SUBJECTS, Subject
from kbsearch.core import happenings as ev
from kbsearch.core.effects.tables import NEVER
from kbsearch.core.events import Event
from kbsearch.core.happenings import Disposition, Outcome
from kbsearch.core.model import AnswerState
from tests.core.effects.planted import WEEKS, planted

EFFECT = 0.08
"""By how much more contacts about a subject are solved once its article is there: of all of them, used or not."""
QUARTER = 13
"""Weeks at the end, of which the report and the gaps are."""
SOLVED = 0.82
"""Of the contacts about what the base knew all the time; its article is used in all."""
ABANDONED = 0.03
"""Of all calls that reach the queue."""
COMMIT = "c" * 40
SUPPORT = "support"
OPENS, OPEN_MINUTES = 8, 600


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted for one client."""

    published: dict[str, int]
    """Article → the week in which it comes."""
    lacking: Mapping[str, set[str]]
    """Words of a subject → the quarter's calls about it that no article solved."""
    solved: int
    """First contacts of the quarter that were solved for good."""
    contacts: int
    calls: int
    """Of the quarter."""
    answered: int
    presented: int


class Year:
    """One client's. `chance` decides on words and times, `planted` on what is solved."""

    def __init__(self, client: str, monday: datetime, seed: int, known: Sequence[Subject]) -> None:
        self.client, self._monday, self._chance = client, monday, random.Random(seed)  # noqa: S311
        self._world = planted(seed, 1, EFFECT, topics=len(SUBJECTS))
        self._known, self._number = known, 0
        came = self._world.published[0].tolist()
        self.subjects = [
            Subject(words, f"services-{at:02}" if week < NEVER else "")
            for at, (words, week) in enumerate(zip(SUBJECTS, came, strict=True))
        ]
        self.published = {one.article: week for one, week in zip(self.subjects, came, strict=True) if one.article}
        self._told = dict.fromkeys(("solved", "contacts", "calls", "answered", "presented"), 0)
        self._lacking = defaultdict[str, set[str]](set)

    @property
    def truth(self) -> Truth:
        """Of what was told so far."""
        return Truth(self.published, self._lacking, **self._told)

    def week(self, number: int, calls: int) -> Iterator[Event]:
        """So many calls or some more."""
        counts = (
            one[0, :, number]
            for one in (self._world.contacts, self._world.solved, self._world.used, self._world.solved_used)
        )
        made = 0
        for subject, contacts, solved, used, solved_used in zip(self.subjects, *counts, strict=True):
            for nth in range(int(contacts)):
                is_used = nth < used
                is_solved = nth < solved_used if is_used else nth - used < solved - solved_used
                yield from self._contact(number, subject, is_solved=is_solved, is_used=is_used)
            made += int(contacts)
        while made < calls:
            is_solved = self._chance.random() < SOLVED
            yield from self._contact(number, self._chance.choice(self._known), is_solved=is_solved, is_used=is_solved)
            made += 1

    def _contact(self, week: int, subject: Subject, *, is_solved: bool, is_used: bool) -> Iterator[Event]:
        """What one caller wants: one call, and another two days later where the first was not as solved as was said."""
        chance, caller = self._chance, f"{self.client}-{self._number:07}".ljust(32, "0")
        minutes = min(max(chance.gauss(0.5, 0.25), 0), 1) * OPEN_MINUTES
        at = self._monday + timedelta(weeks=week, days=chance.randrange(5), hours=OPENS, minutes=minutes)
        comes_back = not is_solved and chance.random() < 0.3
        outcome = Outcome.RESOLVED if is_solved or comes_back else Outcome.ESCALATED_N2
        if week >= WEEKS - QUARTER:
            self._told["contacts"] += 1
            self._told["solved"] += is_solved
        if chance.random() < ABANDONED:
            yield from self._given_up(week, at - timedelta(hours=1))
        yield from self._call(week, at, subject, outcome, caller, is_used=is_used)
        if comes_back:
            yield from self._call(week, at + timedelta(days=2), subject, Outcome.ESCALATED_N2, caller, is_used=False)

    def _call(
        self, week: int, at: datetime, subject: Subject, outcome: Outcome, caller: str, *, is_used: bool
    ) -> Iterator[Event]:
        waited, took = self._chance.expovariate(1 / 30), self._chance.lognormvariate(6, 0.5)
        answered = at + timedelta(seconds=round(waited))
        ended = answered + timedelta(seconds=round(took))
        has_article = bool(subject.article) and (is_used or self.published.get(subject.article, -1) <= week)
        state = AnswerState.SURE if has_article else AnswerState.NOTHING_RELIABLE
        if week >= WEEKS - QUARTER and not is_used and (not has_article or outcome is Outcome.ESCALATED_N2):
            self._lacking[subject.words].add(self._name(self._number + 1))
        happened: list[tuple[datetime, ev.Happening]] = [
            (answered, ev.Started("phone", SUPPORT, caller=caller, began=answered)),
            (ended, ev.Telephoned(at, at, answered, ended, ended + timedelta(seconds=40), Disposition.ANSWERED)),
            (answered, ev.Searched(subject.told(self._chance), "hybrid", COMMIT, "gen-1", state)),
        ]
        if is_used:
            happened.append((answered, ev.Used(subject.article)))
        if outcome is Outcome.ESCALATED_N2:
            happened.append((ended, ev.Escalated("N2", SUPPORT)))
        happened.append((ended, ev.Closed(outcome)))
        self._count(week, answered=True)
        yield from self._events(happened)

    def _given_up(self, week: int, at: datetime) -> Iterator[Event]:
        ended = at + timedelta(seconds=45)
        self._count(week, answered=False)
        yield from self._events([(ended, ev.Telephoned(at, at, None, ended, None, Disposition.ABANDONED_IN_QUEUE))])

    def _count(self, week: int, *, answered: bool) -> None:
        if week >= WEEKS - QUARTER:
            self._told["presented"] += 1
            self._told["calls"] += 1
            self._told["answered"] += answered

    def _events(self, happened: Sequence[tuple[datetime, ev.Happening]]) -> Iterator[Event]:
        self._number += 1
        name = self._name(self._number)
        for nth, (at, what) in enumerate(happened):
            yield Event(f"{name}:{nth}", self.client, name, at, what)

    def _name(self, number: int) -> str:
        return f"sim-{number:07}"
