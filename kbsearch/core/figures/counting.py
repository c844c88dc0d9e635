"""The shelf of figures, and the one reading of the calls that fills all of it."""

from __future__ import annotations

from collections.abc import Iterable

from kbsearch.core.calls import Call
from kbsearch.core.figures.link_rate import link_rate
from kbsearch.core.figures.n1_absorption import n1_absorption
from kbsearch.core.figures.n2_share import n2_share
from kbsearch.core.figures.n3_share import n3_share
from kbsearch.core.figures.nouns import ClientFigures, Figure, Share
from kbsearch.core.figures.period import Period
from kbsearch.core.happenings import Outcome
from kbsearch.core.one_client import OneClient, require_own

FIGURES: tuple[Share, ...] = (
    Share("n1_absorption", n1_absorption),
    Share("n2_share", n2_share),
    Share("n3_share", n3_share),
    Share("link_rate", link_rate),
)
"""In the order in which they are shown."""


def get(name: str) -> Share:
    """Raises `KeyError`, which lists the names that there are."""
    for share in FIGURES:
        if share.name == name:
            return share
    raise KeyError(f"There is no figure {name!r}; there are {', '.join(share.name for share in FIGURES)}.")


def count(client: OneClient, period: Period, calls: Iterable[Call]) -> ClientFigures:
    """Every figure of the calls given, each call looked at once: those of `client` that began in `period`.

    Raises `ScopeViolation` for a call of another client.
    """
    began = unfinished = abandoned = 0
    above, below = [0] * len(FIGURES), [0] * len(FIGURES)
    for call in calls:
        require_own(client, (call.client,))
        began += 1
        unfinished += call.outcome is None
        abandoned += call.outcome is Outcome.ABANDONED
        for at, share in enumerate(FIGURES):
            counts = share.rule(call)
            above[at] += counts is True
            below[at] += counts is not None
    figures = tuple(Figure(share.name, *both) for share, *both in zip(FIGURES, above, below, strict=True))
    return ClientFigures(client.id, period, began, unfinished, abandoned, figures)
