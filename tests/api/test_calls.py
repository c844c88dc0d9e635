"""Calls over HTTP: kept before they are answered, once, without personal data, each client's alone."""

from __future__ import annotations

import dataclasses
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kbsearch.core.levels import Holidays
from kbsearch.core.questions import Chosen
from kbsearch.core.store_ports import EventLog
from kbsearch.errors import StateError
from tests.api.desk import AT, Caller, as_event, kept_bytes
from tests.clients import ACME
from tests.served import COMMIT, ON_THE_LINE_S, Served

OUTSIDE = ("0001-01-01T00:00:00+14:00", "1999-12-31T23:59:59Z", "2099-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00")


def test_a_whole_call(desk: Served) -> None:
    call = Caller(desk)
    began = call.put(channel="phone", queue="support-acme", caller="06 12 34 56 78", started_at=AT)
    assert began.json() == {"client": "acme", "call": "c-1", "new": 1, "repeated": 0, "warnings": []}
    kept = call.events(
        ("o", {"kind": "opened", "article": "reseau/vpn"}),
        ("t", {"kind": "ticked", "article": "reseau/vpn", "step": 1}),
        ("a", {"kind": "answered", "question": "Depuis quand ?", "answer": "ce matin"}),
    )
    assert kept.json()["new"] == 3
    assert call.post("close", id="end", outcome="resolved", used=["reseau/vpn"]).json()["new"] == 2
    found = call.read()
    assert (found["started"], found["outcome"], found["knowledge"]) == ("2026-11-02T08:14:00Z", "resolved", "known")
    assert (found["opened"], found["used"], found["queue"]) == (["reseau/vpn"], ["reseau/vpn"], "support-acme")
    assert len(found["caller_key"]) == 32
    call.post("reopen", id="again", at="2026-11-02T09:20:00+01:00")
    assert call.read()["outcome"] is None
    call.post("close", id="end-2", at="2026-11-02T09:30:00+01:00", outcome="escalated_n2")
    call.post("confirm", id="asked", solved=False)
    assert call.read()["n1_could"] is None
    call.events(("r", {"kind": "reviewed", "level": "N2", "n1_could": True, "article": "reseau/vpn"}))
    found = call.read()
    assert (found["n1_could"], found["n1_article"]) == (True, "reseau/vpn")
    assert (found["outcome"], found["reopened"], found["confirmed"]) == ("escalated_n2", 1, False)


def test_every_step_can_be_sent_again_and_in_any_order(desk: Served) -> None:
    call, twin = Caller(desk, "c-1"), Caller(desk, "c-2")
    steps: list[tuple[str, dict[str, Any]]] = [
        ("close", {"id": "end", "outcome": "resolved", "used": ["reseau/vpn"]}),
        ("events", {"events": [as_event("o", {"kind": "opened", "article": "reseau/vpn"})]}),
    ]
    for step, body in [*steps, *steps]:
        assert call.http.post(f"{call.path}/{step}", json={"at": AT, **body} if step == "close" else body).is_success
    for _ in range(2):
        assert call.put(queue="support-acme").json()["repeated"] == (1 if _ else 0)
    found = call.read()
    assert (found["outcome"], found["opened"], found["used"]) == ("resolved", ["reseau/vpn"], ["reseau/vpn"])
    assert len(call.replay()) == 4
    assert twin.http.get(twin.path).status_code == 404


def test_what_is_said_later_of_how_it_came_in_completes_it(desk: Served) -> None:
    call = Caller(desk)
    call.put(queue="a", channel="phone")
    call.put(queue="b")
    assert call.put(queue="b").json()["repeated"] == 1
    assert (call.read()["queue"], call.read()["channel"]) == ("b", "phone")
    assert call.put(queue="a").json()["new"] == 1
    assert call.put(queue="a").json()["repeated"] == 1
    assert call.read()["queue"] == "a"
    assert [call.put(queue=queue).json()["new"] for queue in ("b", "b", "a")] == [1, 0, 1]
    assert call.read()["queue"] == "a"


