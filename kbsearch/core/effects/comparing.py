"""How much more topics changed that got an article than those that had none in the same weeks.

    mean over topics with an article of (rate since − rate before)
    − the same weeks' mean over topics without one of (rate of the week − rate before)

Each topic counts once, however many calls it has, for calls about one topic rise and fall together. Since: the weeks
after the one of publication, which is partly with the article and partly without. Each weighs what the topic's own
contacts in it weigh, and is compared with the topics that have no article *in that week*. So a topic that waits for its
article serves until it comes: leaving it out for its future would leave out those that are about to have a bad spell,
and the rest would look better than topics are. This is the difference in differences of B. Callaway and
P. H. C. Sant'Anna, “Difference-in-differences with multiple time periods”, Journal of Econometrics 225 (2021), with the
not yet treated to compare with and one common time before.

The interval is Welch's (B. L. Welch, Biometrika 34, 1947), as `scipy.stats.ttest_ind` has it, of two samples of topics.
Of a topic with an article: its change, less that of the others in the same weeks. Of a topic without: how far its own
changes are from the others', summed over the weeks as all topics with an article together weigh them, so that one
which is compared with many of them still counts as the one topic that it is. The mean of these is 0 by construction.

Two topics with an article, two without; before is the first week, the article came in the second. From the first to the
third they rise from 5 and 6 of 10 to 8 and 10, the others from 5 and 7 to 6 and 7: (30 + 40) / 2 − (10 + 0) / 2 = 30
points.

>>> never = 2**31
>>> above = np.array([[5.0, 7, 8], [6, 6, 10], [5, 5, 6], [7, 5, 7]])
>>> found = compare(above, np.full((4, 3), 10.0), np.array([1, 1, never, never]), range(0, 1), 2)
>>> round(float(found.treated.mean()), 3), found.treated.round(3).tolist(), found.compared.round(3).tolist()
(0.3, [0.25, 0.35], [0.05, -0.05])
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.effects.nouns import Estimate
from kbsearch.core.effects.tables import Counts, Numbers
from kbsearch.core.figures import CONFIDENCE

LEAST_TOPICS = 8
"""Of either kind; in every week of the comparison too."""
LEAST_CONTACTS = 5
"""Of a topic before, and since: a rate of fewer says little, and would weigh as much as any."""
ALIKE = 1e-9
"""Changes that differ by less are the same."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """Two samples whose units are topics; the difference is the mean of the first, for that of the second is 0."""

    treated: NDArray[np.float64]
    """`(topics with an article,)`, as shares in [−1, 1], or in the unit of what was summed."""
    compared: NDArray[np.float64]
    """`(topics without one in some week,)`."""
    rows: Mask
    """`(topics,)`: those of `treated`."""
    since: Mask
    """`(topics, weeks)`: the weeks after publication that were compared; of other topics none."""
    waiting: Mask
    """`(topics, weeks)`: where a topic without an article served."""


def compare(above: Counts, below: Counts, published: Numbers, before: range, least: int = LEAST_TOPICS) -> Changes:
    """Of the rates `above / below`, `(topics, weeks)`; `published` as in `tables.Table`, `before` columns.

    Topics with fewer than `LEAST_CONTACTS` before, or since, are left out, and weeks in which fewer than `least` topics
    without an article had a contact. Neither sample need have anything in it.
    """
    weeks = np.arange(below.shape[1])
    earlier = slice(before.start, before.stop)
    known = below[:, earlier].sum(axis=1)
    is_known = known >= LEAST_CONTACTS
    rate_before = above[:, earlier].sum(axis=1) / np.maximum(known, 1)
    waiting = (weeks < published[:, None]) & is_known[:, None] & (below > 0)
    others = waiting.sum(axis=0)
    change = above / np.maximum(below, 1) - rate_before[:, None]
    mean = np.where(waiting, change, 0).sum(axis=0) / np.maximum(others, 1)

    since = (weeks > published[:, None]) & is_known[:, None] & (others >= least) & (weeks >= before.stop)
    contacts = np.where(since, below, 0)
    rows = contacts.sum(axis=1) >= LEAST_CONTACTS
    since &= rows[:, None]
    weight = contacts[rows] / contacts[rows].sum(axis=1, keepdims=True)
    own = (weight * change[rows]).sum(axis=1)

    weighs = weight.sum(axis=0) / max(len(weight), 1)
    waiting &= weighs > 0
    apart = np.where(waiting, weighs * (change - mean) / np.maximum(others, 1), 0).sum(axis=1)
    served = waiting.any(axis=1)
    return Changes(own - weight @ mean, apart[served] * served.sum(), rows, since, waiting)


def estimated(found: Changes, times: float = 1) -> Estimate | None:
    """The mean difference with Welch's interval, in `times` its unit; None where nothing tells what chance does."""
    if min(len(found.treated), len(found.compared)) < 2 or min(np.ptp(found.treated), np.ptp(found.compared)) < ALIKE:
        return None
    from scipy.stats import ttest_ind

    interval = ttest_ind(found.treated, found.compared, equal_var=False).confidence_interval(CONFIDENCE)
    return Estimate(times * float(found.treated.mean()), times * float(interval.low), times * float(interval.high))
