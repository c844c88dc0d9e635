"""Who may do what: five roles × every operation there is × an own client and a foreign one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest
from litestar.routes import HTTPRoute

from kbsearch.api.access.people_pages import MARK_CHARS
from kbsearch.api.access.route_audit import PUBLIC_ROUTES
from kbsearch.api.asgi import create_litestar
from kbsearch.api.pages.web import open_web
from kbsearch.app import App
from kbsearch.app.access import NewKey
from kbsearch.app.accounts import Accounts, NewAccount
from kbsearch.core.access.audit import Entry
from kbsearch.core.access.people import Person
from kbsearch.core.access.principals import Role, Scope
from tests.served import Served, serving

PHRASE = "quatre+mots+sans+rapport"
OF = "/api/v1/clients/{client}"
AT = "2026-11-02T09:14:00+01:00"
AGENTS = {Role.AGENT, Role.SUPERVISOR, Role.ADMIN}
WRITERS = {Role.SUPERVISOR, Role.ADMIN}
READERS = {*AGENTS, Role.EDITOR}
KEEPERS = {*WRITERS, Role.EDITOR}
COUNTERS = {*WRITERS, Role.CLIENT_READER}
DONE = (200, 201, 303)


class Operation(NamedTuple):
    """One that whoever has one of `roles` may do for a client of theirs."""

    method: str
    path: str
    """As the router knows it, with `at` in place of what is after the client."""
    at: str
    roles: set[Role]
    body: Any = None


OPERATIONS = [
    Operation("POST", f"{OF}/search", "", READERS, {"query": "vpn"}),
    Operation("GET", f"{OF}/articles/{{article}}", "reseau/vpn", READERS),
    Operation("GET", f"{OF}/articles", "", READERS),
    Operation("GET", OF, "", READERS),
    Operation("GET", f"{OF}/incidents", "", READERS),
    Operation("GET", f"{OF}/incidents/{{incident}}", "i0", READERS),
    Operation("POST", f"{OF}/incidents", "", WRITERS, {"id": "i1", "title": "t", "opened_at": AT}),
    Operation("POST", f"{OF}/incidents/{{incident}}/close", "i0", WRITERS, {"at": AT}),
    Operation("GET", f"{OF}/calls", "", AGENTS),
    Operation("PUT", f"{OF}/calls/{{call}}", "c1", AGENTS, {}),
    Operation("GET", f"{OF}/calls/{{call}}", "c0", AGENTS),
    Operation("GET", f"{OF}/calls/{{call}}/replay", "c0", AGENTS),
    Operation(
        "POST",
        f"{OF}/calls/{{call}}/events",
        "c0",
        AGENTS,
        {"events": [{"id": "e1", "at": AT, "what": {"kind": "opened", "article": "reseau/vpn"}}]},
    ),
    Operation("POST", f"{OF}/calls/{{call}}/close", "c0", AGENTS, {"id": "e2", "at": AT, "outcome": "resolved"}),
    Operation("POST", f"{OF}/calls/{{call}}/reopen", "c0", AGENTS, {"id": "e3", "at": AT}),
    Operation("POST", f"{OF}/calls/{{call}}/confirm", "c0", AGENTS, {"id": "e4", "at": AT, "solved": True}),
    Operation("POST", f"{OF}/calls/{{call}}/handover", "c0", AGENTS, {}),
    Operation("POST", f"{OF}/telephone-events", "", AGENTS, {"event": "newCall", "callId": "t0"}),
    Operation("POST", f"{OF}/escalation", "", AGENTS, {"symptom": "vpn"}),
    Operation("POST", f"{OF}/imports/calls", "", AGENTS, b"call_id,started_at\n"),
    Operation("GET", f"{OF}/alerts", "", COUNTERS),
    Operation("POST", f"{OF}/alerts/webhook/enable", "", WRITERS, {}),
    Operation("GET", f"{OF}/figures", "", COUNTERS),
    Operation("GET", f"{OF}/figures/{{figure}}/calls", "link_rate", COUNTERS),
    Operation("GET", f"{OF}/figures/parts", "", COUNTERS),
    Operation("GET", f"{OF}/figures/topics", "", COUNTERS),
    Operation("GET", f"{OF}/figures/articles", "", COUNTERS),
    Operation("GET", f"{OF}/figures/effects", "", COUNTERS),
    Operation("GET", f"{OF}/figures/effects/calls", "", COUNTERS),
    Operation("GET", f"{OF}/gaps", "", COUNTERS),
    Operation("GET", f"{OF}/knowledge", "", KEEPERS),
    Operation("GET", f"{OF}/knowledge/search/{{figure}}/calls", "no_answer", KEEPERS),
    Operation("POST", f"{OF}/knowledge/apart", "", KEEPERS, {"first": "reseau/vpn", "second": "windows/session"}),
    Operation("POST", f"{OF}/knowledge/compare", "", KEEPERS, {"first": "reseau/vpn", "second": "windows/session"}),
    Operation("GET", "/c/{client}", "", READERS),
    Operation("POST", "/c/{client}", "", READERS, "query=vpn"),
    Operation("GET", "/c/{client}/a/{article}", "reseau/vpn", READERS),
    Operation("POST", "/c/{client}/gap", "", AGENTS, "call=c9&query=vpn"),
    Operation("POST", "/c/{client}/close", "", AGENTS, "call=c9&outcome=abandoned"),
    Operation("GET", "/c/{client}/again", "", READERS),
    Operation("GET", "/c/{client}/calls", "", AGENTS),
    Operation("GET", "/c/{client}/calls/{call}", "c0", AGENTS),
    Operation("POST", "/c/{client}/calls/{call}/close", "c0", AGENTS, "id=p1&outcome=resolved"),
    Operation("POST", "/c/{client}/calls/{call}/reopen", "c0", AGENTS, "id=p2"),
    Operation("GET", "/c/{client}/articles", "", READERS),
    Operation("POST", "/c/{client}/articles", "", READERS, "text=vpn"),
    Operation("GET", "/c/{client}/articles/{article}", "reseau/vpn", READERS),
    Operation("GET", "/c/{client}/status", "", READERS),
    Operation("GET", "/c/{client}/alerts", "", COUNTERS),
    Operation("POST", "/c/{client}/alerts/enable", "", WRITERS, ""),
    Operation("GET", "/c/{client}/figures", "", COUNTERS),
    Operation("GET", "/c/{client}/figures/articles", "", COUNTERS),
    Operation("GET", "/c/{client}/figures/topics.csv", "", COUNTERS),
    Operation("GET", "/c/{client}/figures/effects", "", COUNTERS),
    Operation("GET", "/c/{client}/dashboard", "", COUNTERS),
    Operation("GET", "/c/{client}/dashboard/today", "", COUNTERS),
    Operation("GET", "/c/{client}/dashboard.csv", "", COUNTERS),
    Operation("GET", "/c/{client}/dashboard.json", "", COUNTERS),
    Operation("GET", "/c/{client}/gaps", "", COUNTERS),
    Operation("GET", "/c/{client}/report", "", COUNTERS),
    Operation("GET", "/c/{client}/health", "", KEEPERS),
    Operation("POST", "/c/{client}/health/apart", "", KEEPERS, "first=reseau/vpn&second=windows/session"),
    Operation("POST", "/c/{client}/health/compare", "", KEEPERS, "first=reseau/vpn&second=windows/session"),
    Operation("GET", "/c/{client}/incidents", "", READERS),
    Operation("GET", "/c/{client}/incidents/{incident}", "i0", READERS),
    Operation("POST", "/c/{client}/incidents", "", WRITERS, "id=i2&title=t&opened_at=2026-11-02T09:14"),
    Operation("POST", "/c/{client}/incidents/{incident}/close", "i0", WRITERS, ""),
    Operation("GET", "/c/{client}/call/{call}", "c0", AGENTS),
]
OF_THE_INSTANCE = [
    Operation("GET", "/admin/keys", "", {Role.ADMIN}),
    Operation("POST", "/admin/keys", "", {Role.ADMIN}, "name=t&client=acme&scope=search"),
    Operation("GET", "/admin/keys/{key}/rotate", "key", {Role.ADMIN}),
    Operation("POST", "/admin/keys/{key}/rotate", "key", {Role.ADMIN}, "overlap=24"),
    Operation("GET", "/admin/keys/{key}/revoke", "key", {Role.ADMIN}),
    Operation("POST", "/admin/keys/{key}/revoke", "key", {Role.ADMIN}, ""),
    Operation("GET", "/admin/people", "", {Role.ADMIN}),
    Operation("POST", "/admin/people", "", {Role.ADMIN}, "account=x&role=acme=agent"),
    Operation("GET", "/admin/people/{person}", "person", {Role.ADMIN}),
    Operation("POST", "/admin/people/{person}/roles", "person", {Role.ADMIN}, "role=acme=agent"),
    Operation("POST", "/admin/people/{person}/password", "person", {Role.ADMIN}, f"password={PHRASE}&again={PHRASE}"),
    Operation("GET", "/admin/people/{person}/disable", "person", {Role.ADMIN}),
    Operation("POST", "/admin/people/{person}/disable", "person", {Role.ADMIN}, ""),
    Operation("POST", "/admin/people/{person}/enable", "person", {Role.ADMIN}, ""),
]
"""For whoever is an administrator of every client, in a session."""
OF_NO_CLIENT = {
    ("GET", "/"): set(Role),
    ("GET", "/api/v1/clients"): set(Role),
    ("POST", "/sign-out"): set(Role),
    ("GET", "/calls"): AGENTS,
    ("GET", "/agent/pop"): AGENTS,
    ("POST", "/agent/pop"): AGENTS,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("roles")
    with serving(folder) as served:
        for client in ("acme", "zeta"):
            of = f"/api/v1/clients/{client}"
            assert served.http.put(f"{of}/calls/c0", json={}).status_code in (200, 201)
            opened = served.http.post(f"{of}/incidents", json={"id": "i0", "title": "t", "opened_at": AT})
            assert opened.status_code in (200, 201)
        yield served


def came_in(kb: App, roles: dict[str, tuple[Role, ...]], id: str = "somebody") -> httpx.Client:
    """Somebody with these roles, in a browser's session."""
    now, (token, digest) = datetime.now(UTC), kb.access.new_session()
    person = Person(id, "Somebody", "oidc", roles)
    entry = Entry(now.isoformat(), f"person:{id}", "session.begin", "done")
    assert kb.access.accounts.begin_for(person, digest, now, entry)
    signed_in = kb.access.by_session(token, now)
    assert signed_in is not None
    return httpx.Client(
        cookies={"kbsearch": token}, headers={"X-CSRF-Token": signed_in.csrf}, trust_env=False, timeout=30
    )


