"""Times, ratios and memory, measured so that a busy machine does not decide the result.

Two ways of doing one thing take turns (A B A B …), one round after the other, and what is reported is the ratio within
each round: both were slowed by the same neighbours.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

Work = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Spread:
    """One figure over several rounds."""

    low: float
    middle: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:.3g}–{self.middle:.3g}–{self.high:.3g}"


def spread(values: Sequence[float]) -> Spread:
    """Lowest, median and highest."""
    return Spread(min(values), float(np.median(values)), max(values))


def times_ms(work: Work, inputs: Sequence[Any]) -> list[float]:
    """Milliseconds of `work(input)` for each input, one after the other."""
    taken = []
    for value in inputs:
        started = time.perf_counter_ns()
        work(value)
        taken.append((time.perf_counter_ns() - started) / 1e6)
    return taken


def interleaved(works: Mapping[str, Work], inputs: Sequence[Any], rounds: int) -> dict[str, list[list[float]]]:
    """Per name, per round, the times of every input. Each round runs every way once, in turn; the first is thrown away.

    Garbage collection stays on, as it is when serving.
    """
    gc.collect()
    for work in works.values():
        times_ms(work, inputs[: max(3, len(inputs) // 10)])
    taken: dict[str, list[list[float]]] = {name: [] for name in works}
    for turn in range(rounds):
        names = list(works) if turn % 2 == 0 else list(works)[::-1]
        for name in names:
            taken[name].append(times_ms(works[name], inputs))
    return taken


def percentile(times: Sequence[float], share: float) -> float:
    return float(np.percentile(times, share))


def over_rounds(rounds: Sequence[Sequence[float]], share: float) -> Spread:
    """One percentile of each round."""
    return spread([percentile(times, share) for times in rounds])


def ratio(ours: Sequence[Sequence[float]], reference: Sequence[Sequence[float]], share: float = 50) -> Spread:
    """`ours / reference` of each round's percentile."""
    return spread([percentile(a, share) / percentile(b, share) for a, b in zip(ours, reference, strict=True)])


def resident_mb(pid: int, field: str = "VmRSS") -> float:
    """Memory of a running process; `VmHWM` is the most it ever had."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"/proc/{pid}/status has no {field}.")


def load() -> str:
    """How busy the machine is with everything that runs on it, ourselves included."""
    return "load " + " ".join(f"{value:.1f}" for value in os.getloadavg())


def machine() -> dict[str, Any]:
    """What the figures depend on, without naming the machine."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return {"cpu": models[0] if models else "", "cores": os.cpu_count(), "load": load(), "threads": THREADS}


THREADS = "onnxruntime 1 intra-op thread per text, FAISS and OpenMP 1 thread, no spinning"


def pin_threads() -> None:
    """Before FAISS and onnxruntime are imported: the same threads for every side of every comparison."""
    os.environ["OMP_NUM_THREADS"] = "1"
    os.environ["OMP_WAIT_POLICY"] = "passive"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
