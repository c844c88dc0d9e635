"""What the API gives of a client's figures article by article. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant
from kbsearch.api.figures.part_shapes import PartFigureOut, figure_out
from kbsearch.core.health import ArticleHealth, ByArticle
from kbsearch.core.one_client import OneClient


class ArticleFiguresOut(msgspec.Struct, frozen=True):
    """In how many calls each thing was done with one article, and what was solved with it: counts, and never a gain."""

    article: str
    title: Annotated[str, Meta(description="Empty = it is served no more.")]
    shown: Annotated[int, Meta(description="Calls in which it stood on the screen.")]
    opened: int
    tried: int
    used: Annotated[int, Meta(description="Calls in which it served, and nobody took that back.")]
    solved: Annotated[
        int, Meta(description="Contacts solved at N1 with it: the denominator of the share, `unripe` and `unattached`.")
    ]
    refused: int
    not_called_back: Annotated[
        PartFigureOut,
        Meta(description="Ripe contacts solved with it after which nobody called again, about anything, of all those."),
    ]
    unripe: Annotated[int, Meta(description="Solved with it, and too young to know: in no share.")]
    unattached: Annotated[int, Meta(description="Calls solved with it, of no known caller: in no share.")]


class FigureArticlesOut(msgspec.Struct, frozen=True):
    """Figures of the calls that began in a period, article by article. Of one article alone it cannot be told what it
    did to first call resolution: `kbsearch effect` tells that of many."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    window_days: Annotated[int, Meta(description="Within which a later call is a call-back.")]
    calls: int
    using: Annotated[int, Meta(description="Of these, the calls in which an article served.")]
    articles: Annotated[tuple[ArticleFiguresOut, ...], Meta(description="The one that solved most first.")]
    not_called_back: Annotated[
        PartFigureOut, Meta(description="Of all contacts solved with an article, each once however many served in it.")
    ]
    unripe: Annotated[int, Meta(description="As of an article, each contact once.")]
    unattached: Annotated[int, Meta(description="As of an article, each call once.")]
    counted_at: Annotated[
        Instant, Meta(description="Kept for a day while no call is another; for `counted_at` of `readFigureCalls`.")
    ]


def articles_out(client: OneClient, known: ByArticle) -> FigureArticlesOut:
    found, period = still_own(client, known), known.period
    return FigureArticlesOut(
        client=client.id,
        since=period.since,
        until=period.until,
        time_zone=str(period.zone),
        window_days=found.window.days,
        calls=found.calls,
        using=found.using,
        articles=tuple(map(_article_out, found.met)),
        not_called_back=figure_out(found.not_called_back),
        unripe=found.unripe,
        unattached=found.unattached,
        counted_at=found.at,
    )


def _article_out(one: ArticleHealth) -> ArticleFiguresOut:
    return ArticleFiguresOut(
        article=one.article,
        title=one.title,
        shown=one.shown,
        opened=one.opened,
        tried=one.tried,
        used=one.used,
        solved=one.solved,
        refused=one.refused,
        not_called_back=figure_out(one.not_called_back),
        unripe=one.unripe,
        unattached=one.unattached,
    )


_KEPT: dict[str, Any] = {
    "name": "not_called_back",
    "unit": "share",
    "numerator": 8,
    "denominator": 10,
    "value": 0.8,
    "interval": {"low": 0.4902, "high": 0.9433, "level": 0.95, "method": "wilson"},
}
EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-11-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "window_days": 7,
    "calls": 214,
    "using": 131,
    "articles": [
        {
            "article": "tpe-hors-ligne",
            "title": "TPE hors ligne",
            "shown": 88,
            "opened": 31,
            "tried": 24,
            "used": 16,
            "solved": 14,
            "refused": 6,
            "not_called_back": _KEPT,
            "unripe": 3,
            "unattached": 1,
        }
    ],
    "not_called_back": _KEPT,
    "unripe": 3,
    "unattached": 1,
    "counted_at": "2026-12-08T09:00:00Z",
}
"""Of the OpenAPI document."""
