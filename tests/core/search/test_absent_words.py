"""French words of a query that stand in none of a client's articles."""

from __future__ import annotations

import numpy as np
import pytest

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.query import read

WORDS = ["chat", "connexion", "coupee", "posemetre", "posemolle", "posenette", "poserapide", "posesûre"]
ARTICLES = WordList(WORDS, np.full(len(WORDS), 9, np.int64))


@pytest.mark.parametrize(
    ("typed", "has_absent_word"),
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
        ("pose ", True),
        ("pose", False),  # may go on in many ways
        ("problème grave ", False),  # no word for what has it
        ("the menu is slow ", False),  # English, though French has the word
        ("page menu lent ", True),
        ("code t-204", False),  # a word that only says what follows
        ("code t-204 tarte ", True),
    ],
)
def test_a_french_word_that_no_article_holds_in_any_form_has_absent_word(typed: str, has_absent_word: bool) -> None:
    assert read(typed, ARTICLES, {}, holds={"chat"}.__contains__).has_absent_word is has_absent_word
