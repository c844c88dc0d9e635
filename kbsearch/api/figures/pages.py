"""One client's figures, for whoever supervises its calls and for the client itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.figures import count_words
from kbsearch.api.figures import words as figure_words
from kbsearch.api.figures.export import topics_csv
from kbsearch.api.figures.narrowing import calls_at
from kbsearch.api.pages.visits import Visit, asked_days, counted
from kbsearch.app.figures import figure_parts, figures
from kbsearch.app.printing import prints_pdf
from kbsearch.app.topics import period_in, period_kept
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import CONFIDENCE, ClientFigures
from kbsearch.core.figures.by_topic import FIGURES, HIGH
from kbsearch.errors import BadRequest

CSV: Any = "text/csv"
USUAL = ("fcr_no_call_back", "handle_time")
"""Shown of each topic where no other figure is asked for."""


class FigurePage(Controller):
    """One client's."""

    path = "/c/{client:str}/figures"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the first and the last day, else the last 30 days; `by`: what makes a part of them; of
        topics, `figure`: the one that is shown, else those that are shown of all."""
        one_client, kb, days = visit.client, visit.kb, asked_days(visit.request)
        told = str(visit.request.query_params.get("by", ""))
        by, is_by_topic = figure_words.by(told), told == figure_words.TOPIC

        def read() -> Response[str]:
            snapshot = visit.snapshot()
            page = visit.page("figures", snapshot)
            found, parts, topics, faults, now = None, None, None, {}, datetime.now(UTC)
            try:
                found = still_own(one_client, figures(kb, one_client, **days, now=now))
                days.update(since=found.period.since.isoformat(), until=found.period.until.isoformat())
                if by is not None:
                    parts = still_own(one_client, figure_parts(kb, one_client, by, **days, now=now))
                if is_by_topic and (kept := period_kept(kb, one_client, **days, now=now)):
                    topics = still_own(one_client, kept)
            except BadRequest as error:
                faults = {error.field: page.said(error.key)}
            return page.show(
                "figures.html",
                status=400 if faults else 200,
                found=found,
                faults=faults,
                asked=days,
                by=told if by or is_by_topic else "",
                parts=parts,
                topics=topics,
                **_of_topics(found, str(visit.request.query_params.get("figure", ""))),
                prints_pdf=prints_pdf(),
                ways={**figure_words.BY, figure_words.TOPIC: "figures-by-topic"},
                of_parts=figure_words.OF_PARTS,
                part_of=partial(figure_words.part, lang=page.lang),
                calls_at=partial(calls_at, one_client, days),
                level=CONFIDENCE,
                left_out=figure_words.left_out(snapshot, lang=page.lang),
                **figure_words.said(page.lang),
                **count_words.said(page.lang),
            )

        pool = kb.threads.comparers if is_by_topic else kb.threads.counters
        return await asyncio.wrap_future(pool.submit(read, one_client.id))

    @get("/topics.csv")
    async def topics_as_csv(self, visit: NamedDependency[Visit]) -> Response[bytes]:
        """Every figure of every topic. Raises `BadRequest` on a wrong day."""
        client, days = visit.client, asked_days(visit.request)

        def read() -> Response[bytes]:
            now = datetime.now(UTC)
            kept = period_kept(visit.kb, client, **days, now=now)
            period = period_in(visit.snapshot(), **days, now=now)
            name = f"{client.id}-topic-{period.since}-{period.until}.csv"
            headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
            return Response(topics_csv(client, kept), media_type=CSV, headers=headers)

        return await counted(visit.kb, client, read)


def _of_topics(found: ClientFigures | None, asked: str) -> Mapping[str, Any]:
    """The figures that topics have, and which one of them is asked for; None = none that there is."""
    there = [one for one in found.figures if one.name in FIGURES] if found else []
    chosen = next((one for one in there if one.name == asked), None)
    return {"of_topics": there, "usual": USUAL, "chosen": chosen, "high": HIGH}
