"""What articles did, in the terminal: from calls, a repository and its history to a number, or to why there is none."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kbsearch.app.wiring import open_records
from kbsearch.cli import effect, topics
from tests.cli.building import run
from tests.repositories import Repository

WEEKS = 36
FROZEN, CAME = 18, 24
"""Weeks: from calls before the first topics are made; in the second articles come."""
MONDAY = date.today() - timedelta(days=date.today().weekday() + 7 * (WEEKS + 1))
THINGS = """
    badge casque scanner tablette ascenseur pointeuse borne caisse douchette imprimante portail serveur alarme
    climatiseur fontaine projecteur balance lecteur virement kiosque massicot yacht broyeur zinc
""".split()  # noqa: SIM905
"""A topic each; half of them get an article."""


def day_of(week: int) -> date:
    return MONDAY + timedelta(days=7 * week)


@pytest.fixture
def called(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Calls of 36 weeks about two dozen things; of half of them an article comes that solves half of what was not."""
    repository = Repository(folder / "base")
    for key in ("KBSEARCH_ARTICLES", "GIT_AUTHOR_DATE"):
        monkeypatch.setenv(key, str(repository.articles) if key == "KBSEARCH_ARTICLES" else "2026-01-01T00:00:00Z")
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day_of(2)}T09:00:00Z")
    repository.commit({"acme/vpn.md": "---\nid: vpn\ntitle: VPN coupé\n---\n# VPN\n\nRelancer.\n"})
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{day_of(CAME) - timedelta(days=1)}T09:00:00Z")
    text = "---\nid: {0}\ntitle: {0}\n---\n# {0}\n\nRallumer.\n"
    repository.commit({f"acme/{thing}.md": text.format(thing) for thing in THINGS[::2]})
    assert run("build", "acme").exit_code == 0
    rows = [*calls(random.Random(1))]  # noqa: S311
    (folder / "calls.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    imported = run("calls", "import", "acme", "calls.jsonl")
    assert imported.exit_code == 0, imported.output
    for module in (effect, topics):
        monkeypatch.setattr(module, "open_terminal", open_records)  # letters alone tell these words apart
    return folder


def calls(chance: random.Random) -> Iterator[dict[str, object]]:
    for week in range(WEEKS):
        for place, thing in enumerate(THINGS):
            has_article = place % 2 == 0 and week >= CAME
            for n in range(5):
                began = datetime.combine(day_of(week), datetime.min.time(), UTC) + timedelta(
                    hours=8, minutes=30 * n + place
                )
                is_solved = chance.random() < (0.9 if has_article else 0.6)
                yield {
                    "call_id": f"{thing}-{week}-{n}",
                    "started_at": began.isoformat(),
                    "closed_at": (began + timedelta(minutes=6)).isoformat(),
                    "outcome": "resolved" if is_solved else "escalated_n2",
                    "caller": f"poste {thing} {week} {n}",
                    "symptom": thing,
                    "used": [thing] if has_article and n % 2 else [],
                }


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
