"""One client's figures article by article, over the API and on a page: counts, and never what an article gained."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from urllib.parse import quote

from litestar import Controller, Response, get
from litestar.di import NamedDependency

from kbsearch.api import local_words
from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.contract.described import found, problems
from kbsearch.api.figures.article_shapes import EXAMPLE, FigureArticlesOut, articles_out
from kbsearch.api.figures.controller import Since, Until
from kbsearch.api.figures.links import calls_of_article
from kbsearch.api.figures.narrowing import calls_at
from kbsearch.api.pages.visits import Visit, asked_days, counted
from kbsearch.app import App
from kbsearch.app.health import by_article
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import CONFIDENCE
from kbsearch.core.health import ANY
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest

MOST_SHOWN = 200
"""Articles of the page; the API has all."""


class FigureArticleController(Controller):
    """Figures by article."""

    path = "/api/v1/clients/{client:str}/figures/articles"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readFigureArticles",
        name="figure-articles",
        summary="Read what was done and solved with each article",
        description="Of the calls that began on these days, every article that one of them knows of. Counts, and never "
        "a gain: articles stand in the calls that they are about, which are not like the others. `readFigureCalls` of "
        "`not_called_back`, or of a count, with an `article`, gives its calls; with `*` those of any.",
        responses=found(FigureArticlesOut, "Every article that a call knows of.", EXAMPLE)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_articles(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], since: Since = "", until: Until = ""
    ) -> FigureArticlesOut:
        def read() -> FigureArticlesOut:
            return articles_out(one_client, by_article(kb, one_client, since, until, datetime.now(UTC)))

        return await counted(kb, one_client, read)


class ArticleFigurePage(Controller):
    """One client's."""

    path = "/c/{client:str}/figures/articles"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the first and the last day, else the last 30 days."""
        one_client, kb, days = visit.client, visit.kb, asked_days(visit.request)

        def read() -> Response[str]:
            page, known, faults = visit.page("figures"), None, {}
            try:
                known = still_own(one_client, by_article(kb, one_client, **days, now=datetime.now(UTC)))
                days.update(since=known.period.since.isoformat(), until=known.period.until.isoformat())
            except BadRequest as error:
                faults = {error.field: page.said(error.key)}
            return page.show(
                "article-figures.html",
                status=400 if faults else 200,
                known=known,
                faults=faults,
                asked=days,
                share=partial(local_words.share, lang=page.lang),
                level=CONFIDENCE,
                days=partial(local_words.days, lang=page.lang),
                most=MOST_SHOWN,
                reads_articles=page.may(Scope.SEARCH),
                article_at=lambda id: f"/c/{one_client.id}/articles/{quote(id)}",
                calls_of=lambda id, figure: calls_of_article(one_client, figure, id, **days),
                calls_at=partial(calls_at, one_client, days),
                any=ANY,
            )

        return await counted(kb, one_client, read)
