"""Questions in the terminal: the file they come from, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch.cli import main
from kbsearch.cli.ask import (
    Question,
    answered,
    print_json,
    print_text,
    read_questions,
)
from kbsearch.cli.entry import enter, report_model
from kbsearch.cli.wishes import Wishes, read_choices
from kbsearch.core.questions import Chosen
from kbsearch.errors import BadRequest, NotFound, StateError
from tests.clients import ACME
from tests.served import COMMIT, make_app


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_ids_default_to_the_line(tmp_path: Path) -> None:
    lines = b'{"id": "q1", "query": "vpn", "relevant": []}\n\n{"query": "imp"}\n{"id": 7, "query": ""}\r\n'
    found = read_questions(write(tmp_path / "q.jsonl", lines))
    assert found == [Question("q1", "vpn"), Question("3", "imp"), Question(7, "")]


def test_a_byte_order_mark_and_line_separators_inside_a_text(tmp_path: Path) -> None:
    line = '\ufeff{"query": "deux\u2028lignes"}\n'.encode()
    assert read_questions(write(tmp_path / "q.jsonl", line)) == [Question("1", "deux\u2028lignes")]


@pytest.mark.parametrize(
    "line",
    [b"{", b"[]", b"12", b"{}", b'{"query": 1}', b'{"query": "\xff"}', b'{"id": [], "query": "x"}', b"[" * 100_000],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: bytes) -> None:
    path = write(tmp_path / "q.jsonl", b'{"query": "vpn"}\n' + line + b"\n")
    with pytest.raises(BadRequest, match=r"q\.jsonl:2: "):
        read_questions(path)


def test_an_id_is_kept_as_it_is_and_given_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    twice = b'{"id": 2, "query": "vpn"}\n{"id": "a", "query": "vpn"}\n{"id": "2", "query": "imp"}\n'
    with pytest.raises(BadRequest, match=r"q\.jsonl:3: repeats the id '2' of line 1"):
        read_questions(write(tmp_path / "q.jsonl", twice))
    kb, _ = make_app(tmp_path)
    for name in (0, "2"):
        print_json(ACME, Question(name, "vpn"), answered(kb, ACME, Wishes(10), "vpn"), "fr")
    print_text(Question(0, "vpn"), kb.search(ACME, "vpn"))
    kb.close()
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["id"] for line in lines[:2]] == [0, "2"]
    assert lines[2] == "0  vpn"


def test_many_malformed_lines_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match=r":5: .*\(and 15 more\)"):
        read_questions(write(tmp_path / "q.jsonl", b"{\n" * 20))


def test_json_is_one_object_of_a_fixed_shape(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    kb, _ = make_app(tmp_path)
    print_json(ACME, Question("q1", "VPN \ud800"), answered(kb, ACME, Wishes(10), "VPN"), "fr")
    print_json(ACME, Question("q2", "vpn"), answered(kb, ACME, Wishes(10), "vpn"), "fr")
    kb.close()
    first, second = capsysbinary.readouterr().out.splitlines()
    assert json.loads(first)["query"] == "VPN ?"
    row = json.loads(second)
    assert list(row) == [
        *("id", "query", "mode", "results", "question", "escalation", "incidents"),
        *("state", "probability", "reasons", "suggestions", "notes", "commit", "generation"),
    ]
    assert (row["id"], row["query"], row["mode"]) == ("q2", "vpn", "hybrid")
    assert list(row["results"][0]) == ["article", "path", "title", "score", "passage"]
    assert {"heading", "text", "lines", "highlights", "commit"} <= set(row["results"][0]["passage"])
    assert row["results"][0]["passage"]["commit"] == COMMIT
    paths = {result["path"] for result in row["results"]}
    assert paths <= {"reseau/vpn.md", "impression/imprimante.md", "_shared/windows/session.md"}


def test_json_has_what_the_text_says_of_the_query_and_the_index(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kb, _ = make_app(tmp_path)
    for query in ("vpn E-205", "imprimnate", "zzzz"):
        print_json(ACME, Question("", query), answered(kb, ACME, Wishes(10), query), "fr")
    generation = kb.snapshot(ACME).generation
    kb.close()
    code, typo, unknown = map(json.loads, capsys.readouterr().out.splitlines())
    assert code["notes"] == ["unknown-code"]
    assert code["suggestions"] == [{"word": "E-205", "instead": "E-204", "range": [4, 9]}]
    assert typo["suggestions"] == [{"word": "imprimnate", "instead": "imprimante", "range": [0, 10]}]
    assert unknown["notes"] == ["no-known-word"]
    assert {(row["commit"], row["generation"]) for row in (code, typo, unknown)} == {(COMMIT, generation)}


def test_text_is_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb, _ = make_app(tmp_path, with_model=False)
    print_text(Question("", "vpn"), kb.search(ACME, "vpn"))
    print_text(Question("q9", "zzzz"), kb.search(ACME, "zzzz"))
    kb.close()
    out = capsys.readouterr().out
    assert " 1. VPN : connexion impossible" in out
    assert "reseau/vpn.md:" in out
    assert "words only" in out
    assert "No article found." in out
    assert "\x1b[" not in out


@pytest.mark.parametrize("with_model", [True, False])
def test_a_code_off_by_one_is_said_before_what_is_only_near(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], *, with_model: bool
) -> None:
    kb, _ = make_app(tmp_path, with_model=with_model)
    print_text(Question("", "vpn E-205"), kb.search(ACME, "vpn E-205"))
    near = capsys.readouterr().out
    print_text(Question("", "vpn E-204"), kb.search(ACME, "vpn E-204"))
    exact = capsys.readouterr().out
    kb.close()
    said = "No article holds this code: nothing below is certain."
    assert near.index(said) < near.index(" 1. ")
    assert said not in exact


def test_a_missing_model_is_said_and_a_failing_one_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kb, _ = make_app(tmp_path)
    report_model(kb)
    assert capsys.readouterr().err == ""
    kb.model.state, kb.model.why = "missing", "Not prepared."
    report_model(kb)
    assert "words only. Not prepared." in capsys.readouterr().err
    kb.model.state, kb.model.why = "failed", "OSError: no"
    with pytest.raises(StateError, match="kbsearch model prepare --again"):
        report_model(kb)
    kb.close()


def test_an_unknown_client_is_named_with_those_there_are(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    with pytest.raises(NotFound, match=r"no client “acmé”\. Did you mean 'acme'\? Known: acme, vide, zeta\."):
        enter(kb, "acmé")
    with pytest.raises(NotFound, match=r"no client “\\x1b\[31m”\. Known: acme"):
        enter(kb, "\x1b[31m")
    client, snapshot = enter(kb, "zeta")
    assert client.id == snapshot.client.id == "zeta"
    kb.close()


def test_where_nothing_is_built_ask_says_what_status_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked, status = (CliRunner().invoke(main, line) for line in (["ask", "exemple", "vpn"], ["status"]))
    assert (asked.exit_code, asked.stderr) == (status.exit_code, status.stderr)
    assert asked.exit_code == 3
    assert asked.stderr.endswith("Run: kbsearch build\n")


def test_a_question_or_a_file_not_both(tmp_path: Path) -> None:
    path = write(tmp_path / "q.jsonl", b'{"query": "vpn"}\n')
    done = CliRunner().invoke(main, ["ask", "acme", "vpn", "--queries", str(path)])
    assert done.exit_code == 2


def test_a_question_is_printed_with_the_options_that_answer_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kb, _ = make_app(tmp_path)
    print_text(Question("", "poste"), kb.search(ACME, "poste"))
    print_json(ACME, Question("q", "poste"), answered(kb, ACME, Wishes(10), "poste"), "fr")
    print_text(Question("", "poste"), kb.search(ACME, "poste", chosen=read_choices(["category=impression"])))
    kb.close()
    out = capsys.readouterr().out
    text, _, rest = out.partition('{"id"')
    assert "To ask: De quoi s’agit-il ?" in text
    assert "    Impression  --choice category=impression" in text
    question = json.loads('{"id"' + rest.splitlines()[0])["question"]
    assert question["choices"][1] == {
        "value": "impression",
        "label": "Impression",
        "articles": ["impression/imprimante"],
    }
    assert " 1. Imprimante hors ligne" in rest


def test_choices_are_read_or_named() -> None:
    assert read_choices(["product=Client VPN", "code=E-204"]) == (
        Chosen("product", "Client VPN"),
        Chosen("code", "E-204"),
    )
    for wrong in (["colour=red"], ["product"], ["product="], ["code=1"] * 5):
        with pytest.raises(BadRequest, match="--choice"):
            read_choices(wrong)
