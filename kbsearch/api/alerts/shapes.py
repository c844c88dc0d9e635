"""Alerts of a client's figures, as the API gives them. Fields are added, never renamed or removed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from kbsearch.api.access.second_wall import still_own
from kbsearch.api.calls.shapes import Instant, NextCursor
from kbsearch.core.alerts.deliveries import Outbox
from kbsearch.core.alerts.failing import Failing
from kbsearch.core.alerts.nouns import Count, Raised
from kbsearch.core.one_client import OneClient


class CountOut(msgspec.Struct, frozen=True):
    """So many of so many that began in that time; of the usual of a burst, callers and the hours they called in."""

    numerator: int
    denominator: int
    since: Instant
    until: Annotated[Instant, Meta(description="Not included.")]


class AlertOut(msgspec.Struct, frozen=True):
    """One alert; `closed` is null while it holds. The figures are as measured when it was opened."""

    client: str
    id: str
    kind: Literal["answer_rate", "abandonment_rate", "fcr_drop", "n3_share", "unanswered_burst"]
    counted: CountOut
    before: Annotated[CountOut | None, Meta(description="What that is compared with; null = the threshold alone.")]
    threshold: Annotated[float, Meta(description="What `counted` is beyond: a share; of a burst, callers.")]
    at_least: Annotated[int, Meta(description="So many there had to be before anything was said.")]
    low: Annotated[float | None, Meta(description="Of the interval of the difference, now less before.")]
    high: float | None
    opened: Instant
    closed: Instant | None


class WebhookOut(msgspec.Struct, frozen=True):
    """The client's webhook, to which nothing is posted until it is enabled, or has another address or secret."""

    disabled: Annotated[Instant, Meta(description="When that began.")]
    since: Annotated[Instant, Meta(description="The first of the tries in a row that failed.")]
    tries: Annotated[int, Meta(description="So many failed in a row.")]
    told: Annotated[str, Meta(description="What came of the last: a status of HTTP, or a word or two.")]
    kept: Annotated[int, Meta(description="Posts that wait; each is given up after two days.")]


class EnableIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing is to be said: `{}`."""


class WebhookEnabledOut(msgspec.Struct, frozen=True):
    """The client's webhook, which is not disabled any more."""

    client: str
    was_disabled: Annotated[bool, Meta(description="False = it was not, and nothing was changed.")]


class AlertsOut(msgspec.Struct, frozen=True):
    """A page of alerts, newest first."""

    client: str
    items: tuple[AlertOut, ...]
    next_cursor: NextCursor
    webhook: Annotated[WebhookOut | None, Meta(description="Null while it is not disabled.")]


def alert_out(client: OneClient, one: Raised) -> AlertOut:
    still_own(client, one)
    alert = one.alert
    return AlertOut(
        client=client.id,
        id=one.id,
        kind=alert.kind.value,
        counted=_count_out(alert.counted),
        before=None if alert.before is None else _count_out(alert.before),
        threshold=alert.threshold,
        at_least=alert.at_least,
        low=alert.low,
        high=alert.high,
        opened=one.opened,
        closed=one.closed,
    )


def webhook_out(client: OneClient, found: Failing | None, outbox: Outbox) -> WebhookOut | None:
    if found is None or found.disabled is None:
        return None
    still_own(client, found)
    return WebhookOut(found.disabled, found.since, found.tries, found.told, outbox.waiting)


def _count_out(count: Count) -> CountOut:
    return CountOut(count.numerator, count.denominator, count.since, count.until)
