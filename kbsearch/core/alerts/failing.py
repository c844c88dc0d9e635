"""A webhook at which nothing arrives: how long that has been so, and when it is left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kbsearch.core.alerts.deliveries import BACK_OFF, GONE, Fate, State
from kbsearch.core.one_client import OneClient

AT_LEAST = timedelta(days=3)
"""Of nothing but failures. Time and not posts given up: alerts are opened together, so that one night would give up
several, and a weekend passes before somebody mends what receives. To be left alone too early costs alerts; too late, a
few refused posts."""
TRIES = len(BACK_OFF) + 1
"""As many as one post is given: who stood still for days has not tried."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A try that went out."""

    destination: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Failing:
    """A client's webhook, since nothing arrives there."""

    client: str
    destination: str
    since: datetime
    """The first try that failed, since something arrived."""
    tries: int
    """That failed in a row."""
    told: str
    """What came of the last of them."""
    disabled: datetime | None = None
    """None = it is still posted to."""

    @property
    def is_gone(self) -> bool:
        return self.told == str(GONE)


def destination(url: str, keys: Sequence[bytes]) -> str:
    """An address with the secret in use, which comes first of `keys`: another one of either is another destination.
    Neither can be told from it.

    >>> url, old, new = "https://hooks.example.org/", b"1" * 32, b"2" * 32
    >>> destination(url, [new, old]) == destination(url, [new]) != destination(url, [old])
    True
    """
    return hashlib.sha256(url.encode() + b"\0" + b"".join(keys[:1])).hexdigest()


def after(client: OneClient, before: Failing | None, fate: Fate, tried: Tried) -> Failing | None:
    """What a try makes of it; None = it works. Disabled when a post is given up there and everything tried for days
    failed, or at once when it says itself that it is gone."""
    if fate.state is State.SENT:
        return None
    if before is None or before.destination != tried.destination:
        before = Failing(client.id, tried.destination, tried.at, 0, "")
    made = replace(before, tries=before.tries + 1, told=fate.told)
    has_failed_long = made.tries >= TRIES and tried.at - made.since >= AT_LEAST
    if made.disabled is None and fate.state is State.FAILED and (made.is_gone or has_failed_long):
        return replace(made, disabled=tried.at)
    return made
