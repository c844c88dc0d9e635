"""Topics with an article and without → what the articles did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kbsearch.core.effects.changes import changes_of, comparison_of
from kbsearch.core.effects.comparing import LEAST_TOPICS, Changes, Mask, compare, estimated
from kbsearch.core.effects.nouns import Effect, Estimate, Topic, Unknown
from kbsearch.core.effects.power import calls_needed, could_show
from kbsearch.core.effects.tables import NEVER, Table, table_of
from kbsearch.core.effects.using import PerUse, per_use, shares_of

CHOSEN = 6
"""Weeks before publication in which a topic is seen to do badly, which is why it gets an article. Chance has its part
in a bad spell and does not last, so that these weeks are compared with nothing."""
LEAST_BEFORE = 6
MOST_BEFORE = 26
"""Weeks before the first topic's bad spell: as many as there are, up to half a year."""
POINTS = 100
LARGEST = 10
"""Points: with too few calls to show even these, nothing is told."""


def estimate(treated: Sequence[Topic], comparison: Sequence[Topic], weeks: range) -> Effect:
    """What the articles of `treated` did to FCR, by the topics of `comparison`, which have none in these weeks.

    `weeks`: those that are ripe, one after the other, at best half a year before the first publication and a few months
    since. A treated topic is compared too until its article comes; if there is one to come after these weeks, it is a
    comparison topic. Topics published before there are `LEAST_BEFORE` and `CHOSEN` weeks are left out altogether.
    Raises `ValueError` as `table_of`.

    Nine topics of 20 contacts a week go from 12 solved to 15 or 16 after the week of their article, which is used in
    every second call. Nine others go from 12 to 12 or 13. That is (15.44 − 12.44) / 20 = 15 points more.

    >>> weeks, since = range(40), range(24, 40)
    >>> fair = {week: Week(12, 20, 10) for week in weeks}
    >>> treated = [Topic(fair | {week: Week(15 + n % 2, 20, 10) for week in since}, published=23) for n in range(9)]
    >>> others = [Topic(fair | {week: Week(12 + n % 2, 20) for week in since}) for n in range(9)]
    >>> found = estimate(treated, others, weeks)
    >>> [round(one, 1) for one in (found.points.value, found.points.low, found.points.high, found.per_use.value)]
    [15.0, 12.4, 17.6, 30.0]
    >>> found.treated, found.compared, found.calls, found.before, round(found.could_show, 1), found.unknown
    (9, 9, 2880, range(0, 17), 3.3, None)
    """
    return effect_of(table_of(treated, comparison, weeks))


def effect_of(table: Table) -> Effect:
    """The same of arrays."""
    in_time = table.published >= LEAST_BEFORE + CHOSEN
    judged = _only(table, in_time)
    before = before_of(judged)
    found = compare(judged.solved, judged.contacts, judged.published, before)
    calls = _calls(judged, found, before)
    unknown = _unknown(judged, found, before, calls)
    points = estimated(found, POINTS)
    if unknown is None and points is None:
        unknown = Unknown.NO_SPREAD
    shares = shares_of(judged, found)
    told = points if unknown is None else None
    of_use = per_use(found, shares, POINTS) if told else PerUse(None, None)
    return Effect(
        points=told,
        per_use=of_use.estimate,
        used=float(shares.mean()) if len(shares) else None,
        seconds=_seconds(judged, before),
        pre_trend=pre_trend(judged),
        placebo=placebo(judged),
        treated=len(found.treated),
        left_out=int((table.published < table.weeks).sum()) - len(found.treated),
        compared=len(found.compared),
        before=range(table.first + before.start, table.first + before.stop),
        calls=calls,
        could_show=could_show(calls),
        unknown=unknown,
        changes=changes_of(table, in_time, found, before),
        per_use_unknown=of_use.unknown,
        comparison=comparison_of(table, in_time, found, before),
    )


def before_of(table: Table) -> range:
    """Columns before the first bad spell, the same for all topics: one that was not chosen sooner had luck meanwhile, a
    hard one more than others, and would look as if it had become worse since. Empty where there is no time for them."""
    first = min(int(table.published.min(initial=NEVER)), table.weeks)
    end = max(first - CHOSEN, 0)
    return range(max(end - MOST_BEFORE, 0), end)


def pre_trend(table: Table) -> Estimate | None:
    """See `Effect.pre_trend`: the second half of the weeks before against the first."""
    before = before_of(table)
    middle = before.start + len(before) // 2
    return _as_if(table, range(before.start, middle), range(middle, before.stop))


def placebo(table: Table) -> Estimate | None:
    """See `Effect.placebo`: the weeks before, parted as all weeks are. Between the parts is a bad spell that was none,
    and the week of a publication."""
    before = before_of(table)
    part = max(len(before) - CHOSEN - 1, 0) // 2
    return _as_if(table, range(before.start, before.start + part), range(before.stop - part, before.stop))


def _as_if(table: Table, before: range, since: range) -> Estimate | None:
    """Had all articles been published in the week before `since`, and nothing known of later ones."""
    if not before:
        return None
    fake = np.where(table.published < table.weeks, since.start - 1, NEVER)
    found = compare(table.solved[:, : since.stop], table.contacts[:, : since.stop], fake, before)
    return _enough(found, POINTS)


def _seconds(table: Table, before: range) -> Estimate | None:
    return _enough(compare(table.seconds, table.timed, table.published, before)) if table.timed.any() else None


def _enough(found: Changes, times: float = 1) -> Estimate | None:
    is_enough = min(len(found.treated), len(found.compared)) >= LEAST_TOPICS
    return estimated(found, times) if is_enough else None


def _only(table: Table, rows: Mask) -> Table:
    """Without the topics that had an article before there was anything to compare it with."""
    return Table(
        solved=table.solved[rows],
        contacts=table.contacts[rows],
        used=table.used[rows],
        seconds=table.seconds[rows],
        timed=table.timed[rows],
        published=table.published[rows],
    )


def _unknown(table: Table, found: Changes, before: range, calls: int) -> Unknown | None:
    if len(found.treated) < LEAST_TOPICS:
        alone = compare(table.solved, table.contacts, table.published, before, least=0)
        return Unknown.FEW_TREATED if len(alone.treated) < LEAST_TOPICS else Unknown.FEW_COMPARED
    if len(found.compared) < LEAST_TOPICS:
        return Unknown.FEW_COMPARED
    return Unknown.FEW_CALLS if calls < calls_needed(LARGEST) else None


def _calls(table: Table, found: Changes, before: range) -> int:
    """In the smallest of four heaps."""
    earlier = table.contacts[:, before.start : before.stop].sum(axis=1)
    served = found.waiting.any(axis=1)
    heaps = (
        earlier[found.rows].sum(),
        table.contacts[found.since].sum(),
        earlier[served].sum(),
        table.contacts[found.waiting].sum(),
    )
    return int(min(heaps))
