"""After which articles callers call again more often than after others, as far as chance does not explain it."""

from __future__ import annotations

from collections.abc import Iterable

from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.figures.intervals import tail
from kbsearch.core.health.nouns import FEWEST, ArticleHealth

MOST_CHANCE = (1 - CONFIDENCE) / 2
"""That as many call again or more after an article that is like all others: what lies below an interval's lower end."""


def is_above(share: Figure, norm: Figure) -> bool:
    """Whether the lower end of Wilson's interval of `share` lies above the norm, and chance does not bring it there.

    Where the norm is low and contacts are few, Wilson's interval alone lets one article in seven through that is like
    all others (1 call-back of 3, norm 5 %): so the binomial distribution must say the same.

    >>> norm = Figure("called_back", 10, 200)
    >>> [is_above(Figure("called_back", back, of), norm) for back, of in ((1, 3), (2, 10), (3, 10), (5, 40), (6, 40))]
    [False, False, True, False, True]
    """
    if share.denominator < FEWEST or norm.value is None or (interval := share.interval) is None:
        return False
    return interval.low > norm.value and tail(share.numerator, share.denominator, norm.value) <= MOST_CHANCE


def returning(articles: Iterable[ArticleHealth], norm: Figure) -> tuple[ArticleHealth, ...]:
    """Those that are above it, the largest share first, ties by id."""
    found = [one for one in articles if is_above(one.returning, norm)]
    return tuple(sorted(found, key=lambda one: (-len(one.called_back) / one.contacts, one.article)))