def ask(http: httpx.Client, served: Served, operation: Operation, client: str) -> httpx.Response:
    head, _, tail = operation.path.partition("{client}")
    place = head + client + "/".join(operation.at if part.startswith("{") else part for part in tail.split("/"))
    body = operation.body
    if isinstance(body, str | bytes):
        kind = "text/csv" if isinstance(body, bytes) else "application/x-www-form-urlencoded"
        sent: dict[str, Any] = {"content": body, "headers": {"Content-Type": kind}}
    else:
        sent = {} if body is None else {"json": body}
    return http.request(operation.method, served.url + place, **sent)


def test_every_guarded_operation_is_in_the_matrix(desk: Served) -> None:
    app = create_litestar(desk.kb, open_web(), lambda: None)
    routes = [route for route in app.routes if isinstance(route, HTTPRoute) and route.path_format not in PUBLIC_ROUTES]
    there = {
        (method, route.path_format)
        for route in routes
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }
    assert there == {(one.method, one.path) for one in [*OPERATIONS, *OF_THE_INSTANCE]} | OF_NO_CLIENT.keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path.removeprefix(OF)}")
@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_a_role_does_what_it_may_for_its_client_and_knows_of_no_other(
    desk: Served, role: Role, operation: Operation
) -> None:
    with came_in(desk.kb, {"acme": (role,)}) as http:
        own = ask(http, desk, operation, "acme")
        assert own.status_code in (DONE if role in operation.roles else (403,)), own.text
        foreign, absent = (ask(http, desk, operation, client) for client in ("zeta", "nobody"))
        assert foreign.status_code == absent.status_code == 404
        strip = {"x-request-id", "date", "content-length", "ratelimit-remaining", "ratelimit-reset"}
        heads = [{k: v for k, v in one.headers.items() if k not in strip} for one in (foreign, absent)]
        assert heads[0] == heads[1]


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
def test_what_is_of_no_client(desk: Served, role: Role) -> None:
    with came_in(desk.kb, {"acme": (role,)}) as http:
        listed = http.get(desk.url + "/api/v1/clients").json()["items"]
        assert [one["client"] for one in listed] == ["acme"]
        home = http.get(desk.url + "/")
        assert home.status_code == (200 if role in OF_NO_CLIENT["GET", "/"] else 403)
        assert "zeta" not in home.text
        own = http.get(desk.url + "/calls")
        assert own.status_code == (200 if role in OF_NO_CLIENT["GET", "/calls"] else 403)
        assert "zeta" not in own.text
        for method in ("GET", "POST"):
            popped = http.request(method, desk.url + "/agent/pop")
            assert popped.status_code == (200 if role in OF_NO_CLIENT[method, "/agent/pop"] else 403)
            assert "zeta" not in popped.text
        assert http.post(desk.url + "/sign-out").status_code == 303
        assert http.get(desk.url + "/").status_code == 401


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method} {one.path.removeprefix(OF)}")
def test_who_serves_several_clients_is_held_to_the_one_in_the_path(desk: Served, operation: Operation) -> None:
    """Roles at one client give nothing at the other: agent of acme and reader of zeta's figures."""
    roles = {"acme": (Role.AGENT,), "zeta": (Role.CLIENT_READER,)}
    with came_in(desk.kb, roles) as http:
        for client, (role,) in roles.items():
            expected = DONE if role in operation.roles else (403,)
            assert ask(http, desk, operation, client).status_code in expected
        answer = ask(http, desk, operation, "acme").text
        assert "zeta" not in answer
        assert "canari" not in answer


