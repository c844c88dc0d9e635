"""One client's rows of the calls file: in a file of their own, and from there into another calls file."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kbsearch.adapters.stores.call_schema import MIGRATIONS
from kbsearch.adapters.stores.database import open_reading, open_writing, told
from kbsearch.adapters.stores.schema import migrate
from kbsearch.core.faults import shown
from kbsearch.core.one_client import OneClient
from kbsearch.errors import StateError

TIMEOUT_S = 5.0
MOST_NAMED = 5


class Table(NamedTuple):
    """A table whose first column says whose each row is."""

    name: str
    key: tuple[str, ...]
    """What names a row within its client."""
    fixed: tuple[str, ...]
    """What a name stands for once and for all: another value of it is a contradiction."""


TABLES = (
    Table("texts", ("hash",), ("body",)),
    Table("events", ("id",), ("body",)),
    Table("incidents", ("id",), ("opened", "body")),
    Table("incidents_closed", ("id",), ()),
    Table("replies", ("principal", "key"), ()),
    Table("topics", ("frozen",), ("since", "until")),
    Table("topic_calls", ("frozen", "call"), ("topic", "place")),
    Table("articles_apart", ("first", "second"), ()),
    Table("alerts", ("kind", "opened"), ("body",)),
    Table("webhook_deliveries", ("id",), ("body",)),
    Table("failing_webhooks", (), ()),
)
"""All that is a client's, what is referred to before what refers to it. A reply's key may stand for another post after
a day, and an incident's end be brought forward: then the one that is there counts."""
DERIVED = frozenset({"calls", "call_numbers", "call_kinds", "calls_changed"})
"""What is made of the events that the database is given."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the rows that were to be added."""

    events: int
    """New here."""
    incidents: int
    """New here."""
    known: int
    """Events and incidents that were here before."""


def holds_rows(client: OneClient, path: Path) -> bool:
    """Whether anything in the calls file is this client's. Raises `sqlite3.Error`."""
    with closing(open_reading(path, timeout_s=TIMEOUT_S)) as reading:
        return any(
            reading.execute(f"SELECT 1 FROM {table.name} WHERE client = ? LIMIT 1", (client.id,)).fetchone()  # noqa: S608
            for table in TABLES
        )


def copy_rows(client: OneClient, source: Path, to: Path) -> tuple[str, ...]:
    """A new calls file, without a log, with this client's rows as of one moment; its migrations.

    It is made anew, not emptied of the others: no page of it was ever theirs. It has an id of its own, as what was
    learnt from `source` cannot be looked up in it. Raises `StateError`, `sqlite3.Error`.
    """
    migrate(to, MIGRATIONS, timeout_s=TIMEOUT_S)
    reading, copy = open_reading(source, timeout_s=TIMEOUT_S), open_writing(to, timeout_s=TIMEOUT_S)
    with closing(reading), closing(copy):
        reading.execute("BEGIN")
        copy.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            columns = _columns(copy, table)
            copy.executemany(_insert(table, columns), reading.execute(_select(table, columns), (client.id,)))
        copy.execute("COMMIT")
        copy.execute("PRAGMA journal_mode = DELETE")
        return tuple(name for (name,) in copy.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid"))


def require_only(client: str, path: Path) -> None:
    """Raises `StateError` where the calls file holds a row of anybody else."""
    with told(path), closing(open_reading(path, timeout_s=TIMEOUT_S)) as reading:
        for table in TABLES:
            query = f"SELECT 1 FROM {table.name} WHERE client != ? LIMIT 1"  # noqa: S608
            if reading.execute(query, (client,)).fetchone():
                message = f"The backup says that it is of {client} alone, and its {table.name} are not."
                raise StateError(f"{message} It was not made by kbsearch.")


def add_rows(client: OneClient, source: Path, to: Path, before_commit: Callable[[], None]) -> Added:
    """Add this client's rows to the calls file at `to`, made if there is none: all that are not there yet, or none.

    `before_commit` runs when all of them fit. Raises what it raises, and `StateError` naming what contradicts.
    """
    with told(to):
        migrate(to, MIGRATIONS, timeout_s=TIMEOUT_S)
        reading, writing = open_reading(source, timeout_s=TIMEOUT_S), open_writing(to, timeout_s=TIMEOUT_S)
        with closing(reading), closing(writing):  # closing undoes what was not committed
            writing.execute("BEGIN IMMEDIATE")
            new, known, wrong = Counter[str](), Counter[str](), list[str]()
            for table in TABLES:
                columns = _columns(writing, table)
                for row in reading.execute(_select(table, columns), (client.id,)):
                    is_new = writing.execute(_insert(table, columns), row).rowcount == 1
                    (new if is_new else known)[table.name] += 1
                    if not is_new and (name := _contradiction(writing, table, dict(zip(columns, row, strict=True)))):
                        wrong.append(name)
            _require_none(client, wrong)
            before_commit()
            writing.execute("COMMIT")
    return Added(new["events"], new["incidents"], known["events"] + known["incidents"])


def _contradiction(writing: sqlite3.Connection, table: Table, row: dict[str, object]) -> str:
    """The name of a row that is there with another content; empty where it has the same."""
    if not table.fixed:
        return ""
    chosen = " AND ".join(f"{column} = ?" for column in ("client", *table.key))
    query = f"SELECT {', '.join(table.fixed)} FROM {table.name} WHERE {chosen}"  # noqa: S608
    there = writing.execute(query, [row[column] for column in ("client", *table.key)]).fetchone()
    is_same = there == tuple(row[column] for column in table.fixed)
    return "" if is_same else f"{table.name} {shown(str(row[table.key[0]]))}"


def _require_none(client: OneClient, wrong: list[str]) -> None:
    if wrong:
        named = ", ".join(wrong[:MOST_NAMED]) + (f" and {len(wrong) - MOST_NAMED} more" * (len(wrong) > MOST_NAMED))
        message = f"The backup contradicts what is kept of {client.id} here: other content has {named}."
        raise StateError(f"{message} Nothing was added. Restore it to another --data.")


def _columns(connection: sqlite3.Connection, table: Table) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table.name,))]


def _select(table: Table, columns: list[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table.name} WHERE client = ?"  # noqa: S608


def _insert(table: Table, columns: list[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
