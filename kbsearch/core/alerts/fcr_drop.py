"""Fewer problems solved at the first contact: the FCR without call-back of the last ripe days, against as many before.

    FCR now − FCR before, whose interval lies below 0, of at least `at_least` ripe first contacts in each spell

Ripe: begun as long ago as a call-back may come or longer, so that it is known whether the caller called again; "now"
is the last `days` whole days of which every contact is ripe, and "before" the same number of days before them. The
share is that of `figures.fcr_no_call_back`, the interval of the difference is Newcombe's at 95 %. It is looked at
again and again, so of forty clients at which nothing changes about one is told at any time: a reason to look, and no
proof.

From 170 of 200 (85 %) to 140 of 200 (70 %) is 15 points less, −23 to −7: told. From 9 of 10 to 5 of 10 is not, whatever
the share, as those are too few; and from 160 to 150 of 200 may be chance.

>>> found = fcr_drop(count(140, 200), count(170, 200), Change())
>>> round(found.low, 2), round(found.high, 2), found.threshold
(-0.23, -0.07, 0.85)
>>> fcr_drop(count(5, 10), count(9, 10), Change()) is None
True
>>> fcr_drop(count(150, 200), count(160, 200), Change()) is None
True
"""

from __future__ import annotations

from kbsearch.core.alerts.nouns import Alert, Count, Kind
from kbsearch.core.alerts.rules import Change
from kbsearch.core.figures.intervals import difference
from kbsearch.core.figures.nouns import CONFIDENCE


def fcr_drop(counted: Count, before: Count, change: Change) -> Alert | None:
    """Both: solved of ripe first contacts."""
    if min(counted.denominator, before.denominator) < change.at_least:
        return None
    now, then = (counted.numerator, counted.denominator), (before.numerator, before.denominator)
    low, high = difference(now, then, CONFIDENCE)
    if high >= 0:
        return None
    return Alert(Kind.FCR_DROP, counted, then[0] / then[1], change.at_least, before, low, high)
