"""What the API answers about what articles did, as its document has it: see `answers`."""

from __future__ import annotations

from datetime import date

import msgspec

from kbsearch.client.answers import Instant
from kbsearch.client.figure_answers import Interval, PartFigure


class Estimate(msgspec.Struct, frozen=True):
    """A difference, with where it would be of very many topics."""

    value: float
    interval: Interval


class Power(msgspec.Struct, frozen=True):
    """So many first contacts in each heap show a rise by so many `points`, in a share `power` of times."""

    points: float
    calls: int
    power: float


class Published(msgspec.Struct, frozen=True):
    """An article that came; `topic` is empty where it is about none."""

    article: str
    title: str
    published: Instant
    topic: str


class TopicEffect(msgspec.Struct, frozen=True):
    """A topic that got an article; its two shares say little by themselves."""

    topic: str
    wordings: tuple[str, ...]
    articles: tuple[str, ...]
    """Ids, the oldest first."""
    judged: bool
    """It is one of `FigureEffects.treated`."""
    before: PartFigure
    after: PartFigure


class ComparedTopic(msgspec.Struct, frozen=True):
    """A topic that others were compared with while it had no article."""

    topic: str
    wordings: tuple[str, ...]
    before: PartFigure
    meanwhile: PartFigure


class FigureEffects(msgspec.Struct, frozen=True):
    """By how much more FCR rose on topics that got an article than on those that had none in the same weeks; where
    `points` is None there is not enough data, and `unknown` and `why` say what is missing."""

    client: str
    since: date
    until: date
    time_zone: str
    weeks: int
    frozen: Instant | None
    """When the topics were frozen; None = none were from calls before `freeze_before`."""
    freeze_before: date
    points: Estimate | None
    """Of FCR, as the placebo and the trend before."""
    per_use: Estimate | None
    used: float | None
    handle_time: Estimate | None
    """Seconds a call."""
    pre_trend: Estimate | None
    placebo: Estimate | None
    treated: int
    left_out: int
    compared: int
    least_topics: int
    before_since: date | None
    before_until: date | None
    calls: int
    """In the smallest of four heaps: with article and without, before and since."""
    could_show: float | None
    needed: tuple[Power, ...]
    unknown: str | None
    why: str
    formula: str
    topics: tuple[TopicEffect, ...]
    articles: tuple[Published, ...]
    undated: tuple[str, ...]
    per_use_unknown: str | None
    """Why `per_use` is None where `points` is not."""
    compared_topics: tuple[ComparedTopic, ...]
    """Those of `compared`."""
    forgotten: int
    """Topics on neither side, because the calls whose words told them are deleted."""
    unread_wordings: int
    """Different wordings that were left unread, those of the fewest calls: asked again, more of them are read."""
    unread_calls: int
    """Calls that said them: in no topic yet."""
