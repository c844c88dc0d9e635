"""One search: read the query, let vectors and words each name candidates, weigh the evidence, show the best passages.

    query → read → dense ‖ words → candidates → evidence → rank → one result per article with its best passage

Only the snapshot given is ever looked at. The keyword side takes well under a millisecond, less than handing it to
another thread and back, so the two retrievers run one after the other on the request's own thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kbsearch.core.abbreviations import ABBREVIATIONS
from kbsearch.core.codes import exact_matches, is_telling
from kbsearch.core.highlights import merged, wanted_terms
from kbsearch.core.model import Answer, Mode, Passage, Result, Signals
from kbsearch.core.ports import Embedder, KeywordScores, Rows, Scores, Vectors
from kbsearch.core.query import Query, read
from kbsearch.core.ranking import KEYWORD_WEIGHTS, Evidence, best_cosines, group_cosines, rank
from kbsearch.core.snapshot import Snapshot

PASSAGES = 160
"""Nearest passages whose articles become candidates."""
KEYWORD_ARTICLES = 48
COVERAGE_IN_PASSAGE = 0.1
"""What holding all of the query's words is worth beside a passage's cosine, when choosing what to show."""
CARD_PENALTY = 0.02
"""A card repeats what the title row shows already: only shown when clearly better than the body."""


def ask(snapshot: Snapshot, query: str, *, embedder: Embedder | None, limit: int = 10) -> Answer:
    """Answer `query` from one client's snapshot. Never raises on content.

    Without an embedder, or when it fails, words answer alone and `mode` says so; it says what was available, also when
    the query holds nothing to embed. The embedder must be the one that made the snapshot's vectors:
    `adapters.snapshots.require_model`.
    """
    asked = read(query, snapshot.keywords.vocabulary(), _abbreviations(snapshot))
    vector = _embed(asked, embedder)
    has_meaning = embedder is not None if asked.is_empty else vector is not None
    mode: Mode = "hybrid" if has_meaning else "keyword"
    results: tuple[Result, ...] = ()
    scores = snapshot.keywords.scores(asked.groups)
    if not asked.is_empty and snapshot.articles:
        results = _results(snapshot, asked, vector, scores, limit)
    return Answer(
        query=asked.text,
        mode=mode,
        results=results,
        commit=snapshot.commit,
        generation=snapshot.generation,
        suggestions=asked.suggestions,
        notes=tuple(_notes(snapshot, asked, scores)),
    )


@dataclass(frozen=True, slots=True)
class Ranked:
    """One article of an order, without a passage."""

    path: str
    score: float


def ranked_articles(
    snapshot: Snapshot, query: str, *, embedder: Embedder | None, weights: Sequence[float]
) -> list[Ranked]:
    """Every candidate article by any weighting of `ranking.SIGNALS`, best first: for measuring."""
    asked = read(query, snapshot.keywords.vocabulary(), _abbreviations(snapshot))
    if asked.is_empty or not snapshot.articles:
        return []
    evidence = gather(snapshot, asked, _embed(asked, embedder), snapshot.keywords.scores(asked.groups))
    order, scores = rank(evidence, weights)
    return [Ranked(snapshot.articles[int(evidence.articles[at])].public_path, float(scores[at])) for at in order]


def gather(snapshot: Snapshot, asked: Query, vector: Vectors | None, scores: KeywordScores) -> Evidence:
    """Every signal of every candidate article: those with a near passage, the query's words or its code."""
    exact = exact_matches(asked.codes, snapshot.declared_codes, snapshot.keywords)
    candidates = [exact, _best(scores.body, KEYWORD_ARTICLES)]
    if vector is not None:
        candidates.append(snapshot.article_of_chunk[snapshot.vectors.search(vector, PASSAGES)[0]])
    is_candidate, is_exact = np.zeros((2, len(snapshot.articles)), np.bool_)
    is_exact[exact] = True
    is_candidate[np.concatenate(candidates)] = True
    articles = np.flatnonzero(is_candidate)
    cosine = passages = mean = label = np.zeros(len(articles), np.float32)
    if vector is not None and len(articles):
        rows, sizes = snapshot.passages.of(articles)
        grouped = group_cosines(snapshot.vectors.cosines(vector, rows), sizes)
        cosine, passages, mean = grouped.best, grouped.top, grouped.mean
        rows, sizes = snapshot.labels_by_article.of(articles)
        label = best_cosines(snapshot.labels.cosines(vector, rows), sizes)
    return Evidence(
        articles=articles,
        cosine=cosine,
        passages=passages,
        article=mean,
        label=label,
        words=scores.body[articles],
        coverage=scores.coverage[articles],
        exact=is_exact[articles],
    )


