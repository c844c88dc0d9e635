"""`/agent/pop`: what a telephone system opens in the agent's browser when a call comes in.

It finds the client, begins the call, and leads to the call's own page, whose address says nothing of the caller. Where
nothing names one client for certain, the agent is asked, under an address that says as little: a guess would show one
client's articles in another's call.

Any page on the web can link here, as telephone systems do. So a browser must say that it opens the address as a page of
its own, and what is told of a call that is there already changes nothing that others said of it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.routes import HTTPRoute

from kbsearch.api.access.guards import admitted, requires_scope
from kbsearch.api.access.identity import csrf_of, needs, principal_of, who_of
from kbsearch.api.access.sign_in import POP, redirected
from kbsearch.api.pages.web import Web, html, language
from kbsearch.api.requests.forms import fields_of
from kbsearch.api.telephone.pop_refused import is_opened, refused_page
from kbsearch.api.telephone.pop_waiting import waiting
from kbsearch.api.transport.options import is_head
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.core.access.principals import Scope, account_of
from kbsearch.core.calls.call import fold, usual_channel
from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import ADDRESS_ID, Spoken, Started
from kbsearch.core.one_client import OneClient
from kbsearch.core.redaction.cuts import cut
from kbsearch.core.redaction.ids import tells_of_somebody
from kbsearch.errors import BadRequest, Forbidden, NotFound, StateError
from kbsearch.flows.telephone import queue_of

log = logging.getLogger("kbsearch.api")

KEPT_WITHIN_S = 1.0
"""How long the agent's screen waits for the disk; what takes longer may still be kept."""
MOST_STEPS = 20
LONGEST_STEP = 128
FIELDS = {"call": 129, "q": 2000, "did": 128, "ivr": 2600, "client": 64, "caller": 200, "lang": 2}
"""What may be said → how much of it is read."""
TOLD_AGAIN = ("call", "did", "client", "lang")
"""Of these, what is told again after signing in."""
KEPT = "said"
"""The parameter that asks for what is kept; where nothing is any more, the others count."""
WHICH = {"day": r"[0-9-]{1,10}", "commit": r"[0-9a-f]{4,64}"}
"""What says which page of ours it is, as any page may be asked for it → how it is written."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the telephone system said, each field as it said it; empty = nothing."""

    call: str
    """Its id of the call."""
    q: str
    """What the caller said that the problem is."""
    did: str
    """The line that was dialled: a number, or the name of a queue."""
    ivr: str
    """What was chosen in the voice menu, `1,2`."""
    client: str
    caller: str
    lang: str

    @property
    def steps(self) -> tuple[str, ...]:
        """`ivr`, step by step."""
        steps = (step.strip()[:LONGEST_STEP] for step in self.ivr.split(","))
        return tuple(step for step in steps if step)[:MOST_STEPS]

    @property
    def spoken(self) -> Spoken:
        """`lang`, where it is one that a call can have."""
        match self.lang:
            case "fr":
                return "fr"
            case "en":
                return "en"
        return ""


def place_again(request: Request[Any, Any, Any]) -> str:
    """Where to come back to after signing in: the page that was asked for, of its parameters those of `WHICH`; of a
    call that comes in, only what says nothing of its caller, for it will stand in an address, and on the way through
    another service in a cookie."""
    path = _readable(request)
    if path == POP:
        found = _of_no_caller(request)
    else:
        found = {name: value for name, form in WHICH.items() if re.fullmatch(form, value := _first(request, name))}
    return f"{quote(path)}?{urlencode(found)}" if found else quote(path)


def _readable(request: Request[Any, Any, Any]) -> str:
    """The path of the page that was asked for; of a form that has none of its own, the one above it."""
    path: str = request.scope["path"]
    template: str = request.scope.get("path_template", path)
    if request.method in ("GET", "HEAD"):
        return path
    pages = {one.path_format for one in request.app.routes if isinstance(one, HTTPRoute) and "GET" in one.methods}
    while template and template not in pages:
        path, template = path.rpartition("/")[0], template.rpartition("/")[0]
    return path or "/"


def _of_no_caller(request: Request[Any, Any, Any]) -> dict[str, str]:
    """Of what the telephone system says in the address, what may stand in one."""
    return _told_again({name: _first(request, name) for name in TOLD_AGAIN})


def _told_again(said: Mapping[str, str]) -> dict[str, str]:
    found = {name: value for name in TOLD_AGAIN if (value := said[name][: FIELDS[name]])}
    if tells_of_somebody(found.get("call", "")):
        del found["call"]
    return found


def sign_in_apart(request: Request[Any, Any, Any]) -> Response[str] | None:
    """For who opens a call and is not signed in: away from an address that says who calls, to the sign-in page under
    one that does not. None where there is no such address."""
    if request.scope["path"] != POP or not request.scope["query_string"]:
        return None
    return redirected(f"/sign-in?{urlencode({'next': place_again(request)})}")


@get(POP, guards=[requires_scope], opt=needs(Scope.RECORD), include_in_schema=False)
async def pop(request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]) -> Response[str]:
    """A call comes in. Raises `Forbidden` where a browser says that it does not open this as a page."""
    if (page := refused_page(request, web)) is not None:
        return page
    _require_opened(request)
    if word := _first(request, KEPT):
        kept = waiting(request).of(csrf_of(request), word) or _of_no_caller(request)
        return await _answer(request, kb, web, _said({name: kept.get(name, "") for name in FIELDS}))
    return await _answer(request, kb, web, _said({name: _first(request, name) for name in FIELDS}))


