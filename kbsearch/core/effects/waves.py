"""Several articles that are ready → which one is published in which week, drawn by lot.

What topics have in common then cannot decide which of them has its article already, so that the difference between
those that have and those that wait is what the articles did, and chance.

>>> [(one.article, one.day.isoformat()) for one in plan(["vpn", "tpe", "dsn"], 2, date(2026, 11, 30), seed=7)]
[('dsn', '2026-11-30'), ('vpn', '2026-12-14'), ('tpe', '2026-12-28')]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kbsearch.errors import BadRequest

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Publication:
    """One article's turn."""

    article: str
    """Its id."""
    day: date
    """A Monday."""


def plan(articles: Iterable[str], weeks_apart: int, starts: date, seed: int) -> tuple[Publication, ...]:
    """One article every `weeks_apart` ≥ 1 weeks from `starts` on; the same for the same articles, however they are
    sorted, and the same seed.

    Raises `BadRequest` for fewer than two articles, one that is named twice, a day that is no Monday, and an end after
    the last day that there is.
    """
    named = [*articles]
    if twice := sorted({one for one in named if named.count(one) > 1}):
        raise BadRequest(f"Named twice: {', '.join(twice)}. Name each article once.", field="articles")
    if len(named) < 2:
        raise BadRequest("There is no order to draw for fewer than two articles.", field="articles")
    if starts.weekday():
        monday = starts - timedelta(days=starts.weekday())
        message = f"{starts} is no Monday, and effects are counted in whole weeks: give {monday}, or a week later."
        raise BadRequest(message, field="starts")
    if (date.max - starts) // WEEK < weeks_apart * (len(named) - 1):
        raise BadRequest(
            f"{len(named)} articles from {starts} on, {weeks_apart} weeks apart, never end.", field="starts"
        )
    drawn = sorted(named, key=lambda one: hashlib.sha256(f"{seed}\n{one}".encode()).digest())
    return tuple(Publication(one, starts + at * weeks_apart * WEEK) for at, one in enumerate(drawn))
