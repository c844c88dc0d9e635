"""Alerts of one client's figures."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from kbsearch.api.access.guards import requires_body, requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.alerts import examples
from kbsearch.api.alerts.shapes import AlertsOut, EnableIn, WebhookEnabledOut, alert_out, webhook_out
from kbsearch.api.contract.described import found, problems
from kbsearch.api.requests.cursors import Cursor, Cursors
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App, alerts, webhooks
from kbsearch.core.access.principals import Scope
from kbsearch.core.one_client import OneClient

MOST_SHOWN = 100

Limit = Annotated[int, QueryParameter(ge=1, le=MOST_SHOWN, description="Most alerts to return.")]
READING = problems(
    _400="The address is malformed.",
    _404="No such client, or not yours.",
    _503="Alerts cannot be read now.",
)


class AlertController(Controller):
    """What a look at the figures found."""

    path = "/api/v1/clients/{client:str}/alerts"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    tags = ("figures",)

    @get(
        "/",
        operation_id="listAlerts",
        name="alerts",
        summary="List alerts, newest first",
        description="What `[alerts]` of the client's `client.toml` asks for, looked at every minute, FCR "
        "and the share of N3 every hour: an alert is opened once, and closed when it did not hold at two looks "
        "running. Follow `next_cursor` until it is null: each is listed once, whatever is opened meanwhile. `webhook` "
        "says why they are posted nowhere any more.",
        responses=found(AlertsOut, "Open and closed ones.", examples.ALERTS) | READING,
    )
    async def list_alerts(
        self, one_client: NamedDependency[OneClient], kb: NamedDependency[App], cursor: Cursor = "", limit: Limit = 20
    ) -> AlertsOut:
        def read() -> AlertsOut:
            cursors = Cursors.of(kb.calls, one_client, "alerts")
            last = cursors.position(cursor, tuple[datetime, str])
            known = alerts.page(kb, one_client, limit + 1, last)
            shown, rest = cursors.page(list(known), limit, lambda one: (one.opened, one.alert.kind.value))
            failing = webhooks.disabled(kb, one_client, datetime.now(UTC))
            webhook = webhook_out(one_client, failing, webhooks.outbox(kb, one_client)) if failing else None
            return AlertsOut(one_client.id, tuple(alert_out(one_client, one) for one in shown), rest, webhook)

        return await on_a_thread(kb, read)

    @post(
        "/webhook/enable",
        status_code=200,
        guards=[requires_body(EnableIn)],
        opt=needs(Scope.EDIT_INCIDENTS),
        operation_id="enableWebhook",
        name="enable-webhook",
        summary="Post alerts again to a webhook that was disabled",
        description="When what receives is mended: what was kept is sent within a minute, and what is older than two "
        "days is given up. Said again, it changes nothing.",
        responses=found(WebhookEnabledOut, "Enabled.", {"client": "caissio", "was_disabled": True})
        | problems(
            _400="The address is malformed.",
            _404="No such client, or not yours.",
            _413="The body is too large.",
            _415="The body is not JSON.",
            _503="Nothing was changed: send the same again.",
        ),
    )
    async def enable_webhook(
        self,
        one_client: NamedDependency[OneClient],
        data: JSONBody[EnableIn],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> WebhookEnabledOut:
        actor = principal_of(request).actor
        was = await on_a_thread(kb, lambda: webhooks.enable(kb, one_client, actor, datetime.now(UTC)))
        return WebhookEnabledOut(one_client.id, was)
