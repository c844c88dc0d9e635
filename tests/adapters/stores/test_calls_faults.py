"""Nothing acknowledged is ever lost, and what was refused works when the cause is gone."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from kbsearch.adapters.stores.calls import SqliteCalls
from kbsearch.adapters.stores.database import open_reading
from kbsearch.adapters.stores.writer import Writer
from kbsearch.core.calls import happenings as ev
from kbsearch.core.store_ports import Appended
from kbsearch.errors import KbsearchError, StateError
from tests.clients import ACME
from tests.happenings import event

ROOT = Path(__file__).parent.parent.parent.parent
OPENED = ev.Opened("tpe")
VISIT = (
    "import sys, pathlib; from kbsearch.adapters.stores.calls import SqliteCalls; from tests.clients import ACME; "
    "store = SqliteCalls(pathlib.Path(sys.argv[1])); store.call(ACME, 'call-1'); store.close()"
)


def ids_in(path: Path) -> set[str]:
    with closing(open_reading(path, timeout_s=5)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {id for (id,) in connection.execute("SELECT id FROM events")}


@pytest.mark.slow
def test_kill_during_load_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path, rng, printed = tmp_path / "calls.db", random.Random(3), set[str]()  # noqa: S311
    for turn in range(25):
        command = [sys.executable, "-m", "tests.adapters.stores.appending", str(path), str(turn)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=dict(os.environ)) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(rng.uniform(0, 0.15))
            child.send_signal(signal.SIGKILL)
            lines = (first + child.stdout.read()).decode().splitlines(keepends=True)
        acknowledged = {line.strip() for line in lines if line.endswith("\n")}
        assert acknowledged
        printed |= acknowledged
        assert printed <= ids_in(path)
    with closing(SqliteCalls(path)) as store:
        assert store.append(ACME, [event("after", OPENED)]) == Appended(1, 0)


@pytest.mark.slow
def test_nothing_is_lost_beside_a_process_that_comes_and_goes(tmp_path: Path) -> None:
    """A server started again reads, writes, notes an incident and erases; then a command opens and closes the file.

    Were the server's locks gone, the command would take itself for the last one and delete the log under it.
    """
    path = tmp_path / "calls.db"
    with closing(SqliteCalls(path)) as before:
        before.append(ACME, [event("before", OPENED)])
    command = [sys.executable, "-m", "tests.adapters.stores.serving", str(path)]
    visit = [sys.executable, "-c", VISIT, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        acknowledged = set()
        for turn in range(3):
            assert server.stdout.readline() == "ready\n"
            subprocess.run(visit, cwd=ROOT, check=True)
            held = [str(one.readlink()) for one in Path(f"/proc/{server.pid}/fd").iterdir() if one.is_symlink()]
            assert f"{path}-wal" in held, "it writes into the log that others read"
            server.stdin.write(f"{turn}\n")
            server.stdin.flush()
            acknowledged |= {server.stdout.readline().strip() for _ in range(20)}
        server.send_signal(signal.SIGKILL)
    assert len(acknowledged) == 60
    assert {"before", *acknowledged} <= ids_in(path)


def test_a_lock_beyond_the_timeout_is_told_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "calls.db"
    with closing(SqliteCalls(path, timeout_s=0.1)) as store, closing(sqlite3.connect(path)) as other:
        store.append(ACME, [event("1", OPENED)])
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match=r"locked.*fuser"):
            store.append(ACME, [event("2", OPENED)])
        assert store.call(ACME, "call-1") is not None
        other.rollback()
        assert store.append(ACME, [event("1", OPENED), event("2", OPENED)]) == Appended(1, 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_passes(small_disk: Path) -> None:
    path, ballast = small_disk / "calls.db", small_disk / "ballast"
    ballast.write_bytes(b"x" * 400_000)
    written: set[str] = set()
    with closing(SqliteCalls(path)) as store:

        def fill() -> None:
            for at in range(10_000):
                store.append(ACME, [event(f"{at}", OPENED, call=f"c{at}")])
                written.add(f"{at}")

        with pytest.raises(StateError, match=r"no room.*df -h"):
            fill()
        assert written
        assert written == ids_in(path)
        ballast.unlink()
        assert store.append(ACME, [event("after", OPENED)]) == Appended(1, 0)
        assert ids_in(path) == {*written, "after"}


class Table:
    """A `Writer` of plain texts, with every part that can fail in the test's hands."""

    def __init__(self, folder: Path, *, most_waiting: int = 100) -> None:
        self.connections: list[sqlite3.Connection] = []
        self.failing: BaseException | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.path = folder / "table.db"
        self.writer: Writer[str, int] = Writer(self.path, self._connect, self._write, most_waiting=most_waiting)

    def _connect(self) -> sqlite3.Connection:
        if self.failing:
            raise self.failing
        connection = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None)
        connection.execute("CREATE TABLE IF NOT EXISTS texts (text TEXT)")
        self.connections.append(connection)
        return connection

    def _write(self, connection: sqlite3.Connection, batches: Sequence[Sequence[str]]) -> list[int | KbsearchError]:
        self.gate.wait()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO texts VALUES (?)", [(row,) for rows in batches for row in rows])
        if self.failing:
            raise self.failing
        connection.execute("COMMIT")
        return [len(rows) for rows in batches]

    def texts(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            return [text for (text,) in connection.execute("SELECT text FROM texts")]


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path, most_waiting=3)
    yield made
    made.gate.set()
    made.writer.close()


