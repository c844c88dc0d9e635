"""One search: read the query, let vectors and words each name candidates, weigh the evidence, show the best passages.

    query → read → dense ‖ words → candidates → evidence → rank → one result per article with its best passage

Only the snapshot given is ever looked at. The keyword side takes well under a millisecond, less than handing it to
another thread and back, so the two retrievers run one after the other on the request's own thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kbsearch.core.abbreviations import ABBREVIATIONS
from kbsearch.core.codes import believable, exact_matches
from kbsearch.core.highlights import merged, wanted_terms
from kbsearch.core.languages import is_english_query
from kbsearch.core.model import Answer, Mode, Passage, Result, Signals
from kbsearch.core.ports import Embedder, KeywordScores, Places, Rows, Scores, Vectors
from kbsearch.core.query import Query, read
from kbsearch.core.ranking import (
    ENGLISH_WEIGHTS,
    KEYWORD_WEIGHTS,
    Evidence,
    Grouped,
    best_cosines,
    group_cosines,
    rank,
)
from kbsearch.core.snapshot import Snapshot

PASSAGES = 160
"""Nearest passages whose articles become candidates."""
KEYWORD_ARTICLES = 48
COVERAGE_IN_PASSAGE = 0.1
"""What holding all of the query's words is worth beside a passage's cosine, when choosing what to show."""
CARD_PENALTY = 0.02
"""A card repeats what the title row shows already: only shown when clearly better than the body."""


def ask(
    snapshot: Snapshot, query: str, *, embedder: Embedder | None, english: Embedder | None = None, limit: int = 10
) -> Answer:
    """Answer `query` from one client's snapshot. Never raises on content.

    Without an embedder, or when it fails, words answer alone and `mode` says so; it says what was available, also when
    the query holds nothing to embed. `english` is a second opinion on English queries to a plain English base; without
    it the first stands alone. The embedders must be those that made the snapshot's vectors:
    `adapters.snapshots.require_model`.
    """
    asked = _read(snapshot, query)
    meaning = embed(snapshot, asked, embedder, english)
    has_meaning = embedder is not None if asked.is_empty else meaning.vector is not None
    mode: Mode = "hybrid" if has_meaning else "keyword"
    results: tuple[Result, ...] = ()
    scores = snapshot.keywords.scores(asked.groups)
    if not asked.is_empty and snapshot.articles:
        results = _results(snapshot, asked, meaning, scores, limit)
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
class Meaning:
    """A query's vectors."""

    vector: Vectors | None
    """None without a model, without anything to embed, or when the model failed."""
    english: Vectors | None = None
    """By the English model; None unless both the query and the base are English."""


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
    asked = _read(snapshot, query)
    if asked.is_empty or not snapshot.articles:
        return []
    meaning = embed(snapshot, asked, embedder, english)
    evidence = gather(snapshot, asked, meaning, snapshot.keywords.scores(asked.groups))
    order, scores = rank(evidence, reweigh(weights_for(snapshot, meaning)))
    return [Ranked(snapshot.articles[int(evidence.articles[at])].public_path, float(scores[at])) for at in order]


def weights_for(snapshot: Snapshot, meaning: Meaning) -> tuple[float, ...]:
    """How `ranking.SIGNALS` are weighed for what is known of this query."""
    if meaning.vector is None:
        return KEYWORD_WEIGHTS
    return snapshot.hybrid_weights if meaning.english is None else ENGLISH_WEIGHTS


