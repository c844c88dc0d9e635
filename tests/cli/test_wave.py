"""Articles that are ready, published by lot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.building import run

PLAN = ("wave", "plan", "acme")
WHEN = ("--starts", "2026-11-30", "--every", "2")


@pytest.fixture(autouse=True)
def ready(folder: Path) -> None:
    for name in ("casque", "badge", "visio"):
        text = f"---\nid: {name}\ntitle: Le {name}\nstate: draft\n---\n# Le {name}\n\nFaire ainsi.\n"
        (folder / "articles" / "acme" / f"{name}.md").write_text(text, "utf-8")


def test_each_gets_its_week_and_the_seed_gives_the_order_again() -> None:
    found = run(*PLAN, "casque", "badge", "visio", *WHEN, "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    told = json.loads(found.stdout)
    assert (told["client"], told["every"]) == ("acme", 2)
    assert [row["week"] for row in told["publications"]] == ["2026-W49", "2026-W51", "2026-W53"]
    assert {(row["article"], row["state"], row["title"]) for row in told["publications"]} == {
        (name, "draft", f"Le {name}") for name in ("casque", "badge", "visio")
    }
    again = run(*PLAN, "visio", "casque", "badge", *WHEN, "--seed", str(told["seed"]), "--json")
    assert json.loads(again.stdout) == told


def test_a_person_is_told_what_it_takes() -> None:
    shown = run(*PLAN, "casque", "badge", *WHEN, "--seed", "7").stdout.splitlines()
    assert [line.split()[:2] for line in shown[:2]] == [["2026-W49", "2026-11-30"], ["2026-W51", "2026-12-14"]]
    assert "--seed 7" in shown[2]
    assert "8 topics" in shown[3]


def test_what_is_no_draft_is_told() -> None:
    found = run(*PLAN, "casque", "vpn", *WHEN)
    assert found.exit_code == 0
    assert "vpn is no draft" in found.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((*PLAN, "casque", "bage", *WHEN), "Did you mean 'badge'?"),
        ((*PLAN, "casque", "casque", *WHEN), "Named twice: casque"),
        ((*PLAN, "casque", *WHEN), "fewer than two articles"),
        ((*PLAN, "casque", "badge", "--starts", "2026-12-01", "--every", "2"), "give 2026-11-30"),
        (("wave", "plan", "zeta", "casque", "vpn", *WHEN), "zeta has no article “casque”"),
        (("wave", "plan", "acne", "casque", "vpn", *WHEN), "Did you mean 'acme'?"),
        (("wave", "plan", "_shared", "casque", "vpn", *WHEN), "There is no client “_shared”"),
    ],
)
def test_what_is_not_there_is_refused(arguments: tuple[str, ...], words: str) -> None:
    refused = run(*arguments)
    assert refused.exit_code == 2
    assert words in refused.output


def test_help_says_why_the_order_is_drawn() -> None:
    assert "an experiment" in " ".join(run("wave", "plan", "--help").output.split())
