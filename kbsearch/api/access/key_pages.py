"""Keys of other tools, for whoever runs the instance: made, replaced, revoked. A secret is in one answer alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kbsearch.api.access.guards import requires_administrator
from kbsearch.api.access.identity import needs
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.forms import Form, form_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.app.access import NewKey
from kbsearch.core.access.api_keys import ApiKey
from kbsearch.core.access.principals import EVERY_CLIENT, Scope
from kbsearch.errors import BadRequest, NotFound

KEYS = "/admin/keys"
SCOPES = {
    Scope.SEARCH: "scope-search",
    Scope.RECORD: "scope-record",
    Scope.ESCALATE: "scope-escalate",
    Scope.READ_FIGURES: "scope-read-figures",
    Scope.EDIT_INCIDENTS: "scope-edit-incidents",
    Scope.EDIT_ARTICLES: "scope-edit-articles",
    Scope.ADMIN: "scope-admin",
}
"""What each opens, in words."""
STATES = {"active": "key-active", "expired": "key-expired", "revoked": "key-revoked"}
LASTS = {"365": "key-lasts-365", "90": "key-lasts-90", "30": "key-lasts-30", "0": "key-lasts-0"}
"""Days until a key ends, 0 = none, the proposed one first."""
OVERLAPS = {"24": "key-overlap-24", "168": "key-overlap-168", "0": "key-overlap-0"}
"""Hours that an old secret still holds, likewise."""
FAULTS = {"name": "fault-name", "client": "fault-client", "scope": "fault-scope"}
"""Field that was refused → what to write."""


class KeyPages(Controller):
    """The list with its form, and what is done to one key, each on a page of its own."""

    path = KEYS
    guards = (requires_administrator,)
    opt = needs(Scope.ADMIN)
    include_in_schema = False

    @get("/")
    async def browse(
        self, request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        return await on_a_thread(kb, lambda: _list(kb, Page(web, request, "keys")))

    @post("/", status_code=200)
    async def create(
        self, request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        form = await form_of(request)

        def work() -> Response[str]:
            page, now = Page(web, request, "keys"), datetime.now(UTC)
            try:
                made, text = kb.access.create_key(page.principal.actor, now, _asked(kb, form, now))
            except BadRequest as error:
                return _list(kb, page, form, error.field)
            return page.show("key-made.html", key=made, text=text)

        return await on_a_thread(kb, work)

    @get("/{key:str}/rotate")
    async def ask_rotate(
        self, key: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        return await on_a_thread(kb, lambda: _ask(kb, Page(web, request, "keys"), key, "key-rotate.html"))

    @post("/{key:str}/rotate", status_code=200)
    async def rotate(
        self, key: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        form = await form_of(request)

        def work() -> Response[str]:
            page, now = Page(web, request, "keys"), datetime.now(UTC)
            hours = form.one("overlap")
            found, overlap = _found(kb, key), timedelta(hours=int(hours) if hours in OVERLAPS else 24)
            try:
                text = kb.access.rotate_key(page.principal.actor, now, found.id, overlap)
            except BadRequest:
                return page.show("key-rotate.html", status=400, key=found, overlaps=OVERLAPS, fault="fault-key")
            return page.show("key-made.html", key=found, text=text)

        return await on_a_thread(kb, work)

    @get("/{key:str}/revoke")
    async def ask_revoke(
        self, key: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        return await on_a_thread(kb, lambda: _ask(kb, Page(web, request, "keys"), key, "key-revoke.html"))

    @post("/{key:str}/revoke", status_code=303)
    async def revoke(
        self, key: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        actor = Page(web, request, "keys").principal.actor
        await on_a_thread(kb, lambda: kb.access.revoke_key(actor, datetime.now(UTC), _found(kb, key).id))
        return redirected(KEYS)


def _list(kb: App, page: Page, form: Form | None = None, fault: str = "") -> Response[str]:
    now = datetime.now(UTC)
    keys = kb.access.keys.all() if kb.access.is_there() else []
    order: dict[str, int] = {"active": 0, "expired": 1, "revoked": 2}
    return page.show(
        "keys.html",
        status=400 if fault else 200,
        keys=sorted(keys, key=lambda one: order[one.state(now)]),
        state=lambda one: STATES[one.state(now)],
        clients=client_names(kb),
        scopes=SCOPES,
        lasts=LASTS,
        form=form or Form(),
        faults={fault: page.said(FAULTS.get(fault, "value-refused"))} if fault else {},
        every=EVERY_CLIENT,
    )


def _asked(kb: App, form: Form, now: datetime) -> NewKey:
    """Raises `BadRequest` naming the field, also for a client that there is not: a call would find it out."""
    clients, days = form.all("client"), form.one("lasts")
    require_known(kb, clients, "client")
    known = {scope.value: scope for scope in Scope}
    scopes = frozenset(known[name] for name in form.all("scope") if name in known)
    lasts = int(days) if days in LASTS else 365
    named = (EVERY_CLIENT,) if EVERY_CLIENT in clients else clients
    return NewKey(form.one("name"), named, scopes, now + timedelta(days=lasts) if lasts else None)


def _ask(kb: App, page: Page, key: str, template: str) -> Response[str]:
    return page.show(template, key=_found(kb, key), overlaps=OVERLAPS, fault="")


def _found(kb: App, id: str) -> ApiKey:
    found = kb.access.keys.find(id, datetime.now(UTC)) if kb.access.is_there() else None
    if found is None:
        raise NotFound("There is no such key.")
    return found[0]


def require_known(kb: App, clients: tuple[str, ...], field: str) -> None:
    """Raises `BadRequest` naming `field` for none, and for a client that there is not."""
    if not clients or not {EVERY_CLIENT, *kb.names()}.issuperset(clients):
        raise BadRequest("There is no such client.", field=field)


def client_names(kb: App) -> list[tuple[str, str]]:
    """Id and name of every client that there is, by id."""
    shown = {view.id: view.name for view in kb.clients()}
    return [(id, shown.get(id, id)) for id in kb.names()]
