"""A body cut into the smallest pieces that may stand at the start of a chunk."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it.token import Token

_SENTENCE_END = re.compile(
    r"[.!?…][\"»”)]*\s+"  # a sentence, then a blank
    r"|(?<=[a-zà-ÿ0-9»)][.!?…])(?=[A-ZÀ-Ý][a-zà-ÿ])"  # a sentence end whose blank was lost: "Oui.Il existe"
)
_UNCUT = re.compile(r"\[[^\[\]]{0,300}\]\([^()\s]{0,500}\)|`[^`]{1,200}`")
_LINE_END = frozenset(".!?…:;")
_BLANK = re.compile(r"\s+")
_CHARACTERS_PER_WORD = 8
"""Text without blanks (URLs, base64, some scripts) weighs by length: an average word with its blank is 6 or 7."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]`, never torn further. The pieces of a body follow each other without a gap."""

    start: int
    end: int
    weight: int
    """Words, or characters / 8 where that is more."""
    glued: bool = False
    """Must stay with the piece before: a code block with its step, a list with the line that announces it."""
    head: tuple[int, int] | None = None
    """Range to repeat before the text if a chunk starts here: the header of the table this row belongs to."""


def weight(text: str) -> int:
    """How much of a chunk's room `text` takes, in words."""
    return max(len(text.split()), len(text) // _CHARACTERS_PER_WORD)


def cut(text: str, tokens: Sequence[Token], starts: Sequence[int], most: int) -> list[Piece]:
    """The pieces of `text`, in order; `starts` are its lines' first characters, `most` the weight not to exceed.

    Lists are cut between their outermost items, tables between rows, over-long paragraphs at line or sentence ends.
    Code, quotes and alerts stay whole whatever their size. Lines that no token owns (link definitions) go with the
    block before.
    """
    tops = [(i, token) for i, token in enumerate(tokens) if token.level == 0 and token.map and token.nesting >= 0]
    pieces: list[Piece] = []
    for (index, token), after in zip(tops, [*tops[1:], None], strict=False):
        first = starts[token.map[0]] if pieces and token.map else 0
        end = starts[after[1].map[0]] if after and after[1].map else len(text)
        block = Piece(first, end, weight(text[first:end]))
        inner = [*_split_block(text, tokens, index, starts, block, most)]
        if pieces and _belongs_with(text, pieces[-1], token, tokens, index):
            inner[0] = replace(inner[0], glued=True)
        pieces.extend(inner)
    return pieces or ([Piece(0, len(text), weight(text))] if text.strip() else [])


def _split_block(
    text: str, tokens: Sequence[Token], index: int, starts: Sequence[int], block: Piece, most: int
) -> Iterator[Piece]:
    token = tokens[index]
    if block.weight <= most:
        yield block
    elif token.type in ("bullet_list_open", "ordered_list_open"):
        yield from _at(text, block, [starts[line] for line in _inner_lines(tokens, index, "list_item_open", 1)])
    elif token.type == "table_open":
        yield from _rows(text, tokens, index, starts, block, most)
    elif token.type == "paragraph_open" and token.map:
        for line in _paragraph_lines(text, block, starts[token.map[0] + 1 : token.map[1]], most):
            yield from _sentences(text, line, most)
    else:
        yield block


def _inner_lines(tokens: Sequence[Token], index: int, kind: str, level: int) -> list[int]:
    """First lines of the tokens of `kind` at `level` inside the block that opens at `index`."""
    found = []
    for token in tokens[index + 1 :]:
        if token.level == 0:
            break
        if token.type == kind and token.level == level and token.map:
            found.append(token.map[0])
    return found


def _at(text: str, block: Piece, inside: Sequence[int]) -> Iterator[Piece]:
    """`block` cut at each offset of `inside` that lies strictly within it."""
    bounds = [block.start, *sorted({at for at in inside if block.start < at < block.end}), block.end]
    for start, end in pairwise(bounds):
        yield Piece(start, end, weight(text[start:end]))


def _rows(
    text: str, tokens: Sequence[Token], index: int, starts: Sequence[int], block: Piece, most: int
) -> Iterator[Piece]:
    """A table by rows, each able to carry the header; whole when the header alone would fill a chunk."""
    rows = _inner_lines(tokens, index, "tr_open", 2)[1:]
    if not rows or not tokens[index].map:
        yield block
        return
    head = (starts[tokens[index].map[0]], starts[rows[0]])  # type: ignore[index]
    head_weight = weight(text[slice(*head)])
    if head_weight > most // 2:
        yield block
        return
    first, *others = _at(text, block, [starts[line] for line in rows[1:]])
    yield first
    for piece in others:
        yield replace(piece, head=head)


def _paragraph_lines(text: str, block: Piece, inside: Sequence[int], most: int) -> Iterator[Piece]:
    """A paragraph cut after lines that end a sentence; a part still too long, after every line."""
    ends = [at for at in inside if text[at - 2 : at - 1] in _LINE_END]
    for part in _at(text, block, ends):
        yield from _at(text, part, inside) if part.weight > most else (part,)


def _sentences(text: str, line: Piece, most: int) -> Iterator[Piece]:
    """A line that is too long on its own, cut at sentence ends, else at blanks, else anywhere."""
    if line.weight <= most:
        yield line
        return
    whole = text[line.start : line.end]
    protected = [match.span() for match in _UNCUT.finditer(whole)]
    ends = [match.end() for match in _SENTENCE_END.finditer(whole) if whole[match.end() :].strip()]
    for piece in _at(text, line, [line.start + at for at in _outside(ends, protected)]):
        yield from _forced(text, piece, most)


def _outside(offsets: Sequence[int], ranges: Sequence[tuple[int, int]]) -> Iterator[int]:
    """The offsets that fall in none of the ranges; both are sorted."""
    at = 0
    for offset in offsets:
        while at < len(ranges) and ranges[at][1] <= offset:
            at += 1
        if at == len(ranges) or offset <= ranges[at][0]:
            yield offset


def _forced(text: str, piece: Piece, most: int) -> Iterator[Piece]:
    if piece.weight <= most:
        yield piece
        return
    inside, last = [], piece.start
    for match in _BLANK.finditer(text, piece.start, piece.end):
        if match.end() - last >= most * 4:
            inside.append(match.end())
            last = match.end()
    for part in _at(text, piece, [at for at in inside if text[at : piece.end].strip()]):
        yield from _at(text, part, range(part.start, part.end - 1, most * _CHARACTERS_PER_WORD))


def _belongs_with(text: str, before: Piece, token: Token, tokens: Sequence[Token], index: int) -> bool:
    """Code belongs to its step, and a list, table or quote to the line ending in “:” that announces it."""
    previous = tokens[index - 1].type if index else ""
    if token.type in ("fence", "code_block"):
        return previous in ("paragraph_close", "bullet_list_close", "ordered_list_close")
    if token.type in ("bullet_list_open", "ordered_list_open", "table_open", "alert_open", "blockquote_open"):
        return previous == "paragraph_close" and text[before.start : before.end].rstrip().endswith(":")
    return False
