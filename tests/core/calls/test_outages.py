"""Texts that say of one thing that it is out of order, however they put it; and texts that say more, or else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kbsearch.core.calls.incidents import Incident
from kbsearch.core.calls.outages import broken_alike

SAME = """
labora est planté
labora freeze
labora ne s'ouvre plus
plus rien ne marche dans Labora
LABORA BLOQUÉ
labora mouline
labora rame depuis ce matin
on n'a plus accès à labora
plus de labora
labora ne démarre pas
impossible d'accéder à labora
j'arrive pas à ouvrir labora
problème labora
bonjour, labora ne répond pas chez nous
labora down
labora isn't working
labora never opens
Labora ne fonctionnait plus
can't open labora
"""
OTHER = """
labora
ouvrir labora
labora 7 mot de passe refusé
fse rejetée dans labora
labora n'imprime plus
labora : comment exporter un dossier
créer un accès labora
accès labora refusé
le SIL est en panne
plus rien ne marche
tout est en panne
bonjour
pas de problème avec Labora
Labora marche sans problème
Labora ne plante plus
Labora n'est plus en panne
Labora sans incident
no issue with Labora
Labora is not down
Labora isn't slow
l'imprimante est bloquée
"""


def incident_of(*phrases: str) -> Incident:
    return Incident("acme", "INC-1", phrases[0], phrases[1:], "", datetime(2026, 11, 2, tzinfo=UTC))


@pytest.mark.parametrize("phrase", ["Labora indisponible", "Labora ne répond plus", "Panne Labora", "Labora outage"])
def test_one_outage_in_other_words(phrase: str) -> None:
    incidents = [incident_of("Coupure fibre à Colmar"), incident_of("Panne", phrase)]
    assert [said for said in SAME.strip().splitlines() if broken_alike(incidents, said, "fr") != [1]] == []
    assert [said for said in OTHER.strip().splitlines() if broken_alike(incidents, said, "fr")] == []


def test_of_two_words_both_are_said_and_nothing_else() -> None:
    incidents = [incident_of("Coupure fibre à Colmar")]
    assert broken_alike(incidents, "la fibre de Colmar est tombée", "fr") == [0]
    for other in ("fibre coupée", "fibre coupée à Metz", "la fibre de Colmar est tombée dans la cave", "Colmar fermé"):
        assert broken_alike(incidents, other, "fr") == []


def test_an_incident_that_is_no_outage_is_met_by_none() -> None:
    incidents = [incident_of("Mise à jour de Labora"), incident_of("Panne générale")]
    assert broken_alike(incidents, "labora ne marche plus", "fr") == []
    assert broken_alike(incidents, "tout est en panne, plus rien ne marche", "fr") == []
