"""Who comes in, and what each may do: keys, scopes, sessions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import httpx
import pytest
from litestar import Litestar, get
from litestar.routes import HTTPRoute

from kbsearch.api.access import route_audit
from kbsearch.api.access.guards import requires_client, requires_scope, requires_session
from kbsearch.api.access.identity import PUBLIC, needs
from kbsearch.api.asgi import create_litestar
from kbsearch.api.pages.web import open_web
from kbsearch.core.access.principals import Scope
from kbsearch.errors import StateError
from tests.served import Served, master_key, session_of

SEARCH = "/api/v1/clients/acme/search"
ASKED = {"query": "vpn"}
ASKS = [
    ("POST", SEARCH, ASKED, Scope.SEARCH),
    ("GET", "/api/v1/clients/acme/articles/reseau/vpn", None, Scope.SEARCH),
    ("GET", "/api/v1/clients/acme/incidents", None, Scope.SEARCH),
    ("PUT", "/api/v1/clients/acme/calls/c1", {}, Scope.RECORD),
    ("POST", "/api/v1/clients/acme/escalation", {"symptom": "vpn"}, Scope.ESCALATE),
    (
        "POST",
        "/api/v1/clients/acme/incidents",
        {"id": "i1", "title": "t", "opened_at": "2026-11-02T09:00:00Z"},
        Scope.EDIT_INCIDENTS,
    ),
]


@pytest.fixture
def anyone(desk: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=desk.url, trust_env=False, timeout=30) as http:
        yield http


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def app_of(served: Served) -> Litestar:
    return create_litestar(served.kb, open_web(), lambda: None)


def test_every_operation_wants_to_know_who_asks(desk: Served, anyone: httpx.Client) -> None:
    """All that there are, whatever is added later: 401 without a key, unless it is on the list of public ones."""
    asked = 0
    for route in app_of(desk).routes:
        assert isinstance(route, HTTPRoute)
        for handler in route.route_handlers:
            path = re.sub(r"\{\w+\}", "acme", route.path_format)
            for method in handler.http_methods - {"OPTIONS"}:
                answer = anyone.request(method, path)
                if route.path_format in route_audit.PUBLIC_ROUTES:
                    form_of_elsewhere = (403,) if method == "POST" else ()
                    assert answer.status_code in (200, 404, 503, *form_of_elsewhere), path
                else:
                    assert answer.status_code == 401, (method, path)
                    assert answer.headers["www-authenticate"].startswith("Bearer")
                    asked += 1
    assert asked > 15


def test_a_problem_says_what_to_send_and_to_a_browser_how_to_come_in(anyone: httpx.Client) -> None:
    problem = anyone.post(SEARCH, json=ASKED)
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["type"] == "/problems#unauthenticated"
    assert "kbsearch keys create" in problem.json()["detail"]
    page = anyone.get("/c/acme", headers={"Accept": "text/html"})
    assert page.status_code == 401
    assert "kbsearch sign-in-link" in page.text


@pytest.mark.parametrize(("method", "path", "body", "scope"), ASKS)
def test_each_operation_needs_its_scope_and_no_other(
    desk: Served, anyone: httpx.Client, method: str, path: str, body: Any, scope: Scope
) -> None:
    enough = anyone.request(method, path, json=body, headers=bearer(master_key(desk.kb, scope)))
    assert enough.status_code in (200, 201)
    others = master_key(desk.kb, *(set(Scope) - {scope}))
    refused = anyone.request(method, path, json=body, headers=bearer(others))
    assert refused.status_code == 403
    assert scope.value in refused.json()["detail"]


def test_a_search_that_is_kept_for_a_call_needs_the_scope_to_record(desk: Served, anyone: httpx.Client) -> None:
    key = bearer(master_key(desk.kb, Scope.SEARCH))
    assert anyone.post(SEARCH, json=ASKED, headers=key).status_code == 200
    refused = anyone.post(SEARCH, json={**ASKED, "call": "c1"}, headers=key)
    assert refused.status_code == 403
    assert "record" in refused.json()["detail"]


@pytest.mark.parametrize("client", ["zeta", "vide", "absent", "ACME", "..", "%2e%2e"])
def test_another_client_is_the_same_as_one_that_is_not_there(desk: Served, anyone: httpx.Client, client: str) -> None:
    key = bearer(master_key(desk.kb, clients=["acme"]))
    given = []
    for method, path, body, _ in ASKS:
        answer = anyone.request(method, path.replace("acme", client), json=body, headers=key)
        given.append((answer.status_code, answer.json()["type"]))
    assert set(given) == {(404, "/problems#not-found")}


def test_the_home_page_lists_the_clients_that_one_may_search(desk: Served, anyone: httpx.Client) -> None:
    page = anyone.get("/", headers=bearer(master_key(desk.kb, clients=["acme"]))).text
    assert "/c/acme" in page
    assert "zeta" not in page
    assert anyone.get("/", headers=bearer(master_key(desk.kb, Scope.RECORD))).status_code == 403


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Basic a2V5OmtleQ==", "Bearer kbs_aaaaaaaaaa_" + "a" * 43, "kbs_aaaaaaaaaa_" + "a" * 43],
)
def test_what_is_no_key_is_nobody(anyone: httpx.Client, header: str) -> None:
    assert anyone.post(SEARCH, json=ASKED, headers={"Authorization": header}).status_code == 401


def test_a_revoked_key_is_refused_from_the_next_request_on(desk: Served, anyone: httpx.Client) -> None:
    key = master_key(desk.kb)
    assert anyone.post(SEARCH, json=ASKED, headers=bearer(key)).status_code == 200
    desk.kb.access.revoke_key("terminal:tests", datetime.now(UTC), key.split("_")[1])
    assert anyone.post(SEARCH, json=ASKED, headers=bearer(key)).status_code == 401


def test_without_the_access_file_nobody_comes_in(desk: Served, anyone: httpx.Client) -> None:
    key = master_key(desk.kb)
    with mock.patch.object(desk.kb.access.file, "_readers") as readers:
        readers.mine.side_effect = OSError(5, "input/output error")
        refused = anyone.post(SEARCH, json=ASKED, headers=bearer(key))
    assert refused.status_code == 503
    assert "access.db" not in refused.text


def test_a_link_signs_in_once_and_the_session_serves_the_pages(desk: Served, anyone: httpx.Client) -> None:
    link = desk.kb.access.make_link(datetime.now(UTC))
    answer = anyone.get("/sign-in", params={"link": link})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert anyone.get("/c/acme").status_code == 200
    again = httpx.get(f"{desk.url}/sign-in", params={"link": link}, trust_env=False)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers


def test_a_session_changes_nothing_without_the_pages_token(desk: Served, anyone: httpx.Client) -> None:
    anyone.cookies.set("kbsearch", session_of(desk.kb))
    page = anyone.get("/c/acme").text
    found = re.search(r'data-csrf="([0-9a-f]{64})"', page)
    assert found is not None
    token = {"X-CSRF-Token": found[1]}
    assert anyone.post(SEARCH, json=ASKED).status_code == 403
    outdated = anyone.post(SEARCH, json=ASKED, headers={"X-CSRF-Token": "0" * 64})
    assert (outdated.status_code, outdated.json()["type"]) == (403, "/problems#page-outdated")
    assert anyone.post(SEARCH, json=ASKED, headers=token).status_code == 200
    for elsewhere in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.test"},
    ):
        refused = anyone.post(SEARCH, json=ASKED, headers=token | elsewhere)
        assert refused.status_code == 403
        assert refused.json()["type"] == "/problems#forbidden"
    assert anyone.post(SEARCH, json=ASKED, headers=token | {"Origin": desk.url}).status_code == 200
    assert anyone.post("/c/acme", data={"query": "vpn"}).status_code == 403
    assert anyone.post("/c/acme", data={"query": "vpn", "csrf": found[1]}).status_code == 303


def test_another_sessions_token_is_worth_nothing(desk: Served, anyone: httpx.Client) -> None:
    anyone.cookies.set("kbsearch", session_of(desk.kb))
    signed_in = desk.kb.access.by_session(session_of(desk.kb), datetime.now(UTC))
    assert signed_in is not None
    assert anyone.post(SEARCH, json=ASKED, headers={"X-CSRF-Token": signed_in.csrf}).status_code == 403


def test_signing_out_ends_the_session_for_whoever_has_its_cookie(desk: Served, anyone: httpx.Client) -> None:
    session = session_of(desk.kb)
    anyone.cookies.set("kbsearch", session)
    signed_in = desk.kb.access.by_session(session, datetime.now(UTC))
    assert signed_in is not None
    gone = anyone.post("/sign-out", data={"csrf": signed_in.csrf})
    assert (gone.status_code, gone.headers["location"]) == (303, "/sign-in")
    assert "Max-Age=0" in gone.headers["set-cookie"]
    assert httpx.get(f"{desk.url}/c/acme", cookies={"kbsearch": session}, trust_env=False).status_code == 401


def test_a_session_that_was_not_used_for_long_is_over(desk: Served, anyone: httpx.Client) -> None:
    now = datetime.now(UTC)
    early = now - timedelta(minutes=31)
    session = desk.kb.access.sign_in_by_link(desk.kb.access.make_link(early), early)
    assert session is not None
    anyone.cookies.set("kbsearch", session)
    assert anyone.get("/c/acme").status_code == 401


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        ("/new", {}, "asks nobody who they are"),
        ("/new", {"opt": PUBLIC}, "is not in the list"),
        ("/new", {"guards": [requires_scope]}, "needs no scope"),
        (
            "/api/v1/clients/{client:str}/new",
            {"guards": [requires_scope], "opt": needs(Scope.SEARCH)},
            "requires_client",
        ),
        ("/api/v1/clients/{client:str}/new", {"guards": [requires_client]}, "needs no scope"),
        ("/api/v1/everything", {"guards": [requires_scope], "opt": needs(Scope.SEARCH)}, "requires_client"),
        ("/api/v1/tenants/{name:str}", {"guards": [requires_scope], "opt": needs(Scope.SEARCH)}, "requires_client"),
        ("/new", {"guards": [requires_session], "opt": needs(Scope.SEARCH)}, "asks for no scope"),
    ],
)
def test_a_route_without_a_guard_stops_the_start(desk: Served, path: str, options: dict[str, Any], said: str) -> None:
    @get(path, sync_to_thread=False, **options)
    def handler() -> str:
        return ""

    app = app_of(desk)
    assert list(route_audit.faults(app)) == []
    app.register(handler)
    with pytest.raises(route_audit.UnguardedRouteError, match=said):
        route_audit.require_guarded(app)


def trail(served: Served) -> list[tuple[str, str, str, str, str]]:
    entries = (json.loads(one.body) for one in served.kb.access.file.trail())
    return [(e["actor"], e["action"], e["result"], e["client"], e["object"]) for e in entries]


def test_incidents_and_imports_are_on_the_audit_trail_with_who_did_it(desk: Served, anyone: httpx.Client) -> None:
    key = master_key(desk.kb)
    body = {"id": "i1", "title": "t", "opened_at": "2026-11-02T09:00:00Z"}
    anyone.post("/api/v1/clients/acme/incidents", json=body, headers=bearer(key))
    anyone.post("/api/v1/clients/acme/incidents/i2/close", json={"at": "2026-11-02T09:00:00Z"}, headers=bearer(key))
    table = {"Content-Type": "text/csv"} | bearer(key)
    anyone.post("/api/v1/clients/acme/imports/calls", content=b"call_id,started_at\n", headers=table)
    me = f"key:{key.split('_')[1]}"
    assert trail(desk)[-6:] == [
        (me, "incident.open", "begun", "acme", "i1"),
        (me, "incident.open", "done", "acme", "i1"),
        (me, "incident.close", "begun", "acme", "i2"),
        (me, "incident.close", "failed", "acme", "i2"),
        (me, "calls.import", "begun", "acme", "0 calls"),
        (me, "calls.import", "done", "acme", "0 calls"),
    ]
    assert desk.kb.access.verify().broken is None


def test_what_cannot_be_accounted_for_is_refused_and_searching_goes_on(desk: Served, anyone: httpx.Client) -> None:
    key = bearer(master_key(desk.kb))
    body = {"id": "i1", "title": "t", "opened_at": "2026-11-02T09:00:00Z"}
    with mock.patch.object(desk.kb.access.file, "record", side_effect=StateError("no room")):
        refused = anyone.post("/api/v1/clients/acme/incidents", json=body, headers=key)
        assert refused.status_code == 503
        assert refused.headers["retry-after"]
        assert anyone.post(SEARCH, json=ASKED, headers=key).status_code == 200
    assert anyone.get("/api/v1/clients/acme/incidents", headers=key).json()["items"] == []
