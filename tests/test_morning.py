"""Forty calls on the sample base, through a real server with the real model: the whole loop."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.morning.agent import Agent, Handled, scripted
from kbsearch.app import open_app
from kbsearch.settings import load_settings
from tests.cli.building import run
from tests.conftest import ROOT
from tests.served import master_key, running

pytestmark = pytest.mark.model


@dataclass(frozen=True, slots=True)
class Morning:
    """What the morning left behind."""

    handled: list[Handled]
    calls: dict[str, dict[str, Any]]
    """Call → as the API reads it."""
    timelines: dict[str, list[dict[str, Any]]]
    folders: list[str]
    """Of the instance, as command line arguments."""
    kept: bytes
    """Everything in the data folder."""


@pytest.fixture(scope="module")
def morning(sample_indexes: Path, tmp_path_factory: pytest.TempPathFactory) -> Morning:
    folder: Path = tmp_path_factory.mktemp("morning")
    shutil.copytree(sample_indexes, folder / "indexes")
    folders = {"articles": ROOT / "articles", "indexes": folder / "indexes", "data": folder / "data"}
    settings = load_settings({**folders, "source": "worktree"})
    kb = open_app(settings)
    assert kb.model.wait(60)
    with running(kb) as (_, http):
        http.headers["Authorization"] = f"Bearer {master_key(kb)}"
        agent = Agent(http)
        handled = agent.work()
        assert agent.sent_again > 20
        calls = {one.scripted.call: agent.read(one.scripted) for one in handled}
        timelines = {one.scripted.call: agent.replay(one.scripted) for one in handled}
    kept = b"".join(path.read_bytes() for path in (folder / "data").rglob("*") if path.is_file())
    arguments = [part for name, at in folders.items() for part in (f"--{name}", str(at))]
    return Morning(handled, calls, timelines, arguments, kept)


def test_every_call_ends_as_the_agent_said(morning: Morning) -> None:
    assert len(morning.handled) == 40
    for one in morning.handled:
        call = morning.calls[one.scripted.call]
        assert call["outcome"] == one.outcome
        assert call["client"] == one.scripted.client
        assert call["searches"] == 1
        assert call["displayed"] == len(one.answer["results"])
        assert call["knowledge"] == ("known" if one.outcome == "resolved" else "unknown")


def test_most_are_resolved_and_what_no_article_solves_is_handed_over(morning: Morning) -> None:
    outcomes = Counter(one.outcome.partition("_")[0] for one in morning.handled)
    assert outcomes["resolved"] >= 32
    assert outcomes["known"] == 3
    for one in morning.handled:
        if one.sheet is not None:
            assert one.sheet["symptoms"]
            assert one.sheet["path"]["steps"]
            assert not one.sheet["facts"] or not one.sheet["facts"][0]["asked"]
    nothing = {one.call for one in scripted() if one.solved_by is None and not one.incident}
    assert nothing <= {one.scripted.call for one in morning.handled if one.sheet}


def test_a_caller_who_calls_again_has_one_key_and_a_withheld_number_none(morning: Morning) -> None:
    keys = {one.call: morning.calls[one.call]["caller_key"] for one in scripted()}
    assert keys["m-02"] == keys["m-09"] != ""
    assert keys["m-03"] == keys["m-17"]
    assert keys["m-04"] == keys["m-24"]
    assert keys["m-07"] == ""
    assert len(set(keys.values())) == 40 - 4


def test_what_was_on_the_screen_is_replayed(morning: Morning) -> None:
    for one in morning.handled:
        timeline = morning.timelines[one.scripted.call]
        rows = [moment for moment in timeline if moment["what"]["kind"] == "displayed"]
        assert [row["what"]["article"] for row in rows] == [result["article"] for result in one.answer["results"]]
        for row, result in zip(rows, one.answer["results"], strict=True):
            assert row["shown"]["excerpt"] == result["passage"]["excerpt"]
        (search,) = [moment for moment in timeline if moment["what"]["kind"] == "searched"]
        assert search["shown"]["path"]["steps"] == one.answer["escalation"]["steps"]


def test_nothing_personal_is_on_disk(morning: Morning) -> None:
    for one in scripted():
        digits = re.sub(r"\D", "", one.caller)
        if digits:
            assert one.caller.encode() not in morning.kept
            assert digits.encode() not in morning.kept
            assert digits[1:].encode() not in morning.kept
    for personal in ("Keller", "Kaplan", "06 45 12 78 90"):
        assert personal.encode() not in morning.kept
    assert b"nir anomalie bloquante dsn mme [name] [phone]" in morning.kept


def test_the_terminal_says_the_same_and_imports_it_elsewhere(morning: Morning, tmp_path: Path) -> None:
    span = ("--since", "2026-11-03", "--until", "2026-11-04")
    for client in ("caissio", "embalor", "soldea"):
        listed = run("calls", "list", client, *span, "--json", *morning.folders)
        calls = [json.loads(line) for line in listed.output.splitlines()]
        assert calls == [morning.calls[one.call] for one in scripted() if one.client == client]
        rows = [
            {
                "call_id": call["call"],
                "started_at": call["started"],
                "closed_at": call["closed"],
                "outcome": call["outcome"],
                "used": call["used"],
            }
            for call in calls
        ]
        file = tmp_path / f"{client}.jsonl"
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        elsewhere = [*morning.folders[:4], "--data", str(tmp_path / "data")]
        assert run("calls", "import", client, str(file), *elsewhere).exit_code == 0
        again = run("calls", "list", client, *span, "--json", *elsewhere).output.splitlines()
        assert [json.loads(line)["outcome"] for line in again] == [call["outcome"] for call in calls]
