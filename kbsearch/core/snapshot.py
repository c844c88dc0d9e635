"""One client's searchable state at one commit: the only thing a search ever sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kbsearch.core.answers.answer import Calibration
from kbsearch.core.answers.facets import Facets, facets_of
from kbsearch.core.answers.weights import SHIPPED
from kbsearch.core.articles.replacements import replacements
from kbsearch.core.articles.reviews import review_due
from kbsearch.core.articles.sections import Role, section_role
from kbsearch.core.client import Client
from kbsearch.core.escalation import Plan, plan_of
from kbsearch.core.escalation.phrases import Phrase
from kbsearch.core.languages import in_english
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.ports import Choice, KeywordIndex, Rows, Scores, VectorIndex, Vectors
from kbsearch.core.search.codes import declared_codes, product_codes, titled_versions, written_codes
from kbsearch.core.search.named_products import ProductNames, product_names
from kbsearch.core.search.ranking import hybrid_weights, is_curated
from kbsearch.core.search.tongues import LanguageCost


@dataclass(frozen=True, slots=True)
class ByArticle:
    """Rows of an index, sorted by the article they belong to."""

    rows: Rows
    starts: Rows
    """`(articles + 1,)`: article i owns `rows[starts[i] : starts[i + 1]]`."""

    def of(self, articles: Rows) -> tuple[Rows, Rows]:
        """Rows of these articles, article after article, and how many each has."""
        starts, after = self.starts[articles], self.starts[articles + 1]
        sizes = after - starts
        within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.rows[np.repeat(starts, sizes) + within], sizes


def by_article(rows: Rows, owners: Rows, articles: int) -> ByArticle:
    """Group `rows` by `owners`, the article of each."""
    order = np.argsort(owners, kind="stable")
    counts = np.bincount(owners, minlength=articles)
    return ByArticle(rows[order].astype(np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))


@dataclass(frozen=True, slots=True)
class PhraseVectors:
    """A client's trigger phrases, in the order of `Plan.phrases`."""

    vectors: Vectors
    """`(n, d) float32`, rows of length 1, embedded as queries."""
    usual: Scores
    """`(n,) float32`: how near the nearest labels of articles are to each."""
    phrases: tuple[Phrase, ...]
    """What was embedded; one a row."""


