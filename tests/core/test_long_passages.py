"""Estimated tokens against the tokenizer's, and one word for passages of the same lines."""

from __future__ import annotations

import pytest

from kbsearch.adapters.embedders.graph import GraphEmbedder
from kbsearch.core import chunkers
from kbsearch.core.long_passages import LongPassages, about_tokens, too_long
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.snapshot import Snapshot
from kbsearch.core.wording import document_text


def test_passages_that_share_a_line_are_one() -> None:
    def chunk(article: str, ordinal: int, lines: tuple[int, int]) -> Chunk:
        return Chunk(article, ordinal, ChunkKind.SECTION, (), "x", lines, "x")

    pairs = [(chunk("a", 1, (3, 3)), 600), (chunk("a", 2, (3, 3)), 700), (chunk("a", 3, (3, 3)), 512)]
    found = list(
        too_long([(chunk("a", 0, (1, 3)), 520), *pairs, (chunk("a", 4, (4, 4)), 513), (chunk("b", 1, (3, 5)), 513)])
    )
    assert found == [
        LongPassages("a", (1, 3), 3, 700),
        LongPassages("a", (4, 4), 1, 513),
        LongPassages("b", (3, 5), 1, 513),
    ]
    assert [one.place for one in found] == ["lines 1 to 3, 3 passages", "line 4", "lines 3 to 5"]
    assert list(too_long([])) == []


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
