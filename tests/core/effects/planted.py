"""Clients whose topics get articles with a planted effect, and what shortcuts would read of them.

What misleads is planted too: topics differ and have good and bad weeks that go together, all of a client's topics have
some in common, an article comes after a bad spell and for hard topics, and agents open it when a call is hard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.effects.tables import NEVER, Table

TOPICS, WEEKS = 48, 52
PUBLISHED = (26, 29, 32, 35)
"""In which weeks articles are published, in the middle of each."""
EACH_TIME = 12
"""On one topic of so many."""
SPELL = 6
"""Weeks that are looked at to choose them."""
USUAL, HARD = 0.65, 0.08
"""FCR of topics: mean and standard deviation."""
NOISE, LASTS, COMMON = 0.08, 0.5, 0.015
"""Standard deviation of a topic's weeks around what is usual for it, correlation of each with the next, and standard
deviation of what a client's topics share."""
LOWEST, HIGHEST = 0.15, 0.85
CALLS, UNEVEN = 15, 0.5
"""First contacts of a topic in a week: median of topics, and standard deviation of the logarithm."""
OTHER_REASONS = 0.06
"""Standard deviation of what else decides on which topics articles are written."""
USED, HARDER = 0.5, 0.06
"""Share of the contacts in which the article is used once it is there; by how much less those succeed by themselves."""

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Worlds:
    """Clients that know nothing of one another; `(worlds, topics, weeks)`."""

    solved: Counts
    contacts: Counts
    used: Counts
    solved_used: Counts
    published: Counts
    """`(worlds, topics)`."""

    def tables(self) -> Iterator[Table]:
        nothing = np.zeros(self.solved.shape[1:])
        for solved, contacts, used, published in zip(
            self.solved, self.contacts, self.used, self.published, strict=True
        ):
            counts = (one.astype(np.float64) for one in (solved, contacts, used))
            yield Table(*counts, seconds=nothing, timed=nothing, published=published)


def planted(
    seed: int, worlds: int, effect: float, *, topics: int = TOPICS, by_lot: bool = False, lasts: float = LASTS
) -> Worlds:
    """An article raises the FCR of its topic by `effect`, a share; `by_lot`: which topics get one when is drawn."""
    rng = np.random.default_rng(seed)
    chance = np.clip(_chances(rng, (worlds, topics, WEEKS), lasts), LOWEST, HIGHEST)
    return _with_articles(rng, chance, effect / USED, np.array(USED), by_lot=by_lot)


def unevenly_used(seed: int, worlds: int, per_use: float, shares: tuple[float, float]) -> Worlds:
    """An article raises the FCR of the contacts in which it is used by `per_use`, a share; those are another share of
    each topic's, anywhere between these two, so that articles that are used more do more."""
    rng = np.random.default_rng(seed)
    chance = np.clip(_chances(rng, (worlds, TOPICS, WEEKS), LASTS), LOWEST, HIGHEST)
    return _with_articles(rng, chance, per_use, rng.uniform(*shares, (worlds, TOPICS, 1)), by_lot=False)


def _with_articles(
    rng: np.random.Generator,
    chance: NDArray[np.float64],
    per_use: float,
    share: NDArray[np.float64],
    *,
    by_lot: bool,
) -> Worlds:
    volume = rng.lognormal(np.log(CALLS), UNEVEN, (*chance.shape[:2], 1))
    contacts = rng.poisson(np.broadcast_to(volume, chance.shape))
    without = rng.binomial(contacts, chance)
    published = _published(rng, without, contacts, by_lot=by_lot)
    weeks = np.arange(WEEKS)
    has_article = weeks >= published[..., None]
    since = np.where(has_article, np.where(weeks > published[..., None], contacts, contacts // 2), 0)
    used = rng.binomial(since, share)
    solved_used = rng.binomial(used, chance - HARDER * (1 - share) + per_use)
    others = rng.binomial(since - used, chance + HARDER * share)
    sooner = rng.binomial(np.where(has_article, contacts - since, 0), chance)
    solved = np.where(has_article, solved_used + others + sooner, without)
    return Worlds(solved, contacts, used, solved_used, published)


def _chances(rng: np.random.Generator, shape: tuple[int, int, int], lasts: float) -> NDArray[np.float64]:
    worlds, topics, weeks = shape
    usual = rng.normal(USUAL, HARD, (worlds, topics, 1))
    noise = rng.normal(0, 1, shape)
    for week in range(1, weeks):
        noise[..., week] = lasts * noise[..., week - 1] + np.sqrt(1 - lasts**2) * noise[..., week]
    return usual + NOISE * noise + rng.normal(0, COMMON, (worlds, 1, weeks))


def _published(rng: np.random.Generator, solved: Counts, contacts: Counts, *, by_lot: bool) -> Counts:
    published = np.full(solved.shape[:2], NEVER, np.int64)
    for week in PUBLISHED:
        spell = slice(week - SPELL, week)
        score = solved[..., spell].sum(2) / np.maximum(contacts[..., spell].sum(2), 1)
        score = rng.random(score.shape) if by_lot else score + rng.normal(0, OTHER_REASONS, score.shape)
        chosen = np.argsort(np.where(published < NEVER, np.inf, score), axis=1)[:, : score.shape[1] // EACH_TIME]
        np.put_along_axis(published, chosen, week, axis=1)
    return published