def test_what_was_known_then_changes_nothing_that_is_known_since(desk: Served) -> None:
    call, times = Caller(desk), [f"2026-11-02T09:1{at}:00+01:00" for at in range(3)]
    call.put(queue="a", at=times[0])
    call.put(queue="b", at=times[1])
    assert call.put(queue="a", at=times[0]).json()["repeated"] == 1
    assert call.read()["queue"] == "b"
    assert call.put(queue="a", at=times[2]).json()["new"] == 1
    assert call.read()["queue"] == "a"


def test_one_id_for_two_events_is_refused_by_name_and_keeps_nothing(desk: Served) -> None:
    call = Caller(desk)
    call.events(("e1", {"kind": "opened", "article": "reseau/vpn"}))
    refused = call.events(("e0", {"kind": "reopened"}), ("e1", {"kind": "opened", "article": "autre"}))
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"] == "/problems#event-conflict"
    assert problem["errors"][0]["field"] == "id"
    assert "e1" in problem["errors"][0]["message"]
    assert [moment["id"] for moment in call.replay()] == ["e1"]
    twice = call.events(("x", {"kind": "reopened"}), ("x", {"kind": "opened", "article": "autre"}))
    assert twice.status_code == 409


def test_a_search_of_a_call_is_replayed_as_it_was_shown(desk: Served) -> None:
    call = Caller(desk)
    body = {"query": "vpn connexion impossible", "call": "c-1", "event": "s1"}
    answer = desk.http.post("/api/v1/clients/acme/search", json=body).json()
    assert answer["event"] == "s1"
    call.events(("o", {"kind": "opened", "article": "reseau/vpn", "version": COMMIT}))
    snapshot = desk.live.get(ACME)
    later = dataclasses.replace(snapshot, commit="f" * 40, articles=snapshot.articles[:1], generation="gen-2-test")
    desk.live.entries["acme"] = later
    timeline = call.replay()
    search = next(one for one in timeline if one["id"] == "s1")
    assert search["what"]["query"] == "vpn connexion impossible"
    assert (search["what"]["commit"], search["what"]["generation"]) == (COMMIT, "gen-1-test")
    assert search["shown"]["path"] == {**answer["escalation"], "at": ""}
    assert (search["shown"]["probability"], search["shown"]["choices"]) == (answer["probability"], [])
    rows = [one for one in timeline if one["what"]["kind"] == "displayed"]
    assert [one["what"]["rank"] for one in rows] == list(range(1, len(answer["results"]) + 1))
    for row, result in zip(rows, answer["results"], strict=True):
        assert (row["what"]["article"], row["what"]["search"]) == (result["article"], "s1")
        assert row["what"]["version"] == row["shown"]["commit"] == COMMIT
        assert (row["shown"]["title"], row["shown"]["excerpt"]) == (result["title"], result["passage"]["excerpt"])
    opened = next(one for one in timeline if one["id"] == "o")
    assert "Redémarrer le poste, puis relancer le VPN." in opened["shown"]["source"]


def test_what_narrowed_a_search_is_replayed(desk: Served) -> None:
    """But for a value that no article gives: anything may have been typed there."""
    choices = [{"facet": "category", "value": "reseau"}, {"facet": "product", "value": "Mme Durand"}]
    body = {"query": "vpn", "call": "c-1", "event": "s1", "choices": choices}
    assert desk.http.post("/api/v1/clients/acme/search", json=body).json()["event"] == "s1"
    known = [one for one in choices if desk.live.get(ACME).facets.label(Chosen(one["facet"], one["value"]))]
    (search,) = [one for one in Caller(desk).replay() if one["id"] == "s1"]
    assert search["shown"]["choices"] == known == choices[:1]


def test_a_version_that_is_called_worktree_has_no_screen(desk: Served) -> None:
    """Articles that are not in Git change under that name: what was read may be another text by now."""
    desk.live.entries["acme"] = dataclasses.replace(desk.live.get(ACME), commit="worktree")
    call = Caller(desk)
    for id, version in (("1", "worktree"), ("2", None)):
        call.events((id, {"kind": "opened", "article": "reseau/vpn", "version": version}))
    assert [moment["shown"] is not None for moment in call.replay()] == [False, True]


