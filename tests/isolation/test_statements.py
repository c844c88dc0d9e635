"""Of the one file that clients share, every statement names the client that it is for, and no other."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.isolation.alerts import tells_its_alerts
from tests.isolation.sweep import settle, sweep
from tests.isolation.world import World

STORES = Path(__file__).parent.parent.parent / "kbsearch" / "adapters" / "stores"
TABLES = (
    r"(?:FROM|INTO|UPDATE|JOIN)\s+(?:events|texts|incidents|incidents_closed|replies|calls|topics|topic_calls|articles_apart"
    r"|call_numbers|call_kinds|calls_changed|alerts|webhook_deliveries|failing_webhooks)\b"
)
OF_NO_CLIENT = (
    r"WITH RECURSIVE found",  # the operator's list of who has calls on record
    r"DELETE FROM replies WHERE at < ",  # whatever is too old goes; nothing is read
    r"SELECT client, id, body FROM events WHERE body LIKE",  # a migration, before anybody reads
    r"SELECT (?:client, id, call, at, body, began)? ?FROM events",  # another migration
    r"UPDATE calls SET closed_as = outcome(?![\s\S])",  # a third: each row from its own
    r"UPDATE calls SET came_of = .*WHERE came_of IS NOT NULL(?![\s\S])",  # a fourth, which looks at that call alone
    r"UPDATE calls SET outcome = .*WHERE came_at IS NOT NULL(?![\s\S])",  # as the third
    r"UPDATE calls SET said = .*WHERE said_at IS NULL(?![\s\S])",  # as the fourth
    r"INSERT INTO calls_changed \(client, call, mark\) SELECT client, call, random\(\) FROM calls WHERE said IS",
    r"INSERT INTO calls_changed \(client, call, mark\) SELECT client, call, random\(\) FROM calls(?!\s)",
    r"INSERT INTO calls_changed \(client, call, mark\) SELECT client, call, random\(\) FROM calls WHERE true",
    r"DELETE FROM call_numbers(?!\s)",  # before that: what is folded again from the calls
    r"INSERT INTO calls_changed \(client, call, mark\) SELECT DISTINCT client, call, random\(\) FROM events WHERE",
    r"CREATE TEMP TABLE kinds_kept AS SELECT id, client, body FROM call_kinds",  # written anew as it is, unread
    r"DELETE FROM call_kinds(?!\s)",
    r"INSERT INTO call_kinds \(id, client, body\) SELECT id, client, body FROM kinds_kept",
    r"SELECT DISTINCT client FROM calls_changed",  # whose turn it is to be folded, for the server's own upkeep
    r"SELECT DISTINCT client FROM webhook_deliveries",  # whose turn it is to be sent something
    r"CREATE TRIGGER",  # what the database does with a row, for the client of that row
    r"SELECT count\(\*\) FROM incidents",  # how many a backup holds; nothing is read
)
"""Beginnings of the statements that are about all clients, and why that is right."""
OF_THIS_TEST = (r"SELECT client, \* FROM", r"SELECT client, reply FROM replies")
_NONE = "|".join((*OF_NO_CLIENT, *OF_THIS_TEST))


@pytest.mark.slow
def test_each_statement_of_a_run_names_its_client_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run: list[str] = []
    connect = sqlite3.connect

    def traced(database: Any, *rest: Any, **more: Any) -> sqlite3.Connection:
        connection = connect(database, *rest, **more)
        if "calls.db" in str(database):
            connection.set_trace_callback(run.append)
        return connection

    monkeypatch.setattr(sqlite3, "connect", traced)
    with closing(World(tmp_path, 3)) as world:
        settle(world)
        assert [*sweep(world)] == []
        tells_its_alerts(world, *world.names[:2])
        world.kb.calls.clients()
    told = [said for one in run if re.search(TABLES, said := " ".join(one.split())) and not re.match(_NONE, said)]
    named = [set(re.findall(r"'(c0\d)'", one)) for one in told]
    wrong = [one[:300] for one, clients in zip(told, named, strict=True) if len(clients) != 1]
    assert wrong == []
    kinds = {match[0] for one in told if (match := re.match(r"SELECT|INSERT|UPDATE|DELETE", one))}
    assert kinds == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    assert len(told) > 500
    assert {*map(frozenset, named)} == {frozenset({client}) for client in world.names}


def test_each_statement_written_asks_for_a_client() -> None:
    written = [one for path in sorted(STORES.glob("*.py")) for one in _texts(path) if re.search(TABLES, one)]
    assert [one for one in written if "client" not in one and not re.match(_NONE, one)] == []
    assert len(written) > 15


def _texts(path: Path) -> Iterator[str]:
    """Every text of a module, with what is put into it where that has a name."""
    nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
    named = {ast.unparse(one.targets[0]): one.value for one in nodes if isinstance(one, ast.Assign)}
    inside = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in inside:
            yield " ".join(_text(node, named).split())


def _text(node: ast.expr | None, named: Mapping[str, ast.expr]) -> str:
    match node:
        case ast.JoinedStr():
            return "".join(_text(part, named) for part in node.values)
        case ast.FormattedValue(value=ast.Name(id=name)):
            return _text(named.get(name), named)
        case ast.Constant(value=str(text)):
            return text
        case _:
            return ""
