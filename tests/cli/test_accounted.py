"""Every action of the audit trail happens here: who did what is on it, and what cannot be put on it is not done."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import msgspec
import pytest

from kbsearch.app import open_access
from kbsearch.core.access import audit
from kbsearch.core.access.audit import Action, Entry
from kbsearch.errors import StateError
from kbsearch.settings import load_settings
from tests.cli.accounted import DEEDS, ELSEWHERE, Deed, opened

ROOT = Path(__file__).parent.parent.parent
PASSING = ("-wal", "-shm", ".lock")
each = pytest.mark.parametrize("deed", DEEDS, ids=lambda one: f"{one.action}-{Path(one.place).stem}")


@pytest.fixture
def base(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`folder`, where learning needs no model."""
    monkeypatch.setattr("kbsearch.app.open_terminal", lambda settings: opened())
    return folder


def told(action: Action) -> list[Entry]:
    """What the trail says of it, first to last."""
    with closing(open_access(load_settings({}))) as access:
        entries = [msgspec.json.decode(one.body, type=Entry) for one in access.file.trail()]
    return [one for one in entries if one.action == action]


def everything(folder: Path) -> dict[str, object]:
    """All that is kept below, but for the trail itself."""
    return {
        str(path.relative_to(folder)): rows(path) if path.suffix == ".db" else path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(PASSING)
    }


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "audit"')]


@each
def test_it_is_on_the_trail(deed: Deed, base: Path) -> None:
    for step in deed.before:
        step()
    known = len(told(deed.action))
    deed.do()
    new = told(deed.action)[known:]
    assert tuple(one.result for one in new) == deed.results
    for one in new:
        assert (one.action, one.client) == (deed.action, deed.client)
        assert re.fullmatch(deed.actor, one.actor)
        assert re.fullmatch(deed.object, one.object)
    assert len({(one.actor, one.object) for one in new}) == 1, "the end is of what was begun"


@each
def test_it_is_not_done_when_the_trail_cannot_be_written(
    deed: Deed, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for step in deed.before:
        step()
    known = told(deed.action)
    before = everything(base)

    def no_room(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as full:
        full.setattr("kbsearch.adapters.stores.access.append", no_room)
        with pytest.raises(StateError):
            deed.do()
    after = everything(base)
    assert {name for name in {*before, *after} if before.get(name) != after.get(name)} == set()
    assert told(deed.action) == known


@cache
def code() -> dict[str, list[ast.AST]]:
    """File of kbsearch → all that is in it; without the one that gives the names."""
    paths = [path for path in (ROOT / "kbsearch").rglob("*.py") if path != Path(audit.__file__)]
    return {
        path.relative_to(ROOT / "kbsearch").as_posix(): list(ast.walk(ast.parse(path.read_text("utf-8"))))
        for path in paths
    }


def mentions() -> Iterator[tuple[str, Action]]:
    """Each place of the code that names an action: its file, and which."""
    for name, nodes in code().items():
        for node in nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Action":
                yield name, Action[node.attr]


def test_every_place_that_accounts_for_something_is_come_through() -> None:
    """A new action, or an old one in a new place, needs a deed."""
    wanted = Counter((deed.place, deed.action) for deed in DEEDS) + Counter(ELSEWHERE.keys())
    assert {action for _, action in wanted} == set(Action)
    assert Counter(mentions()) == wanted
    for (_, action), test in ELSEWHERE.items():
        assert f'"{action}"' in (ROOT / "tests" / test).read_text("utf-8")


def test_no_action_is_named_otherwise() -> None:
    """Else the test before would not see it."""
    names = {action.value for action in Action}
    for name, nodes in code().items():
        assert not {node.value for node in nodes if isinstance(node, ast.Constant)} & names, name