def test_an_event_id_of_another_search_is_not_said_to_be_kept(desk: Served) -> None:
    def kept(**other: str) -> object:
        body = {"query": "vpn", "call": "c-1", "event": "s1", **other}
        return desk.http.post("/api/v1/clients/acme/search", json=body).json()["event"]

    assert [kept(), kept(), kept(query="wifi"), kept(call="c-2")] == ["s1", "s1", None, None]
    assert Caller(desk, "c-2").http.get(Caller(desk, "c-2").path).status_code == 404


def test_a_search_does_not_wait_for_who_holds_the_file(
    desk: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbsearch.api.search.controller.KEPT_WITHIN_S", ON_THE_LINE_S)
    Caller(desk).put(queue="a")
    (path,) = tmp_path.rglob("calls.db")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        answer = desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn", "call": "c-1"}).json()
        assert time.monotonic() - began < 3  # others are waited for up to five seconds
        assert (answer["event"], bool(answer["results"])) == (None, True)


def test_a_version_that_is_not_served_has_no_screen(desk: Served) -> None:
    call = Caller(desk)
    call.events(
        ("1", {"kind": "opened", "article": "reseau/vpn", "version": "e" * 40}),
        ("2", {"kind": "opened", "article": "absent"}),
    )
    assert [moment["shown"] for moment in call.replay()] == [None, None]


def test_a_search_sent_again_is_kept_once_and_one_without_a_call_is_not(desk: Served, tmp_path: Path) -> None:
    body = {"query": "vpn", "call": "c-1", "event": "s1", "at": "2026-05-12T10:00"}
    first = desk.http.post("/api/v1/clients/acme/search", json=body).json()
    again = desk.http.post("/api/v1/clients/acme/search", json=body).json()
    assert {**first, "escalation": ""} == {**again, "escalation": ""}
    assert Caller(desk).read()["searches"] == 1
    named = desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn", "call": "c-1"}).json()
    assert named["event"]
    assert Caller(desk).read()["searches"] == 2
    size = len(kept_bytes(tmp_path))
    assert desk.search("vpn").json()["event"] is None
    assert len(kept_bytes(tmp_path)) == size


@pytest.mark.parametrize("call", ["a/b", "..", "."])
def test_a_search_names_no_call_that_nothing_else_could(desk: Served, call: str) -> None:
    answer = desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn", "call": call})
    assert answer.status_code == 400
    assert [one["field"] for one in answer.json()["errors"]] == ["call"]


def test_another_clients_call_is_no_call(desk: Served) -> None:
    Caller(desk, "c-1", client="zeta").put(queue="coffre")
    own, absent = Caller(desk, "c-1"), Caller(desk, "c-9")
    for path in ("", "/replay"):
        foreign, none = own.http.get(own.path + path), absent.http.get(absent.path + path)
        assert foreign.status_code == none.status_code == 404
        assert {**foreign.json(), "request_id": ""} == {**none.json(), "request_id": ""}
    own.put(queue="a")
    assert own.read()["queue"] == "a"
    nobody = Caller(desk, "c-1", client="absent")
    assert nobody.put(queue="a").status_code == nobody.http.get(nobody.path).status_code == 404


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("events", {"events": []}),
        ("events", {"events": [{"id": "1", "at": "2026-11-02T09:14:00", "what": {"kind": "reopened"}}]}),
        ("events", {"events": [{"id": "1", "at": AT, "what": {"kind": "vanished"}}]}),
        ("events", {"events": [{"id": "1", "at": AT, "what": {"kind": "displayed", "article": "a", "rank": "1"}}]}),
        ("events", {"events": [{"id": "a\u0000b", "at": AT, "what": {"kind": "reopened"}}]}),
        ("events", {"events": [{"id": "1", "at": AT, "what": {"kind": "opened", "article": "a", "more": 1}}]}),
        ("events", {"events": [as_event(str(at), {"kind": "reopened"}) for at in range(101)]}),
        ("close", {"id": "1", "at": AT, "outcome": "solved"}),
        ("close", {"id": "1", "at": AT}),
        ("confirm", {"id": "1", "at": AT, "solved": "yes"}),
        ("reopen", {"id": "", "at": AT}),
        *(("reopen", {"id": "1", "at": at}) for at in OUTSIDE),
        *(("close", {"id": "1", "at": at, "outcome": "resolved"}) for at in OUTSIDE),
        *(("confirm", {"id": "1", "at": at, "solved": True}) for at in OUTSIDE),
        *(("events", {"events": [{"id": "1", "at": at, "what": {"kind": "reopened"}}]}) for at in OUTSIDE),
        *(("events", {"events": [as_event("1", {"kind": "started", "began": at})]}) for at in OUTSIDE),
    ],
)
def test_what_does_not_fit_is_a_field_error(desk: Served, step: str, body: dict[str, Any]) -> None:
    call = Caller(desk)
    refused = call.http.post(f"{call.path}/{step}", json=body)
    assert refused.status_code == 400, refused.text
    assert refused.json()["errors"][0]["field"]
    assert call.http.get(call.path).status_code == 404


