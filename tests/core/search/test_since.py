from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbsearch.core.search.since import without_since
from kbsearch.core.text import normalise
from tests.core.search.test_query import ask


@pytest.mark.parametrize(
    "when",
    [
        *("depuis ce matin", "depuis hier soir", "depuis avant-hier", "depuis lundi", "depuis le week-end dernier"),
        *("depuis 14h45", "depuis 14 h 30", "depuis 9:15", "depuis midi", "depuis 24h", "dps 2 jours", "depuis 10min"),
        *("depuis le 5/4", "depuis le 12 mars", "depuis le 1er août 2026", "depuis juin", "depuis début juin"),
        *("depuis une dizaine de jours", "depuis plus d'une semaine", "depuis quelque temps", "depuis longtemps"),
        *("depuis 2-3 jours", "depuis 2 ou 3 jours", "depuis deux, trois jours", "depuis une demi-heure"),
        *("depuis 1/4 d'heure", "depuis un bon quart d’heure", "depuis le début de la semaine"),
        *("depuis le 4.12", "depuis le 04.12.26", "depuis 4.12.2026", "depuis le 4-12"),
        *("depuis un bon moment", "DEPUIS TOUT À L’HEURE", "ce matin", "cet après-midi", "aujourd’hui", "hier soir"),
        *("since this morning", "since yesterday", "since 9am", "since last Monday", "since 4th of June 2026"),
        *("for the last two days", "over the past week", "this afternoon", "last night"),
    ],
)
@pytest.mark.parametrize("typed", ["imprimante hors ligne {}", "{} imprimante hors ligne", "{}, imprimante hors ligne"])
def test_a_moment_is_not_looked_up(typed: str, when: str) -> None:
    query = ask(typed.format(when))
    assert query.groups == ask("imprimante hors ligne.").groups
    assert query.codes == ()
    assert normalise(when) in query.dense, "what is embedded is what was typed"


def test_a_while_that_it_has_been_going_on_is_not_looked_up() -> None:
    assert without_since("ça fait deux jours que le TPE est hors ligne").split() == [
        "le",
        "TPE",
        "est",
        "hors",
        "ligne",
    ]


@pytest.mark.parametrize("when", ["depuis le 03/11/2026", "depuis 03/11", "depuis hier"])
def test_a_moment_ends_before_what_is_elided(when: str) -> None:
    assert without_since(f"erreur {when} j'ai plus rien").split() == ["erreur", "j'ai", "plus", "rien"]


@pytest.mark.parametrize(
    "typed",
    [
        *("bloqué depuis la mise à jour", "plus rien depuis l'orage", "depuis que j'ai changé de banque"),
        *("accès VPN depuis l'extérieur", "imprimer depuis Sage", "connexion depuis un téléphone"),
        *("sauvegarde d'hier soir", "clôture de ce matin", "mise à jour du lundi", "avant aujourd'hui"),
        *("restaurer la sauvegarde d’hier", "paie du mois de mars", "il y a 2 jours de congés", "depuis 3 postes"),
        *("working since the upgrade", "absence for two days", "report of last week", "depuis 51"),
        *(
            "le module plante depuis 4.12",
            "depuis 11.2.3 la caisse se fige",
            "crash since 4.12",
            "lancé depuis 3 ou 4 postes",
        ),
    ],
)
def test_what_began_it_or_is_asked_about_stays(typed: str) -> None:
    assert without_since(typed) == typed


@pytest.mark.parametrize("typed", ["depuis ce matin", "aujourd'hui", "et depuis hier", "ce matin ?"])
def test_where_nothing_else_is_said_it_is_looked_up(typed: str) -> None:
    assert without_since(typed) == typed
    assert ask(typed).groups


def test_the_word_before_a_moment_is_finished() -> None:
    assert len(ask("con").groups[0]) > len(ask("con depuis ce matin").groups[0])


@given(st.lists(st.sampled_from(["depuis", "ce", "matin", "le", "5/4", "tpe", "hier", ",", "un", "bon"])).map(" ".join))
def test_what_stays_stands_where_it_stood(typed: str) -> None:
    rest = without_since(typed)
    assert len(rest) == len(typed)
    assert all(kept in (was, " ") for kept, was in zip(rest, typed, strict=True))
