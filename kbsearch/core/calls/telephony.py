"""What a telephone system says of a call, in whatever order → one account of it, with what cannot be true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Protocol

from msgspec.structs import replace

from kbsearch.core.calls.happenings import Disposition, Telephoned

TIMES = ("received_at", "offered_at", "answered_at", "ended_at", "wrapup_ended_at")
"""In the order in which they happen."""
UNANSWERED = frozenset(Disposition) - {Disposition.ANSWERED}
WITHIN = timedelta(seconds=1)
"""Two systems that tell whole seconds do not contradict each other by one."""
LONGEST = timedelta(hours=24)
"""A call that took longer to handle was not over when it was told so, or not then."""
TIMES_CONFLICT = "telephone-times-conflict"
"""One time was told twice, and differently: the first stays."""
TIMES_ORDER = "telephone-times-order"
"""A call cannot be answered before it was offered, and so on."""
TIMES_LENGTH = "telephone-times-length"
"""It would have taken longer than `LONGEST`: how long it took is not counted."""
ANSWER_CONFLICT = "telephone-answer-conflict"
"""It was answered at some time, and came to something else, or to an answer at no time: the time counts."""


class Told(Protocol):
    """A `core.calls.call.Timed` of what was told."""

    @property
    def what(self) -> Telephoned: ...


@dataclass(frozen=True, slots=True)
class Telephony:
    """What is known of one call; all times UTC, None = not told. See `Telephoned`."""

    received_at: datetime | None = None
    offered_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrapup_ended_at: datetime | None = None
    disposition: Disposition | None = None
    """As it was told last; None = not yet, or the system tells none."""
    faults: tuple[str, ...] = ()
    """Names of what cannot be true."""

    @property
    def has_time(self) -> bool:
        """Any of `TIMES` is known."""
        return any(getattr(self, name) is not None for name in TIMES)

    @property
    def began(self) -> datetime | None:
        """With the answer, else the offer, else the arrival; None where none of them is known."""
        return self.answered_at or self.offered_at or self.received_at

    @property
    def is_unanswered(self) -> bool:
        """It came to something else than an answer, and no time of an answer is known."""
        return self.answered_at is None and self.disposition in UNANSWERED

    @property
    def is_answered(self) -> bool:
        """Somebody took it: at a known time, or the system says so."""
        return self.answered_at is not None or self.disposition is Disposition.ANSWERED

    @property
    def waited(self) -> timedelta | None:
        """From the queue to the answer; None where either is not known, or they cannot both be true."""
        return _between(self.offered_at, self.answered_at)

    @property
    def given_up_after(self) -> timedelta | None:
        """From the queue until a caller was gone whom nobody had answered; None as for `waited`, of whoever did not
        hang up there, and of more than `LONGEST`."""
        is_given_up = self.disposition is Disposition.ABANDONED_IN_QUEUE and not self.is_answered
        after = _between(self.offered_at, self.ended_at) if is_given_up else None
        return None if after is None or after > LONGEST else after

    @property
    def handling(self) -> timedelta | None:
        """From the answer until whoever took it was free again: talk, hold and wrap-up. Where no wrap-up is told, until
        the caller was gone. None as for `waited`, and of more than `LONGEST`."""
        known = [at for at in (self.answered_at, self.ended_at, self.wrapup_ended_at) if at is not None]
        if any(before - after > WITHIN for before, after in pairwise(known)):
            return None
        took = _between(self.answered_at, self.wrapup_ended_at or self.ended_at)
        return None if took is None or took > LONGEST else took

    @property
    def talk(self) -> timedelta | None:
        """Of `handling`, until the caller was gone; None where that is None, and where the wrap-up is not told or would
        end before it."""
        is_parted = self.handling is not None and _between(self.ended_at, self.wrapup_ended_at) is not None
        return _between(self.answered_at, self.ended_at) if is_parted else None


def telephony(told: Sequence[Told]) -> Telephony:
    """In the order in which it was told."""
    if not told:
        return NOTHING
    said = [*_lasting([one.what for one in told])]
    times: dict[str, datetime | None] = {name: next(_said(said, name), None) for name in TIMES}
    disposition = next((one.disposition for one in reversed(said) if one.disposition), None)
    return Telephony(**times, disposition=disposition, faults=tuple(_faults(said, times, disposition)))


NOTHING = Telephony()


def adds_to(known: Telephony, said: Telephoned) -> bool:
    """Whether `said` tells a time that is not known yet, or something else that came of the call."""
    _, said = _lasting([Telephoned(answered_at=known.answered_at, ended_at=known.ended_at), said])
    is_new_time = any(getattr(said, name) is not None and getattr(known, name) is None for name in TIMES)
    return is_new_time or said.disposition not in (None, known.disposition)


def _lasting(told: Sequence[Telephoned]) -> Iterator[Telephoned]:
    """Without the ends of those who overflowed and were answered or gone later: they were sent on, not gone."""
    last = max((at for one in told for at in (one.answered_at, one.ended_at) if at), default=None)
    for one in told:
        is_sent_on = one.disposition is Disposition.OVERFLOW and last and one.ended_at and last - one.ended_at > WITHIN
        yield replace(one, ended_at=None, disposition=None) if is_sent_on else one


def _said(told: Sequence[Telephoned], name: str) -> Iterator[datetime]:
    return (at for one in told if (at := getattr(one, name)) is not None)


def _faults(
    told: Sequence[Telephoned], times: dict[str, datetime | None], disposition: Disposition | None
) -> Iterator[str]:
    if any(abs(at - first) > WITHIN for name in TIMES if (first := times[name]) for at in _said(told, name)):
        yield TIMES_CONFLICT
    known = [at for at in times.values() if at is not None]
    if any(before - after > WITHIN for before, after in pairwise(known)):
        yield TIMES_ORDER
    took = _between(times["answered_at"], times["wrapup_ended_at"] or times["ended_at"])
    if took is not None and took > LONGEST:
        yield TIMES_LENGTH
    if times["answered_at"] is not None and disposition in UNANSWERED:
        yield ANSWER_CONFLICT


def _between(begin: datetime | None, end: datetime | None) -> timedelta | None:
    return end - begin if begin and end and end >= begin else None
