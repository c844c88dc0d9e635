"""Which characters of a passage match the query."""

from __future__ import annotations

from kbsearch.core.query import Query
from kbsearch.core.text import read_run, runs_holding, stem, term


def highlights(text: str, asked: Query, lang: str) -> tuple[tuple[int, int], ...]:
    """Ranges of `text` whose word has the stem of one of the query's words, or whose code is one of its codes.

    Sorted and disjoint, half open, in characters. French and English stems are both tried on the query's side, the
    article's own language on the text's.
    """
    stems = {stem(word, language) for word in asked.words if len(word) > 1 for language in ("fr", "en")}
    wanted = stems.union(asked.codes)
    found: list[tuple[int, int]] = []
    for at, run in runs_holding(text, lang, wanted):
        for token in read_run(run):
            if term(token, lang) not in wanted:
                continue
            start, end = at + token.start, at + token.end
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], end))
            else:
                found.append((start, end))
    return tuple(found)
