"""What came of the calls that reached the queue: what the figures of the queue ask of a call.

These figures are of the calls that reached the queue in the period, whenever somebody took them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kbsearch.core.calls.happenings import Disposition
from kbsearch.core.figures.kinds import CallKind


def came_to(call: CallKind) -> Disposition | None:
    """What came of a presented call; None = the telephone system told no end of it. An answer counts more than what was
    said besides."""
    return Disposition.ANSWERED if call.is_answered else call.came_of


def is_abandoned(call: CallKind) -> bool:
    """The caller hung up in the queue."""
    return came_to(call) is Disposition.ABANDONED_IN_QUEUE


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """The calls presented in a period, and what came of each: the parts, all but `presented`, add up to it."""

    presented: int
    """Below the line of the answer rate."""
    answered: int
    abandoned: int
    """In the queue: above the line of the abandonment rate."""
    overflowed: int
    dissuaded: int
    callback_requested: int
    voicemail: int
    failed: int
    untold: int
    """Still waiting, or the telephone system never told how they ended."""


CAME_TO: dict[str, Disposition | None] = {
    "answered": Disposition.ANSWERED,
    "abandoned": Disposition.ABANDONED_IN_QUEUE,
    "overflowed": Disposition.OVERFLOW,
    "dissuaded": Disposition.DISSUADED,
    "callback_requested": Disposition.CALLBACK_REQUESTED,
    "voicemail": Disposition.VOICEMAIL,
    "failed": Disposition.FAILED,
    "untold": None,
}
"""Part of `QueueCounts` → what its calls `came_to`."""
