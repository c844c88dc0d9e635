"""One client's alerts, for whoever supervises its calls and for the client itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.alerts import words as alert_words
from kbsearch.api.figures.links import calls_of_alert, gaps_of_alert
from kbsearch.api.pages.visits import Visit
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import alerts, webhooks
from kbsearch.core.access.principals import Scope

SHOWN_FOR = timedelta(days=30)
"""After it was closed."""
MOST_SHOWN = 200


class AlertPage(Controller):
    """One client's: open ones first."""

    path = "/c/{client:str}/alerts"
    guards = (requires_client,)
    opt = needs(Scope.READ_FIGURES)
    include_in_schema = False

    @get("/")
    async def show(self, visit: NamedDependency[Visit]) -> Response[str]:
        one_client, kb = visit.client, visit.kb

        def read() -> Response[str]:
            snapshot = visit.snapshot()
            page = visit.page("alerts", snapshot)
            now = datetime.now(UTC)
            since = now - SHOWN_FOR
            current = [still_own(one_client, one) for one in alerts.open_alerts(kb, one_client)]
            known = [still_own(one_client, one) for one in alerts.page(kb, one_client, MOST_SHOWN)]

            failing = webhooks.disabled(kb, one_client, now)
            return page.show(
                "alerts.html",
                is_on=snapshot.client.alerts.is_on,
                rules=[*alert_words.rules(snapshot.client.alerts, lang=page.lang)],
                current=current,
                past=[one for one in known if one.closed is not None and one.closed >= since],
                title_of=partial(alert_words.title, lang=page.lang),
                measured=partial(alert_words.measured, lang=page.lang),
                may_enable=page.may(Scope.EDIT_INCIDENTS),
                outbox=webhooks.outbox(kb, one_client),
                disabled=alert_words.disabled(one_client, failing, page.zone, lang=page.lang) if failing else "",
                gaps_of=partial(gaps_of_alert, one_client, zone=page.zone),
                calls_of=partial(calls_of_alert, one_client, zone=page.zone),
            )

        return await on_a_thread(kb, read)

    @post("/enable", status_code=303, opt=needs(Scope.EDIT_INCIDENTS))
    async def enable(self, visit: NamedDependency[Visit]) -> Response[str]:
        """The webhook, then back."""
        one_client, kb, actor = visit.client, visit.kb, principal_of(visit.request).actor
        await on_a_thread(kb, lambda: webhooks.enable(kb, one_client, actor, datetime.now(UTC)))
        return redirected(f"/c/{one_client.id}/alerts")
