"""What a figure counts, call by call: in all, or of one part."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kbsearch.core.figures.nouns import Counted
from kbsearch.core.figures.table import CallTable, Codes, Flags, Numbers
from kbsearch.core.moments import moment


@dataclass(frozen=True, slots=True)
class Tally:
    """What one figure counts, an entry for each call or contact."""

    counted: Numbers
    """As `Counted.counted`."""
    is_net: Flags

    def split(self, codes: Codes | Numbers) -> dict[int, Tally]:
        """What it counts of each code; `codes`: of each entry."""
        order = np.argsort(codes, kind="stable")  # of numbers of 16 bits that is a radix sort
        sizes = np.bincount(codes)
        found = np.flatnonzero(sizes)
        ends = np.cumsum(sizes[found])[:-1]
        pieces = zip(np.split(self.counted[order], ends), np.split(self.is_net[order], ends), strict=True)
        return {code: Tally(*piece) for code, piece in zip(found.tolist(), pieces, strict=False)}


@dataclass(frozen=True, slots=True)
class Told(Tally):
    """The same, with the calls."""

    calls: Numbers
    """Rows of the table: the call, or the first one of the contact."""
    at: Numbers

    def only(self, chosen: Flags) -> Told:
        """Some of the entries."""
        return Told(self.counted[chosen], self.is_net[chosen], self.calls[chosen], self.at[chosen])

    def listed(self, table: CallTable) -> tuple[Counted, ...]:
        """Each entry, the oldest first; `table`: that it was counted from, with ids."""
        rows = zip(self.calls.tolist(), self.at.tolist(), self.counted.tolist(), self.is_net.tolist(), strict=True)
        told = [Counted(table.ids[call], moment(at), counted, is_net) for call, at, counted, is_net in rows]
        return tuple(sorted(told, key=lambda one: (one.began, one.call)))


NOTHING_TOLD = Tally(np.empty(0, np.int64), np.empty(0, np.bool_))
