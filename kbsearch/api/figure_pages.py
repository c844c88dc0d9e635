"""One client's figures, for whoever supervises its calls and for the client itself."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency

from kbsearch.api import figure_words, local_words
from kbsearch.api.guards import requires_client
from kbsearch.api.identity import needs
from kbsearch.api.page_frame import Page
from kbsearch.api.pages import Web
from kbsearch.api.second_wall import still_own
from kbsearch.app import App
from kbsearch.app.figures import figure_parts, figures
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import CONFIDENCE
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest


class FigurePage(Controller):
    """One client's."""

    path = "/c/{client:str}/figures"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """`since` and `until`: the first and the last day, else the last 30 days; `by`: what makes a part of them."""
        days = {name: str(request.query_params.get(name, "")).strip() for name in ("since", "until")}
        by = figure_words.by(str(request.query_params.get("by", "")))

        def read() -> Response[str]:
            snapshot = still_own(one_client, kb.snapshot(one_client))
            page = Page(web, request, "figures", snapshot.client)
            found, parts, faults, now = None, None, {}, datetime.now(UTC)
            try:
                found = still_own(one_client, figures(kb, one_client, **days, now=now))
                days.update(since=found.period.since.isoformat(), until=found.period.until.isoformat())
                if by is not None:
                    parts = still_own(one_client, figure_parts(kb, one_client, by, **days, now=now))
            except BadRequest as error:
                faults = {error.field: page.said(error.key)}
            return page.show(
                "figures.html",
                status=400 if faults else 200,
                found=found,
                faults=faults,
                asked=days,
                by=by or "",
                parts=parts,
                ways=figure_words.BY,
                of_parts=figure_words.OF_PARTS,
                part_of=partial(figure_words.part, lang=page.lang),
                level=CONFIDENCE,
                queue_parts=figure_words.QUEUE_PARTS,
                share=partial(local_words.share, lang=page.lang),
                title_of=partial(figure_words.title, lang=page.lang),
                formula_of=partial(figure_words.formula, lang=page.lang),
                aim_of=partial(figure_words.aim, lang=page.lang),
                left_out=figure_words.left_out(snapshot, lang=page.lang),
                amount=partial(local_words.amount, lang=page.lang),
            )

        return await asyncio.wrap_future(kb.threads.counters.submit(read, one_client.id))