@post(POP, guards=[requires_scope], opt=needs(Scope.RECORD), include_in_schema=False)
async def choose_client(
    request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
) -> Response[str]:
    """The agent said whose call it is."""
    form = fields_of(await request.body())
    return await _answer(request, kb, web, _said({name: form.get(name, [""])[0] for name in FIELDS}))


def _require_opened(request: Request[Any, Any, Any]) -> None:
    """What no browser sent says nothing of it."""
    is_said = any(name.startswith("sec-fetch-") for name in request.headers)
    is_ahead = "prefetch" in request.headers.get("sec-purpose", "")
    if (is_said and not is_opened(request.headers)) or is_ahead:
        raise Forbidden("A call is begun by a page that is opened.", key="forbidden-embedded-detail")


def _first(request: Request[Any, Any, Any], name: str) -> str:
    return str(request.query_params.getall(name, [""])[0])


def _said(found: dict[str, str]) -> Said:
    """Raises `BadRequest` for an id of the call that no call can have."""
    read = {name: found[name].strip()[:most] for name, most in FIELDS.items()}
    said = Said(**read | {"q": cut(found["q"].strip(), FIELDS["q"])})
    if said.call and not re.search(ADDRESS_ID, said.call):
        raise BadRequest("This is no id of a call.", field="call", key="value-call")
    return said if said.call else replace(said, call=f"pop-{uuid4().hex}")


async def _answer(request: Request[Any, Any, Any], kb: App, web: Web, said: Said) -> Response[str]:
    principal = principal_of(request)
    if not account_of(principal):
        raise Forbidden("A key has no screen.", key="forbidden-key-detail")
    kb.calls.require_impersonal(said.call, "call")
    client = admitted(principal, said.client or kb.client_of_line(said.did), kb, Scope.RECORD)
    if client is None:
        return _apart(request, said) if _tells_of_caller(request) else await _ask(request, kb, web, said)
    if not is_head(request):
        waiting(request).forget(csrf_of(request), said.call)
        await _begin(kb, client, said, account_of(principal))
    place = f"/c/{client.id}/call/{quote(said.call, safe='')}"
    return redirected(f"{place}?lang={said.spoken}" if said.spoken else place)


async def _begin(kb: App, client: OneClient, said: Said, account: str) -> None:
    """Keep how the call came in, once however often it is told; of one that was begun otherwise, who takes it alone;
    of one that somebody else took, or that is closed, nothing. The agent gets the page in any case."""
    now = datetime.now(UTC)

    def keep() -> None:
        channel = usual_channel(None)
        if known := _known(kb, client, said.call):
            call, own = fold(known), kb.calls.agent_key(client, account)
            if call.closed_at or call.start.agent not in ("", own):
                return
            if next((event.what.agent for event in known if isinstance(event.what, Started)), "") != own:
                kb.calls.record_start(client, said.call, Started(agent=account), now)
                return
            channel = usual_channel(call)
        snapshot = kb.snapshot_if_any(client)
        queue = queue_of(said.did, snapshot.client) if snapshot else ""
        start = Started(channel, queue, said.steps, said.caller, agent=account, lang=said.spoken)
        kb.calls.record_start(client, said.call, start, now)
        if said.q:
            kb.calls.record_symptom(client, said.call, said.q, now)

    try:
        await asyncio.wait_for(on_a_thread(kb, keep), KEPT_WITHIN_S)
    except TimeoutError:
        log.warning("a call of %s was shown before it was kept", client.id)
    except StateError as error:
        log.warning("a call of %s was shown and not kept: %s", client.id, error)


def _known(kb: App, client: OneClient, call: str) -> list[Event]:
    """What happened in it before, in order; nothing in a call that there is not."""
    try:
        return [kept.event for kept in kb.calls.history(client, call)]
    except NotFound:
        return []


def _tells_of_caller(request: Request[Any, Any, Any]) -> bool:
    """Whether the address has anything but what may stand in one: a name that we do not know may hold a number too."""
    return bool(set(request.query_params) - {KEPT, *TOLD_AGAIN})


def _apart(request: Request[Any, Any, Any], said: Said) -> Response[str]:
    """To the same question under an address that says nothing of the caller, also where no script takes it away."""
    fields = {name: getattr(said, name) for name in FIELDS}
    word = "" if is_head(request) else waiting(request).keep(csrf_of(request), fields)
    told = ({KEPT: word} if word else {}) | _of_no_caller(request)  # where the word is worth nothing any more
    return redirected(f"{POP}?{urlencode(told)}" if told else POP)


async def _ask(request: Request[Any, Any, Any], kb: App, web: Web, said: Said) -> Response[str]:
    """The same page for a line that is not known, and for a client that is absent or another's."""
    principal = principal_of(request)
    own = [view for view in await on_a_thread(kb, kb.clients) if principal.may(Scope.RECORD, view.id)]
    fields = {name: getattr(said, name) for name in FIELDS if name != "client"}
    shown = {
        "clients": own,
        "said": {name: value for name, value in fields.items() if value},
        "place": f"{POP}?{urlencode(_told_again({**fields, 'client': ''}))}",
        "csrf": csrf_of(request),
        "who": who_of(request),
    }
    return html(web.page("pop.html", language(request), **shown))
