"""Totals and a client's backup are looked through by checks that find what they look for."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kbsearch.adapters.stores import backup_file, client_rows
from kbsearch.adapters.stores.client_rows import TABLES, Table
from kbsearch.api import asgi
from kbsearch.api.asgi import create_app
from kbsearch.core.backups import files_of
from kbsearch.core.metering import Meter
from kbsearch.core.one_client import OneClient
from tests.isolation import canaries
from tests.isolation.canaries import Leak
from tests.isolation.desk import Desk
from tests.isolation.operator import exports, reads_totals
from tests.isolation.test_mutations import a_copy, settled
from tests.isolation.world import World

__all__ = ["settled"]
pytestmark = pytest.mark.slow

MINE, THEIRS = "c00", "c01"
WORDLESS = (
    "incidents_closed",
    "topics",
    "topic_calls",
    "articles_apart",
    "alerts",
    "webhook_deliveries",
    "failing_webhooks",
)
WORDY = tuple(table for table in TABLES if table.name not in WORDLESS)
"""Tables with a text of a client's in their rows."""


@pytest.fixture
def world(settled: Path, tmp_path: Path) -> Iterator[World]:
    with a_copy(settled, tmp_path) as made:
        yield made


def sql(world: World, query: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(world.settings.data / "calls.db")) as connection, connection:
        return connection.execute(query, values).fetchall()


def test_where_all_walls_stand_each_clients_backup_is_its_own(world: World) -> None:
    for client in world.names:
        exports(world, client)
        reads_totals(world, client)
    assert world.counts["export"] == len(world.names)
    assert not list(world.folder.glob("export.backup"))


@pytest.mark.parametrize("table", WORDY, ids=lambda table: table.name)
def test_a_row_of_another_client_under_ones_own_name_is_found(world: World, table: Table) -> None:
    Desk(world).posts_again(THEIRS, MINE)
    word, text = canaries.word(world.number(THEIRS)), "reply" if table.name == "replies" else "body"
    sql(world, f"INSERT INTO {table.name} SELECT {_planted(world, table)} FROM {table.name} "  # noqa: S608
        f"WHERE client = ? AND CAST({text} AS TEXT) LIKE ? LIMIT 1", THEIRS, f"%{word}%")  # fmt: skip
    planted = f"SELECT count(*) FROM {table.name} WHERE client = ? AND {table.key[0]} = 'planted'"  # noqa: S608
    assert sql(world, planted, MINE) == [(1,)]
    with pytest.raises(Leak, match=r"the canary 01 in c00's backup"):
        exports(world, MINE)
    exports(world, THEIRS)


def _planted(world: World, table: Table) -> str:
    """The columns of a table, as they would be in a row that was kept for the wrong client."""
    columns = [name for (name,) in sql(world, "SELECT name FROM pragma_table_info(?)", table.name)]
    changed = {"client": f"'{MINE}'", table.key[0]: "'planted'"}
    return ", ".join(changed.get(name, name) for name in columns)


def whole_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are read without asking whose they are."""
    original = client_rows._select
    monkeypatch.setattr(
        client_rows, "_select", lambda *asked: original(*asked).replace("WHERE client = ?", "WHERE ? IS NOT NULL")
    )


def emptied_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of everything, from which the others' rows are deleted: no query finds them, and their bytes are there."""

    def copy(client: OneClient, source: Path, to: Path) -> tuple[str, ...]:
        with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(to)) as made:
            reading.backup(made)
            made.execute("PRAGMA secure_delete = OFF")
            with made:
                for table in reversed(TABLES):
                    made.execute(f"DELETE FROM {table.name} WHERE client != ?", (client.id,))  # noqa: S608
                made.execute("DELETE FROM calls WHERE client != ?", (client.id,))
            made.execute("PRAGMA journal_mode = DELETE")
        return ()

    monkeypatch.setattr(backup_file, "copy_rows", copy)


def anothers_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """The neighbour's secret is taken along under one's own name."""

    def written(data: Path, names: Any, *rest: Any) -> Any:
        shutil.copy(data / files_of(THEIRS)[1], data / files_of(MINE)[1])
        return original(data, names, *rest)

    original = backup_file._write
    monkeypatch.setattr(backup_file, "_write", written)


@pytest.mark.parametrize(
    "mutation", [whole_tables, emptied_of_the_others, anothers_secret], ids=lambda one: one.__name__
)
def test_a_backup_that_takes_more_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch, mutation: Callable[[pytest.MonkeyPatch], None]
) -> None:
    exports(world, MINE)
    mutation(monkeypatch)
    with pytest.raises(Leak):
        exports(world, MINE)


TOLD = {
    "path": lambda scope: scope["path"],
    "client": lambda scope: scope.get("path_params", {}).get("client", "none"),
    "request id": lambda scope: scope["state"]["request_id"],
}
"""What a request says, each as the name that it might be counted under."""


@pytest.mark.parametrize("told", TOLD)
def test_totals_under_what_a_request_says_are_found(world: World, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    def telling(app: Any, meter: Meter) -> Any:
        async def wrapped(scope: Any, receive: Any, send: Any) -> None:
            await app(scope, receive, send)
            meter.answered(TOLD[told](scope), "200", None)

        return wrapped

    monkeypatch.setattr(asgi, "metered", telling)
    world.app = create_app(world.kb, meter=world.meter)
    with pytest.raises(Leak, match=r"in the totals"):
        reads_totals(world, MINE)
