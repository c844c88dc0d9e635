"""When a review is over."""

from __future__ import annotations

from datetime import date

import pytest

from kbsearch.core.articles.reviews import is_overdue, review_due
from kbsearch.core.model import Article


@pytest.mark.parametrize(
    ("reviewed", "every", "due"),
    [
        (date(2026, 1, 31), 30, date(2026, 3, 2)),
        (date(2026, 1, 31), None, None),
        (None, 30, None),
        (date(9999, 12, 1), 3650, None),
    ],
)
def test_a_review_holds_until_its_last_day(reviewed: date | None, every: int | None, due: date | None) -> None:
    article = Article("a", "acme", "a.md", "A", "", 1, reviewed=reviewed, review_every_days=every)
    assert review_due(article) == due


def test_the_last_day_itself_is_not_over() -> None:
    due = date(2026, 3, 2)
    assert not is_overdue(due, due)
    assert is_overdue(due, date(2026, 3, 3))
    assert not is_overdue(None, date.max)
