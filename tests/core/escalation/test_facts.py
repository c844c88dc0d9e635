"""What is asked of a caller: one question in two spellings, and two that differ in brackets alone."""

from __future__ import annotations

from kbsearch.core.escalation.facts import each_once, label, matched

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
