r"""A passage as a reader sees it, in one line, every character knowing where it stood in the Markdown.

    lines → what each shows, without the marks at its ends → `marks` of each paragraph → one line of text

Code is shown as it is, without its fence; the cells of a table come between ` · `, its rows between ` ; `. Numbers of
steps stay, bullets and boxes go.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from kbsearch.core.marks import TITLE, Mark, label, marks

REMEMBERED = 4096
"""Passages kept as shown: about 2 KB each."""

_PREFIX = re.compile(
    r"(?P<outer>[ \t]*+(?:(?:>|[-*+](?=[ \t]|\Z))[ \t]*+)*+)"
    r"(?P<number>\d{1,9}[.)](?=[ \t]))?+"
    r"(?P<inner>[ \t]*+(?:[-*+](?=[ \t]|\Z)[ \t]*+)*+)"
    r"(?P<box>\[[ xX]\](?=[ \t])[ \t]*+)?+"
    r"(?P<hashes>\#{1,6}(?=[ \t]|\Z)[ \t]*+)?+"
    r"(?:\[!\w+\]\Z)?+"
)
_CLOSING_HASHES = re.compile(r"(?:^|[ \t])#+\Z")
_RULE = re.compile(r"[ \t>]*+(?:=++|-++|(?:-[ \t]*+){3,}+|(?:\*[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\Z")
_FENCE = re.compile(r"`{3,}+(?=[^`]*+\Z)|~{3,}+")
_DELIMITERS = re.compile(r"[ \t>]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?\Z")
_CELL = re.compile(r"(?:[^|\\]|\\.|\\\Z)++")
_DEFINITION = re.compile(rf"\[([^\[\]]{{1,200}}+)\]:[ \t]*+\S++(?:[ \t]++{TITLE})?+\Z")


class Visible(NamedTuple):
    """Shown text. Runs of it follow each other; run i comes from the Markdown at `sources[i]`."""

    text: str
    head: int
    """Where the first line ends."""
    sources: tuple[int, ...]
    places: tuple[int, ...]
    """Where each run begins in `text`; one more at the end, the length of `text`."""

    def ranges(self, written: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """Ranges of the Markdown as ranges of `text`, without those of which nothing is shown."""
        return [(start, stop) for first, last in written if (start := self._place(first)) < (stop := self._place(last))]

    def _place(self, at: int) -> int:
        """Where the Markdown's character `at` is shown, or the next one that is."""
        run = bisect_right(self.sources, at)
        if not run:
            return 0
        place, most = self.places[run - 1] + at - self.sources[run - 1], self.places[run]
        return place if place < most else most


CODE = -1


class _Piece(NamedTuple):
    """`text[start:end]` of one line, or one cell of it, not yet without its inner marks."""

    start: int
    end: int
    paragraph: int
    """Equal for the lines of one paragraph; `CODE` for what has no marks."""
    joint: str = " "
    """What to show between the piece before and this one."""


@lru_cache(maxsize=REMEMBERED)
def visible(text: str, is_markdown: bool = True) -> Visible:
    """The words of `text`, lines joined by blanks. What is not Markdown has no marks: all of it is shown."""
    if not is_markdown:
        return _joined(text, [_Piece(start, start + len(line), CODE) for start, line in _lines(text)], ())
    blocks = _Blocks(text)
    pieces = list(blocks.read())
    labels = frozenset(blocks.labels)
    found: list[Mark] = []
    for paragraph, lines in groupby(pieces, key=lambda piece: piece.paragraph):
        if paragraph != CODE:
            first, *_, last = [*lines] * 2
            found += marks(text, first.start, last.end, labels)
    return _joined(text, pieces, found)


def _joined(text: str, pieces: Sequence[_Piece], hidden: Sequence[Mark]) -> Visible:
    waiting = deque(hidden)
    runs: list[tuple[int, str]] = []
    head = end = 0
    for piece in pieces:
        is_inside = bool(waiting) and waiting[0].start < piece.start  # of an address begun in the line before
        shown = _shown(text, piece, waiting)
        if not shown:
            continue
        if runs:
            head = head or sum(len(part) for _, part in runs)
        if runs and not is_inside:
            runs.append((end, piece.joint))
        runs += shown
        end = piece.end
    parts = [part for _, part in runs]
    places = (0, *accumulate(map(len, parts)))
    return Visible("".join(parts), head or places[-1], tuple(source for source, _ in runs), places)


