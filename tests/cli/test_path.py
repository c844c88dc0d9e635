"""`kbsearch path`, and the path below `kbsearch ask`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kbsearch.cli import ask, path
from kbsearch.core.snapshot import Snapshot
from tests.api.test_escalation import CLIENT, NIGHT
from tests.core.escalation.written import client_of
from tests.served import MemoryLive, make_app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("acme", "--at", …)` in this process, over snapshots in memory."""

    def open_terminal(_: object) -> object:
        kb, live = make_app(tmp_path)
        staff(live)
        return kb

    def staff(live: MemoryLive) -> None:
        for name, lang in (("acme", "fr"), ("zeta", "en")):
            snapshot = live.entries[name]
            assert isinstance(snapshot, Snapshot)
            live.entries[name] = replace(snapshot, client=replace(client_of(CLIENT), id=name, lang=lang))

    monkeypatch.setattr("kbsearch.app.open_terminal", open_terminal)
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str, of: object = path.command) -> Result:
        return CliRunner().invoke(of, arguments)  # type: ignore[arg-type]

    return command


def test_for_a_person(run: Run) -> None:
    lines = run("acme", "--at", NIGHT, "--priority", "P1").stdout.splitlines()
    assert lines == [
        "lundi 11 mai 23:00 (CEST), P1",
        "Qui prend la suite",
        "  ! reseau est fermé jusqu’à mardi 12 mai 09:00 : étape suivante.",
        "  1. N2 reseau · poste 1 · téléphone",
        "     Fermé jusqu’à mardi 12 mai 09:00, en 15 min. Premier niveau au-dessus du N1.",
        "     À demander d’abord : site",
        "→ 2. Astreinte nuit · Ada",
        "     Joignable jusqu’à mardi 12 mai 09:00. Niveau suivant.",
    ]


def test_in_the_clients_language(run: Run) -> None:
    assert "Can be reached until Tuesday 12 May 09:00. Next level." in run("zeta", "--at", NIGHT).stdout


def test_for_a_program(run: Run) -> None:
    found = json.loads(run("acme", "fumée dans la baie", "--at", f"{NIGHT}+02:00", "--json").stdout)
    assert found["steps"][0]["rule"]["code"] == "trigger-words"
    assert found["at"] == "2026-05-11T23:00:00+02:00"


def test_a_level_that_was_chosen_takes_over_whatever_the_hour_leads_to(run: Run) -> None:
    lines = run("acme", "--at", NIGHT, "--priority", "P1", "--level", "N2").stdout.splitlines()
    assert [line for line in lines if line.startswith("→")] == ["→ 1. N2 reseau · poste 1 · téléphone"]
    undeclared = json.loads(run("acme", "--level", "N3", "--json").stdout)
    step = undeclared["steps"][undeclared["now"]]
    assert (step["level"], step["rule"]["code"]) == ("N3", "undeclared")
    assert run("acme", "--level", "N1").exit_code == 2
    assert "--level [N2|N3|on-call]" in run("--help").stdout


def test_what_the_caller_chose_leads_to_its_article(run: Run) -> None:
    asked = ("acme", "imprimante hors ligne", "--at", NIGHT, "--json")
    assert json.loads(run(*asked).stdout)["steps"][0]["facts"] == ["site"]
    told = json.loads(run(*asked, "--choice", "product=Client VPN").stdout)
    assert told["steps"][0]["facts"] == ["site", "numéro de poste"]
    assert "write facet=value" in str(run("acme", "--choice", "produit").exception)


@pytest.mark.parametrize(
    ("at", "said", "shown"),
    [
        ("2026-03-29T02:30", "Cette heure n’existe pas cette nuit-là", "dimanche 29 mars 03:30 (CEST)"),
        ("2026-10-25T02:30", "Cette heure existe deux fois cette nuit-là", "dimanche 25 octobre 02:30 (CEST)"),
    ],
)
def test_local_times_that_the_clocks_skip_or_show_twice(run: Run, at: str, said: str, shown: str) -> None:
    out = run("acme", "--at", at).stdout
    assert said in out
    assert out.startswith(shown)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("acme", "--at", "demain"), "not a date and time"),
        (("acme", "--article", "absent"), "no such article"),
        (("nobody",), "There is no client"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code != 0
    assert message in str(done.exception)


def test_ask_ends_with_the_path(run: Run) -> None:
    out = run("acme", "vpn connexion impossible", of=ask.command).stdout
    assert out.index("VPN : connexion impossible") < out.index("Qui prend la suite") < out.index("N2 reseau")
    row = json.loads(run("acme", "vpn", "--json", of=ask.command).stdout)
    assert row["escalation"]["steps"][0]["group"] == "reseau"
