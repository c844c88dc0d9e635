"""What a model reads of a query: the text, put as the client's articles would put it where that is plain.

Words are looked up by folded stems, with what they may be beside them; a model reads letters, and a missing accent, a
capital or a slip of the finger takes it elsewhere. Hence, in the text that is embedded and nowhere else:

    abbreviations       as meant, beside those that are words of the base
    mistyped, cut short what the word may be stands beside it, as on the keyword side: nothing typed is replaced; of a
                        text typed with accents, and so with care, only long words are taken for mistyped
    ALL CAPITALS        in small letters, but for codes
    no accent at all    words as the articles write them, where most of those that hold one agree
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kbsearch.core.ports import Vocabulary
from kbsearch.core.search.mistyped import shortened
from kbsearch.core.search.read_words import ReadWord
from kbsearch.core.text import Token, bare

SHORTEST_ACCENTED = 3
"""Letters. Shorter words are others with an accent: `a` and `à`, `ou` and `où`."""
SHORTEST_MISTYPED = 7
"""Letters of a word in a text with accents: in a small base *jeune fille* are unknown words near *jaune* and *file*."""
SHORTEST_SHOUTED = 5
"""Letters of a word that makes capitals a way of typing; `TPE HS` are abbreviations."""


def embedded(text: str, found: Sequence[Token], words: Sequence[ReadWord], vocabulary: Vocabulary) -> str:
    """`text` as it is embedded, without `?` or `!` at its end. `found`: its tokens; `words`: what they were read as."""
    quiet = _quiet(text, found)
    is_accented = any(letter.isalpha() and not letter.isascii() for letter in quiet)
    parts, last = [], 0
    for word in words:
        start, end = word.token.start, word.token.end
        typed = quiet[start:end]
        if word.meant and not word.is_correction:
            read = typed if _is_in_code(word, quiet) else _spelled_out(word, typed)
        else:
            read = " ".join(_read(word, typed, vocabulary, is_accented=is_accented))
        if start >= last and read != typed:
            parts += [quiet[last:start], read]
            last = end
    return bare("".join([*parts, quiet[last:]]))


def _spelled_out(abbreviation: ReadWord, typed: str) -> str:
    return f"{typed} {abbreviation.meant}" if abbreviation.is_known else abbreviation.meant


def _is_in_code(word: ReadWord, text: str) -> bool:
    """`CX 44`: before a number, letters may be part of a code."""
    return word.token.folded.isalpha() and text[word.token.end :].lstrip(" -")[:1].isdigit()


def _read(word: ReadWord, typed: str, vocabulary: Vocabulary, *, is_accented: bool) -> Iterator[str]:
    """The word, and what it may be. `is_accented`: there are accents in the query."""
    folded = word.token.folded
    is_plain = not is_accented and len(folded) >= SHORTEST_ACCENTED and folded == typed.lower()
    written = vocabulary.written(folded) if is_plain else folded
    yield typed if written == folded else written
    if word.is_correction:
        if not is_accented or len(folded) >= SHORTEST_MISTYPED:
            yield vocabulary.written(word.meant)
    elif word.completions and shortened(folded, vocabulary):
        yield vocabulary.written(word.completions[0])


def _quiet(text: str, found: Sequence[Token]) -> str:
    """In small letters, codes aside, what was typed in capitals alone."""
    is_shouted = text.isupper() and any(
        token.folded.isalpha() and len(token.folded) >= SHORTEST_SHOUTED for token in found if not token.is_code
    )
    small = text.lower()
    if not is_shouted or len(small) != len(text):
        return text
    letters = list(small)
    for code in (token for token in found if token.is_code):
        letters[code.start : code.end] = text[code.start : code.end]
    return "".join(letters)
