"""Solved calls as a third retriever: near symptoms vote for the article that solved them.

    vote(a)  = Σ over callers of their nearest solved call's weight × kernel − the same of refusals
    lift(a)  = log(1 + vote(a) / (prior × chance(a))), where no caller adds more than `PER_CALLER` to the others'

`chance` is the softmax of the ranker's scores without evidence: the ranker was fitted so that this is the probability
that an article is the right one. Then `prior × chance` are calls made up from what the articles say, `vote` the calls
that happened, and score + lift orders the articles by their sum: the posterior mean of a Dirichlet distribution. Far
calls have a kernel of 0 and change nothing; so does evidence for what is first already.

How near two symptoms are is the cosine of their vectors, without what all of a client's symptoms say alike (`usual`),
and, beside it, of their words weighed by idf: callers of one trade share words that no article holds. How near is near,
what words are worth, and how many calls the articles' own say is worth, is fitted to each client's own calls
(`fit`).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.learning.evidence import SOLVED, Solved
from kbsearch.core.learning.usual import Usual
from kbsearch.core.ports import KeywordIndex, Rows, Scores, TermGroup, Vectors

WIDTH = 0.012
"""Of the kernel, in cosine: the embedding model's cosines lie close together."""
FLOOR, PROVED_FLOOR = 0.05, 0.003
"""A kernel below this is 0; the second where a client's calls foretell each other (`fit.PROOF`), so that faint
likeness counts too. Elsewhere it is noise that moves articles far down the list."""
LABEL_PULL, USUAL_LABEL = 0.25, 0.93
"""Where an article's own label is nearer to the query than usual, calls must be nearer too, by this share."""
PER_CALLER = 2.5
"""The most that one caller can add to a score: an article that is e^2.5 = 12 times as probable stays above."""
NEAR = 0.5
"""From this kernel on a call is counted as near, when people are told how many there are."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far one client's calls are believed.

    The defaults were chosen on random halves of several corpora's queries; a grid over development ones gave the same.
    """

    midpoint: float = 0.965
    """Likeness at which the kernel is ½."""
    prior: float = 1.0
    """How many calls the articles' own say is worth."""
    floor: float = FLOOR
    words: float = 0.0
    """What equal words add to a cosine, in proportion for some equal ones; nothing until calls prove it."""

    @property
    def reach(self) -> float:
        """The likeness from which calls are heard where an article's label is as near as usual."""
        return self.midpoint - WIDTH * float(np.log(1 / self.floor - 1))


