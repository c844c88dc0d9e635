"""A call from its beginning to its hand-over, typed in a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kbsearch.cli.call_steps import happening
from kbsearch.core.calls.happenings import Answered, Described, Rated
from kbsearch.errors import BadRequest
from tests.cli.building import run


@pytest.fixture
def built(folder: Path) -> Path:
    assert run("build").exit_code == 0
    return folder


def call(name: str = "c1", client: str = "acme") -> dict[str, object]:
    found: dict[str, object] = json.loads(run("calls", "show", client, name, "--json").output)["call"]
    return found


def test_a_whole_call(built: Path) -> None:
    assert (
        run("calls", "start", "acme", "c1", "--caller", "06 12 34 56 78", "--queue", "q").output
        == "c1: 1 new, 0 known.\n"
    )
    asked = run("ask", "acme", "vpn coupé", "--call", "c1", "--json")
    assert json.loads(asked.stdout)["results"][0]["article"] == "vpn"
    assert run("calls", "record", "acme", "c1", "ticked", "article=vpn", "step=1").exit_code == 0
    said = "symptom=rappeler Mme Durand au 06 12 34 56 78"
    assert run("calls", "record", "acme", "c1", "described", said).exit_code == 0
    closed = run("calls", "close", "acme", "c1", "resolved", "--used", "vpn", "--id", "end")
    assert closed.output == "c1: 2 new, 0 known.\n"
    again = run("calls", "close", "acme", "c1", "resolved", "--used", "vpn", "--id", "end")
    assert again.output == "c1: 0 new, 2 known.\n"
    assert run("calls", "close", "acme", "c1", "abandoned", "--id", "end").exit_code == 2
    assert run("calls", "record", "acme", "c2", "tried", "article=vpn", "--id", "end").exit_code == 2
    begun = run("calls", "start", "acme", "c1", "--caller", "0612345678", "--queue", "q")
    assert begun.output == "c1: 0 new, 1 known.\n"
    found = call()
    assert (found["outcome"], found["used"], found["searches"], found["queue"]) == ("resolved", ["vpn"], 1, "q")
    run("calls", "reopen", "acme", "c1")
    assert call()["outcome"] is None
    run("calls", "confirm", "acme", "c1", "no")
    assert call()["confirmed"] is False
    sheet = run("calls", "handover", "acme", "c1", "--fact", "code=E-204", "--format", "markdown")
    assert "rappeler Mme [name] au [phone]" in sheet.stdout
    assert "- **code** : E-204" in sheet.stdout
    assert json.loads(run("calls", "handover", "acme", "c1", "--format", "json").stdout)["call"] == "c1"
    assert b"Durand" not in (built / "data" / "calls.db").read_bytes()


def test_a_step_that_does_not_fit_says_what_does_and_names_no_event_that_nobody_wrote(built: Path) -> None:
    ahead = run("calls", "record", "acme", "c1", "telephoned", "ended_at=2090-01-01T00:00:00Z")
    assert (ahead.exit_code, "the clock of the tool" in ahead.output) == (2, True)
    wrong = run("calls", "record", "acme", "c1", "escalated", "level=N9", "group=g")
    assert "“level”, which is “N9”" in wrong.output
    assert "“e”" not in wrong.output
    unknown = run("calls", "record", "acme", "c1", "tried", "articel=vpn")
    assert "The fields are: kind, article, version." in unknown.output


def test_a_sheet_takes_what_the_escalation_recorded(built: Path) -> None:
    more = ("level=N2", "group=g", "priority=P1", "impact=tout est arrêté")
    assert run("calls", "record", "acme", "c1", "escalated", *more).exit_code == 0
    sheet = json.loads(run("calls", "handover", "acme", "c1", "--format", "json").stdout)
    assert (sheet["priority"], sheet["path"]["priority"], sheet["impact"]) == ("P1", "P1", "tout est arrêté")
    told = json.loads(run("calls", "handover", "acme", "c1", "--priority", "P4", "--format", "json").stdout)
    assert told["priority"] == "P4"


def test_a_default_channel_takes_the_place_of_nothing_that_was_told(built: Path) -> None:
    assert run("calls", "start", "acme", "c1").exit_code == 0
    assert call()["channel"] == "phone"
    assert run("calls", "start", "acme", "c1", "--channel", "chat").exit_code == 0
    assert run("calls", "start", "acme", "c1", "--queue", "q").exit_code == 0
    assert (call()["channel"], call()["queue"]) == ("chat", "q")
    assert run("calls", "start", "acme", "c1", "--channel", "phone").exit_code == 0
    assert call()["channel"] == "phone"


def test_a_sheet_is_for_the_level_that_was_chosen(built: Path) -> None:
    run("calls", "start", "acme", "c1")
    sheet = run("calls", "handover", "acme", "c1", "--level", "N3").stdout
    assert sheet.startswith("Fiche de passage vers N3\n")
    assert not run("calls", "handover", "acme", "c1").stdout.startswith("Fiche de passage vers N3\n")
    assert run("calls", "handover", "acme", "c1", "--level", "N1").exit_code == 2
    assert "--level [N2|N3|on-call]" in run("calls", "handover", "--help").stdout


def test_a_comment_is_kept_with_the_end_without_what_it_says_of_a_person(built: Path) -> None:
    said = "rappeler Mme Durand au 06 12 34 56 78, pièce commandée"
    assert run("calls", "close", "acme", "c1", "call_back_promised", "--comment", said).exit_code == 0
    assert (call()["outcome"], call()["comment"]) == (
        "call_back_promised",
        "rappeler Mme [name] au [phone], pièce commandée",
    )
    assert "comment rappeler Mme [name] au [phone], pièce commandée" in run("calls", "show", "acme", "c1").output
    assert run("calls", "close", "acme", "c2", "resolved", "--comment", "x" * 2001).exit_code == 2


def test_steps_that_are_none_are_refused(built: Path) -> None:
    assert run("calls", "record", "acme", "c1", "ticked", "article=vpn", "step=x").exit_code == 2
    assert run("calls", "record", "acme", "c1", "tried", "vpn").exit_code == 2
    assert run("calls", "record", "acme", "c1", "searched").exit_code == 2
    assert run("calls", "handover", "acme", "c1").exit_code == 2
    assert run("calls", "start", "absent", "c1").exit_code == 2
    (built / "q.jsonl").write_text('{"query": "vpn"}\n', "utf-8")
    assert run("ask", "acme", "--queries", "q.jsonl", "--call", "c1").exit_code == 2
    assert run("calls", "show", "acme", "c1").exit_code == 2


def test_incidents(built: Path) -> None:
    said = ("--symptom", "tunnel coupé", "--message", "Rétabli vers 15 h")
    opened = run("incidents", "open", "acme", "INC-1", "Panne du VPN", *said)
    assert "INC-1 is open" in opened.output
    assert run("incidents", "open", "acme", "INC-1", "Panne du VPN", *said).output == "INC-1 was declared before.\n"
    other = run("incidents", "open", "acme", "INC-1", "Panne du Wi-Fi", *said)
    assert (other.exit_code, "with other words" in other.stderr) == (2, True)
    shown = run("ask", "acme", "le tunnel est coupé").output
    assert "Incident connu : Panne du VPN\n  Rétabli vers 15 h\n" in shown, "and what to tell callers"
    assert "Incident connu" not in run("ask", "zeta", "le tunnel est coupé").output
    asked = json.loads(run("ask", "acme", "panne vpn", "--json").stdout)
    assert [one["id"] for one in asked["incidents"]] == ["INC-1"]
    assert run("incidents", "close", "acme", "INC-1").output == "INC-1 is closed.\n"
    assert run("incidents", "close", "acme", "INC-1").output == "INC-1 was closed before.\n"
    assert run("incidents", "close", "acme", "INC-2").exit_code == 2
    assert "Panne du VPN  closed" in run("incidents", "list", "acme").output
    again = run("incidents", "open", "acme", "INC-1", "Panne du VPN", "--symptom", "tunnel coupé")
    assert again.exit_code == 2
    assert run("incidents", "open", "acme", "INC/2", "Panne").exit_code == 2
    assert run("incidents", "open", "acme", "INC-3", "  ").exit_code == 2
    for too_much in (["x" * 201], ["Panne", "--message", "x" * 2001], ["Panne", "--symptom", "x" * 201]):
        refused = run("incidents", "open", "acme", "INC-3", *too_much)
        assert (refused.exit_code, "at most" in refused.stderr) == (2, True)
    assert run("incidents", "open", "acme", "INC-3", "Panne", "--symptom", "x").exit_code == 2
    assert run("incidents", "open", "acme", "INC-3", "Panne", *["--symptom", "vpn"] * 21).exit_code == 2
    said = "Mme Quillacq 06 52 71 41 27"
    for refused in (
        run("incidents", "open", "acme", said, "Panne"),
        run("calls", "start", "acme", said),
        run("calls", "confirm", "acme", "c1", "yes", "--id", said),
        run("ask", "acme", "vpn", "--call", said),
    ):
        assert refused.exit_code == 2
        assert "holds personal data" in refused.stderr
        assert "Quillacq" not in refused.stderr
    run("incidents", "open", "acme", "INC-4", f"Panne chez {said}")
    assert "Panne chez Mme [name] [phone]" in run("incidents", "list", "acme").output
    run("incidents", "close", "acme", "INC-4")
    kept = b"".join(path.read_bytes() for path in (built / "data").rglob("*") if path.is_file())
    assert b"Quillacq" not in kept
    assert run("calls", "close", "acme", "c1", "known_incident", "--incident", "INC-9").exit_code == 2
    assert run("calls", "close", "acme", "c1", "known_incident", "--incident", "INC-1").exit_code == 0
    listed = [json.loads(line)["id"] for line in run("incidents", "list", "acme", "--json").output.splitlines()]
    assert listed == ["INC-4", "INC-1"]
    assert run("incidents", "list", "zeta").output == "0 incidents.\n"


def test_an_article_that_the_client_does_not_have_is_kept_with_a_word(built: Path) -> None:
    closed = run("calls", "close", "acme", "c1", "resolved", "--used", "vpn", "--used", "vpm")
    assert (closed.exit_code, closed.stdout) == (0, "c1: 3 new, 0 known.\n")
    assert closed.stderr == "kbsearch: acme has no article “vpm”: mistyped, or deleted? It is kept so.\n"
    assert "“vqn”" in run("calls", "record", "acme", "c1", "tried", "article=vqn").stderr
    assert run("calls", "record", "acme", "c1", "used", "article=new", "created=true").stderr == ""
    assert run("calls", "record", "acme", "c1", "described", "symptom=vpn").stderr == ""


def test_values_are_read_as_the_kind_has_them() -> None:
    assert happening("rated", ("satisfaction=5",)) == Rated(satisfaction=5)
    assert happening("answered", ("question=Voyant ?", "answer=true")) == Answered("Voyant ?", "true")
    assert happening("described", ("symptom=51",)) == Described("51")
    with pytest.raises(BadRequest, match="<= 5"):
        happening("rated", ("satisfaction=9",))
    with pytest.raises(BadRequest, match="<= 10000"):
        happening("ticked", ("article=vpn", f"step={'9' * 18}"))
    for no_number in ("²", "①", "9" * 5000):
        with pytest.raises(BadRequest, match="Expected `int`"):
            happening("ticked", ("article=vpn", f"step={no_number}"))


@pytest.mark.parametrize("call", [".", "..", "c 5/x", "a/b", "", "x" * 129, "c\n1"])
def test_a_call_that_no_address_could_name_is_not_kept(two_clients: Path, call: str) -> None:
    run("build", "acme")
    for command in (
        ("calls", "start", "acme", call),
        ("calls", "record", "acme", call, "tried", "article=vpn"),
        ("calls", "close", "acme", call, "resolved"),
        ("calls", "reopen", "acme", call),
        ("calls", "confirm", "acme", call, "yes"),
        ("ask", "acme", "vpn", "--call", call),
    ):
        done = run(*command)
        assert (done.exit_code, done.stdout) == (2, ""), command
        assert "A call's id has 1 to 128 characters" in done.stderr
    assert run("calls", "list", "acme").output == "0 calls.\n"
