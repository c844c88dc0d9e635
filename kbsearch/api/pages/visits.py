"""Somebody at a page of one client: what every such page needs, and what all that ask for days do in the same way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote

from litestar import Request, Response
from litestar.di import NamedDependency

from kbsearch.api import local_words
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.navigation import Place
from kbsearch.api.pages.web import Web
from kbsearch.app import App
from kbsearch.app.health import Knowledge
from kbsearch.core.access.principals import Scope
from kbsearch.core.gaps.over_time import GapsOverTime
from kbsearch.core.one_client import OneClient
from kbsearch.core.snapshot import Snapshot
from kbsearch.errors import BadRequest

T = TypeVar("T")
MOST_CALLS = 200
"""Of one row that a page names; it leads to the answer of the API for the rest."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for a page of one client, which a guard let in. Its handlers take it in place of its parts."""

    client: OneClient
    request: Request[Any, Any, Any]
    kb: App
    web: Web

    def snapshot(self) -> Snapshot:
        """What the client is served from now. Raises like `App.snapshot`."""
        return still_own(self.client, self.kb.snapshot(self.client))

    def page(self, here: Place, snapshot: Snapshot | None = None) -> Page:
        """`snapshot`: what `snapshot` gave, where the page shows more of it. Raises like it."""
        return Page(self.web, self.request, here, (snapshot or self.snapshot()).client)


def provide_visit(
    one_client: NamedDependency[OneClient],
    request: Request[Any, Any, Any],
    kb: NamedDependency[App],
    web: NamedDependency[Web],
) -> Visit:
    return Visit(one_client, request, kb, web)


OfDays: TypeAlias = GapsOverTime | Knowledge
"""What is known of one client's calls of some days."""
Find: TypeAlias = Callable[[App, OneClient, str, str, datetime], OfDays]
"""Of the days `since` and `until` as somebody typed them, now. Raises `BadRequest` on a wrong one."""


async def show_days(visit: Visit, here: Place, find: Find, more: Callable[[Page], Mapping[str, Any]]) -> Response[str]:
    """The page with what `find` finds of the days that were asked for, by the template of the page's name; with a wrong
    day that is said by its field. `more`: what else the template names."""
    days = asked_days(visit.request)

    def read() -> Response[str]:
        page, known, faults = visit.page(here), None, {}
        try:
            known = still_own(
                visit.client, find(visit.kb, visit.client, days["since"], days["until"], datetime.now(UTC))
            )
            days.update(since=known.period.since.isoformat(), until=known.period.until.isoformat())
        except BadRequest as error:
            faults = {error.field: page.said(error.key)}
        return page.show(
            f"{here}.html",
            status=400 if faults else 200,
            here=here,
            known=known,
            faults=faults,
            asked=days,
            share=partial(local_words.share, lang=page.lang),
            call_at=lambda call: f"/c/{visit.client.id}/calls/{quote(call, safe='')}",
            sees_calls=page.may(Scope.RECORD),
            most_calls=MOST_CALLS,
            **more(page),
        )

    return await counted(visit.kb, visit.client, read)


def asked_days(request: Request[Any, Any, Any]) -> dict[str, str]:
    """`since` and `until`: the first and the last day, as they were typed; empty = the last 30 days."""
    return {name: str(request.query_params.get(name, "")).strip() for name in ("since", "until")}


async def counted(kb: App, client: OneClient, read: Callable[[], T]) -> T:
    """What `read` gives, on the thread of what is compared: never on one that a search or a plain figure needs. Raises
    `StateError` "busy"."""
    return await asyncio.wrap_future(kb.threads.comparers.submit(read, client.id))
