"""What a tool tells the API."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TypeAlias, TypedDict

import msgspec

from kbsearch.core.happenings import Fact, Happening

Facts: TypeAlias = tuple[Fact, ...]


def new_id() -> str:
    return uuid.uuid4().hex


def now() -> datetime:
    return datetime.now(UTC)


class Event(msgspec.Struct, frozen=True):
    """One thing that happened in a call. Keep it to send it again: it counts once, by its id."""

    what: Happening
    id: str = msgspec.field(default_factory=new_id)
    at: datetime = msgspec.field(default_factory=now)
    """With an offset."""


class Moment(TypedDict, total=False):
    """When something happened, and by which name: saying it again with the same `id` is the same one."""

    id: str
    """Left out: a new one."""
    at: datetime | None
    """With an offset; left out: now."""


class Choice(msgspec.Struct, frozen=True):
    """What the caller answered to the question of a search before."""

    facet: str
    value: str
