"""How one client's articles fare, over the API and on a page: for those who keep them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody

from kbsearch.api import local_words
from kbsearch.api.access.guards import requires_body, requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.contract.described import found, problems
from kbsearch.api.figures import searches as search_figures
from kbsearch.api.figures.controller import Since, Until
from kbsearch.api.figures.links import calls_of, calls_of_article, counted_at
from kbsearch.api.health.shapes import EXAMPLE, ApartIn, ApartOut, KnowledgeOut, knowledge_out
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.visits import Visit, counted, show_days
from kbsearch.api.requests.forms import form_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.app.health import compare_again, knowledge, tell_apart
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import CONFIDENCE, Figure
from kbsearch.core.health import ALIKE, ANY, FEWEST, SOON, Health
from kbsearch.core.one_client import OneClient

MOST_SHOWN = 50
"""Rows of each table of the page; the API has all."""


def _told(nobody: str) -> dict[int, ResponseSpec]:
    """What an operation answers that says something of two articles; `nobody`: there is no such client, or article."""
    return found(ApartOut, "Kept.", {"client": "caissio", "first": "remise", "second": "telecollecte"}) | problems(
        _400="A field is wrong; `errors` names it.",
        _404=nobody,
        _413="The body is too large.",
        _415="The body is not JSON.",
        _503="Nothing was kept: send the same again.",
    )


class KnowledgeController(Controller):
    """Health of one client's articles."""

    path = "/api/v1/clients/{client:str}/knowledge"
    guards = (requires_client,)
    opt = needs(Scope.EDIT_ARTICLES)
    tags = ("articles",)

    @get(
        "/",
        operation_id="readKnowledge",
        name="knowledge",
        summary="Read how the articles fare",
        description="In how many calls of these days each article was shown, opened, tried, used and refused; after "
        "which callers call again; which are never used, alike, or to be read again. Counts, and never a gain: what an "
        "article did is told by `kbsearch effect`. Without days, the last 30 with today: 90 are better.",
        responses=found(KnowledgeOut, "Every article that is served, and those that calls know of.", EXAMPLE)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_knowledge(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], since: Since = "", until: Until = ""
    ) -> KnowledgeOut:
        def read() -> KnowledgeOut:
            return knowledge_out(one_client, knowledge(kb, one_client, since, until, datetime.now(UTC)))

        return await counted(kb, one_client, read)

    @post(
        "/apart",
        status_code=200,
        guards=[requires_body(ApartIn)],
        operation_id="tellApart",
        name="tell-apart",
        summary="Say that two articles are not the same",
        description="From then on they are not listed as alike. Said again, it changes nothing.",
        responses=_told("No such client or article, or not yours."),
    )
    async def tell_articles_apart(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[ApartIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> ApartOut:
        actor = principal_of(request).actor
        await on_a_thread(kb, lambda: tell_apart(kb, one_client, actor, data.first, data.second))
        return ApartOut(one_client.id, data.first, data.second)

    @post(
        "/compare",
        status_code=200,
        guards=[requires_body(ApartIn)],
        operation_id="compareAgain",
        name="compare-again",
        summary="Take back that two articles are not the same",
        description="From then on they are listed again where they are alike. Of a pair that nobody told apart nothing "
        "is done, whatever articles they name. Said again, it changes nothing.",
        responses=_told("No such client, or not yours."),
    )
    async def compare_articles_again(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[ApartIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> ApartOut:
        actor = principal_of(request).actor
        await on_a_thread(kb, lambda: compare_again(kb, one_client, actor, data.first, data.second))
        return ApartOut(one_client.id, data.first, data.second)


class HealthPage(Controller):
    """One client's."""

    path = "/c/{client:str}/health"
    guards = (requires_client,)
    opt = needs(Scope.EDIT_ARTICLES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        """`since` and `until`: the first and the last day, else the last 30 days."""
        return await show_days(visit, "health", knowledge, lambda page: _more(visit.client, page))

    @post("/apart", status_code=303)
    async def apart(self, visit: NamedDependency[Visit]) -> Response[str]:
        return await _decided(visit, tell_apart)

    @post("/compare", status_code=303)
    async def compare(self, visit: NamedDependency[Visit]) -> Response[str]:
        return await _decided(visit, compare_again)


async def _decided(visit: Visit, decide: Callable[[App, OneClient, str, str, str], None]) -> Response[str]:
    """What the form says of two articles, then back to the pairs, of the same days."""
    form, actor = await form_of(visit.request), principal_of(visit.request).actor
    first, second = form.one("first"), form.one("second")
    await on_a_thread(visit.kb, lambda: decide(visit.kb, visit.client, actor, first, second))
    days = "&".join(f"{name}={quote(form.one(name), safe='')}" for name in ("since", "until") if form.one(name))
    return redirected(f"/c/{visit.client.id}/health{'?' if days else ''}{days}#alike")


def _more(client: OneClient, page: Page) -> dict[str, Any]:
    def rate(figure: Figure) -> str:
        """`8 sur 38 (de 11,1 % à 36,3 %)`, or that there is no value."""
        if figure.value is None or (interval := figure.interval) is None:
            return page.said("figures-no-value")
        counts = (local_words.number(n, page.lang) for n in (figure.numerator, figure.denominator))
        of = page.said("figures-of", **dict(zip(("numerator", "denominator"), counts, strict=True)))
        low, high = (local_words.share(end, lang=page.lang) for end in (interval.low, interval.high))
        return f"{of} ({page.said('figures-between', low=low, high=high)})"

    def of_article(id: str, figure: str, health: Health) -> str:
        days = health.period
        return counted_at(calls_of_article(client, figure, id, days.since, days.until), health.at)

    def of_all(count: str, health: Health) -> str:
        return counted_at(calls_of(client, count, health.period.since, health.period.until), health.at)

    return {
        "of_article": of_article,
        "of_all": of_all,
        "any": ANY,
        "reads_figures": page.may(Scope.READ_FIGURES),
        "rate": rate,
        "search_rows": partial(search_figures.rows, client, lang=page.lang),
        "level": CONFIDENCE,
        "article_at": lambda id: f"/c/{client.id}/articles/{quote(id)}",
        "most": MOST_SHOWN,
        "days": partial(local_words.days, lang=page.lang),
        "said_of": {"alike": ALIKE, "fewest": FEWEST, "soon": SOON.days},
    }
