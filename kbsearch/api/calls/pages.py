"""After the call: what one agent took in a day, what happened in a call, and its end put right."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import needs
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.articles.pages import outcome
from kbsearch.api.calls.closing import MOST_COMMENT_CHARS, Closing, is_kept
from kbsearch.api.calls.controller import CallName, keep
from kbsearch.api.calls.story import Names, story
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.forms import form_of
from kbsearch.api.search.pages import OUTCOMES
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope, account_of
from kbsearch.core.calls.call import Call, fold
from kbsearch.core.calls.call_list import Wanted, symptom_of
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Closed, Happening, Outcome, Reopened, Unused, Used
from kbsearch.core.one_client import OneClient
from kbsearch.core.redaction.cuts import cut
from kbsearch.errors import BadRequest, EventConflict, NotFound

MOST_SHOWN = 200
MOST_INCIDENTS = 50


class CallPages(Controller):
    """Calls of one client."""

    path = "/c/{client:str}/calls"
    guards = (requires_client,)
    opt = needs(Scope.RECORD)
    include_in_schema = False

    @get("/")
    async def day(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """`day` (today) and `whose` (`mine`, or `all`), newest first."""

        def work() -> Response[str]:
            page = _page(kb, one_client, request, web)
            today = datetime.now(page.zone).date()
            shown = day_of(str(request.query_params.get("day", ""))) or today
            account = account_of(page.principal)
            is_mine = bool(account) and request.query_params.get("whose") != "all"
            begin, end = (datetime.combine(one, time(), page.zone) for one in (shown, shown + timedelta(days=1)))
            key = kb.calls.agent_key(one_client, account) if is_mine else None
            wanted = Wanted(begin.astimezone(UTC), end.astimezone(UTC), agent=key)
            found = kb.calls.page(one_client, wanted, MOST_SHOWN + 1) if kb.calls.holds_any() else ()
            return page.show(
                "day.html",
                calls=[still_own(one_client, call) for call in found[:MOST_SHOWN]],
                is_cut=len(found) > MOST_SHOWN,
                day=shown,
                today=today,
                is_mine=is_mine,
                may_be_mine=bool(account),
                outcome=outcome,
                symptom=symptom_of,
                place=lambda call: place_of(one_client, call.id),
            )

        return await on_a_thread(kb, work)

    @get("/{call:str}")
    async def read(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """What happened, moment by moment, with the forms that put its end right."""

        def work() -> Response[str]:
            page = _page(kb, one_client, request, web)
            history = [still_own(one_client, kept).event for kept in kb.calls.history(one_client, call)]
            known = fold(history)
            snapshot = kb.snapshot(one_client)
            titles = {one.id: one.title for one in snapshot.articles}
            incidents = _choice_of(kb, one_client, known)
            return page.show(
                "call.html",
                call=known,
                outcome=outcome(known),
                outcomes=OUTCOMES,
                symptom=symptom_of(known),
                articles=[(one, titles.get(one, one), one in known.used) for one in _touched(known)],
                incidents=incidents,
                moments=story(history, Names(titles, dict(incidents), snapshot.client.levels, page.lang)),
                place=place_of(one_client, call),
                go_on=f"/c/{one_client.id}/call/{quote(call, safe='')}",
                form_id=secrets.token_hex(8),
            )

        return await on_a_thread(kb, work)

    @post("/{call:str}/close", status_code=303)
    async def correct(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[str]:
        """The end as it really was: the last word counts, and the ones before stay on record."""
        form = await form_of(request)
        if form.one("outcome") not in OUTCOMES:
            raise BadRequest("The form was not filled in as it should be.", field="outcome")
        known = await on_a_thread(kb, lambda: still_own(one_client, kb.calls.call(one_client, call)))
        used, had, outcome = form.all("used"), form.all("had"), Outcome(form.one("outcome"))
        if not {*used, *had} <= {*_touched(known)}:  # which only grows: an older page offered no others
            raise BadRequest("The form was not filled in as it should be.", field="used")
        # what is ticked still served, whatever a call that went on since had been closed with
        what: list[Happening] = [Used(article) for article in used if known.reopenings or article not in known.used]
        what += [Unused(article) for article in had if article in known.used and article not in used]
        incident = (form.one("incident") or None) if outcome is Outcome.KNOWN_INCIDENT else None
        comment = cut(form.one("comment"), MOST_COMMENT_CHARS)
        if incident != known.incident:
            await on_a_thread(kb, lambda: kb.calls.check_incident(one_client, incident))
        closing = Closing(form.one("id"), call, outcome, used, "", comment, incident or "", had)
        told = [*what, Closed(outcome, incident, comment)]
        return await _kept(kb, one_client, call, closing.id, told, lambda: is_kept(kb, one_client, call, closing))

    @post("/{call:str}/reopen", status_code=303)
    async def reopen(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
    ) -> Response[str]:
        form = await form_of(request)
        await on_a_thread(kb, lambda: still_own(one_client, kb.calls.call(one_client, call)))
        return await _kept(kb, one_client, call, form.one("id"), [Reopened()], lambda: True)


async def _kept(
    kb: App, client: OneClient, call: str, id: str, what: Sequence[Happening], is_again: Callable[[], bool]
) -> Response[str]:
    """Back on the call's page once it is kept; `id` is the form's, so that a form sent twice counts once. Raises
    `EventConflict` where something else is kept under it, `is_again` being asked: it was not said before."""
    if not id:
        raise BadRequest("The form was not filled in as it should be.", field="id")
    at = await on_a_thread(kb, lambda: _now_of(kb, client, call))
    events = [Event(f"{id}:{n}", client.id, call, at, one) for n, one in enumerate(what)]
    try:
        await keep(kb, client, call, events)
    except EventConflict:
        if not await on_a_thread(kb, is_again):
            raise
    return redirected(place_of(client, call))


def _now_of(kb: App, client: OneClient, call: str) -> datetime:
    """Now, after all that happened in the call: an agent's clock that is ahead of the server's dated it later, and what
    is said of a call afterwards would count before its end."""
    last = max(still_own(client, kept).event.at for kept in kb.calls.history(client, call))
    return max(datetime.now(UTC), last + timedelta(milliseconds=1))


def _page(kb: App, client: OneClient, request: Request[Any, Any, Any], web: Web) -> Page:
    return Page(web, request, "calls", still_own(client, kb.snapshot(client)).client)


def place_of(client: OneClient, call: str) -> str:
    return f"/c/{client.id}/calls/{quote(call, safe='')}"


def day_of(given: str) -> date | None:
    """A day of this century as a form sends it; None for anything else."""
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2098 else None


def _touched(call: Call) -> tuple[str, ...]:
    """Articles that may have served, those that did first."""
    return tuple(dict.fromkeys((*call.used, *call.tried, *call.opened, *call.taken_back)))


def _choice_of(kb: App, client: OneClient, call: Call) -> list[tuple[str, str]]:
    """Incidents that it may have been about, as id and title: the newest, and the one that it is said to be about."""
    newest = [still_own(client, one) for one in kb.calls.incidents.incidents(client, MOST_INCIDENTS)]
    choice = {one.id: one.title for one in newest}
    about = call.ended.incident if call.ended else None
    if about and about not in choice:
        choice[about] = about
        with suppress(NotFound):
            choice[about] = still_own(client, kb.calls.incident(client, about)).title
    return list(choice.items())
