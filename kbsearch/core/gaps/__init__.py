"""What callers bring and no article solves: why a call is such a one, which are about the same, and what they cost."""

from kbsearch.core.gaps.counts import COUNTS, calls_of_gaps
from kbsearch.core.gaps.finding import Finder
from kbsearch.core.gaps.nouns import Gap, GapReason, Gaps, Unread
from kbsearch.core.gaps.reasons import reasons_of

__all__ = ["COUNTS", "Finder", "Gap", "GapReason", "Gaps", "Unread", "calls_of_gaps", "reasons_of"]
