"""Which calls count as presented, and what came of them in the queue: what the figures of the queue ask of a call.

These figures are of the calls that reached the queue in the period, whenever somebody took them.
"""

from __future__ import annotations

from datetime import datetime

from kbsearch.core.calls import Call
from kbsearch.core.happenings import Disposition

NOT_PRESENTED = frozenset({Disposition.ABANDONED_IN_IVR, Disposition.CLOSED_HOURS})
"""The voice menu is before the queue, and calls outside opening hours are not presented."""


def presented_at(call: Call) -> datetime | None:
    """UTC, when it reached the client's queue; None = it did not, or nobody told."""
    known = call.telephony
    return None if not known.is_answered and known.disposition in NOT_PRESENTED else known.offered_at


def is_abandoned(call: Call) -> bool:
    """The caller hung up in the queue."""
    return not call.telephony.is_answered and call.telephony.disposition is Disposition.ABANDONED_IN_QUEUE