def gather(snapshot: Snapshot, asked: Query, meaning: Meaning, scores: KeywordScores) -> Evidence:
    """Every signal of every candidate article: those with a near passage, the query's words or its code."""
    vector = meaning.vector
    exact = exact_matches(asked.codes, snapshot.declared_codes, snapshot.keywords)
    candidates = [exact, _best(scores.body, KEYWORD_ARTICLES)]
    if vector is not None:
        candidates.append(snapshot.article_of_chunk[snapshot.vectors.search(vector, PASSAGES)[0]])
    is_candidate, is_exact = np.zeros((2, len(snapshot.articles)), np.bool_)
    is_exact[exact] = True
    is_candidate[np.concatenate(candidates)] = True
    articles = np.flatnonzero(is_candidate)
    nothing = np.zeros(len(articles), np.float32)
    first = second = Grouped(nothing, nothing, nothing)
    label = nothing
    if vector is not None and len(articles):
        rows, sizes = snapshot.passages.of(articles)
        first = group_cosines(snapshot.vectors.cosines(vector, rows), sizes)
        if meaning.english is not None and snapshot.english is not None:
            second = group_cosines(snapshot.english.cosines(meaning.english, rows), sizes)
        rows, sizes = snapshot.labels_by_article.of(articles)
        label = best_cosines(snapshot.labels.cosines(vector, rows), sizes)
    return Evidence(
        articles=articles,
        cosine=first.best,
        passages=first.top,
        article=first.mean,
        label=label,
        words=scores.body[articles],
        coverage=scores.coverage[articles],
        exact=is_exact[articles],
        english_passages=second.top,
        english_article=second.mean,
    )


def _results(
    snapshot: Snapshot, asked: Query, meaning: Meaning, scores: KeywordScores, limit: int
) -> tuple[Result, ...]:
    evidence = gather(snapshot, asked, meaning, scores)
    order, ranked = rank(evidence, weights_for(snapshot, meaning))
    kept = order[:limit]
    best = _best_passages(snapshot, asked, meaning.vector, evidence.articles[kept])
    places = snapshot.keywords.passages().places(wanted_terms(asked), best)
    measured = (meaning.vector is not None, meaning.english is not None)
    return tuple(
        _result(snapshot, evidence, int(at), _Shown(int(chunk), float(ranked[at]), found, *measured))
        for at, chunk, found in zip(kept, best, places, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a result needs beyond its evidence."""

    chunk: int
    score: float
    places: Places
    has_cosines: bool
    has_english: bool


def _result(snapshot: Snapshot, evidence: Evidence, at: int, shown: _Shown) -> Result:
    article = snapshot.articles[int(evidence.articles[at])]
    chunk = snapshot.chunks[shown.chunk]
    dense = (evidence.cosine, evidence.passages, evidence.article, evidence.label)
    cosine, passages, mean, label = (float(part[at]) if shown.has_cosines else None for part in dense)
    english = (evidence.english_passages, evidence.english_article)
    english_passages, english_mean = (float(part[at]) if shown.has_english else None for part in english)
    return Result(
        article=article.id,
        path=article.public_path,
        title=article.title,
        score=shown.score,
        passage=Passage(
            chunk=chunk.id,
            heading=chunk.heading,
            text=chunk.text,
            highlights=merged(shown.places.text),
            lines=chunk.lines,
            commit=snapshot.commit,
            shown=chunk.shown,
            shown_highlights=merged(shown.places.shown),
        ),
        signals=Signals(
            cosine=cosine,
            passages=passages,
            article=mean,
            label=label,
            bm25=float(evidence.words[at]),
            coverage=float(evidence.coverage[at]),
            exact_code=bool(evidence.exact[at]),
            english_passages=english_passages,
            english_article=english_mean,
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


def embed(snapshot: Snapshot, asked: Query, embedder: Embedder | None, english: Embedder | None) -> Meaning:
    """The query's vectors, as far as there are models, and something to embed."""
    vector = _vector(asked, embedder)
    if vector is None or snapshot.english is None or not is_english_query(asked.text, snapshot.keywords.vocabulary()):
        return Meaning(vector)
    return Meaning(vector, _vector(asked, english))


def _vector(asked: Query, embedder: Embedder | None) -> Vectors | None:
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


def _read(snapshot: Snapshot, query: str) -> Query:
    own = dict(snapshot.client.abbreviations)
    return read(query, snapshot.keywords.vocabulary(), {**ABBREVIATIONS, **own})


def _notes(snapshot: Snapshot, asked: Query, scores: KeywordScores) -> Sequence[str]:
    notes = []
    if asked.is_empty:
        notes.append("empty")
    elif not scores.coverage.any():
        notes.append("no-known-word")
    if asked.was_cut:
        notes.append("cut")
    is_held = any(len(snapshot.keywords.articles_with(code)) for code in asked.codes)
    if not is_held and believable(asked.codes, asked.guesses, snapshot.declared_codes):
        notes.append("unknown-code")
    return notes
