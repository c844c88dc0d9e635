"""No way into the engine is left out of the hunt: each, found in the code, is tried for the neighbour somewhere."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from functools import partial, wraps
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.isolation.entries import Entry, of_one_client
from tests.isolation.looks import ELSEWHERE, LOOKS, Look
from tests.isolation.sweep import attempt, neighbours
from tests.isolation.test_mutations import READS, WRITES, a_copy, neighbour, settled

__all__ = ["settled"]

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

TESTS = Path(__file__).parent.parent
TRIED = [(look, Entry(*entry)) for look, entries in LOOKS.items() for entry in entries]


def test_every_entry_is_tried_once() -> None:
    """By the hunt itself, by a short look, or by a test that is named."""
    tried = Counter([*READS, *WRITES, *ELSEWHERE, *((entry.holder, entry.name) for _, entry in TRIED)])
    found = {(entry.holder, entry.name) for entry in of_one_client()}
    assert [str(Entry(*one)) for one in found - tried.keys()] == [], "entries that nothing tries"
    assert [str(Entry(*one)) for one in tried.keys() - found] == [], "entries that there are not"
    assert [str(Entry(*one)) for one, times in tried.items() if times > 1] == []
    assert len(found) > 80


@pytest.mark.parametrize("named", ELSEWHERE.values())
def test_what_is_tried_elsewhere_is_there(named: str) -> None:
    path, _, test = named.partition("::")
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_look_finds_anything_where_all_walls_stand(settled: Path, tmp_path: Path) -> None:
    with a_copy(settled, tmp_path) as world:
        steps = [partial(look, world, *two) for look in LOOKS for two in neighbours(world)]
        assert [attempt(world, step) for step in steps] == [None] * len(steps)


@pytest.mark.parametrize(("look", "entry"), TRIED, ids=lambda one: one.__name__ if callable(one) else str(one))
def test_a_look_finds_an_entry_that_works_for_the_neighbour(
    settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look: Look, entry: Entry
) -> None:
    swap(monkeypatch, entry)
    with a_copy(settled, tmp_path) as world:
        assert attempt(world, partial(look, world, *next(neighbours(world)))) is not None


def swap(monkeypatch: pytest.MonkeyPatch, entry: Entry) -> None:
    """From now on it works for the neighbour of the client that it is asked for, by whatever name it is known."""
    original, place = entry.function, entry.place

    @wraps(original)
    def swapped(*given: Any, **more: Any) -> Any:
        told = [neighbour(one) if at == place and one is not None else one for at, one in enumerate(given)]
        return original(*told, **more)

    for holder in _known_by(entry):
        monkeypatch.setattr(holder, entry.name, swapped)


def _known_by(entry: Entry) -> list[type | ModuleType]:
    if isinstance(entry.holder, type):
        return [entry.holder]
    ours = [module for name, module in [*sys.modules.items()] if name.startswith("kbsearch.")]
    return [module for module in ours if vars(module).get(entry.name) is entry.function]
