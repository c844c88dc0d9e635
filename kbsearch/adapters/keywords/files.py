"""The index as files: one `.npy` per array, one UTF-8 line per term or word.

Read into memory, not mapped: a mapped file that is cut short kills the whole process at the next search.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from kbsearch.adapters.keywords.index import ChunkTerms, NumpyKeywordIndex, Postings
from kbsearch.adapters.keywords.vocabulary import WordList


def save_keywords(index: NumpyKeywordIndex, folder: Path) -> None:
    """Write `keywords.*` files into an existing folder."""
    for name, array in _arrays(index).items():
        np.save(folder / f"keywords.{name}.npy", array, allow_pickle=False)
    (folder / "keywords.terms.txt").write_text("\n".join(index.terms), "utf-8")
    (folder / "keywords.words.txt").write_text("\n".join(index.words.words), "utf-8")
    (folder / "keywords.accented.txt").write_text("\n".join(index.words.accented.values()), "utf-8")


def load_keywords(folder: Path) -> NumpyKeywordIndex:
    """Read what `save_keywords` wrote. Damaged files raise `ValueError` or `OSError`, or worse: verify them first."""
    names = ["body_starts", "body_documents", "body_weights"]
    names += ["idf", "chunk_starts", "chunk_terms", "chunk_places", "chunk_shown_places", "word_counts", "articles"]
    arrays = {name: np.load(folder / f"keywords.{name}.npy", allow_pickle=False) for name in names}
    body = Postings(*(arrays[f"body_{field}"] for field in ("starts", "documents", "weights")))
    terms = {term: at for at, term in enumerate(_lines(folder / "keywords.terms.txt"))}
    accented = folder / "keywords.accented.txt"  # not in an index from before there was one, which serves all the same
    as_written = _lines(accented) if accented.exists() else ()
    words = WordList(_lines(folder / "keywords.words.txt"), arrays["word_counts"], as_written)
    chunk_terms = ChunkTerms(*(arrays[f"chunk_{field}"] for field in ("starts", "terms", "places", "shown_places")))
    return NumpyKeywordIndex(terms, body, arrays["idf"], chunk_terms, words, int(arrays["articles"][0]))


def _arrays(index: NumpyKeywordIndex) -> dict[str, np.ndarray[Any, Any]]:
    return {
        "idf": index.idf,
        "articles": np.array([index.article_count]),
        "body_starts": index.body.starts,
        "body_documents": index.body.documents,
        "body_weights": index.body.weights,
        "chunk_starts": index.chunk_terms.starts,
        "chunk_terms": index.chunk_terms.terms,
        "chunk_places": index.chunk_terms.places,
        "chunk_shown_places": index.chunk_terms.shown_places,
        "word_counts": index.words.counts,
    }


def _lines(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return text.split("\n") if text else []
