"""What one client's articles did to first call resolution, over the API and on a page: for whoever may see figures."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency

from kbsearch.api import local_words
from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.catalogue import choose
from kbsearch.api.contract.described import CALLS_READ, found
from kbsearch.api.effects import words as effect_words
from kbsearch.api.effects.calls import calls_at
from kbsearch.api.effects.shapes import EXAMPLE, FigureEffectsOut, figure_effects_out
from kbsearch.api.effects.topics import articles_of, fcr
from kbsearch.api.figures.controller import Until, YearSince
from kbsearch.api.pages.visits import Visit, asked_days, counted
from kbsearch.app import App
from kbsearch.app.effects import effect_kept
from kbsearch.core.access.principals import Scope
from kbsearch.core.effects.power import calls_needed
from kbsearch.core.figures import CONFIDENCE
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest


class FigureEffectController(Controller):
    """What articles did."""

    path = "/api/v1/clients/{client:str}/figures/effects"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readFigureEffects",
        name="figure-effects",
        summary="Read what articles did to first call resolution",
        description="By how much more FCR rose on topics that got an article in these days than on those that had none "
        "in the same weeks, in points with a 95 % interval, beside a placebo and the trend before; or why there is not "
        "enough data to tell. Topics are those that `kbsearch topics freeze` settled from calls before the first "
        "article; since when an article is served is read from Git. Where there is much to read, the answer takes "
        "seconds; the same asked again is answered at once.",
        responses=found(FigureEffectsOut, "The effect, or why there is none, with each topic.", EXAMPLE) | CALLS_READ,
    )
    async def read_effects(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        since: YearSince = "",
        until: Until = "",
    ) -> FigureEffectsOut:
        lang = choose(request.headers.get("accept-language", ""))

        def read() -> FigureEffectsOut:
            known = effect_kept(kb, one_client, since, until, datetime.now(UTC))
            return figure_effects_out(one_client, known, lang)

        return await counted(kb, one_client, read)


class FigureEffectPage(Controller):
    """One client's."""

    path = "/c/{client:str}/figures/effects"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the first and the last day, else a year."""
        one_client, kb, days = visit.client, visit.kb, asked_days(visit.request)

        def read() -> Response[str]:
            page, known, faults = visit.page("figures"), None, {}
            try:
                known = still_own(one_client, effect_kept(kb, one_client, **days, now=datetime.now(UTC)))
                days.update(since=known.period.since.isoformat(), until=known.period.until.isoformat())
            except BadRequest as error:
                faults = {error.field: page.said(error.key)}
            lang = page.lang
            return page.show(
                "effects.html",
                status=400 if faults else 200,
                known=known,
                faults=faults,
                asked=days,
                level=CONFIDENCE,
                rows=effect_words.rows(known.effect, lang) if known else (),
                why=effect_words.why(known.effect, lang) if known else "",
                needed=[(points, calls_needed(points)) for points in effect_words.SHOWN_POINTS],
                points=partial(effect_words.points, lang=lang),
                articles=articles_of(known) if known else {},
                came={one.article: one.at.astimezone(page.zone).date() for one in known.published} if known else {},
                freeze_until=(known.first - timedelta(days=1)).isoformat() if known else "",
                fcr=fcr,
                calls_at=partial(calls_at, one_client, days),
                share=partial(local_words.share, lang=lang),
                amount=partial(local_words.amount, lang=lang),
                place=lambda article: f"/c/{one_client.id}/a/{quote(article)}" if page.may(Scope.SEARCH) else "",
            )

        return await counted(kb, one_client, read)
