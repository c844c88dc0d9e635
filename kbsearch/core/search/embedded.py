"""What a model reads of a query: the text, put as the client's articles would put it where that is plain.

Words are looked up by folded stems, with what they may be beside them; a model reads letters, and a missing accent, a
capital or a slip of the finger takes it elsewhere. Hence, in the text that is embedded and nowhere else:

    abbreviations       as meant, beside those that are words of the base
    mistyped, cut short what the word may be stands beside it, as on the keyword side, while there is room
    ALL CAPITALS        in small letters
    no accent at all    words as the articles write them, where most of those that hold one agree; not in English

This is for words that stand alone: a code, an address or a file's name in one piece is read as typed, and so is what an
apostrophe or a hyphen joins to something else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import chain

from kbsearch.core.languages import leans_english
from kbsearch.core.ports import Vocabulary
from kbsearch.core.search.mistyped import shortened
from kbsearch.core.search.read_words import ReadWord
from kbsearch.core.search.typed_codes import CALLS
from kbsearch.core.text import MAX_QUERY_CHARS, PASSED_OVER, WORKS, Token, bare, code_term, fold

SHORTEST_ACCENTED = 3
"""Letters. Shorter words are others with an accent: `a` and `à`, `ou` and `où`."""
SHORTEST_SHOUTED = 5
"""Letters of a word that makes capitals a way of typing; `TPE HS` are abbreviations."""
LONGEST_BESIDE = 40
"""Letters of what a word may be. Articles hold longer ones, which are none."""

_BEFORE = frozenset("([{«\"“'’‘")
"""What a word that stands alone may have before it, beside a blank: `l'écran`."""
_LAST_WORD = re.compile(r"(\w+)\W*$")
_IN_CODES = re.compile(r"[\d_]")
_AFTER = re.compile(r"[)\]}»\"”.,;:!?…]*(?:\s|$)")


def embedded(
    text: str,
    found: Sequence[Token],
    words: Sequence[ReadWord],
    vocabulary: Vocabulary,
    declared: Collection[str] = (),
    held: Collection[str] = (),
) -> str:
    """`text` as it is embedded, without `?` or `!` at its end. `found`: its tokens; `words`: what they were read as;
    `declared`, `held`: index terms of the codes that the articles declare, and of those in it that they hold."""
    is_shouted = _is_shouted(text, found)
    quiet = _quiet(text) if is_shouted else text
    is_careful = not is_shouted and any(fold(letter) != letter.lower() for letter in text if not letter.isascii())
    is_plain = not is_careful and not leans_english(word.token.folded for word in words)
    codes = [(token.start, token.end) for token in found if token.is_code]
    room = MAX_QUERY_CHARS - len(text)
    parts, last = [], 0
    for word in words:
        start, end = word.token.start, word.token.end
        if start < last:
            continue
        typed = quiet[start:end]
        beside = ""
        if word.meant and not word.is_correction:
            read = typed if _is_in_code(word, quiet, (declared, held)) else _spelled_out(word, typed)
        elif _stands_alone(quiet, start, end) and not any(first <= start < after for first, after in codes):
            read = _accented(word, typed, vocabulary) if is_plain else typed
            beside = _may_be(word, vocabulary)
        else:
            continue
        if beside and len(beside) < min(room, LONGEST_BESIDE):
            read, room = f"{read} {beside}", room - len(beside) - 1
        if read != typed:
            parts += [quiet[last:start], read]
            last = end
    return bare("".join([*parts, quiet[last:]]))


def _spelled_out(abbreviation: ReadWord, typed: str) -> str:
    return f"{typed} {abbreviation.meant}" if abbreviation.is_known else abbreviation.meant


def _is_in_code(word: ReadWord, text: str, known: Sequence[Collection[str]]) -> bool:
    """`CX 44`: before a number, letters may be part of a code. Not *tjs 0 %* where codes are known, none begins so and
    nothing calls it one."""
    folded = word.token.folded
    if not (folded.isalpha() and text[word.token.end :].lstrip(" -")[:1].isdigit()):
        return False
    begins, before = code_term(folded), _LAST_WORD.search(fold(text[: word.token.start]))
    if not any(known) or (before and before[1] in CALLS):
        return True
    return any(code.startswith(begins) and code[len(begins) : len(begins) + 1].isdigit() for code in chain(*known))


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    return (not before or before.isspace() or before in _BEFORE) and bool(_AFTER.match(text, end))


def _accented(word: ReadWord, typed: str, vocabulary: Vocabulary) -> str:
    """With the accents that the articles write it with. *marche* is not *marché* in *ne marche pas*."""
    folded = word.token.folded
    if len(folded) < SHORTEST_ACCENTED or folded in WORKS or folded != typed.lower():
        return typed
    written = vocabulary.written(folded)
    return typed if written == folded else written


def _may_be(word: ReadWord, vocabulary: Vocabulary) -> str:
    """What was mistyped or cut short, as the articles write it; empty where that says nothing."""
    folded = word.token.folded
    if word.is_correction:
        return vocabulary.written(word.meant)
    is_symptom = not word.is_stop_word and folded not in PASSED_OVER and folded not in WORKS
    if word.completions and is_symptom and shortened(folded, vocabulary):
        return vocabulary.written(word.completions[0])
    return ""


def _is_shouted(text: str, found: Sequence[Token]) -> bool:
    words = (token.folded for token in found if not token.is_code)
    return text.isupper() and any(word.isalpha() and len(word) >= SHORTEST_SHOUTED for word in words)


def _quiet(text: str) -> str:
    """In small letters, pieces with a figure or `_` aside; `text` itself where that is of another length."""
    pieces = (piece if _IN_CODES.search(piece) else piece.lower() for piece in text.split(" "))
    small = " ".join(pieces)
    return small if len(small) == len(text) else text
