"""A refused field says what to write there, in the reader's language, and never what was sent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.desk import AT
from tests.served import Served

CANARY = "canari"
CALL = "/api/v1/clients/acme/calls/c-1"


def happened(at: str = AT, id: str = "e1", **what: Any) -> dict[str, Any]:
    return {"events": [{"id": id, "at": at, "what": what}]}


CASES: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("close", {"id": "1", "at": AT, "outcome": CANARY}, "outcome", "resolved, escalated_n2", "possibles :"),
    ("handover", {"priority": CANARY}, "priority", "P1, P2, P3, P4", "possibles :"),
    ("events", happened(kind=CANARY), "events[0].what.kind", "started, telephoned, described", "possibles :"),
    ("events", happened(), "events[0].what.kind", "started, telephoned, described", "obligatoire"),
    ("events", happened(kind="closed", outcome=CANARY), "events[0].what.outcome", "resolved, ", "possibles :"),
    (
        "events",
        happened(kind="escalated", level=CANARY, group="g"),
        "events[0].what.level",
        "N2, N3, on-call",
        "possibles :",
    ),
    (
        "events",
        happened(kind="opened", article="a", x=CANARY),
        "events[0].what.x",
        "kind, article, version.",
        "Champs possibles :",
    ),
    (
        "events",
        {"events": happened(kind="reopened")["events"] + happened(kind="opened")["events"]},
        "events[1].what.article",
        "",
        "obligatoire",
    ),
    ("events", {"events": [{"id": "e1", "at": AT}]}, "events[0].what", "", "obligatoire"),
    ("close", {"id": "1", "at": AT}, "outcome", "", "obligatoire"),
    ("close", {"id": "1", "at": AT, "outcome": "resolved", "x": CANARY}, "x", "outcome", "Champs possibles :"),
    ("events", happened(at="2026-11-02T09:14:00", kind="reopened"), "events[0].at", "+01:00", "décalage"),
    ("events", happened(at=CANARY, kind="reopened"), "events[0].at", "2026-11-02T09:14:00+01:00", "une heure"),
    ("events", happened(id=f"{CANARY}\n", kind="reopened"), "events[0].id", "128", "caractère de contrôle"),
    (
        "events",
        happened(kind="opened", article="a", version=CANARY),
        "events[0].what.version",
        "worktree",
        "hexadécimaux",
    ),
    ("events", {"events": happened(kind="reopened")["events"] * 101}, "events", "100", "Au plus 100 éléments"),
    ("events", {"events": []}, "events", "1", "au moins 1"),
    (
        "events",
        happened(kind="displayed", article="a", rank=0, version="c" * 40, chunk="a"),
        "events[0].what.rank",
        "1",
        "Au moins 1",
    ),
    ("events", happened(kind="opened", article=""), "events[0].what.article", "1", "minimale : 1"),
    ("close", {"id": CANARY * 25, "at": AT, "outcome": "resolved"}, "id", "120", "De 1 à 120 caractères"),
]


@pytest.mark.parametrize(("step", "body", "field", "both", "french"), CASES)
def test_it_says_what_to_write(
    desk: Served, step: str, body: dict[str, Any], field: str, both: str, french: str
) -> None:
    for lang in ("fr", "en"):
        refused = desk.http.post(f"{CALL}/{step}", json=body, headers={"accept-language": lang})
        assert refused.status_code == 400, refused.text
        (error,) = refused.json()["errors"]
        assert error["field"] == field
        assert both in error["message"]
        assert (french in error["message"]) == (lang == "fr")
        assert error["message"] in refused.json()["detail"]
        assert CANARY not in refused.text


def test_an_address_says_what_it_takes(desk: Served) -> None:
    refused = desk.http.get("/api/v1/clients/acme/calls/a%0Ab")
    assert refused.status_code == 400
    assert "128 caractères" in refused.json()["errors"][0]["message"]
    assert "caractère de contrôle" in desk.http.get("/api/v1/clients/acme/incidents/a%0Ab").json()["detail"]
