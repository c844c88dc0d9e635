"""What one search's evidence says of its first article: the clues that its answer's state is decided from.

No clue is an absolute score: a cosine of 0.85 is near in one base and far in another. Each compares the first article
with the others of the same base for the same query (`lead` over the ten best others, `margin` over the very best one),
or is a share of the query's own words. The ranker's fused score is not among them.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from kbsearch.core.ports import Scores
from kbsearch.core.ranking import Evidence

OTHERS = 10
"""How many of the best other articles a first one has to stand out from."""
LEAST_SPREAD = 1e-3
"""Of cosines, so that two or three equal candidates do not divide by nothing."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Every clue is a number; what is not measured (no model, one article only) is 0."""

    lead_label: float = 0.0
    """Cosine with the nearest title, symptom or heading, above the mean of the ten nearest others."""
    lead_article: float = 0.0
    """Cosine with the whole article, above the mean of the ten nearest others, in spreads of all candidates."""
    lead_words: float = 0.0
    """BM25F per unit of idf, above the mean of the ten best others."""
    lead_coverage: float = 0.0
    """Share of the query's idf that the article holds, above the mean of the ten best others."""
    margin_label: float = 0.0
    """As `lead_label`, above the nearest other alone; negative when another one is nearer."""
    margin_words: float = 0.0
    margin_coverage: float = 0.0
    margin_english: float = 0.0
    """By the English model, over the best three passages; 0 where it was not asked."""
    coverage: float = 0.0
    """Share of the query's idf that the article holds."""
    unknown: float = 0.0
    """Share of the query's idf in words that no article holds."""
    exact: float = 0.0
    """1: the article holds a code of the query, character for character."""
    length: float = 0.0
    """ln(words and codes that were searched); 0 for a single one."""
    solved: float = 0.0
    """Share in [0, 1) of what near calls say that they say for this article, refusals taken off; how many calls the
    articles' own say is worth (`Trust.prior`) counts as said of none. 0 without such a call."""
    agree: float = 0.0
    """1: the article is first by its words and first by its labels."""
    near_calls: float = 0.0
    """1: it solved a call that is near (`memory.NEAR`); the others only whisper."""


CLUES = tuple(field.name for field in dataclasses.fields(Clues))


def clues(evidence: Evidence, first: int, *, words: int, unknown: float) -> Clues:
    """Read the clues on `evidence`'s candidate `first`. `words`: how many words and codes the query has, ≥ 1.

    Without a model its cosines are 0 throughout, and so are the clues drawn from them.
    """
    compared = (evidence.label, evidence.words, evidence.coverage, evidence.article, evidence.english_passages)
    lead, margin = _over_others(np.stack(compared), first)
    spread = _spread(evidence.article) + LEAST_SPREAD
    return Clues(
        lead_label=lead[0],
        lead_article=lead[3] / spread,
        lead_words=lead[1],
        lead_coverage=lead[2],
        margin_label=margin[0],
        margin_words=margin[1],
        margin_coverage=margin[2],
        margin_english=margin[4],
        coverage=float(evidence.coverage[first]),
        unknown=unknown,
        exact=float(evidence.exact[first]),
        length=math.log(max(words, 1)),
        solved=_solved(evidence, first),
        agree=float(min(margin[0], margin[1]) >= 0 < evidence.words[first]),
        near_calls=float(evidence.solved is not None and evidence.solved.calls[first] > 0),
    )


def _spread(cosines: Scores) -> float:
    """Standard deviation; numpy's own takes three times as long for some hundred numbers."""
    off = cosines - cosines.sum() / len(cosines)
    return math.sqrt(float(off.dot(off)) / len(off))


def _solved(evidence: Evidence, first: int) -> float:
    votes = evidence.solved
    if votes is None or votes.net[first] <= 0:
        return 0.0
    return float(votes.net[first] / (votes.prior + votes.net.clip(0).sum()))


def _over_others(signals: Scores, first: int) -> tuple[list[float], list[float]]:
    """How far one candidate lies above the mean of the ten highest others, and above the highest, in each signal.

    `signals`: `(signals, candidates) float32`.
    """
    others = np.concatenate((signals[:, :first], signals[:, first + 1 :]), axis=1)
    if not others.shape[1]:
        return [0.0] * len(signals), [0.0] * len(signals)
    if others.shape[1] > OTHERS:
        others = np.partition(others, -OTHERS, axis=1)[:, -OTHERS:]
    own = signals[:, first]
    return (own - others.mean(axis=1)).tolist(), (own - others.max(axis=1)).tolist()
