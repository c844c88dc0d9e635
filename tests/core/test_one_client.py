"""The one client that work is for: no id but a client's, made nowhere but where somebody was let in."""

from __future__ import annotations

import ast
import dataclasses
import re
from pathlib import Path

import pytest

from kbsearch.core.one_client import OneClient, require_own
from kbsearch.errors import NotFound, ScopeViolation
from tests.clients import ACME

PACKAGE = Path(__file__).parent.parent.parent / "kbsearch"


@pytest.mark.parametrize("name", ["acme", "a", "0-_", "a" * 64])
def test_a_clients_id_is_taken(name: str) -> None:
    assert OneClient(name).id == name


@pytest.mark.parametrize(
    "name", ["", "Acme", "acmé", "_shared", "../acme", "acme/", "acme\n", "-a", "a" * 65, "*", "%"]
)
def test_what_can_be_no_client_is_refused(name: str) -> None:
    with pytest.raises(NotFound):
        OneClient(name)


def test_it_cannot_be_turned_into_another() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ACME.id = "zeta"  # type: ignore[misc]
    with pytest.raises((TypeError, AttributeError)):
        ACME.more = "zeta"  # type: ignore[attr-defined]


def test_what_is_anothers_is_refused_without_a_name() -> None:
    require_own(ACME, [])
    require_own(ACME, ["acme", "acme"])
    with pytest.raises(ScopeViolation) as met:
        require_own(ACME, ["acme", "zeta"])
    assert not re.search("acme|zeta", str(met.value))


def test_it_is_made_only_where_a_client_may_be_entered() -> None:
    """By the guards of the API (one is for a call that comes in), the operator's terminal, the server's rounds of its
    clients, and its overview of them."""
    made = {str(path.relative_to(PACKAGE)): count for path in PACKAGE.rglob("*.py") if (count := _made_in(path))}
    rounds = {f"app/{name}.py": 1 for name in ("housekeeping", "folding", "alerts", "webhooks")}
    assert made == {"api/access/guards.py": 2, **rounds, "app/instance.py": 1, "cli/entry.py": 1}


def _made_in(path: Path) -> int:
    """How often the class is called, or handed to something that may call it."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    parts = [part for call in calls if not _is_named(call.func, "isinstance") for part in (call.func, *call.args)]
    return sum(_is_named(part, "OneClient") for part in parts)


def _is_named(part: ast.expr, name: str) -> bool:
    return isinstance(part, ast.Name) and part.id == name
