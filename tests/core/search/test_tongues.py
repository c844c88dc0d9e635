"""What the language of an article costs it, measured on the same sentences in two languages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kbsearch.core.ports import Vectors
from kbsearch.core.search.tongues import PAIRS, language_cost

FRENCH = {french for french, _ in PAIRS}


class TwoTongues:
    """Says of a text what it is about, in one of 16 directions, and in which language, in the last two."""

    fingerprint, dim = "two", 18

    def __init__(self, accent: float) -> None:
        self.accent = accent

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), 18), np.float32)
        for row, text in zip(rows, texts, strict=True):
            about = next(at for at, pair in enumerate(PAIRS) if text in pair)
            row[about], row[16 if text in FRENCH else 17] = 1, self.accent
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows

    embed_documents = embed_queries


def test_a_french_query_raises_english_articles_and_an_english_one_french_ones() -> None:
    model = TwoTongues(0.5)
    cost = language_cost(model)
    french, english = model.embed_queries(PAIRS[0])
    apart = float(np.square(french[16]))  # the accent's part of the cosine of two French texts
    passages, labels = cost.raised(french)
    assert passages == pytest.approx((2 - 2 * 0.3) * apart, rel=1e-4)
    assert labels == pytest.approx(0.5 * apart, rel=1e-4)
    passages, labels = cost.raised(english)
    assert passages == pytest.approx(-2 * 0.3 * apart, rel=1e-4)
    assert labels == 0


def test_a_model_that_hears_no_language_raises_nothing() -> None:
    model = TwoTongues(0.0)
    raised = [language_cost(model).raised(vector) for vector in model.embed_queries(PAIRS[3])]
    assert np.abs(raised).max() < 1e-6


def test_what_is_no_number_is_no_cost() -> None:
    with pytest.raises(ValueError, match="no number"):
        language_cost(TwoTongues(np.nan))


def test_each_pair_is_in_two_languages_and_said_once() -> None:
    texts = [text for pair in PAIRS for text in pair]
    assert len({*texts}) == len(texts) == 32
