"""What tells of a person in an incident's words, in names of things and in ids: redacted, or refused by the field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.api.desk import AT, Caller, kept_bytes
from tests.served import Served

SAID = "Mme Quillacq 06 52 71 41 27"
NUMBER = "0652714127"
"""In one run: it may be a ticket's."""
CLIENT = "/api/v1/clients/acme"


def opened(desk: Served, **change: Any) -> httpx.Response:
    body = {"id": "INC-1", "title": "Panne du VPN de Lyon", "opened_at": AT, "symptoms": ["tunnel coupé à Lyon"]}
    return desk.http.post(f"{CLIENT}/incidents", json=body | change)


def objects(desk: Served) -> list[str]:
    """What the audit trail names, of incidents."""
    entries = (json.loads(one.body) for one in desk.kb.access.file.trail())
    return [one["object"] for one in entries if one["action"].startswith("incident.")]


def refused(response: httpx.Response) -> list[str]:
    """The fields that a refusal names; nothing of what was sent is repeated."""
    assert response.status_code == 400, response.text
    assert "Quillacq" not in response.text
    errors = response.json()["errors"]
    assert all("données personnelles" in one["message"] for one in errors)
    return [one["field"] for one in errors]


def all_kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())


def test_an_incidents_words_are_kept_and_shown_redacted(desk: Served, tmp_path: Path) -> None:
    words = {"title": f"VPN coupé chez {SAID}", "symptoms": [f"tunnel coupé pour {SAID}"], "message": f"Voir {SAID}."}
    made = opened(desk, **words)
    assert made.status_code == 200, made.text
    clean = "Mme [name] [phone]"
    assert made.json()["title"] == f"VPN coupé chez {clean}"
    assert made.json()["symptoms"] == [f"tunnel coupé pour {clean}"]
    assert made.json()["message"] == f"Voir {clean}."
    assert opened(desk, **words).status_code == 200, "said twice, it is the same"
    assert opened(desk, **words | {"message": "Autre."}).status_code == 409
    (banner,) = desk.search("le tunnel est coupé").json()["incidents"]
    assert (banner["title"], banner["message"]) == (f"VPN coupé chez {clean}", f"Voir {clean}.")
    page = desk.http.post("/c/acme", data={"query": "vpn coupé"}).text
    assert f"VPN coupé chez {clean}" in page
    assert b"Quillacq" not in all_kept(tmp_path)
    assert b"71 41 27" not in all_kept(tmp_path)


def test_an_article_that_is_none_and_a_group_are_redacted(desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    version, more = "c" * 40, {"rank": 1, "chunk": f"{SAID}#1", "search": "s1"}
    sent = call.events(
        ("o", {"kind": "opened", "article": "reseau/vpn"}),
        ("t", {"kind": "tried", "article": "un/ancien-article"}),
        ("c", {"kind": "copied", "article": SAID}),
        ("r", {"kind": "reviewed", "level": "N2", "n1_could": True, "article": SAID}),
        ("d", {"kind": "displayed", "article": SAID, "version": version, **more}),
        ("e", {"kind": "escalated", "level": "N2", "group": SAID, "impact": SAID}),
        ("s", {"kind": "searched", "query": "x", "mode": "hybrid", "commit": version, "generation": SAID}),
    )
    assert sent.status_code == 200, sent.text
    kept = {one["id"]: one["what"] for one in call.replay()}
    clean = "Mme [name] [phone]"
    assert [kept[id]["article"] for id in ("o", "t", "c", "r", "d")] == [
        "reseau/vpn", "un/ancien-article", clean, clean, clean
    ]  # fmt: skip
    assert (kept["d"]["chunk"], kept["e"]["group"], kept["s"]["generation"]) == (f"{clean}#1", clean, clean)
    again = call.events(("c", {"kind": "copied", "article": SAID}))
    assert again.json()["repeated"] == 1
    assert b"Quillacq" not in kept_bytes(tmp_path)


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "k-1"}])
def test_an_id_that_tells_of_a_person_is_refused_and_nothing_is_kept(
    desk: Served, tmp_path: Path, key: dict[str, str]
) -> None:
    desk.http.headers.update(key)
    at_call, call = Caller(desk, quote(SAID)), Caller(desk)
    reopened = ("x", {"kind": "reopened"})
    assert refused(at_call.put(channel="phone")) == ["call"]
    assert refused(at_call.events(reopened)) == ["call"]
    for step, more in {"close": {"outcome": "resolved"}, "reopen": {}, "confirm": {"solved": True}}.items():
        assert refused(at_call.post(step, id="x", **more)) == ["call"]
        assert refused(call.post(step, id=SAID, **more)) == ["id"]
    assert refused(call.events(reopened, (SAID, {"kind": "reopened"}))) == ["id"]
    assert refused(call.events(("x", {"kind": "closed", "outcome": "resolved", "incident": SAID}))) == ["what.incident"]
    search = {"query": "vpn", "call": "c-1"}
    assert refused(desk.http.post(f"{CLIENT}/search", json=search | {"call": SAID})) == ["call"]
    assert refused(desk.http.post(f"{CLIENT}/search", json=search | {"event": SAID})) == ["event"]
    assert refused(opened(desk, id=SAID)) == ["id"]
    assert desk.http.get(f"{CLIENT}/calls/c-1").status_code == 404
    assert desk.http.get(f"{CLIENT}/incidents").json()["items"] == []
    assert b"Quillacq" not in all_kept(tmp_path)


def test_a_row_of_an_import_is_refused_alone(desk: Served, tmp_path: Path) -> None:
    rows = [{"call_id": id, "started_at": AT} for id in ("c-1", SAID, "c-3")]
    headers = {"content-type": "application/x-ndjson"}
    body = "\n".join(map(json.dumps, rows))
    found = desk.http.post(f"{CLIENT}/imports/calls", content=body, headers=headers).json()
    assert (found["calls"], found["faulty"]) == (2, 1)
    assert (found["faults"][0]["line"], found["faults"][0]["field"]) == (2, "call_id")
    assert "données personnelles" in found["faults"][0]["message"]
    assert b"Quillacq" not in all_kept(tmp_path)


def test_what_tools_number_things_with_is_taken_and_joins_as_ever(desk: Served) -> None:
    for id in ("GLPI-4711", "1698765432.1234", NUMBER, "f81d4fae-7dec-11d0@192.0.2.10"):
        call = Caller(desk, quote(id))
        assert call.put(channel="phone").status_code == 200, id
        sent = [call.post("close", id=f"end:{id}", outcome="resolved") for _ in range(2)]
        assert [one.json()["repeated"] for one in sent] == [0, 1]
        assert call.read()["call"] == id


def test_the_trail_names_an_incident_by_a_tag_unless_its_id_is_plain(desk: Served, tmp_path: Path) -> None:
    """The trail forgets nothing, also not what was refused."""
    for id in ("INC-2026-118", NUMBER, "Panne chez Quillacq", SAID):
        opened(desk, id=id)
        desk.http.post(f"{CLIENT}/incidents/{quote(id)}/close", json={"at": AT})
    named = objects(desk)
    assert named[:4] == ["INC-2026-118"] * 4
    tags = named[4:]
    assert all(one.startswith("tag:") and len(one) == 36 for one in tags)
    assert len(tags) == 12
    assert [tags[at] for at in (0, 4, 8)] == list(dict.fromkeys(tags)), "one for each id, the same in all its entries"
    kept = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("access.db*"))
    for said in (NUMBER, "Quillacq"):
        assert said.encode() not in kept
