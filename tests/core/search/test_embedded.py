"""What a model reads of a query: the typed text, with what the client's articles say in its words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import read
from kbsearch.core.text import MAX_QUERY_CHARS, bare, fold, normalise

ACCENTED = ["écran", "réseau", "sélectionné", "étiquette", "déclaré"]
PLAIN = ["imprimante", "calibration", "file", "jaune", "ligne", "serveur", "noir", "parametre"]
WORDS = sorted(fold(word) for word in [*ACCENTED, *PLAIN])
BASE = WordList(WORDS, np.full(len(WORDS), 5, np.int64), ACCENTED)


def dense(typed: str) -> str:
    return read(typed, BASE, ABBREVIATIONS).dense


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("ecran noir", "écran noir"),
        ("l'ecran du reseau ?", "l'écran du réseau"),
        ("Ecran noir, reseau OK 12", "écran noir, réseau OK 12"),
        ("Serveur VPN sur le PC", "Serveur VPN sur le PC"),  # capitals that say something stay
        ("écran et reseau", "écran et reseau"),  # who types one accent means the others
        ("parametre du serveur", "parametre du serveur"),  # the articles do not agree on how it is written
        ("a la mise ou pas", "a la mise ou pas"),  # `à` and `où` are other words
        ("", ""),
    ],
)
def test_a_text_without_accents_is_read_with_those_of_the_articles(typed: str, read_as: str) -> None:
    assert dense(typed) == read_as


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("imprimnate noire", "imprimnate imprimante noire"),
        ("ecrzn noir", "ecrzn écran noir"),
        ("calib serveur", "calib calibration serveur"),
        ("etiqu sur le serveur", "etiqu étiquette sur le serveur"),
        ("congelateur noir", "congelateur noir"),  # a word that nothing is near
    ],
)
def test_what_a_word_may_be_stands_beside_it(typed: str, read_as: str) -> None:
    assert dense(typed) == read_as


def test_a_text_typed_with_accents_is_typed_with_care() -> None:
    assert dense("nom de jeune fille déclaré") == "nom de jeune fille déclaré"
    assert dense("nom de jeune fille declare") == "nom de jeune jaune fille file déclaré"
    assert dense("imprimnate sélectionnée").startswith("imprimnate imprimante ")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("IMPRIMANTE HORS LIGNE !", "imprimante hors ligne"),
        ("ECRAN NOIR E-204", "écran noir E-204"),
        ("ERREUR E-204/E-206 SUR LE SERVEUR", "erreur E-204/E-206 sur le serveur"),
        ("TPE HS", "TPE HS"),
        ("VX-250", "VX-250"),
        ("ÉCRAN ECRAN", "écran ecran"),
    ],
)
def test_capitals_alone_are_read_as_small_letters(typed: str, read_as: str) -> None:
    without_abbreviations = read(typed, BASE, {})
    assert without_abbreviations.dense == read_as
    assert without_abbreviations.text == normalise(typed), "what is shown back is what was typed"


def test_an_abbreviation_is_read_as_meant_in_any_case() -> None:
    assert dense("PB IMPRIMANTE") == dense("pb imprimante") == "problème imprimante"


def test_no_code_is_read_as_anything_else() -> None:
    assert dense("cx 44 imprimnate") == "cx 44 imprimnate imprimante"


@given(
    st.lists(st.sampled_from([*WORDS, *ACCENTED, "imprimnate", "E-204", "12", "?", "l'", "wi-fi", "calib"]), max_size=9)
)
def test_every_word_typed_is_still_read(typed: list[str]) -> None:
    text = " ".join(typed)
    left = fold(dense(text))
    assert all(fold(word) in left for word in bare(normalise(text)).split())


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    query = read(text, BASE, ABBREVIATIONS)
    assert bool(query.dense) == bool(query.text)
    assert len(query.dense) < 40 * MAX_QUERY_CHARS
