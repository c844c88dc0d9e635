"""Which characters of a passage match the query."""

from __future__ import annotations

from kbsearch.core.query import Query
from kbsearch.core.text import code_term, stem, tokens


def highlights(text: str, asked: Query, lang: str) -> tuple[tuple[int, int], ...]:
    """Ranges of `text` whose word has the stem of one of the query's words, or whose code is one of its codes.

    Sorted and disjoint, half open, in characters. French and English stems are both tried on the query's side, the
    article's own language on the text's.
    """
    stems = {stem(word, language) for word in asked.words if len(word) > 1 for language in ("fr", "en")}
    found: list[tuple[int, int]] = []
    for token in tokens(text):
        matches = code_term(token.folded) in asked.codes if token.is_code else stem(token.folded, lang) in stems
        if matches:
            if found and token.start < found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], token.end))
            else:
                found.append((token.start, token.end))
    return tuple(found)
