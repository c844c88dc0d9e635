"""What the API gives of what a client's articles did. Fields are added, never renamed or removed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.effects.topics import (
    COMPARED_EXAMPLE,
    TOPIC_EXAMPLE,
    ComparedTopicOut,
    TopicEffectOut,
    compared_out,
    topics_out,
)
from kbsearch.api.effects.words import EFFECT, SHOWN_POINTS, why
from kbsearch.api.figures.shapes import IntervalOut
from kbsearch.app.effects import EffectRead
from kbsearch.core.effects import Estimate, Unknown, UnknownUse
from kbsearch.core.effects.comparing import LEAST_TOPICS
from kbsearch.core.effects.power import POWER, calls_needed
from kbsearch.core.figures import CONFIDENCE
from kbsearch.core.one_client import OneClient

WELCH, FIELLER = "welch", "fieller"


class EstimateOut(msgspec.Struct, frozen=True):
    """A difference, with where it would be of very many topics."""

    value: float
    interval: IntervalOut


class PowerOut(msgspec.Struct, frozen=True):
    """What it takes to tell a rise from chance."""

    points: Annotated[float, Meta(description="Of FCR, from 70 %.")]
    calls: Annotated[int, Meta(description="First contacts in each of the four heaps, at least.")]
    power: Annotated[float, Meta(description="How often so many show it, for instance 0.8 = four of five times.")]


class PublishedOut(msgspec.Struct, frozen=True):
    """An article that came in these days."""

    article: str
    title: str
    published: Annotated[Instant, Meta(description="Since when it is served, or the article in whose place it is.")]
    topic: Annotated[str, Meta(description="The topic that its symptoms come to; empty = none of the topics.")]


class FigureEffectsOut(msgspec.Struct, frozen=True):
    """By how much more first call resolution rose on topics that got an article than on those that had none in the
    same weeks. A topic counts once, however many calls it has."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    weeks: Annotated[int, Meta(description="Whole weeks of them, Monday first, of which it is known who called again.")]
    frozen: Annotated[
        Instant | None,
        Meta(description="When the topics were frozen; null = none were from calls before `freeze_before`."),
    ]
    freeze_before: Annotated[
        date,
        Meta(
            description="When the first article came that can be judged; if none did, the day after `until`, or "
            "tomorrow: for "
            "`kbsearch topics freeze` the last day is one before it."
        ),
    ]
    points: Annotated[EstimateOut | None, Meta(description="The effect in points of FCR; null = `unknown` says why.")]
    per_use: Annotated[
        EstimateOut | None,
        Meta(
            description="The same of a contact in which the article was used: `points` / `used`, between −100 and 100; "
            "null = none is known, and `per_use_unknown` says why where there are `points`."
        ),
    ]
    used: Annotated[
        float | None,
        Meta(description="Share from 0 to 1 of the contacts since publication that used the article, mean of topics."),
    ]
    handle_time: Annotated[
        EstimateOut | None, Meta(description="By how many seconds more a call became longer; null = not known.")
    ]
    pre_trend: Annotated[
        EstimateOut | None,
        Meta(
            description="Points by which these topics rose more from the first half of the weeks before to the second: "
            "far from 0, they were on another way already. null = too few weeks or topics."
        ),
    ]
    placebo: Annotated[
        EstimateOut | None,
        Meta(
            description="Points, as if the articles had come in the weeks before: of twenty, one excludes 0 by chance. "
            "null = too few weeks or topics."
        ),
    ]
    treated: Annotated[int, Meta(description="Topics with an article that could be judged.")]
    left_out: Annotated[int, Meta(description="Topics with an article that could not: see `judged`.")]
    compared: Annotated[int, Meta(description="Topics that had no article in some week and were compared with.")]
    least_topics: Annotated[int, Meta(description="So many of either it takes.")]
    before_since: Annotated[
        date | None, Meta(description="First day of the weeks that later ones are compared with; null = none are.")
    ]
    before_until: date | None
    calls: Annotated[
        int, Meta(description="Ripe first contacts in the smallest heap: with article and without, before and since.")
    ]
    could_show: Annotated[
        float | None,
        Meta(description="The smallest effect in points that so many show four times of five, at best; null = none."),
    ]
    needed: Annotated[tuple[PowerOut, ...], Meta(description="How many it takes, for some effects.")]
    unknown: Annotated[
        Unknown | None,
        Meta(
            description="Why there is not enough data: `few_treated` and `few_compared`, fewer than `least_topics`; "
            "`few_calls`, not even 10 points could be told from chance; `no_spread`, all topics changed alike. "
            "null = there is."
        ),
    ]
    why: Annotated[str, Meta(description="The same for people; empty = there is enough.")]
    formula: Annotated[str, Meta(description="Of `points`, in words, for people.")]
    topics: Annotated[tuple[TopicEffectOut, ...], Meta(description="Those with an article, by id.")]
    articles: Annotated[tuple[PublishedOut, ...], Meta(description="Those that came in these days, oldest first.")]
    undated: Annotated[tuple[str, ...], Meta(description="Articles of which Git does not tell since when; in nothing.")]
    per_use_unknown: Annotated[
        UnknownUse | None,
        Meta(
            description="Why `per_use` cannot be known: `rarely_used`, the share of use is not clearly above zero; "
            "`beyond`, so little use cannot have done so much. null = it is known, or there are no `points`."
        ),
    ]
    compared_topics: Annotated[
        tuple[ComparedTopicOut, ...],
        Meta(description="By id, those of `compared`; one that got its article later is in `topics` too."),
    ]
    forgotten: Annotated[
        int,
        Meta(
            description="Topics on neither side: the calls whose words told them are deleted, so that no article is "
            "known to be about them."
        ),
    ]
    unread_wordings: Annotated[
        int,
        Meta(
            description="Different wordings of the `weeks` that were left unread, those of the fewest calls: no more "
            "are read at once. Asked again, as many more of them are read."
        ),
    ]
    unread_calls: Annotated[int, Meta(description="Calls that said them: in no topic yet.")]


