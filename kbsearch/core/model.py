"""The nouns of kbsearch, each defined once.

Frozen and pure. POSIX paths; lines from 1, inclusive, front matter too; ranges of characters half open, `text[a:b]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

import msgspec

from kbsearch.core.client import Client
from kbsearch.core.questions import Question

SHARED = "_shared"
"""Folder and owner name of the articles that several clients opt into."""


class ArticleState(StrEnum):
    """How far an article is trusted (KCS). `draft` and `archived` are never searchable."""

    DRAFT = "draft"
    NOT_VALIDATED = "not_validated"
    VALIDATED = "validated"
    ARCHIVED = "archived"


class Audience(StrEnum):
    """Whether an agent may read the article aloud (`sayable`) or keeps it inside the hotline."""

    INTERNAL = "internal"
    SAYABLE = "sayable"


class AnswerState(StrEnum):
    """How far an answer is to be trusted: *sûr*, *à vérifier*, *rien de fiable* in the console."""

    SURE = "sure"
    TO_CHECK = "to_check"
    NOTHING_RELIABLE = "nothing_reliable"


class Severity(StrEnum):
    """An `error` leaves the article out of the index; a `warning` does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in one file, with what an editor needs to mend it."""

    path: str
    """From the articles folder: `<client>/…`."""
    line: int
    """1-based; 1 when the fault belongs to the whole file."""
    code: str
    """Stable kebab-case name, for instance `front-matter-duplicate-key`."""
    message: str
    """What is wrong, with the value."""
    hint: str = ""
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who takes over when this article does not solve the call. All fields optional in the front matter."""

    level: str = ""
    """One of `levels.LEVELS`."""
    group: str = ""
    """A group declared in the client's `client.toml`."""
    when: str = ""
    """The condition, in words."""
    facts: tuple[str, ...] = ()
    """What to ask the caller before handing over."""


@dataclass(frozen=True, slots=True)
class Article:
    """One Markdown file that parsed."""

    id: str
    """Unique for a client. From the front matter, else the path without `.md`."""
    owner: str
    """The client's name, or `_shared`."""
    path: str
    """Relative to the owner's folder, for instance `reseau/vpn.md`."""
    title: str
    body: str
    """Markdown after the front matter, exactly as in the file."""
    body_line: int
    """File line on which `body` starts."""
    symptoms: tuple[str, ...] = ()
    """In callers' words."""
    error_codes: tuple[str, ...] = ()
    product: str = ""
    versions: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    """Of the product, and of the client, where the procedure is not the same for all."""
    category: str = ""
    keywords: tuple[str, ...] = ()
    lang: str = ""
    """`fr`, `en`, or empty when the file does not say."""
    state: ArticleState = ArticleState.VALIDATED
    audience: Audience = Audience.INTERNAL
    steward: str = ""
    """Front matter `owner`: the team that keeps the article right."""
    reviewed: date | None = None
    review_every_days: int | None = None
    level: str = ""
    """Who carries the procedure out: one of `levels.READERS`, or empty when the file does not say."""
    escalation: Escalation | None = None
    blob: str = ""
    """Git blob id of the file (or the id it would get, for a working tree)."""
    overrides: str = ""
    """Path from the articles folder of the shared article that this one, of a client, stands in for."""
    replaces: tuple[str, ...] = ()
    """Ids of articles that are no more, in whose place this one is: whoever asks for one of them is led here."""

    @property
    def is_searchable(self) -> bool:
        """Whether agents may find it: neither draft nor archived."""
        return self.state in (ArticleState.VALIDATED, ArticleState.NOT_VALIDATED)

    @property
    def public_path(self) -> str:
        """Path as clients see it: own articles relative to their folder, shared ones with `_shared/` before."""
        return f"{SHARED}/{self.path}" if self.owner == SHARED else self.path


class ChunkKind(StrEnum):
    """`card` = title, symptoms, codes and keywords; `section` = a piece of the body."""

    CARD = "card"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an article that is embedded, searched and shown as one passage."""

    article: str
    """`Article.id`."""
    ordinal: int
    """0 for the card, then 1… in file order."""
    kind: ChunkKind
    heading: tuple[str, ...]
    """Headings above the piece, outermost first, without the article's title."""
    text: str
    """Markdown of the piece: the file's lines, other tools' markup made GitHub's (the card: one line per item)."""
    lines: tuple[int, int]
    """First and last file line."""
    shown: str
    """The piece as a reader sees it: one line, without Markdown's marks."""

    @property
    def id(self) -> str:
        """`article#ordinal`, unique within a client."""
        return f"{self.article}#{self.ordinal}"


