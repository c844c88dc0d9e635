"""What the flows need from outside, as protocols of one to four methods."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.calls import Call
from kbsearch.core.events import Event
from kbsearch.core.incidents import Incident
from kbsearch.core.model import Fault
from kbsearch.core.one_client import OneClient
from kbsearch.core.replies import Mark
from kbsearch.errors import KbsearchError

WORKTREE = "worktree"
"""In a commit's place when articles are read from disk as they stand."""
Vectors = NDArray[np.float32]
"""`(n, d) float32`, rows of length 1."""
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors. Two calls with the same text give the same vector; any thread may call."""

    @property
    def fingerprint(self) -> str:
        """Hex id of weights, graph, tokenizer, pooling and prompts: equal fingerprints, comparable vectors."""

    @property
    def dim(self) -> int: ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """`(len(texts), dim) float32`, unit rows, in the order given."""

    def embed_documents(self, texts: Sequence[str]) -> Vectors:
        """Like `embed_queries`, with the model's document prompt."""


class VectorIndex(Protocol):
    """Exact cosine search over one client's rows."""

    def __len__(self) -> int: ...

    def search(self, vector: Vectors, k: int) -> tuple[Rows, Scores]:
        """Nearest rows of one `(d,)` unit vector: at most k, cosine in [−1, 1], best first, ties by row, never −1."""

    def cosines(self, vector: Vectors, rows: Rows) -> Scores:
        """Cosine of one `(d,)` unit vector with each of the named rows, in the order given."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One regular file below an owner's folder."""

    path: str
    """Relative to the owner's folder, POSIX."""
    data: bytes
    blob: str
    """Git blob id."""


@dataclass(frozen=True, slots=True)
class OwnerFiles:
    """Everything read from one owner's folder."""

    files: tuple[SourceFile, ...]
    """`*.md`, `client.toml`, the `*.ics` beside it and `golden.jsonl`, sorted by path; nothing below a folder beginning
    with `_` or `.`."""
    faults: tuple[Fault, ...]
    """Entries refused unread: symlinks, submodules, files too large, unusable names."""
    others: tuple[str, ...] = ()
    """Paths of the other regular files, unread: images and attachments that links point at. Sorted."""


class Library(Protocol):
    """The articles folder at one commit (or as it stands on disk)."""

    @property
    def commit(self) -> str:
        """Full commit id, or `worktree`."""

    def owners(self) -> Mapping[str, str]:
        """Owner → its folder in the articles folder, `_shared` included, sorted; `""` = the articles folder itself."""

    def read(self, owner: str) -> OwnerFiles: ...

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong at the top: symlinks, submodules, unusable or doubtful names. Paths are those on disk."""


class WeightedTerm(NamedTuple):
    """One way of writing one word of a query, as the keyword side sees it."""

    term: str
    weight: float = 1.0
    """1 for the word as typed, less for a correction or an unfinished word."""


TermGroup = tuple[WeightedTerm, ...]
"""All ways of writing one word: an article is credited with the best one, never with their sum."""


@dataclass(frozen=True, slots=True)
class KeywordScores:
    """What words say of every article, each array `(articles,) float32`."""

    body: Scores
    """BM25F over all fields, divided by the query's total idf: comparable between queries. 0 = nothing in common."""
    coverage: Scores
    """Share of the query's idf that the article holds, in [0, 1]."""
    unknown: float = 0.0
    """Share of the query's idf in words that no article holds, in [0, 1]."""


class KeywordIndex(Protocol):
    """BM25F over one client's articles; its words and statistics are that client's alone."""

    def scores(self, query: Sequence[TermGroup]) -> KeywordScores: ...

    def weighed(self, query: Sequence[TermGroup]) -> Sequence[tuple[str, float]]:
        """Per word of a query, the way of writing it that the articles hold, else as typed, and its idf ≥ 0."""

    def articles_with(self, term: str) -> Rows:
        """Articles that hold an index term, ascending."""

    def passages(self) -> PassageWords: ...

    def vocabulary(self) -> Vocabulary: ...


@dataclass(frozen=True, slots=True)
class Places:
    """Where some words stand in one chunk: half-open ranges of characters, which may overlap."""

    text: list[tuple[int, int]] = field(default_factory=list)
    """Of `Chunk.text`."""
    shown: list[tuple[int, int]] = field(default_factory=list)
    """Of `Chunk.shown`."""


class PassageWords(Protocol):
    """What each chunk's own words say, its headings included."""

    def coverage(self, query: Sequence[TermGroup], chunks: Rows) -> Scores:
        """Share of the query's idf that each of the named chunks holds, in [0, 1]."""

    def places(self, terms: Collection[str], chunks: Rows) -> list[Places]:
        """Per chunk, where these index terms stand."""


