"""`python -m benchmarks.quality states-solved`: what solved calls near a query add to how sure its answer is.

In each half of each base a random share of the answerable questions become solved calls, and the others are asked, with
the unanswerable ones. Only the weight of the clue `solved` is fitted: all others stay as shipped, so that without
evidence nothing changes. The weight that tells right from wrong best is then lowered until hardly more unanswerable
questions get `sure`, on development halves. Each base is read with the weight that those of the others gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.quality.bases import SAMPLES, Case, Models
from benchmarks.quality.questions import Question, Readers, questions
from benchmarks.quality.solved import Query, chooser, taught_by
from benchmarks.quality.states import decided, figures, risk_coverage
from benchmarks.quality.states_fit import fit_alone, importance, with_weight
from kbsearch.core.answers.answer import Weights
from kbsearch.core.answers.clues import CLUES
from kbsearch.core.answers.weights import HYBRID
from kbsearch.core.learning.memory import Memory
from kbsearch.flows.ask import understand

AMOUNTS = (0.1, 0.5)
"""Shares of a half's questions that become solved calls; each is replayed."""
STEP = 0.5
MOST_MORE = 0.001
FEWEST_TAUGHT = 3
"""A half of a base with fewer solved calls is asked without any."""


@dataclass(frozen=True, slots=True)
class Replay:
    """How solved calls are drawn."""

    split: str
    amount: float
    seed: int
    wrong: float
    """Share of them that name an article drawn at random."""


def report(case_list: Sequence[Case], models: Models, evaluation: Path, *, seeds: int, wrong: float) -> Iterator[str]:
    """The weight, and what it does to each base's test half, as Markdown."""
    rows: dict[str, list[list[Question]]] = {
        split: [
            replayed(case_list, models, evaluation, Replay(split, amount, seed, wrong))
            for amount in AMOUNTS
            for seed in range(seeds)
        ]
        for split in ("dev", "test")
    }
    fitted = fit_alone(with_solved(0), rows["dev"], "solved")
    yield f"weight fitted on all development halves: {fitted:.3f}, held at {held(rows['dev']):.1f}"
    yield (
        "| base left out | weight | asked | with evidence | Brier | risk–coverage area | unanswerable, sure | "
        "right first, sure | precision of sure | shown |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for names in (
        *[(name,) for name in sorted({case.snapshot.client.id for case in case_list} - set(SAMPLES))],
        SAMPLES,
    ):
        others = [[one for one in run if one.corpus not in names] for run in rows["dev"]]
        weight = held(others)
        own = [[one for one in run if one.corpus in names] for run in rows["test"]]
        yield line(" + ".join(names), weight, own)
    yield line("all, fitted on all development halves", held(rows["dev"]), rows["test"])
    yield line("all, as shipped", HYBRID.weights[CLUES.index("solved")], rows["test"])


def replayed(case_list: Sequence[Case], models: Models, evaluation: Path, replay: Replay) -> list[Question]:
    """Every question of one half that did not become a solved call, asked with the evidence of those that did."""
    random = np.random.default_rng(3000 + replay.seed)
    mine = [
        replace(case, judgements=tuple(one for one in case.judgements if one.split == replay.split))
        for case in case_list
    ]
    taught: dict[str, set[str]] = {}
    for corpus in sorted({case.snapshot.client.id for case in mine}):
        ids = {
            named(one.id) for case in mine if case.snapshot.client.id == corpus for one in case.judgements if one.grades
        }
        chosen = random.permutation(sorted(ids))[: round(replay.amount * len(ids))]
        taught[corpus] = set(chosen.tolist())
    memories = {corpus: memory for corpus in taught if (memory := memory_of(mine, corpus, taught, models, replay))}
    asked = [
        replace(
            case,
            judgements=tuple(one for one in case.judgements if named(one.id) not in taught[case.snapshot.client.id]),
        )
        for case in mine
    ]
    found = questions(asked, Readers(models, "hybrid", memories), evaluation)
    return [one for one in found if one.split == replay.split]


def named(id: str) -> str:
    """One name for a question and for the same in a hurried agent's words: both are taught, or both are asked."""
    return id.removesuffix("-call")


def memory_of(
    case_list: Sequence[Case], corpus: str, taught: Mapping[str, set[str]], models: Models, replay: Replay
) -> Memory | None:
    """What the taught questions of one corpus teach; None when they are too few."""
    queries = []
    for case in (case for case in case_list if case.snapshot.client.id == corpus):
        by_path = {article.public_path: article.id for article in case.snapshot.articles}
        for one in case.judgements:
            top = max(one.grades.values(), default=0)
            best = tuple(by_path[path] for path, grade in one.grades.items() if grade == top and path in by_path)
            if named(one.id) in taught[corpus] and best:
                asked = understand(case.snapshot, one.query, embedder=models.main, english=models.english)
                if asked.meaning.vector is not None:
                    queries.append(Query(one, asked, best))
    if len(queries) < FEWEST_TAUGHT:
        return None
    return taught_by(queries, chooser(np.random.default_rng(4000 + replay.seed), replay.wrong))


def held(runs: Sequence[Sequence[Question]]) -> float:
    """The fitted weight, lowered in steps of `STEP` until the share of unanswerable questions that get `sure` is at
    most `MOST_MORE` above what it is without."""
    without = wrongly_sure(0, runs)
    steps = np.arange(0, fit_alone(with_solved(0), runs, "solved") + 1e-9, STEP)[::-1]
    return float(next(weight for weight in steps if wrongly_sure(weight, runs) <= without + MOST_MORE))


def wrongly_sure(weight: float, runs: Sequence[Sequence[Question]]) -> float:
    return float(np.mean([figures(decided(run, lambda _: with_solved(weight))).wrongly_sure for run in runs]))


def with_solved(weight: float) -> Weights:
    """The shipped weights with this one for solved calls."""
    return with_weight(HYBRID, "solved", weight)


def line(name: str, weight: float, runs: Sequence[Sequence[Question]]) -> str:
    """One row: each figure with the weight 0, then with `weight`; means over runs."""
    told = []
    for weights in (with_solved(0), with_solved(weight)):
        each = []
        for run in runs:
            found = decided(run, lambda _, weights=weights: weights)  # type: ignore[misc]
            f, right = figures(found), np.array([one.right for one in run])
            area = risk_coverage(found.probability, right, importance(run))
            each.append((f.brier, area, f.wrongly_sure, f.rightly_sure, f.precision, f.shown))
        told.append(np.mean(each, axis=0))
    pairs = list(zip(*told, strict=True))
    cells = [f"{before:.4f} → {after:.4f}" for before, after in pairs[:2]]
    cells += [f"{100 * before:.1f} → {100 * after:.1f} %" for before, after in pairs[2:]]
    near = np.mean([one.clues.solved > 0 for run in runs for one in run])
    return (
        f"| {name} | {weight:.2f} | {sum(map(len, runs)) // len(runs)} | {100 * near:.0f} % | "
        + " | ".join(cells)
        + " |"
    )