def test_an_injected_full_disk_is_told_and_passes(table: Table) -> None:
    assert table.writer.submit(["first"]) == 1
    table.connections[0].execute("PRAGMA max_page_count = 3")
    with pytest.raises(StateError, match="no room"):
        table.writer.submit(["x" * 100_000])
    table.connections[0].execute("PRAGMA max_page_count = 100000")
    assert table.writer.submit(["second"]) == 1
    assert table.texts() == ["first", "second"]
    assert len(table.connections) == 1


@pytest.mark.parametrize("fault", [SystemExit(), KeyError("a bug"), sqlite3.OperationalError("disk I/O error")])
@pytest.mark.parametrize("when", ["connecting", "writing"])
def test_a_writer_that_dies_answers_everyone_and_comes_back(table: Table, fault: BaseException, when: str) -> None:
    if when == "writing":
        table.writer.submit(["first"])
    table.gate.clear()
    table.failing = fault
    with ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(table.writer.submit, [f"lost {at}"]) for at in range(3)]
        time.sleep(0.05)
        table.gate.set()
        for one in waiting:
            assert isinstance(one.exception(10), StateError)
    table.failing = None
    assert table.writer.submit(["after"]) == 1
    assert table.texts() == (["first", "after"] if when == "writing" else ["after"])


def test_beyond_the_bound_the_store_is_busy_and_closing_drains(table: Table) -> None:
    table.gate.clear()
    with ThreadPoolExecutor(4) as pool:
        begun = pool.submit(table.writer.submit, ["begun"])
        while table.writer._thread is None or table.writer._waiting:
            time.sleep(0.001)
        waiting = [pool.submit(table.writer.submit, [f"waiting {at}"]) for at in range(3)]
        while len(table.writer._waiting) < 3:
            time.sleep(0.001)
        with pytest.raises(StateError, match=r"^busy$"):
            table.writer.submit(["too many"])
        closer = threading.Thread(target=table.writer.close)
        closer.start()
        table.gate.set()
        closer.join()
        assert [one.result(10) for one in (begun, *waiting)] == [1, 1, 1, 1]
    with pytest.raises(StateError, match="closed"):
        table.writer.submit(["late"])
    assert sorted(table.texts()) == ["begun", "waiting 0", "waiting 1", "waiting 2"]


def test_an_empty_place_takes_even_a_large_batch(table: Table) -> None:
    assert table.writer.submit(["x"] * 2000) == 2000
