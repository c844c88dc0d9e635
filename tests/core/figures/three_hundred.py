"""Three hundred calls of October 2026, group by group, with every trap that figures have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Disposition, Outcome

TALK, LONG_TALK, WRAP_UP = 360, 660, 40
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One call of a group."""

    at: str
    """When it was offered to the queue, UTC."""
    caller: str
    outcome: str = "resolved"
    """Empty = open."""
    waited: int = 30
    """Seconds until the answer."""
    topic: str = "vpn"
    handed: str = ""
    used: str = ""
    yes: bool | None = None
    stars: int | None = None
    score: int | None = None
    judged: tuple[bool, ...] = ()
    """What the level that it was passed to said, one after the other, of whether N1 could have."""
    written: bool = False
    """An article was written from it."""
    came: Disposition = Disposition.ANSWERED
    talk: int = TALK
    searched: tuple[int, ...] = ()
    """How many seconds into the call a search was, and when an article was opened, if it was."""
    is_odd: bool = False
    """The telephone system told twice when it came in, and differently."""
    reopened_as: str | None = None
    """It was closed as above, reopened, and closed as this; empty = and stays open."""


def plain() -> Iterator[Told]:
    """Solved with an article, one a caller; forty of them say yes when they are asked, ten say no. Of stars, fourteen
    give five, six four, three three and two one; fifteen would recommend, five would not, four are in between.
    Thirty find an article half a minute after their search, five none until the caller is gone."""
    for n in range(121):
        day, hour = 5 + n % 12, 7 + n // 12 % 9
        yes = True if n < 40 else False if n < 50 else None
        stars = {0: 5, 14: 4, 20: 3, 23: 1, 25: None}
        score = {0: None, 60: 10, 70: 9, 75: 8, 78: 7, 79: 6, 82: 0, 84: None}
        yield Told(
            f"10-{day:02}T{hour:02}:{n % 60:02}",
            f"plain{n}",
            used="reseau/vpn",
            yes=yes,
            searched=(10, 40) if n < 30 else (10,) if n < 35 else (),
            stars=stars[max(one for one in stars if one <= n)],
            score=score[max(one for one in score if one <= n)],
        )


def blank() -> Iterator[Told]:
    """Nobody knows whether these call again."""
    yield from (Told(f"10-06T09:{n:02}", "") for n in range(20))


def cut_off() -> Iterator[Told]:
    """Call again five minutes after they were cut off: one contact of two calls. What they thought of the first one
    counts for nothing."""
    for n in range(6):
        yield Told(f"10-07T08:0{n}", f"cut{n}", "abandoned", stars=1, score=0)
        yield Told(f"10-07T08:1{2 + n}", f"cut{n}")


def passed_on() -> Iterator[Told]:
    """Handed to N2, which takes the call as another one: one contact, which N1 did not solve. Of the first call N2 says
    twice that N1 could have, once only after it had said that not, three times that not, and once nothing."""
    for n in range(6):
        said = ((False, True), (True,), (False,), (False,), (False,), ())[n]
        yield Told(f"10-08T08:0{n}", f"passed{n}", "escalated_n2", judged=said)
        yield Told(f"10-08T08:1{2 + n}", f"passed{n}", handed="N2")


def called_back() -> Iterator[Told]:
    """Said to be solved, and call again about it in three days; five go to N3 then, which says once that N1 could."""
    for n in range(15):
        yield Told(f"10-12T09:{n:02}", f"back{n}")
        said = (n == 0,) if n < 4 else ()
        yield Told(f"10-15T09:{n:02}", f"back{n}", "escalated_n3" if n < 5 else "escalated_n2", judged=said)


def about_another_thing() -> Iterator[Told]:
    """Solved, and call two days later about something else."""
    for n in range(10):
        yield Told(f"10-12T13:{n:02}", f"other{n}", topic="imp")
        yield Told(f"10-14T13:{n:02}", f"other{n}", topic="vpn")


def unripe() -> Iterator[Told]:
    yield from (Told(f"10-30T10:{n:02}", f"unripe{n}") for n in range(14))


def twice_half_past_two() -> Iterator[Told]:
    """Three before the clocks are put back, three after: all six in the hour of two."""
    for n in range(3):
        yield Told(f"10-25T00:3{n}", f"summer{n}")
        yield Told(f"10-25T01:3{n}", f"winter{n}")


