"""What search learns from solved calls: a random part of a set's queries become solved calls, the others are asked.

Each amount of evidence is drawn once a seed; every figure is the difference to the same test queries without evidence.
"""

from __future__ import annotations

import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.bases import Case, Models
from kbsearch.core.learning.evidence import SOLVED, Rules, Solved
from kbsearch.core.learning.memory import PER_CALLER, Memory, symptom_words
from kbsearch.core.search.judgements import Judgement
from kbsearch.flows import learn
from kbsearch.flows.ask import answer, understand
from kbsearch.flows.evaluate import DEPTH, measure
from kbsearch.flows.gathering import Understood

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Query:
    """One labelled query, read once."""

    one: Judgement
    asked: Understood
    articles: tuple[str, ...]
    """Ids of the articles with the highest grade that the snapshot holds."""
    plain: tuple[float, float] = (0.0, 0.0)
    """nDCG@10 and top-1 without evidence."""


@dataclass(frozen=True, slots=True)
class Line:
    """One set, one amount, one share of wrong calls."""

    amount: str
    calls: int
    tested: int
    before: float
    gains: tuple[float, ...]
    """nDCG@10 with evidence minus without, one a seed."""
    firsts: tuple[float, ...]
    """The same for top-1."""


def read_case(case: Case, models: Models, *, most: int) -> list[Query]:
    """The case's answerable queries, at most so many."""
    snapshot, found = case.snapshot, []
    by_path = {article.public_path: article.id for article in snapshot.articles}
    for one in [one for one in case.judgements if one.grades][:most]:
        asked = understand(snapshot, one.query, embedder=models.main, english=models.english)
        top = max(one.grades.values())
        best = tuple(by_path[path] for path, grade in one.grades.items() if grade == top and path in by_path)
        if best and asked.meaning.vector is not None:
            found.append(Query(one, asked, best))
    plain = zip(*(values.tolist() for values in scores(found, None)), strict=True)
    return [replace(query, plain=each) for query, each in zip(found, plain, strict=True)]


def scores(queries: Sequence[Query], memory: Memory | None) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """nDCG@10 and top-1 of each query."""
    run = {query.one.id: learn.order(replace(query.asked, memory=memory))[:DEPTH] for query in queries}
    found = measure([query.one for query in queries], run)
    return found["nDCG@10"], found["top-1"]


