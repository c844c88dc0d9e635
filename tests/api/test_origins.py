"""Pages elsewhere: nothing without a listed origin, and nothing of one client for the origins of another."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kbsearch.core.snapshot import Snapshot
from tests.served import Served, serving

LISTED, OTHERS = "https://crm.example.com", "https://desk.example.net"
FOREIGN = [
    "https://evil.example",
    "null",
    "*",
    "http://crm.example.com",
    "https://crm.example.com:8443",
    "https://crm.example.com.evil.example",
    "https://xcrm.example.com",
    "https://CRM.example.com",
    "https://crm.example.com/",
    "",
]
SEARCH, ARTICLE = "/api/v1/clients/acme/search", "/api/v1/clients/acme/articles/reseau/vpn"
ASKS = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("origins")
    with serving(folder) as served:
        for client, origin in (("acme", LISTED), ("zeta", OTHERS)):
            listed(served, client, origin)
        yield served


def listed(served: Served, client: str, origin: str) -> None:
    snapshot = served.live.entries[client]
    assert isinstance(snapshot, Snapshot)
    changed = dataclasses.replace(snapshot.client, origins=(origin,))
    served.live.entries[client] = dataclasses.replace(snapshot, client=changed)


def preflight(desk: Served, path: str, origin: str) -> httpx.Response:
    """As a browser sends it: without any key."""
    return httpx.options(f"{desk.url}{path}", headers=ASKS | {"origin": origin})


def allowing(answer: httpx.Response) -> set[str]:
    return {name for name in answer.headers if name.startswith("access-control")}


def varies(answer: httpx.Response) -> bool:
    return "Origin" in answer.headers.get("vary", "").split(", ")


def test_a_browser_may_ask_first_without_a_key(desk: Served) -> None:
    answer = preflight(desk, SEARCH, LISTED)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == LISTED
    assert set(answer.headers["access-control-allow-methods"].split(", ")) == {"OPTIONS", "POST"}
    sent = answer.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-type", "idempotency-key", "if-none-match"} <= set(sent)
    assert 0 < int(answer.headers["access-control-max-age"]) <= 3600
    assert "access-control-allow-credentials" not in answer.headers
    assert varies(answer)


def test_a_listed_page_reads_answers_and_refusals(desk: Served) -> None:
    key = {"authorization": desk.http.headers["authorization"], "origin": LISTED}
    read = httpx.get(f"{desk.url}{ARTICLE}", headers=key)
    known = httpx.get(f"{desk.url}{ARTICLE}", headers=key | {"if-none-match": read.headers["etag"]})
    without = httpx.get(f"{desk.url}{ARTICLE}", headers={"origin": LISTED})
    wrong = httpx.post(f"{desk.url}{SEARCH}", headers=key, json={"query": 3})
    assert [one.status_code for one in (read, known, without, wrong)] == [200, 304, 401, 400]
    for answer in (read, known, without, wrong):
        assert answer.headers["access-control-allow-origin"] == LISTED
        assert "ETag" in answer.headers["access-control-expose-headers"]
        assert "access-control-allow-credentials" not in answer.headers
        assert varies(answer)


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", [SEARCH, ARTICLE, "/api/v1/clients/acme"])
def test_any_other_page_gets_nothing(desk: Served, origin: str, path: str) -> None:
    asked, got = preflight(desk, path, origin), desk.http.get(path, headers={"origin": origin})
    for answer in (asked, got):
        assert allowing(answer) == set()
        assert varies(answer)


def test_a_page_that_another_client_lists_reads_nothing_of_this_one(desk: Served) -> None:
    for path in (ARTICLE, "/api/v1/clients/acme"):
        got = desk.http.get(path, headers={"origin": OTHERS})
        assert got.status_code == 200
        assert allowing(got) == set()


@pytest.mark.parametrize("origin", [LISTED, OTHERS, "https://evil.example"])
@pytest.mark.parametrize("client", ["zeta", "absent", "vide"])
def test_who_asks_without_a_key_does_not_learn_which_client_lists_a_page(
    desk: Served, client: str, origin: str
) -> None:
    for path in ("/search", "", "/articles/reseau/vpn"):
        here, there = (f"/api/v1/clients/{name}{path}" for name in ("acme", client))
        for ask in (preflight, unkeyed):
            first, second = ask(desk, here, origin), ask(desk, there, origin)
            assert told(first) == told(second)


def unkeyed(desk: Served, path: str, origin: str) -> httpx.Response:
    return httpx.get(f"{desk.url}{path}", headers={"origin": origin})


def told(answer: httpx.Response) -> tuple[int, dict[str, str]]:
    """All that does not count requests or name this one."""
    changing = ("date", "x-request-id", "content-length", "ratelimit-remaining", "ratelimit-reset")
    return answer.status_code, {name: value for name, value in answer.headers.items() if name not in changing}


@pytest.mark.parametrize("path", ["/", "/livez", "/readyz", "/schema/openapi.json", "/c/acme", "/sign-in", "/docs"])
def test_what_is_of_no_client_is_for_no_page(desk: Served, path: str) -> None:
    assert allowing(preflight(desk, path, LISTED)) == set()
    assert allowing(desk.http.get(path, headers={"origin": LISTED})) == set()


def test_a_page_that_is_taken_off_the_list_is_out_at_once(desk: Served) -> None:
    listed(desk, "acme", "https://new.example.com")
    assert allowing(preflight(desk, SEARCH, LISTED)) == set()
    assert allowing(preflight(desk, SEARCH, "https://new.example.com"))
    listed(desk, "acme", LISTED)


@pytest.mark.usefixtures("rates_clock")
def test_a_refusal_before_any_route_can_be_read_too(tmp_path: Path) -> None:
    rates = {f"rate_{who}_{what}": 1 for who in ("address", "key") for what in ("searches", "writes")}
    with serving(tmp_path, overrides={**rates, "rate_burst_s": 1}) as served:
        listed(served, "acme", LISTED)
        [answered, refused] = (served.search("vpn", origin=LISTED) for _ in range(2))
    assert (answered.status_code, refused.status_code) == (200, 429)
    assert refused.headers["access-control-allow-origin"] == LISTED
    assert "Retry-After" in refused.headers["access-control-expose-headers"]
