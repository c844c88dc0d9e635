"""Each topic before and since, with and without an article: what the effect of all of them is made of."""

from __future__ import annotations

import numpy as np

from kbsearch.core.effects.comparing import Changes, Mask
from kbsearch.core.effects.nouns import Change, Contacts
from kbsearch.core.effects.tables import Table


def changes_of(table: Table, in_time: Mask, found: Changes, before: range) -> tuple[Change, ...]:
    """Of each topic of `table` with an article, in its order. `in_time`: `(topics,)`, those that `found` was compared
    of, in its order too; `before`: columns.

    Of what was judged, the very weeks that were compared; of others, those before its article came and those after.
    """
    weeks = np.arange(table.weeks)
    is_judged = np.zeros(len(table.published), np.bool_)
    is_judged[in_time] = found.rows
    published = table.published[:, None]
    earlier = (weeks >= before.start) & (weeks < np.minimum(before.stop, published))
    later = np.where(
        is_judged[:, None], _of_all(table, in_time, found.since), (weeks > published) & (weeks >= before.stop)
    )
    return tuple(
        _change(table, row, (earlier[row], later[row]), is_judged=bool(is_judged[row]))
        for row in np.flatnonzero(table.published < table.weeks).tolist()
    )


def comparison_of(table: Table, in_time: Mask, found: Changes, before: range) -> tuple[Change, ...]:
    """The same of each topic that others were compared with while it had no article."""
    weeks = np.arange(table.weeks)
    earlier = (weeks >= before.start) & (weeks < before.stop)
    waiting = _of_all(table, in_time, found.waiting)
    return tuple(
        _change(table, row, (earlier, waiting[row]), is_judged=True)
        for row in np.flatnonzero(waiting.any(axis=1)).tolist()
    )


def _of_all(table: Table, in_time: Mask, weeks: Mask) -> Mask:
    """What holds of the topics in time, and of no other one."""
    found = np.zeros(table.contacts.shape, np.bool_)
    found[in_time] = weeks
    return found


def _change(table: Table, row: int, weeks: tuple[Mask, Mask], *, is_judged: bool) -> Change:
    earlier, later = weeks
    return Change(
        before=_counted(table, row, earlier),
        since=_counted(table, row, later),
        is_judged=is_judged,
        topic=table.ids[row] if table.ids else "",
        weeks_before=_numbers(table, earlier),
        weeks_since=_numbers(table, later),
    )


def _counted(table: Table, row: int, weeks: Mask) -> Contacts:
    return Contacts(int(table.solved[row, weeks].sum()), int(table.contacts[row, weeks].sum()))


def _numbers(table: Table, weeks: Mask) -> tuple[int, ...]:
    return tuple((table.first + np.flatnonzero(weeks)).tolist())
