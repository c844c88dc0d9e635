"""The `sections` chunker: one chunk per section, long sections at block boundaries, tiny neighbours together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from kbsearch.core.articles import markdown
from kbsearch.core.articles.flavours import as_github
from kbsearch.core.articles.sections import section_role
from kbsearch.core.chunkers.pieces import Piece, cut
from kbsearch.core.model import Article, Chunk, ChunkKind
from kbsearch.core.search.shown import shown_card, shown_markdown

VERSION = 7
"""Raised when the same article gives other chunks than before: part of the snapshot's chunker id."""

TARGET_WORDS = 80
TINY_WORDS = 30
MOST_HEADING = 200
"""Characters kept of one heading in a chunk's heading path."""


@dataclass(frozen=True, slots=True)
class _Section:
    path: tuple[str, ...]
    pieces: tuple[Piece, ...]
    mixed: bool = False
    """Several sections merged: their own headings are in the text, not in the path."""

    @property
    def weight(self) -> int:
        return sum(piece.weight for piece in self.pieces)


def chunk(article: Article, *, target_words: int = TARGET_WORDS) -> tuple[Chunk, ...]:
    """The article's card, then its body in file order.

    Every non-blank line of the body, as `flavours` makes it, is in exactly one section chunk; a line longer than a
    chunk is shared by neighbours whose texts, joined, give it back. A section up to a quarter over `target_words` stays
    whole. Sections under `TINY_WORDS` join a neighbour under the same parent, unless one of them has a role of its own
    (symptoms, questions…). Only a table's rows may be preceded by text of elsewhere: their header lines, repeated.
    """
    chunks = [card(article)]
    text = "\n".join(markdown.lines_of(as_github(article.body)))
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    definitions: markdown.Definitions = {}
    tokens = markdown.blocks(text, definitions)
    pieces = cut(text, tokens, starts, target_words + target_words // 4)
    sections = _sections(article, pieces, _heads(tokens, starts))
    for section in _merged(sections, target_words):
        for group in _groups(section.pieces, target_words):
            body = _text(text, group)
            if body.strip():
                lines = _lines(text, starts, group, article.body_line)
                shown = shown_markdown(body, definitions)
                chunks.append(Chunk(article.id, len(chunks), ChunkKind.SECTION, section.path, body, lines, shown))
    return tuple(chunks)


def card(article: Article) -> Chunk:
    """What the article is about in its own few words: title, product, symptoms, codes, keywords, one per line."""
    first = [article.title, article.product, ", ".join((*article.versions, *article.sites))]
    items = [*first, *article.symptoms, " ".join(article.error_codes), ", ".join(article.keywords)]
    said = list(dict.fromkeys(item for item in items if item))
    shown = shown_card(article.title, [item for item in said if item != article.title])
    return Chunk(article.id, 0, ChunkKind.CARD, (), "\n".join(said), (1, max(1, article.body_line - 1)), shown)


def _heads(tokens: Sequence[Token], starts: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Where each heading's piece begins → its level and inline Markdown."""
    heads = {starts[lines[0]]: (level, raw) for level, raw, lines in markdown.headings(tokens)}
    if tokens and tokens[0].type == "heading_open":
        heads[0] = heads[min(heads)]  # the first piece begins with whatever blank lines precede its block
    return heads


def _sections(article: Article, pieces: Sequence[Piece], heads: Mapping[int, tuple[int, str]]) -> Iterator[_Section]:
    """The body at its headings. A heading without text of its own opens the section below it."""
    trail: list[tuple[int, str]] = []
    held: list[Piece] = []
    for piece in pieces:
        bare = bool(held) and held[-1].start in heads
        if piece.start in heads:
            level, raw = heads[piece.start]
            if held and not (bare and level > trail[-1][0]):
                yield _Section(_path(trail, article.title), tuple(held))
                held, bare = [], False
            trail = [*(step for step in trail if step[0] < level), (level, markdown.heading_words(raw)[:MOST_HEADING])]
        held.append(replace(piece, glued=True) if bare else piece)
    if held:
        yield _Section(_path(trail, article.title), tuple(held))


def _path(trail: Sequence[tuple[int, str]], title: str) -> tuple[str, ...]:
    """Heading texts, outermost first; the article's title on top is left out."""
    names = [name for _, name in trail]
    if names and names[0].casefold() == title[:MOST_HEADING].casefold():
        names = names[1:]
    return tuple(name for name in names if name)


def _merged(sections: Iterator[_Section], target: int) -> Iterator[_Section]:
    """Neighbours joined while one of them is tiny, they have the same parent and the sum stays within the target."""
    current: _Section | None = None
    for section in sections:
        if current is None:
            current = section
        elif _may_join(current, section, target):
            parent = _parent(current, section)
            current = _Section(parent, current.pieces + section.pieces, mixed=True)
        else:
            yield current
            current = section
    if current is not None:
        yield current


def _may_join(left: _Section, right: _Section, target: int) -> bool:
    if min(left.weight, right.weight) >= TINY_WORDS or left.weight + right.weight > target:
        return False
    if any(section_role(name) for name in (*left.path[-1:], *right.path[-1:])):
        return False
    return right.path[:-1] == _parent(left, right)


def _parent(left: _Section, right: _Section) -> tuple[str, ...]:
    """The path both would share: the left one's own if the right one lies below it or it is a merge already."""
    below = left.mixed or right.path[: len(left.path)] == left.path
    return left.path if below else left.path[:-1]


def _groups(pieces: Sequence[Piece], target: int) -> Iterator[list[Piece]]:
    """Runs of pieces of about the same weight, at most `target` where glue and whole blocks allow it."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and piece.glued:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    weights = [sum(piece.weight for piece in run) for run in runs]
    total, most = sum(weights), target + target // 4
    share = total / -(-total // target) if total > most else total
    group: list[Piece] = []
    filled = 0
    for run, heavy in zip(runs, weights, strict=True):
        if group and (filled + heavy / 2 > share or filled + heavy > most):
            yield group
            group, filled = [], 0
        group = [*group, *run]
        filled += heavy
    if group:
        yield group


def _text(text: str, group: Sequence[Piece]) -> str:
    """The group's Markdown without blank lines around it, after the table header it needs."""
    body = text[group[0].start : group[-1].end]
    line_end = body.find("\n", len(body.rstrip()))
    body = body if line_end < 0 else body[:line_end]
    if text[group[0].start - 1 : group[0].start] in ("", "\n"):
        body = body[body.rfind("\n", 0, len(body) - len(body.lstrip())) + 1 :]
    head = group[0].head
    return text[slice(*head)].rstrip("\n") + "\n" + body if head and body else body


def _lines(text: str, starts: Sequence[int], group: Sequence[Piece], body_line: int) -> tuple[int, int]:
    """First and last file line of the group's own non-blank text."""
    start, end = group[0].start, group[-1].end
    body = text[start:end]
    first = start + len(body) - len(body.lstrip())
    last = start + len(body.rstrip()) - 1
    return (bisect_right(starts, first) + body_line - 1, bisect_right(starts, last) + body_line - 1)