@dataclass(frozen=True)
class Memory:
    """One client's evidence, ready to be asked. Immutable, shared by threads."""

    client: str
    version: str
    """Name under which it was published; empty before."""
    fingerprint: str
    """Of the model that made `vectors`."""
    rows: tuple[Solved, ...]
    vectors: Vectors
    """`(len(rows), d) float32`, rows of length 1: the symptoms, embedded as queries."""
    trust: Trust = Trust()
    store: str = ""
    """Id of the store of calls that it was made from; empty where that was not written down yet."""
    usual: Usual | None = None
    """What is taken off symptoms before they are compared; None where calls do not prove that this helps."""

    def without(self, calls: Collection[str]) -> Memory:
        """The same as if nothing were known of these calls, as when one of them is asked again."""
        rows = [at for at, row in enumerate(self.rows) if row.call not in calls]
        return self if len(rows) == len(self.rows) else self.only(rows)

    def only(self, places: Sequence[int]) -> Memory:
        """The same of the rows at these places, with nothing in it of the others."""
        rows, vectors = tuple(self.rows[at] for at in places), self.vectors[np.array(places, np.int64)]
        usual = self.usual and self.usual.again(*solved_symptoms(rows, vectors))
        return replace(self, rows=rows, vectors=vectors, usual=usual)

    def likeness(self, vector: Vectors, words: Sequence[tuple[str, float]]) -> Scores:
        """How near each row is to a symptom: `(len(rows),)`, at most 1 + `trust.words`.

        `vector`: the symptom's, `(d,) float32` of length 1; `words`: see `Solved.words`.
        """
        near: Scores = self._compared @ (vector if self.usual is None else self.usual.apart(vector[None])[0])
        for term, weight in words:
            if (held := self._holding.get(term)) is not None:
                near[held[0]] += np.float32(self.trust.words * weight) * held[1]
        return near

    @cached_property
    def _compared(self) -> Vectors:
        return self.vectors if self.usual is None else self.usual.apart(self.vectors)

    @cached_property
    def _holding(self) -> dict[str, tuple[Rows, Scores]]:
        """Index term → the rows whose symptom has it, and its weight in each."""
        found: dict[str, list[tuple[int, float]]] = {}
        for at, row in enumerate(self.rows):
            for term, weight in row.words:
                found.setdefault(term, []).append((at, weight))
        pairs = {term: tuple(zip(*held, strict=True)) for term, held in found.items()}
        return {term: (np.array(rows, np.int64), np.array(said, np.float32)) for term, (rows, said) in pairs.items()}

    @cached_property
    def weights(self) -> NDArray[np.float32]:
        """`(len(rows),)`, negative for refusals."""
        return np.array([row.weight * row.sign for row in self.rows], np.float32)

    @cached_property
    def ballots(self) -> Rows:
        """`(len(rows),)`: equal for rows of one caller, article and sign, which are one vote together."""
        numbers: dict[tuple[str, str, int], int] = {}
        keys = ((row.caller, row.article, row.sign) for row in self.rows)
        return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)

    @cached_property
    def _places(self) -> dict[int, tuple[object, Rows]]:
        return {}

    def places(self, by_id: Mapping[str, object], successors: Mapping[str, str] = MappingProxyType({})) -> Rows:
        """`(len(rows),)`: where each row's article stands in `by_id`, or what has taken its place; −1 = not there any
        more. Made once a base, of which both are."""
        held = self._places.get(id(by_id))
        if held is None or held[0] is not by_id:
            at = {article: place for place, article in enumerate(by_id)}
            at |= {old: at[article] for old, article in successors.items() if old not in at and article in at}
            held = (by_id, np.array([at.get(row.article, -1) for row in self.rows], np.int64))
            self._places.clear()
            self._places[id(by_id)] = held
        return held[1]


@dataclass(frozen=True, slots=True)
class Votes:
    """What near calls say of the candidate articles. A vote is one caller's for one article."""

    owners: Rows
    """Per vote, its place among the candidates; an article's votes stand together, the faintest first."""
    sums: NDArray[np.float64]
    """Per vote, it and the fainter ones of its article."""
    stronger: Rows
    """Per vote, how many of its article are stronger."""
    against: Scores
    """Per candidate, the refusals."""
    net: Scores
    """Per candidate, all votes less the refusals."""
    calls: Rows
    """Per candidate, distinct solved calls that are near (`NEAR`)."""
    prior: float


def solved_symptoms(rows: Sequence[Solved], vectors: Vectors) -> tuple[Vectors, list[str]]:
    """Of the rows that are no refusals: their vectors, and the caller of each."""
    solved = [at for at, row in enumerate(rows) if row.sign == SOLVED]
    return vectors[np.array(solved, np.int64)], [rows[at].caller for at in solved]


def symptom_words(groups: Sequence[TermGroup], keywords: KeywordIndex) -> tuple[tuple[str, float], ...]:
    """Index terms of a symptom, each once, weighed by idf and scaled to length 1; those that no article holds too.

    `groups`: `Query.groups`.
    """
    idfs = {term: idf for term, idf in keywords.weighed(groups) if idf > 0}
    length = math.hypot(*idfs.values())
    return tuple((term, idf / length) for term, idf in idfs.items())


