"""`at` asks who can be reached then: the search itself happens now, or happened then where that is past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.desk import Caller
from tests.served import Served

CHRISTMAS = "2090-12-25T03:00"


def search(desk: Served, query: str, **more: str) -> dict[str, Any]:
    answer = desk.http.post("/api/v1/clients/acme/search", json={"query": query, "call": "c-1", **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_search_for_another_hour_is_kept_as_of_now(desk: Served) -> None:
    began, call = datetime.now(UTC), Caller(desk)
    answer = search(desk, "vpn", at=CHRISTMAS, event="s1")
    search(desk, "imprimante", event="s2")
    assert began - timedelta(1) < datetime.fromisoformat(call.read()["started"]) <= datetime.now(UTC)
    searches = [one for one in call.replay() if one["what"]["kind"] == "searched"]
    assert [one["id"] for one in searches] == ["s1", "s2"]
    assert call.http.post(f"{call.path}/handover", json={}).json()["symptoms"][-1] == "imprimante"
    assert searches[0]["shown"]["path"] == answer["escalation"]
    assert searches[0]["shown"]["path"]["at"].startswith(CHRISTMAS)
    assert searches[1]["shown"]["path"]["at"] == ""


def test_a_search_that_is_told_later_is_kept_as_of_when_it_was_made(desk: Served) -> None:
    made = datetime.now(UTC) - timedelta(minutes=3)
    search(desk, "imprimante", event="s2")
    search(desk, "vpn", at=made.isoformat(), event="s1")
    searches = [one for one in Caller(desk).replay() if one["what"]["kind"] == "searched"]
    assert [one["id"] for one in searches] == ["s1", "s2"]
    assert datetime.fromisoformat(searches[0]["at"]) == made


def test_a_search_for_another_hour_that_is_sent_again_is_kept_once(desk: Served) -> None:
    for _ in range(2):
        assert search(desk, "vpn", at=CHRISTMAS, event="s1")["event"] == "s1"
    assert [one["id"] for one in Caller(desk).replay() if one["what"]["kind"] == "searched"] == ["s1"]