class Vocabulary(Protocol):
    """The words of one client's articles as they are written, folded."""

    def __contains__(self, word: str, /) -> bool: ...

    def completions(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin with `prefix`, most frequent first."""

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Words within one edit (two from eight letters on) with their distance: closest, then most frequent first."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of the events of one `append`."""

    new: int
    """Written now."""
    repeated: int
    """Known before, with the same content, or given twice."""


class EventLog(Protocol):
    """Events, kept for good. Any thread may call.

    It stores what it is given: texts arrive **already redacted** and callers as keys. It neither finds nor removes
    personal data. `shown` says, by event id, what stood on the screen, as JSON: it is kept beside the event, once per
    client and text, and not compared when the event is repeated.
    """

    def append(self, client: OneClient, events: Sequence[Event], shown: Mapping[str, str] = ...) -> Appended:
        """All of the client's events or none; returns only when they are on disk. One (client, event id) is one event.

        Raises `ScopeViolation` when one of them is another client's, `EventConflict` when an id is known with other
        content, `BadRequest` for an event that could not be read back, `StateError` when nothing was acknowledged (send
        the same events again; its text is "busy" when too many wait already).
        """

    def send(
        self,
        client: OneClient,
        events: Sequence[Event],
        tell: Callable[[Appended | KbsearchError], None],
        shown: Mapping[str, str] = ...,
    ) -> None:
        """`append` for those who must not wait: `tell` gets, once and on another thread, what became of them.

        Whatever is wrong with the events themselves is raised here, and `StateError` "busy"; `tell` is not called then.
        """

    def close(self) -> None:
        """Write what waits, then let go of the files. Later calls raise `StateError`. Closing twice does nothing."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One event as it is on record."""

    event: Event
    shown: str
    """What stood on the screen then, as JSON; empty when nothing was kept."""


class CallStore(Protocol):
    """The calls that the events make. Any thread may call."""

    @property
    def id(self) -> str:
        """Of the store itself, given when it was made and kept by its copies: what is derived from it names it."""

    def call(self, client: OneClient, id: str) -> Call | None:
        """This client's call of that id; None when it has no event."""

    def calls(self, client: OneClient, since: datetime, until: datetime) -> Sequence[Call]:
        """This client's calls with `since <= Call.started < until`, both with an offset; by start, ties by id."""

    def history(self, client: OneClient, id: str) -> Sequence[Kept]:
        """Every event of this client's call, by time, ties by event id; nothing when there is no such call."""

    def clients(self) -> Sequence[str]:
        """Who has any call on record, sorted: also clients that are served no more. For whoever runs the instance."""


class IncidentStore(Protocol):
    """Known incidents. Any thread may call."""

    def open(self, client: OneClient, incident: Incident) -> bool:
        """False when it was opened before in the same words.

        Raises `EventConflict` when in others, or closed since, and `ScopeViolation` for another client's.
        """

    def close_incident(self, client: OneClient, id: str, at: datetime) -> bool:
        """False when it was closed before. Raises `NotFound`, and `BadRequest` for a time before it was opened."""

    def active(self, client: OneClient, now: datetime) -> Sequence[Incident]:
        """This client's that are open at that moment, newest first."""

    def incidents(self, client: OneClient, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Incident]:
        """Open and closed, newest first, ties by id. `after`: opening and id of the one before the first."""

    def incident(self, client: OneClient, id: str) -> Incident | None: ...


class Replies(Protocol):
    """First answers to posts that were given a key, each kept for `KEPT_FOR`. Any thread may call.

    `claim` comes first; when it gives None, the post is done and then exactly one of the others says how that ended.
    """

    def claim(self, client: OneClient, mark: Mark, now: datetime) -> bytes | None:
        """The answer to give again; None = do it. Raises `KeyReused`, and `KeyInUse` while this process does it."""

    def keep(self, client: OneClient, mark: Mark, reply: bytes) -> None:
        """It was done, and this is the answer."""

    def release(self, client: OneClient, mark: Mark) -> None:
        """It was refused, nothing was done: the key is free again."""

    def leave(self, client: OneClient, mark: Mark) -> None:
        """What became of it is not known: the same post may be sent again, and no other under this key."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was deleted, and what a reading of the whole file found of it afterwards."""

    calls: int
    events: int
    texts: int
    """Screens that no call of the client refers to any more."""
    left: int
    """Deleted events of which something is still in the file: 0, or the erasure failed."""
    is_log_empty: bool
    """False: somebody was reading, so that older pages may stay in the log until it is copied. Erase again."""


class Erasure(Protocol):
    """Calls deleted for good. Backups and copies of the file made before are not reached."""

    def old(self, client: OneClient, before: datetime) -> Sequence[str]:
        """This client's calls in which nothing happened since that moment."""

    def erase(self, client: OneClient, choose: datetime | Sequence[str]) -> Erased:
        """Delete this client's calls of these ids, or those of which nothing happened since that moment."""
