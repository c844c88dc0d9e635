"""The README's walk-through, as it stands there: another tool, with nothing but curl and a key."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kbsearch import workshop
from kbsearch.app import open_app
from kbsearch.settings import load_settings
from kbsearch.workshop import Workshop
from tests.fakes import HashingEmbedder
from tests.served import running

ROOT = Path(__file__).parents[2]
SCRIPT = re.compile(r"<!-- walk-through -->\n```bash\n(.*?)```", re.DOTALL)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The sample client's server, by words alone."""
    monkeypatch.setattr(workshop, "LateEmbedder", lambda settings: HashingEmbedder())
    folders = {name: tmp_path / name for name in ("indexes", "models", "data")}
    settings = load_settings({"articles": ROOT / "articles", "source": "worktree", "model_english": "none", **folders})
    builder = Workshop(settings, warn=pytest.fail)
    for outcome in builder.build(builder.library(), ["caissio"], progress=lambda _: lambda *_: None):
        assert not isinstance(outcome, Exception), outcome
    with running(open_app(settings)) as (at, _):
        yield at


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine: apt-get install curl")
def test_a_tool_searches_follows_a_call_and_posts_its_outcome_twice_with_one_effect(url: str, tmp_path: Path) -> None:
    found = SCRIPT.search((ROOT / "README.md").read_text("utf-8"))
    assert found is not None
    script = found[1].replace("http://127.0.0.1:8321", url)
    command = f'kbsearch() {{ "{sys.executable}" -m kbsearch "$@"; }}\nset -eu\n{script}'
    env = {
        **os.environ,
        "KBSEARCH_DATA": str(tmp_path / "data"),
        "KBSEARCH_INDEXES": str(tmp_path / "indexes"),
        "NO_PROXY": "*",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, env=env, timeout=60)
    answers: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines() if line]
    search, put, first, again, call = answers
    assert search["results"][0]["article"] == "tpe-hors-ligne"
    assert search["escalation"]["steps"]
    assert (put["new"], put["repeated"]) == (1, 0)
    assert (first["new"], first["repeated"]) == (2, 0)
    assert (again["new"], again["repeated"]) == (0, 2)
    assert (call["outcome"], call["used"], call["searches"]) == ("resolved", ["tpe-hors-ligne"], 1)
    assert not call.get("faults"), "whenever it is run"
    assert "0612345678" not in json.dumps(answers).replace(" ", "")
