"""Everything that is made of one article's text, in one function: what is worth doing where time is bounded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from kbsearch.core.articles.render import render
from kbsearch.core.articles.wording import labels, plain
from kbsearch.core.model import Article, Chunk
from kbsearch.core.text import placed_terms

Cut: TypeAlias = Callable[[Article], Sequence[Chunk]]


def prove(article: Article, cut: Cut) -> Sequence[Chunk]:
    """The article's chunks, once its words were found and its HTML was made too.

    Those are thrown away: they are made again where nothing bounds the time, when the index is written and when the
    article is shown.
    """
    render(article.body, lang=article.lang)
    chunks = cut(article)
    for text in (*map(_indexed, chunks), *(label for _, label in labels(article, chunks))):
        for _ in placed_terms(text, article.lang):
            pass
    return chunks


def _indexed(chunk: Chunk) -> str:
    return plain(chunk.text)
