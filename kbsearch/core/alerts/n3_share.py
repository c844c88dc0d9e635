"""More calls reach N3: their share of the last days, against as many days before.

    N3 share now − N3 share before, whose interval lies above 0, of at least `at_least` calls handled in each spell

"Now" is the last `days` whole days, up to yesterday; "before" the same number of days before them. The share is that of
`figures.n3_share`, the interval of the difference is Newcombe's at 95 %, with the same remark as for `fcr_drop`.

From 10 of 200 (5 %) to 28 of 200 (14 %) is 9 points more, 3 to 15: told. From 1 of 20 to 4 of 20 is not, as those are
too few; and from 10 to 14 of 200 may be chance.

>>> found = n3_share(count(28, 200), count(10, 200), Change())
>>> round(found.low, 2), round(found.high, 2), found.threshold
(0.03, 0.15, 0.05)
>>> n3_share(count(4, 20), count(1, 20), Change()) is None
True
>>> n3_share(count(14, 200), count(10, 200), Change()) is None
True
"""

from __future__ import annotations

from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import Change
from kbsearch.core.figures.intervals import difference
from kbsearch.core.figures.nouns import CONFIDENCE


def n3_share(counted: Count, before: Count, change: Change) -> Alert | None:
    """Both: calls that reached N3 of calls handled."""
    if min(counted.denominator, before.denominator) < change.at_least:
        return None
    now, then = (counted.numerator, counted.denominator), (before.numerator, before.denominator)
    low, high = difference(now, then, CONFIDENCE)
    if low <= 0:
        return None
    return Alert(Kind.N3_SHARE, counted, then[0] / then[1], change.at_least, before, low, high)
