"""A simulated client's year, call by call, with what was planted in it."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.quarter.subjects import SUBJECTS, Subject
from benchmarks.quarter.traps import INCIDENTS, WITHHELD, Levels, Surveys
from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Outcome
from kbsearch.core.effects.tables import NEVER
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
COMES_BACK = 0.3
"""Of who was not solved: they were told so, and call again two days later."""
COMMIT = "c" * 40
SUPPORT = "support"
OPENS, OPEN_MINUTES = 8, 600


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted for one client; counts are of the quarter."""

    published: dict[str, int]
    """Article → the week in which it comes."""
    lacking: Mapping[str, set[str]]
    """Words of a subject → the quarter's calls about it that no article solved."""
    figures: Mapping[str, tuple[int, int]]
    """Name → what is above the line, and below it."""
    net: Mapping[str, tuple[int, int]]
    """The same without known incidents."""
    unattached: int
    """Handled calls of nobody knows whom."""


@dataclass(frozen=True, slots=True)
class _Call:
    """One that somebody takes."""

    week: int
    at: datetime
    subject: Subject
    caller: str
    is_closed_solved: bool
    is_solved: bool
    """For good; what its caller thinks of it."""
    is_used: bool = False
    """Its subject's article was."""
    incident: str = ""
    """It names that, if it is closed as solved; else it is closed as one."""


