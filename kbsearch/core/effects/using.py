"""What an article did in a contact in which it was used.

    mean over topics with an article of its change, less that of the others
    -----------------------------------------------------------------------
          mean over the same topics of the share of use

Chance has its part in both, and more of it in one topic goes with more in the other. The interval is Fieller's (E. C.
Fieller, “Some problems in interval estimation”, Journal of the Royal Statistical Society B 16, 1954): every ratio r for
which change − r · share of use, topic by topic, is not told from what the topics without an article do, here by Welch's
test, which the effect's own interval is of. It ends at a whole, for no two shares differ by more.

If the share of use is itself not told from 0, there is no end to what the ratio may be; that is Fieller's g ≥ 1. No
use can have a ratio beyond a whole: then more was used than was said, or chance has made the effect.

Used in half of the contacts of each topic, an effect is twice as much for each use, and so is its interval; used in
none but one topic, nobody knows.

>>> from kbsearch.core.effects.comparing import estimated
>>> change, others = np.array([0.10, 0.14, 0.12, 0.16]), np.array([-0.02, 0.01, 0.0, 0.01])
>>> rows = np.ones(0, np.bool_)
>>> found = Changes(change, others, rows, rows, rows)
>>> all_ = estimated(found, 100)
>>> half = per_use(found, np.full(4, 0.5), 100).estimate
>>> [round(2 * one, 1) for one in (all_.value, all_.low, all_.high)]
[26.0, 18.3, 33.7]
>>> [round(one, 1) for one in (half.value, half.low, half.high)]
[26.0, 18.3, 33.7]
>>> per_use(found, np.array([0.5, 0, 0, 0]), 100).unknown.value
'rarely_used'
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.effects.comparing import ALIKE, Changes
from kbsearch.core.effects.nouns import Estimate, UnknownUse
from kbsearch.core.effects.tables import Table
from kbsearch.core.figures import CONFIDENCE

MOST = 1.0
"""By how much a share may be above another one."""

Shares = NDArray[np.float64]
"""`(topics with an article,)`, in [0, 1]."""


class PerUse(NamedTuple):
    """One of them is None."""

    estimate: Estimate | None
    unknown: UnknownUse | None


def shares_of(table: Table, found: Changes) -> Shares:
    """In which share of its contacts since publication each topic of `found.treated` used its article."""
    used, contacts = (np.where(found.since, one, 0)[found.rows].sum(axis=1) for one in (table.used, table.contacts))
    return np.asarray(used / contacts, np.float64)


def per_use(found: Changes, shares: Shares, times: float = 1) -> PerUse:
    """In `times` a share; for a difference that `estimated` finds. `shares`: of the topics of `found.treated`."""
    if not _is_above_nothing(shares):
        return PerUse(None, UnknownUse.RARELY_USED)
    value = float(found.treated.mean() / shares.mean())
    if abs(value) > MOST:
        return PerUse(None, UnknownUse.BEYOND)
    low, high = (_end(found, shares, value, most) for most in (-MOST, MOST))
    return PerUse(Estimate(times * value, times * low, times * high), None)


def _is_above_nothing(shares: Shares) -> bool:
    """So that chance does not make it so."""
    if np.ptp(shares) < ALIKE:
        return float(shares.mean()) > ALIKE
    from scipy.stats import ttest_1samp

    return bool(ttest_1samp(shares, 0).confidence_interval(CONFIDENCE).low > 0)


def _end(found: Changes, shares: Shares, value: float, most: float) -> float:
    """Of the interval, on the way from `value` to `most`."""
    from scipy.optimize import brentq
    from scipy.stats import ttest_ind_from_stats

    others = (found.compared.mean(), found.compared.std(ddof=1), len(found.compared))

    def told(ratio: float) -> float:
        """Below 0: it is told from what the others do."""
        left = found.treated - ratio * shares
        tested = ttest_ind_from_stats(left.mean(), left.std(ddof=1), len(left), *others, equal_var=False)
        return float(tested.pvalue) - (1 - CONFIDENCE)

    return most if told(most) >= 0 else float(brentq(told, *sorted((value, most)), xtol=1e-7))
