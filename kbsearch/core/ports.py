"""What the flows need from outside, as protocols of one to four methods."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from kbsearch.core.model import Fault

if TYPE_CHECKING:  # a tenth of a second, for commands that never hold a vector
    import numpy as np
    from numpy.typing import NDArray

WORKTREE = "worktree"
"""In a commit's place when articles are read from disk as they stand."""
Vectors: TypeAlias = "NDArray[np.float32]"
"""`(n, d) float32`, rows of length 1."""
Rows: TypeAlias = "NDArray[np.int64]"
Scores: TypeAlias = "NDArray[np.float32]"


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


@dataclass(frozen=True, slots=True)
class Choice:
    """Some rows of one `VectorIndex`."""

    count: int
    within: Any
    """How the index knows them."""


class VectorIndex(Protocol):
    """Exact cosine search over one client's rows."""

    def __len__(self) -> int: ...

    def search(self, vector: Vectors, k: int, among: Choice | None = None) -> tuple[Rows, Scores]:
        """Nearest rows of one `(d,)` unit vector: at most k, cosine in [−1, 1], best first, ties by row, never −1.

        `among`: a `choice` of this index; None = all rows.
        """

    def choice(self, rows: Rows) -> Choice:
        """These rows, each once, to be searched alone: made once for many searches."""

    def cosines(self, vector: Vectors, rows: Rows) -> Scores:
        """Cosine of one `(d,)` unit vector with each of the named rows, in the order given."""

    def rows(self) -> Vectors:
        """All of them, `(len, d) float32`, as near to what was put in as the index keeps them."""


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

    def codes_from(self, term: str) -> Sequence[str]:
        """Index terms of whole codes that begin with this one of a code, itself aside."""

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

    def is_french(self, word: str) -> bool:
        """Whether French has this word, whatever the articles hold."""

    def completions(self, prefix: str, limit: int) -> Sequence[str]:
        """Words that begin with `prefix`, most frequent first."""

    def written(self, word: str) -> str:
        """As the articles mostly write a word: with its accents. The word itself where they write it so, do not agree
        or do not hold it."""

    def near(self, word: str) -> Sequence[tuple[str, int]]:
        """Words within one edit (two from eight letters on) with their distance: closest, then most frequent first."""
