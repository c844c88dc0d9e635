"""Where names end before what the sentence goes on with, in capitals as well."""

from __future__ import annotations

import pytest

from kbsearch.adapters.keywords.french import FRENCH
from kbsearch.core.redaction import redact
from kbsearch.core.redaction.family_names import WORDS_TOO


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("MME MARTIN BOURRAGE PAPIER BAC 2", "MME [name] BOURRAGE PAPIER BAC 2"),
        ("MME ROUX CHAUDIERE EN PANNE", "MME [name] CHAUDIERE EN PANNE"),
        ("MME ROUX PB DOUCHETTE", "MME [name] PB DOUCHETTE"),
        ("MME ROUX L'AFFICHEUR CLIGNOTE", "MME [name] L'AFFICHEUR CLIGNOTE"),
        ("MME ROUX LA CHAUDIERE FUIT", "MME [name] LA CHAUDIERE FUIT"),
        ("MME ROUX E 201", "MME [name] E 201"),
        ("MADEMOISELLE JEAN-PIERRE DE LA TOUR BOURRAGE PAPIER", "MADEMOISELLE [name] BOURRAGE PAPIER"),
        ("Mme Roux Sage ne démarre plus", "Mme [name] Sage ne démarre plus"),
        ("Mme Roux Douchette muette", "Mme [name] Douchette muette"),
        ("Mme Le Goff E 201", "Mme [name] E 201"),
        ("Mme MARTIN Afficheur noir", "Mme [name] Afficheur noir"),
        ("MM. DURAND ET SOW BOURRAGE PAPIER", "MM. [name] ET [name] BOURRAGE PAPIER"),
        ("NOM : MARTIN BOURRAGE PAPIER", "NOM : [name] BOURRAGE PAPIER"),
        ("mme sophie du standard", "mme [name] du standard"),
        ("mme sophie de la paie rappelle", "mme [name] de la paie rappelle"),
        ("mme sophie les ventes ne remontent pas", "mme [name] les ventes ne remontent pas"),
        ("Sophie Martin Douchette muette", "[name] Douchette muette"),
    ],
)
def test_what_follows_a_name_stays(typed: str, kept: str) -> None:
    once = redact(typed, FRENCH.__contains__).text
    assert once == kept
    assert redact(once, FRENCH.__contains__).text == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("MME GARCIA LOPEZ BOURRAGE PAPIER", "MME [name] BOURRAGE PAPIER"),
        ("Mme Garcia Lopez rappelle", "Mme [name] rappelle"),
        ("Mme Garcia Petit rappelle", "Mme [name] rappelle"),
        ("MME GARCIA FONTAINE RAPPELLE", "MME [name] RAPPELLE"),
        ("MME SOPHIE AFFICHEUR RAPPELLE", "MME [name] RAPPELLE"),
        ("M. J.P. Dupont rappelle", "M. [name] rappelle"),
        ("mme sophie le goff imprimante hs", "mme [name] imprimante hs"),
        ("mr yann le bihan, excel plante", "mr [name], excel plante"),
        ("mr jean-pierre de la tour vpn hs", "mr [name] vpn hs"),
        ("mme anne de villiers vpn", "mme [name] vpn"),
        ("mr ahmed ait ahmed vpn", "mr [name] vpn"),
        ("MARTIN Sophie rappelle", "[name] rappelle"),
        ("MME MARTIN SOPHIE RAPPELLE", "MME [name] RAPPELLE"),
        ("Mme Chaudière rappelle", "Mme [name] rappelle"),
        ("MME DE LA TOUR RAPPELLE", "MME [name] RAPPELLE"),
        ("MME ROUX DE LA TOUR RAPPELLE", "MME [name] RAPPELLE"),
    ],
)
def test_a_name_of_several_goes_whole(typed: str, kept: str) -> None:
    assert redact(typed, FRENCH.__contains__).text == kept


@pytest.mark.parametrize("typed", ["mme sophie de la compta", "mme sophie du magasin", "mme sophie du sav"])
def test_where_somebody_works_is_no_name(typed: str) -> None:
    assert redact(typed).text == typed.replace("sophie", "[name]")


def test_without_a_dictionary_products_and_codes_end_a_name_alone() -> None:
    assert redact("Mme Roux Sage plante, E 201").text == "Mme [name] Sage plante, E 201"
    assert redact("MME ROUX BOURRAGE PAPIER").text == "MME [name]"


def test_every_surname_is_listed_folded() -> None:
    assert [name for name in WORDS_TOO if not name.isascii() or not name.islower() or not name.isalpha()] == []
