"""What one search's evidence says of its first article: the clues that its answer's state is decided from.

No clue is an absolute score: a cosine of 0.85 is near in one base and far in another. Each compares the first article
with the others of the same base for the same query (`lead` over the ten best others, `margin` over the very best one),
or is a share of the query's own words. Of the ranker's fused scores only the distances between articles are read
(`odds`), which are the same wherever the scores lie; how high they are says nothing here.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass

import numpy as np

from kbsearch.core.ports import Rows, Scores
from kbsearch.core.search.ranking import Evidence

OTHERS = 10
"""How many of the best other articles a first one has to stand out from."""
MOST_ODDS = 8.0
"""One to three thousand: some two questions in a hundred have more, and are no more often right for it."""
LEAST_SPREAD = 1e-3
"""Of cosines, so that two or three equal candidates do not divide by nothing."""


@dataclass(frozen=True, slots=True)
class Clues:
    """Every clue is a number; what is not measured (no model, one article only) is 0."""

    odds: float = 0.0
    """ln of how much likelier this article is the one meant than any of the ten best others, by the ranker's scores;
    between −`MOST_ODDS` and `MOST_ODDS`."""
    lead_label: float = 0.0
    """Cosine with the nearest title, symptom or heading, above the mean of the ten nearest others."""
    lead_passage: float = 0.0
    """Cosine with the nearest passage, above the mean of all candidates, in their spreads."""
    lead_words: float = 0.0
    """BM25F per unit of idf, above the mean of the ten best others."""
    margin_label: float = 0.0
    """As `lead_label`, above the nearest other alone; negative when another one is nearer."""
    margin_words: float = 0.0
    coverage: float = 0.0
    """Share of the query's idf that the article holds."""
    unknown: float = 0.0
    """Share of the query's idf in words that no article holds."""
    exact: float = 0.0
    """1: the article holds a code of the query, character for character."""
    misread: float = 0.0
    """1: the query holds a code that no article does (`codes.misread`)."""
    length: float = 0.0
    """ln(words and codes that were searched); 0 for a single one."""
    solved: float = 0.0
    """Share in [0, 1) of what near calls say that they say for this article, refusals taken off; how many calls the
    articles' own say is worth (`Trust.prior`) counts as said of none. 0 without such a call."""
    agree: float = 0.0
    """1: the article is first by its words and first by its labels."""
    near_calls: float = 0.0
    """1: it solved a call that is near (`memory.NEAR`); the others only whisper."""
    off_subject: float = 0.0
    """1: the article holds no word of the query, one of these is French and stands in no article at all
    (`query.Query.has_absent_word`), and no near call was solved by it."""


CLUES = tuple(field.name for field in dataclasses.fields(Clues))
SIGNS = tuple(-1 if name in ("unknown", "misread", "off_subject") else 1 for name in CLUES)
"""Which way each points: 1 where more of it speaks for the first article."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What is known of the query itself."""

    words: int
    """And codes, ≥ 1."""
    unknown: float
    """As `KeywordScores.unknown`."""
    misread: bool
    """As `codes.misread`."""
    has_absent_word: bool
    """As `query.Query.has_absent_word`, where that says anything of the first article."""


def clues(evidence: Evidence, first: int, chances: Scores, typed: Typed) -> Clues:
    """Read the clues on `evidence`'s candidate `first`.

    `chances`: `(candidates,)`, in nats: the softmax of these is how likely each candidate is the one meant.
    Without a model its cosines are 0 throughout, and so are the clues drawn from them.
    """
    signals = np.stack((evidence.label, evidence.words, chances))
    own, others = signals[:, first], _best_others(signals, first)
    is_near = evidence.solved is not None and bool(evidence.solved.calls[first] > 0)
    lead, margin = (own - others.mean(axis=1)).tolist(), (own - others.max(axis=1)).tolist()
    return Clues(
        odds=min(max(margin[2] - _log_sum(others[2]), -MOST_ODDS), MOST_ODDS),
        lead_label=lead[0],
        lead_passage=_above_mean(evidence.cosine, first),
        lead_words=lead[1],
        margin_label=margin[0],
        margin_words=margin[1],
        coverage=float(evidence.coverage[first]),
        unknown=typed.unknown,
        exact=float(evidence.exact[first]),
        misread=float(typed.misread),
        length=math.log(max(typed.words, 1)),
        solved=_solved(evidence, first),
        agree=float(min(margin[0], margin[1]) >= 0 < evidence.words[first]),
        near_calls=float(is_near),
        off_subject=float(typed.has_absent_word and evidence.coverage[first] == 0 and not is_near),
    )


def beside(read: Clues, evidence: Evidence, first: int, others: Rows) -> Clues:
    """What was read of candidate `first` with its margins over `others` alone, candidates too: infinite over none."""
    over = [float(part[first] - part[others].max(initial=-math.inf)) for part in (evidence.label, evidence.words)]
    return dataclasses.replace(read, margin_label=over[0], margin_words=over[1])


def _above_mean(cosines: Scores, at: int) -> float:
    """In standard deviations; numpy's own takes three times as long for some hundred numbers."""
    off = cosines - cosines.sum() / len(cosines)
    return float(off[at]) / (math.sqrt(float(off.dot(off)) / len(off)) + LEAST_SPREAD)


def _log_sum(chances: Scores) -> float:
    """ln Σ exp, beyond the highest."""
    return math.log(float(np.exp(chances - chances.max()).sum()))


def _solved(evidence: Evidence, first: int) -> float:
    votes = evidence.solved
    if votes is None or votes.net[first] <= 0:
        return 0.0
    return float(votes.net[first] / (votes.prior + votes.net.clip(0).sum()))


def _best_others(signals: Scores, first: int) -> Scores:
    """The ten highest values of the other candidates in each signal, in no order; the first's own when it is alone.

    `signals`: `(signals, candidates) float32`.
    """
    others = np.concatenate((signals[:, :first], signals[:, first + 1 :]), axis=1)
    if not others.shape[1]:
        return signals
    return np.partition(others, -OTHERS, axis=1)[:, -OTHERS:] if others.shape[1] > OTHERS else others
