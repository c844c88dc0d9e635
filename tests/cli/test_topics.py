"""Topics in the terminal: frozen, kept, counted."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.core.calls.events import Event
from kbsearch.core.calls.happenings import Telephoned
from kbsearch.core.one_client import OneClient
from tests.cli.building import run
from tests.cli.test_learn import opened

NOW = datetime.now(UTC)
BADGE = ["badge refusé au portail", "badge refuse portail", "portail : badge refusé"] * 3
HEADSET = ["casque muet", "le casque est muet", "casque mute"] * 2


def load(folder: Path, name: str, said: list[str], days: int) -> None:
    lines = [
        {
            "call_id": f"{name}-{at}",
            "started_at": (NOW - timedelta(days=days, minutes=20 * at)).isoformat(),
            "closed_at": (NOW - timedelta(days=days, minutes=20 * at - 6)).isoformat(),
            "outcome": "resolved",
            "caller": f"poste {name} {at}",
            "symptom": symptom,
        }
        for at, symptom in enumerate(said)
    ]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base that is built, and calls about two things, and one about a third."""
    assert run("build", "acme").exit_code == 0
    load(folder, "before", [*BADGE, *HEADSET, "ascenseur bloqué"], 20)
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


def test_they_are_frozen_and_later_calls_come_to_them(called: Path) -> None:
    frozen = run("topics", "freeze", "acme")
    assert frozen.exit_code == 0, frozen.output
    assert "acme: 2 topics, of 15 of 16 calls" in frozen.output
    assert frozen.stdout[0] != "\n"
    assert "badge" in frozen.output
    assert "ascenseur" not in frozen.output
    load(called, "after", ["badge refusé portail", "ascenseur bloqué"], 10)
    shown = run("topics", "show", "acme")
    assert shown.exit_code == 0, shown.output
    assert "and 2 more: --limit 3 shows all" in run("topics", "show", "acme", "--limit", "1").output
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in shown.output.splitlines() if "│" in line]
    assert [(row[1][:5], row[2]) for row in rows] == [("badge", "10"), ("casqu", "6"), ("about", "2")]
    assert rows[0][3:6] == ["100%", "72%–100%", "10"]
    assert "FCR without call-back is between 100% (82%–100%, of 18: any call) and 100%" in shown.output
    untold = "Of no call has the telephone system told when it was answered and when it ended, so there is no TMT."
    assert untold in shown.output
    assert "“Connecting the telephone system” in the README" in shown.output
    taken = NOW - timedelta(days=10)
    told = Telephoned(answered_at=taken, ended_at=taken + timedelta(minutes=6))
    with closing(opened()) as kb:
        kb.calls.record(OneClient("acme"), [Event("told", "acme", "after-0", taken, told)], None)
    heard = run("topics", "show", "acme").output
    assert "6.0 min" in heard
    assert untold not in heard


def test_a_program_gets_the_calls_and_the_counts(called: Path) -> None:
    frozen = json.loads(run("topics", "freeze", "acme", "--json").stdout)
    badge, headset = frozen["topics"]
    assert sorted(badge["calls"]) == sorted(f"before-{at}" for at in range(9))
    assert len(headset["calls"]) == 6
    assert frozen["about_none"] == 1
    shown = json.loads(run("topics", "show", "acme", "--json").stdout)
    assert [one["topic"] for one in shown["topics"]] == [badge["topic"], headset["topic"], ""]
    assert shown["topics"][0]["fcr_no_call_back"]["denominator"] == 9
    assert shown["topics"][0]["handle_time"]["value"] is None
    assert shown["topics"][0]["figures"]["n1_absorption"]["denominator"] == 9
    assert shown["fcr_low"]["numerator"] == 16
    again = json.loads(run("topics", "freeze", "acme", "--json").stdout)
    assert [one["topic"] for one in again["topics"]] == [badge["topic"], headset["topic"]]


def test_days_are_told_as_they_were_given_where_the_client_is(called: Path) -> None:
    yesterday, today = (date.today() - timedelta(days=at) for at in (1, 0))
    frozen = run("topics", "freeze", "acme", "--since", f"{yesterday - timedelta(days=60)}", "--until", f"{today}")
    assert frozen.exit_code == 0, frozen.output
    assert f"calls from {yesterday - timedelta(days=60)} to {today}" in run("topics", "show", "acme").stdout


@pytest.mark.usefixtures("called")
def test_what_is_missing_is_said_with_the_way_out() -> None:
    missing = run("topics", "show", "acme")
    assert missing.exit_code == 2
    assert "kbsearch topics freeze acme" in missing.output
    nothing = run("topics", "freeze", "acme", "--until", "2024-01-31")
    assert nothing.exit_code == 3
    assert "no 5 handled calls are about the same" in nothing.output
    assert run("topics", "show", "nobody").exit_code == 2


def test_who_deletes_calls_takes_their_words_out(called: Path) -> None:
    assert run("topics", "freeze", "acme").exit_code == 0
    calls = [f"before-{at}" for at in range(len(BADGE))]
    assert run("privacy", "forget", "acme", *calls).exit_code == 0
    load(called, "after", ["badge refusé portail"], 10)
    shown = run("topics", "show", "acme")
    assert shown.exit_code == 0, shown.output
    assert "badge" not in shown.output
    assert "casque" in shown.output
