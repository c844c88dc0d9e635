"""Topics as arrays: a row per topic, a column per week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.effects.nouns import Topic, Week

Counts: TypeAlias = NDArray[np.float64]
"""`(topics, weeks)`, at least 0."""
Numbers: TypeAlias = NDArray[np.int64]
NEVER = 2**31
"""As the week of publication of what has no article yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The fields of `nouns.Week`, each `(topics, weeks)`, and when each topic's article was published."""

    solved: Counts
    contacts: Counts
    used: Counts
    seconds: Counts
    timed: Counts
    published: Numbers
    """`(topics,)`: a column, counted from the first one here, so that it may be negative; `NEVER` = no article yet."""
    ids: Sequence[str] = ()
    """Of the topics; nothing = they have no names."""
    first: int = 0
    """Number of the week of the first column."""

    @property
    def weeks(self) -> int:
        return int(self.contacts.shape[1])


def table_of(treated: Sequence[Topic], comparison: Sequence[Topic], weeks: range) -> Table:
    """Both one after the other; weeks outside `weeks` are not looked at.

    Raises `ValueError` for a treated topic without a publication, a comparison topic with one before the end of the
    weeks, counts below 0, and more solved or used than contacts: these are mistakes of the program, not of its user.

    >>> table = table_of([Topic({11: Week(2, 3)}, published=12)], [Topic({10: Week(1, 1)})], range(10, 13))
    >>> table.solved.astype(int).tolist(), table.published.tolist() == [2, NEVER]
    ([[0, 2, 0], [1, 0, 0]], True)
    """
    if any(topic.published is None for topic in treated):
        raise ValueError("A treated topic needs the week in which its article was published.")
    for topic in comparison:
        if topic.published is not None and topic.published < weeks.stop:
            raise ValueError(f"A comparison topic got an article in week {topic.published}, before {weeks.stop}.")
    topics = [*treated, *comparison]
    counts = np.zeros((len(topics), len(weeks), len(Week._fields)))
    for row, topic in enumerate(topics):
        for week, counted in topic.weeks.items():
            if week in weeks:
                counts[row, week - weeks.start] = counted
    solved, contacts, used, seconds, timed = np.moveaxis(counts, 2, 0)
    if (counts < 0).any() or (solved > contacts).any() or (used > contacts).any():
        raise ValueError("In some week there are counts below 0, or more solved or used than contacts.")
    when = [NEVER if one.published is None else one.published - weeks.start for one in topics]
    ids = [one.id for one in topics]
    return Table(solved, contacts, used, seconds, timed, np.array(when, np.int64), ids, weeks.start)
