"""Totals for operators: what is counted, and that no word of a request, nor any client's name, becomes a label."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import inspect
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from prometheus_client.parser import text_string_to_metric_families

from kbsearch.adapters.snapshots.layout import Seal, encode
from kbsearch.api import asgi
from kbsearch.api.asgi import create_app, create_litestar
from kbsearch.api.errors.problems import STATUS
from kbsearch.api.pages.web import open_web
from kbsearch.api.transport.metering import NO_OPERATION, NO_STATUS, TotalsServer, operation_of
from kbsearch.api.transport.metering import metered as count_requests
from kbsearch.app import App, open_store
from kbsearch.app.metering import open_meter
from kbsearch.app.views import Reply
from kbsearch.cli.serve import listen
from kbsearch.core.metering import REASONS
from kbsearch.core.model import AnswerState
from tests.served import UNLIMITED, make_app, master_key, never_built, running

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]
SEARCH = "/api/v1/clients/acme/search"
BESIDES = {"200", "204", "303", "304", NO_STATUS}
"""Statuses that are no problem's."""
OWN = {
    "kbsearch_requests_total", "kbsearch_request_duration_seconds_bucket", "kbsearch_request_duration_seconds_count",
    "kbsearch_request_duration_seconds_sum", "kbsearch_searches_total", "kbsearch_refusals_total",
    "kbsearch_searches_in_hand", "kbsearch_scope_violation_total", "kbsearch_clients",
}  # fmt: skip


class Metered:
    """A running server and whoever reads its totals."""

    def __init__(self, kb: App, http: httpx.Client, metrics: httpx.Client) -> None:
        self.kb, self.http, self.metrics, self.asked = kb, http, metrics, 0
        http.event_hooks = {"response": [self._count]}

    def _count(self, _: httpx.Response) -> None:
        self.asked += 1

    def text(self) -> str:
        """As soon as all that was answered is counted: a request is once it is over, and its answer is here before."""
        until = time.monotonic() + 30
        while True:
            text = self.metrics.get("/metrics").text
            counted = sum(by for (name, _), by in samples(text).items() if name == "kbsearch_requests_total")
            assert counted <= self.asked
            if counted == self.asked:
                return text
            assert time.monotonic() < until
            time.sleep(0.01)

    def read(self) -> Samples:
        return samples(self.text())

    def value(self, name: str, **labels: str) -> float:
        return self.read().get((name, frozenset(labels.items())), 0.0)


