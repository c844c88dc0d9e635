"""One word for passages of the same lines."""

from __future__ import annotations

from kbsearch.core.articles.long_passages import LongPassages, too_long
from kbsearch.core.model import Chunk, ChunkKind


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
