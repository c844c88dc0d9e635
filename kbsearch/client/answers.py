"""What the API answers, as its document has it; a test holds the two together.

Mirrored rather than shared with the server: whoever uses this needs none of the server's libraries, and a field that a
newer server adds is passed over. Values that may grow (`state`, `kind`, `outcome`…) are plain text for the same reason.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""In UTC."""


class Reason(msgspec.Struct, frozen=True):
    """`code` is for programs and stays; `text` is in the reader's language."""

    code: str
    text: str


class Passage(msgspec.Struct, frozen=True):
    """The best piece of an article for the query. `text` is Markdown, to be shown as text, never as HTML."""

    chunk: str
    heading: tuple[str, ...]
    text: str
    highlights: tuple[tuple[int, int], ...]
    lines: tuple[int, int]
    """First and last line of the file, from 1."""
    commit: str
    excerpt: tuple[tuple[str, bool], ...]


class Signals(msgspec.Struct, frozen=True):
    """Raw evidence, before fusion. What the model measures is null when only words were compared."""

    cosine: float | None
    passages: float | None
    article: float | None
    label: float | None
    bm25: float
    coverage: float
    exact_code: bool
    english_passages: float | None
    english_article: float | None
    solved: float | None = None
    solved_calls: int | None = None


class Result(msgspec.Struct, frozen=True):
    """One article. `score` only compares within one answer; higher is better."""

    article: str
    path: str
    title: str
    score: float
    state: str
    lang: str
    product: str
    category: str
    passage: Passage
    signals: Signals
    reviewed: date | None = None
    level: str = ""
    """Who carries the procedure out; empty = the article does not say."""
    next_level: str = ""
    review_due: date | None = None
    review_overdue: bool = False


class Suggestion(msgspec.Struct, frozen=True):
    """A word that no article of this client holds, and the closest one that some do."""

    word: str
    instead: str
    range: tuple[int, int]
    """Half-open range of characters, `text[start:end]`."""


class Step(msgspec.Struct, frozen=True):
    """One group to turn to. `level` is `N1`, `N2`, `N3`, `on-call`, or `supervisor` as a last resort."""

    level: str
    group: str
    title: str
    """Level and group in words."""
    who: str
    """Who is on duty, or comes on next; empty = whoever answers."""
    contact: str
    channel: str
    open: bool
    """Whether they can be reached at that instant."""
    until: str | None
    """When `open` or `who` changes, with the client's offset; null = not within two months."""
    reached: str
    """`open` and `until` in words."""
    delay_minutes: int | None
    """Target until they answer, for this priority."""
    delay: str
    """The same in words; empty where none is declared."""
    facts: tuple[str, ...]
    """What to ask the caller before handing over."""
    kind: str
    """`functional`, `hierarchical` or `last-resort`."""
    rule: Reason
    name: str = ""
    """What people call the group; empty where there is none."""
    whom: str = ""
    """Whom to turn to and how, in one line."""
    """What put this step there."""


class Path(msgspec.Struct, frozen=True):
    """Whom to turn to, in order. `steps` is never empty; `now` is the place in it of the first who can be reached."""

    at: str
    """The instant, with the client's offset."""
    priority: str
    now: int
    steps: tuple[Step, ...]
    warnings: tuple[Reason, ...]
    """What to know before following it."""


class IncidentShown(msgspec.Struct, frozen=True):
    """The banner above a search's results."""

    id: str
    title: str
    message: str
    opened: Instant


class Choice(msgspec.Struct, frozen=True):
    """One answer: `label` to be read out, `value` to be sent back, and which of the first articles it speaks for, also
    where `limit` leaves them out."""

    value: str
    label: str
    articles: tuple[str, ...]


class Question(msgspec.Struct, frozen=True):
    """What would best tell the first articles apart, in the client's language. Nothing waits for its answer."""

    facet: str
    text: str
    choices: tuple[Choice, ...]


class Search(msgspec.Struct, frozen=True):
    """Best articles first. `mode` is `keyword` while the model loads, when it is missing or when it fails."""

    client: str
    query: str
    """As searched: normalised, not as typed."""
    mode: str
    state: str
    """How far the first result is to be trusted; the others are candidates in any case."""
    probability: float
    """That the first result is the right article, calibrated. To compare, not to show."""
    reasons: tuple[Reason, ...]
    results: tuple[Result, ...]
    suggestions: tuple[Suggestion, ...]
    notes: tuple[str, ...]
    """About the query: `empty`, `cut`, `no-known-word`, `unknown-code`."""
    commit: str
    generation: str
    escalation: Path
    incidents: tuple[IncidentShown, ...]
    """Known incidents of this client that the query says or means."""
    event: str | None = None
    """Under which event of the call it was kept; null = it was not, or not before the answer."""
    question: Question | None = None
    """One question with two to four answers; null = none is worth the caller's time."""


class ArticleEscalation(msgspec.Struct, frozen=True):
    """Who takes over when this article does not solve the call."""

    level: str
    group: str
    when: str
    facts: tuple[str, ...]


class Section(msgspec.Struct, frozen=True):
    """What stands under one heading of an article's `html`."""

    id: str
    """The heading's `id` in `html`."""
    heading: str
    level: int
    role: str | None
    """`symptoms`, `questions`, `resolution`, `say`, `escalation`; None = none of these."""


class Article(msgspec.Struct, frozen=True):
    """One article: `html` is sanitised and safe to insert, `source` is its Markdown after the front matter."""

    client: str
    article: str
    path: str
    title: str
    html: str
    source: str
    commit: str
    generation: str
    blob: str
    state: str
    lang: str
    product: str
    category: str
    audience: str
    steward: str
    symptoms: tuple[str, ...]
    error_codes: tuple[str, ...]
    reviewed: str | None
    escalation: ArticleEscalation | None
    sections: tuple[Section, ...] = ()
    steps: int = 0
    """Of the procedure: the `li` of class `step` in `html`."""
    replaces: tuple[str, ...] = ()
    """Ids of articles that are no more: a 404 for one of them names this one."""
    level: str = ""
    """Who carries the procedure out; empty = the article does not say."""
    review_due: date | None = None
    review_overdue: bool = False


class ArticleRow(msgspec.Struct, frozen=True):
    """One article of a list. `blob` names its content: another blob, another content."""

    article: str
    path: str
    title: str
    state: str
    lang: str
    product: str
    category: str
    blob: str
    reviewed: str | None


class Articles(msgspec.Struct, frozen=True):
    """A page of articles, by id, and the snapshot that it is of."""

    client: str
    commit: str
    generation: str
    items: tuple[ArticleRow, ...]
    next_cursor: str | None
    """What to ask for the next page with; null = this is the last one."""


class Snapshot(msgspec.Struct, frozen=True):
    """One client, and the snapshot that it is served from."""

    client: str
    name: str
    lang: str
    time_zone: str
    commit: str
    generation: str