def figure_effects_out(client: OneClient, known: EffectRead, lang: Lang) -> FigureEffectsOut:
    found = still_own(client, known).effect
    return FigureEffectsOut(
        client=client.id,
        since=known.period.since,
        until=known.period.until,
        time_zone=str(known.period.zone),
        weeks=known.weeks.count,
        frozen=known.read.topics.frozen if known.read else None,
        freeze_before=known.first,
        points=_estimate_out(found.points),
        per_use=_estimate_out(found.per_use, FIELLER),
        used=found.used,
        handle_time=_estimate_out(found.seconds),
        pre_trend=_estimate_out(found.pre_trend),
        placebo=_estimate_out(found.placebo),
        treated=found.treated,
        left_out=found.left_out,
        compared=found.compared,
        least_topics=LEAST_TOPICS,
        before_since=known.before[0] if known.before else None,
        before_until=known.before[1] if known.before else None,
        calls=found.calls,
        could_show=found.could_show,
        needed=tuple(PowerOut(points, calls_needed(points), POWER) for points in SHOWN_POINTS),
        unknown=found.unknown,
        why=why(found, lang),
        formula=text(lang, EFFECT),
        topics=tuple(topics_out(known)),
        articles=tuple(
            PublishedOut(one.article, known.titles[one.article], one.at, one.topic) for one in known.published_within
        ),
        undated=tuple(known.undated),
        per_use_unknown=found.per_use_unknown,
        compared_topics=tuple(compared_out(known)),
        forgotten=len(known.forgotten),
        unread_wordings=known.unread.wordings,
        unread_calls=known.unread.calls,
    )


def _estimate_out(one: Estimate | None, method: str = WELCH) -> EstimateOut | None:
    return EstimateOut(one.value, IntervalOut(one.low, one.high, CONFIDENCE, method)) if one else None


def _example(value: float, low: float, high: float, method: str = WELCH) -> dict[str, Any]:
    return {"value": value, "interval": {"low": low, "high": high, "level": 0.95, "method": method}}


EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2025-12-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "weeks": 51,
    "frozen": "2026-05-31T09:00:00Z",
    "freeze_before": "2026-06-15",
    "points": _example(8.1, 3.2, 13.0),
    "per_use": _example(16.2, 6.1, 27.4, FIELLER),
    "used": 0.5,
    "handle_time": _example(-14.0, -31.0, 3.0),
    "pre_trend": _example(0.8, -3.1, 4.7),
    "placebo": _example(-1.1, -5.6, 3.4),
    "treated": 9,
    "left_out": 1,
    "compared": 21,
    "least_topics": LEAST_TOPICS,
    "before_since": "2025-12-01",
    "before_until": "2026-05-03",
    "calls": 1310,
    "could_show": 4.9,
    "needed": [{"points": 5.0, "calls": 1248, "power": POWER}],
    "unknown": None,
    "why": "",
    "formula": text("en", EFFECT),
    "topics": [TOPIC_EXAMPLE],
    "articles": [
        {
            "article": "tpe-hors-ligne",
            "title": "Terminal de paiement hors ligne",
            "published": "2026-06-15T08:30:00Z",
            "topic": "1f0c9a3e",
        }
    ],
    "undated": [],
    "per_use_unknown": None,
    "compared_topics": [COMPARED_EXAMPLE],
    "forgotten": 0,
    "unread_wordings": 0,
    "unread_calls": 0,
}
"""Of the OpenAPI document."""
