"""What an evaluation refuses, and what it warns of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kbsearch.cli.evaluate import measure, read_file, to_json
from kbsearch.errors import BadRequest, ModelMismatch
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
    found = measure(kb, kb.snapshot("acme"), sets)
    kb.close()
    assert {row.count for row in found.rows if row.split == "all"} == {2}
    assert "1 row names text to take out of an article before building; it was not" in capsys.readouterr().err
    assert to_json("acme", "c0ffee", [], found)["not_taken_out"] == 1


def test_another_model_is_refused_as_it_is_for_a_search(tmp_path: Path) -> None:
    kb, _ = make_app(tmp_path)
    kb.model.embedder = HashingEmbedder(fingerprint="0" * 64)
    with pytest.raises(ModelMismatch, match="kbsearch build acme"):
        measure(kb, kb.snapshot("acme"), {})
    kb.close()


def test_every_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("{\n" * 20)
    with pytest.raises(BadRequest, match=r"q\.jsonl:1: .*q\.jsonl:5: .*\(and 15 more\)"):
        read_file(tmp_path / "q.jsonl", "acme")
