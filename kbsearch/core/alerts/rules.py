"""`[alerts]` of `client.toml`: which alerts a client wants, from which values on, and where they are told."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limit:
    """A value that a share is not to go beyond, of the calls presented on one day."""

    percent: int
    at_least: int = 20
    """Calls presented before anything is said: 1 of 2 is no alert."""
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """A share of some days against that of as many days before."""

    days: int = 28
    at_least: int = 100
    """Calls, or contacts, in each of the two spells before anything is said."""
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Burst:
    """Calls of one hour that say the same and got nothing reliable."""

    at_least: int = 5
    """Callers, before anything is said."""
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class AlertRules:
    """What a client wants to be told. Without a table `[alerts]`, nothing."""

    is_on: bool = False
    answer_rate: Limit = field(default_factory=lambda: Limit(85))
    """Told below this: *taux de décroché*."""
    abandonment_rate: Limit = field(default_factory=lambda: Limit(10))
    """Told above this."""
    fcr_drop: Change = field(default_factory=Change)
    n3_share: Change = field(default_factory=Change)
    unanswered_burst: Burst = field(default_factory=Burst)
    webhook: str = ""
    """The address that alerts are posted to; empty = nowhere."""


NO_ALERTS = AlertRules()
