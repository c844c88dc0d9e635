"""Calls → how each article fares, in one reading: what was done with it, and what that means beside all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from kbsearch.core.articles.reviews import review_due
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_backs import WINDOW
from kbsearch.core.figures import Period
from kbsearch.core.health.by_article import count_by_article
from kbsearch.core.health.nouns import FEWEST, Health
from kbsearch.core.health.returning import returning
from kbsearch.core.health.searching import Searching
from kbsearch.core.health.upkeep import is_verified, reviews_due, verified_share
from kbsearch.core.model import Article
from kbsearch.core.one_client import OneClient


def count_health(
    client: OneClient,
    period: Period,
    calls: Iterable[Call],
    articles: Sequence[Article],
    now: datetime,
    window: timedelta = WINDOW,
) -> Health:
    """`calls`: oldest first, with those of a `window` before and after the period. `articles`: those served.

    Raises `ScopeViolation` for a call of another client.
    """
    begins, ends = period.begins, period.ends
    searching = Searching()

    def looked_at() -> Iterator[Call]:
        for call in calls:
            if begins <= call.started < ends:
                searching.add(call)
            yield call

    found = count_by_article(client, period, looked_at(), {one.id: one.title for one in articles}, now, window)
    rows = sorted(found.articles, key=lambda one: (-one.used, -one.shown, one.article))
    norm, today = found.called_back, now.astimezone(period.zone).date()
    verified = [one for one in articles if is_verified(one, today)]
    return Health(
        client=client.id,
        period=period,
        calls=found.calls,
        using=found.using,
        unattached=found.unattached,
        unripe=found.unripe,
        articles=tuple(rows),
        norm=norm,
        compared=sum(one.contacts >= FEWEST for one in rows),
        returning=returning(rows, norm),
        due=reviews_due(articles, today),
        verified=verified_share(articles, today),
        undated=sum(review_due(one) is None for one in verified),
        search=searching.found(),
        at=now,
        window=window,
    )
