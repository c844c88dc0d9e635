"""What the API gives of how articles fare, and takes of those who keep them. Fields are added, never renamed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant
from kbsearch.api.figures.shapes import IntervalOut, interval_out
from kbsearch.app.health import Knowledge
from kbsearch.core.figures import Figure
from kbsearch.core.health import FEWEST, Alike, ArticleHealth, SearchHealth
from kbsearch.core.health.alike import Side
from kbsearch.core.one_client import OneClient

MOST_ID_CHARS = 512


class RateOut(msgspec.Struct, frozen=True):
    """A share: `value` = `numerator` / `denominator`."""

    numerator: int
    denominator: int
    value: Annotated[float | None, Meta(description="null = no value, for nothing was counted. That is not 0.")]
    interval: IntervalOut | None


class ArticleHealthOut(msgspec.Struct, frozen=True):
    """In how many calls each thing was done with one article."""

    article: str
    title: Annotated[str, Meta(description="Empty = it is served no more.")]
    shown: int
    opened: int
    tried: int
    used: int
    refused: int
    not_called_back: Annotated[RateOut, Meta(description="Of the ripe contacts solved at N1 with it.")]


class ReturningOut(msgspec.Struct, frozen=True):
    """An article after which callers call again more often than after all articles together."""

    article: str
    title: str
    called_back: RateOut
    calls: Annotated[tuple[str, ...], Meta(description="The first call of each contact that was called back.")]


class ReviewDueOut(msgspec.Struct, frozen=True):
    """An article that is to be read again."""

    article: str
    title: str
    due: Annotated[date, Meta(description="The last day on which its review still holds.")]
    is_overdue: bool


class SideOut(msgspec.Struct, frozen=True):
    """One article of two."""

    article: str
    title: str


class AlikeOut(msgspec.Struct, frozen=True):
    """Two articles that may be of the same."""

    first: SideOut
    second: SideOut
    likeness: Annotated[float, Meta(description="At most 1, from their passages' vectors.")]


class LengthOut(msgspec.Struct, frozen=True):
    """How long something took, in seconds; null = it never did."""

    calls: int
    mean: float | None
    median: float | None
    p90: float | None


class SearchHealthOut(msgspec.Struct, frozen=True):
    """How search fared in the calls of the period."""

    searches: Annotated[int, Meta(description="Those that somebody looked at, not each letter.")]
    no_answer: Annotated[RateOut, Meta(description="Said to have nothing reliable, of the searches with an answer.")]
    ruled_out: Annotated[RateOut, Meta(description="Calls with an article ruled out, of the calls with a search.")]
    worded_again: Annotated[RateOut, Meta(description="Calls with a second wording, of the calls with a search.")]
    first_help: Annotated[
        LengthOut, Meta(description="From the first search to the opening of the first article that was tried or used.")
    ]


class PairOut(msgspec.Struct, frozen=True):
    """Ids of two articles, which may be served no more."""

    first: str
    second: str


class KnowledgeOut(msgspec.Struct, frozen=True):
    """How the articles served now fare, by the calls that began in a period and by what they say of themselves."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    calls: int
    using: Annotated[int, Meta(description="Of these, the calls in which an article was used.")]
    unattached: Annotated[int, Meta(description="Calls solved at N1 with one, without a known caller: in no share.")]
    unripe: Annotated[int, Meta(description="Contacts of which nobody knows yet whether they are called back.")]
    window_days: Annotated[int, Meta(description="Within which a later call is a call-back.")]
    articles: Annotated[tuple[ArticleHealthOut, ...], Meta(description="The most used first.")]
    norm: Annotated[RateOut, Meta(description="Called back, of all ripe contacts solved at N1 with any article.")]
    fewest_contacts: Annotated[int, Meta(description="From which an article is compared with the norm.")]
    compared: Annotated[int, Meta(description="How many articles have as many.")]
    returning: Annotated[
        tuple[ReturningOut, ...],
        Meta(description="Those whose interval lies above the norm, where chance does not explain it."),
    ]
    never_used: Annotated[tuple[str, ...], Meta(description="Served, seen in calls, and used in none.")]
    never_shown: Annotated[tuple[str, ...], Meta(description="Served, and no call knows anything of them.")]
    review_due: Annotated[tuple[ReviewDueOut, ...], Meta(description="Overdue and soon due, the longest first.")]
    verified: Annotated[RateOut, Meta(description="Validated and not overdue, of the articles served.")]
    undated: Annotated[int, Meta(description="Of the verified, those that say no day of review.")]
    alike: Annotated[tuple[AlikeOut, ...], Meta(description="The most alike first, without those told apart.")]
    told_apart: Annotated[int, Meta(description="Pairs of which somebody said that they are not the same.")]
    search: SearchHealthOut
    apart: Annotated[tuple[PairOut, ...], Meta(description="These pairs, the last that was told first.")] = ()
    counted_at: Annotated[
        Instant | None,
        Meta(description="Kept for a day while no call is another; for `counted_at` of `readFigureCalls`."),
    ] = None


class ApartIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two articles of the client, in whichever order."""

    first: Annotated[str, Meta(min_length=1, max_length=MOST_ID_CHARS, examples=["reseau/vpn"])]
    second: Annotated[str, Meta(min_length=1, max_length=MOST_ID_CHARS, examples=["impression/imprimante"])]


class ApartOut(msgspec.Struct, frozen=True):
    """Of these two it is kept."""

    client: str
    first: str
    second: str


def knowledge_out(client: OneClient, known: Knowledge) -> KnowledgeOut:
    found = still_own(client, known).health
    return KnowledgeOut(
        client=client.id,
        since=found.period.since,
        until=found.period.until,
        time_zone=str(found.period.zone),
        calls=found.calls,
        using=found.using,
        unattached=found.unattached,
        unripe=found.unripe,
        window_days=found.window.days,
        articles=tuple(map(_article_out, found.articles)),
        norm=_rate_out(found.norm),
        fewest_contacts=FEWEST,
        compared=found.compared,
        returning=tuple(
            ReturningOut(one.article, one.title, _rate_out(one.returning), one.called_back) for one in found.returning
        ),
        never_used=tuple(one.article for one in found.unused),
        never_shown=tuple(one.article for one in found.unseen),
        review_due=tuple(ReviewDueOut(one.article, one.title, one.due, one.is_overdue) for one in found.due),
        verified=_rate_out(found.verified),
        undated=found.undated,
        alike=tuple(map(_alike_out, known.alike)),
        told_apart=len(known.apart),
        search=_search_out(found.search),
        apart=tuple(PairOut(one.first.id, one.second.id) for one in known.apart),
        counted_at=found.at,
    )


def _search_out(found: SearchHealth) -> SearchHealthOut:
    took, spread = found.first_help, found.first_help.spread
    length = LengthOut(took.denominator, took.value, spread.median if spread else None, spread.p90 if spread else None)
    return SearchHealthOut(
        searches=found.searches,
        no_answer=_rate_out(found.no_answer),
        ruled_out=_rate_out(found.ruled_out),
        worded_again=_rate_out(found.worded_again),
        first_help=length,
    )


def _article_out(one: ArticleHealth) -> ArticleHealthOut:
    counts = (one.shown, one.opened, one.tried, one.used, one.refused)
    return ArticleHealthOut(one.article, one.title, *counts, _rate_out(one.not_called_back))


def _alike_out(one: Alike) -> AlikeOut:
    def side(of: Side) -> SideOut:
        return SideOut(of.id, of.title)

    return AlikeOut(side(one.first), side(one.second), round(one.likeness, 3))


def _rate_out(figure: Figure) -> RateOut:
    return RateOut(figure.numerator, figure.denominator, figure.value, interval_out(figure))


_INTERVAL = {"low": 0.52, "high": 0.94, "level": 0.95, "method": "wilson"}
EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-09-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "calls": 640,
    "using": 402,
    "unattached": 12,
    "unripe": 31,
    "window_days": 7,
    "articles": [
        {
            "article": "tpe-hors-ligne",
            "title": "TPE hors ligne",
            "shown": 88,
            "opened": 61,
            "tried": 58,
            "used": 44,
            "refused": 6,
            "not_called_back": {"numerator": 8, "denominator": 10, "value": 0.8, "interval": _INTERVAL},
        }
    ],
    "norm": {"numerator": 0, "denominator": 0, "value": None, "interval": None},
    "fewest_contacts": 5,
    "compared": 0,
    "returning": [],
    "never_used": ["rouleau-papier"],
    "never_shown": [],
    "review_due": [
        {"article": "remise-rejetee", "title": "Remise rejetée", "due": "2026-11-12", "is_overdue": True},
    ],
    "verified": {"numerator": 10, "denominator": 12, "value": 0.83, "interval": _INTERVAL},
    "undated": 4,
    "alike": [
        {
            "first": {"article": "remise-rejetee", "title": "Remise rejetée"},
            "second": {"article": "telecollecte-echouee", "title": "Télécollecte échouée"},
            "likeness": 0.71,
        }
    ],
    "told_apart": 2,
    "search": {
        "searches": 214,
        "no_answer": {"numerator": 8, "denominator": 10, "value": 0.8, "interval": _INTERVAL},
        "ruled_out": {"numerator": 8, "denominator": 10, "value": 0.8, "interval": _INTERVAL},
        "worded_again": {"numerator": 0, "denominator": 0, "value": None, "interval": None},
        "first_help": {"calls": 44, "mean": 31.2, "median": 22.0, "p90": 70.0},
    },
    "apart": [
        {"first": "imprimante-muette", "second": "imprimante-ticket"},
        {"first": "remise-rejetee", "second": "remise-refusee"},
    ],
    "counted_at": "2026-12-08T09:00:00Z",
}
"""Of the OpenAPI document."""
