"""Where lines stand: fences end where the parser ends them, and many quotes take no longer than other lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kbsearch.core.articles.columns import columns_of
from tests.examples import examples

PARSER = MarkdownIt("gfm-like2", {"html": False, "maxNesting": 100})


class Looked(Sequence[str]):
    """Lines that count how often one is taken."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.looks = lines, 0

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        found = self.lines[at]
        self.looks += len(found) if isinstance(at, slice) else 1
        return found


def looks(lines: Sequence[str]) -> int:
    looked = Looked(lines)
    assert len(list(columns_of(looked))) == len(lines)
    return looked.looks


@pytest.mark.parametrize("unit", ["> a\n\n", "> a\nb\n", "- > a\n", "> > a\n\n", "> a\n", "- a\n\n  > b\n\n"])
def test_twice_the_quotes_take_twice_the_looks(unit: str) -> None:
    once, twice = (looks((unit * times).split("\n")) for times in (500, 1_000))
    assert twice <= 2.1 * once <= 3 * 2.1 * 500 * (unit.count("\n") + 1)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("- a\n  ```\n  code\n- b\n\nc", [0, None, None, 0, None, 0]),
        ("- a\n  ```\n  code\nc", [0, None, None, 0]),
        ("1. a\n   - ~~~\n     code\n\n     code\n   b", [0, None, None, None, None, 3]),
        ("- ```\n  code\n\n\n  code\n  ```\n  b", [None, None, None, None, None, None, 2]),
        ("```\ncode\n- code\n\ncode", [None] * 5),
        ("  ```\ncode\n  ```\nb", [None, None, None, 0]),
        ("> - ```\n>   code\n> b", [None, None, 0]),
    ],
)
def test_a_fence_ends_with_the_item_that_holds_it(text: str, columns: list[int | None]) -> None:
    assert list(columns_of(text.split("\n"))) == columns


FRAGMENTS = st.sampled_from(["- a", "  - b", "  ```", "```", "    ~~~", "    c", "", "\nd", "1. f", "   ```", "> g\n"])
"""None that goes on in the paragraph above from further left."""


@examples(20)
@given(st.lists(FRAGMENTS, max_size=12).map(lambda parts: "\n".join(parts).split("\n")))
def test_what_stands_in_a_fence_is_code(lines: list[str]) -> None:
    columns = list(columns_of(lines))
    fences = [token.map for token in PARSER.parse("\n".join(lines)) if token.type == "fence" and token.map]
    assert all(columns[at] is None for first, after in fences for at in range(first, after))
