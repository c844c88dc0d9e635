"""Three estimates of what an article did that anybody would think of first, all of them wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tests.core.effects.planted import SPELL, WEEKS, Worlds

Points = NDArray[np.float64]
"""`(worlds,)`."""


def with_less_without(worlds: Worlds) -> Points:
    """FCR of the contacts in which an article was used, less that of all others in the same weeks: hard calls get the
    article."""
    later = slice(int(worlds.published.min()), None)
    with_it = _rate(worlds.solved_used[..., later], worlds.used[..., later])
    others = worlds.solved - worlds.solved_used, worlds.contacts - worlds.used
    return 100 * (with_it - _rate(*(one[..., later] for one in others)))


def before_after(worlds: Worlds) -> Points:
    """FCR of the topics with an article since, less the one of the six weeks before: bad spells end by themselves."""
    return 100 * np.array([_changes(worlds, at)[0].mean() for at in range(len(worlds.solved))])


def against_the_spell(worlds: Worlds) -> Points:
    """The same, less what topics that never get an article change: theirs was no bad spell."""
    found = []
    for at in range(len(worlds.solved)):
        own, others = _changes(worlds, at)
        found.append(own.mean() - others.mean())
    return 100 * np.array(found)


def _changes(worlds: Worlds, at: int) -> tuple[Points, Points]:
    """Of the topics with an article, and for each what the topics without change in the same weeks on average."""
    solved, contacts, published = worlds.solved[at], worlds.contacts[at], worlds.published[at]
    never = published >= WEEKS
    own, others = [], []
    for week in np.unique(published[~never]):
        spell, since = slice(week - SPELL, week), slice(week, None)
        change = _rate(solved[:, since], contacts[:, since]) - _rate(solved[:, spell], contacts[:, spell])
        own += list(change[published == week])
        others += [change[never].mean()] * int((published == week).sum())
    return np.array(own), np.array(others)


def _rate(solved: NDArray[np.int64], contacts: NDArray[np.int64]) -> Points:
    """Over all but the first axis."""
    axes = tuple(range(1, solved.ndim))
    return np.asarray(solved.sum(axis=axes) / np.maximum(contacts.sum(axis=axes), 1), np.float64)


SHORTCUTS: dict[str, Callable[[Worlds], Points]] = {
    "contacts with an article − without": with_less_without,
    "since − the six weeks before": before_after,
    "the same − topics without an article": against_the_spell,
}
