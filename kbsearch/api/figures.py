"""One client's figures: what its calls of some days come to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.catalogue import choose
from kbsearch.api.described import found, problems
from kbsearch.api.figure_shapes import EXAMPLE, FiguresOut, figures_out
from kbsearch.api.guards import requires_client
from kbsearch.api.identity import needs
from kbsearch.app import App
from kbsearch.app.figures import figures
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import LONGEST_DAYS
from kbsearch.core.one_client import OneClient

DAY = {"format": "day"}
_DAY = "As `2026-11-02`, from 2000 to 2098."
Since = Annotated[
    str,
    QueryParameter(
        max_length=10,
        description=f"First day. {_DAY} Empty = 30 days in all. The period has {LONGEST_DAYS} days at most.",
        schema_extra=DAY,
    ),
]
Until = Annotated[
    str, QueryParameter(max_length=10, description=f"Last day, included. {_DAY} Empty = today.", schema_extra=DAY)
]


class FigureController(Controller):
    """Figures of one client."""

    path = "/api/v1/clients/{client:str}/figures"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readFigures",
        name="figures",
        summary="Read what the calls of some days come to",
        description="Of the calls that began on these days of the client's local time, each figure with its formula, "
        "its counts and its interval. Without days, the last 30 with today. Gross: no call is left out.",
        responses=found(FiguresOut, "Every figure that there is, with or without a value.", EXAMPLE)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_figures(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        since: Since = "",
        until: Until = "",
    ) -> FiguresOut:
        lang = choose(request.headers.get("accept-language", ""))

        def read() -> FiguresOut:
            return figures_out(one_client, figures(kb, one_client, since, until, datetime.now(UTC)), lang)

        return await asyncio.wrap_future(kb.threads.counters.submit(read, one_client.id))