def kernel(likeness: Scores, trust: Trust, nearest_label: Scores | float) -> Scores:
    """How much calls this near say, in [0, 1]; `nearest_label` is the best cosine of the query with a label."""
    middle = trust.midpoint + LABEL_PULL * (nearest_label - USUAL_LABEL)
    said = 1 / (1 + np.exp(np.minimum((middle - likeness) / WIDTH, 50.0)))
    found: Scores = np.where(said < trust.floor, 0, said).astype(np.float32)
    return found


def heard(memory: Memory, likeness: Scores, places: Rows) -> Rows:
    """Articles that calls this near, one a row of the memory, may vote for: they become candidates."""
    is_near = likeness > memory.trust.reach
    found: Rows = places[is_near & (memory.weights > 0) & (places >= 0)]
    return found


def votes(memory: Memory, said: Scores, places: Rows, articles: Rows) -> Votes:
    """Count the kernels `said` (one a row of the memory) by candidate article; `articles` ascending."""
    at = np.minimum(np.searchsorted(articles, places), max(len(articles) - 1, 0))
    rows = np.flatnonzero((said > 0) & (places >= 0) & (articles[at] == places)) if len(articles) else places[:0]
    ballots, first, of = np.unique(memory.ballots[rows], return_index=True, return_inverse=True)
    strength = np.zeros(len(ballots))
    np.maximum.at(strength, of, said[rows] * np.abs(memory.weights[rows]))
    is_for, at, size = memory.weights[rows[first]] > 0, at[rows[first]], len(articles)
    against = np.bincount(at[~is_for], strength[~is_for], size)
    owners, strength = at[is_for], strength[is_for]
    order = np.lexsort((strength, owners))
    owners, strength = owners[order], strength[order]
    counts, total = np.bincount(owners, minlength=size), np.cumsum(strength)
    before = np.concatenate([[0.0], total])[np.cumsum(counts) - counts]
    return Votes(
        owners=owners.astype(np.int64),
        sums=total - before[owners],
        stronger=(np.cumsum(counts)[owners] - 1 - np.arange(len(owners))).astype(np.int64),
        against=against.astype(np.float32),
        net=(np.bincount(owners, strength, size) - against).astype(np.float32),
        calls=_near_calls(memory, rows[(said[rows] >= NEAR) & (memory.weights[rows] > 0)], places, articles),
        prior=memory.trust.prior,
    )


def _near_calls(memory: Memory, rows: Rows, places: Rows, articles: Rows) -> Rows:
    calls = {(int(places[row]), memory.rows[row].call) for row in rows.tolist()}
    counted = np.searchsorted(articles, np.array([place for place, _ in calls], np.int64))
    return np.bincount(counted, minlength=len(articles)).astype(np.int64)


def lift(found: Votes, scores: Scores) -> Scores:
    """What the votes add to the ranker's scores: no caller more than `PER_CALLER` to what the fainter ones add.

    That is the least, over an article's votes, of log(1 + sum / (prior × chance)) + `PER_CALLER` × how many are
    stronger. Refusals take away log(1 + against / prior), at most `PER_CALLER`.
    """
    size = len(scores)
    odds = found.prior * np.maximum(chances(scores), 1e-9)
    added = PER_CALLER * np.bincount(found.owners, minlength=size).astype(np.float64)
    np.minimum.at(added, found.owners, np.log1p(found.sums / odds[found.owners]) + PER_CALLER * found.stronger)
    taken = np.minimum(np.log1p(found.against / found.prior), PER_CALLER)
    lifted: Scores = (added - taken).astype(np.float32)
    return lifted


def chances(scores: Scores) -> NDArray[np.float64]:
    """Softmax: the probability of each candidate, as the ranker was fitted."""
    odds = np.exp(scores.astype(np.float64) - float(scores.max(initial=-np.inf)))
    shares: NDArray[np.float64] = odds / odds.sum()
    return shares
