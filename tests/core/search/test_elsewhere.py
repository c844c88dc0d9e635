"""French words of a query that stand in none of a client's articles."""

from __future__ import annotations

import numpy as np
import pytest

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.query import read

ARTICLES = WordList(["chat", "connexion", "coupee", "pompe"], np.array([9, 9, 9, 9], np.int64))


@pytest.mark.parametrize(
    ("typed", "is_elsewhere"),
    [
        ("tarte aux pommes", True),
        ("connexion de la tarte", True),
        ("chats ", False),  # a form of a word that the articles hold
        ("connexion coupée ", False),
        ("bonjour ", False),
        ("tpe ", False),
        ("les ", False),
        ("ami ", False),  # too short to be told from a name or a unit
        ("conexion ", False),  # a slip
        ("pomm", False),  # may go on in many ways
        ("code t-204", False),  # a word that only says what follows
        ("code t-204 tarte ", True),
    ],
)
def test_a_french_word_that_no_article_holds_in_any_form_is_elsewhere(typed: str, is_elsewhere: bool) -> None:
    assert read(typed, ARTICLES, {}, holds={"chat"}.__contains__).is_elsewhere is is_elsewhere
