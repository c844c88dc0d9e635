"""Which articles are to be read again by those who keep them, and which can be relied on meanwhile."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kbsearch.core.articles.reviews import is_overdue, review_due
from kbsearch.core.figures import Figure
from kbsearch.core.health.nouns import Due
from kbsearch.core.model import Article, ArticleState

SOON = timedelta(days=30)
"""How long before its review is over an article is listed."""


def reviews_due(articles: Iterable[Article], today: date) -> tuple[Due, ...]:
    """Those whose review is over or will be within `SOON`, the longest overdue first, ties by id. An article that says
    no day is never due. `today` is the client's."""
    days = ((one, due) for one in articles if (due := review_due(one)) is not None and due <= today + SOON)
    found = [Due(one.id, one.title, due, is_overdue(due, today)) for one, due in days]
    return tuple(sorted(found, key=lambda one: (one.due, one.article)))


def verified_share(articles: Sequence[Article], today: date) -> Figure:
    """Of the articles, those that are verified."""
    return Figure("verified", sum(is_verified(one, today) for one in articles), len(articles))


def is_verified(article: Article, today: date) -> bool:
    """It is validated, and its review is not overdue. One that says no day of review is never overdue."""
    return article.state is ArticleState.VALIDATED and not is_overdue(review_due(article), today)
