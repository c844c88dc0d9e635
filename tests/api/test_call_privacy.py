"""What callers say and type beside their words is not kept either: labels, menus, suggestions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.desk import Caller, kept_bytes
from tests.served import Served


def test_a_suggestion_for_a_name_is_not_kept_and_one_for_a_word_is(desk: Served, tmp_path: Path) -> None:
    """The names are chosen for the words that they resemble: `session`, `imprimante`."""
    body = {"query": "M. Sesion et Mme Imprimente, conexion impossible", "call": "c-1", "event": "s1"}
    shown = desk.http.post("/api/v1/clients/acme/search", json=body).json()["suggestions"]
    assert {one["word"] for one in shown} == {"Sesion", "Imprimente", "conexion"}
    (search,) = (one for one in Caller(desk).replay() if one["id"] == "s1")
    assert search["shown"]["suggestions"] == [{"word": "conexion", "instead": "connexion"}]
    assert search["what"]["query"] == "M. [name] et Mme [name], conexion impossible"
    kept = kept_bytes(tmp_path).lower()
    assert b"conexion" in kept
    assert b"sesion" not in kept
    assert b"imprimente" not in kept


def test_what_a_symptom_in_capitals_says_behind_a_name_is_kept(desk: Served) -> None:
    body = {"query": "MME MARTIN BOURRAGE PAPIER BAC 2", "call": "c-1", "event": "s1"}
    desk.http.post("/api/v1/clients/acme/search", json=body)
    (search,) = (one for one in Caller(desk).replay() if one["id"] == "s1")
    assert search["what"]["query"] == "MME [name] BOURRAGE PAPIER BAC 2"


@pytest.mark.parametrize("typed", ["MR SALOMON TARDIF RAPPELLE", "Mme Diallo Bataille, 0612345678", "M. Ewen Prunier"])
def test_a_surname_that_is_a_word_is_not_kept(typed: str, desk: Served, tmp_path: Path) -> None:
    desk.http.post("/api/v1/clients/acme/search", json={"query": typed, "call": "c-1", "event": "s1"})
    (search,) = (one for one in Caller(desk).replay() if one["id"] == "s1")
    assert "[name]" in search["what"]["query"]
    kept = kept_bytes(tmp_path).lower()
    for surname in (b"tardif", b"bataille", b"prunier"):
        assert surname not in kept


def test_nothing_of_the_caller_is_kept_of_how_a_call_came_in(desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    call.put(
        channel="0698765432", queue="M. Durand", ivr=["1", "0612345678", "jean.durand@acme.fr", "44719#", "poste 4210"]
    )
    fact = {"name": "rappeler Mme Durand", "value": "E-204 M. Durand"}
    call.events(("e", {"kind": "escalated", "level": "N2", "group": "reseau", "facts": [fact]}))
    by_kind = {one["what"]["kind"]: one["what"] for one in call.replay()}
    start, escalated = by_kind["started"], by_kind["escalated"]
    assert (start["channel"], start["queue"]) == ("[phone]", "M. [name]")
    assert start["ivr"] == ["1", "[phone]", "[email]", "[digits]#", "poste 4210"]
    assert escalated["facts"] == [{"name": "rappeler Mme [name]", "value": "E-204 M. [name]"}]
    kept = kept_bytes(tmp_path).lower()
    assert b"poste 4210" in kept
    for said in (b"durand", b"0612345678", b"0698765432", b"44719"):
        assert said not in kept


@pytest.mark.parametrize("cut", [["06", "52", "71", "41", "27"], ["0652", "7141", "27"], [*"0652714127"]])
def test_a_number_keyed_level_by_level_is_not_kept(cut: list[str], desk: Served, tmp_path: Path) -> None:
    call = Caller(desk)
    call.put(ivr=["2", "facturation", *cut])
    assert call.read()["ivr"] == ["2", "facturation", *["[digits]"] * len(cut)]
    kept = kept_bytes(tmp_path)
    assert b"facturation" in kept
    for said in (json.dumps(cut).encode(), json.dumps(cut, separators=(",", ":")).encode()):
        assert said not in kept


def test_callers_are_keys_and_texts_are_redacted(desk: Served, tmp_path: Path) -> None:
    one, other = Caller(desk, "c-1"), Caller(desk, "c-2")
    one.put(caller="0612345678")
    other.events(("s", {"kind": "started", "caller": "+33 6 12 34 56 78"}))
    assert one.read()["caller_key"] == other.read()["caller_key"] != ""
    stranger = Caller(desk, "c-3", client="zeta")
    stranger.put(caller="0612345678")
    assert stranger.read()["caller_key"] != one.read()["caller_key"]
    said = "rappeler au 0612345678 pour le vpn"
    desk.http.post("/api/v1/clients/acme/search", json={"query": said, "call": "c-1"})
    one.events(
        ("f", {"kind": "flagged", "reason": said}),
        ("a", {"kind": "answered", "question": said, "answer": said}),
        (
            "e",
            {
                "kind": "escalated",
                "level": "N2",
                "group": "reseau",
                "impact": said,
                "facts": [{"name": "rappel", "value": said}],
            },
        ),
    )
    assert sum(moment["what"].get("kind") in ("flagged", "answered", "escalated") for moment in one.replay()) == 3
    kept = kept_bytes(tmp_path)
    assert b"pour le vpn" in kept
    assert b"0612345678" not in kept
    assert b"612345678" not in kept
