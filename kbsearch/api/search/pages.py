"""The search page of one client, with an article open beside its results or without: usable without JavaScript."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from kbsearch.api.access.guards import requires_client
from kbsearch.api.access.identity import csrf_of, needs, principal_of, who_of
from kbsearch.api.access.second_wall import still_own
from kbsearch.api.articles.controller import ArticlePath, article_id
from kbsearch.api.articles.links import links
from kbsearch.api.articles.no_article import no_article
from kbsearch.api.articles.versions import OfCommit, since
from kbsearch.api.calls.closing import OWN
from kbsearch.api.calls.controller import CallName
from kbsearch.api.catalogue import Lang
from kbsearch.api.pages.desk_texts import KEY_LIST
from kbsearch.api.pages.navigation import navigation
from kbsearch.api.pages.web import Web, html, hue, language
from kbsearch.api.requests.forms import fields_of
from kbsearch.api.requests.last_asked import LastQuestion, call_named, last_asked, read_question
from kbsearch.api.search.answering import Search, answered
from kbsearch.api.search.path_shapes import path_out
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope
from kbsearch.core.articles.render import anchor
from kbsearch.core.articles.reviews import review_due
from kbsearch.core.calls.call import Call
from kbsearch.core.calls.call_list import symptom_of
from kbsearch.core.calls.happenings import Closed as Ended
from kbsearch.core.calls.happenings import Outcome, Started
from kbsearch.core.calls.incidents import Incident
from kbsearch.core.escalation import Asked
from kbsearch.core.one_client import OneClient
from kbsearch.core.redaction.cuts import cut
from kbsearch.core.search.excerpt import segments
from kbsearch.core.search.notes import warnings
from kbsearch.core.text import MAX_QUERY_CHARS
from kbsearch.errors import NotFound, Replaced, StateError
from kbsearch.flows.telephone import preselected

OUTCOMES = tuple(one.value for one in Outcome)
Closed = Annotated[str, QueryParameter(max_length=40, required=False)]
AskedBefore = Annotated[str, QueryParameter(max_length=40, required=False)]


class ClientPages(Controller):
    """The search page of one client, and its articles."""

    path = "/c/{client:str}"
    guards = (requires_client,)
    opt = needs(Scope.SEARCH)
    include_in_schema = False

    @get("/")
    async def show(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
        closed: Closed = "",
        asked: AskedBefore = "",
    ) -> Response[str]:
        """`closed`: how the call before ended, where a form has closed it; `asked`: the question whose results are
        shown, by the name that its form was answered with."""
        question = last_asked(request).named(csrf_of(request), one_client, asked)
        shown = await _results_of(kb, one_client, question, language(request)) if question else {}
        ended = closed if closed in OUTCOMES else ""
        return html(await _client_page(kb, web, one_client, request, closed=ended, **shown))

    @post("/", status_code=200)
    async def search(
        self,
        one_client: NamedDependency[OneClient],
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """To the results, at an address that Back and a reload bring again; a key, which has no session in which they
        could be found again, gets them at once."""
        question = read_question(fields_of(await request.body()))
        name = last_asked(request).keep(csrf_of(request), one_client, question)
        if name:
            headers = {"Location": f"/c/{one_client.id}?asked={name}", "Cache-Control": "no-store"}
            return Response("", status_code=303, headers=headers)
        shown = await _results_of(kb, one_client, question, language(request))
        return html(await _client_page(kb, web, one_client, request, **shown))

    @get("/call/{call:str}", opt=needs(Scope.RECORD))
    async def take(
        self,
        one_client: NamedDependency[OneClient],
        call: CallName,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:
        """The search page for one call; `lang` is what the telephone system says that the caller speaks, for while
        that is not kept with the call."""
        lang = request.query_params.get("lang", "")
        said = lang if lang in ("fr", "en") else ""
        return html(await _client_page(kb, web, one_client, request, call=call, call_lang=said))

    @get("/a/{article:path}")
    async def read(
        self,
        one_client: NamedDependency[OneClient],
        article: ArticlePath,
        request: Request[Any, Any, Any],
        kb: NamedDependency[App],
        web: NamedDependency[Web],
        of_commit: OfCommit = "",
    ) -> Response[str]:
        """`call`: the one that it is read for, where a page without scripts has one; `commit`: what a link is to."""
        try:
            view = still_own(one_client, await on_a_thread(kb, lambda: kb.article(one_client, article_id(article))))
        except (NotFound, Replaced) as missing:
            return await no_article(one_client, missing, request, kb, web)
        told = await on_a_thread(kb, lambda: since(kb, one_client, view, of_commit))
        rendered = await on_a_thread(kb, lambda: kb.rendered(view, links(view)))
        call = call_named(request.query_params.get("call", ""))
        question = last_asked(request).of(csrf_of(request), one_client, call)
        shown = {"view": view, "rendered": rendered, "since": told, **_asked(question)}
        return html(await _client_page(kb, web, one_client, request, **shown))


async def _results_of(kb: App, client: OneClient, question: LastQuestion, lang: Lang) -> dict[str, Any]:
    """What the search page shows of the answer to it."""
    search = Search(question.query, Asked(datetime.now(UTC)), chosen=question.chosen)
    reply, path = await answered(kb, client, search, lang)
    answer = still_own(client, reply).answer
    return {**_asked(question), "answer": answer, "path": path, "incidents": reply.incidents}


NO_CALL: dict[str, Any] = {
    "product": "", "call_lang": "", "heard": "", "had": (), "not_served": (), "ended": None, "is_over": False,
}  # fmt: skip


def _call_shown(kb: App, client: OneClient, call: str, lang: str) -> dict[str, Any]:
    """What the page of a call is about: the language that was told of it, else `lang`, else the voice menu's, which
    knows the product too; what the caller is heard to have said; what is said to have served; and how it ended."""
    try:
        known = still_own(client, kb.calls.call(client, call))
    except (NotFound, StateError):  # the page is there before the call, and while calls cannot be read
        start, told = Started(), {}
    else:
        start, told = known.start, _told_of(known)
    entry = preselected(kb.snapshot(client), start.ivr)
    product, of_menu = (entry.product, entry.lang) if entry else ("", "")
    return {"product": product, "call_lang": start.lang or lang or of_menu, **told}


def _told_of(call: Call) -> dict[str, Any]:
    return {
        "heard": symptom_of(call),
        "had": call.used,
        "not_served": call.taken_back,
        "ended": call.ended,
        "is_over": call.closed_at is not None,
    }


async def _client_page(kb: App, web: Web, client: OneClient, request: Request[Any, Any, Any], **shown: Any) -> str:
    snapshot = still_own(client, await on_a_thread(kb, lambda: kb.snapshot(client)))
    nothing = {"answer": None, "path": None, "incidents": (), "view": None, "since": None}
    today = datetime.now(snapshot.plan.zone).date()
    fixed = {"outcomes": OUTCOMES, "key_list": KEY_LIST, "closed": "", "rendered": None, "today": today}
    fixed |= {"now": datetime.now(UTC).isoformat(), "zone": str(snapshot.plan.zone)}
    values = {
        **nothing,
        **_asked(LastQuestion()),
        **NO_CALL,
        **fixed,
        "warnings": warnings,
        "csrf": csrf_of(request),
        **shown,
    }
    call = values["call"]
    if call and principal_of(request).may(Scope.RECORD, client.id):
        values |= await on_a_thread(kb, lambda: _call_shown(kb, client, call, values["call_lang"]))
    values["due"] = review_due(values["view"].article) if values["view"] else None
    if values["path"] is None:
        unasked = await on_a_thread(kb, lambda: kb.escalation(client, Asked(datetime.now(UTC))))
        values["path"] = path_out(client, unasked, language(request))
    values["known"] = await on_a_thread(kb, lambda: _known(kb, client, values["incidents"], values["ended"]))
    values["ended_title"] = _title_of(values["known"], values["ended"])
    values["answers"] = [(f"{one.facet}={one.value}", snapshot.facets.label(one)) for one in values["chosen"]]
    name = snapshot.client.name or client.id
    values["who"] = who_of(request)
    values["nav"] = navigation(principal_of(request), client.id, "search")
    values |= {"client": client.id, "name": name, "hue": hue(client.id), "segments": segments, "anchor": anchor}
    values["is_own"] = call.startswith(OWN)
    values["form_id"] = secrets.token_hex(8)
    return web.page("client.html", language(request), **values)


def _known(kb: App, client: OneClient, announced: Sequence[Incident], ended: Ended | None) -> list[Incident]:
    """Incidents that a call may be about: those that the search told of, the others that are open, and the one that it
    was ended with before, which may be over."""
    found = {one.id: one for one in announced}
    for one in kb.calls.active_incidents(client, datetime.now(UTC)):
        found.setdefault(one.id, still_own(client, one))
    if ended and ended.incident and ended.incident not in found:
        with suppress(NotFound, StateError):
            found[ended.incident] = still_own(client, kb.calls.incident(client, ended.incident))
    return [*found.values()]


def _title_of(known: Sequence[Incident], ended: Ended | None) -> str:
    """Of the incident that the call was ended with before; empty = with none, or with one that is not there."""
    return next((one.title for one in known if ended and one.id == ended.incident), "")


def _asked(question: LastQuestion) -> dict[str, Any]:
    said = {"query": cut(question.query, MAX_QUERY_CHARS), "chosen": question.chosen, "call": question.call}
    return {**said, "asked": question.name, "is_gap": question.is_gap}
