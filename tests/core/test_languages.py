"""Which bases and queries the English model is for."""

from __future__ import annotations

import pytest

from kbsearch.core.languages import in_english, is_english_base, is_english_query
from kbsearch.core.model import Article

VOCABULARY = frozenset(["calendar", "sync", "error", "folder", "thunderbird", "dossier", "imap"])


@pytest.mark.parametrize(
    "query",
    [
        "how do I move the folder",
        "calendar sync error",
        "cannot send emails",
        "why is it so slow",
        "on me calendar",
        "",
    ],
)
def test_english_queries(query: str) -> None:
    assert is_english_query(query, VOCABULARY | {"cannot", "send", "emails"})


@pytest.mark.parametrize(
    "query",
    [
        "comment déplacer le dossier",
        "le calendar ne sync pas",
        "envoi mails impossible",
        "Jak skonfigurować pocztę imap",
        "meine ordner sind verschwunden",
        "受信できません",
        "son car as dossier perdu envolé",
    ],
)
def test_other_queries(query: str) -> None:
    assert not is_english_query(query, VOCABULARY)


def article(lang: str, body: str = "") -> Article:
    return Article("a", "acme", "a.md", "T", body, 1, lang=lang)


def test_a_base_is_english_when_half_of_it_says_or_reads_so() -> None:
    english, french = article("en"), article("fr")
    reads_english = article("", "Open the menu and click on it to see your folders.")
    reads_french = article("", "Ouvrir le menu puis cliquer sur les dossiers de la boîte.")
    assert is_english_base([english, french])
    assert is_english_base([reads_english])
    assert not is_english_base([reads_french])
    assert not is_english_base([french, french, reads_english])
    assert not is_english_base([article("fr", reads_english.body)]), "what an article says of itself comes first"
    assert not is_english_base([])


def test_an_article_that_says_no_language_is_in_the_one_it_reads_in() -> None:
    french = article("", "Ouvrir le menu puis cliquer sur les dossiers de la boîte, et les vider dans la corbeille.")
    english = article("", "Open the menu and click on it to see your folders and what is in each of them.")
    codes, both = article("", "| E-204 | OK |"), article("", f"{english.body} {french.body}")
    assert in_english([french, french, english]) == [False, False, True]
    assert in_english([french, french, codes, both, article("en", french.body)]) == [False] * 4 + [True]
    assert in_english([english, english, codes, both, article("fr", english.body)]) == [True] * 4 + [False]
    assert in_english([french, french, article("", "Open it and wait")]) == [False, False, False], "too few"
    assert in_english([]) == []
