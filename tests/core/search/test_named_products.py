"""Products as queries name them, and the articles that are about others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kbsearch.core.model import Article
from kbsearch.core.search.named_products import MOST_BEHIND, ProductNames, are_siblings, numbered, product_names
from kbsearch.core.text import placed_terms

BOX5, BOX7, CLIENT, TILL, HEATER = range(5)


def _article(name: str, product: str, body: str = "", versions: Sequence[str] = ()) -> Article:
    return Article(name, "acme", f"{name}.md", name, body, 1, product=product, versions=tuple(versions))


def _names(articles: Sequence[Article]) -> ProductNames:
    def holders(term: str) -> list[int]:
        texts = (f"{one.title} {one.product} {one.body}" for one in articles)
        return [row for row, text in enumerate(texts) if any(term == found for found, _, _ in placed_terms(text, "fr"))]

    return product_names(articles, holders)


ARTICLES = (
    _article("wifi-5", "Box Pro 5", "Sur la Box Pro 7, voir l’autre article. Le client attend.", ["v2"]),
    _article("wifi-7", "Box Pro 7", "Le client redémarre.", ["v3"]),
    _article("compte", "Espace client", "Le client se connecte."),
    _article("caisse", "Caisse Tactéo 15", "Le client paie."),
    _article("pression", "Aerys 8, 12", "Voir aussi Aerys 24."),
)
NAMES = _names(ARTICLES)


def _is_other(query: str, row: int) -> bool:
    return NAMES.is_other(query, row, ARTICLES[row], {"caisse", "pro", "espace"}.__contains__)


def test_pairs_of_a_word_and_a_number() -> None:
    assert numbered("Box Pro 7, box7 v2 l'E-31") == [("pro", "7"), ("box", "7"), ("version", "2")]
    assert numbered("12 postes, 5 bacs") == []


@pytest.mark.parametrize(
    ("query", "row", "is_other"),
    [
        ("box pro 7 wifi", BOX5, True),
        ("box7 wifi", BOX5, True),
        ("box v3", BOX5, True),
        ("v3 wifi", BOX5, True),
        ("bordereau v3", BOX5, False),
        ("wifi v2", BOX5, False),
        ("box 5 wifi", BOX5, False),
        ("wifi de la box", BOX5, False),
        ("box pro 7 wifi", BOX7, False),
        ("tacteo wifi", BOX5, True),
        ("aerys 12 pression", HEATER, False),
        ("aerys 16 pression", HEATER, True),
        ("aerys 24 pression", HEATER, False),
        ("caisse 2 refus", TILL, False),
        ("client wifi box 5", BOX5, False),
        ("le client ne voit plus le wifi", BOX5, False),
        ("12 box wifi", BOX5, False),
    ],
)
def test_an_article_about_another_product(query: str, row: int, is_other: bool) -> None:
    assert _is_other(query, row) is is_other


def test_words_of_one_stem_are_not_one_word() -> None:
    articles = (_article("lame", "Ensacheuse", "Ranger dans l’étui."), _article("tapis", "Étuyeuse", ""))
    names = _names(articles)
    assert names.is_other("lame de l'étuyeuse", 0, articles[0], lambda word: True)
    assert not names.is_other("lames des ensacheuses", 0, articles[0], lambda word: True)


def test_an_article_of_no_product_is_of_no_other() -> None:
    articles = (*ARTICLES, _article("panne", ""))
    assert not _names(articles).is_other("box pro 7", 5, articles[5], lambda word: False)


def test_the_model_that_is_named_comes_first_where_it_is_near() -> None:
    assert NAMES.meant("box 7 wifi", [BOX5, CLIENT, BOX7], [10.0, 9.0, 8.0]) == 2
    assert NAMES.meant("box 7 wifi", [BOX5, CLIENT, BOX7], [10.0, 9.0, 9.9 - MOST_BEHIND]) == 0
    assert NAMES.meant("box 7 wifi", [BOX7, BOX5], [10.0, 9.0]) == 0
    assert NAMES.meant("box wifi", [BOX5, BOX7], [10.0, 9.0]) == 0
    assert NAMES.meant("box 9 wifi", [BOX5, BOX7], [10.0, 9.0]) == 0
    assert NAMES.meant("box 7 wifi", [], []) == 0


def test_a_query_tells_which_choice_it_is_where_it_names_one_alone() -> None:
    for query, choices in (
        ("box 7 wifi", ["Box Pro 5", "Box Pro 7"]),
        ("wifi box pro 5", ["Box Pro 7", "Box Pro 5"]),
        ("t31 muet", ["Poste T31", "Poste T58"]),
        ("wifi box v3", ["2", "3"]),
        ("le comptoir ne charge plus", ["Pilote", "Comptoir"]),
    ):
        assert NAMES.tells(query, choices), query
    for query, choices in (
        ("wifi de la box", ["Box Pro 5", "Box Pro 7"]),
        ("box 9 wifi", ["Box Pro 5", "Box Pro 7"]),
        ("boréa 30 froide", ["Boréa 30 murale", "Boréa 30 sol"]),
        ("échec version 12", ["12.4", "12.5"]),
        ("imprimante sous windows 10", ["Epson Alpha", "Epson Beta"]),
        ("usb v3 wifi", ["2", "3"]),
    ):
        assert not NAMES.tells(query, choices), query


def test_a_count_after_a_product_is_no_model() -> None:
    for query in (
        "box 5 fois ce matin",
        "aerys 3 bars",
        "box 2 voyants rouges",
        "aerys 3 jours",
        "box 5 %",
        "aerys 1.5",
    ):
        assert numbered(query) == [], query


def test_of_dotted_versions_the_first_part_is_said() -> None:
    articles = (_article("a", "Logiciel", "", ["12.4"]), _article("b", "Logiciel", "", ["12.5", "11.4"]))
    assert set(_names(articles).numbered["version"]) == {"12", "11"}


def test_an_article_whose_own_model_is_named_is_of_no_other() -> None:
    assert not _is_other("de la box 5 à la box 7", BOX5)
    assert not _is_other("de la box 5 à la box 7", BOX7)


def test_siblings_differ_in_a_number_alone() -> None:
    assert are_siblings("Imprimante TK-80", "imprimante TK-80K")
    assert not are_siblings("Imprimante TK-80", "Imprimante laser")
    assert not are_siblings("T31", "T58"), "nothing says that they are of one kind"
    assert not are_siblings("Poste T31", "Poste T31")
