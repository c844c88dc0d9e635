"""One client's figures: what its calls of some days come to."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import PathParameter, QueryParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.call_list import moment
from kbsearch.api.catalogue import choose
from kbsearch.api.contract.described import found, problems
from kbsearch.api.figures.narrowing import Narrowed, provide_narrowed
from kbsearch.api.figures.part_shapes import PARTS_EXAMPLE, FigurePartsOut, parts_out
from kbsearch.api.figures.shapes import CALLS_EXAMPLE, EXAMPLE, FiguresOut, calls_csv, figures_out
from kbsearch.app import App
from kbsearch.app.figures import figure_calls, figure_part_calls, figure_parts, figures
from kbsearch.app.gaps import gap_calls
from kbsearch.app.health import article_calls, article_calls_at
from kbsearch.app.topics import topic_calls
from kbsearch.core.access.principals import Scope
from kbsearch.core.figures import LONGEST_DAYS, FigureCalls
from kbsearch.core.figures.by_topic import HIGH
from kbsearch.core.figures.parts import By, FigurePart
from kbsearch.core.gaps import COUNTS as OF_GAPS
from kbsearch.core.one_client import OneClient
from kbsearch.errors import BadRequest

CSV: Any = "text/csv"
DAY = {"format": "day"}
FigureName = Annotated[
    str,
    PathParameter(
        description="Of those of `readFigures`, in `figures` and `counts`; or `fcr_high` of `readFigureTopics`; or "
        "`gaps_looked_at`, `gaps_unsolved` or `gaps_wordless` of `readGaps`.",
        pattern=r"^[a-z][a-z0-9_]*$",
        max_length=64,
    ),
]
_DAY = "As `2026-11-02`, from 2000 to 2098."


def first_day(empty: str) -> Any:
    """The parameter `since`; `empty`: what is meant without it."""
    description = f"First day. {_DAY} Empty = {empty}. The period has {LONGEST_DAYS} days at most."
    return QueryParameter(max_length=10, description=description, schema_extra=DAY)


Since = Annotated[str, first_day("30 days in all")]
YearSince = Annotated[str, first_day("a year with the last")]
Until = Annotated[
    str, QueryParameter(max_length=10, description=f"Last day, included. {_DAY} Empty = today.", schema_extra=DAY)
]
PartsBy = Annotated[By, QueryParameter(description="What makes a part.")]


def calls_file(client: OneClient, found: FigureCalls, of_part: str = "") -> Response[bytes]:
    """The calls of a figure, to be kept. `of_part`: what the file's name says of the part. Raises `ScopeViolation` for
    those of another client."""
    still_own(client, found)
    name = f"{client.id}-{found.figure}-{found.period.since}-{found.period.until}{of_part}.csv"
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(calls_csv(found), media_type=CSV, headers=headers)


class FigureController(Controller):
    """Figures of one client."""

    path = "/api/v1/clients/{client:str}/figures"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    dependencies = MappingProxyType({"narrowed": Provide(provide_narrowed)})
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

    @get(
        "/parts",
        operation_id="readFigureParts",
        name="figure-parts",
        summary="Read the same figures by queue, hour, day, week or month",
        description="As `readFigures`, of each part of the period. A call is of the hour and the day in which it began "
        "in the client's local time, for figures of the queue of those in which it was presented; a contact is of the "
        "queue and the time of its first call.",
        responses=found(FigurePartsOut, "Every part in which anything was counted.", PARTS_EXAMPLE)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_parts(
        self,
        one_client: NamedDependency[OneClient],
        kb: NamedDependency[App],
        by: PartsBy = "day",
        since: Since = "",
        until: Until = "",
    ) -> FigurePartsOut:
        def read() -> FigurePartsOut:
            return parts_out(one_client, figure_parts(kb, one_client, by, since, until, datetime.now(UTC)))

        return await asyncio.wrap_future(kb.threads.counters.submit(read, one_client.id))

    @get(
        "/{figure:str}/calls",
        operation_id="readFigureCalls",
        name="figure-calls",
        summary="Read the calls that a figure or a count is made of",
        description="As CSV with a header: `figure`, `call`, `began` (UTC), `counted`, 1 = in the numerator and the "
        "denominator, 0 = in the denominator alone, of NPS −1 for a detractor too, of lengths seconds, and `net`, 1 = "
        "in the net figure too. Of a share of contacts, `call` is the first call of each. With an `article`, "
        "`not_called_back` is its share, and `shown`, `opened`, `tried`, `used`, `refused`, `solved`, `unripe` and "
        "`unattached` its counts; with `by` and `key`, the calls are those that count in one part. `figure` may be a "
        "name of `counts` of `readFigures` too, which lists each call, or contact by its first call, that is counted. "
        "An id that a spreadsheet would read as a formula has an apostrophe before it.",
        responses={
            200: ResponseSpec(
                str,
                generate_examples=False,
                description="The sum of `counted` is the numerator, the number of lines the denominator.",
                media_type=CSV,
                examples=[Example(value=CALLS_EXAMPLE)],
            )
        }
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client or figure, or not yours.",
            _503="Calls cannot be read now, or too many figures are being counted.",
        ),
    )
    async def read_calls(
        self,
        one_client: NamedDependency[OneClient],
        figure: FigureName,
        kb: NamedDependency[App],
        narrowed: NamedDependency[Narrowed],
        since: Since = "",
        until: Until = "",
    ) -> Response[bytes]:
        def read() -> Response[bytes]:
            found = _calls(kb, one_client, figure, narrowed, (since, until))
            return calls_file(one_client, found, narrowed.file_end(is_there=bool(found.calls)))

        is_compared = narrowed.by == "topic" or figure == HIGH or figure in OF_GAPS
        pool = kb.threads.comparers if is_compared else kb.threads.counters
        return await asyncio.wrap_future(pool.submit(read, one_client.id))


def _calls(kb: App, client: OneClient, figure: str, narrowed: Narrowed, days: tuple[str, str]) -> FigureCalls:
    now, at = datetime.now(UTC), moment(kb, client, "counted_at", narrowed.counted_at)
    if at is not None and figure == HIGH:
        raise BadRequest("Topics are counted as of now.", field="counted_at", key="value-counted-topic")
    if at is None or at >= now:
        return _calls_of(kb, client, figure, narrowed, days, now)
    if narrowed.article:
        return article_calls_at(kb, client, figure, narrowed.article, days, at).begun_until(at)
    return _calls_of(kb, client, figure, narrowed, days, at).begun_until(at)


def _calls_of(
    kb: App, client: OneClient, figure: str, narrowed: Narrowed, days: tuple[str, str], now: datetime
) -> FigureCalls:
    if narrowed.by == "topic" or (figure == HIGH and narrowed.by is None):
        return topic_calls(kb, client, figure, narrowed.key, days, now)
    if narrowed.by is not None:
        return figure_part_calls(kb, client, FigurePart(figure, narrowed.by, narrowed.key), *days, now)
    if figure in OF_GAPS and not narrowed.article:
        return gap_calls(kb, client, figure, *days, now)
    if not narrowed.article:
        return figure_calls(kb, client, figure, *days, now)
    return article_calls(kb, client, figure, narrowed.article, days, now)
