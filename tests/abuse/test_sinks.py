"""What a request holds is written nowhere but where it belongs, redacted: every sink is searched after a whole morning.

A real `kbsearch serve` in a process of its own goes through searches, calls, every kind of error and faults in its
parts that quote what was asked. Then all that it printed and every file below its folder is read byte by byte.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from kbsearch.adapters.embedders.prepared import PreparedModel
from kbsearch.core.redaction import RECOGNISERS
from tests.abuse.desk import Desk, desk
from tests.abuse.faulty_server import HANDLER, MODEL, TASK, THREAD
from tests.abuse.planted import CALLER, CALLERS, PARTS, PLANTED, SAID, WORD
from tests.abuse.visits import look_around, malformed

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(600)]

AT = "2026-11-02T09:14:00+01:00"


def test_every_kind_is_planted() -> None:
    assert set(PLANTED) == {kind for kind, _ in RECOGNISERS}


def take_calls(on: Desk) -> None:
    """A call through all of its steps, everything said in them."""
    assert on.http.put("/api/v1/clients/acme/calls/c-1", json={"caller": CALLER, "ivr": PARTS}).status_code == 200
    assert on.search(SAID, call="c-1", event="s-1").json()["event"] == "s-1"
    facts = [{"name": said, "value": said} for said in PARTS]
    happened = [
        {"kind": "described", "symptom": SAID},
        {"kind": "flagged", "reason": SAID},
        {"kind": "answered", "question": SAID, "answer": SAID},
        {"kind": "escalated", "level": "N2", "group": "reseau", "facts": facts},
        *({"kind": "started", "agent": said, "queue": said} for said in PARTS),
    ]
    events = [{"id": f"e-{at}", "at": AT, "what": what} for at, what in enumerate(happened)]
    recorded = on.post("/calls/c-1/events", {"events": events})
    assert recorded.status_code == 200, recorded.text
    assert on.post("/calls/c-1/handover", {"symptom": SAID, "impact": SAID}).status_code == 200
    assert on.post("/escalation", {"symptom": SAID}).status_code == 200
    name_things(on)
    declare_incidents(on)
    close = {"id": "close", "at": AT, "outcome": "resolved", "comment": SAID}
    assert on.post("/calls/c-1/close", close).status_code == 200
    assert on.http.get("/api/v1/clients/acme/calls/c-1").json()["comment"].startswith(WORD)
    row = {"started_at": AT, "caller": CALLER, "symptom": SAID, "closed_at": AT, "outcome": "resolved", "comment": SAID}
    rows = "\n".join(json.dumps(row | one) for one in ({"call_id": "c-2"}, {"call": "c-7", "x": SAID}))
    headers = {"content-type": "application/x-ndjson"}
    loaded = on.http.post("/api/v1/clients/acme/imports/calls", content=rows, headers=headers)
    assert (loaded.status_code, loaded.json()["calls"]) == (200, 1), loaded.text


def name_things(on: Desk) -> None:
    """Every kind of personal data where the id of an article, a group or an index belongs."""
    version = "c" * 40
    for number, said in enumerate(PARTS):
        named: list[dict[str, object]] = [
            {"kind": kind, "article": said} for kind in ("opened", "copied", "tried", "refused", "used")
        ]
        named += [
            {"kind": "ticked", "article": said, "step": 1},
            {"kind": "reviewed", "level": "N2", "n1_could": True, "article": said},
            {"kind": "flagged", "reason": said, "article": said},
            {"kind": "displayed", "article": said, "rank": 1, "version": version, "chunk": f"{said}#1"},
            {"kind": "escalated", "level": "N2", "group": said, "impact": said},
            {
                "kind": "searched",
                "query": said,
                "mode": "hybrid",
                "commit": version,
                "generation": said,
                "memory": said,
            },
            {"kind": "started", "channel": said, "queue": said, "ivr": [said]},
            {"kind": "closed", "outcome": "abandoned", "comment": said},
        ]
        events = [{"id": f"n-{number}-{at}", "at": AT, "what": what} for at, what in enumerate(named)]
        recorded = on.post("/calls/c-3/events", {"events": events})
        assert (recorded.status_code, recorded.json()["new"]) == (200, len(named)), recorded.text


def declare_incidents(on: Desk) -> None:
    """Every kind of personal data in an incident's title, symptoms and message: kept, and told of, redacted."""
    for number, said in enumerate(PARTS):
        body = {"id": f"INC-{number}", "title": f"{WORD} {said}", "symptoms": PARTS, "message": SAID, "opened_at": AT}
        declared = on.post("/incidents", body)
        assert declared.status_code == 200, declared.text
        assert declared.json()["title"].startswith(WORD)
        assert declared.json()["message"].startswith(WORD)
        assert all(f"[{kind}]" in declared.json()["message"] for kind in PLANTED)
    assert len(on.http.get("/api/v1/clients/acme/incidents").json()["items"]) == len(PARTS)


