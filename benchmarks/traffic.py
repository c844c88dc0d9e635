"""Agents that post over HTTP, in a process of their own: `python -m benchmarks.traffic` reads a job, writes times.

A job is one JSON object on standard input, the result one on standard output. Requests are written and read by hand on
kept connections, so that the client takes as little as possible of the cores it shares with the server.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from benchmarks.plan import ROOT
from benchmarks.servers import Server

BY_WORDS = b'"mode":"keyword"'
Request: TypeAlias = tuple[str, dict[str, Any]]
"""`(path, body)`."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the agents do."""

    host: str
    port: int
    requests: list[Request]
    """Each posted once; the job ends when there are no more, or after `seconds`."""
    agents: int = 1
    every_s: float = 0.0
    """Between the beginnings of one agent's requests; 0 = the next one as soon as the last is answered."""
    seconds: float = 3600.0
    key: str = ""
    """Sent along when there is one."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What came back."""

    times_ms: list[float] = field(default_factory=list)
    """From the moment a request was due (not only sent) until it was answered whole."""
    errors: int = 0
    seconds: float = 0.0
    by_words: int = 0
    """Searches that words alone answered, where the model had no time for them."""


def send(
    server: Server, queries: Sequence[str], *, agents: int = 1, every_s: float = 0, seconds: float = 3600
) -> Traffic:
    """Search in a process of its own; queries go to the server's clients in turn."""
    bodies = ({"query": query} for query in queries)
    paired = list(zip(itertools.cycle(server.paths), bodies, strict=False))
    return post(server, paired, agents=agents, every_s=every_s, seconds=seconds)


def post(
    server: Server,
    requests: list[tuple[str, dict[str, Any]]],
    *,
    agents: int,
    every_s: float = 0,
    seconds: float = 3600,
) -> Traffic:
    """Run a job in a process of its own."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    job = Job(host, int(port), requests, agents, every_s, seconds, server.key)
    command = [sys.executable, "-m", "benchmarks.traffic"]
    done = subprocess.run(command, input=json.dumps(asdict(job)), capture_output=True, text=True, check=True, cwd=ROOT)
    return Traffic(**json.loads(done.stdout))


async def run(job: Job) -> Traffic:
    result = Traffic()
    left = iter(job.requests)
    started = time.perf_counter()
    counts = await asyncio.gather(*(_agent(job, at, left, result.times_ms) for at in range(job.agents)))
    errors, by_words = map(sum, zip(*counts, strict=True))
    return Traffic(result.times_ms, errors, time.perf_counter() - started, by_words)


async def _agent(job: Job, at: int, left: Iterator[Request], times_ms: list[float]) -> tuple[int, int]:
    """One agent on one kept connection; how many of its requests failed, and were answered by words alone."""
    reader, writer = await asyncio.open_connection(job.host, job.port)
    began = time.perf_counter()
    due = began + at * job.every_s / job.agents
    errors = by_words = 0
    for path, body in left:
        if job.every_s:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        else:
            due = time.perf_counter()
        if due - began > job.seconds:
            break
        writer.write(_request(job, path, body))
        status, answer = await _answer(reader)
        errors += status != 200
        by_words += BY_WORDS in answer
        times_ms.append((time.perf_counter() - due) * 1e3)
        due += job.every_s
    writer.close()
    return errors, by_words


def _request(job: Job, path: str, document: dict[str, Any]) -> bytes:
    body = json.dumps(document).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: {job.host}:{job.port}\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {job.key}\r\n" if job.key else ""
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


if __name__ == "__main__":
    given = json.load(sys.stdin)
    json.dump(asdict(asyncio.run(run(Job(**given)))), sys.stdout)
