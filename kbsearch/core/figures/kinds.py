"""What one call is to the figures, but for whose it was and when. Many calls are alike, and a figure looks at each kind
once."""

from __future__ import annotations

import msgspec

from kbsearch.core.calls import Call, Knowledge, knowledge
from kbsearch.core.figures.levels import reached
from kbsearch.core.happenings import Disposition, Outcome
from kbsearch.core.telephony import UNANSWERED

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

    @property
    def is_handled(self) -> bool:
        """Somebody took it to its end: it is closed, and the caller had not given up."""
        return self.outcome is not None and self.outcome is not Outcome.ABANDONED

    @property
    def is_unanswered(self) -> bool:
        """Nobody took it, says the telephone system, and nobody has said how it ended."""
        return self.outcome is None and not self.is_answered and self.came_of in UNANSWERED

    @property
    def knowledge(self) -> Knowledge | None:
        """As of the call."""
        return knowledge(is_closed=self.outcome is not None, is_created=self.is_created, is_used=bool(self.used))


def kind_of(call: Call) -> CallKind:
    told = call.telephony
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
    )
