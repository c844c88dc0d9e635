"""Whether a call shows something that the base lacks, and by what that is seen."""

from __future__ import annotations

from kbsearch.core.calls.call import Call
from kbsearch.core.calls.happenings import Outcome
from kbsearch.core.figures.levels import reached
from kbsearch.core.gaps.nouns import GapReason
from kbsearch.core.model import AnswerState
from kbsearch.core.text import fold, normalise

NOT_LOOKED_AT = (None, Outcome.ABANDONED, Outcome.NOT_FOR_US, Outcome.KNOWN_INCIDENT)
"""An open call may still be solved; what is not ours, given up or known already, lacks no article."""


def is_looked_at(call: Call) -> bool:
    """What names a known incident, however it ended, lacks no article either."""
    return call.outcome not in NOT_LOOKED_AT and not call.incident


def reasons_of(call: Call) -> frozenset[GapReason]:
    """Empty = an article served, or nothing says that one is lacking."""
    if not is_looked_at(call) or call.used:
        return frozenset()
    last = call.searches[-1].what.state if call.searches else None
    is_left = bool(call.opened) and set(call.opened) <= call.ruled_out
    words = {fold(normalise(one.what.query)) for one in call.searches}
    found = {
        GapReason.NO_ANSWER: last is AnswerState.NOTHING_RELIABLE,
        GapReason.REPORTED: any(one.what.article is None for one in call.flags),
        GapReason.REFUSED: is_left,
        GapReason.REWORDED: len(words) > 1 and not call.opened,
        GapReason.ESCALATED: bool(reached(call)),
    }
    return frozenset(reason for reason, is_so in found.items() if is_so)
