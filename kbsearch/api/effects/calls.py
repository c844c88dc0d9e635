"""The calls that what articles did is counted from, topic by topic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import urlencode

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example
from litestar.params import QueryParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.contract.described import CALLS_READ
from kbsearch.api.effects.topics import CALLS_EXAMPLE, effect_csv
from kbsearch.api.figures.controller import CSV, Until, YearSince
from kbsearch.api.pages.visits import counted
from kbsearch.app import App
from kbsearch.app.effects import effect_calls
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient

OfTopic = Annotated[
    str, QueryParameter(max_length=64, description="The `topic` of one. Empty = of all, as the effect itself is.")
]
OfSide = Annotated[
    Literal["", "before", "after", "meanwhile"],
    QueryParameter(
        description="`before` = of the weeks that later ones are compared with; `after` = of those since the topic’s "
        "article came; `meanwhile` = of those in which it had none and was compared with. Empty = of all."
    ),
]


class FigureEffectCallController(Controller):
    """Calls of topics with an article and without."""

    path = "/api/v1/clients/{client:str}/figures/effects/calls"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="readFigureEffectCalls",
        name="figure-effect-calls",
        summary="Read the calls that what articles did is counted from",
        description="As CSV with a header: `topic`, `side`, `week` (its Monday), `call` (the first one of a contact), "
        "`began` (UTC), `counted`, 1 = solved without a call-back, 0 = not, and `used`, 1 = the topic’s article was "
        "used. Every line is a ripe first contact: of a topic and a side, the sum of `counted` is the numerator that "
        "`readFigureEffects` has, and the number of lines the denominator. An id that a spreadsheet would read as a "
        "formula has an apostrophe before it.",
        responses={
            200: ResponseSpec(
                str,
                generate_examples=False,
                description="By topic, the oldest first; the header alone where there is no such topic.",
                media_type=CSV,
                examples=[Example(value=CALLS_EXAMPLE)],
            )
        }
        | CALLS_READ,
    )
    async def read_calls(
        self,
        one_client: NamedDependency[OneClient],
        kb: NamedDependency[App],
        since: YearSince = "",
        until: Until = "",
        topic: OfTopic = "",
        side: OfSide = "",
    ) -> Response[bytes]:
        def read() -> Response[bytes]:
            found = still_own(one_client, effect_calls(kb, one_client, since, until, datetime.now(UTC)))
            asked = (one for one in found.calls if topic in ("", one.contact.topic) and side in ("", one.side))
            period = found.read.period
            name = f"{one_client.id}-effects-{period.since}-{period.until}.csv"
            headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
            return Response(effect_csv(found.read, asked), media_type=CSV, headers=headers)

        return await counted(kb, one_client, read)


def calls_at(client: OneClient, days: dict[str, str], topic: str, side: str) -> str:
    """Where those of one of a topic's shares are."""
    return f"/api/v1/clients/{client.id}/figures/effects/calls?{urlencode({**days, 'topic': topic, 'side': side})}"
