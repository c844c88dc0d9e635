"""ETags: what is known is not sent again, by the letter of RFC 9110."""

from __future__ import annotations

import dataclasses

import pytest

from kbsearch.api.requests.freshness import names
from kbsearch.core.snapshot import Snapshot
from tests.served import Served

ADDRESSES = ["/api/v1/clients/acme", "/api/v1/clients/acme/articles/reseau/vpn"]
TAG = '"0.1-gen-1"'


@pytest.mark.parametrize(
    "condition",
    [
        TAG,
        f"W/{TAG}",
        "*",
        " * ",
        f'"a", {TAG}',
        f'{TAG},"b"',
        f'W/"a" , W/{TAG}\t, "c"',
        f",{TAG}",
        f'"a,b",{TAG}',
        f'"",{TAG}',
    ],
)
def test_a_condition_that_names_the_tag(condition: str) -> None:
    assert names(condition, TAG)


@pytest.mark.parametrize(
    "condition",
    [
        "",
        '"a"',
        TAG.strip('"'),
        f"x{TAG}",
        f"w/{TAG}",
        f'"a"{TAG}',
        f'"a" {TAG}',
        f"*, {TAG}",
        f"{TAG} x",
        '"0.1-gen-1',
        '"0.1-gen"',
        '"\u20ac"',
    ],
)
def test_a_condition_that_does_not(condition: str) -> None:
    assert not names(condition, TAG)


def test_a_long_condition_is_read_in_no_time() -> None:
    assert not names('"a",' * 20_000 + "x", TAG)
    assert not names("W/" * 40_000, TAG)
    assert not names(" , " * 20_000 + '"', TAG)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_304_for_who_has_it_until_it_changes(server: Served, address: str) -> None:
    first = server.http.get(address)
    etag = first.headers["etag"]
    assert not etag.startswith("W/")
    assert first.headers["cache-control"] == "private, no-cache"
    for condition in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        known = server.http.get(address, headers={"if-none-match": condition})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", etag)
        assert known.headers["cache-control"] == "private, no-cache"
        assert "x-request-id" in known.headers
    for condition in (etag.strip('"'), f"x{etag}", '"x"'):
        assert server.http.get(address, headers={"if-none-match": condition}).status_code == 200
    snapshot = server.live.entries["acme"]
    assert isinstance(snapshot, Snapshot)
    server.live.entries["acme"] = dataclasses.replace(snapshot, generation="gen-2-test")
    again = server.http.get(address, headers={"if-none-match": etag})
    assert (again.status_code, again.headers["etag"] != etag) == (200, True)


@pytest.mark.parametrize("address", ["/api/v1/clients/absent", "/api/v1/clients/acme/articles/absent"])
def test_what_is_not_there_is_not_unchanged(server: Served, address: str) -> None:
    assert server.http.get(address, headers={"if-none-match": "*"}).status_code == 404


def test_the_snapshot_says_what_is_served(server: Served) -> None:
    said = server.http.get("/api/v1/clients/acme").json()
    assert (said["client"], said["name"], said["generation"]) == ("acme", "Acme & Fils", "gen-1-test")
    assert said["commit"] == server.search("vpn").json()["commit"]
