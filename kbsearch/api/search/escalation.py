"""Who takes a call next. Symptoms come in a body, never in an address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from kbsearch.api.access.guards import requires_body, requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.catalogue import choose
from kbsearch.api.contract import examples
from kbsearch.api.contract.described import found, problems
from kbsearch.api.search.path_shapes import EscalationIn, PathOut, path_out
from kbsearch.api.search.question_shapes import chosen
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.escalation import Asked
from kbsearch.core.one_client import OneClient


class EscalationController(Controller):
    """The path of one client's call."""

    path = "/api/v1/clients/{client:str}/escalation"
    guards = (requires_client,)
    opt = needs(Scope.ESCALATE)
    tags = ("client",)

    @post(
        "/",
        status_code=200,
        guards=[requires_body(EscalationIn)],
        operation_id="escalate",
        name="escalate",
        summary="Who takes a call next",
        description="Ordered steps: hours, delay, facts. Without an article, the best reliable one counts.",
        responses=found(PathOut, "Never empty: the supervisor is the last resort.", examples.PATH)
        | problems(
            _400="A field is wrong; `errors` names it.",
            _404="No such client or article, or not yours.",
            _413="The body is too large.",
            _415="The body is not JSON.",
            _503="Nothing can be served; `remedy` is the command to run.",
        ),
    )
    async def escalate(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[EscalationIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> PathOut:
        asked = Asked(
            datetime.now(UTC),
            data.at,
            data.priority,
            data.symptom,
            data.article,
            data.category,
            data.level,
            chosen=chosen(data.choices),
        )
        path = await on_a_thread(kb, lambda: kb.escalation(one_client, asked), kb.threads.encoders)
        return path_out(one_client, path, choose(request.headers.get("accept-language", "")))
