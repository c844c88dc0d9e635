from __future__ import annotations

import pytest

from kbsearch.core.search.abbreviations import ABBREVIATIONS
from kbsearch.core.search.query import read
from tests.core.search.test_query import VOCABULARY, ask


@pytest.mark.parametrize("typed", ["E 204", "e-204", "E204", "erreur E 204", "E°204", "E.204"])
def test_spellings_of_one_code_meet(typed: str) -> None:
    assert "#e204" in ask(typed).codes


@pytest.mark.parametrize("typed", ["refus51", "REFUS-51", "erreur_51", "code51 affiché", "codeE-204"])
def test_the_word_that_calls_a_code_may_be_written_against_it(typed: str) -> None:
    query = read(f"{typed} ", VOCABULARY, ABBREVIATIONS, ["#51", "#e204"])
    assert set(query.codes) & {"#51", "#e204"}
    assert not {"#refus51", "#codee204"} & set(query.codes)


def test_such_a_word_is_left_where_the_whole_is_declared_or_the_rest_is_not() -> None:
    assert "#refus51" in read("refus51 ", VOCABULARY, ABBREVIATIONS, ["#51", "#refus51"]).codes
    assert ask("refus51 ").codes == ("#refus51",)


@pytest.mark.parametrize("typed", ["v12.4.1", "V2.0 installée"])
def test_a_version_is_hardly_a_code(typed: str) -> None:
    query = ask(f"{typed} ")
    assert query.guesses == set(query.codes) != set()


def test_a_number_alone_may_be_a_code() -> None:
    assert ask("refus 51").codes == ("#51", "#refus51")


@pytest.mark.parametrize(
    ("typed", "codes", "guesses"),
    [
        ("51", ["#51"], []),
        ("refus 51", ["#51", "#refus51"], ["#refus51"]),
        ("erreur n°30", ["#30"], []),
        ("code refus carte 05", ["#05", "#carte05"], ["#carte05"]),
        ("code d'erreur affiché : 05", ["#05"], []),
        ("le code c'est 51", ["#51"], []),
        ("erreur smtp 550", ["#550", "#smtp550"], ["#smtp550"]),
        ("erreur caisse 12", [], []),
        ("erreur sur 12 caisses", [], []),
        ("erreur 503 poste t31", ["#503", "#t31"], []),
        ("refus 51 client", ["#51", "#refus51"], ["#refus51"]),
        ("erreur 12 pages", [], []),
        ("refus 3 client", ["#refus3"], ["#refus3"]),
        ("erreur sur 20 tickets", [], []),
        ("message 50 cts coincés", [], []),
        ("erreur 6 kg au lieu de 5 kg", [], []),
        ("refus 51 ticket", ["#51", "#refus51"], ["#refus51"]),
        ("erreur 503 page blanche", ["#503"], []),
        ("erreur 51 utilisateur bloque", ["#51"], []),
        ("erreur 5 ticket", [], []),
        ("refus 51 c est quoi", ["#51", "#refus51"], ["#refus51"]),
        ("erreur 30 seconde", [], []),
        ("erreur sur 12 caisse", [], []),
        ("n° 12 caisse bloquée", [], []),
        ("tpe erreur après 30 secondes", ["#apres30"], ["#apres30"]),
        ("le message revient 5 fois", [], []),
        ("code faux 3 fois carte bloquée", ["#faux3"], ["#faux3"]),
        ("3 codes faux carte bloquée", [], []),
        ("2 messages télécollecte en échec", [], []),
        ("message sur 51 tickets", [], []),
        ("numéroter 12 tickets", [], []),
        ("caisse numéro 12 bloquée", [], []),
        ("magasin no 12 en panne", [], []),
        ("n° 51", ["#51"], []),
        ("n°51 carte refusée", ["#51"], []),
        ("12 erreur au démarrage", ["#12"], []),
        ("transaction encaissée a 51 euros", [], []),
        ("alarme a 158", ["#a158"], ["#a158"]),
        ("refus 51/57", ["#51", "#57"], []),
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


DECLARED = [
    "#cx17",
    "#cx18",
    "#a158",
    "#errsslversionorciphermismatch",
    "#erreur51",
    "#51",
    "#offline",
    "#panneb",
    "#e204e206",
    "#s21g0060002",
]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("page blanche ERR_SSL_VERSION_OR_CIPHER_MISMATCH", ["#errsslversionorciphermismatch"]),
        ("err ssl version or cipher mismatch sur l'intranet", ["#errsslversionorciphermismatch"]),
        ("l'err_ssl_version_or_cipher_mismatch", ["#errsslversionorciphermismatch"]),
        ("erreur 51 au paiement", ["#51", "#erreur51"]),
        ("E-204/E-206", ["#e204e206", "#e204", "#e206"]),
        ("affiche panne B en continu", ["#panneb"]),
        ("CX17/18", ["#cx17", "#cx18"]),
        ("CX-17/19", ["#cx17"]),
        ("soudure réglée à 158 degrés", []),
        ("alarme a 158", ["#a158"]),
        ("OFFLINE", ["#offline"]),
        ("message offline sur le terminal", ["#offline"]),
        ("terminal offline depuis ce matin", []),
        ("caisse 51 éteinte", []),
        ("S21 G00 60 002", ["#s21g0060002"]),
        ("rejet S21-G00-60 002 et S44", ["#s44", "#s21g0060002"]),
    ],
)
def test_what_an_article_declares_is_a_code_however_it_looks(typed: str, codes: list[str]) -> None:
    query = read(typed, VOCABULARY, ABBREVIATIONS, DECLARED)
    assert [code for code in query.codes if code not in query.guesses] == codes


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("code carte oublié 3 essais ", []),
        ("code refusé 3 cartes différentes ", []),
        ("tpe 4 voyants allumés ", []),
        ("refus 9 bulletins ", ["#9"]),  # an article declares it
        ("erreur 5 accès refusé ", ["#5"]),  # ends like a plural
        ("erreur 5 windows ", ["#5"]),
        ("erreur 3 après maj ", ["#3"]),
        ("erreur 3 imprimante ", ["#3"]),
        ("erreur 1 cartes ", ["#1"]),
        ("erreur 51 cartes ", ["#51"]),  # of two digits, it may be either
    ],
)
def test_a_digit_before_a_plural_says_how_many(typed: str, codes: list[str]) -> None:
    assert [
        code for code in read(typed, VOCABULARY, ABBREVIATIONS, {*DECLARED, "#9"}).codes if code[1:].isdigit()
    ] == codes


@pytest.mark.parametrize("typed", ["imprimante hors ligne depuis le 5/4", "clé usb 3.0 serveur", "ligne 1/2 coupée"])
def test_a_date_a_version_and_a_half_are_no_codes_in_passing(typed: str) -> None:
    assert ask(typed).codes == ()
