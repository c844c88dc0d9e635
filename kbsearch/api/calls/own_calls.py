"""The day's calls of whoever asks, client after client: all that may be entered, and nothing of any other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import nlargest
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from kbsearch.api.access.guards import admitted, requires_scope
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.articles.pages import outcome
from kbsearch.api.calls.pages import MOST_SHOWN, day_of, place_of
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope, account_of
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_list import Wanted, symptom_of
from kbsearch.errors import Forbidden


@dataclass(frozen=True, slots=True)
class OwnCall:
    """One row."""

    call: Call
    client: str
    """The client's name, for people."""
    place: str


@get("/calls", guards=[requires_scope], opt=needs(Scope.RECORD), include_in_schema=False)
async def own_calls(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
) -> Response[str]:
    """`day` (today), newest first. Times, and where a day begins, are those of the frame's zone."""

    def work() -> Response[str]:
        page = Page(web, request, "own-calls")
        if not account_of(page.principal):
            raise Forbidden("A key takes no calls.", key="forbidden-key-detail")
        today = datetime.now(page.zone).date()
        shown = day_of(str(request.query_params.get("day", ""))) or today
        found = nlargest(MOST_SHOWN + 1, _own(kb, page, shown), key=lambda one: (one.call.started, one.place))
        return page.show(
            "own-day.html",
            calls=found[:MOST_SHOWN],
            is_cut=len(found) > MOST_SHOWN,
            day=shown,
            today=today,
            outcome=outcome,
            symptom=symptom_of,
        )

    return await on_a_thread(kb, work)


def _own(kb: App, page: Page, day: date) -> Iterator[OwnCall]:
    """One question per client: what stands for the account is another key in each."""
    begin, end = (datetime.combine(one, time(), page.zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    account = account_of(page.principal)
    if not kb.calls.holds_any():
        return
    for view in kb.clients():
        client = admitted(page.principal, view.id, kb, Scope.RECORD)
        if client is not None:
            wanted = Wanted(begin, end, agent=kb.calls.agent_key(client, account))
            for call in kb.calls.page(client, wanted, MOST_SHOWN + 1):
                yield OwnCall(still_own(client, call), view.name, place_of(client, call.id))
