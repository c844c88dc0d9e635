"""Calls in the terminal: imported, listed, shown."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.app import housekeeping, open_records
from kbsearch.app.calls import Calls
from kbsearch.app.housekeeping import Housekeeper
from kbsearch.core.one_client import OneClient
from kbsearch.core.store_ports import Erased
from kbsearch.flows.load_calls import MOST_FAULTS
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.clients import ACME

CSV = """call_id,started_at,closed_at,outcome,symptom,used
c1,2026-11-02 09:14,2026-11-02 09:21,resolved,vpn coupé,vpn
c2,2026-11-02 10:00,,solved,,
"""


@pytest.fixture
def imported(folder: Path) -> Path:
    assert run("build", "acme").exit_code == 0
    (folder / "calls.csv").write_text(CSV, "utf-8")
    return folder


def test_a_file_is_imported_and_its_faults_are_named(imported: Path) -> None:
    first = run("calls", "import", "acme", "calls.csv")
    assert first.exit_code == 1
    assert "calls.csv:3: outcome: Valeurs permises : resolved, " in first.output
    assert (
        "Appels gardés : 1 ; événements nouveaux : 4 ; déjà connus : 0 ; lignes laissées de côté : 1."
        in first.output.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    )
    again = json.loads(run("calls", "import", "acme", "calls.csv", "--json").output)
    assert (again["new"], again["repeated"], again["faults"][0]["line"]) == (0, 4, 3)
    assert again["faults"][0]["message"].startswith("Valeurs permises : resolved, ")
    assert (imported / "data" / "calls.db").exists()


def test_every_faulty_row_goes_into_a_file(imported: Path) -> None:
    rows = "".join(f"d{at},hier,,,,\n" for at in range(250))
    (imported / "calls.csv").write_bytes((CSV + rows).encode() + b"\xe9,2026-11-02 09:14,,,,\n")
    done = run("calls", "import", "acme", "calls.csv")
    assert (done.exit_code, "--faults FICHIER" in done.stdout) == (1, True)
    done = run("calls", "import", "acme", "calls.csv", "--faults", "faults.csv")
    assert done.stdout.count("calls.csv:") == MOST_FAULTS
    assert "faults.csv" in done.stdout.splitlines()[-1]
    found = [*csv.DictReader((imported / "faults.csv").read_text("utf-8").splitlines())]
    assert [int(row["line"]) for row in found] == [*range(3, 255)]
    assert [(row["field"], row["reason"]) for row in found[-2:]] == [("started_at", "row-time"), ("", "row-not-utf8")]
    assert json.loads(run("calls", "import", "acme", "calls.csv", "--json").stdout)["faulty"] == 252


def test_an_article_that_the_client_does_not_have_is_a_warning(imported: Path) -> None:
    rows = "".join(f"e{at},2026-11-02 09:14,,,,vpm\n" for at in range(MOST_FAULTS + 1))
    (imported / "calls.csv").write_text(CSV.splitlines()[0] + f"\n{rows}", "utf-8")
    done = run("calls", "import", "acme", "calls.csv", "--faults", "faults.csv")
    assert done.exit_code == 0, "every call is kept"
    assert "calls.csv:2: used: Avertissement : ce client n’a pas d’article « vpm »" in done.stdout
    assert done.stdout.count("calls.csv:") == MOST_FAULTS
    assert f"Articles nommés que ce client n’a pas : {MOST_FAULTS + 1} ; les appels sont gardés." in done.stdout
    found = [*csv.DictReader((imported / "faults.csv").read_text("utf-8").splitlines())]
    assert {(row["field"], row["reason"]) for row in found} == {("used", "row-no-article")}
    assert len(found) == MOST_FAULTS + 1
    again = json.loads(run("calls", "import", "acme", "calls.csv", "--json").stdout)
    assert (again["faulty"], again["warned"], len(again["warnings"])) == (0, MOST_FAULTS + 1, MOST_FAULTS)


def test_a_file_without_calls_says_so(imported: Path) -> None:
    (imported / "calls.csv").write_text("")
    done = run("calls", "import", "acme", "calls.csv")
    assert (done.exit_code, "calls.csv: Il n’y a aucun appel dans ce fichier." in done.stdout) == (0, True)


def test_calls_are_listed_and_shown_in_the_clients_time(imported: Path) -> None:
    run("calls", "import", "acme", "calls.csv")
    listed = run("calls", "list", "acme", "--since", "2026-11-02", "--until", "2026-11-03")
    assert "2026-11-02 09:14  c1  resolved  used vpn" in listed.output
    assert run("calls", "list", "acme", "--since", "2026-11-03", "--until", "2026-11-04").output == "0 calls.\n"
    night = ("--since", "2026-10-25 02:30:00+02:00", "--until", "2026-11-03T00:00:00+01:00")
    assert "1 call." in run("calls", "list", "acme", *night).output, "an hour that there was twice takes an offset"
    month = ("--since", "2026-11-01", "--until", "2026-12-01")
    (line,) = run("calls", "list", "acme", *month, "--json").output.splitlines()
    assert (json.loads(line)["call"], json.loads(line)["outcome"]) == ("c1", "resolved")
    shown = run("calls", "show", "acme", "c1").output
    assert "09:14:00  described  symptom vpn coupé" in shown
    assert "09:21:00  closed  outcome resolved" in shown
    timeline = json.loads(run("calls", "show", "acme", "c1", "--json").output)["timeline"]
    assert [moment["what"]["kind"] for moment in timeline] == ["started", "described", "used", "closed"]


def test_a_call_that_nobody_took_is_listed_with_what_became_of_it(imported: Path) -> None:
    at = "2026-11-02 11:00"
    rows = f"call_id,started_at,offered_at,disposition\nlost,{at},{at},abandoned_in_queue\nwaiting,{at},{at},\n"
    (imported / "calls.csv").write_text(rows, "utf-8")
    assert run("calls", "import", "acme", "calls.csv").exit_code == 0
    listed = run("calls", "list", "acme", "--since", "2026-11-02", "--until", "2026-11-03").output
    assert f"{at}  lost  abandoned_in_queue\n" in listed
    assert f"{at}  waiting  open\n" in listed
    assert f"{at}  lost  abandoned_in_queue\n" in run("calls", "show", "acme", "lost").output


def test_what_is_not_there_is_said(imported: Path) -> None:
    assert run("calls", "show", "acme", "c9").exit_code == 2
    unknown = run("calls", "list", "acmé")
    assert unknown.exit_code == 2
    assert "Did you mean 'acme'?" in unknown.output
    assert run("calls", "list", "acme").output == "0 calls.\n"


def test_calls_are_deleted_for_good(imported: Path) -> None:
    run("calls", "import", "acme", "calls.csv")
    done = run("privacy", "purge", "acme", "--before", "2026-11-01")
    assert (done.exit_code, "Deleted: 0 calls" in done.output) == (0, True)
    done = run("privacy", "purge", "acme", "--before", "2026-11-03")
    assert done.exit_code == 0
    assert (
        "Deleted: 1 call, 4 events, 0 screens. Log: emptied. Deleted events found in the files afterwards: 0."
        in done.output
    )
    assert "copies of" in done.output
    assert "vpn coupé".encode() not in (imported / "data" / "calls.db").read_bytes()
    run("calls", "import", "acme", "calls.csv")
    assert "--compact rewrites it" in done.output
    forgotten = json.loads(run("privacy", "forget", "acme", "c1", "--compact", "--json").output)
    assert (forgotten["calls"], forgotten["is_log_empty"], forgotten["is_compact"]) == (1, True, True)
    assert "--compact" not in run("privacy", "purge", "acme", "--before", "2026-11-03", "--compact").output
    assert run("calls", "show", "acme", "c1").exit_code == 2
    assert run("privacy", "purge", "acme", "--before", "2999-01-01").exit_code == 2
    assert run("privacy", "purge", "absent", "--before", "2026-11-03").exit_code == 2


def test_an_import_says_what_the_next_day_deletes(imported: Path) -> None:
    (imported / "old.csv").write_text(
        CSV.replace("c1,2026-11-02 09:14,2026-11-02", "c9,2020-11-02 09:14,2020-11-02"), "utf-8"
    )
    assert "(retention_days dans client.toml) : 1." in run("calls", "import", "acme", "old.csv").output
    assert "retention_days" not in run("calls", "import", "acme", "calls.csv").output


def test_copies_in_unused_parts_of_the_file_go_with_compact(imported: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("calls", "import", "acme", "calls.csv")
    real, compacted = Calls.erase, list[bool]()

    def erase(calls: Calls, client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        return replace(real(calls, client, choose), left=0 if compacted else 3)

    def compact(file: SqliteCalls) -> bool:
        compacted.append(True)
        return True

    monkeypatch.setattr(Calls, "erase", erase)
    monkeypatch.setattr(SqliteCalls, "compact", compact)
    left = run("privacy", "forget", "acme", "c1")
    assert (left.exit_code, "do the same again with --compact" in left.output) == (3, True)
    again = run("privacy", "forget", "acme", "c1", "--compact")
    assert (again.exit_code, "in the files afterwards: 0." in again.output) == (1, True)  # it was gone by then


def test_a_call_that_there_is_not_is_named_and_nothing_is_proved_of_it(imported: Path) -> None:
    run("calls", "import", "acme", "calls.csv")
    mistyped = run("privacy", "forget", "acme", "c1", "c11", "c11", "--json")
    assert mistyped.exit_code == 1
    assert mistyped.stderr.splitlines() == [
        "kbsearch: There is no call “c11” of acme, or not any more: nothing was deleted for it."
    ]
    told = json.loads(mistyped.stdout)
    assert (told["calls"], told["absent"]) == (1, ["c11"])
    assert run("privacy", "forget", "acme", "c11").exit_code == 1


def test_calls_of_a_client_that_is_gone_can_be_deleted_and_are(imported: Path) -> None:
    """When a contract ends, the folder goes first; whoever called must not stay on record for ever."""
    run("calls", "import", "acme", "calls.csv")
    run("build", "zeta")
    (imported / "articles" / "acme" / "vpn.md").unlink()
    for gone in ("articles", "indexes"):
        shutil.rmtree(imported / gone / "acme")
    assert run("privacy", "forget", "acme", "absent").exit_code == 1
    assert run("calls", "show", "acme", "c1").exit_code == 2, "nobody reads them any more"
    kb = open_records(load_settings({}))
    try:
        housekeeping.forget_old_calls(kb, ACME, datetime(2027, 11, 1, tzinfo=UTC))
        assert kb.calls.call(ACME, "c1").outcome
        Housekeeper(kb, now=lambda: datetime(2027, 11, 3, tzinfo=UTC)).run_once()
        assert kb.calls.clients() == []
    finally:
        kb.close()
    run("build", "acme")
    assert run("privacy", "purge", "acme", "--before", "2026-11-03").exit_code == 2
