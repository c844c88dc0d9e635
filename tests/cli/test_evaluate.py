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
    found = measure(kb, kb.snapshot(ACME), sets)
    kb.close()
    assert {row.count for row in found.rows if row.split == "all"} == {2}
    assert "1 row names text to take out of an article before building; it was not" in capsys.readouterr().err
    assert to_json("acme", "c0ffee", [], found)["not_taken_out"] == 1


def test_another_model_is_refused_as_it_is_for_a_search(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    with pytest.raises(ModelMismatch, match="kbsearch build acme"):
        measure(kb, kb.snapshot(ACME), {})
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


def table(text: str) -> list[list[str]]:
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines() if line.count("  ") > 4]


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
    assert "1 query has no relevant article: not measured here." in done.stdout
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


def test_two_sets_of_one_name_are_both_measured() -> None:
    assert [*named_apart([("test", ()), ("test", ()), ("other", ()), ("test", ())])] == [
        "test",
        "test (2)",
        "other",
        "test (3)",
    ]
