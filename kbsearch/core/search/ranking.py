"""From evidence to an order: one weighted sum over raw signals, exact codes before everything else.

    score = Σ weight × signal, over SIGNALS, + what near solved calls add (`memory.lift`)

The signals are absolute (cosines, BM25F per unit of the query's idf, a share), never rescaled per query: a poor best
hit stays poor, where min-max fusion would lift it to 1. The weights were fitted on the development halves of several
corpora and of the sample bases; `python -m benchmarks.quality fit` fits them again and shows each corpus held out. They
are two sets, by how a base is written, never by whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.learning.memory import Votes, lift
from kbsearch.core.model import Article
from kbsearch.core.ports import Rows, Scores

SIGNALS = ("passages", "article", "label", "words", "coverage", "english_passages", "english_article")
"""Best three passages, whole article, best label, BM25F, share of the query's idf; then the first two
by the English model."""

PLAIN_WEIGHTS: tuple[float, ...] = (35.0, 56.0, 17.0, 0.46, 2.6, 0.0, 0.0)
"""For a base of plain documents: an article is judged by all of its text."""
CURATED_WEIGHTS: tuple[float, ...] = (39.0, 21.0, 42.0, 0.84, 5.7, 0.0, 0.0)
"""For a base whose articles carry symptoms in callers' words: those, and the words themselves, say more."""
ENGLISH_WEIGHTS: tuple[float, ...] = (35.0, 20.0, 5.0, 0.46, 4.0, 10.0, 10.0)
"""For an English query to a base of plain English documents. Labels say little where titles are no questions, and much
where they are: on the one corpus there is, 0 to 20 for them are as good on dev. The English model's cosines spread
three times as wide as the multilingual one's, so its weights are smaller for as much say."""
KEYWORD_WEIGHTS: tuple[float, ...] = (0.0, 0.0, 0.0, 0.46, 2.6, 0.0, 0.0)
"""Without a model the cosines are not there; the words keep their proportion, which is the same in both."""
CURATED_SHARE = 0.5
"""Share of articles with symptoms from which a base counts as curated."""

TOP_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of each candidate article; all arrays have one entry a candidate."""

    articles: Rows
    """Rows of `Snapshot.articles`, ascending, none twice."""
    cosine: Scores
    """Best passage; 0 throughout without a model."""
    passages: Scores
    """Mean of the best `TOP_PASSAGES` passages, or of as many as there are."""
    article: Scores
    """Mean of all passages."""
    label: Scores
    words: Scores
    coverage: Scores
    exact: NDArray[np.bool_]
    """Holds a code of the query."""
    english_passages: Scores
    """`passages` by the English model; 0 throughout where it was not asked."""
    english_article: Scores
    solved: Votes | None = None
    """What near solved calls say; None without a memory or without a model."""
    raised: Scores | None = None
    """What of `cosine`, `passages` and `article` is for the article's language (`tongues`); None = nothing."""
    raised_label: Scores | None = None
    """The same of `label`."""

    def matrix(self) -> NDArray[np.float32]:
        """`(candidates, len(SIGNALS)) float32`."""
        return np.column_stack([getattr(self, signal) for signal in SIGNALS])


def is_curated(articles: Sequence[Article]) -> bool:
    """Whether a base is written for search: most of its articles say what callers say."""
    return sum(bool(article.symptoms) for article in articles) >= CURATED_SHARE * len(articles)


def hybrid_weights(articles: Sequence[Article]) -> tuple[float, ...]:
    """The weights for a base of these articles, by the multilingual model alone."""
    return CURATED_WEIGHTS if is_curated(articles) else PLAIN_WEIGHTS


def rank(evidence: Evidence, weights: Sequence[float]) -> tuple[Rows, Scores]:
    """Positions into `evidence`, best first, and every candidate's score.

    Articles that hold an exact code of the query come first; among equals the higher score, then the lower row, so that
    the order is the same every time.
    """
    scores = weighed(evidence, weights)
    if evidence.solved is not None:
        scores = scores + lift(evidence.solved, scores)
    order = np.lexsort((evidence.articles, -scores, ~evidence.exact))
    return order, scores


def weighed(evidence: Evidence, weights: Sequence[float]) -> Scores:
    """`(candidates,)`: the weighted sum over `SIGNALS`, without what solved calls add."""
    scores: Scores = evidence.matrix() @ np.asarray(weights, np.float32)
    return scores


@dataclass(frozen=True, slots=True)
class Grouped:
    """Cosines of passages, summed up by article; all arrays have one entry an article asked for."""

    best: Scores
    top: Scores
    mean: Scores


def group_cosines(cosines: Scores, sizes: NDArray[np.int64]) -> Grouped:
    """Sum up passages that lie article after article, `sizes[i] ≥ 1` of them for article i.

    >>> group_cosines(np.float32([0.9, 0.7, 0.5, 0.3, 0.8]), np.array([4, 1])).top.round(2)
    array([0.7, 0.8], dtype=float32)
    """
    starts = np.cumsum(sizes) - sizes
    # One sort of `4 × article − cosine` puts each article's best first; cosines are in [−1, 1], so articles stay apart.
    owner = np.repeat(np.arange(0.0, 4.0 * len(sizes), 4.0), sizes)
    ordered = owner - np.sort(owner - cosines)
    place = np.arange(len(cosines)) - np.repeat(starts, sizes)
    top = np.add.reduceat(np.where(place < TOP_PASSAGES, ordered, 0), starts) / np.minimum(sizes, TOP_PASSAGES)
    mean = np.add.reduceat(cosines, starts) / sizes
    return Grouped(*(part.astype(np.float32) for part in (ordered[starts], top, mean)))


def best_cosines(cosines: Scores, sizes: NDArray[np.int64]) -> Scores:
    """The highest of each article's `sizes[i] ≥ 0` cosines; 0 for an article without any.

    >>> best_cosines(np.float32([0.5, 0.75, 0.25]), np.array([2, 0, 1])).tolist()
    [0.75, 0.0, 0.25]
    """
    found = np.zeros(len(sizes), np.float32)
    has_any = sizes > 0
    if has_any.any():
        found[has_any] = np.maximum.reduceat(cosines, (np.cumsum(sizes) - sizes)[has_any])
    return found
