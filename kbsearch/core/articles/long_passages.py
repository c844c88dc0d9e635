"""Passages whose end the model does not see: counted by its tokenizer in a build, estimated without it in a check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kbsearch.core.model import Chunk

MOST_TOKENS = 512
"""What the default model reads of one passage, its title and headings included."""

_PART = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af]|[^\W\d_]+|\d{1,3}|[^\w\s]|_")
_LETTERS = 7
"""Of a word that is one token more often than not; longer ones are cut, very long ones every five letters."""
_MARGIN = 1.1


@dataclass(frozen=True, slots=True)
class LongPassages:
    """Neighbouring chunks of one article that share a line: one very long line can be many chunks."""

    article: str
    lines: tuple[int, int]
    count: int
    tokens: int
    """Of the longest of them."""

    @property
    def place(self) -> str:
        """`line 3`, or `lines 3 to 5`; with the number of passages where there are several."""
        first, last = self.lines
        where = f"line {first}" if first == last else f"lines {first} to {last}"
        return where if self.count == 1 else f"{where}, {self.count} passages"


def too_long(chunks: Iterable[tuple[Chunk, int]], most: int = MOST_TOKENS) -> Iterator[LongPassages]:
    """Those of the chunks, each with its tokens, that have more than `most`: article after article, in file order."""
    last: LongPassages | None = None
    for chunk, tokens in chunks:
        if tokens <= most:
            continue
        if last is not None and last.article == chunk.article and chunk.lines[0] <= last.lines[1]:
            lines = (last.lines[0], max(last.lines[1], chunk.lines[1]))
            last = LongPassages(chunk.article, lines, last.count + 1, max(last.tokens, tokens))
            continue
        if last is not None:
            yield last
        last = LongPassages(chunk.article, chunk.lines, 1, tokens)
    if last is not None:
        yield last


def about_tokens(text: str) -> int:
    """Tokens of a text without asking a tokenizer: rather too many than too few.

    Among the real passages of more than 900 characters of five bases, the default model's tokenizer gave 0.9 to 1.2
    times as many; words alone, which code and tables hold few of, missed every one that was too long.

    >>> about_tokens("[" * 1000)
    1100
    """
    parts = (len(part) for part in _PART.findall(text))
    return round(_MARGIN * sum(1 if n <= _LETTERS else 2 if n <= 20 else -(-n // 5) for n in parts))
