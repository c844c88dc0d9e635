"""Bringing a SQLite file to the version that this program works with."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database, Migrations

from kbsearch.adapters.stores.database import open_writing
from kbsearch.errors import StateError


def migrate(path: Path, migrations: Migrations, *, timeout_s: float) -> None:
    """Apply what is missing, one process at a time. Raises `StateError` for a newer version's file."""
    connection = open_writing(path, timeout_s=timeout_s)
    db = Database(connection)
    try:
        connection.execute("BEGIN IMMEDIATE")  # sqlite-utils' own is deferred: two processes would both begin
        known = {one.name for one in migrations.pending(Database(memory=True))}
        if newer := sorted({one.name for one in migrations.applied(db)} - known):
            message = f"{path} was written by a newer kbsearch ({', '.join(newer)}); this one would misread it."
            raise StateError(message, remedy="pip install --upgrade kbsearch")
        migrations.apply(db)
        connection.execute("COMMIT")
    finally:
        db.close()
