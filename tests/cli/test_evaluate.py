"""What an evaluation refuses, what it warns of, and what it prints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kbsearch.app import wiring
from kbsearch.cli.evaluate import measure, named_apart, read_file, to_json
from kbsearch.errors import BadRequest, ModelMismatch, ModelMissing
from tests.cli.building import run
from tests.clients import ACME
from tests.fakes import HashingEmbedder
from tests.served import make_app

ROWS = """\
{"id": "1", "query": "vpn impossible", "relevant": ["reseau/vpn.md"], "drop": [{"path": "acme/a.md", "text": "x"}]}
{"id": "2", "query": "imprimante\u2028hors ligne", "relevant": ["impression/imprimante.md"], "drop": null}
"""


def test_queries_to_be_taken_out_first_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "q.jsonl").write_text(ROWS, "utf-8-sig")
    kb, _ = make_app(tmp_path)
    sets = dict([read_file(tmp_path / "q.jsonl", "acme")])
    found = measure(kb, ACME, kb.snapshot(ACME), sets)
    kb.close()
    assert {row.count for row in found.rows if row.split == "all"} == {2}
    assert "1 row names text to take out of an article before building; it was not" in capsys.readouterr().err
    assert to_json("acme", "c0ffee", found)["not_taken_out"] == 1


def test_another_model_is_refused_as_it_is_for_a_search(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    with pytest.raises(ModelMismatch, match="kbsearch build acme"):
        measure(kb, ACME, kb.snapshot(ACME), {})
    kb.close()


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("{\n" * 20)
    with pytest.raises(BadRequest, match=r"q\.jsonl:1: .*q\.jsonl:5: .*\(and 15 more\)"):
        read_file(tmp_path / "q.jsonl", "acme")


GOLDEN = [
    {"id": 1, "query": "vpn coupé", "relevant": ["vpn.md"], "split": "dev"},
    {"id": 2, "query": "imprimante hors ligne", "relevant": ["acme/imp.md"], "split": "test", "drop": [{}]},
    {"id": 3, "query": "écran noir", "relevant": ["parti.md"], "split": "test"},
    {"id": 4, "query": "machine à café", "relevant": []},
]


@pytest.fixture
def labelled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One client of two articles, built and with a golden file, and the model that built it."""
    (folder / "articles" / "acme" / "imp.md").write_text("# Imprimante hors ligne\n\nVérifier le câble.\n", "utf-8")
    rows = "\n".join(json.dumps(row) for row in GOLDEN)
    (folder / "articles" / "acme" / "golden.jsonl").write_text(rows, "utf-8")
    assert run("build", "acme").exit_code == 0
    monkeypatch.setattr(wiring, "open_embedder", lambda settings, name="main": HashingEmbedder())
    return folder


def tables(text: str) -> tuple[list[list[str]], list[list[str]]]:
    """The rows of measures and those of states, each below its heading."""
    rows = [re.split(r" {2,}", line.strip()) for line in text.splitlines() if line.count("  ") > 4]
    first = next(at for at, row in enumerate(rows) if "first article" in row)
    return rows[:first], rows[first:]


def table(text: str) -> list[list[str]]:
    return tables(text)[0]


def test_the_table_has_a_line_per_split_and_signal(labelled: Path) -> None:
    done = run("eval", "acme")
    assert done.exit_code == 0, done.output
    heading, *rows = table(done.stdout)
    assert heading == ["queries", "split", "signal", "n", "nDCG@10", "MRR@10", "top-1", "top-3", "recall@10"]
    counts = {"all": "3", "dev": "1", "test": "2"}
    wanted = [(split, signal, n) for signal in ("fused", "dense", "keywords") for split, n in counts.items()]
    assert [(row[1], row[2], row[3]) for row in rows] == wanted
    assert {row[0] for row in rows} == {"acme/golden"}
    assert rows[1][4:] == ["1.000 [1.00 1.00]"] * 5
    assert rows[2][4:] == ["0.500 [0.00 1.00]"] * 5
    assert "1 query has no relevant article: in none of these measures." in done.stdout
    assert "1 relevant path is not in this snapshot: parti.md" in done.stderr
    assert "1 row names text to take out" in done.stderr


@pytest.mark.parametrize(("split", "splits"), [("dev", ["dev"]), ("test", ["test"]), ("each", ["all", "dev", "test"])])
def test_a_split_alone(labelled: Path, split: str, splits: list[str]) -> None:
    done = run("eval", "acme", "--split", split)
    assert [row[1] for row in table(done.stdout)[1:]] == splits * 3


def test_json_holds_the_whole_evaluation(labelled: Path) -> None:
    done = run("eval", "acme", "--json", "--split", "dev")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {key: found[key] for key in ("client", "commit", "unanswerable", "missing", "not_taken_out")} == {
        "client": "acme",
        "commit": "worktree",
        "unanswerable": 1,
        "missing": ["parti.md"],
        "not_taken_out": 1,
    }
    first = found["rows"][0]
    assert (first["queries"], first["split"], first["signal"], first["count"]) == ("acme/golden", "dev", "fused", 1)
    assert first["measures"]["nDCG@10"] == {"mean": 1.0, "low": 1.0, "high": 1.0}
    assert list(first["measures"]) == ["nDCG@10", "MRR@10", "top-1", "top-3", "recall@10"]