def amounts(queries: Sequence[Query]) -> dict[str, int]:
    """Name → how many queries become solved calls; never more than half."""
    total, asked_for = len(queries), len({query.articles[0] for query in queries})
    shares = {"5 %": 0.05, "10 %": 0.10, "15 %": 0.15, "50 %": 0.5}
    wanted = {name: round(share * total) for name, share in shares.items()}
    wanted["one an article"] = asked_for
    return {name: min(count, total // 2) for name, count in wanted.items()}


def measured(queries: Sequence[Query], amount: tuple[str, int], seeds: int, *, wrong: float = 0.0) -> Line:
    """Every seed of one amount, each solved call by a caller of its own."""
    gains, firsts, before = [], [], []
    for seed in range(seeds):
        random = np.random.default_rng(1000 + seed)
        places = random.permutation(len(queries))
        taught, asked = places[: amount[1]], [queries[at] for at in np.sort(places[amount[1] :])]
        memory = taught_by([queries[at] for at in taught], chooser(random, wrong))
        plain, plain_first = np.array([query.plain for query in asked]).T
        with_it, first = scores(asked, memory)
        before.append(float(plain.mean()))
        gains.append(float((with_it - plain).mean()))
        firsts.append(float((first - plain_first).mean()))
    return Line(amount[0], amount[1], len(asked), float(np.mean(before)), tuple(gains), tuple(firsts))


Choose = Callable[[Query], str]


def chooser(random: np.random.Generator, wrong: float) -> Choose:
    """Which article solved a query's call: one of its best, or with the chance `wrong` any article at all."""

    def choose(query: Query) -> str:
        if random.random() < wrong:
            return str(random.choice([article.id for article in query.asked.snapshot.articles]))
        return str(random.choice(query.articles))

    return choose


def taught_by(queries: Sequence[Query], choose: Choose) -> Memory:
    """The memory of one solved call a query."""
    snapshot = queries[0].asked.snapshot
    rows = [
        Solved(snapshot.client.id, f"c{at}", f"k{at}", query.one.query, choose(query), Rules().confirmed, AT, SOLVED)
        for at, query in enumerate(queries)
    ]
    studied = [
        learn.Studied(row, query.asked, learn.lesson(query.asked, row.article))
        for row, query in zip(rows, queries, strict=True)
    ]
    return learn.remember(snapshot, studied)


def poisoned(queries: Sequence[Query], seeds: int) -> tuple[float, float]:
    """Share of queries whose first article one caller can push aside by 50 solved calls in the query's own words, for
    the article that stood tenth; and the same where that article was at most as probable as e^−`PER_CALLER` of the
    first, which must be 0. Half of the set are honest solved calls."""
    moved: list[tuple[bool, bool]] = []
    for seed in range(seeds):
        places = np.random.default_rng(2000 + seed).permutation(len(queries))
        honest, victims = places[: len(places) // 2], places[len(places) // 2 :][:40]
        memory = taught_by([queries[at] for at in honest], lambda query: query.articles[0])
        for victim in (queries[at] for at in victims):
            before = learn.order(replace(victim.asked, memory=memory))[:DEPTH]
            after = learn.order(replace(victim.asked, memory=stuffed(memory, victim, before[-1].path)))
            is_far = before[0].score - before[-1].score > PER_CALLER
            moved.append((after[0].path == before[-1].path, is_far and after[0].path == before[-1].path))
    shares = np.mean(moved, axis=0)
    return float(shares[0]), float(shares[1])


def stuffed(memory: Memory, victim: Query, path: str) -> Memory:
    """The memory with 50 calls of one caller in the victim's words for the article at `path`."""
    article = next(one.id for one in victim.asked.snapshot.articles if one.public_path == path)
    words = symptom_words(victim.asked.asked.groups, victim.asked.snapshot.keywords)
    poison = Solved(memory.client, "", "p", victim.one.query, article, 1.0, AT, SOLVED, words)
    rows = [replace(poison, call=f"p{at}") for at in range(50)]
    assert victim.asked.meaning.vector is not None
    vectors = np.vstack([memory.vectors, *[victim.asked.meaning.vector] * len(rows)])
    return replace(memory, rows=(*memory.rows, *rows), vectors=vectors)


def added_ms(queries: Sequence[Query], calls: int) -> float:
    """Milliseconds that so many solved calls add to a search: median over the set's queries, each the best of five."""
    once = taught_by(queries, lambda query: query.articles[0])
    copies = -(-calls // len(once.rows))
    rows = tuple(
        replace(row, call=f"{row.call}-{at}", caller=f"{row.caller}-{at}") for at in range(copies) for row in once.rows
    )
    memory = replace(once, rows=rows[:calls], vectors=np.tile(once.vectors, (copies, 1))[:calls])

    def took(asked: Understood) -> float:
        return min(timeit.repeat(lambda: answer(asked), number=3, repeat=5)) / 3

    pairs = [(took(query.asked), took(replace(query.asked, memory=memory))) for query in queries[:60]]
    return 1000 * float(np.median([after - before for before, after in pairs]))


def line(name: str, found: Line) -> str:
    """One Markdown row: mean over seeds, worst seed, top-1."""
    mean, worst, first = float(np.mean(found.gains)), min(found.gains), float(np.mean(found.firsts))
    start = f"| {name} | {found.amount} | {found.calls} | {found.tested} | {found.before:.3f} | "
    return f"{start}{mean:+.4f} | {worst:+.4f} | {first:+.3f} |"


HEADER = (
    "| set | amount | solved calls | asked | nDCG@10 without | mean gain | worst seed | top-1 gain |\n"
    "|---|---|---|---|---|---|---|---|"
)
