"""Base → chunks → vectors → published generation, for one client; only what changed is made anew.

A generation is published exactly when what is found would differ: other content, settings or model. A commit that
changes nothing for this client publishes nothing, so that nobody learns from a generation's number, or from the commit
that it states, when others' articles change. To publish whatever happens, give a `Building` without `previous`.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

import numpy as np

from kbsearch.core.articles.long_passages import too_long
from kbsearch.core.articles.wording import document_text, labels
from kbsearch.core.generation import Draft, Published
from kbsearch.core.languages import is_english_base
from kbsearch.core.model import Article, Base, Chunk, Fault
from kbsearch.core.ports import Embedder, Rows, Vectors
from kbsearch.core.search.ranking import is_curated
from kbsearch.flows.cutting import CutBase

BATCH = 32
"""Texts embedded between two reports of progress, and kept if the build is killed after them."""

Step = Literal["chunks", "vectors", "publish"]
Progress = Callable[[Step, int, int], None]
"""Told (step, done, total): articles for `chunks`, characters to embed for `vectors`, 0 then 1 of 1 for `publish`."""


Role = Literal["document", "query"]


@dataclass(frozen=True, slots=True)
class _Text:
    """One text to embed, with the owner whose cache holds it."""

    owner: str
    role: Role
    text: str


class DocumentEmbedder(Embedder, Protocol):
    """An embedder that can say when a text is too long for it."""

    @property
    def max_tokens(self) -> int:
        """Tokens of a text that count; the rest is not seen."""

    def token_count(self, text: str) -> int:
        """Tokens of a document before any is cut off."""


@dataclass(frozen=True, slots=True)
class DocumentModels:
    """What embeds a base."""

    main: DocumentEmbedder
    english: DocumentEmbedder | None = None
    """Embeds the passages once more: to be given where `reads_better_in_english`."""


class VectorMemory(Protocol):
    """Vectors of texts embedded before, one memory per owner. Never raises."""

    def get_many(self, owner: str, fingerprint: str, texts: Sequence[str]) -> Mapping[str, Vectors]: ...

    def put_many(self, owner: str, fingerprint: str, vectors: Mapping[str, Vectors]) -> None: ...

    def forget(self, owner: str) -> None: ...


class Building(Protocol):
    """One client's index folder, held by this build alone."""

    @property
    def config(self) -> str:
        """The settings and versions that decide the files."""

    @property
    def previous(self) -> Published | None:
        """The current generation, if it is whole."""

    def publish(self, draft: Draft) -> str: ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one build did."""

    client: str
    generation: str
    commit: str
    """That the generation states: the last that changed what it is made from."""
    published: bool
    """False when the current generation already was exactly this."""
    articles: int
    left_out: int
    """Files that are not searchable: faulty, draft or archived."""
    drafts: int
    archived: int
    faults: tuple[Fault, ...]
    chunks: int
    embedded: int
    """Texts that the model was asked for."""
    cached: int
    """Texts whose vector was known. A text is a chunk or a label."""
    seconds: float
    warnings: tuple[str, ...] = ()


def build_client(
    cut: CutBase,
    *,
    models: DocumentModels,
    cache: VectorMemory,
    building: Building,
    dated: Callable[[], str],
    progress: Progress = lambda *_: None,
) -> BuildReport:
    """Bring one client's index to what was cut. Raises a `StateError`; what was published before then stays.

    `dated` gives the commit that a new generation states; it is asked for no other.
    """
    started = time.perf_counter() - cut.seconds
    base, before = cut.base, building.previous
    embedder, english = models.main, models.english
    rows = _rows(base, cut.chunks)
    fingerprints = [model.fingerprint for model in (embedder, english) if model is not None]
    content = _digest(base, [t.text for t in rows.texts], [building.config, cut.chunker, *fingerprints])
    new = frozenset[_Text]()
    if before is not None and before.content == content:
        generation, commit, same = before.generation, before.commit, True
    else:
        vectors, new = _embed(rows.texts, embedder, cache, progress)
        commit, same = dated(), False
        draft = _draft(replace(base, commit=commit), rows, vectors, cut.chunker, embedder.fingerprint, content)
        if english is not None:
            second, _ = _embed(rows.texts[: len(rows.chunks)], english, cache, progress)
            draft = replace(draft, english=second, english_fingerprint=english.fingerprint)
        progress("publish", 0, 1)
        generation = building.publish(draft)
        progress("publish", 1, 1)
    return BuildReport(
        client=base.client.id,
        generation=generation,
        commit=commit,
        published=not same,
        articles=len(base.articles),
        left_out=base.left_out,
        drafts=base.drafts,
        archived=base.archived,
        faults=base.faults,
        chunks=len(rows.chunks),
        embedded=len(new),
        cached=len(rows.texts) - len(new),
        seconds=time.perf_counter() - started,
        warnings=tuple(_too_long(rows, new, embedder)),
    )


def reads_better_in_english(articles: Sequence[Article]) -> bool:
    """Whether the English model is worth asking: it was measured on plain English documents, and there it gains."""
    return is_english_base(articles) and not is_curated(articles)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What is embedded: a text per chunk, in their order, then the labels."""

    chunks: tuple[Chunk, ...]
    texts: tuple[_Text, ...]
    label_chunks: Rows


