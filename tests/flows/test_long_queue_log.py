"""A log of any size is read in the same memory."""

from __future__ import annotations

import io
import random
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest

from kbsearch.core.telephone.queue_calls import QueueCall
from kbsearch.flows.load_queue_log import MOST_FAULTS, QueueImport, QueueLoaded, QueueReport

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def long_log(calls: int, seed: int) -> Iterable[bytes]:
    """Four lines a call, one line in a hundred broken, some calls without an end."""
    draw, at = random.Random(seed), 1700000000  # noqa: S311
    for number in range(calls):
        at += draw.randrange(1, 6)
        head = f"{{}}|{at}.{number}|support-acme|SIP/{number % 40}|"
        wait, talk = draw.randrange(1, 120), draw.randrange(20, 900)
        yield head.format(at).encode() + f"ENTERQUEUE||06{number % 100000000:08}|1\n".encode()
        yield head.format(at + 1).encode() + b"RINGNOANSWER|900\n"
        yield head.format(at + wait).encode() + b"CONNECT|9|x|1\n"
        if number % 25 == 0:
            yield bytes(draw.randrange(256) for _ in range(draw.randrange(1, 90))).replace(b"\n", b"?") + b"\n"
        elif number % 26:
            yield head.format(at + wait + talk).encode() + f"COMPLETEAGENT|{wait}|{talk}|1\n".encode()


class Piped(io.RawIOBase):
    """Bytes as they are made, so that none lie in memory."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts, self._left = iter(parts), b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        self._left = self._left or next(self._parts, b"")
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count


def most_memory(calls: int) -> tuple[int, QueueReport, int]:
    """Peak bytes of a run over so many calls, its report, and how many calls were kept; the store is a counter."""
    kept = 0

    def keep(_: str, some: Sequence[QueueCall]) -> QueueLoaded:
        nonlocal kept
        kept += len(some)
        return QueueLoaded(len(some), 0, ())

    whole = QueueImport(lambda _: "acme", keep, NOW)
    tracemalloc.start()
    try:
        whole.read("log", io.BufferedReader(Piped(long_log(calls, 5))))
        report = whole.end()
        return tracemalloc.get_traced_memory()[1], report, kept
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_memory_does_not_grow_with_the_log() -> None:
    """Two hundred thousand lines take what twenty thousand take, but for chance."""
    small, _, _ = most_memory(5_000)
    large, report, kept = most_memory(50_000)
    assert report.lines > 195_000
    assert report.faulty.total() == 2_000
    assert len(report.faults) == MOST_FAULTS
    assert kept == report.clients["acme"].calls == 50_000
    assert large < small + 1_500_000, (small, large)
    assert large < 16_000_000