STATES = ("sure", "to_check", "nothing_reliable")


def test_the_states_of_every_group_are_counted_below_the_measures(labelled: Path) -> None:
    done = run("eval", "acme")
    assert done.exit_code == 0, done.output
    heading, *rows = tables(done.stdout)[1]
    assert heading == ["queries", "split", "first article", "n", "sure", "to check", "nothing reliable"]
    assert [row[:4] for row in rows] == [
        ["acme/golden", "all", "the right one", "2"],
        ["acme/golden", "all", "another, or none", "1"],
        ["acme/golden", "all", "no article answers", "1"],
        ["acme/golden", "dev", "the right one", "1"],
        ["acme/golden", "dev", "no article answers", "1"],
        ["acme/golden", "test", "the right one", "1"],
        ["acme/golden", "test", "another, or none", "1"],
    ]
    assert all(sum(map(int, row[4:])) == int(row[3]) for row in rows)
    assert {row[1] for row in tables(run("eval", "acme", "--split", "dev").stdout)[1][1:]} == {"dev"}


def test_a_state_counted_is_the_one_that_ask_gives(labelled: Path) -> None:
    queries = "\n".join(json.dumps({"id": row["id"], "query": row["query"]}) for row in GOLDEN)
    (labelled / "q.jsonl").write_text(queries, "utf-8")
    answers = [json.loads(line) for line in run("ask", "acme", "--queries", "q.jsonl", "--json").stdout.splitlines()]
    found = json.loads(run("eval", "acme", "--json", "--split", "all").stdout)["states"]
    groups = {"right_first": answers[:2], "other_first": answers[2:3], "unanswerable": answers[3:]}
    assert found == [
        {
            "queries": "acme/golden",
            "split": "all",
            "group": group,
            "count": len(ones),
            "states": {state: sum(one["state"] == state for one in ones) for state in STATES},
        }
        for group, ones in groups.items()
    ]
    assert len({one["state"] for one in answers}) > 1


def test_a_set_of_unanswerable_queries_alone_has_its_states(labelled: Path) -> None:
    (labelled / "q.jsonl").write_text(json.dumps(GOLDEN[3]), "utf-8")
    found = json.loads(run("eval", "acme", "--queries", "q.jsonl", "--split", "all", "--json").stdout)
    assert (found["rows"], found["unanswerable"]) == ([], 1)
    assert [(row["group"], row["count"]) for row in found["states"]] == [("unanswerable", 1)]


def test_several_files_are_sets_of_their_own_and_without_a_model_words_are_measured(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(settings: object, name: str = "main") -> HashingEmbedder:
        raise ModelMissing("Not prepared.", remedy="kbsearch model prepare")

    monkeypatch.setattr(wiring, "open_embedder", missing)
    for name in ("calls", "mails"):
        (labelled / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in GOLDEN), "utf-8")
    done = run("eval", "acme", "--queries", "calls.jsonl", "--queries", "mails.jsonl", "--split", "all")
    assert [row[:4] for row in table(done.stdout)[1:]] == [
        [name, "all", "keywords", "3"] for name in ("calls", "mails")
    ]
    assert "2 queries have no relevant article" in done.stdout
    assert "comparing words only. Not prepared." in done.stderr


def test_what_cannot_be_measured_says_what_to_give(labelled: Path) -> None:
    (labelled / "articles" / "acme" / "golden.jsonl").unlink()
    done = run("eval", "acme")
    assert (done.exit_code, "golden.jsonl. Give --queries FILE." in done.stderr) == (2, True)
    (labelled / "q.jsonl").write_text('{"id": 1, "query": "x", "relevant": []}\n{"id": "1", "query": "x"}\n')
    done = run("eval", "acme", "--queries", "q.jsonl")
    assert (done.exit_code, "q.jsonl:2: repeats the id '1' of line 1" in done.stderr) == (2, True)
    assert "drop" in run("eval", "--help").stdout


def test_a_line_without_an_id_is_told_that_it_is_missing(labelled: Path) -> None:
    (labelled / "q.jsonl").write_text('{"query": "x", "relevant": []}\n{"id": null, "query": "x", "relevant": []}\n')
    done = run("eval", "acme", "--queries", "q.jsonl")
    assert done.exit_code == 2
    assert 'q.jsonl:1: "id" is missing; q.jsonl:2: "id" is neither a text nor a whole number' in done.stderr


def test_two_sets_of_one_name_are_both_measured() -> None:
    assert [*named_apart([("test", ()), ("test", ()), ("other", ()), ("test", ())])] == [
        "test",
        "test (2)",
        "other",
        "test (3)",
    ]
    assert [*named_apart([("a (2)", ()), ("a", ()), ("a", ()), ("a (2)", ())])] == ["a (2)", "a", "a (3)", "a (2) (2)"]
