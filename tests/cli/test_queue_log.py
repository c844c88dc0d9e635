"""`kbsearch calls import-queue-log`: a telephone system's log, from the file to the calls of each client."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kbsearch.app import open_records
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.clients import ACME, ZETA
from tests.flows.test_load_queue_log import SAMPLE

MAP = '[queues]\nSupport-ACME = "acme"\nsupport-zeta = "zeta"\n'


@pytest.fixture
def logged(folder: Path) -> Path:
    """Both clients built, a log of four calls and a map."""
    assert run("build").exit_code == 0
    (folder / "queue_log").write_text(SAMPLE, "utf-8")
    (folder / "queues.toml").write_text(MAP, "utf-8")
    return folder


def plain(text: str) -> str:
    """With ordinary blanks."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def as_json(*arguments: str, code: int = 0) -> dict[str, Any]:
    done = run("calls", "import-queue-log", *arguments, "--json")
    assert done.exit_code == code, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_each_clients_calls_are_kept_and_counted(logged: Path) -> None:
    with (logged / "queue_log").open("a", encoding="utf-8") as file:
        file.write("1763806000|1763806000.41|support-zeta|NONE|ENTERQUEUE||0144556677|1\n")
    done = run("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml")
    assert done.exit_code == 0, done.output
    rows = [line.split() for line in done.output.splitlines() if line.startswith(("client", "acme", "zeta"))]
    assert rows == [
        "client appels présentés décrochés abandonnés débordés événements nouveaux déjà connus".split(),  # noqa: SIM905
        ["acme", "4", "4", "2", "1", "1", "16", "0"],
        ["zeta", "1", "1", "0", "0", "0", "2", "0"],
    ]
    assert plain(done.output).endswith(
        "Lignes lues : 12 ; fautives : 0 ; de files qui ne sont à aucun client : 0 ; d’aucun appel en file : 0.\n"
    )
    assert plain(done.stdout).startswith("client"), "no blank line before"
    shown = run("calls", "show", "acme", "1763805600.10").output
    assert "telephoned" in shown
    assert "612345678" not in done.output + shown


def test_importing_again_changes_nothing(logged: Path) -> None:
    first = as_json("queue_log", "--client-map", "queues.toml")
    again = as_json("queue_log", "--client-map", "queues.toml")
    assert [one["clients"]["acme"]["new"] for one in (first, again)] == [16, 0]
    assert again["clients"]["acme"]["repeated"] == 16
    with closing(open_records(load_settings({}))) as kb:
        assert len(kb.calls.history(ACME, "1763805600.10")) == 5


def test_rotated_logs_are_given_together(logged: Path) -> None:
    lines = SAMPLE.splitlines(keepends=True)
    (logged / "queue_log.1").write_text("".join(lines[:7]) + "broken\n", "utf-8")
    (logged / "queue_log").write_text("".join(lines[5:]), "utf-8")
    found = as_json("queue_log.1", "queue_log", "--client-map", "queues.toml", code=1)
    assert found["clients"]["acme"] == {
        "calls": 4, "offered": 4, "answered": 2, "abandoned": 1, "overflowed": 1, "new": 16, "repeated": 0
    }  # fmt: skip
    (fault,) = found["faults"]
    assert (fault["file"], fault["line"], fault["reason"]) == ("queue_log.1", 8, "queue-log-head")


def test_faults_and_queues_of_nobody_are_named_with_their_line(logged: Path) -> None:
    with (logged / "queue_log").open("ab") as file:
        file.write(b"1763806500|c9|autre|NONE|ABANDON|1|1|3\n" * 2)
        file.write(b"1763806500|c9|+33 6 12 34 56 78|NONE|ABANDON|1|1|3\n")
        file.write(b"1763806500|c9|support-acme|NONE|ABANDON|1|1|-3\n\xff\n")
    done = run("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml")
    assert done.exit_code == 1
    said = plain(done.output).splitlines()
    assert "queue_log:15: Une durée ou une place de ABANDON est négative." in said
    assert [line for line in said if line.startswith("queue_log:16: ") and line.endswith(" n’est pas du texte UTF-8.")]
    assert "queue_log:12: La file “autre” n’est à aucun client. Lignes laissées de côté : 2." in said
    assert "queue_log:14: La file “[phone]” n’est à aucun client. Lignes laissées de côté : 1." in said
    assert "Lignes fautives, par raison : queue-log-negative 1, queue-log-not-utf8 1." in said
    assert [line for line in said if line.startswith("Lignes lues : 16 ; fautives : 2 ; de files qui ne sont à")]
    assert "ajoutez --faults FICHIER" in said[-1]
    assert as_json("queue_log", "--client-map", "queues.toml", code=1)["reasons"] == {
        "queue-log-negative": 1,
        "queue-log-not-utf8": 1,
    }


def test_every_faulty_line_goes_into_a_file(logged: Path) -> None:
    with (logged / "queue_log").open("a", encoding="utf-8") as file:
        file.write("broken\n" * 250 + "1763806500|c9|+33 6 12 34 56 78|NONE|ABANDON|1|1|3\n" * 2)
    given = ("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml", "--faults")
    done = run(*given, "faults.csv")
    assert done.exit_code == 1
    assert "… et d’autres lignes fautives : 50." in plain(done.output)
    assert "Lignes fautives écrites dans faults.csv : 252." in plain(done.output)
    rows = [*csv.DictReader((logged / "faults.csv").read_text("utf-8").splitlines())]
    assert [int(row["line"]) for row in rows] == [*range(12, 264)]
    assert {(row["file"], row["field"], row["reason"]) for row in rows} == {
        ("queue_log", "", "queue-log-head"),
        ("queue_log", "queue", "queue-log-nobody"),
    }
    assert rows[-1]["message"] == "La file “[phone]” n’est à aucun client."
    refused = run(*given, "./queue_log")
    assert (refused.exit_code, "Name another file" in refused.output) == (2, True)
    assert (logged / "queue_log").stat().st_size > 2000


