"""Articles, chunks and vectors of any size from a few real ones, the same every time.

The first copy of each article is the real text. Every further copy has one word in seven replaced by another word of
the corpus, and one word in three hundred by a word that exists nowhere else, so that the vocabulary grows as that of
real text does. Vectors are the real vectors of the original plus noise (cosine with the original about 0.94): what they
mean is blurred, what they cost is not.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kbsearch.adapters.library import open_library
from kbsearch.core import chunkers
from kbsearch.core.articles import bases
from kbsearch.core.articles.wording import document_text, labels
from kbsearch.core.client import Client
from kbsearch.core.model import Article, Chunk
from kbsearch.core.ports import Rows, Vectors

NOISE = 0.35
ONE_WORD_IN = 7
ONE_NEW_WORD_IN = 300
_WORD = re.compile(r"[a-zà-ÿœ]{4,}")
_SYLLABLES = [a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an", "on", "er")]


@dataclass(frozen=True, slots=True)
class Original:
    """One real article with the vectors of its chunks and labels."""

    article: Article
    vectors: Vectors
    labels: Vectors


@dataclass(frozen=True, slots=True)
class Material:
    """One client's content before it is published; see `core.generation.Draft`."""

    client: Client
    articles: tuple[Article, ...]
    chunks: tuple[Chunk, ...]
    vectors: Vectors
    labels: Vectors
    label_chunks: Rows


Embed = Callable[[str, Sequence[str]], Vectors]
"""`("document" | "query", texts)` → unit vectors."""


def real_articles(corpora: Path) -> list[Article]:
    """Every searchable article below `corpora`, as one client's."""
    library = open_library(corpora, "worktree")
    found = []
    for owner in library.owners():
        name = owner.lstrip("_")  # a folder that begins with it is no article's, below a client
        base = bases.assemble(bases.read_folder(owner, library.read(owner)), None, library.commit)
        found += [
            dataclasses.replace(article, id=f"{name}/{article.id}", path=f"{name}/{article.path}")
            for article in base.articles
        ]
    return found


def originals(articles: Sequence[Article], embed: Embed) -> list[Original]:
    """The real articles with their real vectors; `embed` is called once per kind of text."""
    cut = chunkers.get("sections")
    chunks = [cut(article) for article in articles]
    passages = [document_text(article, chunk) for article, own in zip(articles, chunks, strict=True) for chunk in own]
    titles = [[text for _, text in labels(article, own)] for article, own in zip(articles, chunks, strict=True)]
    rows = embed("document", passages)
    label_rows = embed("query", [text for own in titles for text in own])
    ends, label_ends = np.cumsum([len(own) for own in chunks]), np.cumsum([len(own) for own in titles])
    return [
        Original(article, own, its_labels)
        for article, own, its_labels in zip(
            articles, np.split(rows, ends[:-1]), np.split(label_rows, label_ends[:-1]), strict=True
        )
    ]


def grown(base: Sequence[Original], client: str, chunks: int, *, seed: int = 0) -> Material:
    """Exactly `chunks` chunks of one client, from real articles and then from varied copies of them."""
    rng, noise = random.Random(seed), np.random.default_rng(seed)  # noqa: S311 - reproducible data, no secret
    words = _words(base)
    parts, total = [], 0
    for turn, original in _copies(base, seed):
        part = _copy(original, client, f"{turn:03d}", rng if turn else None, words)
        parts.append((original, *part))
        total += len(part[1])
        if total >= chunks:
            break
    parts.sort(key=lambda part: part[1].public_path)
    return _joined(client, parts, chunks, noise)


def files(base: Sequence[Original], count: int) -> dict[str, str]:
    """`count` articles as Markdown files, path → text: real ones first, then varied copies."""
    rng = random.Random(11)  # noqa: S311
    words = _words(base)
    copies = (
        (article.path, article)
        for turn, original in _copies(base, 0)
        for article, _ in [_copy(original, "client", f"{turn:03d}", rng if turn else None, words)]
    )
    return {path: _markdown(article) for path, article in itertools.islice(copies, count)}


def _markdown(article: Article) -> str:
    return article.body if article.body.lstrip().startswith("# ") else f"# {article.title}\n\n{article.body}"


def _copies(base: Sequence[Original], seed: int) -> Iterator[tuple[int, Original]]:
    """Originals in a shuffled order, again and again; the number says which time round it is."""
    order = list(base)
    random.Random(seed).shuffle(order)  # noqa: S311
    first = 0 if seed == 0 else 1  # only one client holds the real texts themselves
    for turn in range(first, 1_000_000):
        for original in order:
            yield turn, original


_Part = tuple[Original, Article, tuple[Chunk, ...]]


def _copy(
    original: Original, client: str, turn: str, rng: random.Random | None, words: Sequence[str]
) -> tuple[Article, tuple[Chunk, ...]]:
    known = original.article
    vary: Callable[[str], str] = (lambda text: _varied(text, rng, words)) if rng else (lambda text: text)
    article = dataclasses.replace(
        known,
        id=f"{turn}/{known.id}",
        owner=client,
        path=f"{turn}/{known.path}",
        title=vary(known.title),
        body=vary(known.body),
        symptoms=tuple(map(vary, known.symptoms)),
    )
    return article, chunkers.get("sections")(article)


def _varied(text: str, rng: random.Random, words: Sequence[str]) -> str:
    def other(match: re.Match[str]) -> str:
        drawn = rng.random()
        if drawn < 1 / ONE_NEW_WORD_IN:
            return "".join(rng.choices(_SYLLABLES, k=4))
        return rng.choice(words) if drawn < 1 / ONE_WORD_IN else match.group()

    return _WORD.sub(other, text)


def _words(base: Sequence[Original]) -> list[str]:
    """Every word as often as it is used."""
    return [word for original in base for word in _WORD.findall(original.article.body)] or ["mot"]


def _joined(client: str, parts: Sequence[_Part], limit: int, noise: np.random.Generator) -> Material:
    articles: list[Article] = []
    chunks: list[Chunk] = []
    rows, label_rows, leads = [], [], []
    for original, article, own in parts:
        own = own[: limit - len(chunks)]
        if not own:
            continue
        first = len(chunks)
        articles.append(article)
        chunks.extend(own)
        rows.append(original.vectors[np.minimum(np.arange(len(own)), len(original.vectors) - 1)])
        ordinals = {chunk.ordinal: first + at for at, chunk in enumerate(own)}
        for at, (ordinal, _) in enumerate(labels(article, own)):
            leads.append(ordinals[ordinal])
            label_rows.append(original.labels[min(at, len(original.labels) - 1)])
    copied = _noisy(np.vstack(rows), noise), _noisy(np.vstack(label_rows), noise)
    return Material(Client(client), tuple(articles), tuple(chunks), *copied, np.array(leads, np.int64))


def _noisy(rows: Vectors, noise: np.random.Generator) -> Vectors:
    moved = rows + noise.standard_normal(rows.shape, np.float32) * np.float32(NOISE / np.sqrt(rows.shape[1]))
    unit: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return unit