def _rows(base: Base, chunks: tuple[Chunk, ...]) -> _Rows:
    titles, label_chunks = _labels(base, chunks)
    return _Rows(chunks, (*_passages(base, chunks), *titles), label_chunks)


def _draft(base: Base, rows: _Rows, vectors: Vectors, chunker: str, fingerprint: str, content: str) -> Draft:
    return Draft(
        client=base.client,
        commit=base.commit,
        articles=base.articles,
        chunks=rows.chunks,
        vectors=vectors[: len(rows.chunks)],
        labels=vectors[len(rows.chunks) :],
        label_chunks=rows.label_chunks,
        fingerprint=fingerprint,
        chunker=chunker,
        content=content,
    )


def _passages(base: Base, chunks: Sequence[Chunk]) -> list[_Text]:
    of = {article.id: article for article in base.articles}
    return [_Text(of[c.article].owner, "document", document_text(of[c.article], c)) for c in chunks]


def _labels(base: Base, chunks: Sequence[Chunk]) -> tuple[list[_Text], Rows]:
    """Labels of every article, and the row of the chunk that each leads to."""
    rows = {(chunk.article, chunk.ordinal): row for row, chunk in enumerate(chunks)}
    of: dict[str, list[Chunk]] = {article.id: [] for article in base.articles}
    for chunk in chunks:
        of[chunk.article].append(chunk)
    texts, leads = [], []
    for article in base.articles:
        for ordinal, text in labels(article, of[article.id]):
            texts.append(_Text(article.owner, "query", text))
            leads.append(rows[article.id, ordinal])
    return texts, np.array(leads, np.int64)


def _digest(base: Base, texts: Iterable[str], rest: Iterable[str]) -> str:
    """SHA-256 of everything that decides a generation's files; a commit decides none."""
    digest = hashlib.sha256()
    for part in (repr(base.client), *map(repr, base.articles), *texts, *rest):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _embed(
    texts: Sequence[_Text], embedder: DocumentEmbedder, cache: VectorMemory, progress: Progress
) -> tuple[Vectors, frozenset[_Text]]:
    """`(len(texts), dim) float32` in the order given, and the texts that the model was asked for."""
    kinds: dict[tuple[str, Role], dict[str, None]] = {}
    for text in texts:
        kinds.setdefault((text.owner, text.role), {})[text.text] = None
    known: dict[tuple[Role, str], Vectors] = {}
    missing: dict[tuple[str, Role], list[str]] = {}
    for (owner, role), wanted in kinds.items():
        found = cache.get_many(owner, _cache_key(embedder, role), list(wanted))
        known.update({(role, text): vector for text, vector in found.items() if vector.shape == (embedder.dim,)})
        missing[owner, role] = [text for text in wanted if (role, text) not in known]
    total, done = sum(len(text) for new in missing.values() for text in new), 0
    for (owner, role), new in missing.items():
        embed = embedder.embed_documents if role == "document" else embedder.embed_queries
        for batch in _batches(new):
            fresh = dict(zip(batch, embed(batch), strict=True))
            cache.put_many(owner, _cache_key(embedder, role), fresh)
            known.update({(role, text): vector for text, vector in fresh.items()})
            done += sum(map(len, batch))
            progress("vectors", done, total)
    rows = [known[text.role, text.text] for text in texts]
    asked = frozenset(_Text(owner, role, text) for (owner, role), new in missing.items() for text in new)
    return np.vstack(rows) if rows else np.empty((0, embedder.dim), np.float32), asked


def _cache_key(embedder: DocumentEmbedder, role: Role) -> str:
    """One model gives a text two vectors, by the prompt it is read with."""
    return f"{embedder.fingerprint}/{role}"


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Longest first, so that what is left always goes faster than the estimate says."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    for at in range(0, len(ordered), BATCH):
        yield ordered[at : at + BATCH]


def _too_long(rows: _Rows, new: Collection[_Text], embedder: DocumentEmbedder) -> Iterator[str]:
    """New passages whose end the model does not see. A token is one character or more: short texts need no count."""
    pairs = zip(rows.chunks, rows.texts, strict=False)  # the labels come after, and are short
    news = ((chunk, one.text) for chunk, one in pairs if one in new and len(one.text) > embedder.max_tokens)
    counts = ((chunk, embedder.token_count(text)) for chunk, text in news)
    for found in too_long(counts, embedder.max_tokens):
        yield (
            f"{found.article}, {found.place}: {found.tokens} tokens; the model reads {embedder.max_tokens}, so only "
            "words find the rest."
        )