def samples(text: str) -> Samples:
    families = text_string_to_metric_families(text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


@contextlib.contextmanager
def metering(folder: Path, **more: object) -> Iterator[Metered]:
    kb, live = make_app(folder, overrides=UNLIMITED | more)
    live.entries["vide"] = never_built()
    meter, listener = open_meter(kb), listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    totals = TotalsServer(meter, listener, kb.settings)
    totals.start()
    try:
        with (
            running(kb, meter) as (_, http),
            httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as read,
        ):
            http.headers["Authorization"] = f"Bearer {master_key(kb)}"
            yield Metered(kb, http, read)
    finally:
        totals.close()
        listener.close()


@pytest.fixture
def metered(tmp_path: Path) -> Iterator[Metered]:
    with metering(tmp_path) as found:
        yield found


def test_a_search_raises_its_own_counters_and_no_others(metered: Metered) -> None:
    assert metered.http.post(SEARCH, json={"query": "vpn"}).status_code == 200
    before = metered.read()
    answer = metered.http.post(SEARCH, json={"query": "vpn connexion impossible"}).json()
    after = metered.read()
    raised = {key: value - before.get(key, 0.0) for key, value in after.items() if value != before.get(key)}
    named = {(name, label): by for (name, label), by in raised.items() if name.startswith("kbsearch_")}
    took = named.pop(("kbsearch_request_duration_seconds_sum", frozenset({("operation", "search")})))
    buckets = [key for key in named if key[0].endswith("_bucket")]
    assert {by for key in buckets for by in [named.pop(key)]} == {1.0}
    assert named == {
        ("kbsearch_requests_total", frozenset({("operation", "search"), ("status", "200")})): 1.0,
        ("kbsearch_request_duration_seconds_count", frozenset({("operation", "search")})): 1.0,
        ("kbsearch_searches_total", frozenset({("mode", answer["mode"]), ("state", answer["state"])})): 1.0,
    }
    assert 0 < took < 20
    page = metered.http.post(
        "/c/acme", content="query=vpn", headers={"Content-Type": "application/x-www-form-urlencoded"}
    )
    assert page.status_code == 200
    assert metered.value("kbsearch_requests_total", operation="page:search", status="200") == 1
    assert sum(by for (name, _), by in metered.read().items() if name == "kbsearch_searches_total") == 3


@pytest.mark.usefixtures("rates_clock")
def test_what_is_refused_is_counted_with_its_reason(tmp_path: Path) -> None:
    with metering(tmp_path, rate_address_writes=1, rate_burst_s=1) as metered:
        put = [metered.http.put("/api/v1/clients/acme/calls/c", json={"channel": "phone"}) for _ in range(2)]
        assert [one.status_code for one in put] == [200, 429]
        assert metered.value("kbsearch_refusals_total", reason="rate-limited") == 1
        assert metered.http.post("/api/v1/clients/vide/search", json={"query": "vpn"}).status_code == 503
        assert metered.value("kbsearch_refusals_total", reason="index-missing") == 1
        metered.kb.in_hand = 1000
        assert metered.http.post(SEARCH, json={"query": "vpn"}).status_code == 503
        assert metered.value("kbsearch_searches_in_hand") == 1000
        metered.kb.in_hand, metered.kb.waiting = 0, 1000
        assert metered.http.post(SEARCH, json={"query": "vpn"}, headers={"Accept": "text/html"}).status_code == 503
        metered.kb.waiting = 0
        assert metered.value("kbsearch_refusals_total", reason="busy") == 2
        metered.kb.model.embedder = None
        metered.kb.model.state = "failed"
        for entry in ("acme", "zeta"):
            metered.kb._live.entries[entry] = never_built()  # type: ignore[attr-defined]
        assert metered.http.get("/readyz").status_code == 503
        assert sum(by for (name, _), by in metered.read().items() if name == "kbsearch_refusals_total") == 5


def test_the_reasons_are_the_problems_that_pass(metered: Metered) -> None:
    assert set(REASONS) == {name for name, status in STATUS.items() if status in (429, 503)} | {"busy"}


HOSTILE = (
    '/c/acme"},operation="x', "/api/v1/clients/zeta%0akbsearch_x 1/search", "/canari", "/%ff", "/api/v1/clients/canari",
    "/c/canari/a/canari", "/api/v1/clients/acme/calls/canari", "/assets/canari", "/sign-in?link=canari", "/docs",
    "/schema/openapi.json", "/schema/canari", "/problems", "/livez", "/readyz", "/metrics?canari",
)  # fmt: skip


def test_no_word_of_a_request_becomes_a_label(metered: Metered) -> None:
    for path in HOSTILE:
        for method in ("GET", "HEAD", "POST", "OPTIONS", "CANARI", "DELETE"):
            headers = {"X-Request-Id": "canari", "User-Agent": "canari", "Accept-Language": "canari"}
            metered.http.request(method, path, headers=headers, json={"query": "canari"})
    metered.http.get("/livez", headers={"Host": "canari.example"})
    metered.http.get("/livez", headers={"Authorization": "Bearer kbs_canari_canari"})
    metered.http.post(SEARCH, json={"query": "canari", "call": "canari", "canari": "canari"})
    metered.http.post(SEARCH, json={"query": 'canari"} 1\nkbsearch_canari 1'})
    text = metered.text()
    assert "canari" not in text.lower()
    assert not any(one in text for one in ("acme", "zeta", "127.0.0.1", "kbs_"))
    routes = create_litestar(metered.kb, open_web(), lambda: None).routes
    handlers = [one for route in routes if isinstance(route, HTTPRoute) for one in route.route_handlers]
    allowed = {
        "operation": {NO_OPERATION, *(operation_of(one) for one in handlers if isinstance(one, HTTPRouteHandler))},
        "status": {str(status) for status in STATUS.values()} | BESIDES,
        "reason": set(REASONS),
        "mode": {"hybrid", "keyword"},
        "state": set(AnswerState),
        "health": {"sound", "fallback", "unserved", "mismatched"},
    }
    found = samples(text)
    seen = {label for (name, labels), _ in found.items() if name != "x" for label in labels if label[0] != "le"}
    assert {name for name, _ in seen} == set(allowed)
    assert [(name, value) for name, value in seen if value not in allowed[name]] == []
    assert {name for name, _ in found if not name.startswith("process_")} == OWN
    assert metered.value("kbsearch_requests_total", operation="live", status="200") >= 3  # HEAD too
    assert metered.value("kbsearch_requests_total", operation=NO_OPERATION, status="421") == 1


def test_totals_are_read_at_one_address_of_their_own(metered: Metered) -> None:
    assert metered.http.get("/metrics").status_code == 404
    given = metered.metrics.get("/metrics")
    assert given.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert metered.metrics.head("/metrics").text == ""
    for path in ("/", "/metrics/", "/livez", "/api/v1/clients", "/docs"):
        assert metered.metrics.get(path).status_code == 404
    assert metered.metrics.post("/metrics").status_code == 405
    rebound = metered.metrics.get("/metrics", headers={"Host": "kb.example.org"})
    assert (rebound.status_code, "kbsearch_" in rebound.text) == (421, False)


def test_nobody_reads_them_once_it_is_closed(tmp_path: Path) -> None:
    with metering(tmp_path) as metered:
        url = str(metered.metrics.base_url)
        assert metered.metrics.get("/metrics").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/metrics", trust_env=False)
    assert not [one for one in threading.enumerate() if one.name == "metrics"]


def test_what_stands_is_looked_up_when_it_is_read(metered: Metered) -> None:
    assert metered.value("kbsearch_scope_violation_total") == 0
    metered.kb.violations.add()
    metered.kb.violations.add()
    assert metered.value("kbsearch_scope_violation_total") == 2 == len(metered.kb.violations.ever())
    assert metered.value("kbsearch_clients", health="sound") == 2
    assert metered.value("kbsearch_clients", health="unserved") == 1
    metered.kb._live.fallen_back["acme"] = "damaged"  # type: ignore[attr-defined]
    assert metered.value("kbsearch_clients", health="sound") == 1
    assert metered.value("kbsearch_clients", health="fallback") == 1
    found = metered.read()
    assert found[("process_resident_memory_bytes", frozenset())] > 1e7
    assert found[("process_cpu_seconds_total", frozenset())] > 0


def test_a_trail_of_violations_that_cannot_be_read_is_no_number(metered: Metered) -> None:
    metered.kb.violations._path.parent.mkdir(exist_ok=True)
    metered.kb.violations._path.mkdir()
    assert ("kbsearch_scope_violation_total", frozenset()) not in metered.read()
    assert metered.value("kbsearch_clients", health="sound") == 2


def test_the_age_is_that_of_the_newest_generation(metered: Metered) -> None:
    now, indexes = datetime.now(UTC), metered.kb.settings.indexes
    assert open_store(metered.kb.settings).newest() is None
    assert ("kbsearch_newest_generation_age_seconds", frozenset()) not in metered.read()
    for client, hours in (("acme", 5), ("zeta", 2), ("damaged", 1)):
        folder = indexes / client / "gen-1-0123abcd"
        folder.mkdir(parents=True)
        (indexes / client / "CURRENT").write_text("gen-1-0123abcd\n")
        made = (now - timedelta(hours=hours)).isoformat(timespec="seconds")
        (folder / "manifest.json").write_bytes(b"{}")
        seal = Seal("gen-1-0123abcd", "", made, hashlib.sha256(b"{}").hexdigest()).sealed()
        (folder / "seal.json").write_bytes(encode(seal) if client != "damaged" else b"{")
    assert metered.value("kbsearch_newest_generation_age_seconds") == pytest.approx(7200, abs=60)


def test_who_is_gone_before_an_answer_is_counted_without_a_time(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    meter = open_meter(kb)

    async def hung_up(*_: Any) -> None:
        raise asyncio.CancelledError

    scope: Any = {"type": "http", "method": "POST", "path": SEARCH}
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(count_requests(hung_up, meter)(scope, None, None))  # type: ignore[arg-type]
    found = samples(meter.text().decode())
    kb.close()
    assert found["kbsearch_requests_total", frozenset({("operation", NO_OPERATION), ("status", NO_STATUS)})] == 1
    assert not any(name.startswith("kbsearch_request_duration") for name, _ in found)


def test_without_it_nothing_is_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapped: list[Any] = []
    monkeypatch.setattr(asgi, "metered", lambda app, meter: wrapped.append(meter) or app)
    kb, _ = make_app(tmp_path)
    app = create_app(kb)
    assert (wrapped, kb.make_reply) == ([], Reply)
    assert "envelope" in inspect.unwrap(app).__qualname__  # type: ignore[arg-type]
    meter = open_meter(kb)
    create_app(kb, meter=meter)
    assert wrapped == [meter]
    assert kb.make_reply is not Reply
    kb.close()
