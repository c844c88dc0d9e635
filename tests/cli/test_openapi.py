"""`kbsearch openapi`: prints the contract, and publishes no break by accident."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kbsearch.api.contract.document import FILE
from kbsearch.cli import main
from kbsearch.cli.openapi import publish, read, served
from kbsearch.errors import BadSettings


def test_it_prints_the_published_document() -> None:
    done = CliRunner().invoke(main, ["openapi"])
    assert (done.exit_code, done.output) == (0, FILE.read_text("utf-8"))


def test_a_break_is_listed_and_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, document = tmp_path / "openapi.json", served()
    publish(file, document, new_version=False)
    before = file.read_bytes()
    assert read(file) == document == read(FILE)
    less = copy.deepcopy(document)
    del less["paths"]["/livez"]
    with pytest.raises(BadSettings, match=r"breaks 1 things.*--new-version"):
        publish(file, less, new_version=False)
    assert "live (GET /livez): gone" in capsys.readouterr().err
    assert file.read_bytes() == before
    publish(file, less, new_version=True)
    publish(file, document, new_version=False)  # more than before breaks nothing
    assert file.read_bytes() == before


def test_an_upgrade_is_judged_by_the_document_it_replaces(tmp_path: Path) -> None:
    mine = read(FILE)
    (tmp_path / "same.json").write_text(json.dumps(mine), "utf-8")
    mine["paths"]["/api/v1/clients/{client}/tickets"] = {"get": {"operationId": "listTickets", "responses": {}}}
    (tmp_path / "more.json").write_text(json.dumps(mine), "utf-8")
    run = CliRunner().invoke
    assert run(main, ["openapi", "--against", str(tmp_path / "same.json")]).exit_code == 0
    worse = run(main, ["openapi", "--against", str(tmp_path / "more.json")])
    assert worse.exit_code == 1
    assert "listTickets (GET /api/v1/clients/{client}/tickets): gone" in worse.output


@pytest.mark.parametrize("text", ["{", "[]", '{"openapi": "3.1.0"}'])
def test_what_is_no_document_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.json").write_text(text, "utf-8")
    done = CliRunner().invoke(main, ["openapi", "--against", str(tmp_path / "mine.json")])
    assert done.exit_code == 2
    assert "mine.json is not" in done.output
