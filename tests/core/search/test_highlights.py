from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.highlights import merged, wanted_terms
from kbsearch.core.search.query import read
from kbsearch.core.text import placed_terms

NOTHING = WordList([], np.empty(0, np.int64))


def marked(text: str, query: str, lang: str = "fr") -> list[str]:
    wanted = wanted_terms(read(query, NOTHING, ABBREVIATIONS))
    places = [(start, end) for term, start, end in placed_terms(text, lang) if term in wanted]
    return [text[start:end] for start, end in merged(places)]


def test_words_are_marked_by_stem_accent_and_case_aside() -> None:
    text = "Les imprimantes Réseau sont bloquées."
    assert marked(text, "imprimante reseau bloque ") == ["imprimantes", "Réseau", "bloquées"]


def test_what_an_abbreviation_means_is_marked() -> None:
    assert marked("Le mot de passe est refusé.", "mdp refuse ") == ["mot", "passe", "refusé"]


def test_a_code_is_marked_whole_and_its_neighbour_is_not() -> None:
    assert marked("E-204 puis E-201.", "E 204") == ["E-204"]


def test_english_passages_use_english_stems() -> None:
    assert marked("Printing jobs are stuck.", "print job ", "en") == ["Printing", "jobs"]


@given(st.text(max_size=200))
def test_places_are_those_of_the_words(text: str) -> None:
    for _, start, end in placed_terms(text, "fr"):
        assert 0 <= start < end <= len(text)
        assert any(c.isalnum() for c in text[start:end])


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair)))))
def test_ranges_are_sorted_disjoint_and_cover_the_same_characters(places: list[tuple[int, int]]) -> None:
    ranges = merged(places)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ranges))
    covered = {at for start, end in places for at in range(start, end)}
    assert {at for start, end in ranges for at in range(start, end)} == covered
