"""What articles did, in the terminal: from calls, a repository and its history to a number, or to why there is none."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from kbsearch.app.wiring import open_records
from tests.articles_came import FROZEN, MONDAY, THINGS, calls, commit_articles, day_of
from tests.cli.building import run
from tests.repositories import Repository


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Calls of 36 weeks about two dozen things; of half of them an article comes that solves half of what was not."""
    repository = Repository(folder / "base")
    monkeypatch.setenv("KBSEARCH_ARTICLES", str(repository.articles))
    commit_articles(repository, monkeypatch)
    assert run("build", "acme").exit_code == 0
    rows = [*calls(random.Random(1))]  # noqa: S311
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output
    monkeypatch.setattr("kbsearch.app.open_terminal", open_records)  # letters alone tell these words apart
    return folder


def test_what_was_planted_comes_back(called: Path) -> None:
    missing = run("effect", "acme")
    assert missing.exit_code == 2
    assert f"kbsearch topics freeze acme --until {day_of(2) - timedelta(days=1)}" in missing.output
    weeks = ("--since", str(MONDAY), "--until", str(day_of(FROZEN) - timedelta(days=1)))
    assert run("topics", "freeze", "acme", *weeks).exit_code == 0
    days = ("--since", str(day_of(3)), "--until", str(date.today()))
    told = json.loads(run("effect", "acme", *days, "--json").stdout)
    assert told["unknown"] is None, told
    assert (told["treated"], told["undated"]) == (12, [])
    assert told["compared"] >= 8
    assert told["points"]["low"] < 30 < told["points"]["high"]
    assert told["points"]["low"] > 15
    assert told["placebo"] is not None  # how often it raises an alarm: tests/core/effects
    assert 0.25 < told["used"] <= 2 / 5  # one of two things that look alike may have taken the other's calls
    about = {one["article"]: one["topic"] for one in told["articles"]}
    assert about.pop("vpn") is None
    assert len({*about.values()}) == len(about) == 12
    shown = run("effect", "acme", *days)
    assert shown.exit_code == 0, shown.output
    assert "12 topics with an article" in shown.output
    assert "1 article came before these days" in shown.output
    assert "badge" in shown.output


def test_too_little_is_said_and_days_may_be_put_right(called: Path) -> None:
    assert run("topics", "freeze", "acme", "--since", str(MONDAY), "--until", str(day_of(1))).exit_code == 0
    late = [f"--published={thing}={date.today()}" for thing in THINGS[::2][:6]]
    told = run("effect", "acme", "--since", str(day_of(3)), *late)
    assert told.exit_code == 0, told.output
    assert "pas assez de données): fewer than eight topics that got an article" in told.output
    assert "nobody" in run("effect", "acme", "--published", f"nobody={date.today()}").output
    wrong = run("effect", "acme", "--published", "vpn=demain")
    assert wrong.exit_code == 2
    assert "tpe-hors-ligne=2026-11-02" in wrong.output
