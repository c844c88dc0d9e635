from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.abbreviations import ABBREVIATIONS
from kbsearch.core.query import Query, read
from kbsearch.core.text import fold, tokens

WORDS = sorted(
    ["connexion", "congestion", "imprimante", "imprimer", "mot", "passe", "serveur", "mise", "jour", "ligne"]
)
VOCABULARY = WordList(WORDS, np.array([50 if word == "connexion" else 5 for word in WORDS], np.int64))


def ask(text: str) -> Query:
    return read(text, VOCABULARY, ABBREVIATIONS)


def terms(query: Query) -> list[set[str]]:
    return [{term.term for term in group} for group in query.groups]


def test_a_known_word_is_never_corrected() -> None:
    query = ask("congestion du serveur ")
    assert query.suggestions == ()
    assert terms(query)[0] == {"congest", "congestion"} or "congest" in terms(query)[0]


@pytest.mark.parametrize("typed", ["conexion", "connexiom", "connxeion", "connexxion", "xonnexion"])
def test_one_typing_error_is_added_and_reported_never_replaced(typed: str) -> None:
    query = ask(f"{typed} impossible ")
    assert [(s.word, s.instead) for s in query.suggestions] == [(typed, "connexion")]
    first = query.groups[0]
    assert any(term.weight == 1.0 for term in first)
    assert {term.term: term.weight for term in first}["connexion"] < 1
    assert typed in query.dense


def test_a_suggestion_says_where_its_word_stands() -> None:
    query = ask("  reconexions   conexion impossible ")
    assert query.text == "reconexions conexion impossible"
    suggested = [query.text[slice(*s.range)] for s in query.suggestions]
    assert suggested == [s.word for s in query.suggestions]
    assert query.suggestions[-1].range == (12, 20)


def test_an_inflection_of_a_known_word_is_not_a_typing_error() -> None:
    assert ask("connexions des serveurs ").suggestions == ()


def test_a_typing_error_that_stems_like_a_rare_word_is_still_corrected() -> None:
    known = WordList(["imprimante", "impriment"], np.array([90, 1], np.int64))
    assert read("imprimente ", known, {}).suggestions[0].instead == "imprimante"


def test_short_words_codes_and_stop_words_are_not_corrected() -> None:
    assert ask("mote lign E-31 comment ").suggestions == ()


def test_abbreviations_are_searched_as_typed_and_as_meant() -> None:
    query = ask("mdp refusé ")
    assert query.dense == "mot de passe refusé"
    assert {"mdp"} < terms(query)[0]
    assert [group & {"mot", "pass"} for group in terms(query)[:2]] == [{"mot"}, {"pass"}]
    assert query.suggestions == ()


def test_a_client_can_add_an_abbreviation_with_accents_typed_or_not() -> None:
    assert read("TB plante ", VOCABULARY, {"tb": "thunderbird"}).dense == "thunderbird plante"
    assert ask("màj serveur ").dense == "mise à jour serveur"


def test_a_word_of_the_base_is_never_replaced_by_what_it_could_abbreviate() -> None:
    vocabulary = WordList(["conf", "imposable"], np.array([5, 5], np.int64))
    assert read("conf imposable ", vocabulary, {"conf": "configuration"}).dense == "conf configuration imposable"
    assert read("conf imposable ", VOCABULARY, {"conf": "configuration"}).dense == "configuration imposable"
    assert ask("net a payer ").dense == "net a payer"


@pytest.mark.parametrize("mark", ["?", " ?", " !", " ?!"])
def test_a_question_is_embedded_as_its_statement(mark: str) -> None:
    assert ask(f"serveur en panne{mark}").dense == "serveur en panne"
    assert ask("??").dense == "??"


def test_letters_before_a_number_are_not_spelled_out() -> None:
    assert ask("erreur cx 44 ").dense == "erreur cx 44"
    assert ask("cx impossible ").dense == "connexion impossible"


def test_the_unfinished_last_word_becomes_what_it_could_be() -> None:
    assert {"imprim"} <= terms(ask("ma impri"))[-1]
    assert "imprim" not in terms(ask("impri ligne "))[0]


def test_a_finished_word_is_not_completed() -> None:
    assert terms(ask("ligne"))[-1] == {"lign", "line"} or terms(ask("ligne"))[-1] == {"lign"}


@pytest.mark.parametrize("typed", ["E 204", "e-204", "E204", "erreur E 204", "E°204", "E.204"])
def test_spellings_of_one_code_meet(typed: str) -> None:
    assert "#e204" in ask(typed).codes


def test_a_number_alone_may_be_a_code() -> None:
    assert ask("refus 51").codes == ("#51", "#refus51")


def test_helper_verbs_are_passed_over_beside_others_and_count_alone() -> None:
    assert terms(ask("je dois vais redemarrer le serveur ")) == terms(ask("redemarrer serveur "))
    assert len(ask("dois ").groups) == 1


@pytest.mark.parametrize(
    ("typed", "codes", "guesses"),
    [
        ("51", ["#51"], []),
        ("refus 51", ["#51", "#refus51"], ["#refus51"]),
        ("erreur n°30", ["#30", "#n30"], ["#n30"]),
        ("code refus carte 05", ["#05", "#carte05"], ["#carte05"]),
        ("caisse 12 en panne", [], []),
        ("tpe 12 mois", ["#tpe12"], ["#tpe12"]),
        ("E-204", ["#e204"], []),
        ("e 204 puis E204", ["#e204"], []),
    ],
)
def test_what_may_be_a_code(typed: str, codes: list[str], guesses: list[str]) -> None:
    query = ask(typed + " ")
    assert list(query.codes) == codes
    assert sorted(query.guesses) == guesses


def test_a_query_of_stop_words_still_asks_for_something() -> None:
    assert ask("comment ça").groups != ()


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x01", "!?…", "😀"])
def test_nothing_to_look_up_is_empty(typed: str) -> None:
    query = ask(typed)
    assert query.is_empty
    assert query.groups == query.codes == query.suggestions == ()


def test_a_long_query_is_cut_and_says_so() -> None:
    query = ask("panne " * 400)
    assert query.was_cut
    assert len(query.text) <= 1000


@given(st.text(max_size=200))
def test_any_string_can_be_read(typed: str) -> None:
    query = ask(typed)
    assert all(group and all(0 < term.weight <= 1 for term in group) for group in query.groups)
    assert len(set(query.groups)) == len(query.groups)


@pytest.mark.parametrize(("short", "meaning"), ABBREVIATIONS.items())
def test_the_table_holds_folded_words_with_a_meaning(short: str, meaning: str) -> None:
    assert short == fold(short)
    assert [token.folded for token in tokens(short)] == [short]
    assert meaning
    assert fold(meaning) != short


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("j'ai l'E-204", ["#e204"]),
        ("j’ai l’ERR3012 affiché", ["#err3012"]),
        ("le terminal affiche erreur:E-204", ["#e204"]),
        ("refus:51 affiché", ["#51"]),
        ("E-204/E-206", ["#e204", "#e206"]),
        ("S21.G00.30", ["#s21g0030"]),
        ("code 5/4 affiché", ["#54"]),
    ],
)
def test_a_code_is_read_without_what_is_written_against_it(typed: str, codes: list[str]) -> None:
    query = ask(typed)
    assert [code for code in query.codes if code not in query.guesses] == codes


@pytest.mark.parametrize("typed", ["imprimante hors ligne depuis le 5/4", "clé usb 3.0 serveur", "ligne 1/2 coupée"])
def test_a_date_a_version_and_a_half_are_no_codes_in_passing(typed: str) -> None:
    assert ask(typed).codes == ()
