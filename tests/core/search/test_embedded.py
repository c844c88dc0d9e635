"""What a model reads of a query: the typed text, with what the client's articles say in its words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import read
from kbsearch.core.text import MAX_QUERY_CHARS, bare, fold, normalise, tokens

ACCENTED = ["écran", "réseau", "sélectionné", "étiquette", "déclaré", "marché"]
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
        ("my ecran is noir", "my ecran is noir"),  # English has words of its own
        ("日本 ecran", "日本 écran"),
        ("ca marche pas", "ca marche pas"),  # no `marché`
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


@pytest.mark.parametrize("typed", ["nom de jeune fille déclaré", "nom de jeune fille declare"])
def test_words_that_the_articles_do_without_are_not_taken_for_their_neighbours(typed: str) -> None:
    assert dense(typed) == "nom de jeune fille déclaré"


def test_a_text_typed_with_accents_has_its_slips_mended_too() -> None:
    assert dense("imprimnate sélectionnée").startswith("imprimnate imprimante ")
    assert dense("sélectionnée ecrzn").endswith(" ecrzn écran")


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("IMPRIMANTE HORS LIGNE !", "imprimante hors ligne"),
        ("ECRAN NOIR E-204", "écran noir E-204"),
        ("ERREUR E-204/E-206 SUR LE SERVEUR", "erreur E-204/E-206 sur le serveur"),
        ("TPE HS", "TPE HS"),
        ("VX-250", "VX-250"),
        ("ÉCRAN ECRAN", "écran écran"),  # a keyboard that puts an accent is not care
        ("REFUS 51 SUR LE SERVEUR", "refus 51 sur le serveur"),
    ],
)
def test_capitals_alone_are_read_as_small_letters(typed: str, read_as: str) -> None:
    without_abbreviations = read(typed, BASE, {})
    assert without_abbreviations.dense == read_as
    assert without_abbreviations.text == normalise(typed), "what is shown back is what was typed"


def test_an_abbreviation_is_read_as_meant_in_any_case() -> None:
    assert dense("PB IMPRIMANTE") == dense("pb imprimante") == "problème imprimante"


@pytest.mark.parametrize(
    "typed",
    [
        *("TERM-204", "term-204 noir", "POSTE-RESEAU-12", "RESEAU-204", "erreur IMPRIMNATE-51", "KG-IMPRIMNATE-4"),
        *("ERR_RESEAU_SERVER", "imprimnate.exe", "jean@imprimnate.fr", "sous-reseau", "imprimnate/reseau", "systme51"),
        *("the printer doesn't print", "imprimnate-reseau", "quelqu'un", "C:\\reseau\\imprimnate", "#reseau"),
    ],
)
def test_what_does_not_stand_alone_is_read_as_typed(typed: str) -> None:
    words = sorted([*WORDS, "does", "term", "terminal"])
    assert read(typed, WordList(words, np.full(len(words), 5, np.int64), ACCENTED), {}).dense == typed


def test_a_word_that_says_nothing_is_not_completed() -> None:
    words = sorted(["commentaire", "fonctionnement", "imprimante", "suisse"])
    base = WordList(words, np.full(len(words), 5, np.int64))
    for typed in ("imprimante comment", "je suis", "imprimante fonctionne"):
        assert read(typed, base, {}).dense == typed


def test_additions_leave_the_room_to_what_was_typed() -> None:
    many = "imprimnate " * 80
    assert len(dense(many)) <= MAX_QUERY_CHARS
    assert dense(many).count("imprimnate") == 80
    monster = WordList(["calib" + "a" * 10_000], np.full(1, 5, np.int64))
    assert read("calib noir", monster, {}).dense == "calib noir"


def test_no_code_is_read_as_anything_else() -> None:
    assert dense("cx 44 imprimnate") == "cx 44 imprimnate imprimante"


@given(
    st.lists(st.sampled_from([*WORDS, *ACCENTED, "imprimnate", "E-204", "12", "?", "l'", "wi-fi", "calib"]), max_size=9)
)
def test_every_word_typed_is_still_read(typed: list[str]) -> None:
    text = " ".join(typed)
    left = fold(dense(text))
    assert all(fold(word) in left for word in bare(normalise(text)).split())


@given(st.lists(st.sampled_from([*WORDS, "-", "/", "204", "E-30", "imprimnate", "calib", ".", "'", " "]), max_size=12))
def test_codes_in_one_piece_are_read_as_typed(typed: list[str]) -> None:
    text = normalise("".join(typed))
    assert all(text[token.start : token.end] in dense(text) for token in tokens(text) if token.is_code)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    query = read(text, BASE, ABBREVIATIONS)
    assert bool(query.dense) == bool(query.text)
    assert len(query.dense) < 2 * MAX_QUERY_CHARS
