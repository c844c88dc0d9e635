"""Estimated tokens against the real tokenizer's."""

from __future__ import annotations

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core import chunkers
from kbsearch.core.articles.long_passages import about_tokens
from kbsearch.core.articles.wording import document_text
from kbsearch.core.model import Article
from kbsearch.core.snapshot import Snapshot


@pytest.mark.model
@pytest.mark.parametrize("body", ["[" * 20_000, "=-+" * 5000, "x1y2 " * 4000, "SELECT a.b FROM t WHERE x='y';" * 300])
def test_what_a_build_warns_of_is_found_by_the_check(embedder: GraphEmbedder, body: str) -> None:
    article = Article(id="a", owner="x", path="a.md", title="T", body=f"# T\n\n1. {body}", body_line=1)
    texts = [document_text(article, chunk) for chunk in chunkers.get("sections")(article)]
    assert all(about_tokens(text) > 512 for text in texts if embedder.token_count(text) > 512)


@pytest.mark.model
def test_nothing_of_the_sample_base_is_said_to_be_too_long(sample: dict[str, Snapshot]) -> None:
    for snapshot in sample.values():
        of = {article.id: article for article in snapshot.articles}
        assert all(about_tokens(document_text(of[chunk.article], chunk)) <= 512 for chunk in snapshot.chunks)
