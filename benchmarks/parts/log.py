"""A telephone system's log of any size: what of it is kept, in which memory, and what importing it again changes."""

from __future__ import annotations

import csv
import json
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import processes
from benchmarks.plan import ROOT
from benchmarks.report import Row, at_most, row
from benchmarks.world import World, folder_mb
from kbsearch.cli.options import folder_arguments
from kbsearch.settings import Settings

CLIENT = "caissio"
QUEUE = "support-caissio"
FIRST_S = 1_700_000_000
AGENTS = 12
"""Whose telephones ring for each call: a line each."""
BROKEN_EACH = 500
"""One line in so many."""
BROKEN = (b"\xff\xfe|half a line", b"17000|x", b"soon|1.1|support-caissio|NONE|ENTERQUEUE||0144556677|1", b"a" * 20_000)
EXIT_FAULTS = 1
MOST_GROWTH_MB = 50


@dataclass(slots=True)
class _Written:
    """What is in the log."""

    lines: int = 0
    calls: int = 0
    broken: int = 0


def run(world: World) -> Iterator[Row]:
    """A tenth of it first: what the whole one takes more of the memory is what grows."""
    settings = world.settings("log")
    _base(settings)
    peaks: list[float] = []
    for megabytes in (world.plan.log_mb // 10, world.plan.log_mb):
        shutil.rmtree(settings.data, ignore_errors=True)
        log, queues = world.plan.work / "queue_log", world.plan.work / "queues.toml"
        queues.write_text(f'[queues]\n{QUEUE} = "{CLIENT}"\n', "utf-8")
        world.say(f"writing a log of {megabytes} MB")
        written = _write(log, megabytes * 1_000_000)
        read_s = _read(log)
        first, told = _import(settings, log, queues)
        stored = folder_mb(settings.data)
        again, told_again = _import(settings, log, queues)
        _judge(written, told, told_again, stored, folder_mb(settings.data))
        peaks.append(max(first.peak_mb, again.peak_mb))
        what = f"{log.stat().st_size / 1e6:,.0f} MB, {written.lines:,} lines, {written.broken:,} of them broken"
        yield row("log", f"{what}: calls kept, faulty lines listed, kept again", f"{written.calls:,}, all, none")
        yield row("log", f"{what}: imported, lines per second", f"{written.lines / first.seconds:,.0f}")
        yield row("log", f"{what}: imported again, lines per second", f"{written.lines / again.seconds:,.0f}")
        yield row("log", f"{what}: imported / its lines split by csv", f"{first.seconds / read_s:.3g} ×")
        yield row("log", f"{what}: most memory", f"{peaks[-1]:.0f} MB")
        log.unlink()
    yield at_most(
        "log", "most memory: the whole log, more than a tenth of it", peaks[-1] - peaks[0], MOST_GROWTH_MB, "MB"
    )


def _base(settings: Settings) -> None:
    """The client, as it is in the samples."""
    shutil.rmtree(settings.articles, ignore_errors=True)
    shutil.copytree(ROOT / "articles" / CLIENT, settings.articles / CLIENT)
    shutil.copytree(ROOT / "articles" / "_shared", settings.articles / "_shared")
    processes.run("build", *folder_arguments(settings))


def _write(path: Path, size: int) -> _Written:
    """Calls that overlap, as in a hotline, in the order of their lines' times."""
    chance, written = random.Random(1), _Written()  # noqa: S311 - the same log each time
    with path.open("wb") as file:
        while file.tell() < size:
            lines = sorted(line for _ in range(100) for line in _call(written, chance))
            for _, _, line in lines:
                if chance.randrange(BROKEN_EACH) == 0:
                    file.write(chance.choice(BROKEN) + b"\n")
                    written.broken += 1
                file.write(f"{line}\n".encode())
            written.lines += len(lines)
    written.lines += written.broken
    return written


def _call(written: _Written, chance: random.Random) -> Iterator[tuple[int, int, str]]:
    """When each line was, which one it is, and what it says."""
    number = written.calls
    written.calls += 1
    at = FIRST_S + number // 100 * 600 + chance.randrange(500)
    head = f"{FIRST_S + number}.{number}|{QUEUE}"
    yield at, 0, f"{at}|{head}|NONE|ENTERQUEUE||01{chance.randrange(10**8):08}|1"
    for agent in range(AGENTS):
        yield at + agent, 1 + agent, f"{at + agent}|{head}|SIP/agent{agent}|RINGNOANSWER|1000"
    if chance.random() < 0.1:
        yield at + 40, AGENTS + 1, f"{at + 40}|{head}|NONE|ABANDON|1|1|40"
        return
    yield at + 30, AGENTS + 1, f"{at + 30}|{head}|SIP/agent1|CONNECT|30|{FIRST_S + number}.1|4"
    yield at + 300, AGENTS + 2, f"{at + 300}|{head}|SIP/agent1|COMPLETECALLER|30|270|1"


def _read(path: Path) -> float:
    """Seconds to split all of it, and nothing else."""
    started = time.perf_counter()
    with path.open(encoding="latin-1", newline="\n") as file:
        for _ in csv.reader(file, delimiter="|", quoting=csv.QUOTE_NONE):
            pass
    return time.perf_counter() - started


def _import(settings: Settings, log: Path, queues: Path) -> tuple[processes.Ended, dict[str, object]]:
    """Every fault is listed beside it."""
    faults = log.with_suffix(".csv")
    faults.unlink(missing_ok=True)
    ended = processes.run(
        *("calls", "import-queue-log", str(log), "--client-map", str(queues), "--faults", str(faults), "--json"),
        *folder_arguments(settings),
        allowed=(EXIT_FAULTS,),
    )
    with faults.open(encoding="utf-8-sig", newline="") as file:
        listed = sum(1 for _ in csv.DictReader(file))
    return ended, {**json.loads(ended.output), "listed": listed}


def _judge(written: _Written, first: dict, again: dict, stored_mb: float, stored_again_mb: float) -> None:
    """All of it was seen, and the second time nothing was new."""
    for told in (first, again):
        assert (told["lines"], told["faulty"], told["listed"]) == (written.lines, written.broken, written.broken), told
        assert told["clients"][CLIENT]["calls"] == written.calls, told
    assert first["clients"][CLIENT]["new"] == again["clients"][CLIENT]["repeated"], again
    assert again["clients"][CLIENT]["new"] == 0, again
    assert stored_again_mb < stored_mb * 1.01, (stored_mb, stored_again_mb)
