"""What no article solves, in the terminal."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.flows import gaps as flow_gaps
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.repositories import IDENTITY


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A base that is built, and calls of which two things are handed over again and again without an article."""
    assert run("build", "acme").exit_code == 0
    now = datetime.now(UTC)
    said = [
        "badge refusé au portail",
        "badge refuse portail [nord]",
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
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


@pytest.mark.usefixtures("called")
def test_they_are_shown_the_largest_first() -> None:
    shown = run("gaps", "acme")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("acme, "), "how far it was is not told where the gaps are"
    assert "of 8 calls looked at, 5 that no article solved" in shown.output
    assert "badge" in shown.output
    assert "[nord]" in shown.output
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
def test_what_became_of_them_since_the_days_before_is_said_in_words(called: Path) -> None:
    assert "Trend: unknown, for no calls of as many days before were looked at." in run("gaps", "acme").output
    began = datetime.now(UTC) - timedelta(days=45)
    lines = [
        {"call_id": f"b{at}", "started_at": (began + timedelta(minutes=at)).isoformat(), "caller": f"poste {at}",
         "closed_at": (began + timedelta(minutes=at + 2)).isoformat(), "outcome": "escalated_n2", "symptom": symptom}
        for at, symptom in enumerate([*["casque muet"] * 20, "badge refusé au portail"])
    ]  # fmt: skip
    (called / "before.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run("calls", "import", "acme", "before.jsonl").exit_code == 0
    shown = " ".join(run("gaps", "acme").output.split())
    assert "Trend: against 21 calls looked at from " in shown
    found = json.loads(run("gaps", "acme", "--json").stdout)
    assert [(one["trend"], one["before"]) for one in found["gaps"]] == [("level", 1), ("falling", 20)]
    assert found["looked_at_before"] == 21
    assert ("falling" in shown, "half" in shown) == (True, False)


@pytest.mark.usefixtures("called")
def test_what_was_left_unread_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flow_gaps, "MOST", 1)
    assert "4 calls of these left unread, of 4 different wordings, the least frequent" in run("gaps", "acme").output
    found = json.loads(run("gaps", "acme", "--json").stdout)
    assert (found["unread_wordings"], found["unread_calls"], len(found["gaps"])) == (4, 4, 1)


@pytest.mark.usefixtures("called")
def test_of_other_days_there_are_none_and_what_is_no_day_is_refused() -> None:
    assert "of 0 calls looked at" in run("gaps", "acme", "--since", "2020-01-01", "--until", "2020-01-31").output
    refused = run("gaps", "acme", "--since", "hier")
    assert (refused.exit_code, "hier" in refused.output or "since" in refused.output) == (2, True)


def test_an_unknown_client_is_said(folder: Path) -> None:
    assert run("build", "acme").exit_code == 0
    assert "There is no client" in run("gaps", "acne").output


@pytest.mark.usefixtures("called")
def test_the_article_that_is_lacking_is_begun_on_a_branch(called: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    first = json.loads(run("gaps", "acme", "--json").stdout)["gaps"][0]
    printed = run("gap", "draft", "acme", first["id"], "--print")
    assert printed.exit_code == 0, printed.output
    assert printed.stdout.startswith("---\ntitle: ")
    assert first["label"] in printed.stdout
    plain = run("gap", "draft", "acme", first["id"])
    assert plain.exit_code == 2  # the articles are in no repository
    for arguments in (("init", "-q"), ("add", "."), (*IDENTITY, "commit", "-qm", "x")):
        subprocess.run(["git", *arguments], cwd=called, check=True)
    made = run("gap", "draft", "acme", first["id"])
    assert made.exit_code == 0, made.output
    branch = f"gap/acme-{first['id']}"
    assert f"git switch {branch}" in made.output
    shown = subprocess.run(
        ["git", "show", "--name-only", "--format=", branch], cwd=called, check=True, capture_output=True
    )
    assert shown.stdout.decode().startswith("articles/acme/manques/")
    assert "There is a branch" in run("gap", "draft", "acme", first["id"]).output
    missing = run("gap", "draft", "acme", "00000000")
    assert missing.exit_code == 2
    assert "kbsearch gaps acme" in missing.output
