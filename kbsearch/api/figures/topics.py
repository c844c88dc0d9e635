"""One client's figures by what its callers call about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from msgspec import Meta

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant
from kbsearch.api.contract.described import CALLS_READ, found
from kbsearch.api.figures.controller import Since, Until
from kbsearch.api.figures.part_shapes import PartFigureOut, figure_out
from kbsearch.api.pages.visits import counted
from kbsearch.app import App
from kbsearch.app.topics import TopicPeriod, period_in, period_kept
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient


class TopicOut(msgspec.Struct, frozen=True):
    """What calls about one topic come to."""

    topic: Annotated[str, Meta(description="Its id, which lasts when topics are frozen again; empty = about none.")]
    wordings: Annotated[tuple[str, ...], Meta(description="Its name and a few more, redacted, as its calls have them.")]
    calls: Annotated[int, Meta(description="Handled ones.")]
    fcr_no_call_back: Annotated[PartFigureOut, Meta(description="Without call-back about the same topic.")]
    handle_time: PartFigureOut
    figures: Annotated[
        tuple[PartFigureOut, ...],
        Meta(
            description="All of them but those of the queue, which are of calls that nobody has said the topic of yet; "
            "those two are here too. Of contacts, one is of the same caller about the same topic."
        ),
    ] = ()


class FigureTopicsOut(msgspec.Struct, frozen=True):
    """Figures of the calls that began in a period, by topics that were frozen before its end."""

    client: str
    since: Annotated[date, Meta(description="First day.")]
    until: Annotated[date, Meta(description="Last day, included.")]
    time_zone: Annotated[str, Meta(description="The client's, in which these days begin and end.")]
    frozen: Annotated[
        Instant | None,
        Meta(description="When the topics were frozen; null = none were, and `kbsearch topics freeze` does it."),
    ]
    topics: Annotated[tuple[TopicOut, ...], Meta(description="Of most calls first, the calls about none last.")]
    fcr_low: Annotated[PartFigureOut | None, Meta(description="Any later call of the caller counts.")]
    fcr_high: Annotated[PartFigureOut | None, Meta(description="Only a later call about the same topic counts.")]
    unripe: Annotated[int, Meta(description="First contacts too young to know: in no share.")]
    unattached: Annotated[int, Meta(description="Handled calls without a known caller: in no share.")]
    unread_wordings: Annotated[
        int,
        Meta(
            description="Different wordings that were left unread, those of the fewest calls: no more are read at "
            "once. Asked again, as many more of them are read."
        ),
    ]
    unread_calls: Annotated[
        int, Meta(description="Calls that said them: counted with those about none, which they may be or not.")
    ]


_FCR: dict[str, Any] = {
    "name": "fcr_no_call_back",
    "unit": "share",
    "numerator": 31,
    "denominator": 40,
    "value": 0.775,
    "interval": {"low": 0.6246, "high": 0.8769, "level": 0.95, "method": "wilson"},
}
EXAMPLE: dict[str, Any] = {
    "client": "caissio",
    "since": "2026-11-01",
    "until": "2026-11-30",
    "time_zone": "Europe/Paris",
    "frozen": "2026-10-31T09:00:00Z",
    "topics": [
        {
            "topic": "1f0c9a3e",
            "wordings": ["terminal hors ligne", "le tpe ne se connecte plus"],
            "calls": 52,
            "fcr_no_call_back": _FCR,
            "handle_time": {
                "name": "handle_time",
                "unit": "seconds",
                "numerator": 21840,
                "denominator": 52,
                "value": 420.0,
                "interval": {"low": 371.2, "high": 468.8, "level": 0.95, "method": "student"},
                "median": 380.0,
                "p90": 760.0,
            },
            "figures": [_FCR],
        }
    ],
    "fcr_low": _FCR,
    "fcr_high": _FCR,
    "unripe": 12,
    "unattached": 3,
    "unread_wordings": 0,
    "unread_calls": 0,
}
"""Of the OpenAPI document."""


class FigureTopicController(Controller):
    """Figures by topic."""

    path = "/api/v1/clients/{client:str}/figures/topics"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readFigureTopics",
        name="figure-topics",
        summary="Read figures by topic",
        description="Of the calls that began on these days, by the topics that `kbsearch topics freeze` settled last "
        "from calls before the end of them. Calls that came since are compared with the topics first, which takes "
        "seconds once; of very many different wordings those of most calls are, and what is left is counted as unread.",
        responses=found(FigureTopicsOut, "Every topic with a call.", EXAMPLE) | CALLS_READ,
    )
    async def read_topics(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], since: Since = "", until: Until = ""
    ) -> FigureTopicsOut:
        def read() -> FigureTopicsOut:
            now = datetime.now(UTC)
            known = period_kept(kb, one_client, since, until, now)
            if known is not None:
                return _topics_out(one_client, known)
            period = period_in(still_own(one_client, kb.snapshot(one_client)), since, until, now)
            days = (period.since, period.until, str(period.zone))
            return FigureTopicsOut(one_client.id, *days, None, (), None, None, 0, 0, 0, 0)

        return await counted(kb, one_client, read)


def _topics_out(client: OneClient, known: TopicPeriod) -> FigureTopicsOut:
    figures, read = still_own(client, known).figures, known.read
    return FigureTopicsOut(
        client=client.id,
        since=figures.period.since,
        until=figures.period.until,
        time_zone=str(figures.period.zone),
        frozen=read.topics.frozen,
        topics=tuple(
            TopicOut(
                one.topic,
                tuple(read.wordings.get(one.topic, ())),
                one.calls,
                figure_out(one.fcr),
                figure_out(one.handle_time),
                tuple(map(figure_out, one.figures)),
            )
            for one in figures.topics
        ),
        fcr_low=figure_out(figures.low),
        fcr_high=figure_out(figures.high),
        unripe=figures.unripe,
        unattached=figures.unattached,
        unread_wordings=known.unread.wordings,
        unread_calls=known.unread.calls,
    )