@pytest.mark.parametrize("at", OUTSIDE)
def test_a_start_outside_the_years_that_can_be_worked_with_is_refused(desk: Served, at: str) -> None:
    call = Caller(desk)
    refused = call.put(started_at=at)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "started_at")
    assert "2000 à 2098" in refused.json()["errors"][0]["message"]
    began = call.events(("s", {"kind": "started", "began": at}))
    assert began.json()["errors"][0]["field"] == "events[0].what.began"


def test_a_call_is_kept_while_nothing_can_be_searched(desk: Served) -> None:
    desk.live.entries["acme"] = StateError("x")
    assert Caller(desk).events(("o", {"kind": "opened", "article": "reseau/vpn"})).status_code == 200
    assert Caller(desk).read()["opened"] == ["reseau/vpn"]


def test_searches_are_answered_while_calls_cannot_be_kept(desk: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> EventLog:
        raise StateError("The disk is full.", remedy="df -h /srv/data")

    monkeypatch.setattr(desk.kb.calls, "_open_file", refuse)
    answer = desk.http.post("/api/v1/clients/acme/search", json={"query": "vpn", "call": "c-1"})
    assert answer.status_code == 200
    assert answer.json()["event"] is None
    assert answer.json()["results"]
    refused = Caller(desk).put(queue="a")
    assert refused.status_code == 503
    assert refused.headers["retry-after"]
    assert "/srv/data" not in refused.json()["detail"]


def test_many_at_once_are_each_kept_once(desk: Served) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = pool.map(
            lambda at: Caller(desk, f"c-{at % 5}").events(
                (f"e{at // 2}", {"kind": "opened", "article": f"a{at // 2 % 5}"})
            ),
            [at for at in range(200) for _ in range(2)],
        )
        statuses = [response.status_code for response in found]
    assert set(statuses) <= {200, 409}
    assert sum(len(Caller(desk, f"c-{at}").replay()) for at in range(5)) == 100


def test_a_bare_number_is_read_in_the_clients_country_and_withheld_ones_have_no_key(desk: Served) -> None:
    national, whole = Caller(desk, "c-1"), Caller(desk, "c-2")
    snapshot = desk.live.get(ACME)
    belgian = dataclasses.replace(snapshot.client, holidays=Holidays("BE"))
    desk.live.entries["acme"] = dataclasses.replace(snapshot, client=belgian)
    national.put(caller="0470 12 34 56")
    whole.events(("s", {"kind": "started", "caller": "sip:+32470123456@op.be"}))
    assert national.read()["caller_key"] == whole.read()["caller_key"] != ""
    for at, withheld in enumerate(("numéro masqué", "0000000000", "sip:anonymous@anonymous.invalid")):
        hidden = Caller(desk, f"w-{at}")
        hidden.put(caller=withheld)
        assert hidden.read()["caller_key"] == ""
