"""Whatever will pass says when: `Retry-After` on every 429 and 503; and every answer has the request's id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kbsearch.api.errors.problems import NAMES, STATUS
from kbsearch.errors import StateError
from tests.served import Served, serving

PASSING = [kind for kind in NAMES if issubclass(kind, StateError)]
READS = ["", "/articles", "/articles/reseau/vpn"]


def test_every_problem_that_passes_is_tried() -> None:
    tried = {NAMES[kind] for kind in PASSING}
    assert tried == {name for name, status in STATUS.items() if status == 503}


@pytest.mark.parametrize("kind", PASSING, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("path", READS)
def test_a_503_says_when_to_come_back(server: Served, kind: type[StateError], path: str) -> None:
    server.live.entries["acme"] = kind("Not now.")
    refused = server.http.get(f"/api/v1/clients/acme{path}", headers={"x-request-id": "call-7"})
    assert (refused.status_code, refused.json()["type"]) == (503, f"/problems#{NAMES[kind]}")
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert refused.headers["x-request-id"] == refused.json()["request_id"] == "call-7"
    page = server.http.get("/c/acme/a/reseau/vpn", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["retry-after"]) == (503, refused.headers["retry-after"])


@pytest.mark.usefixtures("rates_clock")
@pytest.mark.parametrize("who", ["address", "key"])
def test_a_429_says_when_to_come_back(tmp_path: Path, who: str) -> None:
    rates = {
        f"rate_{one}_{what}": 1 if one == who else 0 for one in ("address", "key") for what in ("searches", "writes")
    }
    with serving(tmp_path, overrides={**rates, "rate_burst_s": 1}) as served:
        answers = [served.search("vpn", **{"x-request-id": "call-7"}) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 429, 429, 429, 429]
    for answer in answers[1:]:
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert answer.headers["x-request-id"] == answer.json()["request_id"] == "call-7"


REFUSED: dict[int, tuple[str, str, dict[str, Any]]] = {
    400: ("POST", "/search", {"content": b"{"}),
    401: ("GET", "", {"headers": {"authorization": "Bearer kbs_wrong"}}),
    404: ("GET", "/articles/absent", {}),
    405: ("DELETE", "/search", {}),
    413: ("POST", "/search", {"content": b" " * 100_000}),
    414: ("GET", "/articles?cursor=" + "x" * 5_000, {}),
    415: ("POST", "/search", {"content": b"{}", "headers": {"content-type": "text/plain"}}),
    421: ("GET", "", {"headers": {"host": "kb.evil.example"}}),
    431: ("GET", "", {"headers": {f"x-{number}": "1" for number in range(200)}}),
}


@pytest.mark.parametrize("status", REFUSED)
def test_every_refusal_has_the_requests_id(server: Served, status: int) -> None:
    method, path, more = REFUSED[status]
    headers = {"content-type": "application/json", "x-request-id": "call-9"} | more.get("headers", {})
    refused = server.http.request(method, f"/api/v1/clients/acme{path}", headers=headers, content=more.get("content"))
    assert (refused.status_code, refused.json()["status"]) == (status, status)
    assert refused.headers["x-request-id"] == refused.json()["request_id"] == "call-9"
    assert refused.headers["content-type"] == "application/problem+json"
