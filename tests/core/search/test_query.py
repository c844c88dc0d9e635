from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.adapters.keywords.vocabulary import WordList
from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import Query, read
from kbsearch.core.text import bare, fold, tokens

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


def test_a_french_word_that_no_article_holds_is_not_corrected_into_another() -> None:
    known = WordList(["fonctionne", "jaune", "souvent"], np.array([9, 9, 9], np.int64))
    for word in ("fractionne", "jeune", "souviens"):
        query = read(f"{word} pas ", known, {})
        assert (query.suggestions, query.dense) == ((), bare(f"{word} pas")), word
        assert len(query.groups[0]) <= 2, "its two stems"
    assert read("jaume pas ", known, {}).suggestions[0].instead == "jaune"
    assert read("connection ", VOCABULARY, {}).suggestions[0].instead == "connexion", "English has it, French has not"


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


MIXED = {"m365": "microsoft 365", "2fa": "double authentification", "365": "an"}


@pytest.mark.parametrize(
    ("typed", "dense", "groups"),
    [
        ("m365 serveur ", "microsoft 365 serveur", [{"m365", "microsoft"}, {"m365", "365"}, {"serveur"}]),
        ("M-365 serveur ", "microsoft 365 serveur", [{"m365", "microsoft"}, {"m365", "365"}, {"serveur"}]),
        ("l'M365 ", "l'microsoft 365", [{"m365", "microsoft"}, {"m365", "365"}]),
        ("2fa ", "double authentification", [{"2fa", "doubl"}, {"2fa", "authentif"}]),
        ("m365/ligne ", "microsoft 365/ligne", [{"m365", "microsoft"}, {"m365", "365"}, {"lign"}]),
        ("m365 12 serveur ", "microsoft 365 12 serveur", [{"m365", "microsoft"}, {"m365", "365"}, {"12"}, {"serveur"}]),
    ],
)
def test_an_abbreviation_with_digits_is_a_word_and_no_code(typed: str, dense: str, groups: list[set[str]]) -> None:
    query = read(typed, VOCABULARY, MIXED)
    assert (query.dense, query.codes) == (dense, ())
    found = [{term for term in group if not term.startswith("#")} for group in terms(query)]
    assert all(wanted <= group for wanted, group in zip(groups, found, strict=True)), found
    assert {"#m365", "#2fa"} & set().union(*terms(query)), "an article may write M-365"


def test_an_abbreviation_that_an_article_declares_as_a_code_is_one_too() -> None:
    query = read("m365 serveur ", VOCABULARY, MIXED, {"#m365", "#m365ligne"})
    assert (query.dense, query.codes) == ("microsoft 365 serveur", ("#m365",))
    assert read("m365/ligne ", VOCABULARY, MIXED, {"#m365ligne"}).codes == ("#m365ligne",)


@pytest.mark.parametrize("typed", ["m366", "code 365", "m365b", "m3652", "e-204"])
def test_what_only_resembles_an_abbreviation_stays_a_code(typed: str) -> None:
    assert read(typed, VOCABULARY, MIXED) == read(typed, VOCABULARY, {"365": "an"})
    assert read(typed, VOCABULARY, MIXED).codes


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
    codes = {"#cx17", "#e204"}
    assert read("cx 44 coupée ", VOCABULARY, ABBREVIATIONS, codes).dense == "cx 44 coupée"
    assert read("tél 3 coupé ", VOCABULARY, ABBREVIATIONS, codes).dense == "téléphone 3 coupé", "no code begins so"
    assert read("code tél 3 coupé ", VOCABULARY, ABBREVIATIONS, codes).dense == "code tél 3 coupé"
    assert ask("cx impossible ").dense == "connexion impossible"


def test_the_unfinished_last_word_becomes_what_it_could_be() -> None:
    assert {"imprim"} <= terms(ask("ma impri"))[-1]
    assert terms(ask("con ligne "))[0] == {"con"}


def test_a_word_cut_short_is_what_it_can_be_where_that_is_hardly_more_than_one_thing() -> None:
    assert {"imprim", "imprimant"} <= terms(ask("impr hors ligne "))[0]
    assert {"serveur"} <= terms(ask("serv en panne "))[0]
    assert ask("impri hors ligne ").suggestions == ()
    many = WordList(sorted(f"cont{end}" for end in ("act", "exte", "inu", "rat")), np.array([5] * 4, np.int64))
    assert terms(read("cont ligne ", many, {}))[0] == {"cont"}


