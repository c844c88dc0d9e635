"""`kbsearch calibrate`: from calls on record to weights that a search uses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kbsearch.cli.calibrate import print_trials
from kbsearch.core.answers.recalibration import Trial
from tests.cli.building import run

HEAD = "call_id,started_at,closed_at,outcome,symptom,used,caller\n"
TEXTS = ("vpn coupé", "le vpn ne marche pas", "connexion vpn impossible", "poste lent ce matin", "erreur au démarrage")


def row(number: int, outcome: str, used: str) -> str:
    day, hour = 1 + number // 10 % 28, 8 + number % 10
    month = 1 + number // 280
    at = f"2026-{month:02}-{day:02} {hour:02}"
    return f"c{number},{at}:00,{at}:20,{outcome},{TEXTS[number % len(TEXTS)]},{used},poste {number}\n"


@pytest.fixture
def on_record(folder: Path) -> Callable[[int, int], None]:
    """`on_record(n, every)`: n calls of which one in `every` was solved by the article that is found."""
    assert run("build", "acme").exit_code == 0

    def write(count: int, every: int) -> None:
        rows = (row(n, *(("resolved", "vpn") if n % every == 0 else ("escalated_n2", ""))) for n in range(count))
        (folder / "calls.csv").write_text(HEAD + "".join(rows), "utf-8")
        done = run("calls", "import", "acme", "calls.csv")
        assert done.exit_code == 0, done.output

    return write


def test_few_calls_change_nothing(on_record: Callable[[int, int], None], folder: Path) -> None:
    on_record(30, 3)
    done = run("calibrate", "acme", "--days", "3650")
    assert done.exit_code == 0, done.output
    assert "too few calls" in done.stdout
    assert "Nothing was changed." in done.stdout
    assert not list((folder / "indexes" / "acme").glob("calibration*"))
    assert run("calibrate", "acme", "--undo").exit_code == 2
    assert run("calibrate", "absent").exit_code == 2


def test_own_weights_are_kept_used_and_undone(on_record: Callable[[int, int], None], folder: Path) -> None:
    def probability() -> float:
        return float(json.loads(run("ask", "acme", "vpn coupé", "--json").stdout)["probability"])

    on_record(400, 5)
    shipped = probability()
    (dry,) = [json.loads(run("calibrate", "acme", "--days", "3650", "--dry-run", "--json").stdout)]
    assert dry["kept"] == ""
    trial = next(one for one in dry["trials"] if one["verdict"] == "better")
    assert trial["loss_after"] < trial["loss_before"]
    assert probability() == shipped
    dry_table = run("calibrate", "acme", "--days", "3650", "--dry-run").stdout
    assert ("would be replaced" in dry_table, "Nothing was changed." in dry_table) == (True, True)
    done = run("calibrate", "acme", "--days", "3650")
    assert ("would be" in done.stdout, ": replaced" in done.stdout) == (False, True)
    assert "Kept as calibration-1.json." in done.stdout
    assert probability() != shipped
    assert "the shipped weights again" in run("calibrate", "acme", "--undo").stdout
    assert probability() == shipped


@pytest.mark.parametrize(("days", "counted"), [(7, 2), (14, 1)])
def test_a_call_counts_once_the_clients_own_window_is_over(folder: Path, days: int, counted: int) -> None:
    """One that was called back ten days later was solved for who waits seven, and was not for who waits fourteen."""
    (folder / "articles" / "acme" / "client.toml").write_text(f"[figures]\ncall_back_days = {days}\n", "utf-8")
    assert run("build", "acme").exit_code == 0
    first = "c1,2026-01-05 09:00,2026-01-05 09:20,resolved,vpn coupé,vpn,poste 7\n"
    back = "c2,2026-01-15 09:00,2026-01-15 09:20,escalated_n2,vpn coupé,,poste 7\n"
    (folder / "calls.csv").write_text(HEAD + first + back, "utf-8")
    assert run("calls", "import", "acme", "calls.csv").exit_code == 0
    done = run("calibrate", "acme", "--days", "3650", "--json")
    assert done.exit_code == 0, done.output
    _, keyword = json.loads(done.stdout)["trials"]
    assert (keyword["mode"], keyword["earlier"] + keyword["later"]) == ("keyword", counted)


def test_calls_that_were_all_right_are_not_said_to_be_few(on_record: Callable[[int, int], None]) -> None:
    """500 calls are many; what lacks is one kind of them."""
    on_record(500, 1)
    done = run("calibrate", "acme", "--days", "3650")
    assert "too few calls that say whether the first article was right: 200 are needed" in done.stdout
    assert "here 210 right and 0 wrong earlier, 90 right and 0 wrong later: kept as it was" in done.stdout
    assert "Nothing was changed." in done.stdout


def test_what_is_unreliable_is_told_before_and_after(capsys: pytest.CaptureFixture[str]) -> None:
    told = Trial("hybrid", "not-better", 560, 240, 300, 100, 0.5, 0.4, 0.2, 0.1, 40, 12, 3)
    print_trials((told, Trial("keyword", "too-few", 20, 9)))
    head, line, _, note = capsys.readouterr().out.splitlines()
    assert ("nothing reliable" in head, "12 → 3 of 40" in line) == (True, True)
    assert note == "Nothing reliable: of the later calls that were handed over, before and after."


def test_a_fit_that_failed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    print_trials((Trial("hybrid", "not-converged", 560, 240, 300, 100),))
    _, line = capsys.readouterr().out.splitlines()
    assert line.split()[:5] == ["hybrid", "560", "240", "–", "–"]
    assert "did not converge" in line


def test_undoing_is_no_dry_run(folder: Path) -> None:
    done = run("calibrate", "acme", "--undo", "--dry-run")
    assert (done.exit_code, "--undo and --dry-run exclude each other" in done.output) == (2, True)
