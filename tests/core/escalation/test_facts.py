"""What is asked of a caller: one question in two spellings, and two that differ in brackets alone."""

from __future__ import annotations

import pytest

from kbsearch.core.escalation.facts import each_once, filled, label, matched

TERMINAL, PRINTER, HOUR = "Numéro de série (TPE)", "Numéro de série (imprimante)", "Heure"


def test_each_question_gets_its_own_answer() -> None:
    wanted, told = [TERMINAL, PRINTER, HOUR], [(TERMINAL, "TPE-111"), ("numero de serie (Imprimante)", "IMP-222")]
    answered = [(TERMINAL, "TPE-111"), (PRINTER, "IMP-222"), (HOUR, "")]
    assert matched(wanted, told) == (answered, [])
    assert matched(wanted, told[::-1]) == (answered, [])
    assert matched(wanted, told[1:]) == ([(TERMINAL, ""), answered[1], answered[2]], [])
    assert matched(wanted, [("Numéro de série", "S-3")])[1] == [("Numéro de série", "S-3")], "of which of the two?"


def test_an_answer_under_another_spelling_counts_and_a_later_one_stands() -> None:
    assert matched(["Le n° de licence (LIC-)"], [("numéro de licence", "LIC-1")])[0] == [
        ("Le n° de licence (LIC-)", "LIC-1")
    ]
    assert matched([HOUR], [("heure", "8 h"), ("Heure ?", "9 h")]) == ([(HOUR, "9 h")], [])
    assert matched([HOUR], [("heure (de la panne)", "8 h"), ("heure", "8 h")]) == ([(HOUR, "8 h")], [])
    assert matched([HOUR], [(TERMINAL, "1"), (PRINTER, "2")])[1] == [(TERMINAL, "1"), (PRINTER, "2")]


def test_an_answer_of_before_never_stands_for_a_later_one() -> None:
    menu, card = "Version (menu Aide)", "Version (carte)"
    assert matched([menu], [(menu, "12"), ("Version", "13")]) == ([(menu, "13")], [])
    assert matched(["Version"], [("Version", "12"), (menu, "13")]) == ([("Version", "13")], [])
    assert matched([menu], [("Version", "12"), (menu, "13")]) == ([(menu, "13")], [("Version", "12")])
    assert matched([menu], [(card, "1"), ("Version", "2"), (card, "3")]) == ([(menu, "3")], [("Version", "2")])
    assert matched([TERMINAL], [(TERMINAL, "1"), (PRINTER, "2")]) == ([(TERMINAL, "1")], [(PRINTER, "2")])


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Sur quel site ?", "Site"),
        ("At which site?", "site"),
        ("Quelle version ?", "la version (menu Aide)"),
        ("Quel code est affiché ?", "Code affiché"),
        ("Quel est le numéro de série ?", "N° de série"),
    ],
)
def test_an_answered_question_fills_the_fact_that_it_asks_for(question: str, name: str) -> None:
    assert [*filled([(name, "")], {question: "Colmar"})] == [(name, "Colmar")]
    assert [*filled([(name, "Metz")], {question: "Colmar"})] == [(name, "Metz")], "what was said of it stands"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Sur quel site ?", ["site de repli"]),
        ("Le site est-il fermé ?", ["site"]),
        ("Numéro de série ?", [TERMINAL, PRINTER]),
        ("Quel numéro ?", ["numéro de rappel"]),
        ("", ["le"]),
        ("Quel est-il ?", ["le"]),
        ("Sur quel matériel ou quel logiciel ?", ["logiciel", "matériel"]),
        ("Sur quel site et quel poste ?", ["site", "poste"]),
    ],
)
def test_another_question_fills_nothing(question: str, names: list[str]) -> None:
    asked = [(name, "") for name in names]
    assert [*filled(asked, {question: "oui"})] == asked


def test_brackets_tell_apart_what_one_list_asks_for() -> None:
    assert each_once([TERMINAL, PRINTER, HOUR, "heure ?"]) == (TERMINAL, PRINTER, HOUR)
    assert each_once([HOUR, TERMINAL, PRINTER], ["L'heure (à Paris)", "Numéro de série", "site"]) == (
        HOUR,
        TERMINAL,
        PRINTER,
        "site",
    )
    assert each_once(["Numéro de série"], [TERMINAL, PRINTER]) == ("Numéro de série",)
    assert (label("(LIC-)"), label("?")) == ("lic", "?")


def test_what_an_article_asks_in_fewer_words_than_the_level_is_asked_once() -> None:
    level = [
        "Numéro de série de l'analyseur",
        "code d'erreur affiché",
        "nom du poste ou du serveur",
        "version de Kargo",
    ]
    assert each_once(level, ["n° de série", "code affiché"]) == tuple(level)
    others = ("nom du serveur", "version", "numéro de rappel", "numéro de série de l'analyseur de gaz")
    assert each_once(level, others) == (*level, *others), "each may be something else"
    assert each_once(["numéro de série", "numéro de série du lecteur"]) == (
        "numéro de série",
        "numéro de série du lecteur",
    ), "one list means what it says"
    two = ("numéro de série du terminal", "numéro de série du lecteur")
    assert each_once(two, ["numéro de série"]) == (*two, "numéro de série"), "of which of the two?"
