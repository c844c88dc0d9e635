"""How long to wait after failed sign-ins, and how much of them the audit trail is told."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

FREE_FAILURES = 4
"""The fifth failure makes the next attempt wait a second, each one after that twice as long."""
LONGEST_ACCOUNT_S = 900.0
LONGEST_ADDRESS_S = 60.0
"""Twenty agents may sit behind one address: one who mistypes must not shut the others out for long."""
FORGET_S = 3600.0
"""A name that did not fail for so long begins anew."""
MOST_NAMES = 20_000
"""About 4 MB. A flood of names pushes out those heard of longest ago."""
EVERY_S = 60.0
"""One entry of the audit trail per name and so many seconds…"""
MOST_ENTRIES = 60
"""…and for all names together in that time: whatever is beyond is counted under one."""
OTHERS = "others"


class BackOff:
    """Failures by name: of an account, of an address, or of an account at an address. Not for threads at once.

    An attempt counts as failed when it begins, so that a hundred at once are not all the first; `forgive` undoes that.
    What is refused is not counted: nobody can hold an account shut for longer than `longest_s` by asking on.
    """

    def __init__(self, longest_s: float, *, most: int = MOST_NAMES) -> None:
        self._longest_s, self._most = longest_s, most
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """Name → failures in a row, and when the last was. Seconds of a clock that never goes back."""

    def __len__(self) -> int:
        return len(self._failures)

    def wait_s(self, name: str, now: float) -> float:
        """Seconds until an attempt is looked at; 0 = now."""
        count, last = self._failures.get(name, (0, 0.0))
        if count <= FREE_FAILURES or now - last >= FORGET_S:
            return 0.0
        longest = min(self._longest_s, 2.0 ** min(count - FREE_FAILURES - 1, 60))
        return max(0.0, last + longest - now)

    def begin(self, name: str, now: float) -> None:
        """Count an attempt as a failure."""
        count, last = self._failures.get(name, (0, now))
        self._failures[name] = (1 if now - last >= FORGET_S else count + 1, now)
        self._failures.move_to_end(name)
        while len(self._failures) > self._most:
            self._failures.popitem(last=False)

    def forgive(self, name: str, *, all: bool) -> None:
        """It was no failure; with `all` neither were those before it, for whoever knows the password is no guesser."""
        count, last = self._failures.get(name, (0, 0.0))
        if all or count <= 1:
            self._failures.pop(name, None)
        else:
            self._failures[name] = (count - 1, last)


@dataclass(frozen=True, slots=True)
class Counted:
    """Failures to be written down as one entry."""

    name: str
    times: int


class FailureCounts:
    """What of a flood of failures is written down: bounded, and every failure is in some entry's count in the end.

    Not for threads at once.
    """

    def __init__(self) -> None:
        self._pending: OrderedDict[str, tuple[int, float]] = OrderedDict()
        """Name → failures not written yet, and when something was written last."""
        self._began, self._written = -math.inf, 0

    def note(self, name: str, now: float) -> list[Counted]:
        """One more failure; what is to be written now, most often it alone or nothing."""
        if now - self._began >= EVERY_S:
            self._began, self._written = now, 0
        due = self.due(now)
        if name not in self._pending and self._written + len(due) >= MOST_ENTRIES:
            name = OTHERS
        times, last = self._pending.get(name, (0, -math.inf))
        if now - last >= EVERY_S:
            due.append(Counted(name, times + 1))
            self._pending[name] = (0, now)
        else:
            self._pending[name] = (times + 1, last)
        self._written += len(due)
        return due

    def rest(self) -> list[Counted]:
        """All that is not written yet, for when nothing more may come."""
        counts = [Counted(name, times) for name, (times, _) in self._pending.items() if times]
        self._pending.clear()
        return counts

    def due(self, now: float) -> list[Counted]:
        """Counts whose time has come; names without any are forgotten."""
        late = [name for name, (_, last) in self._pending.items() if now - last >= EVERY_S]
        counts = [(name, self._pending.pop(name)[0]) for name in late]
        return [Counted(name, times) for name, times in counts if times]
