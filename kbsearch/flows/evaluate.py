"""How well a client's snapshot answers labelled queries, per signal, with intervals.

The measures are those of `ir-measures` (trec_eval underneath); only the bootstrap is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.model import Answer, AnswerState
from kbsearch.core.ports import Embedder
from kbsearch.core.search.judgements import Judgement
from kbsearch.core.search.ranking import SIGNALS, rank
from kbsearch.core.snapshot import Snapshot
from kbsearch.flows.ask import understand
from kbsearch.flows.deciding import weights_for
from kbsearch.flows.gathering import gather

DEPTH = 10
RESAMPLES = 2000
MEASURES = ("nDCG@10", "MRR@10", "top-1", "top-3", "recall@10")


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over one set of queries."""

    mean: float
    low: float
    high: float
    """95 % percentile bootstrap over queries."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    queries: str
    """Name of the query set."""
    split: str
    """`dev`, `test` or `all`."""
    signal: str
    count: int
    measures: Mapping[str, Measured]


Group = Literal["right_first", "other_first", "unanswerable"]
"""A relevant article came first; another one did, or none at all; no article is relevant."""
GROUPS: tuple[Group, ...] = ("right_first", "other_first", "unanswerable")


@dataclass(frozen=True, slots=True)
class StateRow:
    """How far the answers to one group of queries were said to be reliable."""

    queries: str
    """Name of the query set."""
    split: str
    """`dev`, `test` or `all`."""
    group: Group
    count: int
    states: Mapping[str, int]
    """`AnswerState` → how many of them got it; they sum to `count`."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What `evaluate` found."""

    rows: tuple[Row, ...]
    unanswerable: int
    """Queries without a relevant article; not in any measure."""
    missing: tuple[str, ...]
    """Relevant paths that the snapshot does not hold: queries with one can never score full marks."""
    cut_out: int = 0
    """Queries whose words are to be taken out of an article before building: if they were not, they are too easy."""
    states: tuple[StateRow, ...] = ()
    """Of every query, by set, split and group; groups without a query are absent. Empty if nothing was `answered`."""


