"""What a tool tells the API."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, TypeAlias, TypedDict

import msgspec

from kbsearch.core.calls.happenings import Fact, Happening, Spoken

Facts: TypeAlias = tuple[Fact, ...]
ChosenLevel: TypeAlias = Literal["", "N2", "N3", "on-call"]
"""The level that somebody hands a call to, whether or not it can be reached; empty = whoever can be reached first."""

Rung: TypeAlias = Literal["newCall", "answer", "hangup"]
"""What a telephone system that knows no more says of a call: it rings, it is taken, it is over."""
TableFormat: TypeAlias = Literal["jsonl", "csv"]


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


class Beginning(TypedDict, total=False):
    """How a call came in."""

    caller: str
    """The number, as it came; a key is kept in its place."""
    channel: str
    """`phone`, `chat`…"""
    queue: str
    ivr: Sequence[str]
    """The path chosen in the voice menu."""
    lang: Spoken
    """What the caller speaks."""
    started_at: datetime | None
    """When it was picked up, with an offset."""


class Only(TypedDict, total=False):
    """Which of the calls of a figure: those of an article, or of one part."""

    article: str
    """Its id, with `not_called_back` or one of its counts, `shown`, `opened`, `tried`, `used`, `refused`, `solved`: see
    `figure_articles`."""
    by: str
    """As of `figure_parts`; `topic` as of `figure_topics`; `disposition` = what came of the calls of the queue."""
    key: str
    """With `by`: the key of that part, or the topic, or a name of `queue` of `figures`; empty = the queue that was not
    told, or about none."""
    counted_at: str
    """As counted at that moment, `2026-11-28T09:00:00Z`: no call that began later, and nothing that ripened later."""


class About(TypedDict, total=False):
    """What is known of a call beside its events."""

    symptom: str
    article: str
    """Id of the one that it is about."""
    category: str
    """In the article's category's place."""
    level: ChosenLevel
    at: str
    """Another instant than now, ISO 8601; without an offset in the client's local time."""


class Choice(msgspec.Struct, frozen=True):
    """What the caller answered to the question of a search before."""

    facet: str
    value: str
