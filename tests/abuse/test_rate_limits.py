"""Rate limits and trusted proxies on a real server over real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from kbsearch.api.errors.problems import RateLimitedError
from kbsearch.api.errors.refusals import SlowRefusals
from kbsearch.api.transport.limits import FAILED_COST, KeyLimits, buckets_of, kind_of
from kbsearch.api.transport.limits import limited as limited_app
from kbsearch.core.access.principals import Kind, Principal
from kbsearch.errors import BadSettings
from kbsearch.settings import load_settings
from tests.clocks import StillClock
from tests.served import Served, master_key, serving

SLOW = {"rate_address_searches": 1, "rate_address_writes": 1, "rate_burst_s": 4}
"""Four at once, then one a second."""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch, rates_clock: StillClock) -> None:
    monkeypatch.setattr("kbsearch.api.errors.refusals.PAUSE_S", (0.0, 0.0))


@contextlib.contextmanager
def limited(folder: Path, **overrides: object) -> Iterator[Served]:
    with serving(folder, overrides={**SLOW, **overrides}) as served:
        yield served


def ask(served: Served, **headers: str) -> httpx.Response:
    return served.search("vpn", **headers)


def spent(served: Served, **headers: str) -> bool:
    """Whether the bucket that these headers lead to runs dry within its burst."""
    return [ask(served, **headers).status_code for _ in range(5)][-1] == 429


def test_more_than_the_burst_is_429_with_when_to_come_back(tmp_path: Path) -> None:
    with limited(tmp_path) as served:
        answers = [ask(served) for _ in range(5)]
        assert [one.status_code == 429 for one in answers] == [False] * 4 + [True]
        refused = answers[-1]
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-type"] == "application/problem+json"
        document = refused.json()
        assert (document["type"], document["status"]) == ("/problems#rate-limited", 429)
        assert document["request_id"] == refused.headers["x-request-id"]
        assert refused.headers["content-security-policy"].startswith("default-src 'none'")
        assert "Réessayez dans 1 s" in document["detail"]
        assert "again in 1 s" in ask(served, **{"accept-language": "en"}).json()["detail"]
        assert served.http.get("/livez").status_code == 200, "a monitor is still answered"


def test_who_waits_as_long_as_was_said_is_answered(tmp_path: Path, rates_clock: StillClock) -> None:
    with limited(tmp_path) as served:
        assert spent(served)
        rates_clock.now += 0.9
        assert ask(served).status_code == 429
        rates_clock.now += 0.1
        assert [ask(served).status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(("lang", "when"), [("fr", "Réessayez dans 1 s"), ("en", "again in 1 s")])
def test_who_opens_a_call_in_a_browser_is_told_in_words_when_to_come_back(
    tmp_path: Path, method: str, lang: str, when: str
) -> None:
    with limited(tmp_path) as served:
        sent = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": lang}
        for said in ({}, {"caller": "+33652714128"}, {"refused": "rate-limited"}):
            [served.http.request(method, "/agent/pop") for _ in range(5)]
            page = served.http.request(method, "/agent/pop", params=said, headers=sent)
            assert (page.status_code, page.headers["retry-after"]) == (429, "1")
            assert page.headers["content-type"] == "text/html; charset=utf-8"
            assert page.headers["content-security-policy"].startswith("default-src 'none'")
            assert when in page.text
            assert "<h1>" in page.text
            assert page.headers["x-request-id"] in page.text
            assert "652714128" not in page.text
        tool = served.http.request(method, "/agent/pop", headers={"Accept": "application/json"})
        assert tool.headers["content-type"] == "application/problem+json"
        assert tool.json()["type"] == "/problems#rate-limited"
        for path, told in (
            ("/calls", "text/html"),
            ("/c/acme", "text/html"),
            ("/api/v1/clients", "application/problem+json"),
        ):
            [served.http.request(method, path) for _ in range(5)]
            elsewhere = served.http.request(method, path, headers=sent)
            assert elsewhere.status_code == 429
            assert elsewhere.headers["content-type"].startswith(told), "a browser gets a page, of what is one"


def test_a_refusal_is_paused_so_that_a_flood_costs_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.api.errors.refusals.PAUSE_S", (0.4, 0.5))
    with limited(tmp_path, rate_burst_s=1) as served:
        ask(served)
        began = time.monotonic()
        assert ask(served).status_code == 429
        assert time.monotonic() - began >= 0.4


def test_writes_have_a_bucket_of_their_own(tmp_path: Path) -> None:
    with limited(tmp_path) as served:
        assert spent(served)
        assert served.http.put("/api/v1/clients/acme/calls/c1", json={}).status_code != 429


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "/api/v1/clients/acme/calls/c1", "searches"),
        ("POST", "/api/v1/clients/acme/search", "searches"),
        ("POST", "/api/v1/clients/acme/search/", "searches"),
        ("POST", "/api/v1/clients/acme/escalation", "searches"),
        ("POST", "/c/acme", "searches"),
        ("POST", "/c/acme/articles", "searches"),
        ("POST", "/c/acme/a/search/x", "writes"),
        ("POST", "/api/v1/clients/acme/calls/c1/events", "writes"),
        ("PUT", "/api/v1/clients/acme/calls/search", "writes"),
        ("DELETE", "/anything", "writes"),
    ],
)
def test_what_counts_as_asking(method: str, path: str, kind: str) -> None:
    assert kind_of({"method": method, "path": path}) == kind  # type: ignore[typeddict-item]


def test_twenty_agents_who_type_behind_one_address_never_meet_the_default() -> None:
    for who in ("address", "key"):
        buckets = buckets_of(who, load_settings({}))["searches"]
        tries = (at / (20 / 0.3) for at in range(20_000))  # five minutes
        assert all(buckets.take("192.0.2.1", now).is_allowed for now in tries)


def test_a_key_has_a_bucket_of_its_own_wherever_it_comes_from() -> None:
    limits = KeyLimits(load_settings({"rate_key_searches": 1, "rate_burst_s": 2}))

    def ask_as(id: str, kind: Kind = "key") -> bool:
        state = {"principal": Principal(kind, id, "", {})}
        request: Any = SimpleNamespace(scope={"method": "POST", "path": "/x/search", "state": state})
        with contextlib.suppress(RateLimitedError):
            asyncio.run(limits.take(request))
        return bool(state["rate"].is_allowed)  # type: ignore[attr-defined]

    assert [ask_as("one") for _ in range(3)] == [True, True, False]
    assert ask_as("two")
    assert ask_as("one", "person"), "not the key of that name"


def test_both_limits_hold_in_a_server_and_a_key_is_told_its_own(tmp_path: Path) -> None:
    with limited(tmp_path, rate_address_searches=100, rate_key_searches=1) as served:
        answers = [ask(served) for _ in range(5)]
        assert [one.status_code for one in answers] == [200] * 4 + [429]
        assert [one.headers["ratelimit-remaining"] for one in answers] == ["3", "2", "1", "0", "0"]
        assert answers[-1].headers["retry-after"] == "1"
        assert answers[-1].headers["ratelimit-limit"] == "4"
        assert answers[-1].headers["ratelimit-reset"] == "4"
        assert ask(served, authorization=f"Bearer {master_key(served.kb)}").status_code == 200, "another key"


def test_nobody_reads_off_what_others_behind_the_same_address_do(tmp_path: Path) -> None:
    with limited(tmp_path, rate_address_searches=1, rate_key_searches=3) as served:
        mine, other = (f"Bearer {master_key(served.kb)}" for _ in range(2))
        told = [told_of(ask(served, authorization=key)) for key in (mine, other, mine)]
        assert [one["ratelimit-remaining"] for one in told] == ["11", "11", "10"], "the address has 3, 2 and 1 left"
        refused = served.http.get("/api/v1/clients/absent/calls", headers={"authorization": mine})
        assert (refused.status_code, told_of(refused)) == (404, {}), "nothing was taken from the key's bucket"
        dry = ask(served, authorization=mine)
        assert (dry.status_code, set(told_of(dry))) == (429, {"retry-after"}), "the address's doing"


def test_who_is_not_identified_is_told_the_address_s_own(tmp_path: Path) -> None:
    with limited(tmp_path, rate_address_searches=5, rate_key_searches=0) as served:
        assert told_of(served.http.get("/problems"))["ratelimit-remaining"] == "19"
        assert told_of(ask(served, authorization="Bearer kbs_wrong"))["ratelimit-remaining"] == str(18 - FAILED_COST)
        assert told_of(ask(served)) == {}, "a key without a limit of its own is told none"


def told_of(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith(("ratelimit", "retry"))}


def test_a_wrong_key_is_charged_before_anybody_is_known(tmp_path: Path) -> None:
    with limited(tmp_path, rate_burst_s=100) as served:
        statuses = [ask(served, authorization=f"Bearer kbs_x_{at}").status_code for at in range(15)]
        assert set(statuses) == {401, 429}
        assert ask(served).status_code == 429, "the address is out of tokens, whatever key it shows"


def test_a_spoofed_header_does_not_change_the_bucket(tmp_path: Path) -> None:
    with limited(tmp_path) as served:
        for at in range(4):
            ask(served, **{"x-forwarded-for": f"192.0.2.{at}", "forwarded": f"for=192.0.2.{at}"})
        for name in ("x-forwarded-for", "x-real-ip", "forwarded", "x-client-ip", "cf-connecting-ip"):
            assert ask(served, **{name: "192.0.2.99"}).status_code == 429


def test_behind_a_listed_proxy_the_right_most_untrusted_hop_counts(tmp_path: Path) -> None:
    with limited(tmp_path, proxies="127.0.0.1, 10.9.0.0/24") as served:
        assert spent(served, **{"x-forwarded-for": "192.0.2.1"})
        # what the caller wrote itself stands further left, and changes nothing
        assert ask(served, **{"x-forwarded-for": "198.51.100.7, 192.0.2.1"}).status_code == 429
        assert ask(served, **{"x-forwarded-for": "garbage, 192.0.2.1, 10.9.0.4"}).status_code == 429
        assert ask(served, **{"x-forwarded-for": "10.9.0.4, 192.0.2.1:5555"}).status_code == 429
        assert ask(served, **{"x-forwarded-for": "192.0.2.2"}).status_code == 200
        # one household of IPv6, and all that is no address, are one asker each
        assert spent(served, **{"x-forwarded-for": "2001:db8::1"})
        assert ask(served, **{"x-forwarded-for": "2001:db8::2"}).status_code == 429
        assert spent(served, **{"x-forwarded-for": "unknown"})
        assert ask(served, **{"x-forwarded-for": "_hidden"}).status_code == 429
        assert ask(served, **{"x-forwarded-for": "x" * 9_000}).status_code == 429


def test_several_headers_of_one_name_are_read_as_one_list(tmp_path: Path) -> None:
    with limited(tmp_path, proxies="127.0.0.1") as served:
        assert spent(served, **{"x-forwarded-for": "192.0.2.1"})
        url = "/api/v1/clients/acme/search"
        both = [("x-forwarded-for", "192.0.2.77"), ("x-forwarded-for", "192.0.2.1")]
        assert served.http.post(url, json={"query": "vpn"}, headers=both).status_code == 429


def test_a_failed_authentication_costs_more() -> None:
    async def refusing(scope: Any, _receive: Any, send: Any) -> None:
        status = 401 if scope["path"] == "/refused" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})

    left: list[int] = []

    async def heard(message: Any) -> None:
        left.append(int(dict(message["headers"])[b"ratelimit-remaining"]))

    app: Any = limited_app(refusing, load_settings({"rate_address_searches": 10, "rate_burst_s": 10}), SlowRefusals())
    for path in ("/open", "/refused"):
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [],
            "client": ("::1", 1),
        }
        asyncio.run(app(scope, None, heard))
    assert left == [99, 98 - FAILED_COST]


def test_the_wrapper_counts_other_loopback_addresses_apart(tmp_path: Path) -> None:
    with limited(tmp_path) as served:
        assert spent(served)
        port = int(served.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), 10, ("127.0.0.2", 0)) as other:
            other.sendall(b"GET /problems HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert other.recv(100).startswith(b"HTTP/1.1 200")


def test_every_operation_documents_429(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        paths = served.http.get("/schema/openapi.json").json()["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            assert "429" in operation["responses"], (method, path)
            assert ("408" in operation["responses"]) == ("413" in operation["responses"]), (method, path)


@pytest.mark.parametrize(
    ("given", "found"),
    [("", ()), ("10.0.0.5", ("10.0.0.5/32",)), (["10.1.0.0/24", "2001:db8::/48"], ("10.1.0.0/24", "2001:db8::/48"))],
)
def test_proxies_are_networks(given: object, found: tuple[str, ...]) -> None:
    assert load_settings({"proxies": given}).proxies == found


@pytest.mark.parametrize("given", ["*", "proxy.example", "10.0.0.1/24", 5])
def test_anything_else_is_no_proxy(given: object) -> None:
    with pytest.raises(BadSettings, match="proxies"):
        load_settings({"proxies": given})
