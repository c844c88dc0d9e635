"""When an article is to be read again by those who keep it."""

from __future__ import annotations

from datetime import date, timedelta

from kbsearch.core.model import Article


def review_due(article: Article) -> date | None:
    """The last day on which its review still holds: `reviewed` and `review_every` later; None where one is missing.

    None too where that day is beyond the calendar.
    """
    if article.reviewed is None or article.review_every_days is None:
        return None
    try:
        return article.reviewed + timedelta(days=article.review_every_days)
    except OverflowError:
        return None


def is_overdue(due: date | None, today: date) -> bool:
    """Whether that day is over. `today` is the client's, in its own time zone."""
    return due is not None and due < today
