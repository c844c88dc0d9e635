"""`Deprecation` and `Sunset`, on a route that is there only for this."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient

from kbsearch.api.contract.deprecation import deprecated, tell_deprecation
from kbsearch.api.contract.described import found, public_problems
from kbsearch.api.contract.document import document
from kbsearch.api.search.shapes import LiveOut
from tests.served import Served

SINCE = datetime(2027, 3, 1, 1, tzinfo=timezone(timedelta(hours=1)))
GONE = datetime(2028, 3, 1, tzinfo=UTC)
GOING = deprecated(SINCE, GONE, "/docs#old")
ANSWERS = found(LiveOut, "It is.", {"status": "live"}) | public_problems(_503="Not now.")


@get("/old", opt=GOING, operation_id="old", responses=ANSWERS, sync_to_thread=False)
def old() -> LiveOut:
    return LiveOut()


@get("/failing", opt=GOING, include_in_schema=False, sync_to_thread=False)
def failing() -> LiveOut:
    raise RuntimeError


@get("/new", operation_id="new", responses=ANSWERS, sync_to_thread=False)
def new() -> LiveOut:
    return LiveOut()


@pytest.fixture
def app() -> Litestar:
    return Litestar([old, failing, new], before_send=[tell_deprecation])


def test_a_route_that_is_to_go_says_so_whatever_it_answers(app: Litestar) -> None:
    with TestClient(app, raise_server_exceptions=False) as client:
        for path, status in (("/old", 200), ("/failing", 500)):
            answer = client.get(path)
            assert answer.status_code == status
            assert answer.headers["deprecation"] == "@1803859200"
            assert answer.headers["sunset"] == "Wed, 01 Mar 2028 00:00:00 GMT"
            assert '</docs#old>; rel="deprecation"' in answer.headers["link"]
        for path in ("/new", "/absent"):
            assert {"deprecation", "sunset"}.isdisjoint(client.get(path).headers)


def test_the_document_says_so_too(app: Litestar) -> None:
    paths = document(app)["paths"]
    assert paths["/old"]["get"]["deprecated"] is True
    assert {"Deprecation", "Sunset"} <= paths["/old"]["get"]["responses"]["200"]["headers"].keys()
    assert not paths["/new"]["get"]["deprecated"]


def test_nothing_is_gone_before_it_is_deprecated() -> None:
    with pytest.raises(ValueError, match="before it is deprecated"):
        deprecated(GONE, SINCE, "/docs")


def test_nothing_of_the_first_version_is_to_go(server: Served) -> None:
    for methods in server.http.get("/schema/openapi.json").json()["paths"].values():
        assert not any(operation.get("deprecated") for operation in methods.values())
    assert "deprecation" not in server.http.get("/api/v1/clients/acme").headers
