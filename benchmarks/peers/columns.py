"""The same five figures of a client's calls, week by week: `python columns.py sql|duckdb|polars FOLDER` in the peers'
environment.

FOLDER holds `calls.npy`, a row of numbers for each call. Each makes of it what it counts from, in a file of its own; a
question names a beginning and an end in microseconds, the answer gives seconds and the figures summed over the weeks.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

WINDOW_US = 7 * 86_400 * 1_000_000
"""A week, and so is a part."""
NAMES = ("week", "began", "hung_up", "caller", "took", "resolved")
Count = Callable[[int, int], list[int]]
"""(first microsecond, end) → calls, solved ones, those with nobody calling back, seconds, weeks."""
SQL = """
    SELECT week, count(*), sum(resolved), sum(resolved AND (next IS NULL OR next > hung_up + :window)), sum(took)
    FROM (
        SELECT began, began / :window AS week, resolved, took, hung_up,
            lead(began) OVER (PARTITION BY caller ORDER BY began) AS next
        FROM calls WHERE began >= :since AND began < :until + :window
    ) AS seen WHERE began < :until GROUP BY week
"""
"""The calls of the window after the end are looked at, and are not counted."""


def _summed(weeks: Iterable[tuple[int, ...]]) -> list[int]:
    rows = [tuple(map(int, row[1:])) for row in weeks]
    return [*map(sum, zip(*rows, strict=True)), len(rows)]


def _asked(since: int, until: int) -> dict[str, int]:
    return {"since": since, "until": until, "window": WINDOW_US}


def _columns(calls: np.ndarray) -> dict[str, np.ndarray]:
    return {name: calls[name].astype(np.int64) for name in NAMES if name != "week"}


def by_sql(calls: np.ndarray, folder: Path) -> Count:
    """SQLite in place: a column each, in the order of the beginnings."""
    file = sqlite3.connect(folder / "calls.db")
    file.execute("CREATE TABLE calls (began INTEGER, hung_up INTEGER, caller INTEGER, took INTEGER, resolved INTEGER)")
    found = _columns(calls)
    file.executemany(
        "INSERT INTO calls VALUES (?, ?, ?, ?, ?)", zip(*(c.tolist() for c in found.values()), strict=True)
    )
    file.execute("CREATE INDEX by_began ON calls (began)")
    file.commit()
    return lambda since, until: _summed(file.execute(SQL, _asked(since, until)))


def by_duckdb(calls: np.ndarray, folder: Path) -> Count:
    import duckdb

    file = duckdb.connect(str(folder / "calls.duckdb"))
    file.execute("SET threads = 1")
    found = _columns(calls)
    file.register("found", found)
    file.execute("CREATE TABLE calls AS SELECT * FROM found ORDER BY began")
    file.unregister("found")
    said = SQL.replace("began / ", "began // ").replace("sum(resolved AND (", "count_if(resolved = 1 AND (")
    for name in ("window", "since", "until"):
        said = said.replace(f":{name}", f"${name}")
    return lambda since, until: _summed(file.execute(said, _asked(since, until)).fetchall())


def by_polars(calls: np.ndarray, folder: Path) -> Count:
    import polars as pl

    path = folder / "calls.parquet"
    pl.DataFrame(_columns(calls)).sort("began").write_parquet(path)
    col = pl.col
    later = col("began").shift(-1).over("caller", order_by="began")
    is_alone = (col("resolved") == 1) & (later.is_null() | (later > col("hung_up") + WINDOW_US))

    def count(since: int, until: int) -> list[int]:
        seen = pl.scan_parquet(path).filter((col("began") >= since) & (col("began") < until + WINDOW_US))
        counted = seen.with_columns(is_alone.alias("alone"), (col("began") // WINDOW_US).alias("week"))
        weeks = counted.filter(col("began") < until).group_by("week")
        return _summed(
            weeks.agg(pl.len(), col("resolved").sum(), col("alone").sum(), col("took").sum()).collect().rows()
        )

    return count


def main(which: str, folder: Path) -> None:
    count = {"sql": by_sql, "duckdb": by_duckdb, "polars": by_polars}[which](np.load(folder / "calls.npy"), folder)
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.perf_counter()
        found = count(asked["since"], asked["until"])
        print(json.dumps({"seconds": time.perf_counter() - started, "found": found}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
