"""How one client's searches fare: the calls that each figure is made of, and the figures in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import PathParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.catalogue import Lang, text
from kbsearch.api.contract.described import problems
from kbsearch.api.figures import words as figure_words
from kbsearch.api.figures.controller import CSV, Since, Until, calls_file
from kbsearch.api.figures.links import calls_of_search
from kbsearch.api.local_words import number
from kbsearch.api.pages.visits import counted
from kbsearch.app import App
from kbsearch.app.health import search_calls
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import Figure
from kbsearch.core.health import Health
from kbsearch.core.health.searching import FIGURES
from kbsearch.core.one_client import OneClient

SearchFigure = Annotated[
    str,
    PathParameter(description=f"One of {', '.join(FIGURES)}.", pattern=r"^[a-z][a-z0-9_]*$", max_length=64),
]
EXAMPLE = """figure,call,began,counted,net
no_answer,c-118,2026-11-02T08:14:00+00:00,1,1
no_answer,c-118,2026-11-02T08:14:00+00:00,0,1
"""


class SearchFigureController(Controller):
    """Calls of the figures that `readKnowledge` has of searches."""

    path = "/api/v1/clients/{client:str}/knowledge/search"
    guards = (requires_client,)
    opt = needs(Scope.EDIT_ARTICLES)
    tags = ("articles",)

    @get(
        "/{figure:str}/calls",
        operation_id="readSearchCalls",
        name="search-calls",
        summary="Read the calls that a figure of searches is made of",
        description="Of `no_answer`, `ruled_out`, `worded_again` or `first_help`, as `search` of `readKnowledge` has "
        "them: CSV with a header as of `readFigureCalls`. Of `no_answer`, a line for each search with an answer; of "
        "`first_help`, `counted` is seconds. Nothing is left out of them: `net` is 1.",
        responses={
            200: ResponseSpec(
                str,
                generate_examples=False,
                description="The sum of `counted` is the numerator, the number of lines the denominator.",
                media_type=CSV,
                examples=[Example(value=EXAMPLE)],
            )
        }
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client or figure, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_search_calls(
        self,
        one_client: NamedDependency[OneClient],
        figure: SearchFigure,
        kb: NamedDependency[App],
        since: Since = "",
        until: Until = "",
    ) -> Response[bytes]:
        def read() -> Response[bytes]:
            return calls_file(one_client, search_calls(kb, one_client, figure, since, until, datetime.now(UTC)))

        return await counted(kb, one_client, read)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of searches, as the page says it."""

    title: str
    value: str
    spread: str
    """Of lengths: their median, and what nine of ten are within; else empty."""
    counts: str
    calls: str
    """Where its calls are; empty where nothing was counted."""
    between: str
    formula: str


def rows(client: OneClient, found: Health, lang: Lang) -> Iterator[Row]:
    """Each figure with its formula, its interval, and where its calls are."""
    search = found.search
    for one in (search.no_answer, search.ruled_out, search.worded_again, search.first_help):
        key = one.name.replace("_", "-")
        yield Row(
            title=text(lang, f"health-{key}"),
            value=figure_words.value(one, lang=lang),
            spread=_spread(one, lang),
            counts=figure_words.counts(one, lang=lang),
            calls=calls_of_search(client, one.name, found.period.since, found.period.until) if one.denominator else "",
            between=figure_words.between(one, "figures-between", lang=lang) or text(lang, "figures-no-value"),
            formula=text(lang, f"health-{key}-formula"),
        )


def _spread(figure: Figure, lang: Lang) -> str:
    if figure.spread is None:
        return ""
    middle, most = (number(round(one), lang) for one in (figure.spread.median, figure.spread.p90))
    return text(lang, "health-first-help-took", median=middle, p90=most)
