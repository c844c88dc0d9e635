"""Vectors of texts that were embedded before, so that a rebuild embeds only what changed.

One database per owner (a client, or `_shared`): no client's texts or timings show in another's. The key is (model
fingerprint, SHA-256 of the text): a cache key, never an identity. Losing the folder costs time and nothing else, so no
fault of it ever fails a build: a damaged database is moved aside and begun again, with a warning.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from kbsearch.core.ports import Vectors

_BATCH = 500
"""Below the number of variables that every SQLite accepts."""


class VectorCache:
    """`folder/<owner>.db`, made when first written. `warn` is told, in one sentence, of everything that went wrong."""

    def __init__(self, folder: Path, *, warn: Callable[[str], None]) -> None:
        self._folder = folder
        self._warn = warn

    def get_many(self, owner: str, fingerprint: str, texts: Sequence[str]) -> dict[str, Vectors]:
        """Text → its `(d,) float32` vector, for those that are known and whole."""
        if not (self._folder / f"{owner}.db").exists():
            return {}
        keys = {text_key(text): text for text in texts}
        found: dict[str, Vectors] = {}
        with self._forgiven(owner), self._opened(owner) as db:
            names = list(keys)
            for at in range(0, len(names), _BATCH):
                batch = names[at : at + _BATCH]
                marks = ",".join("?" * len(batch))
                query = f"SELECT text, vector, crc FROM vectors WHERE model = ? AND text IN ({marks})"  # noqa: S608
                for key, vector, crc in db.conn.execute(query, [fingerprint, *batch]):
                    if zlib.crc32(vector) == crc:  # SQLite has no checksum of its own
                        found[keys[key]] = np.frombuffer(vector, np.float32)
        return found

    def put_many(self, owner: str, fingerprint: str, vectors: Mapping[str, Vectors]) -> None:
        """Remember these, all in one transaction."""
        rows = [(fingerprint, text_key(text), vector.tobytes()) for text, vector in vectors.items()]
        with self._forgiven(owner):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._opened(owner) as db, db.conn:
                db.conn.execute("BEGIN IMMEDIATE")
                db.conn.executemany(
                    "INSERT OR REPLACE INTO vectors (model, text, vector, crc) VALUES (?, ?, ?, ?)",
                    [(*row, zlib.crc32(row[2])) for row in rows],
                )

    def forget(self, owner: str) -> None:
        """Remove everything remembered for this owner."""
        with self._forgiven(owner):
            for suffix in (".db", ".db-wal", ".db-shm", ".damaged"):
                (self._folder / f"{owner}{suffix}").unlink(missing_ok=True)

    @contextmanager
    def _opened(self, owner: str) -> Iterator[Database]:
        connection = sqlite3.connect(self._folder / f"{owner}.db", timeout=5)
        db = Database(connection)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            if "vectors" not in db.table_names():
                db.table("vectors").create(
                    {"model": str, "text": str, "vector": bytes, "crc": int},
                    pk=("model", "text"),
                    not_null={"vector", "crc"},
                    if_not_exists=True,
                )
            yield db
        finally:
            db.close()

    @contextmanager
    def _forgiven(self, owner: str) -> Iterator[None]:
        """Whatever SQLite or the disk says becomes a warning; a damaged database also makes way for a new one."""
        path = self._folder / f"{owner}.db"
        try:
            yield
        except sqlite3.OperationalError as error:  # busy, full or read-only: the file itself may be sound
            self._warn(f"The vector cache {path} was not used: {error}.")
        except sqlite3.DatabaseError as error:
            self._warn(f"The vector cache {path} was damaged ({error}); it was moved aside and is begun again.")
            self._move_aside(path)
        except OSError as error:
            self._warn(f"The vector cache {path} was not used: {error}.")

    def _move_aside(self, path: Path) -> None:
        try:
            path.replace(path.with_suffix(".damaged"))
            for suffix in ("-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
        except OSError as error:
            self._warn(f"The vector cache {path} could not be moved aside: {error}.")


def text_key(text: str) -> str:
    """SHA-256 of the text; lone surrogates, which no model reads, are allowed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