def pop_up(on: Desk) -> None:
    """Screen pops with everything in their addresses: of a client, of a line that is nobody's, of who is not in yet."""
    said = {"q": SAID, "caller": CALLER, "ivr": ",".join(PARTS), "did": SAID, "lang": SAID}
    link = re.search(r"/sign-in\?link=\S+", (on.folder / "out").read_text("utf-8"))
    assert link is not None
    with httpx.Client(base_url=on.http.base_url, trust_env=False, timeout=30, headers={"Accept": "text/html"}) as http:
        assert http.get("/agent/pop", params=said | {"call": "c-5"}).status_code == 303
        assert http.get(link[0]).status_code == 303
        assert http.get("/agent/pop", params=said | {"call": SAID}).status_code == 400
        page = http.get("/agent/pop", params=said | {"call": "c-5"}, follow_redirects=True)
        assert page.status_code == 200
        csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
        assert csrf is not None
        answers = [
            http.get("/agent/pop", params=said | {"call": "c-5", "client": "acme"}),
            http.post("/agent/pop", data=said | {"call": "c-6", "client": "acme", "csrf": csrf[1]}),
        ]
        assert [one.status_code for one in answers] == [303, 303]
        assert [one.headers["location"] for one in answers] == ["/c/acme/call/c-5", "/c/acme/call/c-6"]
        assert http.get("/c/acme/call/c-5").status_code == 200


def name_people(on: Desk) -> list[httpx.Response]:
    """Every kind of personal data as the id of a call, an event and an incident: refused."""
    answers = []
    for said, _ in PLANTED.values():
        call, plain = f"/calls/{quote(said, safe='')}", {"id": "x", "at": AT}
        answers += [
            on.post("/incidents", {"id": said, "title": WORD, "opened_at": AT}),
            on.post(f"/incidents/{quote(said, safe='')}/close", {"at": AT}),
            on.post("/calls/c-4/reopen", plain | {"id": said}),
            on.post("/calls/c-4/events", {"events": [plain | {"id": said, "what": {"kind": "reopened"}}]}),
            on.post(f"{call}/reopen", plain),
            on.http.put(f"/api/v1/clients/acme{call}", json={}),
            on.http.get(f"/api/v1/clients/acme{call}"),
            on.http.post(f"/api/v1/clients/acme{call}/reopen", json=plain, headers={"Idempotency-Key": said.encode()}),
            on.search("vpn", call=said),
            on.search("vpn", call="c-4", event=said),
        ]
    return answers


