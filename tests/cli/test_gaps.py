"""What no article solves, in the terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.cli import gaps
from tests.cli.building import run
from tests.cli.test_learn import opened


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base that is built, and calls of which two things are handed over again and again without an article."""
    assert run("build", "acme").exit_code == 0
    now = datetime.now(UTC)
    said = [
        "badge refusé au portail",
        "badge refuse portail",
        "portail badge refusé",
        "casque muet",
        "le casque est muet",
    ]
    solved = [("le tunnel bleu ne monte pas", "resolved", ["vpn"])] * 3
    lines = [
        {
            "call_id": f"c{at}",
            "started_at": (now - timedelta(days=10, minutes=9 * at)).isoformat(),
            "closed_at": (now - timedelta(days=10, minutes=9 * at - 6)).isoformat(),
            "outcome": outcome,
            "caller": f"poste {at}",
            "symptom": symptom,
            "used": used,
        }
        for at, (symptom, outcome, used) in enumerate([*((one, "escalated_n2", []) for one in said), *solved])
    ]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output
    monkeypatch.setattr(gaps, "open_terminal", lambda settings: opened())
    return folder


@pytest.mark.usefixtures("called")
def test_they_are_shown_the_largest_first() -> None:
    shown = run("gaps", "acme")
    assert shown.exit_code == 0, shown.output
    assert "of 8 calls looked at, 5 that no article solved" in shown.output
    assert "badge" in shown.output
    assert "The first 2 of 2 hold four fifths of the calls." in shown.output
    assert "tunnel" not in shown.output


@pytest.mark.usefixtures("called")
def test_a_program_gets_the_calls_too() -> None:
    found = json.loads(run("gaps", "acme", "--json", "--limit", "1").stdout)
    assert (found["client"], found["looked_at"], found["unsolved"], found["pareto"]) == ("acme", 8, 5, 2)
    [gap] = found["gaps"]
    assert (len(gap["calls"]), gap["callers"], gap["minutes"]) == (3, 3, 18.0)
    assert gap["reasons"] == {"escalated": 3}


@pytest.mark.usefixtures("called")
def test_of_other_days_there_are_none_and_what_is_no_day_is_refused() -> None:
    assert "of 0 calls looked at" in run("gaps", "acme", "--since", "2020-01-01", "--until", "2020-01-31").output
    refused = run("gaps", "acme", "--since", "hier")
    assert (refused.exit_code, "hier" in refused.output or "since" in refused.output) == (2, True)


def test_an_unknown_client_is_said(folder: Path) -> None:
    assert run("build", "acme").exit_code == 0
    assert "There is no client" in run("gaps", "acne").output
