"""What an alert is: a kind, and the figures that made it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from kbsearch.core.moments import microseconds


class Kind(StrEnum):
    """What an alert is about. Names are part of the API and of what webhooks carry."""

    ANSWER_RATE = "answer_rate"
    ABANDONMENT_RATE = "abandonment_rate"
    FCR_DROP = "fcr_drop"
    N3_SHARE = "n3_share"
    UNANSWERED_BURST = "unanswered_burst"


class Count(msgspec.Struct, frozen=True):
    """So many of so many, of calls or contacts that began in `[since, until)`, UTC."""

    numerator: int
    denominator: int
    since: datetime
    until: datetime

    @property
    def value(self) -> float | None:
        return self.numerator / self.denominator if self.denominator else None


class Alert(msgspec.Struct, frozen=True):
    """What was measured where a rule holds. No word of a caller, and nobody's key."""

    kind: Kind
    counted: Count
    threshold: float
    """What `counted` is beyond: a share in [0, 1]; of a burst, callers."""
    at_least: int
    """So many there had to be for anything to be said."""
    before: Count | None = None
    """What it is compared with; None = with the threshold alone."""
    low: float | None = None
    """Of the interval of the difference, now less before; None without one."""
    high: float | None = None


class Looked(msgspec.Struct, frozen=True):
    """What one look at a client's figures found."""

    client: str
    at: datetime
    kinds: tuple[Kind, ...]
    """Looked at, or switched off: of any other nothing is known."""
    alerts: tuple[Alert, ...]
    """Of those kinds, the ones that hold."""


class Raised(msgspec.Struct, frozen=True):
    """An alert that was opened once, and stays open while it holds."""

    client: str
    alert: Alert
    """As it was measured when it was opened."""
    opened: datetime
    closed: datetime | None = None
    """None = it still holds."""

    @property
    def id(self) -> str:
        """Within the client."""
        return f"{self.alert.kind}-{microseconds(self.opened)}"


class Settled(msgspec.Struct, frozen=True):
    """What a look changed."""

    opened: tuple[Raised, ...]
    closed: tuple[Raised, ...]