def over_midnight() -> Iterator[Told]:
    """Offered in October and answered in November, and the same a month before."""
    yield from (Told(f"10-31T22:59:3{n}", f"late{n}", waited=60) for n in range(8))
    yield from (Told(f"09-30T21:59:3{n}", f"early{n}", waited=50) for n in range(4))


def reopened() -> Iterator[Told]:
    """Four go to N2 after all, two are open still."""
    yield from (Told(f"10-13T12:0{n}", f"again{n}", reopened_as="escalated_n2" if n < 4 else "") for n in range(6))


def incident() -> Iterator[Told]:
    yield from (Told(f"10-16T08:{n:02}", f"incident{n}", "known_incident") for n in range(10))


def never_taken() -> Iterator[Told]:
    """Nine hung up in the queue, nine came to something else there; seven never reached it."""
    gone = [Disposition.ABANDONED_IN_QUEUE] * 9 + [Disposition.OVERFLOW] * 3 + [Disposition.DISSUADED] * 2
    gone += [Disposition.CALLBACK_REQUESTED] * 2 + [Disposition.VOICEMAIL, Disposition.FAILED]
    gone += [Disposition.ABANDONED_IN_IVR] * 4 + [Disposition.CLOSED_HOURS] * 3
    yield from (Told(f"10-19T08:{n:02}", f"gone{n}", "", came=came) for n, came in enumerate(gone))


def late() -> Iterator[Told]:
    """Taken after 91 seconds, and long; two are not satisfied, and from three an article is written. Of two the
    telephone system contradicts itself."""
    for n in range(12):
        told = Told(f"10-20T08:{n:02}", f"waited{n}", waited=91, talk=LONG_TALK, written=n > 8)
        yield replace(told, stars=2, is_odd=True) if n < 2 else told


GROUPS = (
    *(plain, blank, cut_off, passed_on, called_back, about_another_thing, unripe),
    *(twice_half_past_two, over_midnight, reopened, incident, never_taken, late),
)
TOLD = [one for group in GROUPS for one in group()]
NOT_IN_QUEUE = (Disposition.ABANDONED_IN_IVR, Disposition.CLOSED_HOURS)


def call_of(number: int, told: Told) -> Call:
    offered = datetime.fromisoformat(f"2026-{told.at}").replace(tzinfo=UTC)
    is_taken = told.came is Disposition.ANSWERED
    answered = offered + timedelta(seconds=told.waited)
    ended = answered + timedelta(seconds=told.talk) if is_taken else offered + timedelta(seconds=100)
    telephone = ev.Telephoned(
        received_at=offered,
        offered_at=None if told.came in NOT_IN_QUEUE else offered,
        answered_at=answered if is_taken else None,
        ended_at=ended,
        wrapup_ended_at=ended + timedelta(seconds=WRAP_UP) if is_taken else None,
        disposition=told.came,
    )
    began = answered if is_taken else offered
    happened: list[tuple[datetime, ev.Happening]] = [
        (began, ev.Started("phone", caller=told.caller, began=began)),
        (ended, telephone),
    ]
    if told.is_odd:
        happened.append((ended, ev.Telephoned(received_at=offered + timedelta(minutes=1))))
    kinds = (ev.Searched("vpn", "hybrid", "c" * 40, "g1"), ev.Opened("reseau/vpn"))
    happened += [(began + timedelta(seconds=at), what) for at, what in zip(told.searched, kinds, strict=False)]
    if told.handed:
        happened.append((began, ev.Escalated("N2", "support")))
    if told.used:
        happened.append((ended, ev.Used(told.used)))
    if told.written:
        happened.append((ended, ev.Used("reseau/vpn-neuf", created=True)))
    if told.outcome:
        happened.append((ended, ev.Closed(Outcome(told.outcome))))
    if told.reopened_as is not None:
        happened.append((ended + timedelta(minutes=1), ev.Reopened()))
    if told.reopened_as:
        happened.append((ended + timedelta(minutes=2), ev.Closed(Outcome(told.reopened_as))))
    if told.yes is not None:
        happened.append((ended + DAY, ev.Confirmed(told.yes)))
    if told.stars is not None or told.score is not None:
        happened.append((ended + DAY, ev.Rated(told.stars, told.score)))
    level = "N3" if told.outcome == "escalated_n3" else "N2"
    happened += [(ended + n * DAY, ev.Reviewed(level, n1_could=could)) for n, could in enumerate(told.judged, 1)]
    return fold(Event(f"{number}:{n}", "acme", f"call{number}", at, what) for n, (at, what) in enumerate(happened))
