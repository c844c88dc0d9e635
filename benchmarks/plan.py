"""How large a run is, and where it keeps its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that can be chosen for a run."""

    models: Path
    """Folder of prepared models."""
    corpora: Path | None
    """Folder with one sub-folder of Markdown per corpus; None = the sample articles."""
    queries: Path | None
    """Folder of `*.jsonl` files with a `query` each; None = the sample articles' golden queries."""
    work: Path
    """Vectors, indexes and other things that the next run can use again."""
    say: Callable[[str], None]
    rounds: int = 7
    queries_per_round: int = 200
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000)
    """Chunks of one client."""
    calls: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    """Of one client, with eight events each."""
    clients: int = 100
    chunks_per_client: int = 1_000
    requests: int = 20_000
    """Of the memory part."""
    articles: int = 1_500
    """Of the corpus indexed for its peak memory."""
    log_mb: int = 200
    """Of the telephone system's log."""
    seconds: float = 20.0
    """How long each phase of traffic lasts."""


def toy(plan: Plan) -> Plan:
    """The same parts in seconds: proves that they run, says nothing about speed."""
    return Plan(
        models=plan.models,
        corpora=None,
        queries=None,
        work=plan.work / "toy",
        say=plan.say,
        rounds=2,
        queries_per_round=10,
        sizes=(100, 300),
        calls=(100, 300),
        clients=3,
        chunks_per_client=100,
        requests=50,
        articles=6,
        log_mb=10,
        seconds=1.0,
    )
