"""What there is to say of gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kbsearch.core.figures.period import Period

PARETO = 0.8
"""Share of the calls that the first gaps of a list are asked to cover."""


class GapReason(StrEnum):
    """Why nothing of the base solved a call."""

    NO_ANSWER = "no_answer"
    """The last search found nothing reliable."""
    REPORTED = "reported"
    """The agent said that nothing helps with it."""
    REFUSED = "refused"
    """What was opened was ruled out."""
    REWORDED = "reworded"
    """It was searched again in other words, and nothing was opened."""
    ESCALATED = "escalated"
    """It was handed over, and no article had served."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Calls about the same that no article solved."""

    id: str
    """Eight letters and digits, made of the first of its calls: the same while that one is in it."""
    label: str
    """The wording that is nearest to all the others, as it was said or searched, redacted."""
    calls: tuple[str, ...]
    """Ids, in the order in which the calls began."""
    callers: int
    """Different callers, as far as they are known; a call without a caller counts as one."""
    earlier: int
    later: int
    """Of the calls, those of the first and of the second half of the period."""
    minutes: float
    """Of the calls whose length is known, altogether."""
    timed: int
    """How many those are."""
    wordings: tuple[str, ...]
    """A few others, nearest first, each once."""
    reasons: Mapping[GapReason, int]
    """In how many calls; a call may have several."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What was left unread, for there was more than is read at a time: what the fewest calls said."""

    wordings: int = 0
    """Different ones."""
    calls: int = 0
    """That said them, and are in no gap."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """Of one client's calls that began in a period; the largest first."""

    client: str
    period: Period
    looked_at: int
    """Closed calls that were for us and not given up."""
    unsolved: int
    """Of these, the calls that no article solved."""
    wordless: int
    """Of those, the calls that nobody said or searched anything in: they are in no gap."""
    gaps: Sequence[Gap]
    unread: Unread = Unread()
    """Of `unsolved`, the calls whose words were not read: they are in no gap either."""

    @property
    def pareto(self) -> int:
        """How many of the first gaps hold four fifths of the calls that are in any."""
        wanted, seen = PARETO * sum(len(one.calls) for one in self.gaps), 0
        for n, one in enumerate(self.gaps, 1):
            seen += len(one.calls)
            if seen >= wanted:
                return n
        return 0
