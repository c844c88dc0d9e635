"""More requests than a server can take, from many addresses of this machine: `python -m benchmarks.flood`.

Like `traffic`, a job on standard input and what came back on standard output. Here what is refused, and how, is the
result. Each sender keeps one connection, from a loopback address of its own so that no rate limit of one is met.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from benchmarks.plan import ROOT
from benchmarks.servers import Server

MOST_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class Flood:
    """What is sent."""

    host: str
    port: int
    paths: list[str]
    queries: list[str]
    """Asked in turn, each with a number behind it, so that no vector is remembered."""
    key: str
    senders: int
    per_second: float
    """Of all senders together, whether or not the last ones were answered; 0 = each asks when it was answered."""
    seconds: float
    is_one_address: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back."""

    accepted_ms: list[float] = field(default_factory=list)
    """From sending to the whole answer, of those that were answered 200."""
    kinds: dict[str, int] = field(default_factory=dict)
    """`hybrid` and `keyword` answers, then the statuses of the others."""
    late: int = 0
    """Moments at which a request was due and its sender was still waiting."""
    seconds: float = 0.0

    @property
    def total(self) -> int:
        return sum(self.kinds.values())

    def share(self, *kinds: str) -> float:
        """Of all that were answered, in percent."""
        return 100 * sum(self.kinds.get(kind, 0) for kind in kinds) / max(1, self.total)


def start(server: Server, queries: Sequence[str], **how: float) -> subprocess.Popen[str]:
    """Begin a flood in a process of its own. `how`: the fields of `Flood` from `senders` on."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    job = {"host": host, "port": int(port), "paths": server.paths, "queries": list(queries), "key": server.key, **how}
    command = [sys.executable, "-m", "benchmarks.flood"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdin is not None
    process.stdin.write(json.dumps(job))
    process.stdin.close()
    return process


def result(process: subprocess.Popen[str]) -> Outcome:
    """Wait for its end."""
    assert process.stdout is not None
    with process.stdout as output:
        outcome = Outcome(**json.loads(output.read()))
    if process.wait():
        raise RuntimeError(f"The flood ended with {process.returncode}.")
    return outcome


async def run(job: Flood) -> Outcome:
    kinds: Counter[str] = Counter()
    times: list[float] = []
    numbers = itertools.count()
    began = time.perf_counter()
    late = await asyncio.gather(*(_sender(job, at, numbers, kinds, times) for at in range(job.senders)))
    return Outcome(times, dict(kinds), sum(late), time.perf_counter() - began)


async def _sender(job: Flood, at: int, numbers: itertools.count[int], kinds: Counter[str], times: list[float]) -> int:
    line = _Line(job, "127.0.0.1" if job.is_one_address else f"127.0.{1 + at // 250}.{1 + at % 250}")
    every = job.senders / job.per_second if job.per_second else 0.0
    began, late = time.perf_counter(), 0
    due = began + at * every / job.senders
    while due - began < job.seconds:
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        sent = time.perf_counter()
        kind = await line.ask(next(numbers))
        kinds[kind] += 1
        now = time.perf_counter()
        if kind in ("hybrid", "keyword"):
            times.append((now - sent) * 1e3)
        due = due + every if every else now
        while every and due < now - every:
            due, late = due + every, late + 1
    line.close()
    return late


class _Line:
    """One sender's connection, opened again when the server has hung up."""

    def __init__(self, job: Flood, source: str) -> None:
        self._job, self._source = job, source
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, number: int) -> str:
        """The kind of the answer; `hung up` for none."""
        try:
            async with asyncio.timeout(MOST_WAIT_S):
                if self._reader is None or self._writer is None:
                    self._reader, self._writer = await asyncio.open_connection(
                        self._job.host, self._job.port, local_addr=(self._source, 0)
                    )
                self._writer.write(_request(self._job, number))
                kind, is_over = await _kind(self._reader)
        except (OSError, EOFError):
            kind, is_over = "hung up", True
        if is_over:
            self.close()
        return kind

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


def _request(job: Flood, number: int) -> bytes:
    query = f"{job.queries[number % len(job.queries)]} {number:x}"
    body = json.dumps({"query": query}).encode()
    head = f"POST {job.paths[number % len(job.paths)]} HTTP/1.1\r\nHost: {job.host}:{job.port}\r\n"
    head += f"Content-Type: application/json\r\nAuthorization: Bearer {job.key}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _kind(reader: asyncio.StreamReader) -> tuple[str, bool]:
    """The kind of one answer, and whether the server hangs up after it."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    body = await reader.readexactly(length)
    status = int(head.split(b" ", 2)[1])
    kind = str(status) if status != 200 else "keyword" if b'"mode":"keyword"' in body[:2000] else "hybrid"
    return kind, b"connection: close" in head


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(asdict(asyncio.run(run(Flood(**given)))), sys.stdout)
