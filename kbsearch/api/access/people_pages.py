"""Accounts of people, for whoever runs the instance: added, given roles and passwords, shut out, let in again.

A person's page is named by a keyed hash: nobody's account stands in an address.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from kbsearch.api.access.guards import requires_administrator
from kbsearch.api.access.identity import needs, principal_of
from kbsearch.api.access.key_pages import client_names, require_known
from kbsearch.api.access.sign_in import redirected
from kbsearch.api.pages.frame import Page
from kbsearch.api.pages.web import Web
from kbsearch.api.requests.forms import Form, form_of
from kbsearch.api.transport.threads import on_a_thread
from kbsearch.app import App
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import EVERY_CLIENT, Role, Scope, read_roles
from kbsearch.errors import BadRequest, NotFound

PEOPLE = "/admin/people"
MARK_CHARS = 16
ROLES = {
    Role.AGENT: "role-agent",
    Role.EDITOR: "role-editor",
    Role.SUPERVISOR: "role-supervisor",
    Role.CLIENT_READER: "role-client-reader",
    Role.ADMIN: "role-admin",
}
"""What each does, in words."""
SOURCES = {"local": "source-local", "oidc": "source-oidc"}
FAULTS = {"account": "fault-account", "name": "fault-name", "password": "fault-password", "again": "fault-again"}
"""Field that was refused → what to write."""
DONE = {
    "password": "person-done-password",
    "roles": "person-done-roles",
    "disabled": "person-done-disabled",
    "enabled": "person-done-enabled",
}
"""What was just done, as the address says it → in words."""


class PeoplePages(Controller):
    """The list with its form, and each person."""

    path = PEOPLE
    guards = (requires_administrator,)
    opt = needs(Scope.ADMIN)
    include_in_schema = False

    @get("/")
    async def browse(
        self, request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        return await on_a_thread(kb, lambda: _list(kb, Page(web, request, "people")))

    @post("/", status_code=303)
    async def add(
        self, request: Request[Any, Any, Any], kb: NamedDependency[App], web: NamedDependency[Web]
    ) -> Response[str]:
        form = await form_of(request)
        page = Page(web, request, "people")

        def work() -> Response[str]:
            try:
                account, name = form.one("account"), form.one("name")
                asked = NewAccount(account, name or account, _roles(kb, form), _password(form))
                Accounts(kb.access).add(page.principal.actor, datetime.now(UTC), asked)
            except BadRequest as error:
                return _list(kb, page, form, error.field)
            return redirected(PEOPLE)

        return await _hashing(kb, work)

    @get("/{person:str}")
    async def read(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:  # fmt: skip
        return await on_a_thread(kb, lambda: _one(kb, Page(web, request, "people"), _found(kb, person)))

    @post("/{person:str}/password", status_code=303)
    async def set_password(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:  # fmt: skip
        form = await form_of(request)
        page = Page(web, request, "people")

        def work() -> Response[str]:
            found = _found(kb, person)
            try:
                password = _password(form)
                Accounts(kb.access).set_password(page.principal.actor, datetime.now(UTC), found.id, password)
            except BadRequest as error:
                return _one(kb, page, found, error.field)
            return redirected(f"{PEOPLE}/{person}?done=password")

        return await _hashing(kb, work)

    @post("/{person:str}/roles", status_code=303)
    async def set_roles(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:  # fmt: skip
        form = await form_of(request)
        page = Page(web, request, "people")

        def work() -> Response[str]:
            found = _found(kb, person)
            try:
                roles = _roles(kb, form)
                Accounts(kb.access).set_roles(page.principal.actor, datetime.now(UTC), found.id, roles)
            except BadRequest:
                return _one(kb, page, found, "role")
            return redirected(f"{PEOPLE}/{person}?done=roles")

        return await on_a_thread(kb, work)

    @get("/{person:str}/disable")
    async def ask_disable(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App],
        web: NamedDependency[Web],
    ) -> Response[str]:  # fmt: skip
        def work() -> Response[str]:
            found = _found(kb, person)
            return Page(web, request, "people").show("person-disable.html", person=found, place=_place(kb, found))

        return await on_a_thread(kb, work)

    @post("/{person:str}/disable", status_code=303)
    async def disable(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[str]:
        await _set_disabled(kb, request, person, is_disabled=True)
        return redirected(f"{PEOPLE}/{person}?done=disabled")

    @post("/{person:str}/enable", status_code=303)
    async def enable(
        self, person: FromPath[str], request: Request[Any, Any, Any], kb: NamedDependency[App]
    ) -> Response[str]:
        await _set_disabled(kb, request, person, is_disabled=False)
        return redirected(f"{PEOPLE}/{person}?done=enabled")


async def _hashing(kb: App, work: Callable[[], Response[str]]) -> Response[str]:
    """On the threads for passwords: one takes 64 MB and every processor."""
    return await asyncio.wrap_future(kb.sign_ins.pool.submit(work))


async def _set_disabled(kb: App, request: Request[Any, Any, Any], person: str, *, is_disabled: bool) -> None:
    actor = principal_of(request).actor

    def work() -> None:
        id, now = _found(kb, person).id, datetime.now(UTC)
        Accounts(kb.access).set_disabled(actor, now, id, is_disabled=is_disabled)

    await on_a_thread(kb, work)


def _list(kb: App, page: Page, form: Form | None = None, fault: str = "") -> Response[str]:
    return page.show(
        "people.html",
        status=400 if fault else 200,
        people=_people(kb),
        place=lambda one: _place(kb, one),
        form=form or Form(),
        faults=_faults(page, fault),
        held={tuple(text.split("=", 1)) for text in form.all("role")} if form else set(),
        **_names(kb),
    )


def _one(kb: App, page: Page, person: Person, fault: str = "") -> Response[str]:
    done = DONE.get(str(page.request.query_params.get("done", "")), "")
    return page.show(
        "person.html",
        status=400 if fault else 200,
        person=person,
        place=_place(kb, person),
        done=done if page.request.method == "GET" else "",
        faults=_faults(page, fault),
        held={(client, role.value) for client, roles in person.roles.items() for role in roles},
        **_names(kb),
    )


def _names(kb: App) -> dict[str, Any]:
    return {"clients": client_names(kb), "roles": ROLES, "sources": SOURCES, "every": EVERY_CLIENT}


def _faults(page: Page, field: str) -> Mapping[str, str]:
    return {field: page.said(FAULTS.get(field, "fault-role"))} if field else {}


def _roles(kb: App, form: Form) -> dict[str, tuple[Role, ...]]:
    """Raises `BadRequest` for none, and for what no page of ours sends."""
    try:
        roles = read_roles(form.all("role"))
    except ValueError:
        raise BadRequest("There is no such role.", field="role") from None
    require_known(kb, tuple(roles), "role")
    return roles


def _password(form: Form) -> str:
    """As it was typed, twice. Raises `BadRequest`."""
    if form.secret("password") != form.secret("again"):
        raise BadRequest("The two passwords differ.", field="again")
    return form.secret("password")


def _people(kb: App) -> list[Person]:
    return Accounts(kb.access).all() if kb.access.is_there() else []


def _mark(kb: App, person: Person) -> str:
    return kb.access.keyed("page of a person", person.id)[:MARK_CHARS]


def _place(kb: App, person: Person) -> str:
    return f"{PEOPLE}/{_mark(kb, person)}"


def _found(kb: App, mark: str) -> Person:
    for person in _people(kb):
        if _mark(kb, person) == mark:
            return person
    raise NotFound("There is no such person.")