def evaluate(
    snapshot: Snapshot,
    judgements: Mapping[str, Sequence[Judgement]],
    *,
    embedder: Embedder | None,
    english: Embedder | None = None,
    answered: Callable[[str], Answer] | None = None,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Evaluation:
    """Measure every query set (name → queries). Without an embedder there is only the `keywords` signal.

    `answered` gives what an agent would get, whose states are counted: the measures are of the signals alone, without
    solved calls.
    """
    signals = SIGNAL_WEIGHTS if embedder is not None else {"keywords": SIGNAL_WEIGHTS["keywords"]}
    every = [one for ones in judgements.values() for one in ones]
    rows: list[Row] = []
    states: list[StateRow] = []
    done = 0
    for name, ones in judgements.items():
        runs: dict[str, dict[str, Sequence[Ranked]]] = {signal: {} for signal in signals}
        answers: list[tuple[Judgement, Answer]] = []
        for one in ones:
            for signal, reweigh in signals.items() if one.grades else ():
                models = (None, None) if signal == "keywords" else (embedder, english)
                runs[signal][one.id] = _run(snapshot, one.query, models, reweigh)
            if answered is not None:
                answers.append((one, answered(one.query)))
            done += 1
            progress(done, len(every))
        rows.extend(_rows(name, [one for one in ones if one.grades], runs))
        states.extend(state_rows(name, answers))
    known = {article.public_path for article in snapshot.articles}
    missing = {path for one in every for path in one.grades} - known
    unanswerable = sum(not one.grades for one in every)
    cut_out = sum(one.is_cut_out for one in every)
    return Evaluation(tuple(rows), unanswerable, tuple(sorted(missing)), cut_out, tuple(states))


def state_rows(name: str, answers: Sequence[tuple[Judgement, Answer]]) -> Iterator[StateRow]:
    """The states of one query set's answers: splits in the order of `Row`s, groups in that of `GROUPS`."""
    for split in ("all", "dev", "test"):
        for group in GROUPS:
            told = [
                found.state for one, found in answers if split in ("all", one.split) and group_of(one, found) == group
            ]
            if told:
                yield StateRow(name, split, group, len(told), {state.value: told.count(state) for state in AnswerState})


def group_of(wanted: Judgement, found: Answer) -> Group:
    """What came first, of what was wanted."""
    if not wanted.grades:
        return "unanswerable"
    return "right_first" if found.results and found.results[0].path in wanted.grades else "other_first"


@dataclass(frozen=True, slots=True)
class Ranked:
    """One article of an order, without a passage."""

    path: str
    score: float


Reweigh = Callable[[tuple[float, ...]], Sequence[float]]
"""The weights of `ranking.SIGNALS` that a search would use → those to use instead."""


def ranked_articles(
    snapshot: Snapshot,
    query: str,
    *,
    embedder: Embedder | None,
    english: Embedder | None = None,
    reweigh: Reweigh = lambda weights: weights,
) -> list[Ranked]:
    """Every candidate article, best first, by the search's own weights or by others: for measuring."""
    read = understand(snapshot, query, embedder=embedder, english=english)
    if read.asked.is_empty or not snapshot.articles:
        return []
    evidence, _ = gather(read, snapshot.keywords.scores(read.asked.groups))
    order, scores = rank(evidence, reweigh(weights_for(snapshot, read.meaning)))
    return [Ranked(snapshot.articles[int(evidence.articles[at])].public_path, float(scores[at])) for at in order]


def _run(
    snapshot: Snapshot, query: str, models: tuple[Embedder | None, Embedder | None], reweigh: Reweigh
) -> list[Ranked]:
    first, english = models
    return ranked_articles(snapshot, query, embedder=first, english=english, reweigh=reweigh)[:DEPTH]


def without(*signals: str) -> Reweigh:
    """A search's own weights with those of some signals at 0."""
    return lambda weights: [0.0 if name in signals else weight for name, weight in zip(SIGNALS, weights, strict=True)]


SIGNAL_WEIGHTS: Mapping[str, Reweigh] = {
    "fused": without(),
    "dense": without("words", "coverage"),
    "keywords": without(),
}
"""What each row of the table ranks by; `keywords` is asked without a model. Exact codes come first in every one."""


def _rows(name: str, wanted: Sequence[Judgement], runs: Mapping[str, Mapping[str, Sequence[Ranked]]]) -> Iterator[Row]:
    for signal, run in runs.items():
        values = measure(wanted, run)
        for split in ("all", "dev", "test"):
            at = [i for i, one in enumerate(wanted) if split in ("all", one.split)]
            if at:
                yield Row(name, split, signal, len(at), {m: bootstrap(values[m][at]) for m in MEASURES})


def measure(wanted: Sequence[Judgement], run: Mapping[str, Sequence[Ranked]]) -> dict[str, NDArray[np.float64]]:
    """Each measure of each query, in the order of `wanted`; a query without results scores 0."""
    import ir_measures  # pulls pandas in: only when something is measured

    qrels = [ir_measures.Qrel(one.id, path, gain) for one in wanted for path, gain in one.grades.items()]
    scored = [
        ir_measures.ScoredDoc(query, ranked.path, float(len(results) - place))
        for query, results in run.items()
        for place, ranked in enumerate(results)
    ]
    names = _measures()
    at = {one.id: place for place, one in enumerate(wanted)}
    values = {name: np.zeros(len(wanted)) for name in MEASURES}
    for metric in ir_measures.iter_calc(list(names), qrels, scored):
        values[names[metric.measure]][at[metric.query_id]] = metric.value
    return values


@cache
def _measures() -> Mapping[Any, str]:
    from ir_measures import RR, R, Success, nDCG

    return dict(zip((nDCG @ 10, RR @ 10, Success @ 1, Success @ 3, R @ 10), MEASURES, strict=True))


def bootstrap(values: NDArray[np.float64]) -> Measured:
    """Mean and its 95 % percentile interval over `RESAMPLES` resamples of the queries; deterministic.

    Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
    """
    random = np.random.default_rng(20_000)
    means = values[random.integers(0, len(values), (RESAMPLES, len(values)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Measured(float(values.mean()), float(low), float(high))