@dataclass(frozen=True)
class Snapshot:
    """Row i of `vectors` is `chunks[i]`, document i of `keywords` is `articles[i]`. Immutable, shared by threads."""

    client: Client
    generation: str
    commit: str
    """In which all its texts are: the last that changed what it is made from."""
    fingerprint: str
    """Of the model that made `vectors`."""
    articles: tuple[Article, ...]
    """Sorted by `public_path`."""
    chunks: tuple[Chunk, ...]
    """Grouped by article, in the order of `articles`; within one, by ordinal."""
    vectors: VectorIndex
    labels: VectorIndex
    """Titles, symptoms and headings, embedded as queries."""
    label_chunks: Rows
    """`(len(labels),) int64`: the chunk that each label leads to."""
    keywords: KeywordIndex
    english: VectorIndex | None = None
    """The passages of a plain English base once more, row by row as in `vectors`, by the English model."""
    english_fingerprint: str = ""
    """Of the model that made `english`."""
    calibration: Calibration = SHIPPED
    """What its answers' states are decided with: the client's own, once there is one that proved better."""
    trigger_vectors: dict[str, PhraseVectors] = field(default_factory=dict, repr=False, compare=False)
    """Model's fingerprint → what it makes of `plan.phrases`; made by the first search that has a model."""

    language_costs: dict[str, LanguageCost] = field(default_factory=dict, repr=False, compare=False)
    """Model's fingerprint → what it makes of `tongues.PAIRS`; made by the first search of a base in two languages.
    A server's snapshots share one."""

    @cached_property
    def is_english(self) -> NDArray[np.bool_]:
        """`(len(articles),)`: as each says of itself, or else as it reads."""
        return np.array(in_english(self.articles), np.bool_)

    @cached_property
    def english_share(self) -> float:
        """Of `articles`; 0 where there is none."""
        return float(self.is_english.mean()) if self.articles else 0.0

    @property
    def is_bilingual(self) -> bool:
        """Whether it has articles of both languages."""
        return all(map(len, self.chunks_in))

    @cached_property
    def chunks_in(self) -> tuple[Rows, Rows]:
        """Rows of the chunks of French, and of English articles."""
        is_english = self.is_english[self.article_of_chunk]
        return np.flatnonzero(~is_english), np.flatnonzero(is_english)

    @cached_property
    def choices_in(self) -> tuple[Choice, Choice]:
        """`chunks_in`, as `vectors` search them."""
        of_french, of_english = self.chunks_in
        return self.vectors.choice(of_french), self.vectors.choice(of_english)

    @cached_property
    def review_due(self) -> tuple[date | None, ...]:
        """Of each of `articles`."""
        return tuple(map(review_due, self.articles))

    @cached_property
    def plan(self) -> Plan:
        """Who takes the client's calls over, and when."""
        return plan_of(self.client)

    @cached_property
    def article_of_chunk(self) -> Rows:
        """`(len(chunks),) int64`: index into `articles`, ascending."""
        at = self.rows
        return np.fromiter((at[chunk.article] for chunk in self.chunks), np.int64, len(self.chunks))

    @cached_property
    def declared_codes(self) -> dict[str, list[int]]:
        """Code term → rows of the articles that declare it."""
        return declared_codes(self.articles)

    @cached_property
    def written_codes(self) -> dict[str, str]:
        """Code term → as an article that declares it writes it."""
        return written_codes(self.articles)

    @cached_property
    def product_codes(self) -> frozenset[str]:
        """Terms of what looks like a code and names a product."""
        return product_codes(self.articles)

    @cached_property
    def product_names(self) -> ProductNames:
        """What a query can name products by."""
        return product_names(self.articles, self.keywords.articles_with)

    def said_of(self, row: int) -> list[str]:
        """What an article says that it is about: title, symptoms, keywords and headings."""
        article, headings = self.articles[row], dict[str, None]()
        for chunk in self.chunks_by_article.of(np.array([row]))[0].tolist():
            headings.update(dict.fromkeys(self.chunks[chunk].heading))
        return [article.title, *article.symptoms, *article.keywords, *headings]

    @cached_property
    def titled_versions(self) -> Mapping[str, Sequence[int]]:
        """Terms of dotted numbers in titles → rows of `articles`."""
        return titled_versions(self.articles)

    @cached_property
    def facets(self) -> Facets:
        """What can be asked to tell the articles apart."""
        return facets_of(self.articles, self.client.lang)

    @cached_property
    def is_curated(self) -> bool:
        """Whether it is written for search: see `ranking.is_curated`."""
        return is_curated(self.articles)

    @cached_property
    def hybrid_weights(self) -> tuple[float, ...]:
        """How `ranking.SIGNALS` are weighed for a base written like this one."""
        return hybrid_weights(self.articles)

    @cached_property
    def is_passage(self) -> NDArray[np.bool_]:
        """`(len(chunks),)`: what counts as a passage of its article: its sections, or its card when it has no other."""
        sizes = np.bincount(self.article_of_chunk, minlength=len(self.articles))
        alone: NDArray[np.bool_] = sizes[self.article_of_chunk] == 1
        return ~self.is_card | alone

    @cached_property
    def passage_counts(self) -> Rows:
        """`(len(articles),) int64`: passages of each, at least one."""
        return np.bincount(self.article_of_chunk[self.is_passage], minlength=len(self.articles)).astype(np.int64)

    @cached_property
    def labels_by_article(self) -> ByArticle:
        """Rows of `labels`."""
        return by_article(
            np.arange(len(self.label_chunks)), self.article_of_chunk[self.label_chunks], len(self.articles)
        )

    @cached_property
    def chunks_by_article(self) -> ByArticle:
        """Rows of `vectors`, cards included."""
        return by_article(np.arange(len(self.chunks)), self.article_of_chunk, len(self.articles))

    @cached_property
    def is_card(self) -> NDArray[np.bool_]:
        """`(len(chunks),)`."""
        return np.fromiter((chunk.kind is ChunkKind.CARD for chunk in self.chunks), np.bool_, len(self.chunks))

    @cached_property
    def is_aside(self) -> NDArray[np.bool_]:
        """`(len(chunks),)`: cards, and what is told to the caller or handed over to others."""
        headings = {heading for chunk in self.chunks for heading in chunk.heading}
        asides = {heading for heading in headings if section_role(heading) in (Role.SAY, Role.ESCALATION)}
        said = (not asides.isdisjoint(chunk.heading) for chunk in self.chunks)
        return self.is_card | np.fromiter(said, np.bool_, len(self.chunks))

    @cached_property
    def rows(self) -> dict[str, int]:
        """Article id → index into `articles`."""
        return {article.id: row for row, article in enumerate(self.articles)}

    @cached_property
    def by_id(self) -> dict[str, Article]:
        return {article.id: article for article in self.articles}

    @cached_property
    def replacements(self) -> dict[str, Article]:
        """Id of an article that is no more → the one that has taken its place."""
        return replacements(self.articles)

    @cached_property
    def successors(self) -> dict[str, str]:
        """The same by id: what was said of the one counts for the other."""
        return {old: article.id for old, article in self.replacements.items()}

    @cached_property
    def known_ids(self) -> frozenset[str]:
        """Ids of its articles, and of those whose place one of them has taken."""
        return frozenset((*self.by_id, *self.replacements))