@dataclass(frozen=True, slots=True)
class Base:
    """Everything one client can find at one commit: the input of an index."""

    client: Client
    commit: str
    """That was read: full Git commit id, or `worktree`."""
    articles: tuple[Article, ...]
    """Searchable ones, own and opted-in shared, the own one where both have an id; sorted by `public_path`."""
    faults: tuple[Fault, ...] = ()
    """Everything wrong in the client's folder and in the shared articles it opted into, warnings included."""
    left_out: int = 0
    """Files that are not searchable: faulty, or `drafts`, or `archived`."""
    drafts: int = 0
    archived: int = 0


Mode = Literal["hybrid", "keyword"]
"""`keyword`: the model is loading, missing or failing, so only words were compared."""


class Signals(msgspec.Struct, frozen=True):
    """Raw evidence for one article, before any fusion. `None` = not measured."""

    cosine: float | None = None
    """Best cosine over the article's passages, in [−1, 1]."""
    passages: float | None = None
    """Mean of the three best cosines over the article's passages."""
    article: float | None = None
    """Mean cosine over all of the article's passages."""
    label: float | None = None
    """Best cosine with the title, a symptom or a heading."""
    bm25: float = 0.0
    """BM25F over the whole article per unit of the query's idf; 0 = no word in common."""
    coverage: float = 0.0
    """Share of the query's word weight (idf) found in the article, in [0, 1]."""
    exact_code: bool = False
    """The query holds an error code or part number that the article holds too, character for character."""
    english_passages: float | None = None
    """`passages` by the English model; only for English queries to plain English bases."""
    english_article: float | None = None
    solved: float | None = None
    """Net votes of near solved calls, refusals against; `None` when evidence was not asked."""
    solved_calls: int | None = None
    """Distinct solved calls with this article that are near the query."""


class Passage(msgspec.Struct, frozen=True):
    """The best piece of an article for a query."""

    chunk: str
    heading: tuple[str, ...]
    text: str
    highlights: tuple[tuple[int, int], ...]
    """Ranges of `text` that match the query, sorted, disjoint."""
    lines: tuple[int, int]
    commit: str
    shown: str
    shown_highlights: tuple[tuple[int, int], ...]
    """Ranges of `shown`, which is `Chunk.shown`."""


class Result(msgspec.Struct, frozen=True):
    """One article in an answer; `path` is its `public_path`, `owner` its owner."""

    article: str
    path: str
    title: str
    score: float
    """The ranker's score: higher is better, only comparable within one answer."""
    passage: Passage
    signals: Signals
    state: ArticleState = ArticleState.VALIDATED
    lang: str = ""
    product: str = ""
    category: str = ""
    owner: str = ""
    reviewed: date | None = None
    level: str = ""
    next_level: str = ""
    """The article's own `escalation.level`."""
    review_due: date | None = None
    """As `reviews.review_due` has it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word of the query that the client's articles do not hold, and the closest one that they do."""

    word: str
    instead: str
    range: tuple[int, int]
    """Where the word stands in `Answer.query`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one search of `client`'s snapshot returns. An empty `results` is an answer too."""

    client: str
    query: str
    """As searched: normalised, not as typed."""
    mode: Mode
    results: tuple[Result, ...]
    """Best first; ties by path. One per article."""
    commit: str
    generation: str
    suggestions: tuple[Suggestion, ...] = ()
    notes: tuple[str, ...] = ()
    """Short machine words about the query: `empty`, `cut`, `no-known-word`, `unknown-code`."""
    question: Question | None = None
    """What would best tell the first articles apart; None = nothing that is worth asking."""
    state: AnswerState = AnswerState.NOTHING_RELIABLE
    """Of the first result; the others are candidates."""
    probability: float = 0.0
    """That the first result is the right article, calibrated; 0 without results."""
    reasons: tuple[str, ...] = ()
    """Why, weightiest first: one to three codes of `core.answers.reasons`; none when nothing was asked."""
