"""Codes among the words that are looked up: whole, with their letters, and with what of their numbers says anything."""

from __future__ import annotations

import pytest

from kbsearch.adapters.keywords.build import terms_of
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import read
from tests.core.search.test_query import VOCABULARY, ask, terms


def counted(typed: str, held: set[str], declared: set[str]) -> list[set[str]]:
    return terms(read(typed, VOCABULARY, ABBREVIATIONS, declared, holds=held.__contains__))


RJ45, IN_PARTS = {"#rj45"}, [{"rj45"}, {"rj"}, {"45"}]


@pytest.mark.parametrize("typed", ["serveur rj45 ", "le serveur RJ-45 ", "rj45 du serveur ", "serveur/rj45 "])
def test_a_thing_named_by_letters_and_a_number_counts_as_one_word(typed: str) -> None:
    assert counted(typed, RJ45, set()) == [{"serveur"}, RJ45]


def test_the_name_of_a_thing_alone_does_not_make_words_of_what_stands_around_it() -> None:
    assert counted("il faut le rj45 ", RJ45, set()) == [RJ45]


@pytest.mark.parametrize("held", [set(), {"rj45", "rj", "45"}])
def test_where_no_article_has_the_whole_of_it_its_parts_are_all_there_is(held: set[str]) -> None:
    assert counted("serveur rj45 ", held, set()) == [{"serveur"}, *IN_PARTS, RJ45]


def test_a_code_that_an_article_declares_or_somebody_calls_one_counts_with_its_letters() -> None:
    assert counted("serveur rj45 ", RJ45, RJ45) == [{"serveur"}, *IN_PARTS[:2], RJ45]
    assert counted("erreur:rj45 serveur ", RJ45, set())[1:] == [*IN_PARTS[:2], {"serveur"}, RJ45]
    assert counted("erreur:rj45 serveur ", set(), set())[1:] == [*IN_PARTS, {"serveur"}, RJ45], "nobody has it whole"


@pytest.mark.parametrize("typed", ["F28 ", "f-28 ", "F 28 "])
def test_a_code_that_an_article_has_asks_for_no_such_number(typed: str) -> None:
    held = {"#f28", "28"}
    assert {"28"} not in counted(f"chaudiere {typed}", held, held & {"#f28"})
    assert {"28"} in counted("chaudiere bloquee a 28 ", held, held & {"#f28"}), "so many of something"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("EMB-2530-K", [{"emb"}, {"2530"}, {"k"}, {"#emb2530k"}]),
        ("BAT-C3-29", [{"bat"}, {"c3"}, {"#batc329"}]),
    ],
)
def test_a_part_number_counts_with_its_letters_and_long_numbers(typed: str, parts: list[set[str]]) -> None:
    assert counted(f"serveur {typed} ", set.union(*parts), set()) == [{"serveur"}, *parts]


def test_a_dotted_number_is_one_word_where_an_article_has_it_and_a_code_where_it_is_called_a_version() -> None:
    held = {"#4.6", "4", "6", "#46"}
    assert counted("pression de 4.6 bars ", held, set())[:-1] == counted("pression bars ", held, set())
    assert counted("pression de 4.6 bars ", held, set())[-1] == {"#4.6"}
    assert {"4"} in counted("pression de 4.7 bars ", held, set()), "no article has it: its parts are all there is"
    assert ask("pression de 4.6 bars ").codes == ()
    assert ask("notes de version 4.6 ").codes == ask("Release 4.6 ").codes == ("#4.6",)
    assert ask("erreur smtp 5.7.1 ").codes == ("#5.7.1",)
    assert ask("version n° 4.6 ").codes == ask("v4.6 installée ").codes == ("#4.6",)
    assert ask("version 4.6 ").guesses == frozenset()
    assert "#46" in ask("refus 46 ").codes


@pytest.mark.parametrize(
    "typed",
    ["erreur usb 3.0 ", "alarme pression 2.5 bars ", "erreur windows 8.1 ", "refus paiement 12.50 ", "erreur 14.30 "],
)
def test_a_number_with_one_dot_is_believed_to_be_no_code(typed: str) -> None:
    query = ask(typed)
    assert set(query.codes) <= query.guesses


def test_a_number_behind_a_long_word_is_one_however_it_is_written() -> None:
    assert [*terms_of("Windows11", "fr")].count("11") == [*terms_of("Imprimante-12", "fr")].count("12") == 1


@pytest.mark.parametrize(
    ("typed", "alike"),
    [
        ("I would like to know why the server won't start ", "server start "),
        ("we couldn't reach the server ", "reach server "),
        ("we've lost the server ", "lost server "),
    ],
)
def test_what_english_says_around_a_symptom_is_passed_over(typed: str, alike: str) -> None:
    assert terms(ask(typed)) == terms(ask(alike))


@pytest.mark.parametrize("typed", ["annuler don ", "DID number ", "requete GET refusee ", "he won the lot "])
def test_what_is_no_helper_there_is_looked_up(typed: str) -> None:
    own = next(word for word in ("don", "did", "get", "won") if word in typed.lower().split())
    assert any(own in group for group in terms(ask(typed)))