def _results(
    snapshot: Snapshot, asked: Query, vector: Vectors | None, scores: KeywordScores, limit: int
) -> tuple[Result, ...]:
    evidence = gather(snapshot, asked, vector, scores)
    order, ranked = rank(evidence, KEYWORD_WEIGHTS if vector is None else snapshot.hybrid_weights)
    kept = order[:limit]
    best = _best_passages(snapshot, asked, vector, evidence.articles[kept])
    marks = snapshot.keywords.passages().places(wanted_terms(asked), best)
    has_cosines = vector is not None
    return tuple(
        _result(snapshot, evidence, int(at), _Shown(int(chunk), float(ranked[at]), merged(places), has_cosines))
        for at, chunk, places in zip(kept, best, marks, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a result needs beyond its evidence."""

    chunk: int
    score: float
    highlights: tuple[tuple[int, int], ...]
    has_cosines: bool


def _result(snapshot: Snapshot, evidence: Evidence, at: int, shown: _Shown) -> Result:
    article = snapshot.articles[int(evidence.articles[at])]
    chunk = snapshot.chunks[shown.chunk]
    dense = (evidence.cosine, evidence.passages, evidence.article, evidence.label)
    cosine, passages, mean, label = (float(part[at]) if shown.has_cosines else None for part in dense)
    return Result(
        article=article.id,
        path=article.public_path,
        title=article.title,
        score=shown.score,
        passage=Passage(
            chunk=chunk.id,
            heading=chunk.heading,
            text=chunk.text,
            highlights=shown.highlights,
            lines=chunk.lines,
            commit=snapshot.commit,
        ),
        signals=Signals(
            cosine=cosine,
            passages=passages,
            article=mean,
            label=label,
            bm25=float(evidence.words[at]),
            coverage=float(evidence.coverage[at]),
            exact_code=bool(evidence.exact[at]),
        ),
        state=article.state,
        lang=article.lang,
        product=article.product,
        category=article.category,
    )


def _best_passages(snapshot: Snapshot, asked: Query, vector: Vectors | None, articles: Rows) -> Rows:
    """For each article, the row of the chunk to show: near the query and holding its words, the first of equals."""
    rows, sizes = snapshot.chunks_by_article.of(articles)
    worth = COVERAGE_IN_PASSAGE * snapshot.keywords.passages().coverage(asked.groups, rows)
    if vector is not None:
        worth = worth + snapshot.vectors.cosines(vector, rows)
    worth = worth - CARD_PENALTY * snapshot.is_card[rows]
    ends = np.cumsum(sizes)
    best = [first + int(np.argmax(worth[first:after])) for first, after in zip(ends - sizes, ends, strict=True)]
    return rows[np.array(best, np.int64)]


def _embed(asked: Query, embedder: Embedder | None) -> Vectors | None:
    """The query's vector; None without a model, without anything to embed, or when the model fails."""
    if embedder is None or asked.is_empty:
        return None
    try:
        vector: Vectors = embedder.embed_queries([asked.dense])[0]
    except Exception:
        return None  # whatever the runtime throws; `mode` tells the agent, the embedder given tells the operator
    return vector if np.isfinite(vector).all() else None


def _best(scores: Scores, k: int) -> Rows:
    """Rows of the k highest positive scores."""
    if len(scores) > k:
        near = np.argpartition(-scores, k)[:k]
        return near[scores[near] > 0].astype(np.int64)
    return np.flatnonzero(scores > 0)


def _abbreviations(snapshot: Snapshot) -> dict[str, str]:
    return {**ABBREVIATIONS, **dict(snapshot.client.abbreviations)}


def _notes(snapshot: Snapshot, asked: Query, scores: KeywordScores) -> Sequence[str]:
    notes = []
    if asked.is_empty:
        notes.append("empty")
    elif not scores.coverage.any():
        notes.append("no-known-word")
    if asked.was_cut:
        notes.append("cut")
    codes = [code for code in asked.codes if is_telling(code)]
    if codes and not any(len(snapshot.keywords.articles_with(code)) for code in codes):
        notes.append("unknown-code")
    return notes
