"""A server's totals for Prometheus, in a registry of their own: nothing that another library counts joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kbsearch.core.metering import REASONS, Reason, Standing
from kbsearch.core.model import AnswerState, Mode

BUCKETS_S = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class PrometheusMeter:
    """A `Meter`. `look` is called at each reading, on the reader's thread."""

    def __init__(self, look: Callable[[], Standing]) -> None:
        disable_created_metrics()  # a second series for each, which says when it was first counted
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "kbsearch_requests", "Requests by route and HTTP status.", ("operation", "status"), registry=registry
        )
        self._took = Histogram(
            "kbsearch_request_duration_seconds",
            "Time from a request's head until its answer began.",
            ("operation",),
            registry=registry,
            buckets=BUCKETS_S,
        )
        self._refusals = Counter(
            "kbsearch_refusals",
            "Requests told to come back later (429, 503), by reason.",
            ("reason",),
            registry=registry,
        )
        self._searches = Counter(
            "kbsearch_searches",
            "Answers to searches, by how they were made and how far they are to be trusted.",
            ("mode", "state"),
            registry=registry,
        )
        for reason in REASONS:  # a series that begins at its first increase hides that one from `rate`
            self._refusals.labels(reason)
        for mode in get_args(Mode):
            for state in AnswerState:
                self._searches.labels(mode, state.value)
        registry.register(_Looked(look))
        ProcessCollector(registry=registry)

    def answered(self, operation: str, status: str, took_s: float | None) -> None:
        self._requests.labels(operation, status).inc()
        if took_s is not None:
            self._took.labels(operation).observe(took_s)

    def refused(self, reason: Reason) -> None:
        self._refusals.labels(reason).inc()

    def searched(self, mode: Mode, state: AnswerState) -> None:
        self._searches.labels(mode, state.value).inc()

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Looked(Collector):
    """What is looked up when it is read."""

    def __init__(self, look: Callable[[], Standing]) -> None:
        self._look = look

    def describe(self) -> list[Metric]:
        """None, so that nothing is looked up before somebody reads."""
        return []

    def collect(self) -> Iterator[Metric]:
        found = self._look()
        yield GaugeMetricFamily("kbsearch_searches_in_hand", "Searches let in and not answered yet.", found.in_hand)
        if found.violations is not None:
            yield CounterMetricFamily(
                "kbsearch_scope_violation",
                "Times that work for one client met another's things and was refused, in any process, ever.",
                found.violations,
            )
        if found.newest_age_s is not None:
            yield GaugeMetricFamily(
                "kbsearch_newest_generation_age_seconds",
                "Since the newest generation of any client was published.",
                found.newest_age_s,
            )
        clients = GaugeMetricFamily(
            "kbsearch_clients",
            "Clients: served as built last (sound), from an older generation (fallback), not at all (unserved); "
            "and those whose searches are refused because they were built with another model (mismatched).",
            labels=("health",),
        )
        for health, count in found.clients.items():
            clients.add_metric((health,), count)
        yield clients