def test_a_client_that_is_not_built_keeps_no_other_waiting(logged: Path) -> None:
    shutil.rmtree(logged / "indexes" / "zeta")
    given = ("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml")
    done = run(*given)
    assert done.exit_code == 0, done.output
    assert "the queues of zeta are left out: " in done.output
    with (logged / "queue_log").open("a", encoding="utf-8") as file:
        file.write("1763806000|1763806000.41|support-zeta|NONE|ENTERQUEUE||0144556677|1\n")
    done = run(*given)
    assert done.exit_code == 1
    assert "queue_log:12: La file “support-zeta” est à zeta, dont la base n’est pas construite" in plain(done.output)
    shutil.rmtree(logged / "indexes" / "acme")
    assert run(*given).exit_code == 3


def test_a_half_line_and_an_empty_file_are_said_and_are_no_faults(logged: Path) -> None:
    (logged / "queue_log").write_text(SAMPLE + "17638060", "utf-8")
    (logged / "empty").touch()
    done = run("calls", "import-queue-log", "queue_log", "empty", "--client-map", "queues.toml")
    assert done.exit_code == 0, done.output
    said = plain(done.output).splitlines()
    assert "queue_log:12: La dernière ligne n’est pas terminée : elle est laissée au prochain import." in said
    assert "empty: Le fichier est vide." in said


def test_clients_say_in_english_what_is_wrong_where_all_speak_it(logged: Path) -> None:
    for client in ("acme", "zeta"):
        (logged / "articles" / client / "client.toml").write_text('name = "A"\nlang = "en"\n', "utf-8")
    assert run("build").exit_code == 0
    (logged / "queue_log").write_text("x|c|q|a|ABANDON|1|1|3\n", "utf-8")
    found = as_json("queue_log", "--client-map", "queues.toml", code=1)
    assert found["faults"][0]["message"] == "The first field is no time, in seconds since 1970."


def test_without_a_map_the_clients_own_lines_say_whose_a_queue_is(logged: Path) -> None:
    refused = run("calls", "import-queue-log", "queue_log")
    assert refused.exit_code == 2
    assert "no client.toml has [telephone] lines" in refused.output
    own = 'name = "Acme"\n[telephone]\nlines = ["Support-Acme"]\n'
    (logged / "articles" / "acme" / "client.toml").write_text(own, "utf-8")
    assert run("build").exit_code == 0
    with (logged / "queue_log").open("a", encoding="utf-8") as file:
        file.write("1763806000|1763806000.41|support-zeta|NONE|ENTERQUEUE||0144556677|1\n")
    found = as_json("queue_log", code=1)
    assert found["clients"]["acme"]["calls"] == 4
    assert found["unknown"]["queues"] == [{"queue": "support-zeta", "file": "queue_log", "line": 12, "lines": 1}]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ('[queues]\nsupport = "acmé"\n', 2, "There is no client “acmé”"),
        ('[queues]\nsupport = "absent"\n', 2, "There is no client “absent”"),
        ("[queues]\n", 2, "names no queue"),
        ("queues", 2, "is not TOML"),
    ],
)
def test_a_map_that_cannot_be_used_keeps_nothing(logged: Path, content: str, code: int, words: str) -> None:
    (logged / "queues.toml").write_text(content, "utf-8")
    done = run("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml")
    assert done.exit_code == code
    assert words in done.output
    assert not (logged / "data" / "calls.db").exists()


def test_a_compressed_log_is_refused_with_what_to_do(logged: Path) -> None:
    (logged / "queue_log.2.gz").write_bytes(gzip.compress(SAMPLE.encode()))
    done = run("calls", "import-queue-log", "queue_log.2.gz", "--client-map", "queues.toml")
    assert done.exit_code == 2
    assert "zcat queue_log.2.gz | kbsearch calls import-queue-log /dev/stdin" in done.output


def test_no_number_and_no_agent_is_written_anywhere(logged: Path) -> None:
    done = run("calls", "import-queue-log", "queue_log", "--client-map", "queues.toml")
    written = b"".join(path.read_bytes() for path in (logged / "data").rglob("*") if path.is_file())
    for word in ("612345678", "0144556677", "144556677", "marie", "paul"):
        assert word.encode() not in written
        assert word not in done.output


def test_a_call_that_the_console_knows_is_the_same_call(logged: Path) -> None:
    run("calls", "start", "acme", "1763805600.10", "--queue", "support-acme", "--caller", "06 12 34 56 78")
    run("calls", "close", "acme", "1763805600.10", "resolved", "--used", "vpn")
    as_json("queue_log", "--client-map", "queues.toml")
    with closing(open_records(load_settings({}))) as kb:
        call = kb.calls.call(ACME, "1763805600.10")
        known = kb.calls.call(ACME, "1763805800.30").start.caller
        assert kb.calls.clients() == ["acme"]
        assert (call.used, call.telephony.is_answered) == (("vpn",), True)
        assert known == kb.calls.call(ACME, "1763806000.40").start.caller != call.start.caller
        assert kb.calls.between(ZETA, call.started, call.started) == []
