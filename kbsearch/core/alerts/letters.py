"""What a webhook carries: which alert of which client, and its figures. No word of a caller, and nobody's key."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from kbsearch.core.alerts.nouns import Count, Raised
from kbsearch.core.moments import microseconds

Event = Literal["alert.opened", "alert.closed", "alert.test"]


class Data(msgspec.Struct, frozen=True):
    """What happened to what."""

    client: str
    link: str
    """Where somebody who may see it sees it."""
    alert: str | None = None
    """Its id; None of a test."""
    kind: str | None = None
    counted: Count | None = None
    """As it was measured when the alert was opened."""
    before: Count | None = None
    """What that is compared with."""
    threshold: float | None = None
    at_least: int | None = None
    opened: datetime | None = None
    closed: datetime | None = None


class Letter(msgspec.Struct, frozen=True):
    """One post, by the shape that Standard Webhooks recommends."""

    type: Event
    timestamp: datetime
    """When it happened, which may be long before it is sent."""
    data: Data


def written(raised: Raised, link: str) -> tuple[str, bytes]:
    """The delivery's id, the same whenever this is told, and its bytes."""
    event: Event = "alert.opened" if raised.closed is None else "alert.closed"
    alert = raised.alert
    data = Data(
        client=raised.client,
        link=link,
        alert=raised.id,
        kind=alert.kind.value,
        counted=alert.counted,
        before=alert.before,
        threshold=alert.threshold,
        at_least=alert.at_least,
        opened=raised.opened,
        closed=raised.closed,
    )
    body = msgspec.json.encode(Letter(event, raised.closed or raised.opened, data))
    return f"msg_{raised.client}_{raised.id}_{event.rpartition('.')[2]}", body


def written_test(client: str, link: str, now: datetime) -> tuple[str, bytes]:
    """The same of a post that says nothing but that it arrived."""
    body = msgspec.json.encode(Letter("alert.test", now, Data(client, link)))
    return f"msg_{client}_test_{microseconds(now)}", body


class _Owned(msgspec.Struct):
    client: str = ""


class _Told(msgspec.Struct):
    data: _Owned = msgspec.field(default_factory=_Owned)


def owner(body: bytes) -> str:
    """Whose the figures are in what is about to be posted, by its own words; empty where it does not say.

    >>> owner(b'{"type":"alert.test","data":{"client":"acme"}}'), owner(b"{}")
    ('acme', '')
    """
    try:
        return msgspec.json.decode(body, type=_Told).data.client
    except msgspec.DecodeError:
        return ""
