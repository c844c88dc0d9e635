"""An item that takes too long or takes its process down is lost alone, and at once where it was lost before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kbsearch.adapters import bounded
from kbsearch.adapters.bounded import BATCH, BoundedEach
from kbsearch.core.bounded import Lost, Noting, lost_fault
from kbsearch.errors import StateError
from tests.adapters.slow_reading import modules, planted, process_id
from tests.waiting import wait_for


@pytest.fixture(scope="module")
def each() -> BoundedEach:
    return BoundedEach(most_s=0.3, most_waited_s=3)


def test_it_may_begin_before_it_is_needed(each: BoundedEach) -> None:
    each.begin()
    begun = each._worker
    assert begun is not None
    each.begin()
    assert list(each(abs, [-1, 2])) == [1, 2]
    assert each._worker is begun


def test_what_began_and_ended_unseen_is_begun_again(each: BoundedEach) -> None:
    each.begin()
    assert each._worker is not None
    each._worker._process.kill()
    each._worker.wait()
    assert list(each(abs, [-1])) == [1]


def test_results_come_in_order_from_one_other_process(each: BoundedEach) -> None:
    numbers = list(range(3 * BATCH + 1))
    assert list(each(str, numbers)) == list(map(str, numbers))
    assert len({*each(process_id, numbers), *each(process_id, numbers)} - {os.getpid()}) == 1


@pytest.mark.parametrize(
    ("deed", "code", "why"),
    [
        ("@regex", "too-slow", "takes more than 0.3 s of processor time"),
        ("@loop", "too-slow", "takes more than 0.3 s of processor time"),
        ("@wait", "too-slow", "did not end within 3 s"),
        ("@segv", "reader-ended", "ended the process that reads (SIGSEGV)"),
        ("@kill", "reader-ended", "ended the process that reads (SIGKILL)"),
        ("@exit", "reader-ended", "ended the process that reads (exit code 0)"),
        ("@raise", "reader-ended", "failed (ValueError in"),
    ],
)
def test_one_item_is_lost_and_all_others_are_done(each: BoundedEach, deed: str, code: str, why: str) -> None:
    done = list(planted(each)(str.upper, ["a", f"b {deed}", "c", *"d" * BATCH]))
    lost = done.pop(1)
    assert done == ["A", "C", *"D" * BATCH]
    assert isinstance(lost, Lost)
    assert (lost.code, lost.why[: len(why)]) == (code, why)
    fault = lost_fault("acme/a.md", lost)
    assert (fault.path, fault.line, fault.severity, bool(fault.hint)) == ("acme/a.md", 1, "error", True)


@pytest.mark.parametrize(
    ("deed", "in_passing"),
    [("@loop", False), ("@raise", False), ("@wait", True), ("@kill", True), ("@segv", True), ("@memory", True)],
)
def test_what_the_machine_may_have_done_was_lost_in_passing(each: BoundedEach, deed: str, *, in_passing: bool) -> None:
    noting = Noting(planted(each))
    done = list(noting(str.upper, ["a", deed]))
    assert isinstance(done[1], Lost)
    assert (done[1].in_passing, noting.lost_in_passing) == (in_passing, int(in_passing))


@pytest.mark.parametrize("deed", ["@kill", "@wait"])
def test_what_was_lost_in_passing_is_read_when_it_is_asked_for_again(deed: str) -> None:
    each = BoundedEach(most_s=0.3, most_waited_s=1)
    assert isinstance(next(iter(planted(each)(str.upper, [deed]))), Lost)
    assert not each._slow


def test_several_items_are_lost_one_by_one(each: BoundedEach) -> None:
    done = list(planted(each)(str.upper, ["@segv", "@kill", "a", "@exit"]))
    assert [one.code if isinstance(one, Lost) else one for one in done] == ["reader-ended"] * 2 + ["A", "reader-ended"]


def test_what_was_too_slow_once_is_not_tried_again() -> None:
    slow = planted(BoundedEach(most_s=1.0))
    (first,) = slow(str.upper, ["@loop"])
    started = time.process_time()
    assert list(slow(str.upper, ["@loop", "a"])) == [first, "A"]
    assert time.process_time() - started < 0.5


def test_a_process_that_is_gone_while_nothing_is_asked_is_replaced_and_blames_nobody(each: BoundedEach) -> None:
    (before,) = each(process_id, [None])
    assert isinstance(before, int)
    os.kill(before, signal.SIGKILL)
    assert wait_for(lambda: os.waitid(os.P_PID, before, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None)
    (after,) = each(process_id, [None])
    assert isinstance(after, int)
    assert after != before


def test_one_batch_at_a_time_so_that_two_readings_may_take_turns(each: BoundedEach) -> None:
    numbers = range(2 * BATCH)
    first, second = iter(each(str, numbers)), iter(each(hex, numbers))
    pairs = [(next(first), next(second)) for _ in numbers]
    assert pairs == [(str(number), hex(number)) for number in numbers]


def test_ctrl_c_in_the_middle_leaves_nothing_half_read(each: BoundedEach) -> None:
    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(planted(each)(str.upper, ["a", "@wait"]))
    finally:
        signal.signal(signal.SIGALRM, before)
    assert list(each(str.upper, ["b"])) == ["B"]


def test_the_other_process_leaves_with_the_one_that_started_it() -> None:
    code = (
        "from kbsearch.adapters.bounded import BoundedEach\n"
        "from tests.adapters.slow_reading import process_id\n"
        "import os, signal\n"
        "each = BoundedEach()\n"
        "print(*each(process_id, [None]), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    until = time.monotonic() + 20
    while runs(int(done.stdout)):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert done.stderr == ""


def runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_nothing_heavy_is_loaded_to_read_articles(each: BoundedEach) -> None:
    (loaded,) = each(modules, [None])
    assert not {"torch", "onnxruntime", "litestar", "pytest", "sqlite_utils"} & set(loaded)  # type: ignore[arg-type]
    assert "kbsearch.core.proving" in loaded  # type: ignore[operator]


def test_without_another_process_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(StateError, match="could not be started"):
        list(BoundedEach()(str, [1]))
    monkeypatch.undo()
    monkeypatch.setattr(bounded, "_START", "raise SystemExit(1)")
    with pytest.raises(StateError, match="did not start"):
        list(BoundedEach()(str, [1]))
