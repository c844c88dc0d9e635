"""What is published and removed is on the audit trail, or is not done."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from unittest import mock

from kbsearch.adapters.stores.access import AccessFile
from kbsearch.cli.acting import operator
from kbsearch.core.access.audit import Entry
from kbsearch.errors import StateError
from tests.cli.building import run


def trail() -> list[tuple[str, ...]]:
    """Who did what, for which client, and what came of it."""
    entries = map(json.loads, run("audit", "list", "--json").stdout.splitlines())
    return [tuple(one[name] for name in ("actor", "action", "client", "result", "detail")) for one in entries]


def no_room(self: AccessFile, entry: Entry) -> None:
    raise StateError(f"{entry.action} cannot be written.")


def test_each_generation_is_told_before_and_after(folder: Path) -> None:
    assert run("build", "acme").exit_code == 0
    [(*before, _), (*after, generation)] = trail()
    assert (before, after) == tuple([operator(), "index.publish", "acme", one] for one in ("begun", "done"))
    assert (folder / "indexes" / "acme" / "CURRENT").read_text("utf-8").strip() == generation
    assert re.fullmatch(r"gen-1-[0-9a-f]{8}", generation)
    assert run("build", "acme").exit_code == 0
    assert len(trail()) == 2, "nothing was published"


def test_what_cannot_be_accounted_for_is_not_published(folder: Path) -> None:
    assert run("build", "acme").exit_code == 0
    current = (folder / "indexes" / "acme" / "CURRENT").read_bytes()
    (folder / "articles" / "acme" / "more.md").write_text("# Badge perdu\n\nEn refaire un.\n", "utf-8")
    with mock.patch.object(AccessFile, "record", no_room):
        refused = run("build")
    assert refused.exit_code == 3
    assert refused.stdout.count("index.publish cannot be written") == 2
    assert (folder / "indexes" / "acme" / "CURRENT").read_bytes() == current
    assert not (folder / "indexes" / "zeta" / "CURRENT").exists()


def test_a_client_that_is_pruned_is_told_or_stays(folder: Path) -> None:
    assert run("build").exit_code == 0
    shutil.rmtree(folder / "articles" / "zeta")
    with mock.patch.object(AccessFile, "record", no_room):
        assert run("build", "--prune").exit_code == 3
    assert (folder / "indexes" / "zeta" / "CURRENT").exists()
    assert run("build", "--prune").exit_code == 0
    assert not (folder / "indexes" / "zeta").exists()
    assert [one[1:4] for one in trail()[-2:]] == [("index.remove", "zeta", "begun"), ("index.remove", "zeta", "done")]
