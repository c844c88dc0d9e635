"""Products as queries name them, and the articles that are about others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import pytest

from kbsearch.core.model import Article
from kbsearch.core.search import named_products
from kbsearch.core.search.named_products import MOST_BEHIND, ProductNames, are_siblings, numbered, product_names
from kbsearch.core.text import Token, placed_terms, tokens

BOX5, BOX7, CLIENT, TILL, HEATER = range(5)


def _article(
    name: str, product: str, body: str = "", versions: Sequence[str] = (), codes: Sequence[str] = ()
) -> Article:
    return Article(
        name, "acme", f"{name}.md", name, body, 1, product=product, versions=tuple(versions), error_codes=tuple(codes)
    )


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
        ("caisse comptoir figée", ["Caisse Comptoir", "Caisse Pilote"]),
        ("c5 sans réseau", ["TPE Move C3", "TPE Desk C5"]),
    ):
        assert NAMES.tells(query, choices), query
    for query, choices in (
        ("wifi de la box", ["Box Pro 5", "Box Pro 7"]),
        ("box 9 wifi", ["Box Pro 5", "Box Pro 7"]),
        ("boréa 30 froide", ["Boréa 30 murale", "Boréa 30 sol"]),
        ("échec version 12", ["12.4", "12.5"]),
        ("imprimante sous windows 10", ["Epson Alpha", "Epson Beta"]),
        ("usb v3 wifi", ["2", "3"]),
        ("la caisse n'imprime plus sur l'imprimante", ["Caisse Tactéo 15", "Imprimante TK-80"]),
        ("le salarié ne voit pas ses congés", ["Paie - module Congés", "Portail salarié"]),
        ("box pro 7 remplace box pro 5", ["Box Pro 5", "Box Pro 7"]),
        ("la v3 après la v2 de la box", ["2", "3"]),
        ("move c3 ou desk c5", ["TPE Move C3", "TPE Desk C5"]),
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


def test_two_models_named_leave_it_open_unless_the_article_speaks_of_both() -> None:
    for query, row, is_open in (
        ("la box pro 5 remplace la box pro 7", BOX7, True),
        ("la box pro 5 remplace la box pro 7", BOX5, False),
        ("la box pro 7 plante", BOX7, False),
        ("la box pro 5 plante", BOX7, False),
        ("box pro 7 v2 puis v3", BOX7, False),
        ("box pro 7 et tactéo 15", BOX7, False),
        ("aerys 8 et aerys 12", HEATER, False),
    ):
        assert NAMES.leaves_open(query, row, ARTICLES[row]) is is_open, query


def test_siblings_differ_in_a_number_alone() -> None:
    assert are_siblings("Imprimante TK-80", "imprimante TK-80K")
    assert not are_siblings("Imprimante TK-80", "Imprimante laser")
    assert not are_siblings("T31", "T58"), "nothing says that they are of one kind"
    assert not are_siblings("Poste T31", "Poste T31")


SHOP = (
    _article("monnayeur", "Monnayeur MonéoBox 2", "Ouvrir le capot."),
    _article("poids", "Balance BalPro 15", "Refaire le zéro."),
    _article("ecran", "Caisse Tactéo 15", "Débrancher."),
    _article("batterie", "TPE Move C3", "Changer la batterie. Le Move C6 en a une autre."),
    _article("lecteur", "Scanner Scan L2", "Lire le code de remise à zéro."),
    _article("reseau", "TPE Desk C5", "Relancer."),
    _article("froid", "Chaudière Boréa F20", "Purger.", codes=["F12"]),
)
COINS, SCALE, SCREEN, BATTERY, READER, NETWORK, COLD = range(7)
SHOP_NAMES = _names(SHOP)


def _is_other_in_shop(query: str, row: int) -> bool:
    known = {"caisse", "balance", "tpe", "scanner", "monnayeur", "boite", "rouleau", "code", "chaudiere"}
    return SHOP_NAMES.is_other(query, row, SHOP[row], known.__contains__)


@pytest.mark.parametrize(
    ("query", "row", "is_other"),
    [
        ("monéobox 20 centimes coincés", COINS, False),
        ("monéobox 50 cts coincés", COINS, False),
        ("monéobox 20 c coincés", COINS, False),
        ("monéobox 1 pièce coincée", COINS, False),
        ("monéobox 6 rouleaux vides", COINS, False),
        ("monéobox 20 coincés", COINS, True),
        ("monéobox 6 poids faux", COINS, True),
        ("balpro 6 kg poids faux", SCALE, False),
        ("balpro 6 poids faux", SCALE, True),
        ("tactéo 2 écran noir", SCREEN, False),
        ("tactéo 17 écran noir", SCREEN, True),
        ("tactéo 5 écran noir", SCREEN, True),
        ("monéobox 3 coincé", COINS, True),
    ],
)
def test_a_number_that_counts_or_says_which_of_several_is_no_model(query: str, row: int, is_other: bool) -> None:
    assert _is_other_in_shop(query, row) is is_other


def test_a_small_number_is_a_model_where_there_are_several_models() -> None:
    articles = (*ARTICLES, _article("ecran", "Caisse Tactéo 17"))
    assert _names(articles).is_other("tactéo 2 écran noir", TILL, ARTICLES[TILL], lambda word: False)


@pytest.mark.parametrize(
    ("query", "row", "is_other"),
    [
        ("move c4 batterie gonflée", BATTERY, True),
        ("move C-4 batterie gonflée", BATTERY, True),
        ("tpe c4 batterie gonflée", BATTERY, True),
        ("tpe c5 batterie gonflée", BATTERY, True),
        ("move c3 batterie gonflée", BATTERY, False),
        ("move c6 batterie gonflée", BATTERY, False),
        ("scan l3 ne bipe plus", READER, True),
        ("scan l3 codes illisibles", READER, True),
        ("scan l2 ne bipe plus", READER, False),
        ("scan a4 ne bipe plus", READER, False),
        ("scan v3 ne bipe plus", READER, False),
        ("scan p1 ne bipe plus", READER, False),
        ("scan f5 ne bipe plus", READER, False),
        ("move 2 batterie gonflée", BATTERY, False),
        ("monéobox e5 coincé", COINS, False),
        ("monéobox c3 coincé", COINS, False),
        ("boréa f28 froide", COLD, False),
    ],
)
def test_models_of_a_letter_and_a_number_are_compared_with_their_kind(query: str, row: int, is_other: bool) -> None:
    assert _is_other_in_shop(query, row) is is_other


def test_the_model_with_a_letter_that_is_named_comes_first() -> None:
    assert SHOP_NAMES.meant("tpe c5 muet", [BATTERY, NETWORK], [10.0, 9.0]) == 1
    assert SHOP_NAMES.meant("tpe c9 muet", [BATTERY, NETWORK], [10.0, 9.0]) == 0


def test_a_product_that_an_article_mentions_in_its_own_writing_is_not_another() -> None:
    articles = (_article("tapis", "Étuyeuse", "Régler comme la VX-250."), _article("lame", "Ensacheuse VX-250"))
    for query in ("vx-250 tapis", "vx250 tapis"):
        assert not _names(articles).is_other(query, 0, articles[0], lambda word: False), query
    assert _names(articles[::-1]).is_other("étuyeuse tapis", 0, articles[1], lambda word: False)


def test_an_article_is_read_once_and_only_names_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counting(text: str) -> Iterator[Token]:
        read.append(len(text))
        return tokens(text)

    monkeypatch.setattr(named_products, "loose_tokens", counting)
    articles = (_article("wifi", "Box Pro 5", "mot " * 10_000 + "un Tactéo"), _article("caisse", "Tactéo"))
    names = _names(articles)
    for query in ("tacteo wifi", "tacteo sans wifi", "pro 9 wifi", "tacteo hs"):
        assert names.is_other(query, 0, articles[0], lambda word: False) is (query == "pro 9 wifi"), query
    assert len(read) == 1
    assert sum(map(len, names._mentions.values())) < 9


@pytest.mark.parametrize("piece", ["a", "1", "box ", "c3 ", "box c3 ", "box 5 ", "v", "a-", "é", "box 5 fois ", "a 1"])
def test_hostile_texts_are_read_in_linear_time(piece: str) -> None:
    start = time.thread_time()
    numbered(piece * (60_000 // len(piece)))
    assert time.thread_time() - start < 1.0
