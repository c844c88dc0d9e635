"""How many, and whose: what a trigger's phrase says of it must be said, and what a symptom says of it may forbid."""

from __future__ import annotations

import pytest

from kbsearch.core.escalation.hearing import heard
from kbsearch.core.escalation.phrases import phrases_of
from tests.core.escalation.scoped import BASE, ENGLISH, FIRES, NO_TERMINAL, PAY, SILENT, TILLS, listed


def is_told(phrase: str, symptom: str) -> bool:
    lang = "en" if phrase in ENGLISH else "fr"
    (known,) = phrases_of([phrase], lang)
    return known.is_told(heard(symptom, lang))


@pytest.mark.parametrize(("half", "least"), [(0, 0.9), (1, 0.9)], ids=["chosen on", "held out"])
def test_what_a_phrase_says_of_how_many_and_whose(half: int, least: float) -> None:
    missed = [row for row in listed(FIRES, half) if not is_told(*row)]
    assert len(missed) <= (1 - least) * len(listed(FIRES, half)), missed
    assert [row for row in listed(SILENT, half) if is_told(*row)] == []


@pytest.mark.parametrize(
    ("phrase", "symptom", "is_barred"),
    [
        (TILLS, "une seule caisse en panne", True),
        (TILLS, "la caisse 3 ne démarre pas", True),
        (TILLS, "la caisse ne démarre pas", False),
        (TILLS, "les caisses ne démarrent pas", False),
        (TILLS, "plus une caisse ne démarre", False),
        (TILLS, "une caisse a sauté et plus rien ne marche", False),
        (NO_TERMINAL, "un terminal ne marche plus", True),
        (NO_TERMINAL, "le terminal chauffe", False),
        (PAY, "le salarié ne voit pas sa paie", True),
        (PAY, "consulter sa propre paie", True),
        (PAY, "salarie voit paie sur son tel", True),
        (PAY, "elle voit sa paie et celle du collègue", False),
        (PAY, "il voit une paie qui ne lui appartient pas", False),
        (PAY, "les bulletins sont partis chez un tiers", False),
        (BASE, "une base de paie perdue", False),
        ("odeur de brûlé", "une odeur de brûlé", False),
    ],
)
def test_what_says_the_contrary_cannot_be_meant(phrase: str, symptom: str, is_barred: bool) -> None:
    (known,) = phrases_of([phrase], "fr")
    assert known.is_barred(heard(symptom, "fr")) is is_barred


def test_of_an_incident_of_all_one_may_be_a_part() -> None:
    (known,) = phrases_of([TILLS], "fr")
    symptom = heard("ma caisse 3 est arrêtée", "fr").with_denials()
    assert known.is_said(symptom)
    assert not known.is_barred(symptom)


@pytest.mark.parametrize(
    ("phrase", "symptom", "is_told_too"),
    [
        ("aucun réseau", "réseau coupé", True),
        ("aucun réseau", "le réseau est lent", False),
        ("pas de courant", "courant coupé dans l'atelier", True),
        ("le serveur redémarre toutes les heures", "serveur qui redémarre chaque heure", True),
        ("la machine est plus bruyante", "machine bruyante", True),
        ("tout est bloqué", "tout bloqué", True),
        ("tout est bloqué", "clavier bloqué", False),
        ("on ne peut plus rien encaisser du tout", "on peut plus rien encaisser", True),
        ("tous", "tous", True),
        ("les caisses tombent en même temps", "les caisses tombent", False),
    ],
)
def test_what_is_no_number_of_things(phrase: str, symptom: str, is_told_too: bool) -> None:
    assert is_told(phrase, symptom) is is_told_too
