"""What one call is to the figures, but for whose it was and when. Many calls are alike, and a figure looks at each kind
once."""

from __future__ import annotations

import msgspec

from kbsearch.core.calls.call import Call, Knowledge, knowledge
from kbsearch.core.calls.happenings import Disposition, Outcome
from kbsearch.core.calls.telephony import UNANSWERED
from kbsearch.core.figures.levels import judged, reached
from kbsearch.core.telephone.ratings import is_satisfied, recommends

NOT_PRESENTED = frozenset({Disposition.ABANDONED_IN_IVR, Disposition.CLOSED_HOURS})
"""The voice menu is before the queue, and calls outside opening hours are not presented."""


class CallKind(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All that a `nouns.Rule` may ask of a call."""

    outcome: Outcome | None
    """None while it is open."""
    reached: tuple[str, ...]
    """The levels above N1 that it was handed to, sorted: `levels.reached`."""
    used: tuple[str, ...]
    """Article ids, each once, sorted."""
    is_created: bool
    """One of them was written from this call."""
    confirmed: bool | None
    """The caller's last answer to “was it solved?”; None when there is none."""
    queue: str
    """Empty = not told."""
    came_of: Disposition | None
    """As the telephone system told it last."""
    is_presented: bool
    """It reached the client's queue, at a known time."""
    is_answered: bool
    """Somebody took it, says the telephone system."""
    is_timed: bool
    """The telephone system told any time of it."""
    n1_could: tuple[str, ...] = ()
    """Levels above N1 that said that N1 could have solved it, sorted."""
    n1_could_not: tuple[str, ...] = ()
    is_satisfied: bool | None = None
    """By the caller's last rating; None when there is none. So is `recommends`."""
    recommends: int | None = None
    """1 = a promoter, −1 = a detractor, 0 = neither."""
    is_doubtful: bool = False
    """Its times cannot all be true."""
    is_of_incident: bool = False
    """It was closed with the known incident that it was about named, whatever its outcome."""
    is_hung_up: bool = False
    """The telephone system told when it ended."""

    @property
    def is_known_incident(self) -> bool:
        """It was about one, by its outcome or by its name: how many there were of both says nothing of the hotline."""
        return self.is_of_incident or self.outcome is Outcome.KNOWN_INCIDENT

    @property
    def is_handled(self) -> bool:
        """Somebody took it to its end: it is closed, and the caller had not given up."""
        return self.outcome is not None and self.outcome is not Outcome.ABANDONED

    @property
    def is_unanswered(self) -> bool:
        """Nobody took it, says the telephone system, and nobody has said how it ended."""
        return self.outcome is None and not self.is_answered and self.came_of in UNANSWERED

    @property
    def is_taken(self) -> bool:
        """It says how calls that are one ended: somebody took it to its end, or is at it. One that is hung up and that
        nobody closed says nothing: the record of who took it may be another one, or none."""
        return self.is_handled or (self.outcome is None and not self.is_unanswered and not self.is_hung_up)

    @property
    def knowledge(self) -> Knowledge | None:
        """As of the call."""
        return knowledge(is_closed=self.outcome is not None, is_created=self.is_created, is_used=bool(self.used))


def kind_of(call: Call) -> CallKind:
    told, said = call.telephony, judged(call)
    is_outside = not told.is_answered and told.disposition in NOT_PRESENTED
    return CallKind(
        outcome=call.outcome,
        reached=tuple(sorted(reached(call))),
        used=tuple(sorted(call.used)),
        is_created=bool(call.created),
        confirmed=call.confirmed,
        queue=call.start.queue,
        came_of=told.disposition,
        is_presented=told.offered_at is not None and not is_outside,
        is_answered=told.is_answered,
        is_timed=told.has_time,
        n1_could=tuple(sorted(level for level, could in said.items() if could)),
        n1_could_not=tuple(sorted(level for level, could in said.items() if not could)),
        is_satisfied=None if call.satisfaction is None else is_satisfied(call.satisfaction),
        recommends=None if call.recommendation is None else recommends(call.recommendation),
        is_doubtful=bool(call.faults),
        is_of_incident=bool(call.incident),
        is_hung_up=told.ended_at is not None,
    )
