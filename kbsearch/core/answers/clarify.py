"""Which one question best tells the articles shown apart, if any is worth the caller's time.

    p_i    = softmax(score_i / T)                         how likely each of the first articles is the one meant
    gain   = Σ_c P(c) · (H(p) − H(p | c))                 bits, over the choices c of one question
    P(c)   = Σ_i p_i · P(c | i),   p_i|c ∝ p_i · P(c | i)

A caller whose article holds several values gives each equally often, and cannot answer at all `UNANSWERED[facet]` of
the time. An answer outside the choices leaves everything as it was: it counts, and gains nothing. This is the expected
information gain of Lindley, "On a measure of the information provided by an experiment" (1956).

The temperatures are fitted on the dev halves of the query sets (`python -m benchmarks.quality clarify`); the other
constants were chosen on the dev half of the ambiguous queries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from kbsearch.core.answers.facets import Facets, Split, listed
from kbsearch.core.model import Mode
from kbsearch.core.questions import MOST_CHOICES, Choice, Chosen, Facet, Question

CANDIDATES = 8
"""Articles at the top that a question may be about."""
TEMPERATURES: Mapping[Mode, float] = {"hybrid": 1.0, "keyword": 0.46}
"""Of the softmax over the ranker's scores."""
WORTH_ASKING = 0.3
"""Bits that a question must be expected to gain."""
LEAST_CHANCE = 0.01
"""Of an answer that is worth reading out."""
UNANSWERED: Mapping[Facet, float] = {
    "product": 0.1,
    "version": 0.3,
    "site": 0.05,
    "code": 0.3,
    "category": 0.3,
    "question": 0.15,
    "symptom": 0.2,
}
"""Share of callers who cannot answer: no code is shown, they do not know where the version stands, or none of the
descriptions is what they see."""


def probabilities(scores: Sequence[float], temperature: float) -> list[float]:
    """Softmax of `scores / temperature`: sums to 1, in the order given.

    >>> [round(p, 2) for p in probabilities([2.0, 1.0], 1.0)]
    [0.73, 0.27]
    """
    top = max(scores, default=0.0)
    raised = [math.exp((score - top) / temperature) for score in scores]
    total = sum(raised)
    return [one / total for one in raised]


def entropy(weights: Sequence[float]) -> float:
    """Bits, of weights that need not sum to 1.

    >>> entropy([1, 1, 2])
    1.5
    """
    total = sum(weights)
    return -sum(w / total * math.log2(w / total) for w in weights if w > 0)


def gain(chances: Sequence[float], choices: Sequence[Sequence[float]]) -> float:
    """Bits that one question is expected to gain.

    `choices` has one row a choice: P(that answer | article i), in the order of `chances`. What a column lacks to 1 is
    the chance of an answer outside the choices.
    """
    before, total = entropy(chances), 0.0
    for likelihood in choices:
        joint = [p * q for p, q in zip(chances, likelihood, strict=True)]
        if (share := sum(joint)) > 0:
            total += share * (before - entropy(joint))
    return total


def best_question(
    facets: Facets,
    rows: Sequence[int],
    ids: Sequence[str],
    chances: Sequence[float],
    answered: Sequence[Chosen] = (),
) -> Question | None:
    """The question that gains most about these articles, or None when none is worth asking.

    `rows` of the base, best first, with their ids and how likely each is the one meant. Facets answered already are not
    asked again, of the questions of articles only those very ones; nor is one whose choices do not speak for the first
    article, which every answer would move others ahead of. Of equal questions the quickest to answer comes
    first, which is the order of `Facets.splits`.
    """
    if len(rows) < 2 or entropy(chances) < WORTH_ASKING:
        return None
    found = []
    for split in _askable(facets, rows, answered):
        choices = _choices(split, rows, chances)
        if len(choices) >= 2 and any(likelihood[0] > 0 for _, likelihood in choices):
            known = 1 - UNANSWERED[split.facet]
            gained = gain(chances, [[known * share for share in likelihood] for _, likelihood in choices])
            found.append((round(gained, 9), split, choices))
    if not found:
        return None
    gained, split, choices = max(found, key=lambda one: one[0])
    if gained < WORTH_ASKING:
        return None
    return Question(split.facet, split.text, tuple(_choice(split, ids, *one) for one in choices))


def narrowed(facets: Facets, chosen: Sequence[Chosen], rows: Sequence[int], is_exact: Sequence[bool]) -> list[int]:
    """A new order of `rows`, as places in it: exact codes first as before, then by how far each agrees with `chosen`.

    Nothing is dropped, since the caller may be wrong; articles that agree alike stay in the order they had.
    """
    keys = [(not exact, -facets.agreement(chosen, row)) for row, exact in zip(rows, is_exact, strict=True)]
    return sorted(range(len(rows)), key=keys.__getitem__)


def _askable(facets: Facets, rows: Sequence[int], answered: Sequence[Chosen]) -> Iterator[Split]:
    done = {id(facets.by_value.get((one.facet, one.value))) for one in answered}
    for split in facets.splits:
        if id(split) not in done:
            yield split
    among = set(rows)
    for row in rows:
        for split in facets.signposts.get(row, ()):
            if id(split) not in done and not among.isdisjoint(split.held):
                yield split


def _choices(split: Split, rows: Sequence[int], chances: Sequence[float]) -> list[tuple[Sequence[str], list[float]]]:
    """At most `MOST_CHOICES` choices, best article first: the values of each, and P(it | article).

    Values that the same articles hold are one choice. One that all of them hold tells nothing, one that hardly anyone
    would give takes time: both are left out.
    """
    held = [split.of(row) for row in rows]
    holders: dict[str, list[int]] = {}
    for at, own in enumerate(held):
        for value in own:
            holders.setdefault(value, []).append(at)
    merged: dict[tuple[int, ...], list[str]] = {}
    for value, places in holders.items():
        merged.setdefault(tuple(places), []).append(value)
    found: list[tuple[Sequence[str], list[float]]] = []
    for where, values in merged.items():
        if len(where) < len(rows):
            likelihood = [0.0] * len(rows)
            for at in where:
                likelihood[at] = len(values) / len(held[at])
            if sum(p * q for p, q in zip(chances, likelihood, strict=True)) >= LEAST_CHANCE:
                found.append((values, likelihood))
    return found[:MOST_CHOICES]


def _choice(split: Split, ids: Sequence[str], values: Sequence[str], likelihood: Sequence[float]) -> Choice:
    label = listed([split.labels[value] for value in values])
    return Choice(values[0], label, tuple(id_ for id_, share in zip(ids, likelihood, strict=True) if share > 0))
