"""What a client's calls have besides, each in a small share: what misleads whoever counts it as a call like any other.

* Known incidents, on subjects that have their article: half are closed as one, half as solved and name it. They are in
  the gross figures, in no net one, in no effect and in no gap.
* Withheld numbers: half of them call again two days later, and nobody can tell. They are in no contact, and never
  solved for good, however many are closed as solved; of calls handled they are.
* Surveys: some callers answer the day after, some twice, and then the last answer counts; some who gave up answer too,
  and then it counts for nothing.
* Hand-overs from N2 to N3, which reach both; N3 says later whether N1 could have solved it.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.happenings import Happening, Outcome

INCIDENTS = 0.02
"""Of a week's calls; so are those below."""
WITHHELD = 0.03
ANSWERED, ANSWERED_TWICE = 0.08, 0.1
"""Of calls, who answer a survey; and of those, who do it again."""
TO_N3, JUDGED, N1_COULD = 0.12, 0.5, 0.2
"""Of hand-overs, those that go on to N3; of those, the ones that it judges; and of those, the ones that N1 could."""
SATISFIED, UNSATISFIED = (0.02, 0.03, 0.1, 0.35, 0.5), (0.25, 0.3, 0.2, 0.15, 0.1)
"""How often callers give 1 to 5, whose call was solved and whose was not."""
NIGHT = timedelta(hours=20)

Happened = tuple[datetime, Happening]


class Surveys:
    """What callers answer, with what comes of it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.told: Counter[str] = Counter()
        """`satisfied` of `rated`; `promoters` and `detractors` of `recommended`."""

    def answered(self, ended: datetime, *, is_solved: bool, counts: bool) -> Iterator[Happened]:
        """What one caller does about it; `counts`: in the quarter's figures."""
        chance = self._chance
        if chance.random() >= ANSWERED:
            return
        times, stars, points = 1 + (chance.random() < ANSWERED_TWICE), 0, 0
        for nth in range(times):
            (stars,) = chance.choices(range(1, 6), SATISFIED if is_solved else UNSATISFIED)
            points = min(max(2 * stars + chance.randint(-2, 1), 0), 10)
            yield ended + NIGHT + timedelta(hours=nth), ev.Rated(stars, points)
        if counts:
            self.told["rated"] += 1
            self.told["satisfied"] += stars >= 4
            self.told["promoters"] += points >= 9
            self.told["detractors"] += points <= 6


class Levels:
    """Whom calls are handed to that N1 does not solve."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.told: Counter[str] = Counter()
        """Handed to `n2`; of those to `n3`; of those `judged`, and that `n1_could`."""

    def handed(self, ended: datetime, group: str, *, counts: bool) -> tuple[Outcome, list[Happened]]:
        """How one such call ends, and what happens in it; `counts`: in the quarter's figures."""
        chance = self._chance
        found: list[Happened] = [(ended, ev.Escalated("N2", group))]
        is_n3 = chance.random() < TO_N3
        is_judged, n1_could = is_n3 and chance.random() < JUDGED, chance.random() < N1_COULD
        if is_n3:
            found.append((ended + timedelta(hours=2), ev.Escalated("N3", group)))
        if is_judged:
            found.append((ended + NIGHT, ev.Reviewed("N3", n1_could)))
        if counts:
            self.told.update(n2=1, n3=is_n3, judged=is_judged, n1_could=is_judged and n1_could)
        return (Outcome.ESCALATED_N3 if is_n3 else Outcome.ESCALATED_N2), found
