"""How articles fare, in the terminal."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kbsearch.core.calls import happenings as ev
from kbsearch.core.calls.events import Event
from kbsearch.core.one_client import OneClient
from tests.cli.building import run
from tests.cli.test_learn import opened
from tests.happenings import COMMIT

NOW = datetime.now(UTC)
ARTICLE = "---\nid: {id}\ntitle: {title}\n{more}---\n# {title}\n\nFaire ceci.\n"


def row(call: str, days: float, used: Sequence[str], caller: str = "", outcome: str = "resolved") -> dict[str, Any]:
    began = NOW - timedelta(days=days)
    return {
        "call_id": call,
        "started_at": began.isoformat(),
        "closed_at": (began + timedelta(minutes=5)).isoformat(),
        "outcome": outcome,
        "caller": caller,
        "used": used,
    }


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four articles; eight callers were helped with one of them and call again, thirty with another and do not."""
    reviewed = f"reviewed: {(NOW - timedelta(days=100)).date()}\nreview_every: 90\n"
    for id, title, more in (("badge", "Badge [refusé]", ""), ("tpe", "TPE muet", reviewed), ("scan", "Scanner", "")):
        text = ARTICLE.format(id=id, title=f'"{title}"', more=more)
        (folder / "articles" / "acme" / f"{id}.md").write_text(text, "utf-8")
    built = run("build", "acme")
    assert built.exit_code == 0, built.output
    rows = [row(f"v{n}", 20, ["vpn"], f"poste 1{n}") for n in range(30)]
    rows += [row(f"b{n}", 20, ["badge"], f"poste 2{n}") for n in range(8)]
    rows += [row(f"b{n}-again", 18, [], f"poste 2{n}", "escalated_n2") for n in range(8)]
    rows += [row("nobody", 20, ["vpn"]), row("recent", 2, ["vpn"], "poste 90")]
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output
    with closing(opened()) as kb:
        seen = Event("seen", "acme", "v0", NOW - timedelta(days=20), ev.Displayed("scan", 1, COMMIT, "scan#1"))
        kb.calls.record(OneClient("acme"), [seen], None)
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


@pytest.mark.usefixtures("called")
def test_it_is_counted_and_what_needs_somebody_stands_apart() -> None:
    done = run("health", "acme")
    assert done.exit_code == 0, done.output
    said = " ".join(done.output.split())
    assert ": 48 calls An article was used in 40; solved with one, without a caller, so in no share: 1" in said
    assert "In no share yet: 1 contact younger than 7 days." in said
    assert "the norm: 21% of 38 (11%–36%)" in said
    assert "Badge [refusé]" in said
    assert "100% of 8 (68%–100%)" in said
    assert "Compared: 2 articles with 5 such contacts or more. By chance alone one in forty" in said
    assert "Used in no call: 2 of 4 articles served; 1 not even shown" in said
    assert "Review overdue: 1; due within 30 days: 0" in said
    assert "Verified, that is validated and not overdue: 3 of 4 articles served (75%); 3 of these say no day" in said


@pytest.mark.usefixtures("called")
def test_a_program_gets_the_counts_and_the_calls() -> None:
    found = json.loads(run("health", "acme", "--json", "--limit", "1").stdout)
    assert (found["calls"], found["using"], found["unattached"], found["unripe"]) == (48, 40, 1, 1)
    by_id = {one["article"]: one for one in found["articles"]}
    assert [*by_id] == ["vpn", "badge", "scan", "tpe"]
    vpn = by_id["vpn"]
    assert (vpn["used"], vpn["not_called_back"]["numerator"], vpn["not_called_back"]["denominator"]) == (32, 30, 30)
    assert [round(end, 3) for end in vpn["not_called_back"]["interval"]] == [0.886, 1.0]
    assert by_id["scan"]["shown"] == 1
    assert by_id["tpe"]["not_called_back"] == {"value": None, "numerator": 0, "denominator": 0, "interval": None}
    back = found["called_back"]
    assert (back["norm"]["numerator"], back["norm"]["denominator"], back["compared"]) == (8, 38, 2)
    [badge] = back["articles"]
    assert (badge["article"], sorted(badge["calls"])) == ("badge", [f"b{n}" for n in range(8)])
    assert (found["never_used"], found["never_shown"]) == (["scan"], ["tpe"])
    assert [(one["article"], one["is_overdue"]) for one in found["review_due"]] == [("tpe", True)]
    assert (found["verified"]["numerator"], found["verified"]["denominator"]) == (3, 4)


@pytest.mark.usefixtures("called")
def test_tables_are_cut_and_say_so() -> None:
    assert "and 2 more" in run("health", "acme", "--limit", "1").output


@pytest.mark.usefixtures("called")
def test_of_other_days_nothing_is_counted_and_what_is_no_day_is_refused() -> None:
    done = run("health", "acme", "--since", "2024-01-01", "--until", "2024-01-31")
    assert done.exit_code == 0, done.output
    assert "2024-01-01 to 2024-01-31: 0 calls" in done.output
    assert "None, of 0 articles with 5 such contacts or more" in done.output
    assert "Used in no call: 4 of 4 articles served; 4 not even shown" in done.output
    assert run("health", "acme", "--since", "hier").exit_code == 2


def test_a_base_without_calls_has_its_reviews_and_an_unknown_client_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    assert run("build", "acme").exit_code == 0
    done = run("health", "acme")
    assert "Verified, that is validated and not overdue: 1 of 1 article served" in done.output
    assert "There is no client" in run("health", "acne").output


@pytest.mark.usefixtures("called")
def test_articles_that_are_alike_are_named(folder: Path) -> None:
    text = ARTICLE.format(id="badge-2", title='"Badge [refusé]"', more="")
    (folder / "articles" / "acme" / "badge-2.md").write_text(text, "utf-8")
    assert "perhaps two of the same: 0 pairs" in run("health", "acme").output
    assert run("build", "acme").exit_code == 0
    shown = run("health", "acme").output
    assert "Alike, perhaps two of the same: 1 pair" in shown
    assert json.loads(run("health", "acme", "--json").stdout)["alike"] == [
        {"first": "badge", "second": "badge-2", "likeness": 1.0}
    ]
    with closing(opened()) as kb:
        kb.calls.file().apart.tell(OneClient("acme"), "badge-2", "badge", NOW)
    assert "0 pairs; 1 pair told apart" in run("health", "acme").output