@pytest.mark.parametrize(
    ("typed", "known"),
    [("suffisant", "insuffisant"), ("annuelle", "manuelle"), ("cours", "jours"), ("dechargement", "chargement")],
)
def test_another_good_word_is_no_typing_error(typed: str, known: str) -> None:
    assert read(f"{typed} serveur ", WordList([known], np.array([5], np.int64)), {}).suggestions == ()


@pytest.mark.parametrize("typed", ["mprimante", "iimprimante", "miprimante", "omprimante"])
def test_a_first_letter_may_be_missing_doubled_swapped_or_wrong_in_a_long_word(typed: str) -> None:
    assert [s.instead for s in ask(f"{typed} serveur ").suggestions] == ["imprimante"]


@pytest.mark.parametrize(
    "typed", ["la ligne ne marche pas ", "ligne marche plus ", "ligne fonctionne pas", "ligne hs "]
)
def test_that_something_does_not_work_tells_no_article_from_another(typed: str) -> None:
    words = WordList(["fonctionne", "hors", "ligne", "marche", "service"], np.array([5] * 5, np.int64))
    query = read(typed, words, ABBREVIATIONS)
    assert (len(query.groups), query.length) == (1, 2), "but a subject with it is a symptom, and no single word"
    assert len(read("bouton marche arret ", words, ABBREVIATIONS).groups) == 3
    assert (len(read("marche pas ", words, ABBREVIATIONS).groups), read("marche pas ", words, {}).length) == (1, 1)


def test_a_finished_word_is_not_completed() -> None:
    assert terms(ask("ligne"))[-1] == {"lign", "line"} or terms(ask("ligne"))[-1] == {"lign"}


def test_helper_verbs_and_courtesies_are_passed_over_beside_others_and_count_alone() -> None:
    assert terms(ask("je dois vais redemarrer le serveur ")) == terms(ask("redemarrer serveur "))
    assert terms(ask("slt urgent redemarrer le serveur stp ")) == terms(ask("redemarrer serveur "))
    assert len(ask("dois ").groups) == 1
    assert ask("the server doesn't work ").is_broken


def test_what_says_that_something_is_broken_is_no_word_of_a_passage() -> None:
    assert "hors" not in ask("imprimante hs ").words
    assert "hors" in ask("hs ").words


@pytest.mark.parametrize("typed", ["pk imprimante", "comemnt imprimante"])
def test_what_stands_for_a_stop_word_says_nothing_unless_articles_have_it(typed: str) -> None:
    words = WordList(["comment", "imprimante"], np.array([9, 9], np.int64))
    query = read(f"{typed} ", words, ABBREVIATIONS)
    led = next(group for group in query.groups if group[0].term.startswith("#"))
    assert {term.term for term in led} >= {typed.split()[0]}
    assert query.suggestions == ()


@pytest.mark.parametrize("typed", ["urgent", "pourrait"])
def test_courtesies_and_helpers_are_not_corrected(typed: str) -> None:
    words = WordList(["argent", "imprimante", "pourtant"], np.array([9, 9, 9], np.int64))
    assert read(f"{typed} imprimante ", words, {}).suggestions == ()


@pytest.mark.parametrize(
    ("typed", "runs"),
    [("wi-fi", 1), ("pj", 1), ("E 204", 2), ("l'imprimante", 1), ("imprimante/scanner", 2), ("le wifi", 1), ("", 0)],
)
def test_what_was_typed_is_counted_and_not_what_it_is_made_of(typed: str, runs: int) -> None:
    query = ask(typed)
    assert query.runs == runs
    assert query.length == (len(query.groups) if runs > 1 else 1)
    assert ask("E-204").length == len(ask("E-204").groups) > 1, "a code is more than a word"


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


@pytest.mark.parametrize("blanks", ["", " " * 2500, " " * 2990])
def test_a_long_query_is_not_cut_through_a_number_wherever_its_reading_ends(blanks: str) -> None:
    said = ("imprimante bloquée " * 60)[:986]
    query = ask(f"{blanks}{said} 06 12 34 56 78 merci{blanks}")
    assert said.startswith(query.text)
    assert len(query.text) > 300
    assert query.was_cut


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
