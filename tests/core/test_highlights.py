from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.abbreviations import ABBREVIATIONS
from kbsearch.core.highlights import highlights
from kbsearch.core.query import read

NOTHING = WordList([], np.empty(0, np.int64))


def marked(text: str, query: str, lang: str = "fr") -> list[str]:
    return [text[a:b] for a, b in highlights(text, read(query, NOTHING, ABBREVIATIONS), lang)]


def test_words_are_marked_by_stem_accent_and_case_aside() -> None:
    text = "Les imprimantes Réseau sont bloquées."
    assert marked(text, "imprimante reseau bloque ") == ["imprimantes", "Réseau", "bloquées"]


def test_what_an_abbreviation_means_is_marked() -> None:
    assert marked("Le mot de passe est refusé.", "mdp refuse ") == ["mot", "passe", "refusé"]


def test_a_code_is_marked_whole_and_its_neighbour_is_not() -> None:
    assert marked("E-204 puis E-201.", "E 204") == ["E-204"]


def test_english_passages_use_english_stems() -> None:
    assert marked("Printing jobs are stuck.", "print job ", "en") == ["Printing", "jobs"]


@given(st.text(max_size=200), st.text(max_size=30))
def test_ranges_are_sorted_disjoint_and_inside(text: str, query: str) -> None:
    last = 0
    for start, end in highlights(text, read(query, NOTHING, ABBREVIATIONS), "fr"):
        assert last <= start < end <= len(text)
        last = end
