"""What one client's base lacks, over the API and on a page: for whoever may see the client's figures."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.contract.described import CALLS_READ, found
from kbsearch.api.figures.controller import Since, Until
from kbsearch.api.figures.links import calls_of
from kbsearch.api.gaps.shapes import EXAMPLE, GapsOut, gaps_out
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.visits import Visit, counted, show_days
from kbsearch.api.report import words as report_words
from kbsearch.app import App
from kbsearch.app.gaps import gaps_over_time
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient


class GapController(Controller):
    """Gaps of one client."""

    path = "/api/v1/clients/{client:str}/gaps"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readGaps",
        name="gaps",
        summary="Read what callers bring and no article solves",
        description="Of the calls that began on these days of the client's local time, in groups that are about the "
        "same, the largest first, with what they cost and whether they grow. Without days, the last 30 with today. "
        "Of more different wordings than are read at once, those of the most calls are read, and what is left is "
        "counted. `readFigureCalls` of `gaps_looked_at`, `gaps_unsolved` or `gaps_wordless` gives the calls of each "
        "count. Where a month of calls is new, the answer takes half a minute, or more on a busy machine; the same "
        "asked again is answered at once.",
        responses=found(GapsOut, "Every group that there is.", EXAMPLE) | CALLS_READ,
    )
    async def read_gaps(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], since: Since = "", until: Until = ""
    ) -> GapsOut:
        def read() -> GapsOut:
            return gaps_out(one_client, gaps_over_time(kb, one_client, since, until, datetime.now(UTC)))

        return await counted(kb, one_client, read)


class GapPage(Controller):
    """One client's."""

    path = "/c/{client:str}/gaps"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the first and the last day, else the last 30 days."""
        return await show_days(visit, "gaps", gaps_over_time, partial(_more, visit.client))


def _more(client: OneClient, page: Page) -> dict[str, Any]:
    return {
        "why": partial(report_words.why, lang=page.lang),
        "may_draft": page.may(Scope.EDIT_ARTICLES),
        "calls_of": lambda count, days: calls_of(client, count, days.since, days.until),
    }
