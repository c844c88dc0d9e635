"""What the API answers about calls and incidents, as its document has it: see `answers`."""

from __future__ import annotations

from typing import Any

import msgspec

from kbsearch.client.answers import Instant, Path


class NoArticle(msgspec.Struct, frozen=True):
    """An article that was named and that the client does not have."""

    field: str
    """What was said of it: `tried`, `refused` or `used`."""
    message: str


class Recorded(msgspec.Struct, frozen=True):
    """On disk. `repeated` were known before, with the same content, and count once."""

    client: str
    call: str
    new: int
    repeated: int
    warnings: tuple[NoArticle, ...] = ()
    """Articles tried, refused or used that the client does not have: mistyped, or deleted since. It is kept so."""


class AnsweredQuestion(msgspec.Struct, frozen=True):
    """A question and what the caller answered."""

    question: str
    answer: str


class Ticked(msgspec.Struct, frozen=True):
    """The steps of one article that were done."""

    article: str
    steps: tuple[int, ...]
    """Sorted; 1 = the first `li` of class `step` in the article's `html`."""


class Telephone(msgspec.Struct, frozen=True):
    """What the telephone system says of a call; null = it has not said."""

    received_at: Instant | None
    offered_at: Instant | None
    answered_at: Instant | None
    ended_at: Instant | None
    wrapup_ended_at: Instant | None
    disposition: str | None


class Call(msgspec.Struct, frozen=True):
    """A call, as its events make it. Article ids stand in the order they were first mentioned."""

    client: str
    call: str
    started: Instant
    closed: Instant | None
    outcome: str | None
    incident: str
    knowledge: str | None
    confirmed: bool | None
    reopened: int
    channel: str
    queue: str
    ivr: tuple[str, ...]
    caller_key: str
    searches: int
    displayed: int
    opened: tuple[str, ...]
    copied: tuple[str, ...]
    tried: tuple[str, ...]
    refused: tuple[str, ...]
    used: tuple[str, ...]
    created: tuple[str, ...]
    n1_could: bool | None = None
    """Whether N1 could have solved it, as the level that did says; null = nobody said."""
    n1_article: str | None = None
    """With which article N1 could have."""
    faults: tuple[str, ...] = ()
    symptom: str = ""
    """As it was described last, else searched last, redacted; empty = nobody said."""
    query: str = ""
    """As searched last, redacted."""
    answers: tuple[AnsweredQuestion, ...] = ()
    """Of each question the last answer."""
    ticked: tuple[Ticked, ...] = ()
    comment: str = ""
    """What was said of its end, redacted; empty = nothing."""
    telephone: Telephone | None = None
    """None = no telephone system has said anything."""
    lang: str = ""
    satisfaction: int | None = None
    """What the caller answered to a survey, 1 to 5; None = nothing."""
    recommendation: int | None = None
    """The same, 0 to 10."""
    """What the caller speaks, `fr` or `en`; empty = nobody said."""


class CallRow(msgspec.Struct, frozen=True):
    """One call of a list. `symptom` as it was described last, else searched last, redacted; empty = nobody said."""

    call: str
    started: Instant
    closed: Instant | None
    state: str
    outcome: str | None
    incident: str
    symptom: str
    used: tuple[str, ...]


class Calls(msgspec.Struct, frozen=True):
    """A page of calls, newest first."""

    client: str
    items: tuple[CallRow, ...]
    next_cursor: str | None
    """What to ask for the next page with; null = this is the last one."""


class Happened(msgspec.Struct, frozen=True):
    """One event of a call."""

    id: str
    at: Instant
    what: dict[str, Any]
    """By its `kind`, of which there may be more one day; the words are those of `kbsearch.client`: `Opened`…"""
    shown: dict[str, Any] | None
    """What stood on the screen then; None where nothing was kept."""


class Replay(msgspec.Struct, frozen=True):
    """Everything that happened in a call, by time, as it was on the screen, whatever became of the articles since."""

    call: Call
    timeline: tuple[Happened, ...]


class RowFault(msgspec.Struct, frozen=True):
    """What is wrong with one row of a file, or odd about it."""

    line: int
    field: str
    """Empty = the row as a whole."""
    message: str


class Imported(msgspec.Struct, frozen=True):
    """What became of a file of calls."""

    client: str
    calls: int
    """Rows that are on record now."""
    new: int
    """Events kept now."""
    repeated: int
    """Events that were on record before."""
    faulty: int
    """Rows of which nothing was kept."""
    faults: tuple[RowFault, ...]
    """The first of them, by line."""
    warned: int = 0
    """Articles that kept rows name and the client does not have: mistyped, or deleted since."""
    warnings: tuple[RowFault, ...] = ()
    """The first of them, by line; their calls are kept."""
    expiring: int = 0
    """Rows on record now whose calls are older than the client's `retention_days`: they are deleted within a day."""
    unvouched: int = 0
    """Rows on record now that were resolved with an article and name neither a caller nor a confirmation: search learns
    nothing from them."""


class ToldFact(msgspec.Struct, frozen=True):
    """A fact for the next level; `asked` is false where nobody asked yet, and `value` is then empty."""

    name: str
    value: str
    asked: bool


class SeenArticle(msgspec.Struct, frozen=True):
    """An article that was more than a row on the screen."""

    article: str
    title: str
    version: str
    did: str
    steps: tuple[int, ...]
    version_by: str = "event"
    """`search`: that of the index then, in which it was not shown; `unknown`: there is none."""


class Handover(msgspec.Struct, frozen=True):
    """The sheet, for programs and, as `markdown` and `text`, for people, in the reader's language."""

    client: str
    call: str
    begun: str
    came: str
    caller_key: str
    priority: str
    impact: str
    symptoms: tuple[str, ...]
    answers: tuple[AnsweredQuestion, ...]
    facts: tuple[ToldFact, ...]
    articles: tuple[SeenArticle, ...]
    path: Path
    markdown: str
    text: str
    displayed: tuple[SeenArticle, ...] = ()
    """Stood first on the screen, and nothing was done with them."""
    caller_lang: str = ""
    """`fr` or `en`; empty = nobody said."""


class Incident(msgspec.Struct, frozen=True):
    """One incident; `closed` is null while no end is known."""

    client: str
    id: str
    title: str
    symptoms: tuple[str, ...]
    message: str
    opened: Instant
    closed: Instant | None


class IncidentCalls(msgspec.Struct, frozen=True):
    """One incident and the calls that were closed with it, by their start."""

    incident: Incident
    calls: tuple[str, ...]


class Incidents(msgspec.Struct, frozen=True):
    """A page of incidents, newest first."""

    client: str
    items: tuple[Incident, ...]
    next_cursor: str | None
    """What to ask for the next page with; null = this is the last one."""
