"""Alerts over HTTP: one client's own, newest first, page by page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kbsearch.core.alerts.deliveries import Fate, State
from kbsearch.core.alerts.failing import Tried, destination
from kbsearch.core.alerts.nouns import Alert, Count, Kind, Looked
from kbsearch.core.one_client import OneClient
from tests.clients import ACME, ZETA
from tests.served import Served

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def low(numerator: int, kind: Kind = Kind.ANSWER_RATE) -> Alert:
    return Alert(kind, Count(numerator, 40, NOON - 60 * MINUTE, NOON), 0.85, 20)


def raise_some(desk: Served, client: OneClient, *alerts: Alert, at: datetime = NOON) -> None:
    desk.kb.calls.alerts.settle(client, Looked(client.id, at, tuple(Kind), alerts), None)


def test_before_anything_was_kept_there_are_none(desk: Served) -> None:
    got = desk.http.get("/api/v1/clients/acme/alerts")
    assert got.json() == {"client": "acme", "items": [], "next_cursor": None, "webhook": None}


def test_an_alert_says_its_figures_and_whether_it_holds(desk: Served) -> None:
    raise_some(desk, ACME, low(10))
    (item,) = desk.http.get("/api/v1/clients/acme/alerts").json()["items"]
    assert item == {
        "client": "acme",
        "id": f"answer_rate-{int(NOON.timestamp()) * 1_000_000}",
        "kind": "answer_rate",
        "counted": {
            "numerator": 10,
            "denominator": 40,
            "since": "2026-11-02T11:00:00Z",
            "until": "2026-11-02T12:00:00Z",
        },
        "before": None,
        "threshold": 0.85,
        "at_least": 20,
        "low": None,
        "high": None,
        "opened": "2026-11-02T12:00:00Z",
        "closed": None,
    }
    raise_some(desk, ACME, at=NOON + MINUTE)
    raise_some(desk, ACME, at=NOON + 2 * MINUTE)
    (item,) = desk.http.get("/api/v1/clients/acme/alerts").json()["items"]
    assert item["closed"] == "2026-11-02T12:02:00Z"


def test_a_webhook_that_is_left_alone_is_told_to_its_client_alone(desk: Served) -> None:
    deliveries = desk.kb.calls.file().deliveries
    for number in range(3):
        deliveries.add(ACME, f"msg_{number}", b"{}", NOON)
    held = deliveries.claim(ACME, "me", NOON)
    assert held is not None
    became, tried = Fate(State.FAILED, NOON, "410"), Tried(destination("", ()), NOON)
    deliveries.settle(ACME, held.id, "me", became, tried)
    assert desk.http.get("/api/v1/clients/acme/alerts").json()["webhook"] == {
        "disabled": "2026-11-02T12:00:00Z",
        "since": "2026-11-02T12:00:00Z",
        "tries": 1,
        "told": "410",
        "kept": 2,
    }
    assert desk.http.get("/api/v1/clients/zeta/alerts").json()["webhook"] is None
    assert enabled(desk, "zeta") == {"client": "zeta", "was_disabled": False}
    assert enabled(desk, "acme") == {"client": "acme", "was_disabled": True}
    assert enabled(desk, "acme") == {"client": "acme", "was_disabled": False}
    assert desk.http.get("/api/v1/clients/acme/alerts").json()["webhook"] is None


def enabled(desk: Served, client: str) -> object:
    answer = desk.http.post(f"/api/v1/clients/{client}/alerts/webhook/enable", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_page_by_page_each_once_whatever_is_opened_meanwhile(desk: Served) -> None:
    raise_some(desk, ACME, *(low(10, kind) for kind in Kind))
    raise_some(desk, ZETA, low(11))
    seen, cursor = list[str](), ""
    while cursor is not None:
        asked = {"limit": "2", "cursor": cursor} if cursor else {"limit": "2"}
        got = desk.http.get("/api/v1/clients/acme/alerts", params=asked)
        seen += [one["kind"] for one in got.json()["items"]]
        cursor = got.json()["next_cursor"]
        raise_some(desk, ACME, at=NOON + MINUTE)
    assert seen == sorted(kind.value for kind in Kind)
    theirs = desk.http.get("/api/v1/clients/zeta/alerts").json()
    assert [one["counted"]["numerator"] for one in theirs["items"]] == [11]


def test_a_cursor_that_was_not_given_is_refused(desk: Served) -> None:
    raise_some(desk, ACME, *(low(10, kind) for kind in Kind))
    raise_some(desk, ZETA, low(11), low(12, Kind.N3_SHARE))
    cursor = desk.http.get("/api/v1/clients/zeta/alerts", params={"limit": 1}).json()["next_cursor"]
    for wrong in (cursor, "abc", cursor[:-1]):
        assert desk.http.get("/api/v1/clients/acme/alerts", params={"cursor": wrong}).status_code == 400
    assert desk.http.get("/api/v1/clients/acme/alerts", params={"limit": 0}).status_code == 400