def _shown(text: str, piece: _Piece, waiting: deque[Mark]) -> list[tuple[int, str]]:
    """What is left of `piece`, each part with its place in `text`; uses up the marks that end in it."""
    if piece.start == piece.end:
        return []
    if not waiting or waiting[0].start >= piece.end:
        return [(piece.start, text[piece.start : piece.end])]
    runs = []
    at = piece.start
    while waiting and waiting[0].start < piece.end:
        mark = waiting[0]
        runs += [(at, text[at : mark.start]), (mark.start, mark.instead)]
        at = max(at, mark.end)
        if mark.end > piece.end:
            break  # a link whose address goes on in the next line
        waiting.popleft()
    return [(source, part) for source, part in (*runs, (at, text[at : piece.end])) if part]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with where it starts, without blanks at its ends' right."""
    start = 0
    for line in text.split("\n"):
        yield start, line.rstrip()
        start += len(line) + 1


class _Blocks:
    """One reading of a passage line by line."""

    def __init__(self, text: str) -> None:
        self.lines = list(_lines(text))
        self.labels: set[str] = set()
        """Of the link definitions read so far."""
        self.paragraph = 0
        self.fence = ""
        """What opened the code block that is being read."""
        self.is_quoted = False
        """The code block stands in a quote."""
        self.is_table = False
        self.is_listed = False
        """Inside a list, where four blanks do not make code."""
        self.is_fresh = True
        """After a blank line or code: four blanks make code, and a definition may stand here."""

    def read(self) -> Iterator[_Piece]:
        for number, (start, line) in enumerate(self.lines):
            if self.fence:
                yield from self._code(start, line)
            elif not line.strip(" \t>"):
                self._end_paragraph()
                self.is_table, self.is_fresh = False, True
            elif self.is_fresh and not self.is_listed and line.startswith(("    ", "\t")):
                yield _Piece(start + len(line) - len(line.lstrip()), start + len(line), CODE)
            else:
                yield from self._text(number, start, line)

    def _end_paragraph(self) -> None:
        self.paragraph += 1

    def _code(self, start: int, line: str) -> Iterator[_Piece]:
        bare = line.lstrip(" \t>" if self.is_quoted else " \t")
        if bare.startswith(self.fence) and not bare.strip(self.fence[0]):
            self.fence = ""
            self._end_paragraph()
        elif bare:
            yield _Piece(start + len(line) - len(bare), start + len(line), CODE)

    def _text(self, number: int, start: int, line: str) -> Iterator[_Piece]:
        was_fresh, self.is_fresh = self.is_fresh, False
        prefix = _PREFIX.match(line)
        if prefix is None or (line[-1] in "=-*_" and _RULE.match(line)):
            self._end_paragraph()
            return
        is_item = bool(prefix["outer"].strip(" \t>") or prefix["number"] or prefix["inner"].strip())
        self.is_listed = is_item or (self.is_listed and not (was_fresh and line[0] not in " \t"))
        at = prefix.end() if is_item or not prefix["box"] else prefix.start("box")
        content = line[at:]
        if is_item or prefix["hashes"]:
            self._end_paragraph()
        if prefix["number"]:
            yield _Piece(start + prefix.start("number"), start + prefix.end("number"), CODE)
        if fence := _FENCE.match(content):
            self.fence, self.is_quoted = fence[0], ">" in prefix["outer"]
        elif was_fresh and (defined := _DEFINITION.match(content)):
            self.labels.add(label(defined[1]))
            self.is_fresh = True
        elif self.is_table or self._opens_table(number, content):
            yield from self._row(start + at, content)
        else:
            shown = _CLOSING_HASHES.sub("", content) if prefix["hashes"] else content
            yield _Piece(start + at, start + at + len(shown), self.paragraph)
        if prefix["hashes"]:
            self._end_paragraph()

    def _opens_table(self, number: int, content: str) -> bool:
        below = self.lines[number + 1][1] if number + 1 < len(self.lines) else ""
        return "|" in content and "|" in below and _DELIMITERS.match(below) is not None

    def _row(self, start: int, content: str) -> Iterator[_Piece]:
        joint = " ; " if self.is_table else " "
        self.is_table = True
        if _DELIMITERS.match(content):
            return
        for cell in _CELL.finditer(content):
            inside = cell[0].strip()
            if inside:
                at = start + cell.start() + len(cell[0]) - len(cell[0].lstrip())
                self._end_paragraph()
                yield _Piece(at, at + len(inside), self.paragraph, joint)
                joint = " · "
        self._end_paragraph()