def err_on_purpose(on: Desk) -> set[int]:
    """Every error that a request can lead to, with the planted words in it; the statuses that came."""
    json_type, url = {"content-type": "application/json"}, "/api/v1/clients/acme/search"
    raw = SAID.encode()
    answers = [
        on.post("/search", {"query": 5, SAID: SAID}),
        on.post("/search", {"query": SAID, "limit": SAID}),
        on.post("/search", {"query": SAID, "choices": [{"facet": SAID, "value": SAID}]}),
        on.post("/calls/c-1/events", {"events": [{"id": "x", "at": AT, "what": {"kind": SAID}}]}),
        on.post("/calls/c-1/close", {"id": "close", "at": AT, "outcome": SAID}),
        on.post("/incidents", {"id": SAID, "title": SAID, "opened_at": SAID}),
        on.post("/incidents", {"id": "INC-0", "title": SAID[:200], "message": SAID, "opened_at": AT}),
        on.http.post(url, content=b'{"query": "' + raw, headers=json_type),
        on.http.post(url, content=b'{"query": "\xff' + raw + b'"}', headers=json_type),
        on.http.post(url, content=raw * 300, headers=json_type),
        on.http.post(url, content=raw, headers={"content-type": "text/plain"}),
        on.http.post("/api/v1/clients/absent/search", json={"query": SAID}),
        on.http.post(url, json={"query": SAID}, headers={"authorization": "Bearer kbs_no_key"}),
        on.http.post("/c/acme", data={"query": SAID}),
        on.http.delete(url, params={"q": SAID}),
        on.http.get("/api/v1/clients/acme/articles/reseau/vpn", params={"q": SAID * 20}),
        on.http.get("/api/v1/clients/acme/articles/" + WORD),
        on.http.post(url, json={"query": SAID}, headers={"x-request-id": WORD * 20, "x-note": SAID.encode()}),
        on.search(f"{HANDLER} {SAID}"),
        on.search_by_meaning(f"{MODEL} {SAID}"),
        on.search(f"{THREAD} {SAID}"),
        on.search(f"{TASK} {SAID}"),
    ]
    port = on.http.base_url.port or 0
    malformed(port, b"POST /\r\n" + raw + b"\r\n\r\n")
    malformed(port, b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + raw + b"\r\n")
    malformed(port, raw)
    return {one.status_code for one in answers}


def back_up(on: Desk) -> None:
    """Of everything and of the client alone; what is in them beside them."""
    (on.folder / "base" / "backups").mkdir()
    for name, options in (("whole", ()), ("acme", ("--client", "acme"))):
        on.run("backup", "make", *options, f"backups/{name}.backup")
        on.run("backup", "restore", "--data", f"{name}/data", f"backups/{name}.backup")


def everything_below(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_said_reaches_a_sink(tmp_path: Path, default_model: PreparedModel) -> None:
    with desk(tmp_path, default_model.folder.parent) as on:
        assert on.search(SAID).status_code == 200
        take_calls(on)
        pop_up(on)
        look_around(on.http, on.run("sign-in-link"))
        refused = [one.status_code for one in name_people(on)]
        assert set(refused) == {400, 404}
        assert refused.count(404) == 2 * len(PLANTED) + 3, "what is only read or closed, and dates in an address"
        statuses = err_on_purpose(on)
        back_up(on)
        while_running = everything_below(tmp_path)
        assert on.search("vpn").status_code == 200
    assert WORD.encode() in (tmp_path / "base/acme/data/calls.db").read_bytes(), "backups are looked through"
    assert statuses >= {200, 400, 401, 404, 405, 409, 413, 414, 415, 500}
    for files in (while_running, everything_below(tmp_path)):
        kept = b"".join(content for path, content in files.items() if path.parent.name == "data")
        assert WORD.encode() in kept, "the redacted texts are where they belong"
        for path, content in files.items():
            found = [said for said in forbidden(path) if said.encode().lower() in content.lower()]
            assert not found, (path, found)
    log = (tmp_path / "err").read_text("utf-8")
    assert re.search(r"request \S+ failed: .*KeyError in fail .*\n.*ValueError in fail \(abuse/faulty_server", log), log
    assert "the thread sabotaged ended: KeyError in fail" in log
    assert "Task exception was never retrieved" in log
    assert "The model fails (ValueError" in log


def forbidden(path: Path) -> list[str]:
    """Personal data anywhere; but for where calls are kept, also words that are none."""
    everywhere = [text for _, texts in PLANTED.values() for text in texts] + CALLERS
    return everywhere if path.parent.name in ("data", "backups") else [*everywhere, WORD]
