"""What the API answers about figures, as its document has it: see `answers`."""

from __future__ import annotations

from datetime import date

import msgspec

from kbsearch.client.answers import Instant


class Interval(msgspec.Struct, frozen=True):
    """Where the value would be of very many such calls; `level` = how sure that is."""

    low: float
    high: float
    level: float
    method: str


class Target(msgspec.Struct, frozen=True):
    """What a share should be; without `high`, the more the better."""

    low: float
    high: float | None


class Net(msgspec.Struct, frozen=True):
    """A figure without the calls that the client agreed to leave out."""

    numerator: int
    denominator: int
    value: float | None
    interval: Interval | None


class Figure(msgspec.Struct, frozen=True):
    """`value` = `numerator` / `denominator`; None = no value, for nothing was counted. That is not 0."""

    name: str
    title: str
    formula: str
    unit: str
    numerator: int
    denominator: int
    value: float | None
    interval: Interval | None
    median: float | None = None
    """Of lengths, in seconds; None of a share. So is `p90`."""
    p90: float | None = None
    within_seconds: int | None = None
    """Of the service level: how soon a call must be answered to be in the numerator; None of others."""
    target: Target | None = None
    """What this client aims at, of the service level, and the trade, of others; None = none is known."""
    net: Net | None = None
    """Beside the gross figure; None where the client agreed on nothing, and of others."""
    against: int | None = None
    """Of a balance (NPS), the answers against; None of others."""


class PartFigure(msgspec.Struct, frozen=True):
    """A `Figure` of one part of a period."""

    name: str
    unit: str
    numerator: int
    denominator: int
    value: float | None
    interval: Interval | None
    median: float | None = None
    p90: float | None = None
    net: Net | None = None
    against: int | None = None


class FigurePart(msgspec.Struct, frozen=True):
    """One part; `key` is a queue, an hour `00` to `23`, a day of the week `1` = Monday to `7`, or `2026-11-02`,
    `2026-W45`, `2026-11`."""

    key: str
    began: int
    """Calls in all."""
    figures: tuple[PartFigure, ...]


class FigureParts(msgspec.Struct, frozen=True):
    """Figures from `since` to `until`, both included, part by part; the counts of all parts add up to those of
    `Figures`."""

    client: str
    since: date
    until: date
    time_zone: str
    by: str
    parts: tuple[FigurePart, ...]


class FigureTopic(msgspec.Struct, frozen=True):
    """What calls about one topic come to."""

    topic: str
    """Its id, which lasts when topics are frozen again; empty = about none."""
    wordings: tuple[str, ...]
    """Its name and a few more, redacted, as its calls have them."""
    calls: int
    """Handled ones."""
    fcr_no_call_back: PartFigure
    """Without call-back about the same topic."""
    handle_time: PartFigure
    figures: tuple[PartFigure, ...] = ()
    """All but those of the queue, those two too."""


class FigureTopics(msgspec.Struct, frozen=True):
    """Figures of the calls that began from `since` to `until`, both included, by topics that were frozen before."""

    client: str
    since: date
    until: date
    time_zone: str
    frozen: Instant | None
    """When the topics were frozen; None = none were."""
    topics: tuple[FigureTopic, ...]
    """Of most calls first, the calls about none last."""
    fcr_low: PartFigure | None
    """Any later call of the caller counts."""
    fcr_high: PartFigure | None
    """Only a later call about the same topic counts."""
    unripe: int
    """First contacts too young to know: in no share."""
    unattached: int
    """Handled calls without a known caller: in no share."""
    unread_wordings: int
    """Different wordings that were left unread, those of the fewest calls: asked again, more of them are read."""
    unread_calls: int
    """Calls that said them: counted with those about none."""


class ArticleFigures(msgspec.Struct, frozen=True):
    """In how many calls each thing was done with one article, and what was solved with it: counts, and never a gain."""

    article: str
    title: str
    """Empty = it is served no more."""
    shown: int
    opened: int
    tried: int
    used: int
    """It served, and nobody took that back."""
    solved: int
    """Contacts solved at N1 with it: the denominator of the share, `unripe` and `unattached`."""
    refused: int
    not_called_back: PartFigure
    """Of the ripe ones, those after which nobody called again, about anything."""
    unripe: int
    """Too young to know; in no share. So are `unattached` ones, of no known caller."""
    unattached: int


class FigureArticles(msgspec.Struct, frozen=True):
    """Figures from `since` to `until`, both included, article by article; the one that solved most first."""

    client: str
    since: date
    until: date
    time_zone: str
    window_days: int
    """Within which a later call is a call-back."""
    calls: int
    using: int
    """Of these, the calls in which an article served."""
    articles: tuple[ArticleFigures, ...]
    """Those that a call knows of."""
    not_called_back: PartFigure
    """Of all articles together, each contact once; so are `unripe` and `unattached`."""
    unripe: int
    unattached: int
    counted_at: Instant
    """What is ripe is so as of then; `figure_calls` takes it."""


class Contacts(msgspec.Struct, frozen=True):
    """What the shares of first contacts are made of: a contact is a call, with those of its caller just after it."""

    window_days: int
    """Who calls again within so many days was not helped the first time."""
    first: int
    unripe: int
    """Of `first`, those of which nobody knows yet whether the caller will call again."""
    repeated: int
    unattached: int
    """Calls without a caller to be told from others: in no contact."""


class Queue(msgspec.Struct, frozen=True):
    """Calls that reached the client's queue, as the telephone system tells; the others add up to `presented`."""

    presented: int
    answered: int
    abandoned: int
    overflowed: int
    """Sent to somebody else than the queue's own people."""
    dissuaded: int
    """Told that nobody is free, and let go."""
    callback_requested: int
    voicemail: int
    failed: int
    untold: int
    """Still waiting, or how they ended was never told."""


class PlainCount(msgspec.Struct, frozen=True):
    """How many calls, or contacts, of the period are what; `figure_calls` gives them by `name`."""

    name: str
    title: str
    formula: str
    value: int


class Figures(msgspec.Struct, frozen=True):
    """Figures of the calls that began from `since` to `until`, both included, in the client's local time."""

    client: str
    since: date
    until: date
    time_zone: str
    begins: Instant
    ends: Instant
    began: int
    unfinished: int
    """Not closed, and so in no figure yet."""
    abandoned: int
    figures: tuple[Figure, ...]
    contacts: Contacts
    queue: Queue
    unanswered: int = 0
    """Nobody took them, the telephone system says, and nobody said how they ended."""
    telephoned: int = 0
    """The telephone system told any time of them; 0 = it told nothing, and its figures have no value."""
    counts: tuple[PlainCount, ...] = ()
    """The numbers of calls, contacts, outcomes and the queue, with names and formulas."""