class Year:
    """One client's. `chance` decides on words and times, `planted` on what is solved."""

    def __init__(self, client: str, monday: datetime, seed: int, known: Sequence[Subject]) -> None:
        self.client, self._monday, self._chance = client, monday, random.Random(seed)  # noqa: S311
        self._world = planted(seed, 1, EFFECT, topics=len(SUBJECTS))
        self._surveys, self._levels = Surveys(self._chance), Levels(self._chance)
        self._known, self._number = known, 0
        came = self._world.published[0].tolist()
        self.subjects = [
            Subject(words, f"services-{at:02}" if week < NEVER else "")
            for at, (words, week) in enumerate(zip(SUBJECTS, came, strict=True))
        ]
        self.published = {one.article: week for one, week in zip(self.subjects, came, strict=True) if one.article}
        self._told = Counter[str]()
        self._lacking = defaultdict[str, set[str]](set)

    @property
    def truth(self) -> Truth:
        """Of what was told so far. No known incident is handed to anybody."""
        told, rated, handed = self._told, self._surveys.told, self._levels.told
        incidents, solved_incidents, handled = told["incidents"], told["solved_incidents"], told["handled"]
        net = {
            "fcr_no_call_back": (told["solved"], told["contacts"]),
            "n1_absorption": (told["n1"] - solved_incidents, handled - incidents),
            "n3_share": (handed["n3"], handled - incidents),
        }
        figures = {
            "fcr_no_call_back": (told["solved"] + solved_incidents, told["contacts"] + incidents),
            "n1_absorption": (told["n1"], handled),
            "answer_rate": (handled, handled + told["given_up"]),
            "n2_share": (handed["n2"], handled),
            "n3_share": (handed["n3"], handled),
            "n3_n1_could": (handed["n1_could"], handed["judged"]),
            "csat": (rated["satisfied"], rated["rated"]),
            "csat_response_rate": (rated["rated"], handled),
            "nps": (rated["promoters"] - rated["detractors"], rated["rated"]),
        }
        return Truth(self.published, self._lacking, figures, net, told["unattached"])

    def week(self, number: int, calls: int) -> Iterator[Event]:
        """So many contacts or some more."""
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
        for trap, share in ((self._incident, INCIDENTS), (self._withheld, WITHHELD)):
            for _ in range(round(share * calls)):
                yield from trap(number)
                made += 1
        while made < calls:
            is_solved = self._chance.random() < SOLVED
            yield from self._contact(number, self._chance.choice(self._known), is_solved=is_solved, is_used=is_solved)
            made += 1

    def _contact(self, week: int, subject: Subject, *, is_solved: bool, is_used: bool) -> Iterator[Event]:
        """What one caller wants: one call, and another two days later where the first was not as solved as was said."""
        at, comes_back = self._at(week), not is_solved and self._chance.random() < COMES_BACK
        self._count(week, "contacts", "solved" if is_solved else "unsolved")
        if self._chance.random() < ABANDONED:
            yield from self._given_up(week, at - timedelta(hours=1))
        call = _Call(week, at, subject, self._caller(), is_solved or comes_back, is_solved, is_used)
        yield from self._call(call)
        if comes_back:
            yield from self._call(_again(call))

    def _incident(self, week: int) -> Iterator[Event]:
        """A known one strikes what there is an article about: nothing but it keeps this call from the article's."""
        served = [one for one in self.subjects if self.published.get(one.article, WEEKS) <= week] or self._known
        is_solved = self._chance.random() < 0.5
        self._count(week, "incidents", "solved_incidents" if is_solved else "unsolved")
        subject = self._chance.choice(served)
        yield from self._call(
            _Call(week, self._at(week), subject, self._caller(), is_solved, is_solved, incident=f"INC-{week:02}")
        )

    def _withheld(self, week: int) -> Iterator[Event]:
        """A call without a number, which may be followed by another one that nobody can know to be of the same."""
        is_solved, comes_back = self._chance.random() < SOLVED, self._chance.random() < 0.5
        subject = self._chance.choice(self.subjects)
        call = _Call(week, self._at(week), subject, "", is_solved or comes_back, is_solved)
        yield from self._call(call)
        if comes_back:
            yield from self._call(_again(call))

    def _at(self, week: int) -> datetime:
        minutes = min(max(self._chance.gauss(0.5, 0.25), 0), 1) * OPEN_MINUTES
        days = self._chance.randrange(5)
        return self._monday + timedelta(weeks=week, days=days, hours=OPENS, minutes=minutes)

    def _caller(self) -> str:
        """One that never called."""
        return f"{self.client}-{self._number:07}".ljust(32, "0")

    def _call(self, call: _Call) -> Iterator[Event]:
        waited, took = self._chance.expovariate(1 / 30), self._chance.lognormvariate(6, 0.5)
        answered = call.at + timedelta(seconds=round(waited))
        ended = answered + timedelta(seconds=round(took))
        wrapped, subject, counts = ended + timedelta(seconds=40), call.subject, _is_of_quarter(call.week)
        has_article = bool(subject.article) and (call.is_used or self.published.get(subject.article, -1) <= call.week)
        state = AnswerState.SURE if has_article else AnswerState.NOTHING_RELIABLE
        happened: list[tuple[datetime, ev.Happening]] = [
            (answered, ev.Started("phone", SUPPORT, caller=call.caller, began=answered)),
            (ended, ev.Telephoned(call.at, call.at, answered, ended, wrapped, Disposition.ANSWERED)),
            (answered, ev.Searched(subject.told(self._chance), "hybrid", COMMIT, "gen-1", state)),
        ]
        if call.is_used:
            happened.append((answered, ev.Used(subject.article)))
        outcome = Outcome.RESOLVED if call.is_closed_solved else Outcome.KNOWN_INCIDENT
        if not call.is_closed_solved and not call.incident:
            outcome, handed = self._levels.handed(ended, SUPPORT, counts=counts)
            happened += handed
        is_named = call.incident and call.is_closed_solved
        happened.append((ended, ev.Closed(outcome, call.incident if is_named else None)))
        happened += self._surveys.answered(ended, is_solved=call.is_solved, counts=counts)
        if counts and not call.incident and not call.is_used and not (has_article and call.is_closed_solved):
            self._lacking[subject.words].add(self._name(self._number + 1))
        self._count(
            call.week,
            "handled",
            "n1" if outcome is Outcome.RESOLVED else "not_n1",
            "attached" if call.caller else "unattached",
        )
        yield from self._events(happened)

    def _given_up(self, week: int, at: datetime) -> Iterator[Event]:
        ended = at + timedelta(seconds=45)
        self._count(week, "given_up")
        told = ev.Telephoned(at, at, None, ended, None, Disposition.ABANDONED_IN_QUEUE)
        yield from self._events([(ended, told), *self._surveys.answered(ended, is_solved=False, counts=False)])

    def _count(self, week: int, *what: str) -> None:
        if _is_of_quarter(week):
            self._told.update(what)

    def _events(self, happened: Sequence[tuple[datetime, ev.Happening]]) -> Iterator[Event]:
        self._number += 1
        name = self._name(self._number)
        for nth, (at, what) in enumerate(happened):
            yield Event(f"{name}:{nth}", self.client, name, at, what)

    def _name(self, number: int) -> str:
        return f"sim-{number:07}"


def _is_of_quarter(week: int) -> bool:
    return week >= WEEKS - QUARTER


def _again(call: _Call) -> _Call:
    """The same caller two days later, about the same: now it is handed on."""
    return replace(call, at=call.at + timedelta(days=2), is_closed_solved=False, is_solved=False, is_used=False)
