"""Telephone numbers in spellings that only an announcement or the marks between their pairs tell from codes."""

from __future__ import annotations

import pytest

from kbsearch.core.redaction.ids import tells_of_somebody
from tests.core.redaction.gone import goes


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("tel 612345678", "tel [phone]"),
        ("tél. : 142334455", "tél. : [phone]"),
        ("rappeler au 612345678", "rappeler au [phone]"),
        ("merci de rappeler Mme Durand au 698765432 avant 14h", "merci de rappeler Mme [name] au [phone] avant 14h"),
        ("joignable sur le 745678901", "joignable sur le [phone]"),
        ("à contacter au 612345678", "à contacter au [phone]"),
        ("portable 612345678", "portable [phone]"),
        ("son mobile : 612 345 678", "son mobile : [phone]"),
        ("gsm 612 34 56 78", "gsm [phone]"),
        ("numéro de téléphone 612345678", "numéro de téléphone [phone]"),
        ("numéro de portable : 612345678", "numéro de portable : [phone]"),
        ("numéro de Mme Durand 612345678", "numéro de Mme [name] [phone]"),
        ("le numéro de la cliente est 612345678", "le numéro de la cliente est [phone]"),
        ("tel 612345678 / 798765432", "tel [phone] / [phone]"),
        ("tel 612345678 ou 798765432", "tel [phone] ou [phone]"),
        ("Tel;612345678", "Tel;[phone]"),
    ],
)
def test_without_a_zero(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("rappeler au 5145238812", "rappeler au [phone]"),
        ("tel 6123456789", "tel [phone]"),
        ("cell 5145238812 svp", "cell [phone] svp"),
        ("her cell is 2124958571, printer offline", "her cell is [phone], printer offline"),
        ("portable 98 765 432", "portable [phone]"),
        ("portable : 98.765.432", "portable : [phone]"),
        ("rappeler au 621 123 456", "rappeler au [phone]"),
        ("rappeler au 26 12 34 56", "rappeler au [phone]"),
        ("fixe 081223344", "fixe [phone]"),
        ("tel 02 5138940", "tel [phone]"),
        ("tel 021634512", "tel [phone]"),
    ],
)
def test_of_other_countries(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "5145238812",
        "ligne 12345678",
        "ligne 5145238812",
        "commande 5145238812",
        "tel 20240512",
        "fixe 12345678",
        "mobile HP 98765432",
        "portable série 98765432",
        "tel 26 12 34 56 78 90",
        "rappeler au sujet du 5145238812",
        "612345678",
        "commande 612345678",
        "numéro de commande 612345678",
        "numéro de série 612345678",
        "numéro de dossier : 612345678",
        "numéro 612345678 affiché",
        "siren 732829320",
        "poste téléphonique 612345678",
        "ticket 612345678, rappeler demain",
        "rappeler le client 612345678",
        "rappeler au sujet du ticket 612345678",
        "téléphone IP, série 612345678",
        "téléphone IMEI 612345678",
        "appelle au sujet de 612345678",
        "tel que 612345678",
        "tel 61234567",
        "tel 812345678",
        "port 612345678",
        "portable 142334455",
        "fax HP 612345678",
        "numéro de licence de Mme [name] 612345678",
        "rappeler pour 612345678 euros",
        "commande 612345678 / 798765432",
    ],
)
def test_numbers_of_things(typed: str) -> None:
    goes(typed, typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06·12·34·56·78", "[phone]"),
        ("06 • 12 • 34 • 56 • 78 svp", "[phone] svp"),
        ("rappeler +33·6·12·34·56·78", "rappeler [phone]"),
        ("06|12|34|56|78", "[phone]"),
        ("tel 06 | 12 | 34 | 56 | 78", "tel [phone]"),
        ("rappeler au 06 ; 12 ; 34 ; 56 ; 78", "rappeler au [phone]"),
        ("tel 06;12;34;56;78", "tel [phone]"),
        ("06=12=34=56=78", "[phone]"),
        ("joindre au 06*12*34*56*78.", "joindre au [phone]."),
        ("07|98|76|54|32 ou 06;52;71;41;27", "[phone] ou [phone]"),
    ],
)
def test_marks_between_pairs(typed: str, kept: str) -> None:
    goes(typed, kept)


@pytest.mark.parametrize(
    "typed",
    [
        "codes 06;12;34;56;78",
        "06 ; 12 ; 34 ; 56 ; 78",
        "les 06|12|34|56|78 clignotent",
        "valeurs : 01;12;34;56;78",
        "ports 01|02|03|04|05",
        "01;02;03;04;05",
        "06;12;34;56;78;90",
        "4;06;12;34;56;78",
        "| 06 | 12 | 34 | 56 | 78 |",
        "06|12;34|56;78",
        "version 06*12*34*56*78",
        "code 06=12=34=56=78",
        "06*12*34 cm",
        "réf. 06·12·34",
        "08|12|34|56|78",
        "x06|12|34|56|78",
    ],
)
def test_lists_with_the_same_marks(typed: str) -> None:
    goes(typed, typed)


def test_an_id_in_pairs_with_a_mark_between() -> None:
    assert tells_of_somebody("06·12·34·56·78")
    assert tells_of_somebody("06|12|34|56|78")
    assert not tells_of_somebody("06|12|26|0042")
