r"""The characters of one paragraph that Markdown reads as marks: emphasis, links, code, escapes, entities.

`markdown.tokens` reads the same rules in full, but takes a millisecond a passage and forgets where a word stood. This
reading keeps every offset and takes microseconds. What is not a mark to that parser is none here: `2 * 3`, `a_b_c`,
`[F4]`, a lone `*`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

LONGEST_ADDRESS = 1000
"""Characters of a link's address, and half of them of its title: a hostile paragraph must not cost its square."""
_UP_TO = f"{{0,{LONGEST_ADDRESS // 2}}}+"
TITLE = rf"""(?:"(?:[^"\\]|\\.){_UP_TO}"|'(?:[^'\\]|\\.){_UP_TO}'|\([^()]{_UP_TO}\))"""

_SIGN = re.compile(r"[\\`\[\]*_~<&]")
"""What every mark begins with, but an image's `!`. A plain set is searched several times faster than what follows."""
_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~\n]"
    r"|`+|\[|\]|\*+|_+|~~+"
    r"|<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,1000}+|[\w.+-]{1,64}+@[\w.-]{1,255}+)>"
    r"|&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_TICKS = re.compile(r"`+")
_INNER = r"[^\s()\\]|\\."
_ADDRESS = rf"(?!<)(?:{_INNER}|\((?:{_INNER}|\((?:{_INNER})*+\))*+\)){{1,{LONGEST_ADDRESS}}}+"
_INLINE_LINK = re.compile(rf"\(\s*+(?:<[^<>\n]{{0,{LONGEST_ADDRESS}}}+>|{_ADDRESS})?+(?:\s++{TITLE})?+\s*+\)")
_LABEL = re.compile(r"\[([^\[\]]{0,200}+)\]")


class Mark(NamedTuple):
    """`text[start:end]` is not shown; `instead` stands for it."""

    start: int
    end: int
    instead: str = ""


def marks(text: str, start: int, end: int, labels: frozenset[str] = frozenset()) -> list[Mark]:
    """Marks of the paragraph `text[start:end]`, by start. `labels` are those that link definitions name, folded."""
    if _SIGN.search(text, start, end) is None:
        return []
    return sorted(_Reader(text, start, end, labels).read())


def label(written: str) -> str:
    """A reference's label as definitions are compared."""
    return " ".join(written.casefold().split())


class _Reader:
    """One reading of one paragraph."""

    def __init__(self, text: str, start: int, end: int, labels: frozenset[str]) -> None:
        self.text, self.start, self.end, self.labels = text, start, end, labels
        self.brackets: list[tuple[int, int]] = []
        """Ranges of `[` and `![` that may open a link."""
        self.openers: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        """Ranges of what is left of each run that may open emphasis."""

    def read(self) -> Iterator[Mark]:
        at = self.start
        while sign := _SIGN.search(self.text, at, self.end):
            begun, at = at, sign.end()
            token = _TOKEN.match(self.text, sign.start(), self.end)
            if token is None:
                continue
            at = token.end()
            match sign[0]:
                case "\\":
                    yield Mark(token.start(), token.start() + 1)
                case "`":
                    if closing := self._closing_ticks(token):
                        yield Mark(*token.span())
                        yield Mark(*closing.span())
                        at = closing.end()
                case "[":
                    is_image = token.start() > begun and self.text[token.start() - 1] == "!"
                    self.brackets.append((token.start() - is_image, at))
                case "]":
                    if found := self._link(at):
                        yield from found
                        at = found[1].end
                case "<":
                    yield Mark(token.start(), token.start() + 1)
                    yield Mark(token.end() - 1, token.end())
                case "&":
                    if (meant := unescape(token[0])) != token[0]:
                        yield Mark(*token.span(), meant)
                case other:
                    yield from self._emphasis(other, *token.span())

    def _closing_ticks(self, opening: re.Match[str]) -> re.Match[str] | None:
        """Quadratic in the number of different lengths only: one that is not found has no other opening after it."""
        after = _TICKS.finditer(self.text, opening.end(), self.end)
        return next((ticks for ticks in after if len(ticks[0]) == len(opening[0])), None)

    def _link(self, after: int) -> tuple[Mark, Mark] | None:
        """Of the bracket that closes just before `after`: its opening one, and itself with the address."""
        if not self.brackets:
            return None
        start, inside = self.brackets.pop()
        tail = _INLINE_LINK.match(self.text, after, self.end)
        stop = tail.end() if tail else self._reference(start, inside, after)
        if not stop:
            return None
        for waiting in self.openers.values():
            while waiting and waiting[-1][0] > start:
                waiting.pop()  # emphasis does not reach out of a link
        return Mark(start, inside), Mark(after - 1, stop)

    def _reference(self, start: int, inside: int, after: int) -> int:
        """Where `[words][label]`, `[label][]` or `[label]` ends; 0 if it is none.

        A definition may stand in another passage: any `[words][label]` is taken for a link, but not `t[0][1]`.
        """
        named = _LABEL.match(self.text, after, self.end)
        is_index = start > self.start and self.text[start - 1].isalnum()
        if named and named[1] and (label(named[1]) in self.labels or not is_index):
            return named.end()
        if self.labels and label(self.text[inside : after - 1]) in self.labels:
            return named.end() if named and not named[1] else after
        return 0

    def _emphasis(self, sign: str, start: int, end: int) -> Iterator[Mark]:
        """CommonMark's flanking rules, without its rule of three."""
        before = self.text[start - 1] if start > self.start else " "
        after = self.text[end] if end < self.end else " "
        is_left = not after.isspace() and (after.isalnum() or not before.isalnum())
        is_right = not before.isspace() and (before.isalnum() or not after.isalnum())
        opens, closes = is_left, is_right
        if sign == "_":
            opens = is_left and not (is_right and before.isalnum())
            closes = is_right and not (is_left and after.isalnum())
        waiting = self.openers[sign]
        while closes and waiting and start < end:
            first, last = waiting.pop()
            size = min(last - first, end - start)
            yield Mark(last - size, last)
            yield Mark(start, start + size)
            for others in self.openers.values():
                while others and others[-1][0] > first:
                    others.pop()
            if first < last - size:
                waiting.append((first, last - size))
            start += size
        if opens and start < end:
            waiting.append((start, end))
