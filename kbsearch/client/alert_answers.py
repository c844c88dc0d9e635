"""What the API answers about alerts of a client's figures, as its document has it: see `answers`."""

from __future__ import annotations

import msgspec

from kbsearch.client.answers import Instant


class Count(msgspec.Struct, frozen=True):
    """So many of so many that began from `since` on and before `until`; of the usual of a burst, callers and the hours
    they called in."""

    numerator: int
    denominator: int
    since: Instant
    until: Instant


class Alert(msgspec.Struct, frozen=True):
    """One alert, with the figures as measured when it was opened; `closed` is None while it holds."""

    client: str
    id: str
    kind: str
    """`answer_rate`, `abandonment_rate`, `fcr_drop`, `n3_share` or `unanswered_burst`."""
    counted: Count
    before: Count | None
    """What that is compared with; None = the threshold alone."""
    threshold: float
    """What `counted` is beyond: a share; of a burst, callers."""
    at_least: int
    """So many there had to be before anything was said."""
    low: float | None
    """Of the interval of the difference, now less before; so is `high`."""
    high: float | None
    opened: Instant
    closed: Instant | None


class Webhook(msgspec.Struct, frozen=True):
    """The client's webhook, to which nothing is posted until it is enabled, or has another address or secret."""

    disabled: Instant
    """When that began."""
    since: Instant
    """The first of the tries in a row that failed."""
    tries: int
    """So many failed in a row."""
    told: str
    """What came of the last: a status of HTTP, or a word or two."""
    kept: int
    """Posts that wait; each is given up after two days."""


class WebhookEnabled(msgspec.Struct, frozen=True):
    """The client's webhook, which is not disabled any more."""

    client: str
    was_disabled: bool
    """False = it was not, and nothing was changed."""


class Alerts(msgspec.Struct, frozen=True):
    """A page of alerts, newest first."""

    client: str
    items: tuple[Alert, ...]
    next_cursor: str | None
    """What to ask for the next page with; None = this is the last one."""
    webhook: Webhook | None
    """None while it is not disabled."""
