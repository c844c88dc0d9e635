"""P3: killed or refused by the disk at any moment, the last good generation is served and the next build succeeds."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kbsearch.adapters import vectors
from kbsearch.adapters.snapshots import disk, publication
from kbsearch.errors import BuildBusy, StateError
from tests.adapters.crashes import number_of, publish_number
from tests.adapters.snapshots import draft, make_store, publish
from tests.fakes import article

ROOT = Path(__file__).parents[2]
RANDOM_KILLS = 20


def process(root: Path, *arguments: str, **more: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.adapters.crashes", str(root), *arguments]
    return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True, **more
    )


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["kill", "fail"])
def test_every_disk_call_may_be_the_last(tmp_path: Path, mode: str) -> None:
    done = process(tmp_path, "every", mode)
    out, err = done.communicate(timeout=110)
    assert done.returncode == 0, err
    outcomes = Counter(line.split(" ", 1)[1] for line in out.splitlines())
    ended = "killed" if mode == "kill" else "refused"
    assert outcomes[f"{ended} old"] > 30  # before CURRENT is replaced
    assert outcomes["killed new"] + outcomes["recovered new"] + outcomes["refused new"] > 0  # and after


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    publish_number(tmp_path, 1)
    chance, last = random.Random(1), 1  # noqa: S311
    for _ in range(RANDOM_KILLS):
        child = process(tmp_path, "until-killed")
        started = time.monotonic()
        while number_of(tmp_path) == last:  # it has begun
            assert time.monotonic() - started < 60
            time.sleep(0.01)
        time.sleep(chance.random() * 0.1)
        child.send_signal(signal.SIGKILL)
        child.communicate()
        now = number_of(tmp_path)
        assert now > last
        assert make_store(tmp_path).open("acme").note == ""
        last = now
    publish_number(tmp_path, last + 1)
    assert number_of(tmp_path) == last + 1


def test_two_builders_at_once(tmp_path: Path) -> None:
    holder = process(tmp_path, "hold")
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BuildBusy, match=f"'acme' is being built by process {holder.pid};"):
            publish(make_store(tmp_path))
        publish(make_store(tmp_path), draft(client="zeta"))  # another client's lock is its own
    finally:
        holder.kill()
        holder.communicate()
    assert publish(make_store(tmp_path)).startswith("gen-1-")  # the lock died with its holder


def test_the_same_process_cannot_build_twice_either(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    with store.building("acme"), pytest.raises(BuildBusy, match=str(os.getpid())):
        publish(store)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 12 MB; skipped where this user may not mount one."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", folder]
        if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root can mount a small disk")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def test_a_full_disk_keeps_what_is_published(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_number(small_disk, 1)
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (6 << 20))
    with pytest.raises(StateError, match=r"needs 8 MB in .*, 5 MB are free\. Make room"):
        publish_number(small_disk, 2)  # refused before anything is written
    monkeypatch.setattr(publication, "SPARE_BYTES", -(1 << 40))
    for spare in (0, 4096, 8192, 16384, 20480):  # blocks left when the publication begins
        filler.unlink()
        room = os.statvfs(small_disk)
        filler.write_bytes(b"x" * (room.f_bavail * room.f_frsize - spare))
        with pytest.raises(StateError, match=r"No space left on device.*still served"):
            publish_number(small_disk, 2)
        assert number_of(small_disk) == 1
    filler.unlink()
    publish_number(small_disk, 2)
    assert number_of(small_disk) == 2


def test_a_file_that_may_not_grow_keeps_what_is_published(tmp_path: Path) -> None:
    """The same without root: writes fail in the middle of a file."""
    publish_number(tmp_path, 1)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400, 400))

    child = process(tmp_path, "publish", "2", preexec_fn=limit)
    _, err = child.communicate()
    assert child.returncode == 3, err
    assert "File too large" in err
    assert number_of(tmp_path) == 1


def test_a_folder_that_may_not_be_written_is_said() -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o755)
        publish_number(root, 1)
        (root / "acme").chmod(0o555)
        nobody = ["65534"] if os.geteuid() == 0 else []
        child = process(root, "publish", "2", *nobody)
        _, err = child.communicate()
        (root / "acme").chmod(0o755)
        assert child.returncode == 3, err
        assert f"{root / 'acme'} cannot be written: [Errno 13] Permission denied" in err
        assert number_of(root) == 1


def test_something_that_is_no_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("")
    with pytest.raises(StateError, match="cannot be written"):
        publish(make_store(tmp_path))


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store(tmp_path)
    first = publish(store)

    def fail(index: object) -> bytes:
        raise RuntimeError("faiss: bad allocation")

    monkeypatch.setattr(vectors, "save", fail)
    with pytest.raises(StateError, match=r"bad allocation.*still served"):
        publish(store, draft(article("neuf")))
    assert sorted(path.name for path in (tmp_path / "acme").iterdir()) == ["CURRENT", "LOCK", first]


def test_leftovers_of_every_kind_are_collected(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    first = publish(store)
    folder = tmp_path / "acme"
    (folder / "gen-7-0123abcd.tmp").mkdir()
    (folder / "gen-7-0123abcd.tmp" / "articles.jsonl").write_text("{")
    shutil.copytree(folder / first, folder / "gen-5-00000000")  # whole by its name, but never made current
    (folder / "CURRENT.tmp").write_text("gen-5")
    names = [publish(store) for _ in range(3)]
    assert [name.rpartition("-")[0] for name in names] == ["gen-2", "gen-3", "gen-4"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(["CURRENT", "LOCK", *names])


def test_a_leftover_that_cannot_be_removed_is_in_nobodys_way(tmp_path: Path) -> None:
    store = make_store(tmp_path)
    publish(store)
    (tmp_path / "acme" / "gen-7-0123abcd.tmp").write_text("a file where a folder was")
    assert publish(store).startswith("gen-8-")
    assert store.open("acme").note == ""


def test_a_leftover_that_cannot_be_removed_keeps_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = make_store(tmp_path)
    publish(store)
    left = [tmp_path / "acme" / f"gen-{number}-0123abcd.tmp" for number in range(7, 17)]
    for path in left:
        path.mkdir()
    real = disk.remove_folder
    stays = next(path for path in left[0].parent.iterdir() if path in left)  # the first that is met

    def refused(path: Path, aside: Path) -> None:
        if path == stays:
            raise OSError(errno.EPERM, os.strerror(errno.EPERM))
        real(path, aside)

    monkeypatch.setattr(disk, "remove_folder", refused)
    publish(store)
    assert [path for path in left if path.exists()] == [stays]
