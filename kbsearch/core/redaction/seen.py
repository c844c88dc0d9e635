"""A text as the recognisers read it: the same to the eye, in the one spelling that their patterns know.

Digits and letters of full width, digits of other scripts and blanks of any width become plain ones, short dashes become
hyphens, letters that were typed apart from their accents are put together, and characters that nobody sees are passed
over.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0
_UNSEEN = "Cf"
"""Unicode's class of zero-width blanks, joiners, soft hyphens and marks of direction."""

_DASHES = "\u2010\u2011\u2012\u2013\u2212"
"""What word processors and web pages put in a hyphen's place; a long dash parts sentences."""

_OTHERS = re.compile(r"[^\x00-\x9f\xa1-\xac\xae-\u017f‘’“”…—€]")
"""What may have another spelling; letters of western languages have one each."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a text, and where it stands there."""

    text: str
    starts: tuple[int, ...] | None
    """Where each character of `text` begins in the text as typed, then that text's length; None = both are equal."""

    def typed(self, start: int, stop: int) -> tuple[int, int]:
        """A range of `text` → the range of the text as typed that it stands for."""
        if self.starts is None or stop <= start:
            return start, stop
        return self.starts[start], self.starts[stop]


def see(typed: str) -> Seen:
    """`typed` in plain spelling.

    >>> see("０６\u200b 12").text
    '06 12'
    """
    if not _OTHERS.search(typed):
        return Seen(typed, None)
    chars: list[str] = []
    starts: list[int] = []
    for at, char in enumerate(typed):
        if char.isascii():
            pass
        elif unicodedata.category(char) == _UNSEEN:
            continue
        elif (
            chars and unicodedata.combining(char) and len(joined := unicodedata.normalize("NFC", chars[-1] + char)) == 1
        ):
            chars[-1] = joined
            continue
        chars.append(_plain(char))
        starts.append(at)
    return Seen("".join(chars), (*starts, len(typed)))


def _plain(char: str) -> str:
    if char.isascii():
        return char
    if ord(char) in _FULL_WIDTH:
        return chr(ord(char) - _TO_ASCII)
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char in _DASHES:
        return "-"
    return " " if unicodedata.category(char) == "Zs" else char
