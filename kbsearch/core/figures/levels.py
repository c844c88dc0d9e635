"""Which calls count as handled, and which levels they reached: what several figures ask of a call."""

from __future__ import annotations

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome

LEVEL_OF = {Outcome.ESCALATED_N2: "N2", Outcome.ESCALATED_N3: "N3", Outcome.ESCALATED_ON_CALL: "on-call"}


def is_handled(call: Call) -> bool:
    """Somebody took it to its end: it is closed, and the caller had not given up."""
    return call.outcome is not None and call.outcome is not Outcome.ABANDONED


def judged(call: Call) -> dict[str, bool]:
    """Level that solved it → whether N1 could have, as that level said last."""
    return {one.what.level: one.what.n1_could for one in call.reviews}


def reached(call: Call) -> frozenset[str]:
    """The levels above N1 that it was handed to, as the last outcome, a hand-over or that level itself says.

    A hand-over that happened stays one, whatever the outcome is put right to: a call that N2 took and solved ends as
    solved too.
    """
    told = {one.what.level for one in call.escalations} | {one.what.level for one in call.reviews}
    return frozenset(told | {level for outcome, level in LEVEL_OF.items() if outcome is call.outcome})
