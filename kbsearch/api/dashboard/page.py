"""One client's dashboard: its day as it goes on, how its figures went, and all of it as files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.dashboard import words as dashboard_words
from kbsearch.api.dashboard.stream import MEDIA_TYPE, streams
from kbsearch.api.dashboard.words import BY, DRAWN, LONGEST, today_out
from kbsearch.api.figures import links as figure_links
from kbsearch.api.figures import words as figure_words
from kbsearch.api.figures.export import history_csv, history_json
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.visits import Visit, asked_days
from kbsearch.api.pages.web import language
from kbsearch.api.report import share_chart
from kbsearch.api.transport.options import is_head
from kbsearch.app import App
from kbsearch.app.today import History, history, today
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.figures.parts import InTurn, spans
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest


class DashboardPage(Controller):
    """One client's."""

    path = "/c/{client:str}"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/dashboard")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the days of the history, else the last 30; `by`: what makes a part of them."""
        one_client, kb = visit.client, visit.kb
        days, by = _asked(visit.request)

        def read() -> Response[str]:
            page, now = visit.page("dashboard"), datetime.now(UTC)
            live = today_out(one_client, today(kb, one_client, now), now, page.lang)
            found, faults, asked = None, {}, days
            try:
                found = still_own(one_client, history(kb, one_client, **days, now=now, by=by))
                period = found.figures.period
                asked = {"since": period.since.isoformat(), "until": period.until.isoformat()}
            except BadRequest as error:
                faults = {error.field: page.said(error.key)}
            return page.show(
                "dashboard.html",
                status=400 if faults else 200,
                today=live,
                found=found,
                faults=faults,
                asked=asked,
                by=by or "",
                ways=BY,
                level=CONFIDENCE,
                place=share_chart,
                longest=LONGEST,
                may_list_calls=page.may(Scope.RECORD),
                calls_of=partial(figure_links.calls_of, one_client),
                drawn=_drawn(found, page) if found else (),
                **_words(page),
            )

        return await asyncio.wrap_future(kb.threads.counters.submit(read, one_client.id))

    @get("/dashboard/today")
    async def watch(
        self, one_client: NamedDependency[OneClient], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[Any]:
        """The day in words, once; as long as one likes for who accepts `text/event-stream`."""
        lang = language(request)
        if MEDIA_TYPE in request.headers.get("accept", "") and not is_head(request):
            return streams(request).begin(kb, one_client, request, lang)

        def read() -> Response[bytes]:
            now = datetime.now(UTC)
            said = today_out(one_client, today(kb, one_client, now), now, lang)
            headers = {"cache-control": "no-store"}
            return Response(msgspec.json.encode(said), media_type="application/json", headers=headers)

        return await asyncio.wrap_future(kb.threads.counters.submit(read, one_client.id))

    @get("/dashboard.csv")
    async def as_csv(
        self, one_client: NamedDependency[OneClient], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[bytes]:
        return await _exported(one_client, request, kb, "csv")

    @get("/dashboard.json")
    async def as_json(
        self, one_client: NamedDependency[OneClient], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[bytes]:
        return await _exported(one_client, request, kb, "json")


async def _exported(client: OneClient, request: Request[Any, Any, Any], kb: App, kind: str) -> Response[bytes]:
    """Raises `BadRequest` on a wrong day."""
    (days, by), lang = _asked(request), language(request)

    def read() -> Response[bytes]:
        found = history(kb, client, **days, now=datetime.now(UTC), by=by)
        body = history_csv(client, found) if kind == "csv" else history_json(client, found, lang)
        period = found.figures.period
        name = f"{client.id}-{found.parts.by}-{period.since}-{period.until}.{kind}"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        media_type: Any = "text/csv" if kind == "csv" else "application/json"
        return Response(body, media_type=media_type, headers=headers)

    return await asyncio.wrap_future(kb.threads.counters.submit(read, client.id))


def _asked(request: Request[Any, Any, Any]) -> tuple[dict[str, str], InTurn | None]:
    """The days, and what makes a part: None = what nobody asked for, or there is not."""
    days = asked_days(request)
    told = str(request.query_params.get("by", ""))
    return days, next((one for one in BY if one == told), None)


def _drawn(found: History, page: Page) -> list[Mapping[str, Any]]:
    """Each figure that is drawn, with its chart and a row for every part, those too in which nothing was counted."""
    by: Any = found.parts.by
    parts = spans(found.figures.period, by)
    counted = {one.key: {figure.name: figure for figure in one.figures} for one in found.parts.parts}
    of_all = {one.name: one for one in found.figures.figures}
    drawn: list[Mapping[str, Any]] = []
    for name in DRAWN:
        each: list[Figure | None] = [counted.get(one.key, {}).get(name) for one in parts]
        rows = zip(parts, (figure_words.part(one.key, by, lang=page.lang) for one in parts), each, strict=True)
        chart = share_chart.chart(of_all[name], each)
        names = [dashboard_words.short_name(one.key, by, lang=page.lang) for one in parts]
        drawn.append({"figure": of_all[name], "chart": chart, "names": names, "rows": [*rows]})
    return drawn


def _words(page: Page) -> Mapping[str, Any]:
    """How things are said."""
    return {
        **figure_words.said(page.lang),
        "value_of": partial(figure_words.value, lang=page.lang),
        "between_of": partial(figure_words.between, key=dashboard_words.BETWEEN, lang=page.lang),
        "standing_of": partial(dashboard_words.standing, lang=page.lang),
    }
