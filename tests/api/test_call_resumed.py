"""A call that is read again says where it was: what was said, asked and done in it."""

from __future__ import annotations

from tests.api.desk import Caller
from tests.served import Served


def test_a_call_says_what_was_said_asked_and_done(desk: Served) -> None:
    call = Caller(desk)
    call.put(queue="support-acme")
    nothing = {"symptom": "", "query": "", "answers": [], "ticked": []}
    assert {name: call.read()[name] for name in nothing} == nothing
    for query, is_kept in (("vpn", True), ("vpn de Mme Quillacq", True), ("vpn coup", False)):
        body = {"query": query, "call": "c-1", "kept": is_kept}
        assert desk.http.post("/api/v1/clients/acme/search", json=body).status_code == 200
    found = call.read()
    assert (found["symptom"], found["query"]) == ("vpn de Mme [name]", "vpn de Mme [name]")
    call.events(
        ("d", {"kind": "described", "symptom": "rappeler au 06 52 71 41 28"}),
        ("t2", {"kind": "ticked", "article": "reseau/vpn", "step": 2}),
        ("t1", {"kind": "ticked", "article": "reseau/vpn", "step": 1}),
        ("t1b", {"kind": "ticked", "article": "reseau/vpn", "step": 1}),
        ("u", {"kind": "ticked", "article": "impression/imprimante", "step": 1}),
    )
    for number, answer in enumerate(("oui", "non")):
        what = {"kind": "answered", "question": "Le voyant est-il allumé ?", "answer": answer}
        call.http.post(
            f"{call.path}/events",
            json={"events": [{"id": f"a{number}", "at": f"2026-11-02T10:0{number}:00Z", "what": what}]},
        )
    found = call.read()
    assert (found["symptom"], found["query"]) == ("rappeler au [phone]", "vpn de Mme [name]")
    assert found["answers"] == [{"question": "Le voyant est-il allumé ?", "answer": "non"}]
    assert sorted(found["ticked"], key=lambda one: str(one["article"])) == [
        {"article": "impression/imprimante", "steps": [1]},
        {"article": "reseau/vpn", "steps": [1, 2]},
    ]
    steps = desk.http.get("/api/v1/clients/acme/articles/reseau/vpn").json()["steps"]
    assert max(step for one in found["ticked"] for step in one["steps"]) <= steps
    assert desk.http.get(f"{call.path}/replay").json()["call"] == found