def test_an_agent_of_two_clients_finds_in_each_what_is_its_own(desk: Served) -> None:
    search = Operation("POST", f"{OF}/search", "", READERS, {"query": "mot de passe du coffre"})
    with came_in(desk.kb, {"acme": (Role.AGENT,), "zeta": (Role.AGENT,)}) as http:
        assert "coffre zeta" in ask(http, desk, search, "zeta").text
        assert "coffre zeta" not in ask(http, desk, search, "acme").text
        article = Operation("GET", f"{OF}/articles/{{article}}", "secret", READERS)
        assert ask(http, desk, article, "zeta").status_code == 200
        assert ask(http, desk, article, "acme").status_code == 404


def test_a_role_for_every_client_is_one_for_each(desk: Served) -> None:
    with came_in(desk.kb, {"*": (Role.EDITOR,), "zeta": (Role.AGENT,)}) as http:
        search, put = OPERATIONS[0], next(one for one in OPERATIONS if one.method == "PUT")
        assert [ask(http, desk, search, client).status_code for client in ("acme", "zeta")] == [200, 200]
        assert [ask(http, desk, put, client).status_code for client in ("acme", "zeta")] == [403, 200]


@pytest.mark.parametrize("operation", OF_THE_INSTANCE, ids=lambda one: f"{one.method} {one.path}")
def test_the_instance_is_for_who_administers_all_of_it(desk: Served, operation: Operation) -> None:
    now, kb = datetime.now(UTC), desk.kb
    key, _ = kb.access.create_key("terminal:tests", now, NewKey("t", ("acme",), frozenset({Scope.SEARCH})))
    if kb.access.accounts.find("marie") is None:
        asked = NewAccount("marie", "Marie", {"acme": (Role.AGENT,)}, PHRASE.replace("+", " "))
        Accounts(kb.access).add("terminal:tests", now, asked)
    mark = kb.access.keyed("page of a person", "marie")[:MARK_CHARS]
    place = operation.path.replace("{key}", key.id).replace("{person}", mark)
    one = Operation(operation.method, place + "{client}", "", operation.roles, operation.body)
    for role in Role:
        for where in ("*", "acme"):
            with came_in(kb, {where: (role,)}) as http:
                may = role is Role.ADMIN and where == "*"
                answer = ask(http, desk, one, "")
                refused_account = operation.path == "/admin/people" and operation.method == "POST"
                assert answer.status_code in ((400,) if may and refused_account else DONE if may else (403,)), place
    with httpx.Client(
        headers={"Authorization": desk.http.headers["Authorization"]}, trust_env=False, timeout=30
    ) as with_key:
        assert ask(with_key, desk, one, "").status_code == 403
